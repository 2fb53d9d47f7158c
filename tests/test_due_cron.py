"""What cron may rely on: silence, exit codes, no home, no terminal, nothing written, nothing lost.

RELIABILITY row 28. Every command line here runs in `env -i`.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli, Ran

NOW = "2026-11-20T15:00:00Z"
SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'
LATE = """\
id = "k7f3q9m2"
name = "Ana L\u00f3pez"
pipeline = "streeteasy-buyer"
status = "New Connection"
phone = "+14155550132"

history = [
    { at = 2026-11-20T14:05:00Z, event = "received", by = "import" },
]
"""
IDLE = LATE.replace("k7f3q9m2", "zzzz2222").replace("New Connection", "Sale Closed")
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "ics", "markdown", "html")


def made(folder: Path, **leads: str) -> Path:
    """Make a book with these leads, by the names of their files."""
    (folder / "leads" / "2026").mkdir(parents=True)
    (folder / "leadctl.toml").write_text(SETTINGS)
    for name, text in leads.items():
        (folder / "leads" / "2026" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with one lead that waits for an answer and one that is closed."""
    return made(tmp_path / "book", **{"ana-k7f3q9m2": LATE, "ana-zzzz2222": IDLE})


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    """A book in which nothing is due."""
    return made(tmp_path / "book", **{"ana-zzzz2222": IDLE})


def cron(book: Path, words: str, shell: str = "", code: int = 0, err: str = "") -> Ran:
    """Run the way cron does: `env -i`, /bin/sh, no terminal, no home; then `shell` after it."""
    line = [sys.executable, "-m", "leadctl", "-C", str(book), "--now", NOW, *shlex.split(words)]
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(line)} {shell}"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    assert ran.code == code, ran
    assert (err in ran.err) if err else ran.err == "", ran
    return ran


def files(book: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of the book, its index apart, with its bytes and when it was changed."""
    return {
        str(path.relative_to(book)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in book.rglob("*")
        if path.is_file() and not path.name.startswith("index.")
    }


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_due_says_nothing(idle: Path, format_name: str) -> None:
    """No byte in the formats that are mailed; the others stay what a program reads."""
    said = {"json": "[]\n", "table": "", "jsonl": "", "markdown": "", "html": ""}
    for option in ("", "--exit-code", "--next --advice --why"):
        ran = cron(idle, f"due --format {format_name} {option}")
        if format_name in said:
            assert ran.out == said[format_name]
        elif format_name == "ics":
            assert "VEVENT" not in ran.out
            assert ran.out.endswith("END:VCALENDAR\r\n")
        else:
            assert len(ran.lines) == 1


@pytest.mark.parametrize("format_name", FORMATS)
def test_something_due_is_printed_without_locale_home_or_terminal(
    book: Path, format_name: str
) -> None:
    """Each format has the row, its text in UTF-8; no colour and no question is in it."""
    ran = cron(book, f"due --format {format_name} --exit-code", code=10)
    assert "Ana L\u00f3pez" in ran.out
    assert "\x1b" not in ran.out
    assert "zzzz2222" not in ran.out


def test_reading_writes_nothing_and_takes_no_lock(book: Path) -> None:
    """No file but the index is made or changed, and the book's lock is left alone."""
    before = files(book)
    tracer = shutil.which("strace")
    if tracer is not None:
        log = book.parent / "trace"
        line = [sys.executable, "-m", "leadctl", "-C", str(book), "--now", NOW, "due", "--all"]
        subprocess.run(
            [tracer, "-f", "-e", "trace=openat,flock,fcntl,mkdir,rename,unlink", "-o", log, *line],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=True,
            timeout=120,
        )
        lines = [text for text in log.read_text().splitlines() if str(book) in text]
        touched = [text for text in lines if "/.leadctl/" not in text and '/.leadctl"' not in text]
        assert touched
        assert not [t for t in touched if "O_WRONLY" in t or "O_RDWR" in t or "O_CREAT" in t]
        assert "/.leadctl/lock" not in log.read_text()
    cron(book, "due --all")
    assert files(book) == before


def test_a_book_that_cannot_be_written_reads_the_same(book: Path) -> None:
    """Folders and files without the right to write give the same list."""
    writable = cron(book, "due --all --format json").out
    paths = [book, *book.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert cron(book, "due --all --format json").out == writable
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_one_broken_lead_and_one_broken_definition_hide_no_other(book: Path) -> None:
    """Both are named on stderr, exit 5, and the sound lead is in the list."""
    folder = book / "leads" / "2026"
    (folder / "eve-eeee2222.toml").write_text(LATE.replace("status = ", "status "))
    (book / "pipelines").mkdir()
    (book / "pipelines" / "odd.toml").write_text('schema = 1\nid = "odd"\n')
    odd = LATE.replace("k7f3q9m2", "bbbb2222").replace("streeteasy-buyer", "odd")
    (folder / "bob-bbbb2222.toml").write_text(odd)
    gone = LATE.replace("k7f3q9m2", "cccc2222").replace("streeteasy-buyer", "gone")
    (folder / "cleo-cccc2222.toml").write_text(gone)
    ran = cron(book, "due --format json --exit-code", code=5, err="eve-eeee2222.toml:4")
    assert "pipelines/odd.toml" in ran.err
    assert "cccc2222" in ran.err
    assert "Ana" not in ran.err
    assert [row["id"] for row in json.loads(ran.out)] == ["k7f3q9m2"]


def test_lost_output_is_never_a_success(book: Path) -> None:
    """A closed stdout or a full disk is no success where there was something to say."""
    for shell in (">&-", ">/dev/full"):
        line = [sys.executable, "-m", "leadctl", "-C", str(book), "--now", NOW, "due"]
        done = subprocess.run(
            ["/bin/sh", "-c", f"{shlex.join(line)} {shell}"],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode != 0, shell
        assert b"Traceback" not in done.stderr
        assert done.stderr.strip(), shell


def test_nothing_to_say_needs_no_stdout(idle: Path) -> None:
    """With a closed stdout nothing due is still a success."""
    cron(idle, "due", shell=">&-")
    cron(idle, "due", shell=">/dev/full")


def test_a_reader_that_stops_reading_is_no_error(book: Path) -> None:
    """`| head -1` gets its line, and nothing is said on stderr."""
    for count in range(60):
        name = f"aaaa{count:04d}"
        path = book / "leads" / "2026" / f"ana-{name}.toml"
        path.write_text(LATE.replace("k7f3q9m2", name), encoding="utf-8")
    assert cron(book, "due --all --format jsonl", shell="| head -1").out.count("\n") == 1


def test_the_crontab_lines_run_as_they_are(book: Path) -> None:
    """Each line that `leadctl cron` prints does its work in cron's own environment."""
    lines = cron(book, "cron --at 06:45 --mail me@example.com").lines
    jobs = [line for line in lines if line[:1].isdigit() or line.startswith("*")]
    assert lines[1] == "MAILTO=me@example.com"
    assert jobs[0].startswith("45 6 * * * ")
    assert " due" in jobs[0]
    assert " tick" in jobs[1]
    for job in jobs:
        command = job.split(" ", 5)[5].replace("\\%", "%")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SHELL": "/bin/sh"},
            cwd=os.sep,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == b""


def test_the_same_list_in_a_shell_with_a_locale(book: Path, cli: Cli) -> None:
    """A person's environment changes nothing in a pipe."""
    shell = cli.inside(book).given(HOME="/", LANG="de_DE.UTF-8", TERM="xterm").run("due")
    assert shell.out == cron(book, "due").out
