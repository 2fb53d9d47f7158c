"""Every writing command, struck at each thing it asks of the system: old or new, and truly told."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli
from crash_book import SOAK, next_command_works
from striking import FAULTS, Strike, Struck, fresh, held, run
from whole_book import WRITES, make_whole_book

from leadctl.book.writing.placing import Placing

COMMANDS = {name: words for name, words in WRITES.items() if name != "edit"}
COMMANDS["undo"] = "undo"
COMMANDS["import of 50"] = "import fifty.csv"
COMMANDS["erase"] = "erase ana --yes"
SHORT = 2
Tally = Callable[[int], None]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which every command has something to do."""
    book: Cli = make_whole_book(tmp_path_factory.mktemp("template"))
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(50))
    (book.cwd / "fifty.csv").write_text(f"Name,Email\n{rows}")
    book.noting().fast("list")
    return book.cwd


class Case:
    """One command on one book: how it runs undisturbed, and struck."""

    def __init__(self, template: Path, folder: Path, words: str) -> None:
        self.template, self.folder = template, folder
        self.words = f"--now 2026-11-20T15:00:00Z --as sam {words}"
        self.old = held(template)
        whole = self.struck(None)
        self.new, self.calls = held(self.root), whole.calls
        assert whole.code in {0, 3, 5}, whole.err
        self.code = whole.code

    @property
    def root(self) -> Path:
        return self.folder / "book"

    def struck(self, strike: Strike | None) -> Struck:
        """Run the command on a fresh copy."""
        return run(fresh(self.template, self.root), self.words, strike)

    def chosen(self, most: int) -> list[int]:
        """Return the numbers of calls to strike at: all in a soak, else some, always the same."""
        numbers = range(1, len(self.calls) + 1)
        if SOAK or len(numbers) <= most:
            return list(numbers)
        return sorted(random.Random(self.words).sample(numbers, most))


@pytest.mark.battery(1, 7)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_stopped_at_any_call(
    words: str, template: Path, memory: Path, tally: Callable[[int], None]
) -> None:
    """Killed, interrupted or told to stop: the old book or the new one, the next command works,
    and an interrupted command that has stored something says so.
    """
    case = Case(template, memory, words)
    for number in case.chosen(SHORT):
        for what, code in (("kill", -9), ("interrupt", 130), ("stop", 143)):
            tally(1)
            ended = case.struck(Strike(number, what))
            told = (number, case.calls[number - 1], what, ended.code, ended.err)
            assert ended.code in {code, case.code, -15 if what == "stop" else code}, told
            now = held(case.root)
            assert now in (case.old, case.new), told
            if what != "kill" and ended.code == code and case.old != case.new:
                assert ("Done as operation" in ended.err) == (now == case.new), told
            next_command_works(case.root)
            assert held(case.root) == now, told


def in_place(self: Placing, key: str, pending: Any) -> None:
    """Write a file over what it held, in two pieces."""
    handle = os.open(self.book.root / key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    half = len(pending.after) // 2
    for piece in (pending.after[:half], pending.after[half:]):
        os.write(handle, piece)
    os.close(handle)


@pytest.mark.battery(1)
def test_writing_in_place_is_caught(
    template: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above is able to fail: of a file written in place a killed command leaves half."""
    monkeypatch.setattr(Placing, "put_in_place", in_place)
    case = Case(template, memory, "set ana zip=10001")

    def left(number: int) -> object:
        case.struck(Strike(number, "kill"))
        return held(case.root)

    assert any(left(number) not in (case.old, case.new) for number in range(len(case.calls), 0, -1))


@pytest.mark.battery(4, 6)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_refused_at_any_call(
    words: str, template: Path, memory: Path, tally: Callable[[int], None]
) -> None:
    """Whatever the system refuses, once or for good: a sentence; exit 6 and the old book, or 7 and
    the new one; never "nothing was changed" over a book that was.
    """
    case = Case(template, memory, words)
    for place, number in enumerate(case.chosen(SHORT)):
        for lasting in (False, True):
            fault = FAULTS[(place + lasting) % len(FAULTS)]
            tally(1)
            ended = case.struck(Strike(number, fault, lasting))
            told = (number, case.calls[number - 1], fault, lasting, ended.code, ended.err)
            assert ended.code not in {1, 99}, told
            assert "Traceback" not in ended.err, told
            now = held(case.root)
            assert now in (case.old, case.new), told
            if now == case.new != case.old:
                assert "othing was changed" not in ended.err, told
                assert ended.code in {case.code, 5} or "Done" in ended.err, told
            else:
                assert ended.code or case.old == case.new, told
            next_command_works(case.root)
            assert held(case.root) == now, told
