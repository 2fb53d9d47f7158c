"""Which leads are wanted: the one filter of list, due, report and export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.leads.lead import Lead, listed
from leadctl.values import dataclass, replace

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.actions.looking.queries import Meanings
    from leadctl.actions.looking.seen import Seen
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.query.query import Query


@dataclass(frozen=True)
class LeadFilter:
    """What was asked for; empty sets mean all. `statuses` are as typed: any of their names."""

    owners: frozenset[str] = frozenset()
    pipelines: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    archived: bool = False
    query: Query | None = None


EVERY_LEAD = LeadFilter()
"""Asks for nothing: every lead that is not archived."""


def is_everyone(asked: LeadFilter) -> bool:
    """Whether all leads are wanted, archived ones too."""
    return asked == replace(EVERY_LEAD, archived=True)


class Wanted:
    """The filter at work on one desk.

    Raises NotFound for a pipeline that is not there: a typing error must not look like "nothing".
    """

    def __init__(self, desk: Desk, asked: LeadFilter) -> None:
        self._desk, self._asked = desk, asked
        self._sources = {name.lower() for name in asked.sources}
        self._unknown: dict[str, NotFound | None] = dict.fromkeys(asked.statuses)
        self._meant: dict[str, set[str]] = {}
        self._meanings: Meanings | None = None
        for name in asked.pipelines:
            with suppress(Invalid):  # a broken one is reported with its leads
                desk.pipeline(name)

    def has(self, lead: Lead) -> bool:
        """Whether a lead is wanted. Raises as `Desk.pipeline` does."""
        if not self._has_fields(lead) or not self._has_status(lead):
            return False
        query = self._asked.query
        return query is None or not query.terms or self._answers(query, lead)

    def _answers(self, query: Query, lead: Lead) -> bool:
        from leadctl.actions.looking.queries import LeadFacts, Meanings

        self._meanings = self._meanings or Meanings()
        return query.holds(LeadFacts(self._desk, lead, self._meanings))

    def _has_fields(self, lead: Lead) -> bool:
        asked = self._asked
        tags = set(listed(lead.fields.get("tags")))
        return (
            (asked.archived or not lead.value("archived"))
            and (not asked.owners or (lead.owner or "nobody") in asked.owners)
            and (not asked.pipelines or lead.pipeline in asked.pipelines)
            and (not self._sources or str(lead.fields.get("source", "")).lower() in self._sources)
            and (not asked.tags or bool(asked.tags & tags))
        )

    def _has_status(self, lead: Lead) -> bool:
        if not self._asked.statuses:
            return True
        if lead.pipeline not in self._meant:
            self._meant[lead.pipeline] = set(self._named(self._desk.pipeline(lead.pipeline)))
        return lead.status in self._meant[lead.pipeline]

    def _named(self, pipeline: Pipeline) -> Iterator[str]:
        from leadctl.actions.names import status_named

        for typed in self._asked.statuses:
            try:
                yield status_named(pipeline, typed)
                self._unknown.pop(typed, None)
            except NotFound as error:
                if typed in self._unknown:
                    self._unknown[typed] = error

    def refuse_unknown(self) -> None:
        """After the last lead: raise NotFound for a status that none of their pipelines has."""
        if self._meanings:
            self._meanings.refuse_unknown()
        for error in self._unknown.values():
            if error is not None:
                raise error


def wanted_leads(desk: Desk, asked: LeadFilter, problems: list[Problem]) -> Iterator[Seen]:
    """Yield the leads wanted as they are by now; what is wrong with others goes to `problems`.

    A lead whose definition cannot be read is wanted, unless a status was asked for.
    """
    from leadctl.actions.guarding import Guarding
    from leadctl.actions.looking.all_seen import all_seen

    wanted = Wanted(desk, asked)
    for seen in all_seen(desk):
        if isinstance(seen, Broken):
            problems.extend(seen.problems)
            continue
        is_wanted = False
        with Guarding(seen.lead.id, problems):
            is_wanted = wanted.has(seen.lead)
        if is_wanted:
            yield seen
    wanted.refuse_unknown()
