"""What holds for every command that writes: --dry-run writes nothing, undo brings all back."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from whole_book import WRITES, make_whole_book


@pytest.fixture(scope="module")
def whole_book(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A book in which each of the writes has something to do."""
    return make_whole_book(tmp_path_factory.mktemp("writes"))


def _files(book: Cli) -> dict[str, bytes]:
    return {
        str(path.relative_to(book.cwd)): path.read_bytes()
        for path in sorted(book.cwd.rglob("*"))
        if path.is_file() and ".leadctl" not in path.parts
    }


@pytest.mark.parametrize("words", WRITES.values(), ids=WRITES.keys())
def test_dry_run_writes_nothing_and_undo_brings_everything_back(
    whole_book: Cli, words: str
) -> None:
    """Each write, tried, leaves every byte; made, it changes some; undone, they are as before."""
    before = _files(whole_book)
    still_wrong = 5 if words == "check --fix" else 0
    whole_book.exits(still_wrong).fast(f"{words} --dry-run")
    assert _files(whole_book) == before, "--dry-run wrote"
    whole_book.noting().fast(words)
    assert _files(whole_book) != before, "the command changed nothing"
    whole_book.noting().fast("undo")
    assert _files(whole_book) == before, "undo did not bring it back"


def test_a_write_takes_ids_on_stdin(whole_book: Cli) -> None:
    """`list --format ids | leadctl note -` reaches every lead listed, as one operation."""
    ids = whole_book.run("list --format ids --pipeline streeteasy-buyer").out
    assert len(ids.split()) == 3
    before = _files(whole_book)
    whole_book.typing(ids).noting().run("note - 'open house on Sunday'")
    changed = [name for name, data in _files(whole_book).items() if data != before[name]]
    assert len(changed) == 3
    whole_book.noting().run("undo")
    assert _files(whole_book) == before


def test_of_many_leads_the_refused_ones_stay_and_the_others_move(whole_book: Cli) -> None:
    """A move of several leads is refused in part: exit 3, the refused one unchanged and named."""
    before = _files(whole_book)
    ran = whole_book.exits(3).run("status set ana ben 'Appointment Set'")
    assert "Ana" in ran.err
    assert "Ben" in ran.err
    assert _files(whole_book) == before
    whole_book.noting().run("set ben 'appointment=2026-11-25 10:00'")
    ran = whole_book.exits(3).run("status set ana ben 'Appointment Set'")
    assert "Ben" in ran.out
    assert "Ana" not in ran.out
    assert "Not moved to Appointment Set: Ana" in ran.err
    whole_book.noting().run("undo")
    whole_book.noting().run("undo")
    assert _files(whole_book) == before


def test_several_matching_leads_are_listed_and_nothing_is_guessed(whole_book: Cli) -> None:
    """A piece of a name that several leads have ends with exit 4 and their ids."""
    for name in ("Noa Ito", "Noa Uli"):
        whole_book.noting().fast("add", name)
    ran = whole_book.exits(4).run("note noa 'which one?'")  # no id has an "o"
    assert "say which by its id" in ran.err
    assert {"Ito", "Uli"} <= set(ran.err.split())
    for _ in range(2):
        whole_book.noting().fast("undo")


def test_the_operations_listed_are_the_command_lines_typed(whole_book: Cli) -> None:
    """undo --list shows what was typed, newest first, and which are undone."""
    rows = whole_book.run("undo --list --format json").json
    assert rows[0]["number"] == max(row["number"] for row in rows)
    whole_book.noting().run("note ana 'last of all'")
    rows = whole_book.run("undo --list --format json").json
    assert rows[0]["command"].endswith('note ana "last of all"')
