"""Further rows of the battery: imports run again, damaged indexes, readers beside git, network."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from crash_book import PROJECT, SOAK, command, environment, make_book, run, seen
from machine import needs_clock, needs_strace
from striking import Strike, fresh, held
from striking import run as strike
from whole_book import make_whole_book

from leadctl.book.index import store
from leadctl.book.own_files.places import id_from_key
from leadctl.errors import Busy

Tally = Callable[[int], None]
NOW = "--now 2026-11-20T15:00:00Z --as sam"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book, and a list of fifty people beside its leads."""
    book: Cli = make_whole_book(tmp_path_factory.mktemp("template"))
    rows = "".join(f"{n},Person {n},p{n}@example.com\n" for n in range(50))
    (book.cwd / "fifty.csv").write_text(f"Id,Name,Email\n{rows}")
    return book.cwd


@pytest.mark.battery(8)
def test_a_killed_import_run_again_gives_the_same_bytes(
    template: Path, memory: Path, tally: Tally
) -> None:
    """Whatever call an import of fifty rows is killed at, the same import again makes the same
    files as one that was never disturbed.
    """
    words = f"{NOW} import fifty.csv --source crm"
    whole = strike(fresh(template, memory / "whole"), words)
    assert whole.code == 0, whole.err
    expected = held(memory / "whole")
    calls = range(1, len(whole.calls) + 1)
    chosen = calls if SOAK else random.Random(3).sample(list(calls), 4)
    for number in chosen:
        tally(1)
        root = fresh(template, memory / "book")
        strike(root, words, Strike(number, "kill"))
        again = strike(root, words)
        assert again.code == 0, (number, again.err)
        assert held(root) == expected, (number, whole.calls[number - 1])


@pytest.mark.battery(15)
def test_a_damaged_index_changes_no_answer(template: Path, memory: Path, tally: Tally) -> None:
    """Bytes of the index flipped, cut off or gone: every list says the same as without an index."""
    root = fresh(template, memory / "book")
    cli = Cli(root).acting("sam").noting()
    lists = ("list --format json", "due --all --format json", "list ben --format ids")
    expected = [cli.given(LEADCTL_INDEX="off").fast(words).out for words in lists]
    path, rng = root / ".leadctl" / store.FILE, random.Random(4)
    for _ in range(60 if SOAK else 3):
        tally(1)
        cli.fast("list")
        data = bytearray(path.read_bytes())
        for _ in range(rng.randrange(1, 40)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data[: rng.choice((len(data), len(data), rng.randrange(len(data))))])
        assert [cli.fast(words).out for words in lists] == expected


@pytest.mark.battery(11)
def test_readers_beside_git_lose_no_lead(tmp_path: Path, tally: Tally) -> None:
    """While git checks out one state and another without a pause, a read gives every lead, whole,
    or says that git leaves it no moment; most of them give every lead.
    """
    root = tmp_path / "book"
    make_book(root, *map(str, range(30)))

    def git(*words: str) -> None:
        own = ("-c", "user.name=x", "-c", "user.email=x@x", "-c", "core.fsync=none")
        subprocess.run(["git", *own, *words], cwd=root, check=True, capture_output=True)

    git("init", "-q", "-b", "one")
    git("add", ".")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "two")
    run(root, "status", "Won", *map(str, range(30)))
    git("commit", "-qam", "two")
    loop = "while true; do git checkout -q one; git checkout -q two; done"
    with subprocess.Popen(["bash", "-c", loop], cwd=root, stderr=subprocess.DEVNULL) as switching:
        try:
            times, told = 300 if SOAK else 15, 0
            for _ in range(times):
                tally(1)
                try:
                    assert len(seen(root)) == 30
                except Busy as error:
                    assert "again and again" in str(error)
                    told += 1
            assert told < times / 3
        finally:
            switching.kill()


@pytest.mark.battery(10)
def test_writers_on_many_leads_lose_nothing(memory: Path, tally: Tally) -> None:
    """Eight processes, each on a lead of its own: every call is stored."""
    root, keys = memory / "book", list("abcdefgh")
    book = make_book(root, *keys)
    times = 500 if SOAK else 10
    writers = [
        subprocess.Popen(
            command(root, "append", key, str(times)), env=environment(), stdout=subprocess.DEVNULL
        )
        for key in keys
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    tally(8 * times)
    assert [len(book.load(id_from_key(key)).events("call")) for key in keys] == [times] * 8


BARE = """
import fcntl, os, sys, time
root, times, wait = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
def sync(handle):
    os.fsync(handle)
    time.sleep(wait)
for number in range(times):
    lock = os.open(root + "/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    for name in ("temp", "journal"):
        handle = os.open(f"{root}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(handle, b"x" * 2000); sync(handle); os.close(handle)
    folder = os.open(root, os.O_RDONLY)
    sync(folder); os.rename(f"{root}/temp", f"{root}/lead"); sync(folder)
    handle = os.open(f"{root}/journal", os.O_WRONLY); sync(handle); os.close(handle)
    os.rename(f"{root}/journal", f"{root}/done"); sync(folder)
    os.close(folder); os.close(lock)
"""
WAIT = "0.005"
"""Seconds that an fsync takes of a plain disk; those that stand in for one do not wait at all."""


@pytest.mark.timed
@pytest.mark.battery(10)
@pytest.mark.skipif(not SOAK, reason="a matter of speed: measured in a soak alone")
def test_eight_writers_keep_up_with_a_bare_loop(tmp_path: Path, tally: Tally) -> None:
    """Eight writers take at most three times as long as eight bare loops of the same locks and
    fsyncs, in the same minutes; each time on a new lead, which grows to 160 calls.
    """
    bare = tmp_path / "bare"
    bare.mkdir()
    (tmp_path / "bare.py").write_text(BARE)
    ratios = []
    for number in range(3):
        root = tmp_path / f"book{number}"
        make_book(root, "a")
        loops = [sys.executable, "-S", str(tmp_path / "bare.py"), str(bare), "20", WAIT]
        floor = _took(*[loops] * 8)
        ours = _took(*[command(root, "slowly", "a", "20", WAIT)] * 8)
        ratios.append(ours / floor)
        tally(8 * 20)
    assert sorted(ratios)[1] <= 3, ratios


def _took(*commands: list[str]) -> float:
    began = time.monotonic()
    writers = [
        subprocess.Popen(one, env=environment(), stdout=subprocess.DEVNULL) for one in commands
    ]
    assert [writer.wait() for writer in writers] == [0] * len(commands)
    return time.monotonic() - began


@needs_strace
@pytest.mark.battery(25, 26)
@pytest.mark.parametrize("words", ["list", "note ben hello", "import more.csv", "doctor"])
def test_nothing_runs_but_git_and_nothing_is_asked_of_the_network(
    words: str, template: Path, tmp_path: Path, tally: Tally
) -> None:
    """A book that names commands wherever it can runs none; no socket is opened."""
    root = fresh(template, tmp_path / "book")
    ben = next((root / "leads").rglob("ben*"))
    ben.write_text(ben.read_text().replace("[extra]", '[extra]\ncommand = "touch pwned"'))
    log = tmp_path / "log"
    trace = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=execve,socket,connect"]
    tally(1)
    subprocess.run(
        [*trace, sys.executable, "-m", "leadctl", *NOW.split(), *words.split()],
        cwd=root,
        env={**ENV, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=False,
    )
    text = log.read_text()
    started = re.findall(r'execve\("([^"]+)"[^\n]* = 0', text)[1:]
    assert {Path(program).name for program in started} <= {"git"}, started
    assert not re.findall(r"socket\(AF_INET6?\b", text)
    assert not (root / "pwned").exists()


CANARY = "Zanzibarova"


@pytest.mark.battery(27)
@pytest.mark.parametrize(
    "harm",
    [
        ("\n]", "\n"),
        ('status = "', "status = 5 # "),
        ("history = [", "<<<<<<< ours\nhistory = ["),
        ('pipeline = "streeteasy-buyer"', 'pipeline = "gone"'),
        ("event = ", "evnt = "),
    ],
)
def test_no_message_about_a_broken_file_tells_the_person(
    harm: tuple[str, str], cli: Cli, tally: Tally
) -> None:
    """The name, number and note in a file that is at fault stand in no error."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").noting()
    book.fast("add", f"Xenia {CANARY}", f"email={CANARY.lower()}@example.com")
    book.fast("note", CANARY, f"{CANARY} said so")
    path = next((book.cwd / "leads").rglob("*.toml"))
    path = path.rename(path.with_name(f"lead-{path.stem[-8:]}.toml"))
    path.write_text(path.read_text().replace(*harm))
    for words in ("list", "due", "check", "report", f"note {path.stem[-8:]} hello"):
        tally(1)
        done = subprocess.run(
            [sys.executable, "-m", "leadctl", *book.words(words)],
            cwd=book.cwd,
            env=ENV,
            capture_output=True,
            text=True,
            check=False,
        )
        assert CANARY.lower() not in done.stderr.lower(), (words, done.stderr)
        assert "Traceback" not in done.stderr


ZONES = ("America/New_York", "Australia/Lord_Howe", "Europe/London", "Pacific/Apia")
MOMENTS = (
    "2026-03-08 01:59:50",
    "2026-11-01 01:30:00",
    "2028-02-29 12:00:00",
    "2026-12-31 23:59:58",
)


@pytest.mark.battery(29)
@needs_clock
@pytest.mark.parametrize("zone", ZONES if SOAK else ZONES[:2])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_list_does_not_depend_on_the_machines_zone(
    zone: str, moment: str, template: Path, memory: Path, tally: Tally
) -> None:
    """At a gap, a fold, the 29th of February and the year's end the list is the same wherever the
    machine stands, and a clock set back an hour changes no order of events.
    """
    root = fresh(template, memory / "book")
    tally(1)
    said = []
    for here in ("UTC", zone):
        done = subprocess.run(
            ["faketime", f"{moment} UTC", sys.executable, "-m", "leadctl", "--as", "sam",
             "due", "--all", "--format", "json"],
            cwd=root,
            env={**ENV, "TZ": here, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]


@pytest.mark.battery(18)
def test_one_bad_file_of_a_thousand(cli: Cli, tally: Tally) -> None:
    """999 of 1,000 leads are listed, one sentence tells of the other, exit 5."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    rows = "".join(f"Lead {n},l{n}@example.com\n" for n in range(1000))
    (cli.cwd / "in.csv").write_text(f"Name,Email\n{rows}")
    book = cli.inside("book").noting()
    book.fast("import ../in.csv")
    path = next((book.cwd / "leads").rglob("lead-500-*"))
    path.write_text("id = ")
    tally(1000)
    ran = book.exits(5, None).fast("list --format ids")
    assert len(ran.lines) == 999
    assert ran.err.count("leads/") == 1
