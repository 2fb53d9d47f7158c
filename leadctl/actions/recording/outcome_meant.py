"""What came of a call or a meeting, as it was typed."""

from __future__ import annotations

from leadctl.errors import Usage
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.outcomes import OUTCOMES, is_denied, outcome_of, spellings

_MISSPELT = 0.8
"""So like a known word is one with a letter wrong; what is less like it says something else."""


def outcome_named(touch: str, typed: str) -> str:
    """Return the word in the file for what came of a call or a meeting.

    Raises Usage with the words there are, for one that is none of them.
    """
    known = spellings(touch)
    own = 'In your own words: -m "..."'
    if not known:
        raise Usage(f"What came of it is kept for calls and meetings, not for {touch}.", hint=own)
    word = " ".join(typed.lower().split())
    found = {known[word]} if word in known else {n for w, n in known.items() if w.startswith(word)}
    if len(found) == 1:
        return found.pop()
    words = ", ".join(dict.fromkeys(known.values()))
    same = [one for one in known if is_denied(one) == is_denied(word)]
    near = f"{suggestion} " if (suggestion := nearest(word, same, _MISSPELT)) else ""
    hint = f"{near[:1].upper()}{near[1:]}{own}"
    error = Usage(f'"{typed}" is not known: a {touch} takes {words}.', hint=hint)
    error.instead = (typed, meant) if (meant := _as_of(touch, word)) else None
    raise error


def _as_of(touch: str, word: str) -> str:
    """Return this touch's outcome for another touch's that says they spoke: "met" for "spoke"."""
    others = [outcome_of(other, word) for other in OUTCOMES if other != touch]
    spoke = any(other and other.talk for other in others)
    return next((one.name for one in OUTCOMES[touch] if one.talk), "") if spoke else ""
