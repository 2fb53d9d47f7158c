"""From the data of a definition's file to a Pipeline, or to every problem in it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict, cast

from leadctl.errors import Invalid, Problem
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.contents import Derivation, Field
from leadctl.rules.language.deadlines import DONE, REACHED, Cadence, FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.messages import Constant
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import APPOINTMENT, Pipeline, slug
from leadctl.rules.language.sheet import Sheet, Written
from leadctl.rules.language.statuses import Group, Status
from leadctl.rules.leads.ways import THE_WAY, with_way
from leadctl.rules.moves.effects.kind import kind_of
from leadctl.rules.moves.effects.release import ReleaseEffect
from leadctl.rules.pipelines.check import check
from leadctl.rules.pipelines.policy import name_of, policy_of, with_implied
from leadctl.rules.pipelines.read_table import read_table
from leadctl.rules.time.hours import ALWAYS, Hours, OneDay, Special
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import replace

SETTLES_A_STEP = (
    REACHED,
    DONE,
)


class _Policy(TypedDict, total=False):
    """What a status or a group may say that is not taken as it is."""

    label: str
    color: str
    group: str
    without: tuple[str, ...]
    follow_up: tuple[FollowUp, ...]
    cadence: tuple[str, ...]


class _Top(TypedDict, total=False):
    """What the top of a definition may say that is not taken as it is."""

    extends: str
    without: tuple[str, ...]
    groups: dict[str, _Policy]
    statuses: dict[str, _Policy]
    calendar: _Clock | None
    fields: dict[str, Field]
    derive: dict[str, Derivation]
    constants: dict[str, Constant]
    follow_up: tuple[FollowUp, ...]
    cadences: dict[str, Cadence]


class _Clock(TypedDict, total=False):
    """What the table of a calendar says."""

    timezone: str
    hours: tuple[Hours, Special]
    holidays: frozenset[OneDay | str]


_make_pipeline: Callable[..., Pipeline] = Pipeline
_make_status: Callable[..., Status] = Status
# `read_table` gives them the keys that are declared, of the kinds that are declared.


def build_pipeline(found: Written) -> Pipeline:
    """Return the definition that its tables make. Raises Invalid with every problem found."""
    sheet = Sheet(found)
    pipeline = _assemble(sheet, read_table(sheet, "pipeline", dict(found.data), ()))
    read = set(sheet.problems)
    check(sheet, pipeline)
    problems = read | {p for p in sheet.problems if not _follows(p, read)}
    if problems:
        raise Invalid(sorted(problems))
    return pipeline


def _follows(problem: Problem, read: set[Problem]) -> bool:
    """Whether a problem may only follow from one at the same place, or within it or around it."""
    path = problem.path
    paths = [other.path for other in read if other.path and other.file == problem.file]
    return bool(path) and any(p.startswith(path) or path.startswith(p) for p in paths)


def _assemble(sheet: Sheet, values: dict[str, object]) -> Pipeline:
    top = cast("_Top", values)
    if top.get("without") and not top.get("extends"):
        sheet.problem(("without",), 'is for "extends", which is missing')
    groups, cadences = top.get("groups", {}), top.get("cadences", {})
    made = {
        name: _status(sheet, name, own, groups) for name, own in top.get("statuses", {}).items()
    }
    parts: dict[str, object] = {
        "fields": _with_appointment(top),
        "calendar": _calendar(top.get("calendar")),
        "groups": {name: _group(sheet, name, group) for name, group in groups.items()},
        "statuses": with_implied(made),
        "follow_up": with_ids(top.get("follow_up", ())),
        "cadences": {name: _cadence(name, cadence) for name, cadence in cadences.items()},
    }
    return _make_pipeline(**{**values, **parts}, source=sheet.source(()))


def _with_appointment(top: _Top) -> dict[str, Field]:
    """Return the fields: an appointment is a day and a time, where a definition says no other."""
    fields = top.get("fields", {})
    if any(APPOINTMENT in one for one in (fields, top.get("derive", {}), top.get("constants", {}))):
        return fields
    return {**fields, APPOINTMENT: Field(type="datetime", label=APPOINTMENT)}


def _calendar(values: _Clock | None) -> Calendar | None:
    if values is None:
        return None
    hours, special = values.get("hours", (ALWAYS, ()))
    days_off = values.get("holidays", frozenset())
    places = sorted(day for day in days_off if isinstance(day, str))
    return Calendar(
        timezone=values.get("timezone", "UTC"),
        hours=hours,
        holidays=frozenset(day for day in days_off if not isinstance(day, str)),
        special=special,
        places=tuple(places),
    )


def _group(sheet: Sheet, name: str, values: _Policy) -> Group:
    return Group(
        label=values.get("label", name),
        color=values.get("color", ""),
        source=sheet.source(("group", name)),
    )


def _status(
    sheet: Sheet,
    name: str,
    values: _Policy,
    groups: Mapping[str, _Policy],
) -> Status:
    group = values.get("group", "")
    if group and group not in groups:
        sheet.problem(("status", name, "group"), f'there is no group "{group}"')
    _check_without(sheet, name, values.get("without", ()), groups.get(group, {}))
    shared, own = (_with_named_rules(policy) for policy in (groups.get(group, {}), values))
    merged = policy_of(shared, own)
    return _make_status(**merged, name=name, source=sheet.source(("status", name)))


def _check_without(sheet: Sheet, name: str, without: tuple[str, ...], shared: _Policy) -> None:
    """Note what a status leaves out of a policy in which it is not."""
    parts = {name_of(item) for item in (*shared.get("follow_up", ()), *shared.get("cadence", ()))}
    known = {*shared, *parts} - {"label", ""}
    for place, left_out in enumerate(without):
        if left_out not in known and (name, left_out) not in sheet.written.left_out:
            path = ("status", name, "without", place)
            sheet.problem(path, f'its group has no "{left_out}"', nearest(left_out, known))


def _with_named_rules(policy: _Policy) -> dict[str, object]:
    rules = with_ids(policy.get("follow_up", ()))
    return {**policy, "follow_up": tuple(replace(rule, of_status=True) for rule in rules)}


def _cadence(name: str, cadence: Cadence) -> Cadence:
    return replace(
        cadence,
        id=name,
        title=cadence.title or name,
        until=cadence.until or SETTLES_A_STEP,
        steps=tuple(sorted(cadence.steps, key=lambda step: step.after.roughly)),
    )


def with_ids(follow_ups: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
    """Return the rules with an id and words for what to do where they have none of their own."""
    return tuple(_named(rule) for rule in follow_ups)


def _named(rule: FollowUp) -> FollowUp:
    words = rule.do or (f"{rule.suggest}?" if rule.suggest else "")
    if not words and rule.then:
        words = _effect_words(rule.then)
    kind = rule.kind
    if kind == "reminder" and rule.suggest:
        kind = "suggestion"
    elif kind == "reminder" and rule.then:
        kind = "hold" if any(isinstance(e, ReleaseEffect) for e in rule.then) else "move"
    wording = words if THE_WAY in words else ""
    if wording:
        words = with_way(wording, *rule.by[:1])
    until = rule.until
    if kind in KINDS and KINDS[kind].booked:  # a call that reached nobody is not what was agreed on
        until = tuple(replace(one, held=True) for one in until)
    return replace(
        rule, id=rule.id or slug(words), do=words, wording=wording, kind=kind, until=until
    )


def _effect_words(effects: tuple[Effect, ...]) -> str:
    """Return what a deadline without words of its own does, in few words."""
    if target := next((effect.moves_to for effect in effects if effect.moves_to), ""):
        return f"Moves to {target}"
    if any(isinstance(effect, ReleaseEffect) for effect in effects):
        return "Goes back to the pool"
    words = " and ".join(kind_of(effect).says() for effect in effects)
    return words[:1].upper() + words[1:]
