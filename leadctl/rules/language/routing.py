"""Who may take a lead and what of it they are shown."""

from __future__ import annotations

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.deadlines import Anchor
from leadctl.rules.language.source import Source
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Routing:
    """Who may take a lead nobody owns, and when."""

    source: Source = Source()
    pool: str = "pool"
    claim_window: Duration | None = None
    from_: Anchor = Anchor("received")
    clock: str = "wall"
    do: str = ""
    offered: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    assign: str = ""
    requires: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mask:
    """Fields that are not shown until the clauses hold."""

    source: Source = Source()
    fields: tuple[str, ...] = ()
    until: tuple[Clause, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """Which fields, and which leads, an agent is shown: a courtesy, no secrecy."""

    source: Source = Source()
    owner_only: bool = False
    mask: tuple[Mask, ...] = ()
