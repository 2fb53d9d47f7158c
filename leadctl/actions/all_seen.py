"""Every lead as the acting agent sees it: from the index, as far as what it keeps still holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadctl.actions.seen import Seen, seen_of, values_of
from leadctl.book.book import PARANOID
from leadctl.book.text.broken import Broken

if TYPE_CHECKING:
    from leadctl.actions.workspace import Desk
    from leadctl.book.index.index import Index
    from leadctl.book.index.sightings import Sightings, Work


def all_seen(desk: Desk) -> Iterator[Seen | Broken]:
    """Yield every lead shown to the acting agent, and what is wrong with broken files.

    They come in the order of their paths, from the index where it may be asked.
    """
    index = desk.book.up_to_date()
    if index is None or index.twins():
        yield from _all_anew(desk)
        return
    if desk.book.index_use == PARANOID:
        _compare(desk, index)
    yield from _kept(desk, index)


def _compare(desk: Desk, index: Index) -> None:
    """Ask the rules once more, and fail where the index says anything else."""
    anew, kept = (
        [one if isinstance(one, Broken) else values_of(one, one.lead) for one in found]
        for found in (_all_anew(desk), _kept(desk, index))
    )
    differ = [pair for pair in zip(anew, kept, strict=False) if pair[0] != pair[1]]
    if len(anew) != len(kept) or differ:
        raise AssertionError(f"the index differs from the rules: {differ[:2]}")


def _all_anew(desk: Desk) -> Iterator[Seen | Broken]:
    from leadctl.actions.seeing import seen_by

    for found in desk.book.leads():
        made = found if isinstance(found, Broken) else seen_by(desk, found)
        if made is not None:
            yield made


def _kept(desk: Desk, index: Index) -> Iterator[Seen | Broken]:
    from leadctl.book.index.sightings import Sightings
    from leadctl.rules.time.working_calendar import Calendar

    kept = Sightings(index, desk.book.rules_key(), desk.actor.id if desk.actor else "")
    kept.renew(desk.now, lambda: _work(desk, kept))
    desk.calendars |= {name: Calendar(*plain) for name, plain in kept.calendars().items()}
    for plain, whole, broken in kept.kept():
        yield seen_of(plain, whole) if broken is None else broken


def _work(desk: Desk, kept: Sightings) -> Work:
    from leadctl.actions.seeing import Worker

    return Worker(desk, kept).work
