"""Which leads are wanted: the one filter of list, due, report and export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.actions.queries import Meanings
    from leadctl.actions.workspace import Desk
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.query.query import Query


@dataclass(frozen=True, slots=True)
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
        from leadctl.actions.queries import LeadFacts, Meanings

        self._meanings = self._meanings or Meanings()
        return query.holds(LeadFacts(self._desk, lead, self._meanings))

    def _has_fields(self, lead: Lead) -> bool:
        asked = self._asked
        tags = {str(tag) for tag in lead.fields.get("tags", ())}
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
        for typed in self._meanings.unknown() if self._meanings else ():
            raise NotFound(f"No pipeline of these leads has a status {typed!r}.")
        for error in self._unknown.values():
            if error is not None:
                raise error


def wanted_leads(desk: Desk, asked: LeadFilter, problems: list[Problem]) -> Iterator[Lead]:
    """Yield the leads wanted; what is wrong with others is added to `problems`.

    A lead whose definition cannot be read is wanted, unless a status was asked for.
    """
    from leadctl.actions.guarding import Guarding

    wanted = Wanted(desk, asked)
    for lead in desk.scan():
        if isinstance(lead, Broken):
            problems.extend(lead.problems)
            continue
        is_wanted = False
        with Guarding(lead.id, problems):
            is_wanted = wanted.has(lead)
        if is_wanted:
            yield lead
    wanted.refuse_unknown()
