"""Taking back what a command did, and what can be taken back."""

from __future__ import annotations

from leadctl.actions.workspace import Desk
from leadctl.book.journal.entries import Record
from leadctl.book.writing.changing import undoing
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Undone:
    """An operation taken back: its record, the files restored, and the number of the undo.

    `paths` are the first thousand of the `count` files.
    """

    record: Record
    paths: tuple[str, ...]
    count: int
    number: int | None


def undo(desk: Desk, number: int | None, command: str, *, dry_run: bool = False) -> Undone:
    """Take back an operation: the latest, or the one with a number.

    Raises NotFound, Refused where it is undone already, Busy where a file was changed since.
    """
    by = desk.actor.id if desk.actor else "leadctl"
    with undoing(desk.book, desk.now, by, number, command=command, dry_run=dry_run) as operation:
        target = operation.record.undoes
        paths = tuple(str(change.path) for change in operation.changes)
    record = next(r for r in list(desk.book.journal.records()) if r.number == target)
    return Undone(record, paths, operation.total, operation.number)


def operations(desk: Desk) -> list[Record]:
    """Return the operations that can be undone, or were, the newest first."""
    return list(desk.book.journal.records(desk.book.problems))
