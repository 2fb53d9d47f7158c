"""From the data of a definition's file to a Pipeline, or to every problem in it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leadctl.errors import Invalid, Problem
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import (
    Cadence,
    Clearing,
    Effect,
    FollowUp,
    Group,
    Pipeline,
    Status,
    slug,
)
from leadctl.rules.language.sheet import Path, Sheet
from leadctl.rules.moves.effects.kind import kind_of
from leadctl.rules.moves.effects.release import ReleaseEffect
from leadctl.rules.pipelines.check import check
from leadctl.rules.pipelines.policy import name_of, policy_of, with_implied
from leadctl.rules.pipelines.read_table import read_table
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import replace

SETTLES_A_STEP = (Clearing((), "out", {}, "a touch out"), Clearing(("done",), "", {}, "done"))
ALL_WEEK = tuple(((0, 1440),) for _ in range(7))


def build_pipeline(data: Mapping[str, Any], file: str, line_of: Callable[[Path], int]) -> Pipeline:
    """Return the definition.

    `line_of` gives the line of a path in the file. Raises Invalid with every problem found.
    """
    sheet = Sheet(file, line_of)
    pipeline = _assemble(sheet, read_table(sheet, "pipeline", dict(data), ()))
    read = set(sheet.problems)
    check(sheet, pipeline)
    problems = read | {p for p in sheet.problems if not _follows(p, read)}
    if problems:
        raise Invalid(sorted(problems))
    return pipeline


def _follows(problem: Problem, read: set[Problem]) -> bool:
    """Whether a problem may only follow from one at the same place, or within it or around it."""
    path, paths = problem.path, [other.path for other in read if other.path]
    return bool(path) and any(p.startswith(path) or path.startswith(p) for p in paths)


def _assemble(sheet: Sheet, values: dict[str, Any]) -> Pipeline:
    groups = values.pop("groups", {})
    statuses = values.pop("statuses", {})
    calendar = _calendar(values.pop("calendar", None))
    follow_ups = with_ids(values.pop("follow_up", ()))
    cadences = {k: _cadence(k, c) for k, c in values.pop("cadences", {}).items()}
    return Pipeline(
        **values,
        source=sheet.source(()),
        calendar=calendar,
        groups={name: _group(sheet, name, group) for name, group in groups.items()},
        statuses=with_implied({n: _status(sheet, n, s, groups) for n, s in statuses.items()}),
        follow_up=follow_ups,
        cadences=cadences,
    )


def _calendar(values: Mapping[str, Any] | None) -> Calendar | None:
    if values is None:
        return None
    hours, special = values.get("hours", (ALL_WEEK, ()))
    return Calendar(
        timezone=values.get("timezone", "UTC"),
        hours=hours,
        holidays=values.get("holidays", frozenset()),
        special=special,
    )


def _group(sheet: Sheet, name: str, values: Mapping[str, Any]) -> Group:
    return Group(
        label=values.get("label", name),
        color=values.get("color", ""),
        source=sheet.source(("group", name)),
    )


def _status(
    sheet: Sheet, name: str, values: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]]
) -> Status:
    group = values.get("group", "")
    if group and group not in groups:
        sheet.problem(("status", name, "group"), f'there is no group "{group}"')
    _check_without(sheet, name, values.get("without", ()), groups.get(group, {}))
    shared, own = (_with_named_rules(policy) for policy in (groups.get(group, {}), values))
    merged = policy_of(shared, own)
    return Status(**merged, name=name, source=sheet.source(("status", name)))


def _check_without(
    sheet: Sheet, name: str, without: tuple[str, ...], shared: Mapping[str, Any]
) -> None:
    """Note what a status leaves out of a policy in which it is not."""
    parts = {name_of(item) for key in ("follow_up", "cadence") for item in shared.get(key, ())}
    known = {*shared, *parts} - {"label", ""}
    for place, left_out in enumerate(without):
        if left_out not in known:
            path = ("status", name, "without", place)
            sheet.problem(path, f'its group has no "{left_out}"', nearest(left_out, known))


def _with_named_rules(policy: Mapping[str, Any]) -> dict[str, Any]:
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
    return replace(rule, id=rule.id or slug(words), do=words, kind=kind)


def _effect_words(effects: tuple[Effect, ...]) -> str:
    """Return what a deadline without words of its own does, in few words."""
    if target := next((effect.moves_to for effect in effects if effect.moves_to), ""):
        return f"Moves to {target}"
    if any(isinstance(effect, ReleaseEffect) for effect in effects):
        return "Goes back to the pool"
    words = " and ".join(kind_of(effect).says() for effect in effects)
    return words[:1].upper() + words[1:]
