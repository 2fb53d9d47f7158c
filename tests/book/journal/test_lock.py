"""The lock: one holder, waited for so long and no longer, and never one on a file that is gone."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from leadctl.book.journal import lock
from leadctl.book.journal.lock import is_held, is_ours, locked
from leadctl.errors import Busy


def test_who_waits_in_vain_is_told_who_holds_it(tmp_path: Path) -> None:
    """After the time that was given, not before, with the holder's command; then it is free."""
    with locked(tmp_path, "leadctl import people.csv"):
        assert is_ours()
        assert is_held(tmp_path)
        began = time.monotonic()
        with (
            pytest.raises(Busy, match=r"leadctl import people.csv.*within 0.1 seconds") as raised,
            locked(tmp_path, "leadctl note", timeout=0.1),
        ):
            raise AssertionError("it was given twice")
        assert time.monotonic() - began >= 0.1
        assert "Nothing was changed" in raised.value.hint
    assert not is_ours()
    assert not is_held(tmp_path)
    with locked(tmp_path, "leadctl note", timeout=0):
        assert is_held(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """What the system refuses is no lock; nobody holds one there."""
    assert not is_held(tmp_path / "gone")
    with pytest.raises(Busy, match="Locking the book failed"), locked(tmp_path / "gone", "x"):
        raise AssertionError("a lock on nothing")


@pytest.mark.parametrize("note", [b"", b"\xff", b"5", b"{}", b"[]", b'{"pid": 1}'])
def test_a_note_that_says_nothing_still_keeps_others_out(note: bytes, tmp_path: Path) -> None:
    """Whatever stands in the file: it is the system that locks it."""
    path = tmp_path / lock.LOCK
    path.write_bytes(note)
    handle = os.open(path, os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(Busy, match="another program holds it"), locked(tmp_path, "x", timeout=0):
        raise AssertionError("it was given twice")
    os.close(handle)


def test_the_lock_is_taken_on_the_file_that_is_there(tmp_path: Path) -> None:
    """One on a file that was removed meanwhile keeps nobody out, so another is taken."""
    with locked(tmp_path, "first"):
        (tmp_path / lock.LOCK).unlink()
        with locked(tmp_path, "second", timeout=0):
            assert is_held(tmp_path)


GREEDY = """
import sys
from pathlib import Path
from leadctl.book.journal.lock import locked
turns = Path(sys.argv[1]) / "turns"
print(end=".", flush=True)
while True:
    with locked(Path(sys.argv[1]), "greedy"):
        turns.write_text(f"{int(turns.read_text()) + 1:09}")
"""


@pytest.mark.timed
def test_who_waits_has_its_turn_among_those_who_ask_again_at_once(tmp_path: Path) -> None:
    """Others take the lock again and again: most times not 40 times while one waits (a busy machine
    may stop whoever is about to wait); no alarm is left.
    """
    turns, waited = tmp_path / "turns", []
    turns.write_text("0")
    words = [sys.executable, "-c", GREEDY, str(tmp_path)]
    others = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(3)]
    try:
        assert all(one.stdout and one.stdout.read(1) for one in others)
        while sum(map(bool, waited)) < 20:  # others are slow to begin on a busy machine
            before = int(turns.read_text() or 0)  # empty for a moment while it is written
            with locked(tmp_path, "patient", timeout=30):
                waited.append(int(turns.read_text()) - before if before else 0)
        assert median(filter(None, waited)) < 40, waited
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    finally:
        for one in others:
            one.kill()
            one.communicate()
