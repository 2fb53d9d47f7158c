"""Two definitions compared in words: what came, what went, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.contents import EventType
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.statuses import Status
from leadctl.rules.pipelines import describe
from leadctl.rules.pipelines.migrate import new_status

ADDED, GONE, CHANGED = "+", "-", "~"
"""How a line of a comparison begins."""


def compare(old: Pipeline, new: Pipeline) -> Iterator[str]:
    """Yield every difference between two definitions as a line: "+ ...", "- ..." or "~ ..."."""
    yield from _top(old, new)
    yield from _statuses(old, new)
    yield from _named(
        "in every open status", _rules(old.follow_up, old), _rules(new.follow_up, new)
    )
    for table, words in _TABLES.items():
        yield from _named(table, dict(words(old)), dict(words(new)))


def _top(old: Pipeline, new: Pipeline) -> Iterator[str]:
    for label, words in _TOP.items():
        if words(old) != words(new):
            yield f"{CHANGED} {label}: {words(old) or 'none'} -> {words(new) or 'none'}"


def _hours(pipeline: Pipeline) -> str:
    return describe.calendar_words(pipeline.calendar) if pipeline.calendar else ""


_TOP: Mapping[str, Callable[[Pipeline], str]] = {
    "title": lambda p: p.title,
    "version": lambda p: p.version,
    "initial status": lambda p: p.initial,
    "moves": lambda p: p.moves,
    "who may force a move": lambda p: " or ".join(p.force),
    "role of a new lead": lambda p: p.default_role,
    "working hours": _hours,
    "one attempt": lambda p: str(p.attempt or ""),
    "call-backs": lambda p: f"{p.call_back.factor:g} of the time" if p.call_back else "",
}


def _statuses(old: Pipeline, new: Pipeline) -> Iterator[str]:
    becomes = {name: new_status(name, old.id, new) or name for name in old.statuses}
    for name, target in becomes.items():
        if target not in new.statuses:
            yield f'{GONE} status "{name}"'
        else:
            if target != name:
                yield f'{CHANGED} status "{name}" is now "{target}"'
            yield from _status(old.status(name), new.status(target), old, new)
    for name in new.statuses:
        if name not in becomes.values():
            yield f'{ADDED} status "{name}": {new.status(name).definition}'


def _status(one: Status, other: Status, old: Pipeline, new: Pipeline) -> Iterator[str]:
    place = f'"{other.name}"'
    for label in ("closed", "parked", "repeats", "rank", "group"):
        before, after = getattr(one, label), getattr(other, label)
        if before != after:
            yield f"{CHANGED} {place}: {label}: {_said(before)} -> {_said(after)}"
    for label in ("requires", "forbids", "expects"):
        before_ = _guards(getattr(one, label), old)
        yield from _listed(f"{place} {label}", before_, _guards(getattr(other, label), new))
    yield from _listed(f"{place} on entering", _effects(one.enter), _effects(other.enter))
    yield from _listed(f"{place} leads to", one.next, other.next)
    yield from _listed(f"{place} plans", one.cadence, other.cadence)
    yield from _named(f"{place} due", _rules(one.follow_up, old), _rules(other.follow_up, new))


def _said(value: object) -> str:
    return "no" if value in ("", False, 0) else "yes" if value is True else str(value)


def _guards(clauses: Iterable[Clause], pipeline: Pipeline) -> list[str]:
    return [describe.clause_words([clause], pipeline) for clause in clauses]


def _effects(effects: Iterable[Effect]) -> list[str]:
    return [describe.effect_words(effect) for effect in effects]


def _rules(rules: Iterable[FollowUp], pipeline: Pipeline) -> dict[str, str]:
    return {rule.id: describe.follow_up_words(rule, pipeline) for rule in rules}


def _listed(place: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    old, new = list(before), list(after)
    yield from (f"{GONE} {place}: {words}" for words in old if words not in new)
    yield from (f"{ADDED} {place}: {words}" for words in new if words not in old)


def _named(place: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Compare things that have names: one that says something else now has changed."""
    for name, words in before.items():
        if name not in after:
            yield f"{GONE} {place}: {_entry(name, words)}"
        elif after[name] != words:
            yield f"{CHANGED} {place}: {_entry(name, words)}\n      now: {after[name]}"
    for name, words in after.items():
        if name not in before:
            yield f"{ADDED} {place}: {_entry(name, words)}"


def _entry(name: str, words: str) -> str:
    return words if name in {"", words} else f"{name}: {words}"


def _event_words(event: EventType, pipeline: Pipeline) -> str:
    guards = [describe.clause_words([clause], pipeline) for clause in event.requires]
    guards += [f"not while {describe.clause_words([c], pipeline)}" for c in event.forbids]
    return "; ".join(filter(None, (", ".join(event.fields), *guards)))


def _lines(lines: Iterable[str]) -> str:
    return "; ".join(lines)


_TABLES: Mapping[str, Callable[[Pipeline], Iterable[tuple[str, str]]]] = {
    "by itself": lambda p: ((w, w) for w in (describe.automatic_words(a, p) for a in p.automatic)),
    "cadence": lambda p: ((n, _lines(describe.cadence_words(c))) for n, c in p.cadences.items()),
    "role": lambda p: ((n, describe.role_words(r, p)) for n, r in p.roles.items()),
    "routing": lambda p: [("", _lines(describe.routing_words(p.routing, p)))] if p.routing else [],
    "hidden": lambda p: (
        (w, w)
        for w in (describe.mask_words(m, p) for m in (p.visibility.mask if p.visibility else ()))
    ),
    "owner only": lambda p: [("", "yes")] if p.visibility and p.visibility.owner_only else [],
    "derived": lambda p: (
        (n, _lines(describe.derivation_words(d, p))) for n, d in p.derive.items()
    ),
    "prompt": lambda p: ((n, describe.prompt_words(q, p)) for n, q in p.prompts.items()),
    "message": lambda p: ((n, describe.message_words(m)) for n, m in p.messages.items()),
    "field": lambda p: ((n, describe.field_words(f)) for n, f in p.fields.items()),
    "event": lambda p: ((n, _event_words(e, p)) for n, e in p.events.items()),
}
