"""The battery at full length, as a table: row, what was tried, inputs, violations.

python tests/faults/soak.py            all of it, within an hour on two cores
python tests/faults/soak.py --fuzz N   so many inputs for each reader (0 leaves them out)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FUZZ = {"lead": 100_000, "csv": 100_000, "vcard": 100_000, "json": 100_000, "dates": 100_000,
        "definition": 50_000, "settings": 50_000, "journal": 50_000, "index": 50_000,
        "layout": 20_000, "scenarios": 20_000, "query": 20_000}  # fmt: skip
ROWS = {
    1: "killed, interrupted or stopped at each call of every writing command",
    2: "killed at random",
    3: "power loss replayed; known-bad ways of writing caught",
    4: "each call refused by the system, once and for good",
    5: "disk or inodes full, files limited in size",
    6: "fsync fails",
    7: "Ctrl-C and SIGTERM in an import",
    8: "a killed import run again",
    9: "left-over files in the making",
    10: "eight writers; the bare loop",
    11: "readers beside writers and beside git",
    12: "a held lock",
    13: "one import twice at once",
    14: "an editor open meanwhile",
    15: "index damaged, gone, old, edited within a tick",
    16: "conflict markers, mid-merge",
    17: "ids and statuses that do not fit",
    18: "one bad file of a thousand",
    19: "bytes kept: comments, unknown keys, CRLF",
    20: "a newer format",
    21: "fuzzing of every reader",
    22: "hostile names and links",
    23: "escapes on a terminal and in a pipe",
    24: "formulas in CSV",
    25: "commands named in a book",
    26: "the network",
    27: "personal data in errors",
    28: "lost output, closed streams, no home, no locale",
    29: "gaps, folds, zones, leap days",
}
ELSEWHERE = {
    "test_disk.py::test_a_file_size": (5,),
    "test_disk.py::test_a_full_disk": (5,),
    "test_disk.py::test_left_over": (9,),
    "test_disk.py::test_links": (22,),
    "test_disk.py::test_no_path": (22,),
    "test_disk.py::test_any_name": (22,),
    "test_kill.py::test_an_import": (7, 8),
    "test_many_writers.py::test_writers": (10,),
    "test_many_writers.py::test_readers": (11,),
    "test_many_writers.py::test_a_held": (12,),
    "test_many_writers.py::test_a_child": (12,),
    "test_many_writers.py::test_the_same_import": (13,),
    "test_many_writers.py::test_an_edit": (14,),
    "test_undisturbed.py": (7,),
    "test_index.py": (15,),
    "test_check.py": (16, 17),
    "test_unreadable.py": (16, 4),
    "test_lead_edit.py": (19,),
    "test_book.py::test_a_newer_format": (20,),
    "test_journal.py::test_a_newer": (20,),
    "test_lead_file.py::test_a_broken_file": (21,),
    "test_toml_lines.py::test_hostile": (21,),
    "test_odd_books.py": (22,),
    "test_terminal.py": (23,),
    "test_safe.py": (23,),
    "test_delimited.py": (24,),
    "test_cli.py::test_streams": (28,),
    "test_cli.py::test_a_bug": (27,),
    "test_done_but.py": (28, 6),
    "test_due_cron.py": (28,),
    "test_odd_files.py": (28, 29),
    "test_fuzz.py": (21,),
}
"""Tests of rows that carry no mark: by a piece of their name."""
FOLDERS = ("faults", "book", "commands/test_check.py", "commands/test_unreadable.py",
           "commands/test_odd_books.py", "commands/test_odd_files.py", "commands/test_done_but.py",
           "render", "test_terminal.py", "test_cli.py", "test_due_cron.py")  # fmt: skip


def main() -> int:
    """Run all of it and print the table."""
    began = time.monotonic()
    fuzz = int(sys.argv[sys.argv.index("--fuzz") + 1]) if "--fuzz" in sys.argv else None
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    counts = folder / "counts"
    counts.touch()
    tests = [str(TESTS / name) for name in FOLDERS if (TESTS / name).exists()]
    environment = {**os.environ, "LEADCTL_SOAK": "1", "LEADCTL_SOAK_COUNTS": str(counts)}
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    # What is timed against a bare loop runs first, with nothing beside it.
    phases = (["-m", "timed", "-n", "0"], ["-m", "not timed", "-n", "2", "--dist", "worksteal"])
    codes = [
        subprocess.run([*line, *phase], cwd=TESTS.parent, env=environment, check=False).returncode
        for phase in phases
    ]
    tried, violated, left_out = _counted(counts)
    for name, inputs, faults in _fuzzed(fuzz):
        tried[21] += inputs
        violated[21] += faults
        sys.stdout.write(f"fuzzed {name}: {inputs} inputs, {faults} violations\n")
    _print(tried, violated, left_out)
    sys.stdout.write(f"{(time.monotonic() - began) / 60:.0f} minutes\n")
    return int(any(codes) or any(violated.values()) or any(not tried[row] for row in ROWS))


def _counted(counts: Path) -> tuple[Counter[int], Counter[int], Counter[int]]:
    tried, violated, left_out = Counter[int](), Counter[int](), Counter[int]()
    for text in counts.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        marked = [rows for piece, rows in ELSEWHERE.items() if piece in line["test"]]
        for row in {*line["rows"], *(marked[0] if marked else ())}:
            tried[row] += line["inputs"] * (line["outcome"] != "skipped")
            violated[row] += line["outcome"] == "failed"
            left_out[row] += line["outcome"] == "skipped"
    return tried, violated, left_out


def _fuzzed(most: int | None) -> Iterator[tuple[str, int, int]]:
    """Fuzz each reader in a process of its own, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        wanted = {name: count if most is None else most for name, count in FUZZ.items()}
        yield from pool.map(_fuzz, *zip(*wanted.items(), strict=True))


def _fuzz(name: str, count: int) -> tuple[str, int, int]:
    if not count:
        return name, 0, 0
    line = [sys.executable, str(TESTS / "faults" / "fuzzing.py"), name, str(count)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stdout[-3000:] + done.stderr[-1000:])
    return name, count, int(done.returncode != 0)


def _print(tried: Counter[int], violated: Counter[int], left_out: Counter[int]) -> None:
    sys.stdout.write("\n| row | what | inputs | violations |\n| --- | --- | --- | --- |\n")
    for row, what in ROWS.items():
        skipped = f" ({left_out[row]} left out)" if left_out[row] else ""
        sys.stdout.write(f"| {row} | {what} | {tried[row]}{skipped} | {violated[row]} |\n")


if __name__ == "__main__":
    sys.exit(main())
