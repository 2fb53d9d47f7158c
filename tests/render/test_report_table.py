"""Reports: figures as they are, columns straight in any script."""

from __future__ import annotations

import pytest

from leadctl.render.formats import render
from leadctl.render.listing import Column, Listing
from leadctl.render.report_table import MAIL, report_table
from leadctl.render.screen import Screen
from leadctl.render.width import cells

COLUMNS = (Column("status", "Status", weight=1), Column("n", "Leads", align="right"))
ROWS = [
    {"status": "In Communication", "n": "12.50"},
    {"status": "王小明", "n": "1e5"},
    {"n": "007"},
]


def test_in_a_pipe_a_table_too_wide_for_mail_is_parted() -> None:
    """Each value of the column named has a table of its own, under it; a narrow one stays whole."""
    columns = [Column("of", "Of"), Column("name", "Name"), Column("n", "Leads", align="right")]
    long = [{"of": of, "name": "x" * 60, "n": 1} for of in ("streeteasy-buyer", "wholesale")]
    parts = report_table(Listing(columns, long), Screen(), "of").split("\n\n")
    assert [part.split("\n")[0] for part in parts] == ["streeteasy-buyer:", "wholesale:"]
    assert max(len(line) for part in parts for line in part.split("\n")) <= MAIL
    short = [{**row, "name": "x"} for row in long]
    assert report_table(Listing(columns, short), Screen(), "of").startswith("Of ")


def test_figures_stay_as_they_are() -> None:
    """Nothing is taken for a number and rewritten; wide letters keep the columns straight."""
    assert report_table(Listing(COLUMNS, ROWS), Screen()).split("\n") == [
        "Status            Leads",
        "----------------  -----",
        "In Communication  12.50",
        "王小明              1e5",
        "                    007",
        "",
    ]


def test_a_narrow_screen_cuts_words_not_figures() -> None:
    """Where it does not fit, the column that may be cut is."""
    rows = [{"status": "InCommunication-" * 5, "n": "12.50"}]
    drawn = report_table(Listing(COLUMNS, rows), Screen(60, is_tty=True))
    assert drawn.split("\n")[0].split() == ["Status", "Leads"]
    assert "InCommunication-InCommunication-InComm" in drawn
    assert "12.50" in drawn
    assert all(cells(line) <= 60 for line in drawn.split("\n"))


def test_a_very_narrow_screen_takes_several_lines_for_a_row() -> None:
    """Each row says what it is about, and below all its figures by name, none of them cut."""
    figures = [Column(f"n{place}", f"Figure{place}", align="right") for place in range(4)]
    rows = [{"status": "In Communication", **{f"n{place}": "1,250" for place in range(4)}}]
    drawn = report_table(Listing((COLUMNS[0], *figures), rows), Screen(32, is_tty=True))
    assert drawn.split("\n") == [
        "In Communication",
        "  Figure0 1,250, Figure1 1,250",
        "  Figure2 1,250, Figure3 1,250",
        "",
    ]


def test_no_rows_leave_the_head() -> None:
    """An empty report still names its columns."""
    assert report_table(Listing(COLUMNS, []), Screen()).split("\n")[0].split() == [
        "Status",
        "Leads",
    ]


def test_what_could_act_is_shown() -> None:
    """A report escapes what a table escapes."""
    drawn = report_table(Listing(COLUMNS, [{"status": "\x1b[31m\u202e|x"}]), Screen())
    assert "\\x1b[31m\\u202e|x" in drawn


@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "tsv", "markdown", "html"])
def test_every_format_is_drawn(name: str) -> None:
    """Each name of --format gives a text that ends its last line."""
    drawn = render(Listing(COLUMNS, ROWS), name, Screen(80))
    assert drawn.endswith("\n")
    assert "王小明" in drawn


@pytest.mark.parametrize("room", [40, 60, 72, 80])
def test_a_sentence_is_folded_on_a_narrow_screen(room: int) -> None:
    """No word of what stands in a cell is lost, however little room there is."""
    columns = [Column("n", "Open now", align="right"), Column("note", "Note")]
    said = "too little to say yet: 6 ended, 6 of them won; 20 and 5 are needed"
    drawn = report_table(Listing(columns, [{"n": 54, "note": said}]), Screen(room, is_tty=True))
    assert said in " ".join(drawn.split())
    assert max(map(cells, drawn.split("\n"))) <= room
