"""What is asked of a change, and what became of it: values that actions and commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from leadctl.errors import LeadctlError
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.clauses.case import Case
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.due.rows.row import Due


class Caution(str):
    """A note that somebody may be harmed by what was done: it is told however quiet one wants it,
    and of however many leads.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Decided:
    """What a command makes of one lead: the lead after it, in words, and notes beside it."""

    lead: Lead
    words: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A change the rules do not allow: what was asked, what is unmet, what is possible.

    `moving` says that a move was asked for, and `asked` is the status; of the `legal` ones those
    `with_reason` want one.
    """

    lead: Lead
    asked: str
    unmet: tuple[Unmet, ...]
    legal: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    override: str = ""
    steps: tuple[str, ...] = ()
    with_reason: tuple[str, ...] = ()
    moving: bool = False


def nothing_due(_lead: Lead) -> Due | None:
    """Return None: what is due of a lead that is gone, or whose definition cannot be used."""
    return None


@dataclass(frozen=True)
class Change:
    """One lead changed: before (None for a new one), after, in words; `coming` says what is due
    next, worked out when it is asked for: of a thousand leads nobody asks.
    """

    before: Lead | None
    after: Lead
    words: str
    notes: tuple[str, ...] = ()
    coming: Callable[[Lead], Due | None] = nothing_due
    diff: str = ""

    @property
    def next_due(self) -> Due | None:
        """Return what is due next for the lead and its owner, the row that says that nothing is
        ahead of an open one, or None.
        """
        return self.coming(self.after)


@dataclass(frozen=True)
class Outcome:
    """What a command did. `number` is what undo calls it; None where nothing was written."""

    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...] = ()
    failures: tuple[LeadctlError, ...] = ()
    number: int | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Request:
    """What every change is asked with: the leads, the command line for undo, whether to write.

    `at` is the moment, or the day, that the change is about, if not now: a touch logged late.
    `bare` changes a lead whose definition cannot be used as well; `mends` one of which a line lies
    ahead.
    """

    leads: tuple[Lead, ...]
    command: str
    dry_run: bool = False
    at: datetime | None = None
    bare: bool = False
    mends: bool = False


if TYPE_CHECKING:
    Decide = Callable[[Case], Decided | Refusal]
