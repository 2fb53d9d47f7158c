"""Counting leads for reports: each is read once and counted by the rules."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.actions.guarding import Guarding
from leadctl.actions.looking.entries import entry_of
from leadctl.actions.looking.lead_filter import LeadFilter, wanted_leads
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.reports.entry import hides_worth, worth_fields
from leadctl.rules.reports.report import Counter
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.rules.reports.entry import Entry
    from leadctl.rules.reports.report import Asked, Part


@dataclass(frozen=True)
class Question:
    """One part of a kind of report, and what is asked of it."""

    kind: str
    part: Part
    asked: Asked

    def counter(self) -> Counter:
        """Return a counter that has counted nothing yet."""
        return self.part.counter(self.asked)

    @property
    def lasts(self) -> bool:
        """Whether what is counted of leads holds for longer than a moment."""
        return self.part.can_be_kept(self.asked)


def count(desk: Desk, wanted: LeadFilter, counters: Iterable[Counter]) -> tuple[int, list[Problem]]:
    """Count the leads wanted; return how many they are, and what is wrong with the others.

    One broken file never hides the others. No lead is kept, so memory does not grow with the book.
    """
    counters, problems, leads = list(counters), list[Problem](), 0
    for seen in wanted_leads(desk, wanted, problems):
        if not seen.usable:
            problems.extend(seen.problems)
        else:
            leads += 1
            with Guarding(seen.lead.id, problems):
                add_to(counters, entry_of(desk, seen))
    return leads, list(dict.fromkeys(problems))


def add_to(counters: Iterable[Counter], entry: Entry) -> None:
    """Have each counter count a lead."""
    for counter in counters:
        counter.add(entry)


def hidden_worth(desk: Desk, wanted: LeadFilter, pipelines: Iterable[str]) -> tuple[int, str]:
    """Return of how many leads the value is hidden from the acting agent, and why.

    They are looked through only where one of the definitions hides what a lead is worth.
    """
    if not any(_may_hide_worth(desk, name) for name in pipelines):
        return 0, ""
    whys = [
        seen.mask_why
        for seen in wanted_leads(desk, wanted, [])
        if seen.usable and seen.masked and hides_worth(entry_of(desk, seen))
    ]
    return len(whys), "; ".join(sorted({*whys} - {""}))


def _may_hide_worth(desk: Desk, pipeline_id: str) -> bool:
    """Whether a definition hides from somebody what a lead is worth."""
    with suppress(Invalid, NotFound):
        pipeline = desk.pipeline(pipeline_id)
        masks = pipeline.visibility.mask if pipeline.visibility else ()
        worth = {*worth_fields(pipeline)}
        return any(not worth.isdisjoint(mask.fields) for mask in masks)
    return False
