"""One import is one operation: stopped, killed, doubled or refused in part, the book is whole."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from halting import halting, wait_until_halted

from leadctl.book.journal.lock import is_held
from leadctl.book.side_process import can_fork

SOAK = bool(os.environ.get("LEADCTL_SOAK"))
ROWS = 1000
"""So many that their rows are read in a second process, where there is a processor for it."""
POINTS = [*range(1, ROWS, 50)] if SOAK else [1, 400, ROWS]
"""Before which of its new files an import is killed."""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """An empty book beside a file of many people, in which notes may be printed."""
    return new_book(cli, "book")


def new_book(cli: Cli, name: str) -> Cli:
    """Make an empty book beside a file of many people."""
    made = f"init {name} --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC"
    cli.noting().fast(made)
    people = (f"Person {n},person{n}@example.com\n" for n in range(ROWS))
    (cli.cwd / "people.csv").write_text("name,email\n" + "".join(people))
    return cli.inside(name).noting()


def files(book: Cli) -> dict[str, bytes]:
    """Return the bytes of every lead's file, straight from the disk."""
    found = (book.cwd / "leads").rglob("*.toml")
    return {str(path.relative_to(book.cwd)): path.read_bytes() for path in found}


def started(book: Cli, *command: str) -> subprocess.Popen[bytes]:
    """Start the import of the people, in a process group of its own."""
    words = book.words("import", "../people.csv")
    return subprocess.Popen(
        [*(command or (sys.executable, "-m", "leadctl")), *words],
        cwd=book.cwd,
        env=ENV,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def children(parent: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    try:
        return [
            int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        ]
    except OSError:
        return []


def runs(pid: int) -> bool:
    """Whether a process is there, and not only its end that nobody asked for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def halted(book: Cli, at: int) -> subprocess.Popen[bytes]:
    """Start the import, and return once it is about to make the file of this number."""
    running = started(book, *halting(at, "leadctl"))
    wait_until_halted(running)
    return running


def stopped(book: Cli, number: signal.Signals, at: int) -> tuple[int, bytes]:
    """Start the import, end it before the file of this number, return its code and stderr."""
    running = halted(book, at)
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # as a terminal does: every process of the command has it
    else:
        running.send_signal(number)
    _, said = running.communicate(timeout=60)
    return running.returncode, said


@pytest.fixture
def undisturbed(cli: Cli) -> dict[str, bytes]:
    """Return the files that the import makes when nothing happens to it."""
    book = new_book(cli, "undisturbed")
    book.fast("import ../people.csv")
    return files(book)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_the_book_as_it_was(
    book: Cli, undisturbed: dict[str, bytes], number: signal.Signals, code: int
) -> None:
    """Stopped in its middle an import takes back what it wrote; run again, it is whole."""
    ended, said = stopped(book, number, 300)
    assert ended == code, said
    assert b"Traceback" not in said
    assert book.fast("list --format ids").out == ""
    assert files(book) == {}
    book.fast("import ../people.csv")
    assert files(book) == undisturbed


def test_killed_at_any_moment_and_run_again(cli: Cli, undisturbed: dict[str, bytes]) -> None:
    """However far a killed import came, readers see none of it, and a re-run makes the same."""
    for point in POINTS:
        book = new_book(cli, f"killed-{point}")
        code, _ = stopped(book, signal.SIGKILL, point)
        assert code == -signal.SIGKILL
        assert len(files(book)) == point - 1
        assert book.fast("list --format ids").out == ""
        book.fast("import ../people.csv")
        assert files(book) == undisturbed


def test_twice_at_the_same_time(book: Cli, undisturbed: dict[str, bytes]) -> None:
    """Of two imports at once one makes the leads, and the other finds them all there."""
    runs = [started(book) for _ in range(2)]
    told = sorted(run.communicate(timeout=60)[0].decode() for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert told == [f"{ROWS} lines: {ROWS} {what}.\n" for what in ("already here", "new people")]
    assert files(book) == undisturbed


def test_the_second_process_goes_with_the_first(book: Cli) -> None:
    """An import that is killed leaves no process behind, which would keep the lock."""
    with (book.cwd.parent / "people.csv").open("a") as people:
        people.writelines(f"Person {n},person{n}@example.com\n" for n in range(ROWS, 20 * ROWS))
    if not can_fork() or not Path("/proc/self/task").exists():
        pytest.skip("there is no second processor, or no /proc to see processes in")
    running = halted(book, 1)
    begun = children(running.pid)
    assert begun
    running.kill()
    running.communicate(timeout=60)
    deadline = time.monotonic() + 10
    while any(runs(pid) for pid in begun):
        assert time.monotonic() < deadline, "it is still there"
        time.sleep(0.01)
    assert book.fast("import ../people.csv").out.startswith(f"{20 * ROWS} lines")


@pytest.mark.skipif(not can_fork(), reason="there is no second processor")
def test_the_second_process_ends_while_it_only_looks_at_rows(book: Cli) -> None:
    """Killed before it was sent anything, an import leaves nobody at work behind either."""
    book.fast("import ../people.csv")
    with (book.cwd.parent / "people.csv").open("a") as people:
        people.writelines(f"Person {n},person{n}@example.com\n" for n in range(ROWS, 200 * ROWS))
    running = started(book)
    while not (begun := children(running.pid)) and running.poll() is None:
        time.sleep(0.001)
    running.kill()
    running.communicate(timeout=60)
    deadline = time.monotonic() + 1
    while any(map(runs, begun)):
        assert time.monotonic() < deadline, "it is still there"
        time.sleep(0.01)
    assert not is_held(book.cwd / ".leadctl")


def test_a_killed_second_process_is_not_missed(book: Cli, undisturbed: dict[str, bytes]) -> None:
    """Where the system kills it, for want of memory say, the import goes on without it."""
    running = started(book)
    while running.poll() is None:
        for pid in children(running.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert running.communicate(timeout=60)[0].decode() == f"{ROWS} lines: {ROWS} new people.\n"
    assert files(book) == undisturbed


def test_refused_rows_are_mended_and_imported_again(book: Cli) -> None:
    """Exit 3 where rows are refused, and a file of them that comes in once it is mended."""
    (book.cwd / "some.csv").write_text("name,email\nAna,ana@example.com\nBen,b@example.com,x\n,\n")
    ran = book.exits(3, "line 3: has 3 cells where the header has 2").fast("import some.csv")
    assert "1 new person, 1 refused" in ran.out
    rejected = book.cwd / "some.rejected.csv"
    lines = rejected.read_text().splitlines()
    assert lines[0] == "name,email,leadctl_reason,leadctl_line"
    mended = lines[1].replace("b@example.com,x,", "b@example.com,")
    rejected.write_text(f"{lines[0]}\n{mended}\n")
    assert "1 new" in book.fast("import some.rejected.csv").out
    assert len(book.fast("list --format ids").lines) == 2


def test_skip_bad_is_content_with_the_rest(book: Cli) -> None:
    """With --skip-bad the exit code is 0; the rows are told and kept all the same."""
    (book.cwd / "some.csv").write_text("name,email\nAna,ana@example.com\nBen,b@example.com,x\n")
    ran = book.noting("line 3: ").fast("import some.csv --skip-bad")
    assert "1 new person, 1 refused" in ran.out
    assert (book.cwd / "some.rejected.csv").exists()


def test_a_bar_is_drawn_on_a_terminal_only(book: Cli, cli: Cli) -> None:
    """On a terminal stderr has a progress bar; in a pipe there is none, nor with --quiet."""
    assert "Importing" not in book.fast("import ../people.csv").err
    assert "Importing" in _terminal_says(new_book(cli, "other"), [])
    assert "Importing" not in _terminal_says(new_book(cli, "third"), ["--quiet"])


def _terminal_says(book: Cli, options: list[str]) -> str:
    """Return what the import shows on a terminal."""
    main, end = pty.openpty()
    words = [sys.executable, "-m", "leadctl", *options, *book.words("import", "../people.csv")]
    with subprocess.Popen(words, cwd=book.cwd, env={**ENV, "TERM": "xterm"},
                          stdin=subprocess.DEVNULL, stdout=end, stderr=end):  # fmt: skip
        os.close(end)
        shown = b"".join(iter(lambda: _read(main), b""))
    os.close(main)
    return shown.decode()


def _read(terminal: int) -> bytes:
    """Return the next bytes; Linux reports the end of a terminal as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
