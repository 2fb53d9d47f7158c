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
from leadctl.book.book import Book
from leadctl.book.scratch import scratch_book
from leadctl.rules.importing.columns import Plan
from leadctl.rules.importing.row_glance import RowSigns
from leadctl.rules.importing.values import clean, without_mark

DATED = ("received", "status_at", "birthday", "join:")
"""Uses whose cells are moments: what is stored is no piece of what was written."""
BARRED = ("bar:", "allow:", "words:")


def imported(path: str, options: ImportOptions) -> tuple[list[list[str]], Plan, ImportResult, str]:
    """Return the rows of a file, its plan, what came of it, and all text in the book."""
    with scratch_book({"schema": 1, "timezone": "America/New_York"}, {}) as book:
        prepared = plan_import(book, path, options)
        plan = prepared.plan
        signs = RowSigns(plan, prepared.reading)
        read = [row.cells for row in prepared.table.rows() if not row.problem]
        rows = [list(cells) for cells in read if not signs.nobody(cells)]
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


HEADERS = st.lists(
    st.sampled_from(
        [
            *(
                "Name",
                "First Name",
                "Last Name",
                "Display Name",
                "Middle Name",
                "Suffix",
                "Company",
            ),
            *("Email", "Email 2", "Phone", "Mobile", "Fax", "Address", "City", "State", "Zip"),
            *("Property Address", "Notes", "Message", "Tags", "Lead Source", "Status", "Budget"),
            *("Spouse Name", "Agent", "Website", "Pets", "Title", "Comment 2"),
        ]
    ),
    min_size=1,
    max_size=8,
    unique=True,
)
CELLS = st.one_of(
    st.sampled_from(
        [
            *("", "Ana López", "LOPEZ, Ana", "Tiptree, James Jr.", "12 Elm St", "Brooklyn", "NY"),
            *("(415) 555-0132", "415-555-0132/0133", "ana@example.com", "call me", "11201"),
            *("a; b", "$450K", "6-9", "Dr.", "O&#39;Neil", '="04601"', "'quoted'", "Jr.", "María"),
        ]
    ),
    st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), headers=HEADERS)
def test_no_cell_of_any_row_is_lost(
    data: st.DataObject, headers: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever columns stand side by side, and whatever is in them, nothing goes without a word."""
    import csv

    row = st.lists(CELLS, min_size=len(headers), max_size=len(headers))
    rows = data.draw(st.lists(row, min_size=1, max_size=3))
    path = tmp_path_factory.mktemp("law") / "x.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Email", *headers[:0], *headers], *[["", *r] for r in rows]])
    read, plan, result, text = imported(str(path), ImportOptions("buyers", "New"))
    assert lost(read, plan, result, text) == []


@pytest.mark.parametrize(
    ("whole", "state", "stored"),
    [
        ("12 Elm St", "NY", "12 Elm St, NY"),
        ("12 Elm St, Brooklyn, ny 11201", "NY", "12 Elm St, Brooklyn, ny 11201"),
    ],
)
def test_a_state_beside_a_whole_address_is_kept(
    tmp_path: Path, whole: str, state: str, stored: str
) -> None:
    """Where no column has the town, what the address does not say is put behind it."""
    path = tmp_path / "x.csv"
    path.write_text(f'Name,Address,State\nAna López,"{whole}",{state}\n', encoding="utf-8")
    *_, text = imported(str(path), ImportOptions("buyers", "New"))
    assert f'address = "{stored}"' in text
