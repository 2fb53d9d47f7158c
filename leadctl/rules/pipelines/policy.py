"""What adds up: a group's policy beside a status's own, and what lower ranks want."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.statuses import Status
from leadctl.values import replace

ADDS_UP = ("requires", "forbids", "expects", "enter", "follow_up", "cadence")
"""The keys of which a status has its group's and its own; of the others its own takes the place."""


def policy_of(group: Mapping[str, object], status: Mapping[str, object]) -> dict[str, object]:
    """Return a status's values with its group's, but for what it leaves out `without`."""
    without = parts(status, "without")
    shared = {k: _left(v, without) for k, v in group.items() if k not in {"label", *without}}
    added = {k: (*parts(shared, k), *parts(status, k)) for k in ADDS_UP}
    return {**shared, **status, **{k: v for k, v in added.items() if v}}


def parts(values: Mapping[str, object], key: str) -> tuple[object, ...]:
    """Return what a list of a status or group holds; nothing where it has none."""
    held = values.get(key, ())
    return held if isinstance(held, tuple) else ()


def _left(value: object, without: Container[object]) -> object:
    """Return what a group gives, without the follow-ups and cadences that a status leaves out."""
    if not isinstance(value, tuple):
        return value
    return tuple(item for item in value if name_of(item) not in without)


def name_of(item: object) -> str:
    """Return the name by which a part of a group's policy is left out, or ""."""
    return item.id if isinstance(item, FollowUp) else item if isinstance(item, str) else ""


def with_implied(statuses: Mapping[str, Status]) -> dict[str, Status]:
    """Return the statuses, each expecting the events and records that lower ranks want as well."""
    return {n: replace(s, implied=tuple(_implied(s, statuses))) for n, s in statuses.items()}


def _implied(status: Status, statuses: Mapping[str, Status]) -> Iterator[Clause]:
    own = [*status.requires, *status.expects, *status.forbids]
    below = [s for s in statuses.values() if 0 < s.rank < status.rank and not s.closed]
    for lower in sorted(below, key=lambda lower: lower.rank):
        for clause in (*lower.requires, *lower.expects):
            evidence = kind_of(clause).evidence()
            if evidence is not None and not any(evidence.asks_the_same(other) for other in own):
                own.append(evidence)
                yield evidence
