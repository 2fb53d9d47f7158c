"""Regular expressions that are compiled when they are first asked for.

A command's modules have dozens of them, of which it needs a few; compiling them all while they are
imported takes as long as a command may take altogether.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast


class _Pattern:
    """Becomes what `re.compile` gives, method by method, when one is first asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        made = re.compile(self._text, self._flags)
        for known in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer"):
            setattr(self, known, getattr(made, known))
        return getattr(made, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression as `re.compile` does; one that is not sound fails when used."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
