"""import: leads from other systems' exports."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Unpack

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.import_told import save_rejects, tell, tell_past, tell_unmapped
from leadctl.errors import Refused, Usage
from leadctl.render.safe import safe
from leadctl.values import replace

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.actions.importing.result import ImportOptions, Prepared
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import ImportTyped


BESIDE = "All lines that can be none of these leads were taken."
NO_STATUSES = "No column holds statuses, so --status does nothing: name one, --map status=COLUMN."
SHOWN = 20
"""So many statuses are named."""


@click.command("import", cls=Explained)
@click.argument("source", metavar="FILE", shell_complete=completing.files)
@click.option(
    "-p",
    "--pipeline",
    default="",
    help="Not the book's default one.",
    shell_complete=completing.pipelines,
)
@click.option(
    "-m",
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="What a column is.",
    shell_complete=completing.maps,
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
def command(session: Session, source: str, skip_bad: bool, **typed: Unpack[ImportTyped]) -> int:
    """Import leads from a CSV file or vCards; - reads stdin.

    What `export --format jsonl` wrote is a back-up: every lead's file is made again as it was.
    """
    from leadctl.actions.importing.import_leads import run_import
    from leadctl.actions.importing.plan import plan_import
    from leadctl.book.tables.json_lines import is_json, rewindable
    from leadctl.book.tables.rejects import rejects_asked

    if not source:
        raise Usage("FILE is empty: name a file, or - for standard input.")
    rejects = typed["rejects"]
    if rejects:
        session.book.refuse_own(rejects)
    if typed["save_map"]:
        _refuse_no_name(typed["save_map"])
    taken = rejects if rejects and rejects_asked(rejects) else None
    stdin = rewindable(source)
    if is_json(source, stdin):
        from leadctl.commands.import_json import import_json

        return import_json(session, source, stdin, typed, skip_bad=skip_bad)
    only_look = bool(typed["save_map"] or typed["columns"])
    wanted = replace(_options(session, typed), stdin=stdin, only_look=only_look)
    if taken and not only_look:
        wanted = _rehearse(session, source, wanted, taken)
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
    tell(session, result, wanted)
    tell_past(session, result, wanted)
    tell_unmapped(session, result, wanted)
    if result.rejects:
        save_rejects(result, source, rejects, wanted)
    if result.problems:
        return session.tell_problems(result.problems, "" if wanted.dry_run else BESIDE)
    return Refused.exit_code if result.rejects and not skip_bad else 0


def _options(session: Session, typed: ImportTyped) -> ImportOptions:
    from leadctl.actions.importing.setup import import_options, read_pairs

    base = import_options(session.desk, typed["pipeline"], typed["layout"])
    return replace(
        base,
        source=typed["source_name"] or base.source,
        encoding=typed["encoding"] or base.encoding,
        region=typed["region"] or base.region,
        date_order=typed["date_order"] or base.date_order,
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

    Raises Usage for a typed one that no row has, where the file has words that it may be meant
    for; where every word is understood, it is one that nobody has this time.
    """
    from leadctl.actions.importing.import_notes import not_mapped
    from leadctl.actions.importing.row_places import RowPlaces
    from leadctl.actions.importing.setup import layout_statuses, status_pairs

    pipeline = session.desk.pipeline(wanted.pipeline)
    said = status_pairs(session.desk, pipeline, typed)
    from_layout = layout_statuses(session.desk, pipeline, prepared.plan.layout)
    wanted = replace(wanted, statuses={**from_layout, **said})
    if said and not prepared.plan.using("status"):
        session.note(NO_STATUSES)
    elif missing := [word for word in said if not _has_word(prepared.seen, word)]:
        lacking = f"No row has the status “{missing[0]}”"
        if any(not_mapped(prepared, RowPlaces(prepared, wanted))):
            there = ", ".join(f"“{word}”" for word in list(prepared.seen)[:SHOWN])
            raise Usage(f"{lacking}.", hint=f"There are: {there}")
        others = "every status there is is understood" if prepared.seen else "no row names one"
        session.note(f"{lacking}: {others}.")
    return wanted


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
    if every:
        from leadctl.commands.telling.import_words import column_lines

        for line in column_lines(prepared.plan, prepared.looks()):
            session.note(safe(f"  {line}"))


def _refuse_no_name(name: str) -> None:
    """Raise Usage for a layout's name that could be no file's, or could be one elsewhere."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", name):
        said = f"“{name}” is no name of a layout: letters, digits and - make one."
        raise Usage(said, hint="It is written to the book's layouts/NAME.toml.")


def _tell_columns(session: Session, prepared: Prepared, wanted: ImportOptions, draft: str) -> int:
    """Print on stdout what each column is taken for and holds; draft a layout if asked."""
    from leadctl.commands.telling.import_words import column_lines

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
def _progress(session: Session, total: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on a terminal, nothing elsewhere."""
    if session.typed.quiet or not sys.stderr.isatty() or total < 1000:
        yield None
        return
    with click.progressbar(length=total, label="Importing", file=sys.stderr) as bar:
        yield lambda done, _total: bar.update(done - bar.pos)
