"""Taking back what a command did, and what can be taken back."""

from __future__ import annotations

from leadctl.actions.workspace import Desk
from leadctl.book.journal.entries import Record
from leadctl.book.writing.changing import undoing
from leadctl.book.writing.undoing import Undoing
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Undone:
    """An operation taken back: what of it, the files changed, and the number of the undo.

    `paths` are the first thousand of the `count` files.
    """

    undoing: Undoing
    paths: tuple[str, ...]
    count: int
    number: int | None


def undo(desk: Desk, number: int | None, command: str, *, dry_run: bool = False) -> Undone:
    """Take back an operation: the acting agent's latest, or the one with a number.

    Raises NotFound; Refused where it is undone already, or all it did was changed since; Usage
    where nobody is acting and no number is given.
    """
    by = desk.stamp.by if number is None else desk.actor.id if desk.actor else "leadctl"
    with undoing(desk.book, desk.now, by, number, command=command, dry_run=dry_run) as operation:
        paths = tuple(str(change.path) for change in operation.changes)
        count, found = operation.total, operation.undoing
    assert found is not None
    return Undone(found, paths, count, operation.number)


def operations(desk: Desk) -> list[Record]:
    """Return the operations that can be undone, or were, the newest first."""
    return list(desk.book.journal.records(desk.book.problems))
