"""What an agent typed in a fortnight, and stumbled over: the answer is the line to type."""

from __future__ import annotations

import re

import pytest
from cli_runner import Cli

NOW = "2026-12-01T10:10:00-05:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with Ned in it, who just came in."""
    return cli.buyers(NOW, "add Ned phone=6465550101")


def test_of_two_reminders_of_one_name_each_is_told_by_its_time(book: Cli) -> None:
    """The lines printed settle the one they name, and one line settles all that is due."""
    book.fast("log ned call")
    book.fast("remind ned 6pm ask")
    book.fast("remind ned 'dec 2 6pm' ask")
    later = book.at("2026-12-03T08:00:00-05:00")
    said = later.exits(4).fast("done ned").err
    said = said.replace(ids(later)["Ned"], "ned")
    lines = dict(re.findall(r"leadctl (done ned \S+) +(.+)", said))
    assert lines["done ned ask"] == "ask, Tue 18:00"
    assert lines["done ned ask-2"] == "ask, yesterday 18:00"
    later.fast("done ned ask-2 --dry-run")
    assert later.fast("done ned --all").out.startswith("Ned: done: ")
    assert "Ned has nothing due today" in later.exits(3).fast("done ned --all").err


def ids(book: Cli) -> dict[str, str]:
    """Return the id of each name."""
    return {row["name"]: row["id"] for row in book.fast("list --format json").json}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('log ned called -m "it is ok"', 'log ned call -m "it is ok"'),
        ("status set ned 'atempted contact'", 'status set ned "Attempted Contact"'),
        ("log ned txt --in", "log ned text --in"),
        ("set ned nam=Neddy", "set ned name=Neddy"),
    ],
)
def test_a_word_that_was_nearly_right_is_answered_with_the_line_to_paste(
    book: Cli, typed: str, meant: str
) -> None:
    """What is printed is what was typed with the word that was meant, and it works."""
    code = 2 if typed.startswith("set ") else 4
    line = book.exits(code).fast(typed).err.splitlines()[-1]
    assert line == f"  leadctl --now {NOW} {meant}"
    book.fast(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ned", "show Ned"),
        ("ned call -o busy", "log ned call -o busy"),
        ("met ned -m 'saw it'", "log ned meeting -m 'saw it'"),
        ("status ned", "show ned"),
        ("move ned attempted contact", "status set ned 'attempted contact'"),
        ("confirm ned", "status confirm ned"),
    ],
)
def test_a_lead_in_a_commands_place_is_answered_with_the_command(
    book: Cli, typed: str, meant: str
) -> None:
    """Also where another tool's word stands before it."""
    assert f"leadctl {meant}\n" in book.exits(2).fast(typed).err
    book.fast(meant)


def test_a_day_ahead_is_not_called_last_years(book: Cli) -> None:
    """What is told has happened: "dec 20" on the first of December has not."""
    said = book.exits(2).fast('log ned call --at "dec 20"').err
    assert '"dec 20" lies ahead' in said
    assert "2025-12-20" in said


def test_a_call_of_theirs_that_was_missed_is_told_as_missed(book: Cli) -> None:
    """ "No answer" is ours when we call; when they call, we missed it."""
    assert "Ned: they called, you missed it." in book.fast('log ned call in -o "no answer"').out
    assert "Ned: they called, left a voicemail." in book.fast("log ned call in -o voicemail").out
    assert "Ned: they called, you spoke" in book.fast("log ned call in -o spoke").out
    assert "Ned: you called, no answer" in book.fast('log ned call -o "no answer"').out


@pytest.mark.parametrize(
    ("aside", "up", "where"),
    [
        ("set ned role=Renter", "set ned role=Buyer", "only counted in the list"),
        ("set ned archived=yes", "set ned archived=no", "on no list"),
    ],
)
def test_a_word_of_whom_nothing_is_due_for_is_told_to_be_on_no_list(
    book: Cli, aside: str, up: str, where: str
) -> None:
    """In a parked role or the archive; the line that is said takes them up again."""
    book.fast(aside)
    said = book.fast("log ned text --in -m 'any homes?'").err
    assert where in said
    line = re.search(r"take them up again: leadctl (set \S+ (\S+))", said)
    assert line
    assert line[2] == up.rpartition(" ")[2]
    assert "ned" not in book.fast("due").out.lower()
    book.fast(line[1])
    assert 'texted 10:10 "any homes?"' in book.fast("due").out


def test_an_outcome_of_another_touch_is_answered_with_this_ones(book: Cli) -> None:
    """Who says of a meeting that they spoke met; of a call that they met, that they spoke."""
    assert book.exits(2).fast("log ned meeting -o spoke").err.endswith("log ned meeting -o met\n")
    assert book.exits(2).fast("log ned call -o met").err.endswith("log ned call -o spoke\n")


def test_a_reminder_of_ones_own_stands_in_no_definition(book: Cli) -> None:
    """`--why` says when it was made; a rule's row says where the rule stands."""
    book.fast("remind ned fri ask")
    rows = {row["rule"]: row for row in book.fast("due --all --format json").json}
    assert rows["ask"]["source"] == ""
    assert rows["ask"]["why"] == "a reminder, made on 2026-12-01"
    assert rows["respond"]["source"].startswith("pipelines/")
    assert "settled by marking it done\n" in book.fast("show ned --why").out


def test_sources_that_differ_in_case_are_one(book: Cli) -> None:
    """Spelt as most of them are."""
    for name, source in (
        ("Al", "Zillow"),
        ("Bo", "zillow"),
        ("Cy", "Zillow"),
        ("Di", "Open house"),
    ):
        book.fast(f"add {name} phone=64655501{ord(name[0])} source='{source}'")
    rows = book.fast("report sources --format json").json
    found = {row["source"]: row["leads"] for row in rows if row["source"]}
    assert found == {"Zillow": 3, "Open house": 1}


def test_a_number_that_was_found_is_told_as_everywhere(book: Cli) -> None:
    """As it is dialled, to people; programs get it as it is stored."""
    assert "(646) 555-0101" in book.fast("find 5550101").out
    assert book.fast("find 5550101 --format json").json[0]["found"] == "+16465550101"


def test_the_same_words_twice_in_one_minute_are_said_to_be_there(book: Cli) -> None:
    """Whatever was typed of the time; calls without words may be three dials of one try."""
    there = "This is in the history already, at the same time"
    for words in ("log ned meeting -m 'saw 5C'", "log ned call"):
        assert there not in book.fast(words).err
        assert (there in book.fast(words).err) == ("-m" in words)


def test_a_status_of_a_file_is_told_as_where_they_stood(book: Cli) -> None:
    """In words, and with the day on which to get in touch again."""
    (book.cwd / "old.csv").write_text(
        "Name,Phone,Status,Received\nAl,6465550111,Nurture,2026-05-01\n"
    )
    book.fast("import old.csv")
    page = book.fast("show al").out
    assert "stood in Nurture, as their file says\n" in page
    assert "came in before you had the book; to get in touch again Wed 2 December\n" in page


def test_nobody_is_advised_how_to_work_a_lead_in_a_parked_role(book: Cli) -> None:
    """Nothing is due for one, so nothing is to be answered within half an hour."""
    assert "Advice" in book.fast("show ned").out
    book.fast("set ned role=Renter")
    assert "Advice" not in book.fast("show ned").out
    assert book.fast("context ned --format json").json["advice"] == []


def test_one_done_settles_what_is_past_of_a_series(book: Cli) -> None:
    """Four months that were missed are one row, and what is ahead stays."""
    (book.cwd / "pipelines").mkdir(exist_ok=True)
    (book.cwd / "pipelines/letters.toml").write_text(LETTERS)
    book.fast("add Ann --pipeline letters phone=6465550102")
    april = book.at("2027-04-10T09:00:00-04:00")
    rows = april.fast("due ann --format json").json
    assert [row["rule"] for row in rows] == ["letter"]
    april.fast("done ann")
    assert april.fast("due ann").out == ""
    (ahead,) = april.fast("due ann --all --format json").json
    assert ahead["due"][:10] == "2027-05-01"


LETTERS = """schema = 1
id = "letters"
title = "Letters"
version = "1"
initial = "Client"

[status.Client]
definition = "A client."

[[status.Client.follow_up]]
id = "letter"
do = "Send the monthly letter"
every = "1 month"
from = "entered"
until = ["done"]
"""


def test_one_thing_of_several_is_put_off_by_the_line_that_is_said(book: Cli) -> None:
    """Named behind the lead, as `done` takes it, it is answered with how `snooze` does."""
    book.fast("log ned call")
    said = book.exits(4).fast("snooze ned try 3d").err.splitlines()[-1]
    line = said.partition("leadctl ")[2]
    assert line == "snooze ned 3d --what try"
    assert "put off to Fri: Try again" in book.fast(line).out
