"""The numbers of a history follow its time, whatever the order in which it was recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.numbered import as_recorded, numbered, with_event
from leadctl.rules.time.whole_day import whole_day

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 12, 1, 5, tzinfo=UTC)
MOMENTS = st.one_of(
    st.integers(0, 96).map(lambda hours: START + timedelta(hours=hours)),
    st.integers(1, 4).map(lambda day: whole_day(date(2026, 12, day))),
)


def begins(event: Event) -> tuple[date, bool, datetime, int]:
    """Return the day of an event in New York, whether it has an hour, that, and its place."""
    here = event.at.astimezone(NEW_YORK)
    midnight = event.day is None and here.time() == time()
    return (
        event.day or here.date(),
        event.day is None and not midnight,
        event.at if event.day is None and not midnight else START,
        int(event.data["text"]),
    )


@given(st.lists(MOMENTS, min_size=1, max_size=8))
def test_a_history_is_numbered_in_the_order_in_which_it_happened(moments: list[datetime]) -> None:
    """A day of an import begins at its midnight in New York; an event taken out is the one of its
    number.
    """
    events = tuple(Event(at, "note", "import", {"text": str(n)}) for n, at in enumerate(moments))
    lead = Lead("abc23456", "Ana", "p", "New", {}, events)
    found = numbered(lead, NEW_YORK)
    begun = [begins(event) for _, event in found]
    assert begun == sorted(begun)
    assert [number for number, _ in found] == list(range(1, len(moments) + 1))
    for number, event in found:
        left = with_event(lead, number, NEW_YORK, ()).history
        assert left.count(event) == events.count(event) - 1
        assert len(left) == len(events) - 1


def test_an_import_of_a_day_stands_before_the_calls_of_that_day_and_after_the_evening_before() -> (
    None
):
    """Its file says no time; in New York its day begins five hours after the one in Greenwich."""
    evening = Event(datetime(2026, 12, 1, 1, tzinfo=UTC), "call", "sam", {})
    morning = Event(datetime(2026, 12, 1, 14, tzinfo=UTC), "call", "sam", {})
    brought = Event(whole_day(date(2026, 12, 1)), "import", "import", {})
    lead = Lead("abc23456", "Ana", "p", "New", {}, (morning, brought, evening))
    assert [event for _, event in numbered(lead, NEW_YORK)] == [evening, brought, morning]
    assert as_recorded(lead, NEW_YORK) == [(3, morning), (2, brought), (1, evening)]


@given(st.lists(MOMENTS, min_size=1, max_size=8), st.integers(0, 5))
def test_a_day_that_somebody_logs_stands_behind_all_that_is_known_of_it(
    moments: list[datetime], day: int
) -> None:
    """No earlier thing of that day comes after it, however many follow; no other day's moves."""
    logged = date(2026, 11, 30) + timedelta(days=day)
    events = tuple(Event(at, "note", "sam", {"text": str(n)}) for n, at in enumerate(moments))
    lead = Lead("abc23456", "Ana", "p", "New", {}, events)
    call = Event(whole_day(logged), "call", "sam", {"way": "out"})
    after = [event for _, event in numbered(lead.add(call), NEW_YORK)]
    place = next(n for n, event in enumerate(after) if event is call)
    assert after[:place] + after[place + 1 :] == [one for _, one in numbered(lead, NEW_YORK)]
    days = [event.day or event.at.astimezone(NEW_YORK).date() for event in after]
    assert days == sorted(days)
    assert all(found > logged for found in days[place + 1 :])
