"""What does not hold, for a person: in words, why, and what to type."""

from __future__ import annotations

from leadctl.rules.language.source import Source
from leadctl.values import dataclass


@dataclass(frozen=True)
class Unmet:
    """One requirement that does not hold: in words, why, what to type, and where it stands."""

    sentence: str
    why: str = ""
    hint: str = ""
    source: Source = Source()
    about: str = ""
