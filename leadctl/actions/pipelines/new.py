"""A new definition of the book's own: small, sound, with comments and one scenario."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.book.own_files.fingerprint import SCENARIOS
from leadctl.book.own_files.places import PIPELINES
from leadctl.book.writing.changing import changing
from leadctl.errors import Refused, Usage
from leadctl.patterns import pattern
from leadctl.rules.pipelines.starter import starter, starter_scenarios

_ID = pattern(r"[a-z0-9]+(-[a-z0-9]+)*")


def new_definition(
    desk: Desk, pipeline_id: str, command: str, *, dry_run: bool = False
) -> tuple[tuple[str, ...], int | None]:
    """Write a definition to start from, and its scenarios.

    Return their paths, and the number of the operation.

    Raises Usage for what is no id, Refused where there is a definition of that id already.
    """
    if not _ID.fullmatch(pipeline_id) or len(pipeline_id) > 40:
        raise Usage(
            f'"{pipeline_id}" is no id for a pipeline.',
            hint="Small letters, digits and hyphens, up to 40: leadctl pipeline new music-lessons",
        )
    if pipeline_id in desk.book.definitions.files:
        show = f"See it: leadctl pipeline show {pipeline_id}"
        raise Refused(f"There is a pipeline {pipeline_id} already.", hint=show)
    zone = desk.book.settings.timezone
    title = pipeline_id.replace("-", " ").capitalize()
    files = {
        f"{PIPELINES}/{pipeline_id}.toml": starter(pipeline_id, title, zone),
        f"{PIPELINES}/{pipeline_id}{SCENARIOS}": starter_scenarios(pipeline_id, zone),
    }
    by = desk.actor.id if desk.actor else "leadctl"
    with changing(desk.book, command, desk.now, by, dry_run=dry_run) as operation:
        for path, text in files.items():
            operation.write(path, text)
    return tuple(files), operation.number
