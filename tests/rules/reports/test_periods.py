"""A report of a period: what its headings say, which weeks are whole, who came in then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reports import OPEN, after, entry, pipeline

from leadctl.rules.leads.lead import Event
from leadctl.rules.reports.entry import Period
from leadctl.rules.reports.registry import KINDS
from leadctl.rules.reports.report import Asked, report_of, titled


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_says_what_a_period_chose(kind: str) -> None:
    """With a period every part says by what it counts; without one its title is its own."""
    report = report_of(kind)
    for part in report.parts:
        assert titled(kind, part, Asked(OPEN, UTC)).title == part.title
        asked = Asked(OPEN, UTC, Period(OPEN))
        said = report.period.startswith(report.parts[0].title.lower())
        wanted = part.title if said else f"{part.title} ({report.period})"
        assert titled(kind, part, asked).title == wanted


@given(back=st.integers(0, 24 * 30), ahead=st.integers(1, 24 * 30))
def test_only_a_whole_week_is_told_as_one(back: int, ahead: int) -> None:
    """A week is told without its part exactly where the period holds all of it."""
    since, until = OPEN - timedelta(hours=back), OPEN + timedelta(hours=ahead)
    calls = [Event(since + timedelta(hours=h), "call", "sam", {"way": "out"})
             for h in range(0, back + ahead, 12)]  # fmt: skip
    asked = Asked(until, UTC, Period(since, until))
    counter = report_of("activity").part("week").counter(asked)
    counter.add(entry("Ana", Event(since, "received"), *calls, definition=pipeline()))
    for row in counter.rows():
        monday = datetime.combine(date.fromisoformat(str(row["week"])), datetime.min.time(), UTC)
        is_whole = since <= monday and until >= monday + timedelta(days=7)
        assert (row["part"] is None) is is_whole, row


def test_nobody_came_in_on_the_day_of_an_import() -> None:
    """Of whom no file says when, nobody knows: they are in no period, and in the whole."""
    day = OPEN.replace(hour=0)
    unknown = Event(day, "received", "import")
    over = Event(day, "taken-over", "import", {"start": OPEN.date()})
    lead = entry("Old Pal", unknown, over, definition=pipeline())
    assert not lead.came_in(Period(day - timedelta(days=7)))
    assert lead.came_in(Period())
    dated = entry("Dated", Event(after(-48), "received", "import"), over, definition=pipeline())
    assert dated.came_in(Period(day - timedelta(days=7)))
    assert entry("New", Event(after(1), "received"), definition=pipeline()).came_in(Period(day))
