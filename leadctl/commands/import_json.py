"""import, where the file is a back-up that `export --format jsonl` made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

import click

from leadctl.errors import Invalid, Refused, Usage
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.actions.importing.restore import RefusedLine, Restored
    from leadctl.book.tables.json_lines import JsonLine
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import ImportTyped

TOLD = 10
"""So many refused lines, or differing leads, are printed."""

_FOR_BACKUPS = {"update", "rejects", "dry_run"}
"""The options that say anything about a back-up; the others are for tables."""


def import_json(
    session: Session,
    source: str,
    stdin: BinaryIO | None,
    typed: ImportTyped,
    *,
    skip_bad: bool,
) -> int:
    """Bring a back-up in, print what came of it, and return the exit code."""
    from leadctl.actions.importing.restore import restore
    from leadctl.book.tables.json_lines import json_lines
    from leadctl.book.tables.rejects import rejects_asked, rejects_path, save_rejects

    if given := [name for name, value in typed.items() if value and name not in _FOR_BACKUPS]:
        said = given[0].removesuffix("s").replace("_name", "").replace("_", "-")
        raise Usage(f"--{said} is for tables; {source} is a back-up of leads.")
    update, dry_run, asked = typed["update"], typed["dry_run"], typed["rejects"]
    lines: Iterable[JsonLine] = json_lines(source, stdin)
    if asked and rejects_asked(asked):
        lines = list(lines)
        _rehearse(session, lines, asked, update=update)
    done = restore(session.desk, lines, session.command, update=update, dry_run=dry_run)
    for lead_id in done.differing[:TOLD]:
        session.note(f"{lead_id} differs and was kept; --update overwrites it")
    counts = {
        "new": done.new,
        "overwritten": done.updated,
        "already here": done.unchanged,
        "kept though different": len(done.differing),
        "refused": len(done.refused),
    }
    _tell(session, done, counts, dry_run=dry_run)
    if done.number is not None:
        session.note(f"Undo: leadctl undo {done.number}")
    if done.unsound:
        ids = ", ".join(done.unsound[:TOLD])
        said = f"Stored as they were, though their status is not what the history says: {ids}"
        click.echo(safe(f"{said}. See: leadctl check"), err=True)
    if not done.refused:
        return Invalid.exit_code if done.unsound else 0
    for refused in done.refused[:TOLD]:
        click.echo(safe(f"line {refused.number}: {refused.reason}"), err=True)
    if not dry_run:
        path = save_rejects(asked or rejects_path(source, ".jsonl"), _bytes_of(done.refused))
        click.echo(safe_lines(f"The refused lines are in {path}: mend and import it."), err=True)
    return 0 if skip_bad else Refused.exit_code


def _tell(session: Session, done: Restored, counts: dict[str, int], *, dry_run: bool) -> None:
    """Print what came of it, for people or for programs; under --quiet only what was refused."""
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import answer_files

        rows = {
            "read": sum(counts.values()),
            "new": done.new,
            "known": done.updated + done.unchanged + len(done.differing),
            "filled": 0,
            "updated": done.updated,
            "unchanged": done.unchanged,
            "skipped": len(done.differing),
            "refused": [{"line": one.number, "reason": one.reason} for one in done.refused],
        }
        answer_files(session, done.number, dry_run=dry_run, rows=rows)
    elif done.refused or not session.typed.quiet:
        said = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing"
        click.echo(f"{'Would import' if dry_run else 'Imported'} leads of a back-up: {said}.")


def _rehearse(session: Session, lines: list[JsonLine], asked: Path, *, update: bool) -> None:
    """Find out which lines will be refused, and refuse to write them over another file."""
    from leadctl.actions.importing.restore import restore
    from leadctl.book.tables.rejects import refuse_other_rejects

    done = restore(session.desk, lines, session.command, update=update, dry_run=True)
    if done.refused:
        refuse_other_rejects(asked, _bytes_of(done.refused))


def _bytes_of(refused: Iterable[RefusedLine]) -> bytes:
    """Return refused lines as a file that can be mended and imported again."""
    lines = (one.text if one.text.endswith("\n") else f"{one.text}\n" for one in refused)
    return "".join(lines).encode("utf-8", "surrogateescape")
