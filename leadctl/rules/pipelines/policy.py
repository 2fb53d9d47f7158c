"""What adds up: a group's policy beside a status's own, and what lower ranks want."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.language.pipeline import Clause, FollowUp, Status
from leadctl.values import replace

ADDS_UP = ("requires", "forbids", "expects", "enter", "follow_up", "cadence")
"""The keys of which a status has its group's and its own; of the others its own takes the place."""


def policy_of(group: Mapping[str, Any], status: Mapping[str, Any]) -> dict[str, Any]:
    """Return a status's values with its group's, but for what it leaves out `without`."""
    without = status.get("without", ())
    shared = {k: _left(v, without) for k, v in group.items() if k not in {"label", *without}}
    added = {k: (*shared.get(k, ()), *status.get(k, ())) for k in ADDS_UP}
    return {**shared, **status, **{k: v for k, v in added.items() if v}}


def _left(value: Any, without: Iterable[str]) -> Any:
    """Return what a group gives, without the follow-ups and cadences that a status leaves out."""
    if not isinstance(value, tuple):
        return value
    return tuple(item for item in value if name_of(item) not in without)


def name_of(item: Any) -> str:
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
