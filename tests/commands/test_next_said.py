"""What is said to come next, and what stands: the same words wherever one looks."""

from __future__ import annotations

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions

READ = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Return a book with Ana, whose showing is on Monday at two, to be confirmed on Saturday."""
    made = cli.buyers("2026-11-20T10:00-05:00", "add Ana phone=2125550143", "log Ana call -o spoke")
    made.fast('set Ana appointment="2026-11-23 14:00"')
    made.fast("status set Ana app")
    return made


def test_an_appointment_that_is_over_is_asked_after_by_all(book: Cli) -> None:
    """Its reminder is let go when it has begun, and nobody speaks of that any more."""
    over = book.at("2026-11-23T15:30-05:00")
    for words in ("list", "show Ana", "context Ana", "due", "due --all"):
        out = over.fast(words).out
        assert "howing at 14:00; how did it go?" in out or "showing; how did it go?" in out, words
        assert "Due\n  text to confirm" not in out
    assert "Next: showing at 14:00; how did it go?" in over.fast("note Ana there").out
    assert "Text to confirm" not in over.fast("done Ana").out


def test_what_saying_so_does_not_settle_stands_and_says_how_it_ends(cli: Cli) -> None:
    """A late answer is not ahead; beside others that are done it is told as well."""
    book = cli.buyers("2026-11-19T10:00-05:00", "add Ben phone=2125550143")
    late = book.at("2026-11-20T10:00-05:00")
    refused = late.exits(3).fast("done Ben --all").err
    assert '"Answer, or pass it on" stands: it is settled by reaching out' in refused
    assert "leadctl log Ben call" in refused
    assert "Ahead" not in refused
    late.fast('remind Ben "today 11:00" "look it up"')
    done = late.later(hours=2).fast("done Ben --all")
    assert "done: look it up" in done.out
    assert "stands: it is settled by reaching out" in done.err
    assert "leadctl log Ben call" in done.err


def test_the_question_of_tomorrow_is_what_comes_next(cli: Cli) -> None:
    """Who was talked to is asked about on the next day, and the answer says so."""
    book = cli.buyers("2026-11-20T10:00-05:00", "add Ana phone=2125550143")
    said = book.fast("log Ana call -o spoke").out
    assert "Next: you talked: In Communication? (asked tomorrow)." in said
    assert "you talked: In Communication?" in book.later(days=1).fast("due").out


def test_a_later_day_that_was_taken_is_said_with_its_hour(book: Cli) -> None:
    """Eight o'clock at ten is tomorrow's; what is weeks ahead has its hour as well."""
    for words in ('remind Ana 8am "ring the bank"', 'set Ana appointment="8am"'):
        assert '"8am" is over today: tomorrow was taken' in book.fast(words).err, words
    far = book.fast('remind Ana "dec 10 3pm" "ring the bank"').out
    assert "you are reminded Thu 10 December 15:00: ring the bank" in far


def test_a_time_of_several_words_needs_no_quotes(book: Cli) -> None:
    """All words that make a time together are it."""
    said = book.fast("remind Ana sat dec 5 @ 3pm ring the bank").out
    assert "you are reminded Sat 5 December 15:00: ring the bank" in said


def test_an_appointment_at_midnight_is_of_the_day_that_begins(book: Cli) -> None:
    """Nobody is asked on the evening before how it went, and the kind of appointment is named."""
    book.fast('set Ana appointment="2026-11-24 00:00" appointment_for=call')
    eve = book.at("2026-11-23T23:30-05:00")
    assert "call agreed on" not in eve.fast("due").out
    assert "how did it go" not in "".join(
        eve.fast(words).out for words in ("due --all", "list", "show Ana", "context Ana")
    )
    night = book.at("2026-11-24T00:30-05:00").fast("due").out
    assert "0:00 Ana  call agreed on " in night
    after = book.at("2026-11-24T08:00-05:00").fast("due").out
    assert "0:00 Ana  call agreed on; how did it go?" in after
    assert "leadctl log ana call -o spoke --at 00:00" in after.lower()


def test_every_appointment_is_called_what_it_is_for(book: Cli) -> None:
    """A call is no showing; one of a kind that nobody knows is an appointment."""
    for kind, said in {
        "showing": "showing",
        "call": "call agreed on",
        "other": "appointment",
    }.items():
        answer = book.fast(f"set Ana appointment_for={kind}")
        ahead = book.fast("due --all").out
        assert f"{said}, Mon 14:00" in ahead, (answer, ahead)
    path = book.file_of("ana")
    path.write_text(
        path.read_text().replace('appointment_for = "other"', 'appointment_for = "tea"')
    )
    assert "appointment, Mon 14:00" in book.exits(5).noting().fast("due --all").out


def test_a_second_appointment_takes_the_place_of_the_first_and_says_so(book: Cli) -> None:
    """It is told which one is on the list no more, and undo has it back."""
    ran = book.fast('set Ana appointment="2026-11-24 15:00"')
    assert "appointment = Tue 24 November 15:00 (instead of Mon 23 November 14:00)" in ran.out
    assert "Mon 23 November 14:00 is on the list no more" in ran.err
    assert 'leadctl remind Ana "2026-11-23 14:00"' in ran.err
    book.fast("undo")
    assert "showing, Mon 14:00" in book.fast("show Ana").out
    book.fast("log Ana meeting -o cancelled")
    said = book.fast('set Ana appointment="2026-11-24 15:00"').err
    assert "on the list no more" not in said  # it was on none


def test_what_is_settled_is_told_from_what_comes_next(book: Cli) -> None:
    """Two of one name have their times."""
    for day in ("today", "tomorrow"):
        book.fast(f"remind Ana {day} 'ring the bank'")
    assert "done: ring the bank (today). Next: " in book.fast("done Ana ring").out


def test_who_is_back_is_asked_about_with_the_line_that_moves_them(book: Cli) -> None:
    """Unresponsive is no place for somebody who has just written: the same question everywhere."""
    book.fast("add Kim phone=2125550144")
    book.fast("status set Kim unresponsive --force --reason silent")
    book.fast("log Kim text --in -m 'still there?'")
    said = book.fast("log Kim text -m yes").out
    assert "Next: they are back: In Communication? (asked tomorrow)." in said
    morning = book.later(days=1).fast("due").out
    assert "they are back: In Communication?" in morning
    assert 'status set kim "In Communication"' in morning
    book.fast("status set Kim 'in comm'")
    assert "they are back" not in book.later(days=1).fast("due --all").out


PLANNING = 'To plan what comes next: leadctl remind ann "next monday" "call again"'
OPEN = [
    (name, status.name)
    for name, pipeline in sorted(READ.items())
    for status in pipeline.statuses.values()
    if not (status.closed or status.parked)
]


@pytest.mark.parametrize(("pipeline", "status"), OPEN)
def test_an_answer_says_what_comes_next_or_that_nothing_is_ahead(
    cli: Cli, pipeline: str, status: str
) -> None:
    """Whatever is done with an open lead, in whatever status; and what the list says agrees."""
    book = cli.at("2026-11-30T08:00:00-05:00").noting()
    book.fast(f"init . --pipeline {pipeline} --timezone 'New York' --no-input --agent Sam")
    book.fast("add Ann phone=6465550101 email=ann@example.com owner=sam")
    moved = book.ending_somehow().fast(f"status set ann '{status}' --force --reason 'as it is'")
    for line in (
        "log ann call -o 'no answer'",
        "log ann call -o spoke",
        "done ann --all",
        "note ann 'so it is'",
        "status confirm ann",
        "set ann source=web",
    ):
        ran = moved.code in {0, 3} and book.later(hours=1).ending_somehow().fast(line)
        if not ran or ran.code:
            continue
        (said,) = [one for one in ran.out.splitlines() if one.startswith("Ann: ")]
        (row,) = book.later(hours=1).fast("list --format json").json
        if row["next_do"] is None:
            continue  # closed by then, or in a status that is parked
        assert (" Next: " in said) != said.endswith(" Nothing ahead."), (line, said)
        assert (PLANNING in ran.err) == said.endswith(" Nothing ahead."), (line, ran.err)
        assert said.endswith(" Nothing ahead.") == (row["next_do"] == "No next step"), (line, said)


def test_a_call_in_vain_with_nothing_ahead_says_so(cli: Cli) -> None:
    """A Suspect who does not answer has nothing ahead; the line that is printed makes it."""
    book = cli.at("2026-11-30T08:00:00-05:00").noting()
    book.fast("init . --pipeline realvolve --timezone 'New York' --no-input")
    book.fast("add Ann phone=6465550101")
    ran = book.fast("log ann call -o 'no answer'")
    assert ran.out == "Ann: you called, no answer. Nothing ahead.\n"
    assert PLANNING in ran.err
    assert book.fast("log ann call -o busy --format json").json["changed"][0]["next"] is None
    typed = PLANNING.partition("leadctl ")[2]
    assert "Next: call again, Mon 7 December" in book.fast(typed).out
    assert "Next: call again" in book.fast("log ann call -o busy").out
    barred = book.fast("done ann 'call again'") and book.fast("set ann do_not_contact=call")
    assert '"next monday" "look again"' in barred.err


def test_a_call_that_nobody_answered_shows_no_status(cli: Cli) -> None:
    """Who was confirmed where they stand is not asked about because they were not reached."""
    book = cli.at("2026-11-30T08:00:00-05:00").noting()
    book.fast("init . --pipeline realvolve --timezone 'New York' --no-input")
    book.fast("add Ann phone=6465550101")
    assert "You talked: Prospect?" in book.fast("log ann call -o spoke").err
    later = book.later(hours=1)
    later.fast("status confirm ann")
    assert "Prospect" not in later.later(hours=1).fast("log ann call -o 'no answer'").err


def test_nothing_is_ahead_of_nobody_who_is_asked_about(cli: Cli) -> None:
    """Looking as far ahead as there is anything, "no next step" stands alone or is due."""
    book = cli.at("2026-11-30T08:00:00-05:00").noting()
    book.fast("init . --pipeline realvolve --timezone 'New York' --no-input")
    book.fast("add Ann phone=6465550101")
    book.fast("log ann call -o spoke")
    listed = book.fast("due --all").out
    assert "you talked: Prospect?, tomorrow" in listed
    assert "no next step" not in listed
    book.fast("status confirm ann")
    assert "no next step; nothing since today" in book.fast("due --all").out
