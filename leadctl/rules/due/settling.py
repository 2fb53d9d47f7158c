"""What settles a deadline: the events its rule names, a `done` that names it, a stop. No more."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key, Subject
from leadctl.rules.clauses.words import where_words
from leadctl.rules.language.deadlines import Clearing, FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.leads.lead import Event
from leadctl.values import dataclass, replace

STOP = (Clearing(("stop",), text="a stop"),)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One deadline as far as settling it goes.

    `opens` is when what settles it counts from; `since` is when an event that the definition
    declares does, where that is earlier. In a `series` a later step settles those before;
    `several` says that other deadlines of the same rule may be open beside it.
    """

    rule: str
    due: datetime
    opens: Key
    since: Key | None = None
    about: Subject | None = None
    series: bool = False
    several: bool = False


def is_settled(deadline: Deadline, until: tuple[Clearing, ...], case: Case) -> bool:
    """Whether an event the rule names has happened since, or a `done` that means this deadline."""
    if case.line.last_settled(until, deadline.opens, deadline.about) is not None:
        return True
    if deadline.since is not None and deadline.since < deadline.opens:
        declared = _declared(until, case)
        if case.line.last_settled(declared, deadline.since, deadline.about) is not None:
            return True
    return accepts_done(until) and is_done(deadline, case)


def _declared(until: tuple[Clearing, ...], case: Case) -> list[Clearing]:
    """Return what of this is an event of the definition's own: work, and not a touch."""
    names = [tuple(n for n in one.names if n in case.pipeline.events) for one in until]
    return [replace(one, names=own) for one, own in zip(until, names, strict=True) if own]


def is_stopped(case: Case, since: Key) -> bool:
    """Whether every follow-up was stopped (S3.13) since a moment and since the status was set.

    A lead whose status is set anew has its follow-ups again.
    """
    if "stop" not in case.line.names:
        return False
    entered = case.line.moment("entered")
    since = since if entered is None else max(since, entered)
    return case.line.last_settled(STOP, since) is not None


def accepts_done(until: tuple[Clearing, ...]) -> bool:
    """Whether `leadctl done` settles it."""
    return any("done" in clearing.names for clearing in until)


def is_done(deadline: Deadline, case: Case) -> bool:
    """Whether a `done` names this rule and means this deadline."""
    return "done" in case.line.names and any(
        event.name == "done"
        and event.data.get("what") == deadline.rule
        and _means(event, key, deadline, case)
        for key, event in reversed(case.line.keyed)
    )


def is_applied(effects: tuple[Effect, ...], opens: Key, case: Case) -> bool:
    """Whether what a deadline does by itself has been done since, by whomever.

    A move to another status than the one it leads to is not what it does.
    """
    done = tuple(
        Clearing((e.shown_by,), where={"to": e.moves_to} if e.moves_to else {})
        for e in effects
        if e.shown_by
    )
    return bool(done) and case.line.last_settled(done, opens) is not None


def dues_done(rule: str, case: Case, about: Subject | None = None) -> list[datetime]:
    """Return the deadlines that were marked done by name, of one rule, and of no other record."""
    dones = [
        e
        for e in case.lead.history
        if e.name == "done"
        and e.data.get("what") == rule
        and (about is None or e.data.get(about.key, about.value) == about.value)
    ]
    return [due for event in dones if (due := case.moment_in(event, "due")) is not None]


def dues_told(rule: str, case: Case) -> list[tuple[datetime, object]]:
    """Return the deadlines of one rule that told somebody and stand all the same; of what each."""
    if "applied" not in case.line.names:
        return []
    told = [e for _, e in case.line.keyed if e.name == "applied" and e.data.get("what") == rule]
    found = [(case.moment_in(event, "due"), event.data.get("about")) for event in told]
    return [(due, about) for due, about in found if due is not None]


def _means(event: Event, key: Key, deadline: Deadline, case: Case) -> bool:
    """Whether a `done` is about this record, if it names one, and about this time of it."""
    about, named = deadline.about, False
    if about is not None and about.key in event.data:
        named = bool(event.data[about.key] == about.value)
        if not named:
            return False
    settled = case.moment_in(event, "due")
    if settled is None:
        return named or key > deadline.opens
    if deadline.series:
        return settled >= deadline.due
    one_of_many = deadline.several and not named
    return settled == deadline.due or (not one_of_many and key > deadline.opens)


def settled_words(rule: FollowUp) -> str:
    """Return what settles a follow-up, in words; one of a status ends when the lead leaves it."""
    otherwise = "leaving the status" if rule.of_status else "nothing: it stays"
    return clears_words(rule.until) or otherwise


def clears_words(until: tuple[Clearing, ...]) -> str:
    """Return these events in words: "a touch out or a status change"."""
    return " or ".join(map(clearing_words, until))


def clearing_words(clearing: Clearing) -> str:
    """Return one event that settles as people say it: "reaching out", "report of contract"."""
    return clearing.text + where_words(clearing.where, clearing.names)
