"""Cells that a spreadsheet may take for a formula: guarded going out, restored coming in."""

from __future__ import annotations

import re

from leadctl.patterns import pattern

_ACTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""How a formula may start; the last four are the full-width forms of the first four."""
_HARMLESS = pattern(r"[+-]\d+(\.\d+)?", re.ASCII)
"""A number with a sign computes nothing; E.164 phones (+14155550132) are of that form."""


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: behind an apostrophe if need be.

    Any other start stays, as do signed numbers and E.164 phones. `unguarded` takes it back.
    """
    acts = text.lstrip("' ").startswith(_ACTS) and not _HARMLESS.fullmatch(text)
    return "'" + text if acts else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
