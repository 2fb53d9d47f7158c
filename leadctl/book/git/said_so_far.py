"""What somebody has said of a lead in conflict, kept until all of that lead is settled.

One field may be settled a command, in any order. What was said holds as long as the lead's file is
as it was left then: a merge that was given up, or a further commit of a rebase, asks anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.who_wrote import Stop
from leadctl.book.journal.entries import digest
from leadctl.book.own_files.places import PRIVATE
from leadctl.errors import LeadctlError
from leadctl.rules.joining.versions import Taken

SAID = "merge-said"
"""The private folder in which it is kept: of each lead what was said, and how its file was left."""


def with_earlier(root: Path, said: Mapping[str, Taken]) -> dict[str, Taken]:
    """Return what is said by lead, with what was said before; who says it anew is heard."""
    found = _kept(root)
    for lead, now in said.items():
        earlier = found.get(lead, Taken())
        found[lead] = Taken({**earlier.fields, **now.fields}, now.others or earlier.others)
    return found


def keep(root: Path, said: Mapping[str, Taken], stops: Iterable[Stop]) -> None:
    """Keep what was said of the leads at which git stops still. LeadctlError where it cannot be."""
    left = {
        stop.lead: {
            "path": stop.path,
            "left": _digest(root, stop.path),
            "fields": dict(taken.fields),
            "others": taken.others,
        }
        for stop in stops
        if (taken := said.get(stop.lead))
    }
    folder = root / PRIVATE / SAID
    with files.disk("keeping what was said of a conflict"):
        for path in folder.glob("*.json"):
            if path.stem not in left:
                path.unlink(missing_ok=True)
        if left:
            files.private_folder(folder)
        for lead, one in left.items():
            files.write_atomic(folder / f"{lead}.json", json.dumps(one).encode())


def _kept(root: Path) -> dict[str, Taken]:
    """Return what was said of each lead whose file is as it was left; nothing of a torn note."""
    found: dict[str, Taken] = {}
    for path in (root / PRIVATE / SAID).glob("*.json"):
        with suppress(LeadctlError, OSError, ValueError, KeyError, TypeError, AttributeError):
            one = json.loads(files.read_plain(path))
            if one["left"] == _digest(root, one["path"]):
                found[path.stem] = Taken(dict(one["fields"]), str(one["others"]))
    return found


def _digest(root: Path, path: str) -> str | None:
    with suppress(OSError, LeadctlError):
        return digest(files.read_plain(root / path))
    return None
