"""Queries asked of a book: what they may ask of a lead, and the fields its definitions declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property

from leadctl.actions.desk import Desk
from leadctl.actions.looking.searched import field_texts
from leadctl.actions.names import listed
from leadctl.errors import Invalid, NotFound, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.ownership import masks
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.folded import folded
from leadctl.rules.leads.lead import Lead
from leadctl.rules.query.parsing import QueryError
from leadctl.rules.query.query import Query, read_query
from leadctl.rules.query.terms import World
from leadctl.rules.query.values import Clock
from leadctl.rules.time.whole_day import begun


def query_of(desk: Desk, words: Sequence[str]) -> Query:
    """Return the query that was typed, @NAME standing for one of the settings.

    Raises Usage showing the place of what is wrong.
    """
    team = desk.book.settings.team
    world = World(
        Clock(desk.now, desk.zone),
        desk.actor.id if desk.actor else "",
        {key: agent.label for key, agent in team.agents.items()},
        lambda: _own_fields(desk),
    )
    try:
        return read_query(list(_unfolded(desk, words)), world)
    except QueryError as error:
        raise Usage(str(error), hint=error.hint or "How to ask: leadctl help query") from None


def _unfolded(desk: Desk, words: Sequence[str]) -> Iterator[str]:
    views = desk.book.settings.views
    for word in words:
        if not word.startswith("@"):
            yield word
        elif word[1:] in views:
            yield views[word[1:]]
        else:
            known = ", ".join(f"@{name}" for name in views) or "none; [view.NAME] in leadctl.toml"
            raise Usage(f"There is no view {word}.", hint=f"Views: {known}")


def _own_fields(desk: Desk) -> dict[str, str]:
    """Return the types of the fields that the book's definitions declare, by their names."""
    found: dict[str, str] = {}
    for pipeline_id in desk.book.definitions.files:
        with suppress(Invalid, NotFound):  # a broken one is told with its leads
            pipeline = desk.pipeline(pipeline_id)
            found |= {name: field.type for name, field in pipeline.fields.items()}
            found |= dict.fromkeys(pipeline.derive, "text")
    return found


class Meanings:
    """Which statuses a typed name may mean in each definition; one that none has is refused."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        self._names: set[str] = set()

    def of(self, typed: str, pipeline: Pipeline) -> frozenset[str]:
        """Return the statuses of a definition that a name means: whole, else by its start."""
        key = (typed, pipeline.id)
        if key not in self._found:
            self._found[key] = _meant(folded(typed), pipeline)
            self._names |= set(pipeline.statuses)
        return self._found[key]

    def refuse_unknown(self) -> None:
        """Raise NotFound for a name that no definition asked has, with the closest there are."""
        known = {typed for (typed, _), names in self._found.items() if names}
        for typed in sorted({typed for typed, _ in self._found} - known):
            near = self._near(folded(typed))
            raise NotFound(
                f'No pipeline of these leads has a status "{typed}".',
                hint=f"Did you mean {listed(near)}?" if near else "See: leadctl pipeline show",
            )

    def _near(self, typed: str) -> list[str]:
        """Return the statuses whose name, or its first word, is closest to what was typed."""
        spelt = {name.lower().split()[0]: name for name in sorted(self._names, reverse=True)}
        spelt |= {name.lower(): name for name in self._names}
        close = get_close_matches(typed, spelt, n=3, cutoff=0.6)
        return list(dict.fromkeys(spelt[one] for one in close))


def _meant(wanted: str, pipeline: Pipeline) -> frozenset[str]:
    names = {folded(name): status for name, status in pipeline.by_lower_name.items()}
    if wanted in names:
        return frozenset([names[wanted]])
    return frozenset(status for name, status in names.items() if name.startswith(wanted))


def asks_of_one(desk: Desk, query: Query | None) -> Callable[[Lead, datetime], bool]:
    """Return what says whether a query holds of a lead were but one thing due, at a moment."""
    meanings = Meanings()

    def asks(lead: Lead, moment: datetime) -> bool:
        return query is None or query.holds(_FactsOfOne(desk, lead, meanings, moment))

    return asks


class LeadFacts:
    """What a query asks of one lead, each worked out when it is first asked for."""

    def __init__(self, desk: Desk, lead: Lead, meanings: Meanings) -> None:
        self._desk, self.lead, self._meanings = desk, lead, meanings

    @cached_property
    def _case(self) -> Case:
        return self._desk.case(self.lead)

    @property
    def state(self) -> str:
        """Return "open", "won", "lost" or "parked"."""
        return self._case.state

    def value(self, name: str) -> object:
        """Return a field of the lead, or of its definition, derived ones too."""
        if name in BY_NAME and name not in self._masked:
            return self.lead.value(name)
        return None if name in self._masked else self._case.value(name)

    def dues(self) -> Iterable[datetime]:
        """Return when what is open for the lead is due."""
        return [row.due for row in self._desk.agenda(self.lead)]

    def statuses(self, typed: str) -> frozenset[str]:
        """Return the statuses of the lead's definition that a typed name may mean."""
        return self._meanings.of(typed, self._desk.pipeline(self.lead.pipeline))

    def touched(self) -> datetime | None:
        """Return when somebody last reached, or tried to reach, somebody."""
        touches = (event for event in self.lead.history if event.is_touch)
        return max((begun(one.at, self._case.zone) for one in touches), default=None)

    @cached_property
    def _masked(self) -> frozenset[str]:
        if self._desk.pipeline(self.lead.pipeline).visibility is None:
            return frozenset()
        named = {name for mask in masks(self._case) for name in mask.fields}
        return frozenset(named | {f"{name}s" for name in named})

    def searched(self) -> Iterator[str]:
        """Yield the texts in which bare words are looked for; what is masked is not found."""
        return field_texts(self.lead, self._masked)


class _FactsOfOne(LeadFacts):
    """What a query asks of one thing that is due of a lead."""

    def __init__(self, desk: Desk, lead: Lead, meanings: Meanings, moment: datetime) -> None:
        super().__init__(desk, lead, meanings)
        self._moment = moment

    def dues(self) -> Iterable[datetime]:
        """Return the moment of the one."""
        return [self._moment]
