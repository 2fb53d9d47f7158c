"""Every line of an import is counted once, whatever became of it."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from cli_runner import Cli
from hypothesis import example, given, settings
from hypothesis import strategies as st

NAMES = ("Paul Adams", "Paul J. Adams", "Ana Ray", "")
PHONES = ("9175550131", "9175550132", "no", "")
NOTES = ("", "two rooms", "text only")
ROWS = st.lists(
    st.tuples(*map(st.sampled_from, (NAMES, PHONES, NOTES, ("", "Hot", "Nurture")))), max_size=6
)
PAUL = ("Paul Adams", "9175550131", "", "")


@given(ROWS, ROWS, st.booleans())
@settings(max_examples=10)
@example([PAUL, PAUL, ("Paul J. Adams", "9175550131", "", "")], [], False)
@example([PAUL], [("Paul J. Adams", "9175550131", "two rooms", "Nurture")], True)
def test_the_counts_add_up_to_the_lines(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]], update: bool
) -> None:
    """Of a first file, of one that joins what is there, and of the same once more."""
    with TemporaryDirectory() as folder:
        book = Cli(Path(folder)).noting()
        book.fast("init . --pipeline streeteasy-buyer --no-input")
        for rows in (first, second, first):
            lines = "".join(",".join(row) + "\n" for row in rows)
            (book.cwd / "f.csv").write_text("Name,Phone,Notes,Status\n" + lines)
            words = "import f.csv --update" if update else "import f.csv"
            said = book.ending_somehow().fast(words).out
            total, *counts = map(int, re.findall(r"\b(\d+) [a-z]", said))
            assert sum(counts) == total, said
