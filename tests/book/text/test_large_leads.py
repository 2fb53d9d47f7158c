"""A lead near the size limit: how often its file is parsed, and what is said beyond the limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadctl.actions.desk import Desk
from leadctl.book.book import Book
from leadctl.book.selector import find_lead
from leadctl.book.text import lead_file
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid
from leadctl.rules.leads.lead import Event, Lead

START = datetime(2020, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def long_lead(pipeline: str, status: str, events: int = 12_000) -> Lead:
    """Return a lead with so many events, an hour apart."""
    kinds = (("call", {"way": "out"}), ("text", {"way": "in"}), ("note", {"text": "x"}))
    history = [
        Event(START + timedelta(hours=i), name, "sam", data)
        for i in range(events)
        for name, data in [kinds[i % 3]]
    ]
    moved = Event(START, "status", "sam", {"to": status})
    return Lead("b1gb1gb1", "Big", pipeline, status, {}, (moved, *history))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """An empty book."""
    return Book.create(tmp_path / "book", "schema = 1\n")


def test_one_change_parses_a_file_twice(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding, reading and changing a lead parses its file once, and what is written once."""
    with changing(book, "leadctl add", NOW, "sam") as operation:
        operation.save(long_lead("p", "New", 3))
    parsed: list[str] = []
    book = Book.open(book.root)
    monkeypatch.setattr(
        lead_file, "parse_lead", lambda text, file: (parsed.append(file), original(text, file))[1]
    )
    found = find_lead(book, "b1gb1gb1")
    with changing(book, "leadctl note", NOW, "sam") as operation:
        operation.save(operation.read(found.id).add(Event(NOW, "note", "sam")))
    assert len(parsed) == 1
    assert len(book.load("b1gb1gb1").history) == 5


original = lead_file.parse_lead


@pytest.mark.parametrize(
    ("pipeline", "status"),
    [
        ("realvolve", "Prospect"),
        ("streeteasy-buyer", "Nurture"),
        ("sold-active", "In Conversation"),
        ("wholesale", "Needs Offer"),
        ("recruiting", "Screening"),
    ],
)
def test_the_agenda_of_a_long_life_is_looked_at_event_by_event(
    book: Book, pipeline: str, status: str
) -> None:
    """Four times as many events take no more than about four times as long, not sixteen."""
    desk = Desk(book, NOW)
    took = [_time(desk, long_lead(pipeline, status, count)) for count in (3_000, 12_000)]
    assert took[1] < 9 * took[0] + 0.2


def _time(desk: Desk, lead: Lead) -> float:
    """Return the seconds that the agenda takes at best."""
    from time import process_time

    best = 60.0
    for _ in range(3):
        start = process_time()
        desk.agenda(lead)
        best = min(best, process_time() - start)
    return best


def test_a_lead_that_grows_too_large_is_refused_with_a_way_on(book: Book) -> None:
    """The event that no longer fits is refused, the file stays as it is, and what to do is said."""
    with changing(book, "leadctl add", NOW, "sam") as operation:
        operation.save(long_lead("p", "New", 3))
    path = book.root / book.path_of("b1gb1gb1")
    before = path.read_bytes()
    huge = Event(NOW, "note", "sam", {"text": "x" * (1 << 20)})
    with (
        pytest.raises(Invalid, match=r"take old events out of its history with leadctl edit"),
        changing(book, "leadctl note", NOW, "sam") as operation,
    ):
        operation.save(operation.read("b1gb1gb1").add(huge))
    assert path.read_bytes() == before
