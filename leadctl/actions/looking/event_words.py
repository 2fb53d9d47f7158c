"""What a lead's history says, event by event, as people tell it."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.actions.desk import Desk
from leadctl.actions.happened import happened
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import with_article
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.leads.taken_over import came_in
from leadctl.rules.leads.value_words import value_said
from leadctl.values import dataclass

_HIDDEN = frozenset({"way", "row", "key", "text", "outcome", "on", "id", "base"})
"""What an event keeps for leadctl, or what its own words say already."""

_NO_DAY = "is here since that day, and came in before: nobody knows when"


@dataclass(frozen=True)
class _Told:
    """One event with what is needed to tell it."""

    desk: Desk
    case: Case
    event: Event

    @property
    def data(self) -> Mapping[str, object]:
        """What the event says, as it stands in the file."""
        return self.event.data

    def get(self, key: str) -> str:
        """Return a value as people say it, "" for none."""
        value = self.event.data.get(key)
        if key == "to" and self.event.name == "assign":
            return self.desk.book.settings.team.called(str(value))
        return "" if value is None else value_said(value, self.desk.now, self.desk.zone)

    def with_article(self, key: str) -> str:
        """Return a value with what stands before it: "a call"."""
        return with_article(self.get(key))

    def follow_up(self, name: str) -> str:
        """Return what a follow-up of a name wants."""
        return _rule_words(self.case, name)

    def with_text(self, words: str) -> str:
        """Return words with what was said or written, its lines in one."""
        lines = (line.strip() for line in str(self.event.data.get("text", "")).splitlines())
        text = " / ".join(filter(None, lines))
        return f"{words}: {text}" if text else words

    def others(self, *said: str) -> str:
        """Return what else the event says: " (id v1, outcome made)"."""
        hidden = _HIDDEN - ({"outcome"} if self.event.outcome is None else set())
        hidden -= {"id"} if self.event.name not in BUILT_IN_EVENTS else set()  # people's own word
        left = [key for key in self.event.data if key not in hidden | set(said)]
        told = [f"{key.replace('_', ' ')} {self.get(key)}" for key in left]
        return f" ({', '.join(told)})" if told else ""


def event_words(desk: Desk, case: Case, event: Event) -> str:
    """Return one event in a line: "they texted: call me Monday", "put off to Mon: call back"."""
    told = _Told(desk, case, event)
    if event.name in {*TOUCHES, *case.pipeline.events}:
        words = happened(event, case).removesuffix(" logged")
        return told.with_text(f"{words}{told.others()}")
    if event.name == "received" and came_in(case.lead, case.zone) is None:
        return told.with_text(f"{_NO_DAY}{told.others()}")
    known = BUILT_IN_EVENTS.get(event.name)
    return known.tell(told) if known else told.with_text(f"{event.name}{told.others()}")


def _rule_words(case: Case, rule: str) -> str:
    """Return what a follow-up of a name wants, as far as the definition or the history knows."""
    tasks = (e.data.get("do") for e in case.lead.history if e.data.get("id") == rule)
    own = next((str(words) for words in tasks if words), "")
    return own or _rules(case.pipeline).get(rule, "") or rule.replace("-", " ")


def _rules(pipeline: Pipeline) -> Mapping[str, str]:
    statuses = pipeline.statuses.values()
    rules = (*pipeline.follow_up, *(rule for status in statuses for rule in status.follow_up))
    cadences = {name: cadence.title or name for name, cadence in pipeline.cadences.items()}
    return cadences | {rule.id: rule.do for rule in rules}
