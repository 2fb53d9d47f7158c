"""import: leads from other systems' exports."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.errors import Refused, Usage
from leadctl.render.safe import safe, safe_lines
from leadctl.values import replace

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.actions.importing.result import ImportOptions, ImportResult, Prepared
    from leadctl.commands.session import Session

BESIDE = "All lines that can be none of these leads were taken."
NO_STATUSES = "No column holds statuses, so --status does nothing: name one, --map status=COLUMN."
SHOWN = 20
"""So many statuses are named."""
TOLD = 10
"""So many refused rows, or differing fields, are printed; the file of refused rows has all."""


@click.command("import")
@click.argument("source", metavar="FILE")
@click.option(
    "-p",
    "--pipeline",
    default="",
    help="Not the book's default one.",
    shell_complete=completing.pipelines,
)
@click.option(
    "-m", "--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="What a column is."
)
@click.option("--status", "statuses", multiple=True, metavar="THEIRS=OURS", help="Map a status.")
@click.option(
    "--layout",
    default="",
    metavar="NAME",
    help="Not the one that is recognised.",
    shell_complete=completing.layouts,
)
@click.option("--save-map", default="", metavar="NAME", help="Draft the book's layout NAME.")
@click.option("--source", "source_name", default="", help="The system the file comes from.")
@click.option("--encoding", help="The file's encoding, where it cannot be told: cp1252.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="For 03/04/2026.")
@click.option("--region", help="Of phone numbers without a country, if not the book's.")
@click.option("--update", is_flag=True, help="Overwrite filled fields, and say which.")
@click.option("--as-new", is_flag=True, help="Also old leads are new, and owed an answer.")
@click.option("--skip-bad", is_flag=True, help="Exit with 0 even when rows were refused.")
@click.option("--rejects", type=options.FilePath(), help="Where refused rows are written.")
@click.option("--columns", is_flag=True, help="Say what every column is taken for, and stop.")
@options.dry_run_beside_m
@options.with_session
def command(session: Session, source: str, skip_bad: bool, **typed: Any) -> int:
    """Import leads from a CSV file or vCards; - reads stdin.

    What `export --format jsonl` wrote is a back-up: every lead's file is made again as it was.
    """
    from leadctl.actions.importing.import_leads import run_import
    from leadctl.actions.importing.plan import plan_import
    from leadctl.book.tables.json_lines import is_json, rewindable
    from leadctl.book.tables.rejects import rejects_asked

    if not source:
        raise Usage("FILE is empty: name a file, or - for standard input.")
    if typed["rejects"]:
        session.book.refuse_own(typed["rejects"])
    if typed["save_map"]:
        _refuse_no_name(typed["save_map"])
    taken = bool(typed["rejects"]) and rejects_asked(typed["rejects"])
    stdin = rewindable(source)
    if is_json(source, stdin):
        from leadctl.commands.import_json import import_json

        return import_json(session, source, stdin, {**typed, "skip_bad": skip_bad})
    only_look = bool(typed["save_map"] or typed["columns"])
    wanted = replace(_options(session, typed), stdin=stdin, only_look=only_look)
    if taken and not only_look:
        wanted = _rehearse(session, source, wanted, typed["rejects"])
    prepared = plan_import(session.book, source, wanted)
    if only_look:
        prepared.close()
        return _tell_columns(session, prepared, wanted, typed["save_map"])
    try:
        wanted = _with_statuses(session, prepared, wanted, typed["statuses"])
    except BaseException:
        prepared.close()
        raise
    _tell_file(session, prepared, every=wanted.dry_run)
    by = session.desk.stamp.by
    with _progress(session, prepared.total) as progress:
        wanted = replace(wanted, progress=progress)
        result = run_import(session.book, prepared, wanted, now=session.now, by=by)
    _tell(session, result, wanted)
    _tell_past(session, result, wanted)
    if result.rejects:
        _save_rejects(result, source, typed["rejects"], wanted.dry_run)
    if result.problems:
        return session.tell_problems(result.problems, "" if wanted.dry_run else BESIDE)
    return Refused.exit_code if result.rejects and not skip_bad else 0


def _options(session: Session, typed: dict[str, Any]) -> ImportOptions:
    from leadctl.actions.importing.setup import import_options, read_pairs

    base = import_options(session.desk, typed["pipeline"], typed["layout"])
    named = {"source": "source_name", "encoding": "encoding", "region": "region"}
    given = {key: typed[name] for key, name in named.items() if typed[name]}
    if typed["date_order"]:
        given["date_order"] = typed["date_order"]
    return replace(
        base,
        **given,
        maps=tuple(read_pairs(typed["maps"], "--map")),
        update=typed["update"],
        as_new=typed["as_new"],
        dry_run=typed["dry_run"],
        command=session.command,
    )


def _with_statuses(
    session: Session, prepared: Prepared, wanted: ImportOptions, typed: tuple[str, ...]
) -> ImportOptions:
    """Return the options with the statuses that the layout maps, and the typed ones over them.

    Raises Usage for a typed one that no row has, with those that there are.
    """
    from leadctl.actions.importing.setup import layout_statuses, status_pairs

    pipeline = session.desk.pipeline(wanted.pipeline)
    said = status_pairs(pipeline, typed)
    if said and not prepared.plan.using("status"):
        session.note(NO_STATUSES)
    elif missing := [word for word in said if not _has_word(prepared.seen, word)]:
        there = ", ".join(f"“{word}”" for word in list(prepared.seen)[:SHOWN])
        raise Usage(f"No row has the status “{missing[0]}”.", hint=f"There are: {there or 'none'}")
    from_layout = layout_statuses(pipeline, prepared.plan.layout)
    return replace(wanted, statuses={**from_layout, **said})


def _has_word(seen: Iterable[str], word: str) -> bool:
    return word.casefold() in {each.casefold() for each in seen}


def _rehearse(session: Session, source: str, wanted: ImportOptions, path: Path) -> ImportOptions:
    """Find out which rows will be refused, and refuse to write them over another file.

    Standard input, which can be read once only, is kept in the options returned.
    """
    from leadctl.actions.importing.import_leads import run_import
    from leadctl.actions.importing.plan import plan_import
    from leadctl.book.tables.rejects import refuse_other_rejects

    kept = wanted.stdin.read() if wanted.stdin else b""
    trial = replace(wanted, dry_run=True, stdin=io.BytesIO(kept))
    prepared = plan_import(session.book, source, trial)
    result = run_import(session.book, prepared, trial, now=session.now, by=session.desk.stamp.by)
    if result.rejects:
        refuse_other_rejects(path, result.rejects_table())
    return replace(wanted, stdin=io.BytesIO(kept))


def _tell_file(session: Session, prepared: Prepared, *, every: bool) -> None:
    """Say on stderr what the file is taken for, or that it holds nobody."""
    if not prepared.total:
        session.note(f"{prepared.table.name} has a header and nothing below it.")
    for note in prepared.notes:
        session.note(note)
    plan = prepared.plan
    if every:
        for column in plan.columns:
            session.note(f"  {column}")


def _refuse_no_name(name: str) -> None:
    """Raise Usage for a layout's name that could be no file's, or could be one elsewhere."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", name):
        said = f"“{name}” is no name of a layout: letters, digits and - make one."
        raise Usage(said, hint="It is written to the book's layouts/NAME.toml.")


def _tell_columns(session: Session, prepared: Prepared, wanted: ImportOptions, draft: str) -> int:
    """Print on stdout what each column is taken for and holds; draft a layout if asked."""
    from leadctl.commands.import_words import column_lines

    for note in prepared.notes:
        session.note(note)
    looks = prepared.looks()
    for line in column_lines(prepared.plan, looks):
        click.echo(safe(line))
    if draft:
        from leadctl.book.own_files.layouts import save_layout
        from leadctl.rules.importing.drafting import draft_layout

        ours = session.desk.pipeline(wanted.pipeline).by_lower_name
        said = {"source": wanted.source, "date_order": wanted.date_order or ""}
        text = draft_layout(draft, prepared.plan, looks, prepared.seen, ours, said)
        place = save_layout(session.book.root, draft, text)
        click.echo(f"Wrote {place}: finish it; the next import of such a file finds it.")
    return 0


@contextmanager
def _progress(session: Session, total: int) -> Iterator[Any]:
    """Show a bar on a terminal, nothing elsewhere."""
    if session.typed.quiet or not sys.stderr.isatty() or total < 1000:
        yield None
        return
    with click.progressbar(length=total, label="Importing", file=sys.stderr) as bar:
        yield lambda done, _total: bar.update(done - bar.pos)


def _tell(session: Session, result: ImportResult, wanted: ImportOptions) -> None:
    """Print what was done: counts on stdout, everything else on stderr.

    With --quiet nothing is printed at all unless a row was refused: so cron mails only then.
    """
    for number, text in enumerate(result.preview if wanted.dry_run else [], 1):
        session.note(f"\n--- lead {number} of {result.stored}, as it would be stored\n{text}")
    if wanted.dry_run and result.stored > len(result.preview) > 0:
        session.note(f"--- and {result.stored - len(result.preview)} more\n")
    for note in result.notes:
        session.note(note)
    for line, name, fields in result.filled_in[:TOLD]:
        named = ", ".join(field.removeprefix("extra.") for field in dict.fromkeys(fields))
        session.note(f"line {line}: {name}: {named} filled in")
    if len(result.filled_in) > TOLD:
        session.note(f"and {len(result.filled_in) - TOLD} more filled in")
    said = "overwritten" if wanted.update else "kept; --update overwrites"
    for told in result.told[:TOLD]:
        change = told.change
        differs = f"{change.field}: {change.old} / {change.new} ({said})"
        session.note(f"line {told.line}: {told.name} ({told.lead}) {differs}")
    more = max(0, len(result.told) - TOLD) + result.told_more
    if more:
        session.note(f"and {more} more fields that differ")
    if session.answer_format != "text":
        _answer(result, dry_run=wanted.dry_run)
    elif result.rejects or not session.typed.quiet:
        click.echo(_counts(result, wanted.dry_run))
    if result.undo is not None:
        session.note(f"Undo: leadctl undo {result.undo}")


def _answer(result: ImportResult, *, dry_run: bool) -> None:
    """Print for programs what was done."""
    from leadctl.commands import answers

    answers.print_object(
        {
            **answers.done(result.undo, dry_run=dry_run),
            "rows": result.total,
            "new": result.created,
            "known": result.matched,
            "filled": result.filled,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "skipped": result.skipped,
            "refused": [{"line": one.line, "reason": one.reason} for one in result.rejects],
        }
    )


def _tell_past(session: Session, result: ImportResult, wanted: ImportOptions) -> None:
    """Say what becomes of leads that came in long ago, and how they come in as new ones."""
    from leadctl.commands.import_words import past_words

    if not result.past.count:
        return
    session.note(past_words(result.past, result.created))
    if result.undo is not None and "--as-new" not in wanted.command:
        again = f"leadctl undo {result.undo}, then {wanted.command} --as-new"
        session.note(f"Taken as new ones instead: {again}")


def _counts(result: ImportResult, dry_run: bool) -> str:
    counts = [
        (result.created, "new person" if result.created == 1 else "new people"),
        (result.filled, "filled in"),
        (result.updated, "updated"),
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


def _save_rejects(result: ImportResult, source: str, asked: Path | None, dry_run: bool) -> None:
    """Tell the refused rows, and unless nothing is stored write them to a file to be mended."""
    from leadctl.book.tables.rejects import rejects_path

    told = result.rejects[:TOLD]
    reasons = {reject.reason for reject in result.rejects}
    if len(reasons) == 1 < len(result.rejects) == result.total:
        _say(f"All {result.total} lines: {next(iter(reasons))}.")
        _say(f"So it is the map that is wrong: leadctl import {source} --columns")
        told = []
    for reject in told:
        click.echo(f"line {reject.line}: {safe(reject.reason)}", err=True)
    if len(result.rejects) > TOLD:
        click.echo(f"and {len(result.rejects) - TOLD} more", err=True)
    if not dry_run:
        path = result.save_rejects(asked or rejects_path(source, ".csv"))
        _say(f"The refused lines are in {path}: mend and import it.")
