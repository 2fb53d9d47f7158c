"""Deadlines as a definition gives them: follow-ups and cadences, from what, until what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.source import Source
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass
from leadctl.values import field as default_of


@dataclass(frozen=True)
class Clearing:
    """A kind of event that settles a follow-up. No names: any touch.

    `held`: it is what was agreed on, which a call that reached nobody is not, unless `where` asks
    for one. `word`: a word of ours got there, which a call in vain is not.
    """

    names: tuple[str, ...] = ()
    way: str = ""
    where: Mapping[str, object] = default_of(default_factory=dict)
    text: str = ""
    held: bool = False
    word: bool = False


DONE = Clearing(("done",), text="marking it done")
MOVED = Clearing(("status",), text="a change of status")
REACHED = Clearing((), "out", text="reaching out")
TOUCHED = Clearing((), text="any contact")


@dataclass(frozen=True)
class Anchor:
    """What a deadline is counted from: a moment of the lead's life, a field, an event, a record."""

    moment: str = ""
    field: str = ""
    event: str = ""
    where: Mapping[str, object] = default_of(default_factory=dict)
    record: str = ""
    last: bool = False


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """One rule that gives a deadline. `clock` is "wall" or "working".

    `wording` is `do` as it is written, where its way stands open in it.
    `of_status` says that it stands in a status, or its group, and ends when a lead leaves that.
    """

    source: Source = Source()
    of_status: bool = False
    id: str = ""
    kind: str = "reminder"
    do: str = ""
    wording: str = ""
    after: Duration | None = None
    before: Duration | None = None
    every: Duration | None = None
    from_: Anchor = Anchor("entered")
    clock: str = "wall"
    at: time | None = None
    ideal: Duration | None = None
    lapse: Duration | None = None
    until: tuple[Clearing, ...] = ()
    stop: tuple[Clearing, ...] = ()
    by: tuple[str, ...] = ()
    then: tuple[Effect, ...] = ()
    suggest: str = ""
    early: bool | None = None
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One touch of a cadence, counted from the cadence's own anchor."""

    source: Source = Source()
    do: str = ""
    after: Duration = Duration()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """How a cadence goes on after its last step, and when it ends."""

    source: Source = Source()
    do: str = ""
    every: Duration = Duration()
    times: int = 0
    for_: Duration | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Which further cadences a field's value starts."""

    source: Source = Source()
    field: str = ""
    cases: Mapping[str, tuple[str, ...]] = default_of(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """A planned series of touches. `verified` is False where the plan is only our reading."""

    source: Source = Source()
    id: str = ""
    title: str = ""
    note: str = ""
    verified: bool = True
    from_: Anchor = Anchor("entered")
    steps: tuple[Step, ...] = ()
    repeat: tuple[Repeat, ...] = ()
    until: tuple[Clearing, ...] = ()
    stop: tuple[Clearing, ...] = ()
    branch: Branch | None = None
