"""What leaves the list says so; who is outside of it, and writes, is told of in one line."""

from __future__ import annotations

import sys

import pytest
from cli_runner import Cli

SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A showing is agreed with Ana for Thursday at three; it is Tuesday."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    book = cli.noting().at("2026-12-01T10:00:00-05:00")
    for line in (
        "add Ana phone=2125550101",
        "log Ana call -o voicemail",
        "set Ana appointment='thu 3pm'",
        "status set Ana app",
    ):
        book.fast(line)
    return book


@pytest.mark.parametrize(
    ("words", "reminder"),
    [("status set Ana rejected", []), ("set Ana role=Renter", ["Fri send the plans"])],
)
def test_what_was_agreed_and_drops_off_is_told(book: Cli, words: str, reminder: list[str]) -> None:
    """Whichever way the lead is closed or parked, the answer names the appointment, until its hour;
    a reminder of one's own stands where the lead is closed.
    """
    book.fast("remind Ana fri 'send the plans'")
    assert off(book.fast(words).err) == ["Thu 15:00 showing", *reminder]
    book.fast("undo")
    assert len(off(book.at("2026-12-03T18:00-05:00").fast(words).err)) == len(reminder)


def off(said: str) -> list[str]:
    """Return what is said to be off the list."""
    line = "".join(one for one in said.splitlines() if "Off the list: " in one)
    return line.partition("Off the list: ")[2].split("; ") if line else []


@pytest.mark.parametrize(
    "words", ["status set Ana rejected", "set Ana role=Renter", "set Ana archived=yes"]
)
def test_a_word_of_theirs_that_nobody_answered_is_told(book: Cli, words: str) -> None:
    """Whichever way the lead is closed or put away, the answer names their last word, and the
    appointment; where it was answered, or the lead stays on the list, nothing is said of it.
    """
    said = "Off the list: Ana's text of yesterday 10:00 was not answered"
    book.fast("log Ana text --in -m 'is it still there?'")
    day = book.later(days=1)
    assert said in day.fast(words).err
    assert "Answer them" not in day.fast("due").out
    day.fast("undo")
    assert said not in day.fast("status set Ana nurture").err
    day.fast("log Ana text")
    assert off(day.fast(words).err) == ["tomorrow 15:00 showing"]


@pytest.mark.parametrize("words", ["", "--status nurture"])
def test_an_appointment_that_another_pipeline_names_otherwise_is_on_the_list(
    book: Cli, words: str
) -> None:
    """A buyer's showing is a seller's appointment at the same hour: nothing was dropped."""
    book.fast("remind Ana fri 'send the plans'")
    assert "Off the list" not in book.fast(f"set Ana role=Seller {words}").err
    rows = book.fast("due --all --format json").json
    assert {"appointment", "task"} <= {row["kind"] for row in rows}


def test_a_move_that_keeps_the_appointment_says_nothing(book: Cli) -> None:
    """It stands in every open status."""
    assert "Off the list" not in book.fast("status set Ana nurture").err


def test_a_parked_lead_who_writes_is_one_line_until_answered(book: Cli) -> None:
    """It is counted, and the command beside it names who it is."""
    book.fast("set Ana role=Renter")
    assert book.fast("due --all").out == ""
    book.later(hours=1).fast("log Ana text --in -m 'can I see 5F?'")
    week = book.later(days=7)
    assert "1 parked lead has written    leadctl due --kind parked" in week.fast("due").out
    assert 'texted 1 Dec "can I see 5F?"' in week.fast("due --kind parked").out
    week.fast("log Ana call -o spoke")
    assert week.later(days=1).fast("due").out == ""


def test_who_wants_no_contact_is_told_by_no_plan_and_goes_not_silent(book: Cli) -> None:
    """Nobody is asked to try again; after a week without a step the lead is one with none."""
    book.fast("add Dee phone=2125550109")
    book.fast("log Dee call -o voicemail")
    assert "try again" in book.later(days=1).fast("due Dee").out
    book.fast("set Dee do_not_contact=yes")
    for days in (1, 4, 30):
        text = book.later(days=days).fast("due Dee --all").out
        assert "try again" not in text
        assert "Dee" in text


def test_two_equal_reminders_are_told_apart_and_one_is_done_at_a_time(book: Cli) -> None:
    """The list names the second; a word that both begin with means the first, then the other."""
    for _ in range(2):
        book.fast("remind Ana 'wed 4pm' 'call her back'")
    day = book.later(days=1)
    text = day.fast("due").out
    assert text.count("call her back") == 2
    assert "call her back at 16:00 (call-her-back-2)" in text
    assert "done: call her back" in day.fast("done Ana call").out
    assert "(call-her-back-2)" not in day.fast("due").out
    assert "done: call her back" in day.fast("done Ana call").out
    assert "call her back" not in day.fast("due").out


def test_whoever_becomes_parked_is_said_to_be_on_no_list(book: Cli) -> None:
    """By set the answer names what of the plan drops off; `add` and `show` say it as well, and
    nobody in a role with lists is told so.
    """
    said = book.fast("set Ana role=Renter").err
    assert "Parked: a Renter is on no list" in said
    assert "confirm the status" in said
    assert "parked: a Renter is on no list" in book.fast("show Ana").out
    assert "Parked: an Existing" in book.fast("add Bo role='Existing Connection'").err
    assert "Parked" not in book.fast("set Ana role=Buyer").err
    assert "parked" not in book.fast("show Ana").out


def test_an_import_counts_among_the_got_in_touch_with_only_whoever_is_on_a_list(book: Cli) -> None:
    """Of three who came in long ago one is a Renter: two of them are spread over the days."""
    rows = "Name,Role,Date\nCy,Buyer,2026-01-02\nDi,Renter,2026-01-02\nEd,Buyer,2026-01-02\n"
    (book.cwd / "old.csv").write_text(rows)
    said = book.fast("import old.csv").err
    assert "2 of them came in before today" in said
    assert "Parked, and so on no list: 1 lead (1 Renter)." in said


def test_what_the_archive_takes_off_the_list_is_told_and_on_record(cli: Cli) -> None:
    """What of its plan drops off is named, the history has it, and no editor forges the line."""
    book = cli.noting().buyers("2026-12-01T10:00:00-05:00", "add Ana phone=2125550101")
    said = book.fast("set Ana archived=yes").err
    assert "In the archive: on no list any more. No more: answer, or pass it on" in said
    book.fast("set Ana archived=no")
    told = [line for line in book.fast("show Ana").lines if "the archive" in line]
    assert "put into the archive" in told[0]
    assert "taken out of the archive" in told[1]
    assert "where the lead stands" in book.exits(3).fast("amend Ana 2 --remove").err


def test_the_archive_keeps_no_lead_in_somebodys_name(cli: Cli) -> None:
    """After seven days a rejected offer is everybody's, in sight of everybody (S3.11)."""
    book = cli.noting().at("2026-12-01T10:00:00Z")
    book.fast("init . --pipeline wholesale --timezone UTC --no-input --agent sam")
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write("[agents.lou]\n")
    for line in ("add Wes phone=2125550101", "claim wes", "status set wes 'Offer Rejected'"):
        book.acting("sam").fast(line)
    said = book.acting("sam").fast("set wes archived=yes").err
    assert "Still happens by itself: Tue 8 December 10:00 goes back to the cloud" in said
    lou = book.acting("lou")
    lou.ending_somehow().fast("claim wes")
    assert lou.fast("list -f json").json == []
    later = lou.at("2026-12-08T10:01:00Z")
    later.fast("tick")
    assert [(row["name"], row["owner"]) for row in later.fast("list -f json").json] == [
        ("Wes", None)
    ]
    later.fast("claim wes")


@pytest.mark.parametrize("letting_go", ["release", "pass"])
def test_who_is_let_go_of_is_seen_by_whoever_may_take_them(cli: Cli, letting_go: str) -> None:
    """No lead is anybody's to claim and on nobody's list."""
    book = cli.noting().buyers("2026-12-01T10:00:00-05:00", "add Ana phone=2125550101 owner=me")
    book.fast("set Ana archived=yes")
    assert "Out of the archive, and on the lists again" in book.fast(f"{letting_go} Ana").err
    assert [row["name"] for row in book.fast("list -f json").json] == ["Ana"]


@pytest.mark.parametrize("aside", ["set Ana role=Renter", "set Ana archived=yes"])
def test_a_talk_with_somebody_on_no_list_leaves_no_answer_owed(book: Cli, aside: str) -> None:
    """They phoned and we spoke: nothing is counted, and the answer says only how to go on."""
    book.fast(aside)
    said = book.fast("log Ana call --in -o spoke").err
    assert "answer now" not in said
    assert "counted" not in said
    assert "on no list. To take them up again: leadctl set" in said
    assert "answer now" in book.later(minutes=5).fast("log Ana text --in").err


def test_what_was_put_off_and_drops_off_with_a_move_is_told(book: Cli) -> None:
    """The day that somebody chose is named; what a definition alone had planned is not."""
    book.noting().fast("add Kwame phone=2125550199")
    book.noting().fast("log Kwame call -o spoke")
    book.noting().fast("snooze Kwame 2w")
    moved = book.noting().fast("status set Kwame nurture")
    assert [one.partition(" you ")[0] for one in off(moved.err)] == ["Tue 15 December"]
    assert off(book.noting().fast("status set Kwame comm").err) == []


def test_what_an_editor_takes_off_the_list_is_told(book: Cli) -> None:
    """As what a move, a role or a field takes off it is."""
    book.fast("remind Ana fri 'send the plans'")
    script = book.cwd / "put_away.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('phone =', 'archived = 2026-12-01\\nphone ='))\n"
    )
    edited = book.given(EDITOR=f"{sys.executable} {script}", VISUAL="").noting()
    assert off(edited.run("edit Ana").err) == ["Thu 15:00 showing", "Fri send the plans"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("status set Bea None --reason vendor", "they are in None"),
        ("set Bea archived=yes", "they are parked"),
        ("log Bea call -o spoke", "the call was made"),
    ],
)
def test_a_text_that_is_never_sent_any_more_is_told_once(cli: Cli, words: str, why: str) -> None:
    """Whatever took its reason away: a move, the archive, or the call that it promised."""
    book = cli.noting().at("2026-12-01T10:00:00-05:00")
    book.fast("init . --pipeline realvolve --timezone 'New York' --no-input")
    book.fast("add Bea phone=2125550102")
    said = book.fast(words).err
    assert said.count(f"The message calling-soon is not sent any more: {why}") == 1
    assert book.fast("outbox list").out == ""


def test_what_a_move_puts_before_a_call_back_that_they_asked_for_is_told(book: Cli) -> None:
    """The call-back stands; what comes sooner now is named, with the line that lets it wait."""
    book.fast("status set Ana 'in communication' --reason 'another day'")
    book.fast("snooze Ana '2 months' --asked")
    book = book.later(minutes=5)
    said = book.fast("status set Ana nurture").err
    assert "Before the call-back of Mon 1 February 2027 there is now: " in said
    assert "reach out personally about their search" in said
    line = said.partition("To let it wait till then: leadctl ")[2].splitlines()[0]
    book.fast(line)
    rows = book.fast("due --all --format json --kind step --kind call-back").json
    assert {row["due"][:10] for row in rows} <= {"2027-02-01", "2027-03-01"}
    assert "Before the call-back" not in book.fast("status set Ana Unresponsive").err
