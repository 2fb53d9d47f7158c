"""How fast it is: every promise beside the bare limit that is measured in the same run.

`make bench` measures books of 100, 1,000, 10,000 and 100,000 leads, says what is missed, and ends
with 1 where anything is. `--write` puts the table and the picture into docs/speed.md; `--sizes
100,1000` measures less.
"""

from __future__ import annotations

import argparse
import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import peers
from invented import export_of, made_book, some_ids
from limits import CLICK, CLICK_SQLITE, CREATE, PARSE, PLAIN, REWRITE, STATS
from measuring import MOST_ROUNDS, Job, Row, Run, in_turn, ours, python, run
from speed_page import page

LARGE = 10_000
"""From so many leads on, bulk work is promised a ratio; below, starting is most of it."""
COMPLETE = {"_LEADCTL_COMPLETE": "bash_complete"}


def completing(line: str, book: Path) -> Job:
    """Return the completion of a line being typed."""
    words = line.split(" ")
    env = {**COMPLETE, "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return Job((sys.executable, "-m", "leadctl"), book, env)


def start_up() -> Iterator[Row]:
    """Yield how long it takes to say anything at all."""
    click = python(CLICK)
    for words in (["--version"], ["--help"], ["due", "--help"], ["import", "--help"]):
        job = Job((sys.executable, "-m", "leadctl", *words))
        yield in_turn(" ".join(words), 0, job, CLICK, click, 1.2, rounds=11)
    job = completing("leadctl st", Path.cwd())
    yield in_turn("complete a command", 0, job, CLICK, click, 1.2, rounds=11)


def reads(book: Path, leads: int) -> Iterator[Row]:
    """Yield how long the daily questions take, warm."""
    one = some_ids(book, 1)[0]
    for words in (["due"], ["report"], ["report", "status"], ["show", one]):
        run(ours(*words, cwd=book))
    base, name = (python(CLICK_SQLITE), CLICK_SQLITE)
    small = leads <= 1000
    limit, most = (base, 1.4) if small else (python(STATS, str(book / "leads")), 1.3)
    said = name if small else "that + scandir, stat"
    rounds = 7 if leads <= 10_000 else 3
    yield in_turn("due", leads, ours("due", cwd=book), said, limit, most, rounds=rounds)
    next_ = 1.1 if not small else 1.4
    job = ours("due", "--next", cwd=book)
    yield in_turn("due --next", leads, job, said, limit, next_, rounds=rounds)
    job = ours("report", "status", cwd=book)
    yield in_turn("report status", leads, job, said, limit, most, rounds=rounds)
    for words in (["report"], ["report", "funnel"]):
        job = ours(*words, cwd=book)
        yield in_turn(" ".join(words), leads, job, said, limit, most, rounds=rounds)
    few = "unit " + "3" * (len(str(leads)) - 2)
    job = ours("find", few, cwd=book)
    yield in_turn("find, some hits", leads, job, said, limit, most, rounds=rounds)
    if small:
        yield in_turn("list", leads, ours("list", cwd=book), said, limit, most, rounds=rounds)
    yield in_turn("show ID", leads, ours("show", one, cwd=book), name, base, 1.4, rounds=rounds)
    if leads <= LARGE:
        yield in_turn("complete an id", leads, completing(f"leadctl show {one[:3]}", book),
                      name, base, 1.6, rounds=rounds)  # fmt: skip


def writes(book: Path, leads: int) -> Iterator[Row]:
    """Yield how long a command on one lead takes among so many."""
    one, base = some_ids(book, 1, "streeteasy-buyer")[0], python(CLICK_SQLITE)
    number = iter(range(10_000))

    def moved() -> Job:
        to = "Nurture"
        return ours("status", "set", one, to, "--force", "--reason", "bench", cwd=book)

    jobs: dict[str, Callable[[], Job]] = {
        "status set ID": moved,
        "log ID": lambda: ours("log", one, "call", cwd=book),
        "add": lambda: ours("add", f"New {next(number)}", cwd=book),
    }
    for work, job in jobs.items():
        yield in_turn(work, leads, job(), CLICK_SQLITE, base, 2.5, rounds=5)


def changed(book: Path, leads: int) -> Iterator[Row]:
    """Yield what the first read after a change costs: a warm one and 1.5 times parsing those."""
    paths = sorted((book / "leads").rglob("*.toml"))
    for work, count in (("due after one edit", 1), ("due after 100 edits", 100)):
        found: tuple[list[Run], list[Run]] = [], []
        for _ in range(min(5, MOST_ROUNDS[0])):
            warm = run(ours("due", cwd=book))
            for path in paths[:count]:
                with path.open("a") as file:
                    file.write("# seen\n")
            found[0].append(run(ours("due", cwd=book)))
            parse, start = run(python(PARSE, str(book / "leads"), str(count))), run(python(PLAIN))
            found[1].append(_with_parsing(warm, parse, start))
        yield Row(work, leads, found[0], "warm + 1.5 parsing those", found[1], 1.0)


def pulled(book: Path, leads: int) -> Row:
    """Return what the first read after git has put other versions of 100 files in place costs."""
    git = ("git", "-C", str(book), "-c", "user.name=B", "-c", "user.email=b@example.com")

    def run_git(*words: str) -> None:
        subprocess.run([*git, *words], check=True, capture_output=True)

    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one"), ("branch", "one")):
        run_git(*words)
    for path in sorted((book / "leads").rglob("*.toml"))[:100]:
        with path.open("a") as file:
            file.write("# pulled\n")
    run_git("commit", "-qam", "two")
    run_git("branch", "two")
    found: tuple[list[Run], list[Run]] = [], []
    for number in range(min(4, MOST_ROUNDS[0])):
        run(ours("due", cwd=book))
        warm = run(ours("due", cwd=book))
        run_git("checkout", "-q", "two" if number % 2 else "one")
        found[0].append(run(ours("due", cwd=book)))
        parse, start = run(python(PARSE, str(book / "leads"), "100")), run(python(PLAIN))
        found[1].append(_with_parsing(warm, parse, start))
    subprocess.run(["rm", "-rf", str(book / ".git")], check=True)
    return Row(
        "due after a pull of 100", leads, found[0], "warm + 1.5 parsing those", found[1], 1.0
    )


def _with_parsing(warm: Run, parse: Run, start: Run) -> Run:
    """Return a warm run and one and a half times of parsing, the start of Python left out."""
    return Run(
        warm.seconds + 1.5 * max(0.0, parse.seconds - start.seconds),
        warm.processor + 1.5 * max(0.0, parse.processor - start.processor),
        max(warm.megabytes, parse.megabytes),
    )


def first(book: Path, leads: int) -> Iterator[Row]:
    """Yield what the first index takes, and the first list, beside parsing the files."""
    index = book / ".leadctl"

    def drop() -> None:
        for path in index.glob("index.*"):
            path.unlink()

    parse = python(PARSE, str(book / "leads"), "0")
    rounds = 3 if leads <= 10_000 else 1
    job = ours("due", "--next", cwd=book, before=drop)
    yield in_turn("first due", leads, job, "parsing, two processes", parse, 1.3, rounds=rounds)


def imports(folder: Path, leads: int) -> Iterator[Row]:
    """Yield how long importing takes, beside a bare loop creating the same files; importing the
    same once more; and changing many of them, beside rewriting those files.
    """
    export = folder / f"export-{leads}.csv"
    with export.open("w") as file:
        file.writelines(export_of(leads))
    found: tuple[list[Run], list[Run], list[Run]] = [], [], []
    rounds = min(3 if leads <= LARGE else 1, MOST_ROUNDS[0])
    for number in range(rounds):  # in a new place each time: what was just removed slows the disk
        book = folder / f"imported-{number}-{leads}"
        run(ours("init", str(book), "-p", "streeteasy-buyer", "--no-input", "--agent", "Sam"))
        job = ours("import", str(export), "--source", "Bench", cwd=book)
        pack = folder / f"pack-{leads}"
        found[0].append(run(job))
        found[1].append(_created(book, pack, folder / f"bare-{number}-{leads}"))
        found[2].append(run(job))
    yield Row("import", leads, found[0], "a bare loop", found[1], 2.0)
    yield Row("import once more", leads, found[2], "the import", found[0], 1 / 3)
    yield changed_at_once(book, leads)


def _created(book: Path, pack: Path, place: Path) -> Run:
    """Return a run of a bare loop that creates the files of a book."""
    if not pack.exists():
        paths = sorted((book / "leads").rglob("*.toml"), key=lambda path: path.stat().st_ino)
        with pack.open("wb") as out:
            for path in paths:
                marshal.dump((str(path.relative_to(book)), path.read_bytes()), out)
    os.sync()
    count = sum(1 for _ in (book / "leads").rglob("*.toml"))
    return run(python(CREATE, str(pack), str(place), str(count)))


def changed_at_once(book: Path, leads: int) -> Row:
    """Return how long moving at most 10,000 leads takes, beside rewriting those files."""
    wanted = set(some_ids(book, min(10_000, leads)))
    ids = "\n".join(sorted(wanted)).encode()
    paths = "\n".join(str(p) for p in (book / "leads").rglob("*.toml") if p.stem[-8:] in wanted)
    found: tuple[list[Run], list[Run]] = [], []
    for status in ("Nurture", "Unresponsive", "Nurture")[: MOST_ROUNDS[0]]:
        words = ("status", "set", "-", status, "--force", "--reason", "b")
        os.sync()
        found[0].append(run(ours(*words, cwd=book, typed=ids)))
        os.sync()
        bare = python(REWRITE, str(book / ".leadctl"))
        found[1].append(run(replace(bare, typed=paths.encode())))
    return Row("status set - < ids", leads, found[0], "rewriting those files", found[1], 3.0)


def all_rows(folder: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """Yield every line of the table."""
    yield from start_up()
    for leads in sizes:
        book = made_book(folder, leads)
        if leads >= LARGE:
            yield from first(book, leads)
        yield from reads(book, leads)
        yield from changed(book, leads)
        yield pulled(book, leads)
        yield from writes(book, leads)
        if leads >= LARGE:
            yield from imports(folder, leads)
        subprocess.run(["rm", "-rf", *map(str, folder.glob(f"*-{leads}"))], check=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 where a promise is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000,100000", help="of the books")
    parser.add_argument("--in", dest="folder", help="where to work; else a folder that is removed")
    parser.add_argument("--rounds", type=int, default=99, help="so often at most")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    typed = parser.parse_args(argv)
    MOST_ROUNDS[0] = typed.rounds
    sizes = [int(size) for size in typed.sizes.split(",")]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=typed.folder) as name:
        for row in all_rows(Path(name), sizes):
            rows.append(row)
            sys.stdout.write(line(row) + "\n")
            sys.stdout.flush()
        others = list(peers.all_measured(Path(name), sizes))
    _, missing = peers.installed()
    sys.stdout.write(f"Not installed, so not measured: {', '.join(missing) or 'none'}\n")
    for peer, leads, runs in others:
        took = sorted(one.processor for one in runs)[len(runs) // 2]
        sys.stdout.write(f"{peer}, {leads} leads: {took:.3f} s processor\n")
    missed = [row for row in rows if row.missed]
    if typed.write:
        page(rows, others, missing)
    for row in missed:
        sys.stdout.write(f"MISSED: {line(row)}\n")
    return 1 if missed or not rows else 0


def line(row: Row) -> str:
    """Return one line of the table for a terminal."""
    wall, cpu = row.middle("seconds"), row.middle("processor")
    low, high = row.spread()
    memory = max(one.megabytes for one in row.ours)
    return (
        f"{row.work:<20}{row.leads:>8} {wall[0]:8.3f}s {cpu[0]:8.3f}s"
        f"  cpu x{row.ratio('processor'):.2f} ({low:.2f}-{high:.2f})"
        f"  wall x{row.ratio('seconds'):.2f}  at most x{row.most:.2f}"
        f" {row.limit:<26}{memory:5.0f} MB{'  over' if row.missed else ''}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
