"""What the limit of the day's list cuts: never what has an hour, or what somebody waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.due.rows.order import MOST_ANSWERS, cut

SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\nlimit = 3\n'
EVENING, MORNING = "2026-12-02T22:00:00-05:00", "2026-12-03T07:00:00-05:00"
AGREED = {
    "Larry": ["log Larry call -o spoke", "set Larry appointment='thu 9am'", "status set Larry app"],
    "Max": ["log Max call -o spoke", "snooze Max 'thu 9:15am' --asked"],
    "Nat": ["log Nat call -o spoke", "remind Nat 'thu 8:30am' 'call the bank'"],
    "Ono": ["log Ono call -o spoke", "snooze Ono thu --asked"],
    "Pia": ["log Pia call -o spoke", "log Pia text --in -m 'is it still there?'"],
    "Quin": ["log Quin call -o spoke", "log Quin contract"],
}


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Five new leads of an import, and six with whom something is agreed or owed."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    people = "".join(f"Person {letter},646555010{n}\n" for n, letter in enumerate("ABCDE"))
    (cli.cwd / "new.csv").write_text(f"Name,Phone\n{people}")
    book = cli.noting().at(EVENING)
    book.fast("import new.csv --as-new")
    for name, lines in AGREED.items():
        for line in (f"add {name}", *lines):
            book.fast(line)
    return book.at(MORNING)


@pytest.mark.parametrize("words", ["", "due", "due --format markdown", "due --format html"])
def test_what_is_agreed_or_owed_is_named_however_short_the_list(book: Cli, words: str) -> None:
    """Six who wait are more than a limit of three: all are named, and new ones are counted."""
    text = book.fast(words).out
    assert all(name in text for name in AGREED)
    assert "Person" not in text.split("Before a call")[0]
    assert "5 more new: leadctl due --limit 0" in text
    assert "11 people, 1 appointment, 6 to answer" in text


@pytest.mark.parametrize("limit", range(1, 14))
def test_the_heading_counts_who_is_named_and_who_is_told_as_left_out(book: Cli, limit: int) -> None:
    """Whatever the limit, so many people are named, or counted by what there is to do."""
    text = book.fast(f"due --format markdown --limit {limit}").out
    left_out = re.findall(r"^([0-9]+) more new", text, re.MULTILINE)
    people = len(re.findall(r"^- .*\*\*", text, re.MULTILINE))
    assert people + sum(map(int, left_out)) == 11
    assert people == min(11, max(6, limit))


def test_what_has_an_hour_stands_under_today_and_what_was_missed_among_promises(book: Cli) -> None:
    """By the hour until it is past; then a call-back they asked for is a promise not kept yet."""
    assert list(sections(book)) == [
        ("Answer them", "Pia"), ("Promised", "Ono"), ("Report today", "Quin"),
        ("Today", "8:30 Nat"), ("Today", "9:00 Larry"), ("Today", "9:15 Max"),
    ]  # fmt: skip
    assert ("Promised", "Max") in sections(book.at("2026-12-03T09:20:00-05:00"))
    next_day = list(sections(book.at("2026-12-04T07:00:00-05:00")))
    assert [who for heading, who in next_day if heading == "Promised"] == ["Ono", "Max"]


def sections(book: Cli) -> Iterator[tuple[str, str]]:
    """Yield each named person with the heading above."""
    heading = ""
    for line in book.fast("due --limit 1 --format markdown").out.splitlines():
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        if found := re.match(r"- ([0-9:]* ?)\*\*(.+?)\*\*", line):
            yield heading, "".join(found.groups())


@given(blocks=st.lists(st.integers(0, 2)), limit=st.integers(0, 30))
def test_only_what_may_be_left_out_is_and_only_beyond_the_limit(
    blocks: list[int], limit: int
) -> None:
    """The order stays; the first of those who may be left out stay as long as there is room."""
    numbered = list(enumerate(blocks))
    shown = cut(numbered, limit, lambda block: block[1])
    assert shown == sorted(shown)
    assert {block for block in numbered if block[1] < 2} <= set(shown)
    others = [block for block in numbered if block[1] == 2]
    room = max(0, limit - (len(blocks) - len(others))) if limit else len(others)
    assert [block for block in shown if block[1] == 2] == others[:room]


def test_of_more_answers_than_anybody_gives_in_a_day_the_first_are_named() -> None:
    """What is agreed stands all the same, wherever it is in the order."""
    blocks = [1] * (MOST_ANSWERS + 50) + [2, 0]
    shown = cut(list(enumerate(blocks)), 20, lambda block: block[1])
    assert [level for _, level in shown] == [1] * MOST_ANSWERS + [0]


def test_each_format_for_people_has_the_lines_to_paste(cli: Cli) -> None:
    """What settles a row, housekeeping and what to type next stand in Markdown and html as well."""
    book = cli.at("2026-11-20T10:00:00-05:00").noting()
    book.fast("init . --pipeline streeteasy-buyer --timezone 'New York' --no-input")
    book.fast("add 'Ana Moe' phone=2125550143")
    book.fast("log ana call -o spoke")
    book.fast("log ana contract")
    for name in ("Bo", "Cy", "Di"):
        book.fast(f"add {name} phone=2125550143")
        book.fast(f"log {name} text")
    later = book.at("2026-11-28T10:00:00-05:00")
    text = later.fast("today").out
    typed = re.findall(r"leadctl [^.\n]*", text)
    assert any("status confirm" in one or "due --" in one for one in typed)
    assert "Before a call: leadctl context" in text
    for name in ("markdown", "html"):
        shown = unescape(later.fast(f"today -f {name}").out.replace("\\", ""))
        assert [one for one in typed if one.strip() not in shown] == []
