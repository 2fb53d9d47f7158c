"""Finding leads by words: in their fields, their notes, and what was said with a touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from leadctl.actions.looking.all_seen import all_anew, seen_with
from leadctl.actions.looking.searched import texts_of, words_in, words_of
from leadctl.book.book import PARANOID
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.patterns import pattern
from leadctl.rules.leads.lead import Lead
from leadctl.rules.query.parsing import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadctl.actions.desk import Desk
    from leadctl.actions.looking.seen import Seen


class Hit(NamedTuple):
    """One lead, and the text in which the words were found."""

    lead: Lead
    found: str


def find_words(desk: Desk, typed: Sequence[str]) -> tuple[list[Hit], list[Problem]]:
    """Return the leads in which all the words stand and of which all terms of the query language
    hold, and what is wrong with files left out.

    Words that were typed as one text are looked for one by one where nobody has them side by side.
    A number is found as it was typed, in a note say, and as numbers are stored, by its digits.
    Raises Usage for a term that cannot be read, NotFound for a status that there is not.
    """
    terms, words = parted(typed)
    plain = [word for one in words if (word := words_of(one))]
    if words and not plain:  # signs alone stand nowhere
        return [], []
    stored = [digits_of(one) or word for one in words if (word := words_of(one))]
    hits, problems = _found(desk, plain)
    if not hits and (each := " ".join(plain).split()) != plain:  # in any order
        hits, problems = _found(desk, each)
    if stored != plain:
        known = {hit.lead.id for hit in hits}
        hits += [hit for hit in _found(desk, stored)[0] if hit.lead.id not in known]
    if terms:
        hits, more = _asked(desk, terms, hits)
        problems = list(dict.fromkeys([*problems, *more]))
    return sorted(hits, key=lambda hit: (hit.lead.name.casefold(), hit.lead.id)), problems


def parted(typed: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the terms among what was typed, with the "not" before them, and the words.

    A colon as texts have it, with a space or two slashes behind it, makes no term, nor does an
    e-mail address.
    """
    terms: list[str] = []
    words: list[str] = []
    turned: list[str] = []
    for word in typed:
        if word == "not":
            words += turned
            turned = [word]
            continue
        is_term = word != "-" and not is_bare(word) and not _IN_TEXT.search(word)
        (terms if is_term else words).extend([*turned, word])
        turned = []
    return terms, [*words, *turned]


_IN_TEXT = pattern(r":( |//)|@.*\.")


def _asked(
    desk: Desk, terms: Sequence[str], hits: Sequence[Hit]
) -> tuple[list[Hit], list[Problem]]:
    """Return the hits of which the terms hold, and what keeps others from being asked."""
    from leadctl.actions.guarding import Guarding
    from leadctl.actions.looking.lead_filter import LeadFilter, Wanted
    from leadctl.actions.looking.queries import query_of

    wanted = Wanted(desk, LeadFilter(archived=True, query=query_of(desk, terms)))
    found: list[Hit] = []
    problems: list[Problem] = []
    for hit in hits:
        with Guarding(hit.lead.id, problems):
            if wanted.has(hit.lead):
                found.append(hit)
    wanted.refuse_unknown()
    return found, problems


def digits_of(word: str) -> str:
    """Return the digits of a word that is a telephone number, or "" of any other."""
    digits = word.translate(_BETWEEN_DIGITS)
    return digits if digits.isdigit() and len(digits) >= _SHORTEST else ""


_BETWEEN_DIGITS = str.maketrans("", "", "+-()./ \u00a0")
_SHORTEST = 5
"""Fewer digits are a year or a house number."""


def _found(desk: Desk, wanted: Sequence[str]) -> tuple[list[Hit], list[Problem]]:
    anew = _hits(desk, all_anew(desk), wanted) if desk.book.index_use == PARANOID else None
    found = _hits(desk, seen_with(desk, wanted), wanted)
    if anew is not None and found != anew:
        raise AssertionError(f"the index finds otherwise: {found}")
    return found


def _hits(
    desk: Desk, leads: Iterable[Seen | Broken], wanted: Sequence[str]
) -> tuple[list[Hit], list[Problem]]:
    hits: list[Hit] = []
    problems: list[Problem] = []
    for seen in leads:
        if isinstance(seen, Broken):
            problems.extend(seen.problems)
            continue
        texts = list(texts_of(desk, seen))
        whole = words_in(texts)
        if all(word in whole for word in wanted):
            named = seen.lead.name
            best = next((one for one in texts if wanted and wanted[0] in words_in([one])), named)
            hits.append(Hit(seen.lead, " ".join(best.split())))
    return hits, list(dict.fromkeys(problems))
