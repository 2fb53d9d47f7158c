"""Where a lead can stand: statuses and their groups, roles, and moves that events make."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.deadlines import Clearing, FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.source import Source
from leadctl.values import dataclass
from leadctl.values import field as default_of


@dataclass(frozen=True, kw_only=True)
class Role:
    """What a lead is to us, and which definition that means."""

    source: Source = Source()
    pipeline: str = ""
    parked: bool = False
    status_map: Mapping[str, str] = default_of(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Automatic:
    """A move that an event makes by itself: `on` one of these events, `when` the clauses hold."""

    source: Source = Source()
    on: tuple[Clearing, ...] = ()
    when: tuple[Clause, ...] = ()
    from_: tuple[str, ...] = ()
    to: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Statuses that share a colour and a policy."""

    source: Source = Source()
    label: str = ""
    color: str = ""


@dataclass(frozen=True, kw_only=True)
class Status:
    """One status, with what its group says already merged in.

    `implied` is what it expects besides, because lower ranks want it.
    """

    source: Source = Source()
    name: str = ""
    definition: str = ""
    advice: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    color: str = ""
    rank: int = 0
    closed: str = ""
    parked: bool = False
    repeats: bool = False
    next: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    requires: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()
    expects: tuple[Clause, ...] = ()
    implied: tuple[Clause, ...] = ()
    enter: tuple[Effect, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    cadence: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    inferred: bool = False
