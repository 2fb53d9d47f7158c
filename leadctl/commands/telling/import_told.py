"""What an import says once it is done: counts, differences, refused rows, and how to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from leadctl.actions.importing.result import ImportOptions, ImportResult
    from leadctl.commands.starting.session import Session

TOLD = 10
"""So many refused rows, or differing fields, are printed; the file of refused rows has all."""


def _filled_in(fields: Sequence[str]) -> str:
    """Return in words what a row added to a lead: "wrote again; phone filled in"."""
    from leadctl.rules.importing.row_into_lead import ASKED

    names = [name.removeprefix("extra.") for name in dict.fromkeys(fields) if name != ASKED]
    filled = f"{', '.join(names)} filled in" if names else ""
    return "; ".join(filter(None, ["asked again" if ASKED in fields else "", filled]))


def tell(session: Session, result: ImportResult, wanted: ImportOptions) -> None:
    """Print what was done: counts on stdout, everything else on stderr.

    With --quiet nothing is printed at all unless a row was refused: so cron mails only then.
    """
    if wanted.dry_run:
        _tell_preview(session, result)
    for note in result.notes:
        session.note(note)
        if note in result.to_join and not wanted.dry_run:
            session.note(result.to_join[note])
    for line, name, fields in result.filled_in[:TOLD]:
        session.note(f"line {line}: {name}: {_filled_in(fields)}")
    if len(result.filled_in) > TOLD:
        session.note(f"and {len(result.filled_in) - TOLD} more filled in")
    for line, name, words in result.dropped:
        session.note(f"line {line}: {name}: {words}")
    said = "overwritten" if wanted.update else "kept; --update overwrites"
    for told in result.told[:TOLD]:
        change = told.change
        kept = f"kept: {change.kept}" if change.kept else said
        differs = f"{change.field}: {change.old} / {change.new} ({kept})"
        session.note(f"line {told.line}: {told.name} ({told.lead}) {differs}")
    more = max(0, len(result.told) - TOLD) + result.told_more
    if more:
        from leadctl.rules.time.moments import so_many

        session.note(f"and {so_many(more, 'more field that differs', 'more fields that differ')}")
    if session.answer_format != "text":
        _answer(session, result, dry_run=wanted.dry_run)
    elif result.rejects or not session.typed.quiet:
        click.echo(_counts(result, wanted.dry_run))
    if result.undo is not None:
        session.note(f"Undo: leadctl undo {result.undo}")


def _tell_preview(session: Session, result: ImportResult) -> None:
    """Say of the first people what would be known of them, and how many more there would be."""
    from leadctl.book.text.lead_file import parse_lead
    from leadctl.commands.telling.import_words import person_lines

    for text in result.preview:
        for line in person_lines(parse_lead(text, "preview"), session.now, session.zone):
            session.note(safe(line))
    if (more := result.stored - len(result.preview)) and result.preview:
        session.note(f"  and {more} more")


def _answer(session: Session, result: ImportResult, *, dry_run: bool) -> None:
    """Print for programs what was done."""
    from leadctl.commands.telling.answers import answer_files

    rows = {
        "read": result.total,
        "new": result.created,
        "known": result.matched,
        "filled": result.filled,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "skipped": result.skipped,
        "left_out": [{"line": one.line, "reason": one.reason} for one in result.left_out],
        "refused": [{"line": one.line, "reason": one.reason} for one in result.rejects],
    }
    answer_files(session, result.undo, dry_run=dry_run, rows=rows)


def tell_past(session: Session, result: ImportResult, wanted: ImportOptions) -> None:
    """Say what becomes of leads that came in long ago, and how they come in as new ones."""
    from leadctl.commands.telling.import_words import parked_words, past_words

    if result.past.parked:
        session.note(parked_words(result.past))
    if not result.past.count:
        return
    session.note(past_words(result.past, result.created))
    if result.undo is not None and "--as-new" not in wanted.command:
        again = f"leadctl undo {result.undo}, then {wanted.command} --as-new"
        session.note(f"Taken as new ones instead: {again}")


def tell_unmapped(session: Session, result: ImportResult, wanted: ImportOptions) -> None:
    """Say how many rows have a status that is none of ours, where they stand, and how to map it.

    "Dead" or "Closed" may be among them: who came in so would else be called as a new lead.
    """
    if not result.unmapped:
        return
    count = sum(result.unmapped.values())
    who = "1 line has" if count == 1 else f"{count} lines have"
    listed = ", ".join(f"{word} {n}" for word, n in list(result.unmapped.items())[:TOLD])
    stand = "; ".join(_standing(result, wanted))
    session.note(f"{who} a status that is none of ours ({listed}): {stand}.")
    session.note(f"To map them: {_mapping(result, wanted)}")
    statuses = session.desk.pipeline(wanted.pipeline).statuses
    session.note(f"STATUS is one of: {', '.join(statuses)}")


def _standing(result: ImportResult, wanted: ImportOptions) -> Iterator[str]:
    """Yield where those stand whose status nobody mapped."""
    if result.created:
        yield f"whoever of them is new stands in {wanted.initial}, and is listed as such"
    if result.created < result.total - result.rejected - result.skipped:
        yield "whoever is here already keeps the status they had"


def _mapping(result: ImportResult, wanted: ImportOptions) -> str:
    """Return the command that was typed, with what maps the statuses, ready to be filled in.

    New leads come in so once more, after an undo; those that were here are moved by an update.
    """
    undo = f"leadctl undo {result.undo}, then " if result.undo and result.created else ""
    update = "" if result.created or "--update" in wanted.command.split() else " --update"
    names = [word.replace("'", "'\"'\"'") for word in result.unmapped]
    each = " ".join(f"--status '{name}=STATUS'" for name in names)
    return f"{undo}{wanted.command}{update} {each if len(names) <= TOLD else '--save-map NAME'}"


def _counts(result: ImportResult, dry_run: bool) -> str:
    """Return what became of the lines; each is counted once."""
    counts = [
        (result.created, "new person" if result.created == 1 else "new people"),
        (result.filled - result.both, "filled in"),
        (result.updated, "updated"),
        (result.joined, "joined with another line"),
        (result.beside, "with more kept as it was in the file"),
        (result.unchanged, "already here"),
        (result.skipped, "left out"),
        (result.rejected, "refused"),
    ]
    said = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing"
    return f"{lines_words(result.total)}{', nothing stored' if dry_run else ''}: {said}."


def lines_words(count: int) -> str:
    """Return "1 line", "2 lines"."""
    return "1 line" if count == 1 else f"{count} lines"


def _say(text: str) -> None:
    """Print on stderr what even --quiet does not keep back."""
    click.echo(safe_lines(text), err=True)


def save_rejects(
    result: ImportResult, source: str, asked: Path | None, wanted: ImportOptions
) -> None:
    """Tell the refused rows, and unless nothing is stored write them to a file to be mended."""
    from leadctl.book.tables.rejects import rejects_path

    told = result.rejects[:TOLD]
    reasons = {reject.reason for reject in result.rejects}
    if len(reasons) == 1 < len(result.rejects) == result.total:
        _say(f"All {result.total} lines: {next(iter(reasons))}.")
        _say(f"So it is the map that is wrong: {wanted.command} --columns")
        told = []
    for reject in told:
        click.echo(f"line {reject.line}: {safe(reject.reason)}", err=True)
    if len(result.rejects) > TOLD:
        click.echo(f"and {len(result.rejects) - TOLD} more", err=True)
    if not wanted.dry_run:
        path = result.save_rejects(asked or rejects_path(source, ".csv"))
        _say(f"The refused lines are in {path}: mend and import it.")
