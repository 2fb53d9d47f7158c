"""Clauses in words: what each says, and the command that would satisfy it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leadctl.rules.clauses.clauses import Case, matching_events, subject
from leadctl.rules.clauses.records import attempts
from leadctl.rules.clauses.timeline import Timeline
from leadctl.rules.language.pipeline import Clause, Pipeline
from leadctl.rules.leads.lead import TOUCHES, Lead


def sentence(clause: Clause, pipeline: Pipeline) -> str:
    """Return what a clause says, as a sentence without its full stop."""
    words = _SAYS[subject(clause)](clause, pipeline)
    if clause.when:
        words += ", if " + " and ".join(sentence(c, pipeline) for c in clause.when)
    return words


def hint(clause: Clause, case: Case) -> str:
    """Return the command that would satisfy a clause, or "" where no command can."""
    return _HINTS.get(subject(clause), _no_hint)(clause, case)


def so_far(clause: Clause, lead: Lead) -> str:
    """Return how far the lead is from an event clause that counts: "1 so far"; else ""."""
    if subject(clause) != "event" or clause.at_least is None or clause.at_least <= 1:
        return ""
    found = matching_events(clause, Timeline(lead))
    return f"{attempts([event.at for event in found], clause.spaced)} so far"


def quote(text: str) -> str:
    """Return a word as one would type it in a shell."""
    return f'"{text}"' if " " in text else text


def _label(pipeline: Pipeline, name: str) -> str:
    known = pipeline.fields.get(name) or pipeline.derive.get(name)
    return (known.label if known else "") or name.replace("_", " ")


def _event_label(pipeline: Pipeline, name: str) -> str:
    known = pipeline.events.get(name)
    return (known.label if known else "") or name


def _list(values: Any, joint: str = "or") -> str:
    words = [_value(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _value(value: Any) -> str:
    """Return a value as people say it: a flag is yes or no."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def where_words(where: Mapping[str, Any]) -> str:
    """Return what an event's fields must be: " with status sent or accepted", " of contract".

    A field named by a preposition reads as one.
    """
    said = [(k, _list(v if isinstance(v, tuple) else (v,))) for k, v in where.items()]
    near = [f" {key} {value}" for key, value in said if key in _PREPOSITIONS]
    others = [f"{key.replace('_', ' ')} {value}" for key, value in said if key not in _PREPOSITIONS]
    return "".join(near) + (f" with {' and '.join(others)}" if others else "")


_PREPOSITIONS = {"about", "at", "by", "for", "from", "in", "of", "on", "to", "with"}


def _says_field(clause: Clause, pipeline: Pipeline) -> str:
    label = _label(pipeline, clause.field)
    bounds = [
        (clause.absent, "is empty"),
        (clause.equals is not None, f"is {_value(clause.equals)}"),
        (clause.one_of, f"is {_list(clause.one_of or [''])}"),
        (clause.at_least is not None, f"is at least {_number(clause.at_least)}"),
        (clause.at_most is not None, f"is at most {_number(clause.at_most)}"),
        (clause.more_than is not None, f"is more than {_number(clause.more_than)}"),
        (clause.past, "has passed"),
        (clause.future, "is still to come"),
        (clause.among, "is in the mid-range of leads that have got there"),
    ]
    said = [words for is_set, words in bounds if is_set]
    return f"{label} {' and '.join(said) or 'is known'}"


def _number(value: float | None) -> str:
    return f"{value:g}" if value is not None else ""


_WAYS = {"out": " from us", "in": " from them", "": ""}
_SINCE = {"entered": " since this status was set", "claimed": " since the lead was claimed"}


def _says_event(clause: Clause, pipeline: Pipeline) -> str:
    if clause.share_above is not None:
        names = _list([_event_label(pipeline, name) for name in clause.event])
        part = f"more than {clause.share_above:.0%} of the touches"
        return f"{part}{_WAYS[clause.way]} are of this kind: {names}"
    none = clause.at_most == 0 and all(name in _ARTICLES for name in clause.event)
    names = _list([_one(pipeline, name, none=none) for name in clause.event])
    verb = " has not been" if clause.at_most == 0 and not none else " has been"
    what = f"{'no ' if none else ''}{names}{_WAYS[clause.way]}{where_words(clause.where)}"
    return f"{what}{verb} logged{_times(clause)}{_SINCE.get(clause.since, '')}"


_ARTICLES = {name: "an" if name == "email" else "a" for name in ("touch", *TOUCHES)}


def _one(pipeline: Pipeline, name: str, *, none: bool) -> str:
    """Return one event: "a call", or in quotes what the definition calls its own."""
    if name not in _ARTICLES:
        return f'"{_event_label(pipeline, name)}"'
    return name if none else f"{_ARTICLES[name]} {name}"


def _times(clause: Clause) -> str:
    """Return how often, where a clause counts: " at least 3 times"."""
    for bound, words in (
        (clause.at_least, "at least"),
        (clause.at_most, "at most"),
        (clause.more_than, "more than"),
    ):
        if bound is not None and (bound > 1 or (bound == 1 and words != "at least")):
            return f" {words} {'once' if bound == 1 else f'{_number(bound)} times'}"
    return ""


def _says_record(clause: Clause, pipeline: Pipeline) -> str:
    label = pipeline.records[clause.record].label or clause.record
    where = where_words(clause.where)
    if clause.every and clause.at_least == 0:
        return f"every {label} on record{where} is one{where_words(clause.every)}"
    every = f", every one{where_words(clause.every)}" if clause.every else ""
    if clause.at_most == 0:
        return f"no {label}{where} is on record"
    if clause.at_most is None and clause.more_than is None and (clause.at_least or 1) <= 1:
        article = "an" if label[:1].lower() in set("aeiou") else "a"
        return f"{article} {label}{where} is on record{every}"
    return f"{_how_many(clause)} of these are on record: {label}{where}{every}"


def _how_many(clause: Clause) -> str:
    if clause.at_most is not None:
        return f"at most {_number(clause.at_most)}"
    if clause.more_than is not None:
        return f"more than {_number(clause.more_than)}"
    return f"at least {_number(clause.at_least)}"


def _says_owner(clause: Clause, _: Pipeline) -> str:
    return {
        "actor": "the lead is in your name",
        "somebody": "the lead is in somebody's name",
        "nobody": "nobody owns the lead",
    }[clause.owner]


def _says_actor(clause: Clause, pipeline: Pipeline) -> str:
    attribute = clause.actor.replace("_", " ")
    if clause.contains:
        return f"the agent's {attribute} covers the lead's {_label(pipeline, clause.contains)}"
    return f"the agent has {attribute}"


_SAYS: dict[str, Callable[[Clause, Pipeline], str]] = {
    "field": _says_field,
    "event": _says_event,
    "record": _says_record,
    "status": lambda c, _: f"the status is {_list(c.status)}",
    "owner": _says_owner,
    "approval": lambda c, _: f"a {c.approval} has approved it",
    "actor": _says_actor,
    "actor_tenure_below": lambda c, _: f"the agent started less than {c.actor_tenure_below} ago",
    "any": lambda c, p: " or ".join(sentence(part, p) for part in c.any),
}


def _no_hint(_: Clause, __: Case) -> str:
    return ""


def _hint_field(clause: Clause, case: Case) -> str:
    if clause.field in case.pipeline.derive or clause.among:
        return ""
    if clause.absent:
        return f"leadctl set {case.lead.id} {clause.field}="
    return f"leadctl set {case.lead.id} {clause.field}={_sample(clause, case.pipeline)}"


def _sample(clause: Clause, pipeline: Pipeline) -> str:
    known = pipeline.fields.get(clause.field)
    if clause.equals is not None:
        return quote(str(clause.equals))
    if clause.one_of:
        return quote(str(clause.one_of[0]))
    if clause.at_least is not None:
        return _number(clause.at_least)
    if clause.more_than is not None:
        return _number(clause.more_than + 1)
    samples = {"datetime": '"tomorrow 14:00"', "date": "tomorrow", "number": "N", "money": "AMOUNT"}
    if known and known.choices:
        return quote(known.choices[0])
    return samples.get(known.type if known else "text", f'"{(clause.field).upper()}"')


def _hint_event(clause: Clause, case: Case) -> str:
    if clause.at_most is not None:
        return ""
    name = "call" if clause.event[0] == "touch" else clause.event[0]
    way = f" --{clause.way}" if clause.way and name in TOUCHES else ""
    return f"leadctl log {case.lead.id} {name}{way}{_words(clause.where)}"


def _words(where: Mapping[str, Any]) -> str:
    pairs = [(k, v[0] if isinstance(v, tuple) else v) for k, v in where.items()]
    return "".join(f" {key}={quote(str(value))}" for key, value in pairs)


def _hint_record(clause: Clause, case: Case) -> str:
    kind = case.pipeline.records[clause.record]
    if clause.at_most == 0:
        return ""
    wanted = {**clause.where, **clause.every}
    return f"leadctl log {case.lead.id} {kind.events[0]} {kind.key}=ID{_words(wanted)}"


def _hint_owner(clause: Clause, case: Case) -> str:
    command = "release" if clause.owner == "nobody" else "claim"
    return f"leadctl {command} {case.lead.id}"


def _hint_approval(clause: Clause, case: Case) -> str:
    target = quote(case.target)
    return f"leadctl status set {case.lead.id} {target} --ask   (a {clause.approval} then approves)"


def _hint_any(clause: Clause, case: Case) -> str:
    hints = [hint(part, case) for part in clause.any]
    return next((words for words in hints if words), "")


_HINTS: dict[str, Callable[[Clause, Case], str]] = {
    "field": _hint_field,
    "event": _hint_event,
    "record": _hint_record,
    "owner": _hint_owner,
    "approval": _hint_approval,
    "any": _hint_any,
}
