"""Tables fit their screen, keep columns straight in any script, and lose nothing in a pipe."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.listing import Column, Listing
from leadctl.render.screen import Screen
from leadctl.render.table import table
from leadctl.render.width import cells

PIPE = Screen()
COLUMNS = (
    Column("due", "WHEN", kind="state"),
    Column("name", "NAME", weight=1, least=8),
    Column("n", "N", align="right"),
    Column("todo", "DO", weight=2),
    Column("at", "AT", shown="data"),
)
LONG = "Send what was promised, and " * 4
ROWS = (
    {"due": "2 h overdue", "tone": "late", "name": "Ana López", "n": 3, "todo": "Call"},
    {"due": "tomorrow 14:00", "tone": "soon", "name": "王小明", "n": 12, "todo": "Text"},
    {"due": "in 3 days", "name": "👨‍👩‍👧 Cohen", "n": None, "todo": LONG, "at": "x"},
)
LISTING = Listing(COLUMNS, ROWS)


def bare(text: str) -> str:
    """Return the text without colours."""
    return re.sub("\x1b\\[\\d*m", "", text)


def test_a_pipe_gets_everything() -> None:
    """In a pipe nothing is cut or coloured; columns stand apart by two spaces or more."""
    assert table(LISTING, PIPE).split("\n") == [
        "WHEN            NAME        N  DO",
        "2 h overdue     Ana López   3  Call",
        "tomorrow 14:00  王小明     12  Text",
        "in 3 days       👨‍👩‍👧 Cohen       " + LONG.rstrip(),
        "",
    ]


def test_a_terminal_cuts_the_column_that_may_be_cut() -> None:
    """On 80 cells the most flexible column ends in an ellipsis; the others are whole."""
    drawn = table(LISTING, Screen(80, is_tty=True)).split("\n")
    assert drawn[1] == "2 h overdue     Ana López   3  Call"
    assert (
        drawn[3]
        == "in 3 days       👨‍👩‍👧 Cohen       Send what was promised, and Send what was promis…"
    )
    assert cells(drawn[3]) == 80


def test_a_narrow_terminal_gets_two_lines_a_row() -> None:
    """On 40 cells each row says what it is, and below it the rest; figures keep their title."""
    assert table(LISTING, Screen(40, is_tty=True)).split("\n") == [
        "2 h overdue  Ana López",
        "  N 3 · Call",
        "tomorrow 14:00  王小明",
        "  N 12 · Text",
        "in 3 days  👨‍👩‍👧 Cohen",
        "  Send what was promised, and Send what",
        "  was promised, and Send what was",
        "  promised, and Send what was promised,",
        "  and",
        "",
    ]


PEOPLE = (
    Column("name", "NAME", weight=6, least=14),
    Column("since", "SINCE", yields=True),
    Column("next", "NEXT", weight=3, least=24, timed=True),
    Column("id", "ID"),
)
NAMES = st.text(st.sampled_from("abc Ö王"), min_size=1, max_size=50).filter(str.strip)


@given(
    st.lists(st.tuples(NAMES, st.sampled_from(["Answer, or pass it on", "Call"])), min_size=1),
    st.integers(30, 200),
)
def test_no_time_and_no_id_is_cut_on_any_screen(people: list[tuple[str, str]], width: int) -> None:
    """Of each row the time behind the comma, and the id, stand whole; stacked rows are whole."""
    rows = [
        {"name": name, "since": "2 days ago", "next": f"{do}, today 14:30", "id": f"id{n:06}"}
        for n, (name, do) in enumerate(people)
    ]
    drawn = table(Listing(PEOPLE, rows), Screen(width, is_tty=True))
    said = " ".join(drawn.split())
    assert said.count("today 14:30") == len(rows)
    assert all(row["id"] in said for row in rows)
    if "NAME" not in drawn:
        plain = "".join(drawn.split())
        assert all("".join(str(value).split()) in plain for row in rows for value in row.values())


def test_how_long_somebody_stands_there_goes_before_what_comes_next_is_cut() -> None:
    """It stays where names can be cut instead, and where each row takes several lines."""
    next_ = "Answer, or pass it on, 9 days overdue"
    row = {"name": "A" * 40, "since": "2 days ago", "next": next_, "id": "k"}
    for width, there in ((40, True), (62, False), (70, True), (200, True)):
        drawn = table(Listing(PEOPLE, [row]), Screen(width, is_tty=True))
        assert ("2 days ago" in drawn) is there, width
        assert "9 days overdue" in " ".join(drawn.split())


@pytest.mark.parametrize("width", [None, 80, 40])
def test_colour_changes_no_word(width: int | None) -> None:
    """With colour the words and their places are the same as without."""
    plain = table(LISTING, Screen(width, is_tty=True))
    coloured = table(LISTING, Screen(width, is_tty=True, colour=True))
    assert bare(coloured) == plain
    assert "\x1b[31m2 h overdue\x1b[0m" in coloured


def test_groups_have_headings() -> None:
    """Rows of one group stand together under its heading, in the order given."""
    rows = [
        {**row, "day": day} for row, day in zip(ROWS, ("Overdue", "Later", "Later"), strict=True)
    ]
    lines = table(Listing(COLUMNS[:2], rows, group="day"), PIPE).split("\n")
    assert lines[1:3] == ["", "Overdue"]
    assert lines[4:6] == ["", "Later"]
    narrow = table(Listing(COLUMNS[:2], rows, group="day"), Screen(40)).split("\n")
    assert narrow[:3] == ["Overdue", "2 h overdue  Ana López", ""]


@pytest.mark.parametrize("screen", [PIPE, Screen(80), Screen(40)])
def test_no_rows_are_no_output(screen: Screen) -> None:
    """Where there is nothing to say, nothing is printed: no title, no empty line."""
    assert table(Listing(COLUMNS, []), screen) == ""


def test_values_are_readable() -> None:
    """Lists, dates, yes and no, and nothing at all have a plain form."""
    row = {"a": ["x", "y"], "b": True, "c": datetime(2026, 11, 28, 14, tzinfo=UTC), "d": None}
    drawn = table(Listing([Column(key, key) for key in "abcd"], [row]), PIPE)
    assert drawn.split("\n")[1] == "x, y  yes  2026-11-28T14:00:00+00:00"


@pytest.mark.parametrize("screen", [PIPE, Screen(80, is_tty=True), Screen(40, is_tty=True)])
def test_what_could_act_is_shown(screen: Screen) -> None:
    """An escape sequence, an override and a newline in a field arrive as escapes."""
    row = {"due": "\x1b[2J", "name": "\u202eAna\nLópez", "n": 1, "todo": "x\x9b31m", "day": "\x1bG"}
    drawn = table(replace(LISTING, rows=[row], group="day"), screen)
    assert all(shown in drawn for shown in ("\\x1b[2J", "\\u202eAna\\nLópez", "\\x9b31m", "\\x1bG"))
    assert not set(drawn) & set("\x1b\x9b\u202e")


WORDS = st.text(st.sampled_from("ab 王🏠é\u0301ש\x1b\n"), max_size=40)


@given(
    st.lists(
        st.fixed_dictionaries({"due": WORDS, "name": WORDS, "n": WORDS, "todo": WORDS}), max_size=4
    ),
    st.integers(20, 120),
)
def test_no_line_is_wider_than_the_screen(rows: list[dict[str, str]], width: int) -> None:
    """No line passes the screen's width, whatever is in it and however wide columns have to be."""
    drawn = table(Listing(COLUMNS, rows), Screen(width, is_tty=True))
    assert all(cells(line) <= width for line in drawn.split("\n"))


@given(st.lists(st.fixed_dictionaries({"name": WORDS, "todo": WORDS}), min_size=1, max_size=5))
def test_the_second_column_starts_at_one_place(rows: list[dict[str, str]]) -> None:
    """In any script, each row's second column begins the same number of cells from the left."""
    marked = [{"name": row["name"], "todo": "|" + row["todo"]} for row in rows]
    drawn = table(Listing([COLUMNS[1], Column("todo", "|")], marked), PIPE)
    assert len({cells(line.split("|")[0]) for line in drawn.rstrip("\n").split("\n")}) == 1


def test_a_spare_column_of_dashes_goes_before_anything_is_cut() -> None:
    """It stays where there is room, where somebody is named in it, and in a pipe."""
    columns = (
        Column("name", "NAME", weight=1, least=8),
        Column("owner", "OWNER", weight=1, spare=True),
        Column("todo", "DO", weight=2),
    )
    todo = "Get in touch again, or close them, by Friday evening"
    rows = [{"name": name, "owner": "-", "todo": todo} for name in ("Ana", "Ben")]
    needed = len("NAME" + "OWNER" + todo) + 4
    narrow = table(Listing(columns, rows), Screen(width=needed - 1))
    assert "OWNER" not in narrow
    assert narrow.count(todo) == 2
    for shown in (Screen(width=needed), PIPE):
        assert "OWNER" in table(Listing(columns, rows), shown)
    owned = [rows[0], {**rows[1], "owner": "Dana"}]
    assert "OWNER" in table(Listing(columns, owned), Screen(width=needed - 1))
