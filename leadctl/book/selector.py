"""Which lead somebody means: an id, a start of one, a file's name, or a piece of what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from leadctl.book.book import Book
from leadctl.book.own_files.places import id_of
from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, LeadctlError, NotFound
from leadctl.rules.clauses.words import quote
from leadctl.rules.leads.fields import FIELDS, MORE
from leadctl.rules.leads.folded import bare, folded, spellings
from leadctl.rules.leads.lead import ID, Lead
from leadctl.values import dataclass

if TYPE_CHECKING:
    from pathlib import PurePosixPath

_LISTED = 10
_DIGITS = 4
"""So many digits may be a piece of a telephone number."""
REACHING = tuple(one.name for one in FIELDS if one.searchable and one.name != "name")
_PHONES = ("phone", MORE["phone"])
WHOLE, WORD, START, PIECE = range(0, 8, 2)
"""How well a text fits: it is the whole value, a whole word of it, a start of one, or a piece; one
more where it does without apostrophes and hyphens."""

Choose = Callable[[Sequence[Lead]], "Lead | None"]
"""Asks which of several leads is meant; None where nobody chose."""
Check = Callable[[str, Sequence[Lead]], None]
"""Raises NotFound where a word is too little for what is to be done with the leads it fits."""


@dataclass(frozen=True)
class Sight:
    """What a person may be shown: leads at all, and the fields of one that are hidden."""

    sees: Callable[[Lead], bool] = lambda _: True
    hidden: Callable[[Lead], frozenset[str]] = lambda _: frozenset()


EVERYTHING = Sight()


def find_lead(
    book: Book,
    selector: str,
    sight: Sight = EVERYTHING,
    choose: Choose | None = None,
    check: Check = lambda _typed, _found: None,
) -> Lead:
    """Return the one lead that a selector means; `check` may refuse those whom a piece fits.

    Raises NotFound for none, or listing several where nobody chooses; Invalid where a file that
    cannot be read could be the one.
    """
    wanted = selector.strip()
    if ID.fullmatch(wanted) and book.named(wanted):
        return book.load(wanted)
    if direct := _by_name(book, wanted):
        return book.load_path(direct)
    found, unreadable = _candidates(book, wanted, sight)
    _refuse_unreadable(unreadable)
    if not found:
        raise NotFound(f"No lead matches {selector!r}.", hint=_closest(book, wanted, sight))
    check(wanted, found)
    return _one_of(found, selector, choose)


def find_together(
    book: Book, words: Sequence[str], sight: Sight = EVERYTHING, choose: Choose | None = None
) -> Lead | None:
    """Return the one lead that several words mean together, None where nobody has all of them.

    Raises as `find_lead` does.
    """
    together = " ".join(words)
    ranked: dict[int, list[Lead]] = {}
    unreadable: list[Broken] = []
    for path, found in book.scan():
        if isinstance(found, Broken):
            if all(_may_hold(book, path, word) for word in words):
                unreadable.append(found)
        elif "deleted" not in found.fields and sight.sees(found):
            rank = _rank_together(together, words, found)
            if rank is not None:
                ranked.setdefault(rank, []).append(found)
    _refuse_unreadable(unreadable)
    return _one_of(ranked[min(ranked)], together, choose) if ranked else None


def _rank_together(together: str, words: Sequence[str], lead: Lead) -> int | None:
    """Return how well words fit a name: as they stand, else each a word of it, or a start."""
    if (rank := _fits(folded(together), folded(lead.name))) is not None:
        return rank
    ranks = [_fits(folded(word), folded(lead.name)) for word in words]
    known = [rank for rank in ranks if rank is not None and rank < PIECE]
    return PIECE + max(known) if len(known) == len(words) else None


def is_whole_name(word: str, lead: Lead) -> bool:
    """Whether a word is all there is of a lead's name."""
    return any(one == other for one, other in spellings(folded(word), folded(lead.name)))


def _refuse_unreadable(found: Sequence[Broken]) -> None:
    if found:
        hint = "Mend it, or say which lead by its id."
        raise Invalid([p for broken in found for p in broken.problems], hint=hint)


def _one_of(found: Sequence[Lead], selector: str, choose: Choose | None) -> Lead:
    """Return the one lead there is, or that is chosen. Raises NotFound listing several."""
    if len(found) > 1 and choose is not None and (chosen := choose(found)):
        return chosen
    if len(found) == 1:
        return found[0]
    listed = "\n".join(f"  {lead.id}  {lead.name}  ({lead.status})" for lead in found[:_LISTED])
    more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise NotFound(f"{len(found)} leads match {selector!r}; say which by its id:\n{listed}{more}")


def _by_name(book: Book, wanted: str) -> PurePosixPath | str | None:
    """Return the file that a telling start of an id, or a file's name, points to."""
    if "/" in wanted or wanted.endswith(".toml"):
        ending = wanted if wanted.endswith(".toml") else f"{wanted}.toml"
        paths = [name for name in book.listing.all() if f"/{name}".endswith(f"/{ending}")]
        return paths[0] if len(paths) == 1 else None
    # A start that has letters and digits is no piece of a name or of a phone number.
    if re.fullmatch(r"(?=.*[0-9])(?=.*[a-z])[0-9a-z]{3,7}", wanted):
        starts = {i for name in book.listing.all() if (i := id_of(name)) and i.startswith(wanted)}
        return book.path_of(starts.pop()) if len(starts) == 1 else None
    return None


def _candidates(book: Book, wanted: str, sight: Sight) -> tuple[list[Lead], list[Broken]]:
    """Return the leads that fit best, and the files that cannot be read and could be meant."""
    ranked: dict[int, list[Lead]] = {}
    unreadable: list[Broken] = []
    for path, found in book.scan(_piece(wanted)):
        if isinstance(found, Broken):
            if _may_hold(book, path, wanted):
                unreadable.append(found)
        elif "deleted" not in found.fields and sight.sees(found):
            rank = rank_of(wanted, found, sight, (path.name, path.stem, id_of(path) or ""))
            if rank is not None:
                ranked.setdefault(rank, []).append(found)
    return (ranked[min(ranked)] if ranked else []), unreadable


def _piece(wanted: str) -> str:
    """Return what stands somewhere in each lead that a text fits; "" where it may be written
    otherwise, as telephone numbers are.
    """
    return "" if sum(map(str.isdigit, wanted)) >= _DIGITS else bare(wanted)


def _may_hold(book: Book, path: PurePosixPath, wanted: str) -> bool:
    """Whether a file that cannot be read could be the lead: the text stands in it, or its name."""
    piece = bare(wanted)
    if not piece:
        return False
    if str(path) in book.listing.odd or piece in bare(str(path)):  # a whole folder of leads
        return True
    try:
        data = book.read_file(str(path))
    except LeadctlError:
        return True  # it may hold anything
    return data is not None and piece in bare(data.decode("utf-8", "replace"))


def rank_of(
    wanted: str, lead: Lead, sight: Sight = EVERYTHING, names: Sequence[str] = ()
) -> int | None:
    """Return how well a text fits a lead, None where it does not; hidden fields are not looked at.

    `names` are the file's own.
    """
    typed = folded(wanted)
    if not typed:
        return None
    open_ = best(typed, [lead.name], [lead.id, *names])
    ranks = [rank for rank in (open_, _reach_rank(wanted, typed, lead, ())) if rank is not None]
    if not ranks or ranks[0] == open_ == min(ranks):
        return min(ranks, default=None)
    hidden = sight.hidden(lead)
    shown = _reach_rank(wanted, typed, lead, hidden) if hidden else min(ranks)
    return min((rank for rank in (open_, shown) if rank is not None), default=None)


def _reach_rank(wanted: str, typed: str, lead: Lead, hidden: Collection[str]) -> int | None:
    """Return how well a text fits how a lead is reached: numbers, addresses."""
    digits = re.sub(r"[\s().+-]", "", wanted)
    if len(digits) >= _DIGITS and digits.isdecimal():
        numbers = values(lead, _PHONES, hidden)
        if any(digits in re.sub(r"\D", "", number) for number in numbers):
            return WORD
    return best(typed, values(lead, REACHING, hidden), [])


def values(lead: Lead, names: Sequence[str], hidden: Collection[str]) -> list[str]:
    """Return what some fields say, each item of a list; those hidden say nothing."""
    found = [lead.value(name) for name in names if name not in hidden]
    lists = [value if isinstance(value, list) else [value] for value in found if value is not None]
    return [str(item) for items in lists for item in items]


def best(typed: str, values: Sequence[str], ids: Sequence[str]) -> int | None:
    """Return how well a folded text fits the best of some values; ids are only begun or whole."""
    ranks = [rank for value in values if (rank := _fits(typed, folded(value))) is not None]
    for value in filter(None, ids):
        if value == typed:
            ranks.append(WHOLE)
        elif value.startswith(typed):
            ranks.append(START)
    return min(ranks, default=None)


def _fits(typed: str, value: str) -> int | None:
    """Return how well a folded text fits a value: a little worse where marks are left out."""
    ranks = [
        rank + bool(number)
        for number, pair in enumerate(spellings(typed, value))
        if (rank := _fits_as_it_stands(*pair)) is not None
    ]
    return min(ranks, default=None)


def _fits_as_it_stands(typed: str, value: str) -> int | None:
    if typed == value:
        return WHOLE
    if not typed or typed not in value:
        return None
    before = re.escape(typed)
    if re.search(rf"(?<![^\W_]){before}(?![^\W_])", value):
        return WORD
    return START if re.search(rf"(?<![^\W_]){before}", value) else PIECE


def _closest(book: Book, wanted: str, sight: Sight) -> str:
    """Return the leads whose names, or words of them, are spelt most like what was typed."""
    from difflib import get_close_matches

    spelt: dict[str, list[str]] = {}
    for _path, lead in book.scan():
        if isinstance(lead, Lead) and "deleted" not in lead.fields and sight.sees(lead):
            for word in {folded(word): 1 for word in (lead.name, *lead.name.split())}:
                spelt.setdefault(word, []).append(f"{lead.name} ({lead.id})")
    typed = folded(wanted)
    swapped = [word for word in spelt if sorted(word) == sorted(typed)]  # too short to be close
    close = [*swapped, *get_close_matches(typed, spelt, n=3, cutoff=0.7)]
    # Of people who are spelt alike none is left out: the one that is shown would be taken.
    alike = [*dict.fromkeys(one for word in close[:3] for one in spelt[word])]
    if len(alike) > _LISTED:
        return f"{len(alike)} are spelt like it: leadctl list {quote(close[0])}"
    found = " or ".join(alike)
    return f"Did you mean {found}?" if found else "See all of them: leadctl list"
