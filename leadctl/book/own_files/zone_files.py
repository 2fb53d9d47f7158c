"""Where the files of time zones are, told to Python before it looks for that itself."""

from __future__ import annotations

import os

_TELLS = "PYTHONTZPATH"
_FOLDERS = ":".join(
    f"{folder}/zoneinfo" for folder in ("/usr/share", "/usr/lib", "/usr/share/lib", "/etc")
)
"""Where Python looks for them, unless it is built otherwise, before it takes those of tzdata."""


def import_zones() -> None:
    """Import zoneinfo, for whoever imports it next, told where systems keep its files.

    It would read all of how Python was built to learn that, which takes as long as ten modules.
    What the caller has said stays, and no program that is run later hears of it.
    """
    told = _TELLS in os.environ
    if not told:
        os.environ[_TELLS] = _FOLDERS
    try:
        import zoneinfo  # noqa: F401  # see above
    finally:
        if not told:
            del os.environ[_TELLS]
