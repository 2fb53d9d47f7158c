"""Every lead as the acting agent sees it: from the index, as far as what it keeps still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from leadctl.actions.looking.handles import shared_words
from leadctl.actions.looking.seen import Seen, seen_of, values_of
from leadctl.book.book import PARANOID
from leadctl.book.text.broken import Broken
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from leadctl.actions.desk import Desk
    from leadctl.actions.looking.seen import SeenValues
    from leadctl.book.index.renewing import Work
    from leadctl.book.index.sightings import One, Sightings


def all_seen(desk: Desk) -> Iterator[Seen | Broken]:
    """Yield every lead shown to the acting agent, and what is wrong with broken files.

    They come in the order of their paths, from the index where it may be asked.
    """
    with sightings(desk) as kept:
        yield from all_anew(desk) if kept is None else from_kept(kept.all())


def seen_with(desk: Desk, words: Sequence[str]) -> Iterator[Seen | Broken]:
    """Yield at least the leads shown in which all these words stand, and broken files."""
    with sightings(desk) as kept:
        if kept is None:
            yield from all_anew(desk)
        else:
            pieces = {piece for word in words for piece in word.split()}
            yield from from_kept(kept.with_words(pieces))


def seen_like(desk: Desk, lead: Lead) -> Iterator[Seen | Broken]:
    """Yield at least the leads shown that share a lead's name, number or e-mail address."""
    with sightings(desk) as kept:
        if kept is None:
            yield from all_anew(desk)
        else:
            yield from from_kept(kept.with_a_name(shared_words(lead)))


@contextmanager
def sightings(desk: Desk) -> Iterator[Sightings | None]:
    """Give what is kept for the acting agent, worked out up to now, and as it is now; None where
    it is not to be asked.
    """
    index = desk.book.up_to_date()
    if index is None or index.twins():
        yield None
        return
    from leadctl.book.index.sightings import Sightings
    from leadctl.rules.time.working_calendar import Calendar

    anew = list(all_anew(desk)) if desk.book.index_use == PARANOID else None
    kept = Sightings(index, desk.book.rules_key(), desk.actor.id if desk.actor else "")
    with kept.renewed(desk.now, lambda: _work(desk)):
        made: Callable[..., Calendar] = Calendar
        desk.calendars |= {name: made(*plain) for name, plain in kept.calendars().items()}
        if anew is not None:
            _compare(anew, list(from_kept(kept.all())))
        yield kept


def _compare(anew: list[Seen | Broken], kept: list[Seen | Broken]) -> None:
    """Fail where the index says anything but what the rules do."""
    told, known = (
        [one if isinstance(one, Broken) else values_of(one, one.lead) for one in found]
        for found in (anew, kept)
    )
    differ = [pair for pair in zip(told, known, strict=False) if pair[0] != pair[1]]
    if len(told) != len(known) or differ:
        raise AssertionError(f"the index differs from the rules: {differ[:2]}")


def all_anew(desk: Desk) -> Iterator[Seen | Broken]:
    """Yield what `all_seen` does, asking the rules."""
    from leadctl.actions.looking.seeing import seen_by

    for found in desk.book.leads():
        made = found if isinstance(found, Broken) else seen_by(desk, found)
        if made is not None:
            yield made


def from_kept(found: Iterable[One]) -> Iterator[Seen | Broken]:
    """Yield what is seen of what is kept."""
    for plain, whole, broken in found:
        yield seen_of(cast("SeenValues", plain), whole) if broken is None else broken


def _work(desk: Desk) -> Work:
    from leadctl.actions.looking.seeing import Worker

    return Worker(desk).work
