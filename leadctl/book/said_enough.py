"""Whether a word says clearly enough whom a change is of; what only looks may guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadctl.book.selector import REACHING, START, best, rank_of, values
from leadctl.errors import NotFound
from leadctl.rules.leads.folded import folded
from leadctl.rules.leads.lead import Lead

LOOKING, CHANGING, FOR_GOOD = range(3)
"""What is done with the lead that a word means; what is done for good cannot be undone."""
_SHORT = 3
"""So many letters are no scrap of a name any more."""
_NUMBER = 7
"""So many digits are a telephone number, and no piece of one."""
_LISTED = 5


def refuse_scrap(typed: str, found: Sequence[Lead], doing: int) -> None:
    """Raise NotFound, naming the leads found, where a word is too little for what is to be done.

    A change wants a whole word, or three letters of one; what is done for good, a whole word of
    the name, or a whole number, address or id.
    """
    if doing == FOR_GOOD and not any(_is_whole(typed, lead) for lead in found):
        hint = "What cannot be undone wants their name, a whole word of it, or the id."
    elif doing == CHANGING and _is_short(typed) and not any(_is_word(typed, one) for one in found):
        hint = "A change wants three letters of a name, a whole word of it, or the id."
    else:
        return
    named = ", ".join(f"{lead.name} ({lead.id})" for lead in found[:_LISTED])
    more = f", and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise NotFound(f'"{typed}" is only a piece of what is known of: {named}{more}.', hint=hint)


def _is_short(typed: str) -> bool:
    """Whether this is a scrap, in a script that spells words in letters."""
    word = folded(typed).strip()
    spells = all(c.isdecimal() or c.lower() != c.upper() or not c.isalnum() for c in word)
    return len(word) < _SHORT and spells


def _is_word(typed: str, lead: Lead) -> bool:
    rank = rank_of(typed, lead)
    return rank is not None and rank < START


def _is_whole(typed: str, lead: Lead) -> bool:
    """Whether this is a word of the name, or the whole of how the lead is told or reached."""
    word = folded(typed)
    rank = best(word, [lead.name], [lead.id])
    digits = re.sub(r"[\s().+-]", "", typed)
    is_number = digits.isdecimal() and len(digits) >= _NUMBER
    if is_number or (rank is not None and rank < START):
        return True
    return any(folded(value) == word for value in values(lead, REACHING, ()))
