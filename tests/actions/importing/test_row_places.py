"""Which words of a file mean a status, and which nobody has mapped to one."""

from __future__ import annotations

from pathlib import Path

from leadctl.actions.importing.import_notes import not_mapped, remark
from leadctl.actions.importing.plan import plan_import
from leadctl.actions.importing.result import ImportOptions
from leadctl.actions.importing.row_places import RowPlaces
from leadctl.book.scratch import scratch_book

ROWS = "Name,Status\nAna,New\nBen,Hot\nCy,Cold\nDee,cold\n"


def test_a_word_means_a_status_where_it_is_one_or_was_mapped(tmp_path: Path) -> None:
    """What is left is named with how many rows have it, each as it is written."""
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    options = ImportOptions("buyers", "New", ours={"New": "New"}, statuses={"Hot": "New"})
    with scratch_book({"schema": 1, "timezone": "UTC"}, {}) as book:
        prepared = plan_import(book, str(path), options)
        prepared.close()
    places = RowPlaces(prepared, options)
    assert places.known_words() == {"new", "hot"}
    assert dict(not_mapped(prepared, places)) == {"Cold": 1, "cold": 1}


def test_a_remark_names_its_first_lines_and_counts_the_rest() -> None:
    """A column stands in front of what is said of it, where there is one."""
    assert remark("Phone", "kept", [2]) == "Phone: kept (line 2)."
    assert remark("", "kept", list(range(2, 40))).endswith("more).")
