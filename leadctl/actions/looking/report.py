"""Reports over the leads an agent is shown; what lasts is counted once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadctl.actions.looking.counting import Question, count
from leadctl.actions.looking.lead_filter import LeadFilter, is_everyone
from leadctl.book.book import PARANOID
from leadctl.errors import Problem
from leadctl.rules.reports.report import Row

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk


def answers(
    desk: Desk, wanted: LeadFilter, questions: Sequence[Question]
) -> tuple[list[list[Row]], list[Problem]]:
    """Return the rows of each question, and what is wrong with files and leads left out.

    What was counted before of leads that are as they were is taken from the index.
    """
    lasting = [one for one in questions if one.lasts] if is_everyone(wanted) else []
    found = _from_index(desk, lasting) if lasting else None
    if found is None:
        return _anew(desk, wanted, questions)
    kept, problems = found
    if desk.book.index_use == PARANOID:
        _compare(desk, wanted, lasting, kept)
    others = [one for one in questions if not one.lasts]
    rest, more = _anew(desk, wanted, others) if others else ([], [])
    known, new = iter(kept), iter(rest)
    rows = [next(known) if one.lasts else next(new) for one in questions]
    return rows, list(dict.fromkeys([*more, *problems]))


def _from_index(
    desk: Desk, questions: Sequence[Question]
) -> tuple[list[list[Row]], list[Problem]] | None:
    from leadctl.actions.looking.kept_counts import kept_counts

    found = kept_counts(desk, questions)
    return None if found is None else ([counter.rows() for counter in found[0]], found[1])


def _anew(
    desk: Desk, wanted: LeadFilter, questions: Sequence[Question]
) -> tuple[list[list[Row]], list[Problem]]:
    counters = [one.counter() for one in questions]
    _, problems = count(desk, wanted, counters)
    return [counter.rows() for counter in counters], problems


def _compare(
    desk: Desk, wanted: LeadFilter, questions: Sequence[Question], kept: list[list[Row]]
) -> None:
    """Fail where the index says anything but what the rules do."""
    anew, _ = _anew(desk, wanted, questions)
    for question, known, told in zip(questions, kept, anew, strict=True):
        if known != told:
            raise AssertionError(f"the index counts otherwise ({question.kind}): {known}, {told}")
