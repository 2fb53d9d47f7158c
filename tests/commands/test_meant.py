"""What was meant: by words that are nobody's, by an outcome that is none, by a number in a name."""

from __future__ import annotations

import re

import pytest
from cli_runner import Cli

from leadctl.rules.leads.outcomes import OUTCOMES, is_denied, outcome_of

NOW = "2026-12-01T10:10:00-05:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with Ned in it."""
    return cli.buyers(NOW, "add Ned phone=6465550101")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("due tomorrow", "leadctl due --within 1d"),
        ("due fri", "leadctl due --within 3d"),
        ("list nurture", "leadctl list status:nurture"),
        ("due In Contract", 'leadctl due status:"In Contract"'),
        ("list zzz", "leadctl list"),
    ],
)
def test_a_day_or_a_status_that_is_nobodys_name_is_told_how_to_be_asked(
    book: Cli, typed: str, said: str
) -> None:
    """Silence would look as if the day were free; the line that is said can be typed."""
    ran = book.fast(typed)
    words = typed.partition(" ")[2]
    assert ran.out == ""
    assert ran.err.startswith(f'Nobody is called "{words}". ')
    assert ran.err.rstrip().endswith(said)
    book.fast(said.removeprefix("leadctl "))


def test_who_is_there_with_nothing_due_is_no_news(book: Cli) -> None:
    """Nothing is said of a lead that has the words, nor of a query that asks otherwise."""
    book.fast("log Ned call -o spoke")
    for typed in ("due ned", "due status:nurture", "list Ned"):
        assert "Nobody is called" not in book.fast(typed).err


@pytest.mark.parametrize("touch", OUTCOMES)
def test_no_outcome_is_suggested_that_is_the_opposite_of_what_was_typed(
    book: Cli, touch: str
) -> None:
    """ "Not interested" is no "not answered", and "disconnected" never "connected"."""
    for outcome in OUTCOMES[touch]:
        for word in (outcome.name, *outcome.aliases):
            for typed in (f"not {word}", f"dis{word}", f"un{word}", f"never {word}"):
                if outcome_of(touch, typed) is None:
                    said = book.exits(2).fast(f'log Ned {touch} -o "{typed}"').err
                    near = re.search(r'Did you mean "(.*?)"', said)
                    assert not near or is_denied(near[1]), said
    assert 'Did you mean "spoke"?' in book.exits(2).fast("log Ned call -o spoek").err
    assert "Did you mean" not in book.exits(2).fast('log Ned call -o "not interested"').err
    assert "wrong number" in book.fast("log Ned call -o disconnected").out


@pytest.mark.parametrize("reach", ["917-555-0101", "ben@example.com", "(917) 555 0101"])
def test_words_behind_a_number_or_an_address_are_no_part_of_a_name(book: Cli, reach: str) -> None:
    """They are asked about, with a line for the lead and a line for the note."""
    refused = book.exits(2, "no part of a name").fast(f"add Ben Ode '{reach}' wants two rooms")
    add, note = (s for s in refused.err.splitlines() if s.startswith("leadctl "))
    assert "Ben Ode" in book.fast(add.removeprefix("leadctl ")).out
    book.fast(note.removeprefix("leadctl "))
    shown = book.fast("show 'Ben Ode' -f json").json
    assert [e["text"] for e in shown["history"] if e["event"] == "note"] == ["wants two rooms"]


def test_what_was_logged_says_the_status_that_it_allows(book: Cli) -> None:
    """A talk: In Communication; an offer: Submitting Offers; once there, nothing is said."""
    for typed, status in (
        ("log Ned call -o spoke", "In Communication"),
        ("log Ned meeting", "Showing Homes"),
        ("log Ned offer outcome=made", "Submitting Offers"),
    ):
        said = book.fast(typed).err
        way = re.search(r"\? leadctl (status set .*)", said)
        assert way and status in way[1], said
        assert f"is now {status}" in book.fast(way[1]).out
    assert "status set" not in book.fast("log Ned offer outcome=made").err
    assert "status set" not in book.fast("log Ned call -o voicemail").err


def test_after_an_appointment_the_list_says_how_to_log_that_they_met(book: Cli) -> None:
    """Whoever is to be seen is met, whoever is not to be called is not called."""
    book.fast("log Ned call -o spoke")
    book.fast("set Ned appointment='today 3pm'")
    assert "After it: leadctl log ned meeting\n" in book.fast("today").out
    book.fast("log Ned text in -m 'is 4 better?'")
    assert "After it: leadctl log ned call -o spoke\n" in book.fast("today").out
    book.fast("set Ned do_not_contact=all")
    assert "After it" not in book.fast("today").out


def test_what_options_of_a_new_lead_say_may_be_typed_like_fields(book: Cli) -> None:
    """A moment as `--at`, as everywhere; when they came in and where they stand as fields."""
    book.fast("add Al phone=6465550102 --at 9:30")
    book.fast("add Bo phone=6465550103 received='yesterday 20:30' status=nurture")
    book.fast("add Cy phone=6465550104 pipeline=wholesale")
    found = {row["name"]: row for row in book.fast("list -f json").json}
    assert found["Al"]["received"] == "2026-12-01T09:30:00-05:00"
    assert found["Bo"]["received"] == "2026-11-30T20:30:00-05:00"
    assert found["Bo"]["status"] == "Nurture"
    assert found["Cy"]["pipeline"] == "wholesale"
    book.exits(2, "may not lie in the future").fast("add Di received='tomorrow 9:00'")


def test_of_two_namesakes_none_is_left_out_of_did_you_mean(cli: Cli) -> None:
    """Whoever mistypes a name that two people have is told of both, with their ids."""
    book = cli.buyers("2026-03-03T10:00-05:00", "add 'Jennifer Lee'", "add 'Jennifer Lee'")
    ids = {path.stem.rpartition("-")[2] for path in (book.cwd / "leads").rglob("*.toml")}
    for typed in ("jenifer", "'jennifer lea'"):
        told = book.exits(4).fast(f"log {typed} call").err
        assert len(ids) == 2
        assert all(one in told for one in ids)
