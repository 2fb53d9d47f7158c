"""Text of unknown origin, made safe to look at."""

from __future__ import annotations

import re

from leadctl.patterns import pattern

_HIDDEN = pattern("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Controls (ESC and C1 begin terminal sequences), line separators, bidi overrides, surrogates.

Joiners and left-to-right marks stay: names and emoji need them, and they move nothing else.
"""


def safe(text: str) -> str:
    """Return one line of text in which everything that could act is shown instead (`\\x1b`)."""
    if text.isprintable():  # none of those is
        return text
    return _HIDDEN.sub(_shown, text)


def safe_lines(text: str) -> str:
    """Return `safe` text that keeps its line breaks, for sentences of our own."""
    return "\n".join(safe(line) for line in text.split("\n"))


def _shown(match: re.Match[str]) -> str:
    letter = match[0]
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    code = ord(letter)
    return named.get(letter) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
