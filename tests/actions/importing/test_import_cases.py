"""Every file in cases/ is imported into a real book, and its .toml says what must come of it.

They are the pairs of `leadctl layout test`; those of a shipped layout lie beside it, in
layouts/cases. Adding a case is adding two files.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leadctl.actions.importing import import_leads
from leadctl.actions.importing import rows as import_rows
from leadctl.actions.importing import target as import_target
from leadctl.actions.importing.import_leads import run_import
from leadctl.actions.importing.pairs import pairs_in, play_pair
from leadctl.actions.importing.plan import plan_import
from leadctl.actions.importing.result import ImportOptions, ImportResult
from leadctl.book.book import Book
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.writing import operation
from leadctl.rules.leads.lead import Event, Lead

CASES = (Path(__file__).parent / "cases", Path(__file__).parents[3] / "layouts" / "cases")
FILES = sorted(path for place in CASES for path in place.iterdir() if path.suffix != ".toml")
TAKEN = [p for p in FILES if "error" not in tomllib.loads(p.with_suffix(".toml").read_text())]
"""Those that are not refused as a whole."""
SOME = TAKEN if os.environ.get("LEADCTL_SOAK") else TAKEN[::6]
"""Those that are imported many times over: all of them in a soak."""
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def options_of(expected: dict[str, Any]) -> ImportOptions:
    given = dict(expected.get("options", {}))
    given["maps"] = tuple((name, column) for name, column in given.get("maps", ()))
    return ImportOptions("buyers", "New", **given)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book.create(tmp_path / "book", 'schema = 1\ntimezone = "America/New_York"\n')


def run(book: Book, path: Path, options: ImportOptions) -> ImportResult:
    return run_import(book, plan_import(book, str(path), options), options, now=NOW, by="sam")


def files_of(book: Book) -> dict[str, bytes]:
    return {str(path): (book.root / path).read_bytes() for path in book.lead_paths()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_what_its_expectation_says(book: Book, path: Path, monkeypatch: Any) -> None:
    """An export gives exactly the leads, refusals and remarks that its neighbour file lists."""
    monkeypatch.chdir(path.parents[1])
    [pair] = pairs_in([str(path.relative_to(path.parents[1]))])
    assert play_pair(pair, book, book) == []


@pytest.mark.parametrize("path", TAKEN, ids=lambda path: path.name)
def test_the_same_file_again_changes_nothing(book: Book, path: Path) -> None:
    """A second import of any of the files creates, fills and updates nothing."""
    options = options_of(tomllib.loads(path.with_suffix(".toml").read_text()))
    run(book, path, options)
    before = files_of(book)
    again = run(book, path, options)
    assert (again.created, again.filled, again.updated) == (0, 0, 0)
    assert files_of(book) == before


def known_by_hand(book: Book) -> Book:
    """Return a book in which somebody typed in the people of another: name, phone and e-mail."""
    made = Book.create(book.root.with_name("typed"), 'schema = 1\ntimezone = "America/New_York"\n')
    for path in book.lead_paths():
        lead = book.load_path(path)
        reach = {key: lead.fields[key] for key in ("phone", "email") if key in lead.fields}
        came = (Event(NOW, "received", "sam"),)
        typed = Lead(lead.id[::-1], lead.name, lead.pipeline, "New", reach, came)
        place = made.root / "leads" / "2026" / f"typed-{typed.id}.toml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(dump_lead(typed))
    return Book.open(made.root)


@pytest.mark.parametrize("path", TAKEN, ids=lambda path: path.name)
def test_an_update_twice_changes_nothing_the_second_time(book: Book, path: Path) -> None:
    """Whoever its people were to the book before, of its rows whichever was the last."""
    options = options_of(tomllib.loads(path.with_suffix(".toml").read_text()))
    run(book, path, options)
    typed, update = known_by_hand(Book.open(book.root)), replace(options, update=True)
    run(typed, path, update)
    before = files_of(typed)
    again = run(Book.open(typed.root), path, update)
    said = (again.filled_in, again.told, again.dropped, again.past.parked, again.undo)
    assert (again.created, again.filled, again.updated, *said) == (0, 0, 0, [], [], [], {}, None)
    assert files_of(typed) == before


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.name)
def test_a_second_process_makes_no_difference(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows made ahead, and rows that come again looked up at once or one by one, come to the same:
    the same files and the same report.
    """
    options = options_of(tomllib.loads(path.with_suffix(".toml").read_text()))
    monkeypatch.setattr(import_rows, "can_fork", lambda: True)
    done = []
    for ahead, block, many in ((10**9, 64, 3), (10**9, 64, 0), (0, 64, 3), (0, 2, 0)):
        monkeypatch.setattr(import_rows, "AHEAD", ahead)
        monkeypatch.setattr(import_rows, "_BLOCK", block)
        monkeypatch.setattr(import_leads, "MANY", many)  # with 0 each row is looked up by itself
        book = Book.create(tmp_path / f"book-{ahead}-{block}-{many}", "schema = 1\n")
        results = [run(book, path, replace(options, update=more)) for more in (False, False, True)]
        done.append((results, files_of(book)))
    assert all(one == done[0] for one in done)


@pytest.mark.parametrize("path", TAKEN, ids=lambda path: path.name)
def test_a_row_alone_says_what_it_says_among_others(book: Book, path: Path) -> None:
    """Rows are read by columns; what is made of a row does not depend on the rows beside it."""
    options = options_of(tomllib.loads(path.with_suffix(".toml").read_text()))
    prepared = plan_import(book, str(path), options)
    work = import_rows.RowWork(prepared, options, NOW)
    with work.rows() as given:
        rows = list(given)
    prepared.close()
    assert [work.made(row) if row.text else row for row in rows] == rows


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.name)
def test_it_does_not_matter_what_is_written_when(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held back, journalled or on the disk: a lead is found and joined in the same way."""
    options = options_of(tomllib.loads(path.with_suffix(".toml").read_text()))
    done = []
    for batch, held in ((1024, 256), (1, 256), (2, 1), (3, 0)):
        monkeypatch.setattr(operation, "BATCH", batch)
        monkeypatch.setattr(import_target, "HELD", held)
        book = Book.create(tmp_path / f"book-{batch}", "schema = 1\n")
        result = run(book, path, options)
        done.append((result, files_of(book)))
        trial = Book.create(tmp_path / "trial", "schema = 1\n")
        rehearsed = run(trial, path, replace(options, dry_run=True))
        assert replace(rehearsed, undo=result.undo) == result
        assert trial.lead_paths() == []
    assert all(one == done[0] for one in done)
