"""Copying a shipped definition into the book, to be changed there."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.book.own_files.places import PIPELINES
from leadctl.book.writing.changing import changing
from leadctl.errors import Refused


def copy_definition(
    desk: Desk, pipeline_id: str, command: str, *, dry_run: bool = False
) -> tuple[str, int | None]:
    """Store a shipped definition as the book's own, which then takes its place.

    Return its path, and the number of the operation.

    Raises NotFound for an unknown one, Refused where the book has its own already.
    """
    definitions = desk.book.definitions
    found = definitions.read(pipeline_id)
    path = f"{PIPELINES}/{pipeline_id}.toml"
    if definitions.is_own(pipeline_id):
        raise Refused(f"{path} is this book's own already.", hint="Edit it; it is what is used.")
    by = desk.actor.id if desk.actor else "leadctl"
    with changing(desk.book, command, desk.now, by, dry_run=dry_run) as operation:
        operation.write(path, found.text)
    return path, operation.number
