"""How fast it is: every promise beside the bare limit that is measured in the same run.

Ratios count, not seconds: `make bench`, or with another size
`python tests/bench/bench.py --leads 20000`. It prints, and never fails a build.
"""

from __future__ import annotations

import argparse
import marshal
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
ENV = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(ROOT),
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
LEADCTL = ("-m", "leadctl", "--now", "2026-11-20T15:00:00Z")
CLICK = ("-c", "import click")
CLICK_SQLITE = ("-c", "import click, sqlite3")
STATS = """
import click, os, sqlite3, sys
def walk(folder):
    for entry in os.scandir(folder):
        walk(entry.path) if entry.is_dir() else entry.stat()
walk(sys.argv[1])
"""
PARSE = """
import os, sys
from pathlib import Path
from leadctl.book.text.toml_read import parse_toml
def walk(folder):
    for name in sorted(os.listdir(folder)):
        path = f"{folder}/{name}"
        if name.endswith(".toml"):
            with open(path, "rb") as file:
                parse_toml(file.read().decode(), name)
        else:
            walk(path)
walk(sys.argv[1])
"""
CREATE = """
import marshal, os, sys
made = set()
with open(sys.argv[1], "rb") as pack:
    for _ in range(int(sys.argv[3])):
        path, data = marshal.load(pack)
        path = f"{sys.argv[2]}/{path}"
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(folder)
            made.add(folder)
        with open(path, "wb") as file:
            file.write(data)
"""
"""Creates the files of a book from a pack of them, without any care for a crash."""


@dataclass(frozen=True)
class Run:
    """One run of Python: how long it took, of that on a processor, and the most memory it held."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Row:
    """One line of the table: `most` times the limit is promised."""

    work: str
    ours: Run
    limit: str
    bare: Run
    most: float

    @property
    def ratio(self) -> float:
        """Return how many times the limit it took."""
        return self.ours.seconds / self.bare.seconds

    @property
    def processor_ratio(self) -> float:
        """Return the same in processor time, which a busy machine does not stretch."""
        return self.ours.processor / self.bare.processor


def run(*words: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> Run:
    """Run Python once; a command that fails stops the benchmark."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *words],
        cwd=cwd,
        env={**ENV, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}\n{said.decode()}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(
    ours: Sequence[str],
    limit: Sequence[str],
    *,
    rounds: int,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
) -> tuple[Run, Run]:
    """Run a command and its limit in turn, so that a busy moment slows both; take the medians."""
    both: tuple[list[Run], list[Run]] = ([], [])
    for _ in range(rounds):
        both[0].append(run(*ours, cwd=cwd, env=env))
        both[1].append(run(*limit))
    return middle(both[0]), middle(both[1])


def middle(runs: Sequence[Run]) -> Run:
    """Return the medians of several runs, and the most memory of any."""
    return Run(
        median(one.seconds for one in runs),
        median(one.processor for one in runs),
        max(one.megabytes for one in runs),
    )


def export_of(rows: int) -> Iterator[str]:
    """Yield the lines of another system's export of invented people."""
    yield "id,First Name,Last Name,Email 1,Phone 1,Tags,Lead Source,Created At,Notes,Budget\n"
    for i in range(rows):
        phone = f"({212 + i // 10_000_000}) {200 + i // 10_000 % 800}-{i % 10_000:04d}"
        yield (
            f"{i},Ana{i % 977},Lopez{i},ana{i}@example.com,{phone},"
            f'"brooklyn, two bedroom",Portal,2026-{1 + i % 11:02d}-{1 + i % 28:02d} 10:30,'
            f"Wants light and a short walk to the train ({i}),{300_000 + i}\n"
        )


def init(book: Path) -> None:
    """Make an empty book."""
    run(*LEADCTL, "init", str(book), "-p", "streeteasy-buyer", "--no-input",
        "--timezone", "America/New_York")  # fmt: skip


def made_book(folder: Path, rows: int) -> Path:
    """Make an empty book, and beside it an export with so many rows."""
    init(folder / "book")
    with (folder / "export.csv").open("w") as file:
        file.writelines(export_of(rows))
    return folder / "book"


def packed(book: Path, target: Path) -> int:
    """Write all files of a book's leads into one, for the bare loop to create them again.

    They are in the order of their making, as in the import. Return how many there are.
    """
    paths = sorted((book / "leads").rglob("*.toml"), key=lambda path: path.stat().st_ino)
    with target.open("wb") as pack:
        for path in paths:
            marshal.dump((str(path.relative_to(book)), path.read_bytes()), pack)
    return len(paths)


def start_up() -> Iterator[Row]:
    """Yield how long it takes to say anything at all."""
    completing = {
        "_LEADCTL_COMPLETE": "bash_complete",
        "COMP_WORDS": "leadctl st",
        "COMP_CWORD": "1",
    }
    for work, words, env in (
        ("--version", ["-m", "leadctl", "--version"], {}),
        ("--help", ["-m", "leadctl", "--help"], {}),
        ("completion of a command", ["-m", "leadctl"], completing),
    ):
        ours, limit = in_turn(words, CLICK, rounds=11, env=env)
        yield Row(work, ours, "import click", limit, 1.2)


def imports(folder: Path, book: Path) -> Iterator[Row]:
    """Yield how long importing takes, beside a bare loop creating the same files."""
    words = (*LEADCTL, "import", str(folder / "export.csv"), "--source", "Bench")
    runs: list[tuple[Run, Run, Run]] = []
    pack = folder / "pack"
    for number in range(3):
        fresh = folder / f"fresh-{number}" if number else book
        if number:
            init(fresh)
        first, again = run(*words, cwd=fresh), run(*words, cwd=fresh)
        count = str(packed(fresh, pack))
        os.sync()  # what the import wrote is not to slow the loop down
        bare = run("-c", CREATE, str(pack), str(folder / f"bare-{number}"), count)
        os.sync()
        runs.append((first, again, bare))
    first, again, bare = map(middle, zip(*runs, strict=True))
    yield Row("import", first, "bare loop", bare, 2.0)
    yield Row("re-import", again, "first import", first, 0.33)


def questions(book: Path, leads: int) -> Iterator[Row]:
    """Yield how long the daily commands take among so many leads."""
    rounds = 7 if leads <= 1000 else 2
    due = (*LEADCTL, "due", "--format", "json")
    if leads <= 1000:
        ours, limit = in_turn(due, CLICK_SQLITE, rounds=rounds, cwd=book)
        yield Row(f"due, {leads}", ours, "import click, sqlite3", limit, 1.4)
    else:
        ours, stats = in_turn(due, ("-c", STATS, str(book / "leads")), rounds=rounds, cwd=book)
        parse = run("-c", PARSE, str(book / "leads"))
        yield Row(f"due, {leads}", ours, "scandir and stat", stats, 1.5)
        yield Row(f"due, {leads}", ours, "parsing all files", parse, 1.3)
        report = run(*LEADCTL, "report", "status", "--format", "json", cwd=book)
        yield Row("report status", report, "due", ours, 2.0)
    lead_id = next((book / "leads").rglob("*.toml")).stem[-8:]
    words = (*LEADCTL, "status", "set", lead_id, "Nurture", "--force", "--reason", "bench")
    ours, limit = in_turn(words, CLICK_SQLITE, rounds=5, cwd=book)
    work = f"status set by id, {leads}"
    yield Row(work, ours, "import click, sqlite3", limit, 2.0)


def table(rows: Sequence[Row]) -> str:
    """Return the table: seconds by the clock, their ratio, and that of processor time."""
    head = (
        f"{'work':<26}{'took':>9}  {'limit':<22}{'took':>9}"
        f"{'ratio':>8}{'cpu':>7}{'at most':>9}{'MB':>6}"
    )
    lines = [head, "-" * len(head)]
    for row in rows:
        over = min(row.ratio, row.processor_ratio) > row.most
        lines.append(
            f"{row.work:<26}{row.ours.seconds:8.2f}s  {row.limit:<22}{row.bare.seconds:8.2f}s"
            f"{row.ratio:8.2f}{row.processor_ratio:7.2f}{row.most:9.2f}{row.ours.megabytes:6.0f}"
            f"{'  over' if over else ''}"
        )
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000, metavar="N", help="of the large book")
    parser.add_argument("--in", dest="folder", help="where to work; else a folder that is removed")
    typed = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=typed.folder) as name:
        folder = Path(name)
        rows = list(start_up())
        for leads in (100, typed.leads):
            (folder / str(leads)).mkdir()
            book = made_book(folder / str(leads), leads)
            found = list(imports(folder / str(leads), book))
            rows += found if leads == typed.leads else []
            rows += questions(book, leads)
        sys.stdout.write(f"{typed.leads} leads, Python {sys.version.split()[0]}\n{table(rows)}")


if __name__ == "__main__":
    main()
