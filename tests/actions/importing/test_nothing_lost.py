"""The law of imports: each filled cell is in the lead, in the refused rows, or in a line told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_import_cases import TAKEN, options_of

from leadctl.actions.importing.import_leads import run_import
from leadctl.actions.importing.pairs import NOW, pairs_in
from leadctl.actions.importing.plan import plan_import
from leadctl.actions.importing.result import ImportOptions, ImportResult
from leadctl.actions.importing.rows import RowWork
from leadctl.book.book import Book
from leadctl.book.scratch import scratch_book
from leadctl.rules.importing import column_words as words
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.values import clean, without_mark

DATED = ("received", "status_at", "birthday", "join:")
"""Uses whose cells are moments: what is stored is no piece of what was written."""
BARRED = ("bar:", "allow:", "words:")


def imported(path: str, options: ImportOptions) -> tuple[list[list[str]], Plan, ImportResult, str]:
    """Return the rows of a file, its plan, what came of it, and all text in the book."""
    with scratch_book({"schema": 1, "timezone": "America/New_York"}, {}) as book:
        prepared = plan_import(book, path, options)
        plan = prepared.plan
        with RowWork(prepared, options, NOW).rows() as given:
            rows = [list(row.cells) for row in given if not (row.problem or row.skipped)]
        result = run_import(book, prepared, options, now=NOW, by="sam")
        text = "\n".join(files_of(book))
    return rows, plan, result, text


def files_of(book: Book) -> Iterator[str]:
    for path in book.lead_paths():
        yield (book.root / path).read_text()


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def lost(
    rows: list[list[str]], plan: Plan, result: ImportResult, text: str, typed: Collection[str] = ()
) -> list[str]:
    """Return the cells that are nowhere; those of `typed` fields are stored as other values."""
    told = [*result.notes, *(str(one) for one in result.told), *(str(r) for r in result.rejects)]
    blob = " ".join(words_of("\n".join([text.replace("\\n", " "), *told])))
    digits = re.sub(r"\D", "", text)
    found = []
    for cells in rows:
        for one, cell in zip(plan.columns, cells, strict=False):
            said = without_mark(clean(cell), plan.marks).removeprefix("mailto:")
            exempt = one.use.startswith((*DATED, *BARRED)) or one.use in {"ignored", "status"}
            exempt = exempt or one.use.removeprefix("field:") in typed
            if not said or exempt or _is_there(said, blob, digits):
                continue
            found.append(f"{one.name} ({one.use}): {cell!r}")
    return found


def _is_there(said: str, blob: str, digits: str) -> bool:
    number = re.sub(r"\D", "", said)
    if len(number) >= 7 and number[-7:] in digits:
        return True
    if number and re.fullmatch(r"[\d.,\s$€£kKmM+-]+", said) and number.lstrip("0")[:3] in digits:
        return True
    padded = f" {blob} "
    words = words_of(said)
    return all(f" {word} " in padded or word in blob for word in words)


@pytest.mark.parametrize("path", TAKEN, ids=lambda path: path.name)
def test_no_cell_of_any_case_is_lost(path: Path, monkeypatch: Any) -> None:
    """Each filled cell of each row is found in a lead, in the refused rows, or in a line told."""
    [pair] = pairs_in([str(path)])
    options = options_of(dict(pair.expected))
    rows, plan, result, text = imported(str(path), options)
    typed = {*options.types, *(["owner"] if options.agents else [])}
    assert lost(rows, plan, result, text, typed) == []


PHRASES = sorted(
    {
        *("email", "email 2", "phone", "phone 2", "mobile", "fax", "phone type", "spouse name"),
        *("agent", "website", "pets", "title", "prefix", "nickname", "comment 2", "tag 2"),
        *words.SECOND_PEOPLE,
        *(
            phrase
            for table in (words.NAMES, words.OWNERS, words.OTHERS)
            for phrases in table.values()
            for phrase in phrases
        ),
    }
)
PLACED = sorted(
    f"{place} {part}".strip()
    for places in words.PLACES.values()
    for place in places
    for parts in words.PARTS.values()
    for part in parts
)
HEADERS = st.tuples(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(PLACED), max_size=5, unique=True),
)
SHAPES = [
    *("", "{0}", "{0} {1}", "{0}, {1}", "12 {0} St", "{0}, NY", "{0}@example.com", "{0}; {1}"),
    *("Dr. {0}", "{0} {1} Jr.", "NY {0}", "({0})", "{0}/{1}", "&#39;{0}", "'{0}'", '="{0}"'),
    *("(415) 555-0132 {0}", "$450K {0}", "{0}\n{1}", "2026-03-04 {0}"),
]


def word(kind: str, row: int, at: int) -> str:
    """Return a word of letters that stands in one cell only."""
    return f"Q{kind}{chr(97 + row)}x{chr(97 + at)}q"


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), headers=HEADERS)
def test_no_cell_of_any_row_is_lost(
    data: st.DataObject,
    headers: tuple[list[str], list[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever columns stand side by side, and whatever is in them, nothing goes without a word.

    Each cell has words that no other one has: one that is kept cannot stand in for another.
    """
    import csv

    names = list(dict.fromkeys(["name", *headers[0], *headers[1]]))
    rows = [
        [
            data.draw(st.sampled_from(SHAPES)).format(word("a", row, at), word("e", row, at))
            for at in range(len(names))
        ]
        for row in range(2)
    ]
    path = tmp_path_factory.mktemp("law") / "x.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *rows])
    read, plan, result, text = imported(str(path), ImportOptions("buyers", "New"))
    assert lost(read, plan, result, text) == []
