"""The files of time zones: found where Python itself finds them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cli_runner import ENV, ROOT

CODE = (
    "import os, sys; from leadctl.book.own_files.zone_files import import_zones; import_zones();"
    "import zoneinfo; print(zoneinfo.TZPATH, os.environ.get('PYTHONTZPATH'),"
    " 'sysconfig' in sys.modules and bool(sys.modules['sysconfig']._CONFIG_VARS),"
    " zoneinfo.ZoneInfo('America/New_York'))"
)


def said(code: str, told: dict[str, str]) -> str:
    """Return what a fresh Python prints."""
    env = {**ENV, **told, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-S", "-c", code]
    return subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("told", [{}, {"PYTHONTZPATH": "/usr/share/zoneinfo"}])
def test_zones_are_found_and_nothing_is_left_behind(told: dict[str, str]) -> None:
    """What the caller has said of them holds; else nobody hears what was said for the import."""
    first = told.get("PYTHONTZPATH")
    path = "('/usr/share/zoneinfo'," + (")" if first else "")
    found = said(CODE, told)
    assert found.startswith(path)
    assert found.endswith(f" {first} False America/New_York\n")
