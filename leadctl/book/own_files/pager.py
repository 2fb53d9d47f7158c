"""A person's pager: it shows a long text page by page on their terminal."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress

NONE = ("", "none", "cat")
"""What names no pager."""
_LESS = {"LESS": "FRX"}
"""less shows colours, and leaves what it showed where it stands; unless LESS says otherwise."""


def pager_words(own: str, env: Mapping[str, str]) -> list[str]:
    """Return the words that start a pager: one's own setting, PAGER, or less; [] for none."""
    line = own or env.get("PAGER", "less")
    if line in NONE or env.get("TERM") == "dumb":
        return []
    try:
        return shlex.split(line)
    except ValueError:
        return []


def show_paged(words: list[str], text: str, env: Mapping[str, str]) -> bool:
    """Give a text to a pager and wait until it is left; whether it could be started.

    Left before its end, it has shown what was wanted. Ctrl-C is the pager's meanwhile.
    """
    try:
        pager = subprocess.Popen(words, stdin=subprocess.PIPE, env={**_LESS, **env})
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            pager.communicate(text.encode("utf-8", "replace"))
    finally:
        signal.signal(signal.SIGINT, before)
    return pager.returncode not in {126, 127}
