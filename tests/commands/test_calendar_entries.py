"""The calendar of a book: each appointment once, and of a query what it asks for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cli_runner import Cli
from icalendar import Calendar, Event

NOON = "2026-03-03T12:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Anita has a showing, Bill a call agreed on, Sam was met today; Rosa left, and comes by."""
    book = cli.buyers("2026-03-02T09:00", "add Anita phone=9175550101 do_not_contact=call")
    for words in (
        "set anita email=anita@example.com",
        "log anita text --in -m hi",
        "log anita text",
        'set anita appointment="tomorrow 14:00"',
        "status set anita app",
        "add Bill phone=9175550102",
        "log bill call -o spoke",
        'set bill appointment="wed 10:00" appointment_for=call',
        "add Sam phone=9175550103",
        "log sam call -o spoke",
        'set sam appointment="tomorrow 10:00"',
        "add Rosa phone=9175550104",
        'status set rosa "rejected by client" --reason "no more"',
    ):
        book.fast(words)
    book.at("2026-03-02T10:00").fast('set rosa appointment="fri 14:00"')
    book.at("2026-03-03T11:00").fast("log sam meeting")
    return book.at(NOON)


def entries(book: Cli, words: str = "export -f ics") -> list[Event]:
    """Return the entries of a calendar."""
    return list(Calendar.from_ical(book.fast(words).out).walk("VEVENT"))


@pytest.mark.parametrize("words", ["export -f ics", "due --all -f ics"])
def test_each_thing_is_there_once(book: Cli, words: str) -> None:
    """One uid, one entry; a call agreed on is not there twice; what was kept is not there."""
    found = entries(book, words)
    uids = [str(one["UID"]) for one in found]
    assert len(uids) == len(set(uids))
    titles = [str(one["SUMMARY"]) for one in found]
    assert titles.count("Showing: Anita") == 1
    assert titles.count("Call agreed on: Bill") == 1
    assert not {"Appointment: Anita", "Appointment: Bill", "Showing: Sam"} & set(titles)


def test_what_was_agreed_with_somebody_who_left_is_there(book: Cli) -> None:
    """It stands as on the list, by its own name; once it was kept, not at all."""
    assert "Appointment: Rosa" in {str(one["SUMMARY"]) for one in entries(book)}
    later = book.at("2026-03-20T12:00")
    later.fast("log rosa meeting")
    assert not [one for one in entries(later) if "Rosa" in one["SUMMARY"]]


def test_people_who_meet_are_busy_for_an_hour(book: Cli) -> None:
    """A showing takes its time of the day, and rings; what there is to do takes none."""
    found = {str(one["SUMMARY"]): one for one in entries(book)}
    showing = found.pop("Showing: Anita")
    assert showing["DTEND"].dt - showing["DTSTART"].dt == timedelta(hours=1)
    assert showing["TRANSP"] == "OPAQUE"
    for busy in ("Call agreed on: Bill", "Appointment: Rosa"):
        assert found.pop(busy)["TRANSP"] == "OPAQUE"
    assert {str(one["TRANSP"]) for one in found.values()} == {"TRANSPARENT"}
    assert not [name for name, one in found.items() if one.walk("VALARM")]
    assert not isinstance(found["Confirm the status: Sam"]["DTSTART"].dt, datetime)


def test_each_address_says_what_is_barred_of_it(book: Cli) -> None:
    """Who wants no calls may be written to."""
    [showing] = [one for one in entries(book) if one["SUMMARY"] == "Showing: Anita"]
    lines = str(showing["DESCRIPTION"]).splitlines()
    assert lines[-2:] == ["+19175550101 (no call)", "anita@example.com"]


def test_a_query_of_what_is_due_chooses_entries(book: Cli) -> None:
    """Two days bring what is due in them, and nothing else of the same people."""
    last = datetime.fromisoformat("2026-03-05T17:00:00+00:00")
    found = entries(book, "export -f ics due:..2d")
    assert {"Showing: Anita", "Call agreed on: Bill"} <= {str(one["SUMMARY"]) for one in found}
    for one in found:
        start = one["DTSTART"].dt
        assert (start <= last) if isinstance(start, datetime) else (start <= last.date())
    everything = entries(book, "export -f ics status:app")
    assert {str(one["SUMMARY"]) for one in everything} > {"Showing: Anita"}
