"""What was probably meant by a word that nothing has."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return 'did you mean "X"?' for the closest known word, or ""; `cutoff` 1 wants the same."""
    by_lower = {k.lower(): k for k in known}
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=cutoff)
    return f'did you mean "{by_lower[close[0]]}"?' if close else ""
