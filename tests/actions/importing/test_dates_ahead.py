"""Dates that a file puts ahead are reminders on those days, called as their columns are."""

from __future__ import annotations

import pytest
from cli_runner import Cli

from leadctl.rules.importing.columns import make_plan
from leadctl.rules.importing.merged_cells import in_blocks

NOW = "2026-03-02T12:00:00Z"
HEAD = "Name,Phone,Created,{}\n"
ROWS = (
    "Anita Rao,415-555-0101,2026-01-05,2026-03-03 14:00\n"
    "Wei Zhang,415-555-0102,2026-01-05,2026-03-02\n"
    "Lena Vogel,415-555-0103,2026-01-05,2026-02-27\n"
    "Old Ned,415-555-0104,2025-01-05,2025-02-27\n"
    "Joe Bach,415-555-0105,2026-01-05,\n"
)


def in_a_book(cli: Cli, name: str, text: str) -> Cli:
    zone = "--timezone America/New_York --agent Sam --no-input"
    cli.at(NOW).noting().fast(f"init {name} -p streeteasy-buyer {zone}")
    book = cli.inside(name).at(NOW).noting()
    (book.cwd / "people.csv").write_text(text)
    return book


def due(book: Cli, *more: str) -> list[tuple[str, str]]:
    rows = book.fast("due", "--format", "json", "--kind", "task", *more).json
    return [(row["name"], row["due"]) for row in rows]


@pytest.mark.parametrize(
    "column", ["Next Follow Up", "Follow-up on", "Callback", "Next Action Date", "Wiedervorlage"]
)
def test_a_column_of_dates_ahead_makes_reminders(cli: Cli, column: str) -> None:
    """One on its day, one at its hour, one just past at once; one long past is kept, no more."""
    one, two = (in_a_book(cli, name, HEAD.format(column) + ROWS) for name in ("a", "b"))
    told = one.fast("import people.csv")
    assert f"{column}: what it puts ahead is a reminder on its day" in told.err
    two.later(hours=3).fast("import people.csv")
    files = [
        sorted((path.name, path.read_bytes()) for path in (book.cwd / "leads").rglob("*.toml"))
        for book in (one, two)
    ]
    assert files[0] == files[1]
    texts = one.file_of("old").read_text()
    assert 'event = "task"' not in texts
    assert f'do = "{column}"' in one.file_of("anita").read_text()
    listed = one.fast("due").out
    assert "Wei Zhang" in listed
    assert "Lena Vogel" in listed
    assert "Anita" not in listed
    assert "Anita" in one.later(days=1).fast("due").out


@pytest.mark.parametrize("pipeline", ["streeteasy-buyer", "realvolve", "recruiting"])
def test_a_column_of_appointments_fills_the_field(cli: Cli, pipeline: str) -> None:
    """A day and a time in every pipeline; one long past asks nothing, words are kept and told."""
    text = HEAD.format("Appointment") + ROWS + "Di Odd,415-555-0106,2026-01-05,call her\n"
    book = in_a_book(cli, "c", text)
    told = book.fast(f"import people.csv -p {pipeline}")
    assert "Appointment: is no day or time; kept as it is (line 7)" in told.err
    assert "appointment = 2026-03-03T" in book.file_of("anita").read_text()
    assert 'Appointment = "call her"' in book.file_of("di").read_text()
    found = book.fast("due --all --format json --kind appointment").json
    assert [row["name"] for row in found] == ["Wei Zhang", "Anita Rao"]


def test_an_update_reads_them_again_without_doubling(cli: Cli) -> None:
    """The same file adds nothing; another date takes the place of the earlier one."""
    book = in_a_book(cli, "a", HEAD.format("Next Follow Up") + ROWS)
    book.fast("import people.csv")
    before = book.file_of("wei").read_text()
    assert "5 already here" in book.fast("import people.csv --update").out
    assert book.file_of("wei").read_text() == before
    path = book.cwd / "people.csv"
    path.write_text(path.read_text().replace("2026-03-02\n", "2026-03-20\n"))
    book.later(minutes=5).fast("import people.csv --update")
    assert book.file_of("wei").read_text().count('event = "task"') == 2
    assert "Wei" not in book.later(hours=1).fast("due").out
    assert "Wei" in book.at("2026-03-20T15:00:00Z").fast("due").out


def test_a_column_called_so_that_holds_no_dates_is_kept(cli: Cli) -> None:
    """Words below "Follow up" are nobody's date, and nothing is said of them."""
    book = in_a_book(cli, "a", "Name,Phone,Follow up\nAna Lopez,415-555-0101,yes please\n")
    told = book.fast("import people.csv")
    assert "Follow up:" not in told.err
    assert '"Follow up" = "yes please"' in book.file_of("ana").read_text()


def test_a_field_that_nobody_declared_is_told(cli: Cli) -> None:
    """It is kept as a text, and the fields that there are stand beside."""
    book = in_a_book(cli, "a", "Name,Phone,Pets\nAna Lopez,415-555-0101,2\n")
    told = book.fast("import people.csv --map nonsense=Pets --dry-run")
    assert "No pipeline here has a field “nonsense”" in told.err
    assert " remind," in told.err


@pytest.mark.parametrize("header", ["Do Not Call", "May we text you?", "Pets"])
def test_yes_and_no_are_not_filled_down(header: str) -> None:
    """Nobody is barred by what stands in the line above, and no answer is somebody else's."""
    plan = make_plan(["Name", header])
    assert in_blocks(plan, [["A", "B", "C", "D"], ["No", "", "Yes", ""]]) == []
    assert in_blocks(make_plan(["Name", "Area"]), [["A"] * 4, ["North", "", "South", ""]]) == [1]
