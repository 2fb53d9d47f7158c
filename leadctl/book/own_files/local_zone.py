"""The time zone of this machine, as a first guess for a new book."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from leadctl.rules.time.wall_clock import load_zone


def local_zone(env: Mapping[str, str]) -> str:
    """Return an IANA name from TZ or the system's link, "UTC" where neither names one."""
    candidates = [env.get("TZ", "").removeprefix(":")]
    try:
        target = os.path.realpath(Path("/etc/localtime"))
        candidates.append(target.partition("zoneinfo/")[2])
    except OSError:
        pass
    for name in candidates:
        try:
            if name:
                load_zone(name)
                return name.removeprefix("posix/")
        except ValueError:
            continue
    return "UTC"


def region_of(zone: str) -> str:
    """Return the country of a time zone by its two letters, "US" where it is of none."""
    from importlib.resources import files

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#") and line.split("\t")[2] == zone:
            return line[:2]
    return "US"
