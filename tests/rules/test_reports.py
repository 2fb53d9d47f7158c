"""Reports: figures worked out by hand over a few leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.reports.activity import Activity, activity
from leadctl.rules.reports.entry import Entry, Period, median, money, percentile
from leadctl.rules.reports.journey import Conversion, Moves, conversion, moves
from leadctl.rules.reports.response import promise, response
from leadctl.rules.reports.standing import standing
from leadctl.rules.time.working_calendar import Calendar, parse_hours

OPEN = datetime(2026, 11, 16, 9, tzinfo=UTC)  # a Monday, at opening
NINE_TO_FIVE = Calendar("UTC", parse_hours({"weekdays": ["09:00-17:00"]}))
SLA = {
    "id": "respond",
    "kind": "sla",
    "do": "Answer",
    "after": "30 minutes",
    "ideal": "5 minutes",
    "clock": "working",
    "from": "received",
    "until": ["touch out"],
}


def pipeline(**more: Any) -> Pipeline:
    """Return a small definition: New, Talking and Won in a funnel, Lost beside it."""
    statuses = {
        "New": {"definition": "New.", "group": "open", "rank": 1, "follow_up": [SLA]},
        "Talking": {"definition": "Talking.", "group": "open", "rank": 2},
        "Won": {"definition": "Won.", "rank": 3, "closed": "won"},
        "Lost": {"definition": "Lost.", "closed": "lost"},
    }
    data = {"schema": 1, "id": "small", "title": "Small", "initial": "New", "status": statuses}
    data |= {"group": {"open": {"label": "Open"}}, "field": {"price": {"type": "money"}}}
    data["calendar"] = {"timezone": "UTC", "hours": {"weekdays": "09:00-17:00"}}
    return build_pipeline({**data, **more}, "small.toml", lambda _path: 0)


def after(hours: float) -> datetime:
    """Return the moment so many hours after Monday's opening."""
    return OPEN + timedelta(hours=hours)


def entry(name: str, *history: Event, definition: Pipeline | None = None, **fields: Any) -> Entry:
    """Return a lead with its events; its status is the last one set."""
    set_to = [event.data["to"] for event in history if event.name == "status"]
    status = set_to[-1] if set_to else "New"
    lead = Lead(name, name, "small", status, fields, history)
    return Entry(lead, definition or pipeline(), NINE_TO_FIVE)


def came(hours: float = 0) -> Event:
    """Return the receipt of a lead."""
    return Event(after(hours), "received", "import")


def moved(hours: float, to: str, by: str = "sam", **data: Any) -> Event:
    """Return a change of status."""
    return Event(after(hours), "status", by, {"to": to, **data})


def called(hours: float, by: str = "sam") -> Event:
    """Return a call out."""
    return Event(after(hours), "call", by, {"way": "out"})


def test_standing_counts_value_and_age() -> None:
    """Two leads in Talking, of 100 and 300, for 2 and 4 hours: 2, 400, a median of 3 hours."""
    entries = [
        entry("a", came(), moved(2, "Talking"), price=100),
        entry("b", came(), moved(4, "Talking"), price=300),
        entry("c", came(5)),
        entry("d", came(), archived=True),
    ]
    new, talking = standing(entries, "status", after(6))
    assert (new.key, new.leads, new.valued, new.median_age) == ("New", 1, 0, 3600)
    assert (talking.key, talking.leads, talking.value) == ("Talking", 2, 400)
    assert talking.median_age == 3 * 3600
    assert talking.oldest_age == 4 * 3600
    [row] = standing(entries, "group", after(6))
    assert (row.key, row.leads, row.value) == ("Open", 3, 400)


def test_standing_by_owner_and_source() -> None:
    """Leads of nobody come first, the others by name."""
    entries = [entry("a", came(), owner="sam"), entry("b", came(), owner="Ann"), entry("c", came())]
    assert [row.key for row in standing(entries, "owner", OPEN)] == ["", "Ann", "sam"]
    assert [row.leads for row in standing(entries, "source", OPEN)] == [3]


@pytest.mark.parametrize(
    ("fields", "amount"),
    [
        ({"value": 5, "price": 9}, 5),
        ({"price": 9}, 9),
        ({"value": "$450,000"}, 450_000),
        ({"value": "call them"}, None),
        ({"value": True}, None),
        ({}, None),
    ],
)
def test_money_is_the_value_or_a_money_field(fields: dict[str, Any], amount: float | None) -> None:
    """`value` comes first, then the definition's money fields; what is no amount does not count."""
    assert money(entry("a", **fields)) == amount


def test_moves_in_a_period() -> None:
    """Only moves from `since` up to `until` count; a lead moved twice is one lead; forced apart."""
    entries = [
        entry("a", came(), moved(1, "Talking"), moved(2, "New"), moved(3, "Talking", forced=True)),
        entry("b", came(), moved(3, "Talking"), moved(9, "Won")),
    ]
    assert moves(entries, Period(after(1), after(9))) == [
        Moves("small", "New", "Talking", moves=3, leads=2, forced=1),
        Moves("small", "Talking", "New", moves=1, leads=1, forced=0),
    ]


def test_conversion_follows_the_funnel() -> None:
    """Of three that were New two reached Talking; of those two one was Won, after 8 hours."""
    entries = [
        entry("a", came(), moved(2, "Talking"), moved(10, "Won")),
        entry("b", came(), moved(4, "Talking"), moved(5, "Lost")),
        entry("c", came()),
    ]
    assert conversion(entries, Period()) == [
        Conversion("small", "New", "Talking", 3, 2, 0.6667, 2, 3 * 3600),
        Conversion("small", "Talking", "Won", 2, 1, 0.5, 1, 8 * 3600),
    ]


def test_conversion_of_a_lead_that_skips_a_step() -> None:
    """A lead Won without Talking has not reached Talking, but it got beyond."""
    [step, _] = conversion([entry("a", came(), moved(1, "Won"))], Period())
    assert (step.entered, step.reached, step.or_beyond) == (1, 0, 1)


def test_a_status_that_came_with_an_import_is_no_move() -> None:
    """A lead imported as Talking was never New here, nobody moved it, and it may go on to Won."""
    entries = [entry("a", came(), moved(0, "Talking", "import"), moved(5, "Won"))]
    assert [(row.came_from, row.moves) for row in moves(entries, Period())] == [("Talking", 1)]
    assert [(row.entered, row.reached) for row in conversion(entries, Period())] == [(0, 0), (1, 1)]
    assert [(row.agent, row.kind) for row in activity(entries, Period())] == [("sam", "move")]


def test_conversion_of_a_pair_and_a_period() -> None:
    """A pair of statuses need not be ranked; the period is when the first was entered."""
    entries = [
        entry("a", came(), moved(1, "Talking"), moved(50, "Lost")),
        entry("b", came(), moved(30, "Talking")),
    ]
    [row] = conversion(entries, Period(None, after(24)), ("Talking", "Lost"))
    assert (row.entered, row.reached, row.median_seconds) == (1, 1, 49 * 3600)


def test_parked_leads_are_outside_the_funnel() -> None:
    """A role without a definition of its own takes a lead out of conversion and response."""
    definition = pipeline(role={"Spam": {"parked": True}})
    parked = entry("a", came(), moved(1, "Talking"), definition=definition, role="Spam")
    assert conversion([parked], Period()) == []
    assert response([parked], Period(), after(9), lambda _: "") == []


def test_response_on_both_clocks() -> None:
    """Answers within a day and over night, by the wall and in hours of work.

    The first took 3 minutes. The second came in at 16:30 on Monday and was called at 9:15 on
    Tuesday: 16 h 45 min by the wall, 45 minutes of work. One waits, and its half hour is over.
    """
    entries = [
        entry("a", came(), called(0.05)),
        entry("b", came(7.5), called(24.25)),
        entry("c", came(24)),
    ]
    [row] = response(entries, Period(), after(25), lambda _: "")
    assert (row.leads, row.answered) == (3, 2)
    assert row.wall_median == pytest.approx((3 + 1005) / 2)
    assert row.wall_p90 == 1005
    assert row.working_median == pytest.approx((3 + 45) / 2)
    assert (row.ideal.share, row.must.share) == (0.3333, 0.3333)
    assert str(row.must.within) == "30 minutes"


def test_a_lead_that_can_still_be_answered_in_time_is_not_judged() -> None:
    """Ten minutes after receipt the ideal is missed, and the promise is still open."""
    [row] = response([entry("a", came())], Period(), after(1 / 6), lambda _: "")
    assert row.ideal.share == 0
    assert row.must.share is None


def test_a_call_before_receipt_is_no_answer() -> None:
    """The clock starts with the receipt."""
    [row] = response([entry("a", called(-1), came())], Period(), after(2), lambda _: "")
    assert row.answered == 0


def test_response_by_source_and_period() -> None:
    """Leads received outside the period are left out; the rest is split by a key."""
    entries = [entry("a", came(), source="x"), entry("b", came(1)), entry("c", came(30))]
    rows = response(entries, Period(None, after(24)), OPEN, lambda e: str(e.lead.value("source")))
    assert [(row.key, row.leads) for row in rows] == [("None", 1), ("x", 1)]


def test_a_definition_without_promise_has_the_usual_tiers() -> None:
    """Five and thirty minutes by the wall."""
    statuses = {"New": {"definition": "New."}, "Won": {"definition": "Won.", "closed": "won"}}
    ideal, must, clock = promise(pipeline(status=statuses, group={}))
    assert (str(ideal), str(must), clock) == ("5 minutes", "30 minutes", "wall")


def test_activity_counts_dials_attempts_events_and_credits() -> None:
    """Three dials in four minutes and one an hour later are four dials and two attempts."""
    definition = pipeline(
        attempt="5 minutes", event={"offer": {"label": "offer made"}}, field={}, group={},
        status={"New": {"definition": "New."}, "Lost": {"definition": "Lost.", "closed": "lost"}},
    )  # fmt: skip
    dials = [called(0), called(1 / 30), called(2 / 30), called(1)]
    more = [
        Event(after(2), "offer", "sam"),
        Event(after(2), "credit", "sam", {"kpi": "Offer Made"}),
        Event(after(2), "note", "sam"),
        moved(3, "Lost", "ann", forced=True),
    ]
    rows = activity([entry("a", came(), *dials, *more, definition=definition)], Period())
    assert rows == [
        Activity("ann", "small", "move", "status", 1, 1),
        Activity("ann", "small", "forced", "status", 1, 1),
        Activity("sam", "small", "touch", "call out", 4, 1),
        Activity("sam", "small", "attempt", "call out", 2, 1),
        Activity("sam", "small", "event", "offer made", 1, 1),
        Activity("sam", "small", "credit", "Offer Made", 1, 1),
    ]


def test_activity_in_a_period_and_over_leads() -> None:
    """Leads are counted once each, and what lies outside the period is not counted."""
    entries = [entry("a", called(0), called(5)), entry("b", called(1)), entry("c", called(99))]
    [row] = activity(entries, Period(None, after(24)))
    assert (row.count, row.leads) == (3, 2)


def test_middle_and_percentile() -> None:
    """The median of an even number is the mean of the middle two; 90 of 10 is the ninth."""
    assert median([]) is None
    assert median([3, 1]) == 2
    assert median([5, 1, 3]) == 3
    assert percentile([], 90) is None
    assert percentile(range(1, 11), 90) == 9
    assert percentile([7], 90) == 7
