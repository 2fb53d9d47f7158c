"""Where leads stand, added up by the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from leadctl.actions.looking.all_seen import from_kept, sightings
from leadctl.actions.looking.lead_filter import EVERY_LEAD, LeadFilter
from leadctl.actions.looking.seen import Seen
from leadctl.book.book import PARANOID
from leadctl.book.index.day_rows import microseconds
from leadctl.book.text.broken import Broken
from leadctl.rules.reports.entry import median
from leadctl.rules.reports.kinds.status import REPORT, row_of
from leadctl.rules.reports.report import EVER
from leadctl.values import replace

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.book.index.standings import Group
    from leadctl.errors import Problem
    from leadctl.rules.reports.report import Asked, Row

_SECOND = 10**6


def standing(
    desk: Desk, wanted: LeadFilter, asked: Asked
) -> tuple[list[Row], list[Problem]] | None:
    """Return the rows of the report on statuses, and what is wrong with files left out.

    None where the leads are to be counted one by one: only some are wanted, or some are odd.
    """
    if replace(wanted, archived=False) != EVERY_LEAD or asked.period != EVER:
        return None
    with sightings(desk) as kept:
        if kept is None:
            return None
        odd = list(from_kept(kept.of(())))
        groups = kept.standings().groups()
        if groups is None or any(not one.usable for one in odd if isinstance(one, Seen)):
            return None
        rows = list(_rows(groups, asked))
    if desk.book.index_use == PARANOID:
        _compare(desk, wanted, asked, rows)
    broken = [one for one in odd if isinstance(one, Broken)]
    return rows, list(dict.fromkeys(problem for one in broken for problem in one.problems))


def _compare(desk: Desk, wanted: LeadFilter, asked: Asked, rows: list[Row]) -> None:
    from leadctl.actions.looking.counting import count

    counter = REPORT.part().counter(asked)
    count(desk, wanted, [counter])
    if counter.rows() != rows:
        raise AssertionError(f"the index counts otherwise: {rows}, not {counter.rows()}")


def _rows(groups: Iterator[Group], asked: Asked) -> Iterator[Row]:
    now = microseconds(asked.now.astimezone(UTC))
    for one in groups:
        middle = median([_age(now, since) for since in one.middle])
        longest = None if one.first is None else _age(now, one.first)
        names = {"pipeline": one.pipeline, "status": one.name, "group": one.beside}
        yield row_of(names, (one.leads, one.valued, one.value), (middle, longest))


def _age(now: int, since: int) -> float:
    return max(0.0, (now - since) / _SECOND)
