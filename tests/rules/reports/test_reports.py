"""Reports: figures worked out by hand over a few leads."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import written
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.reports.entry import Entry, Period, median, money, percentile
from leadctl.rules.reports.kinds.forecast import Hope, Known, Stays, spread
from leadctl.rules.reports.kinds.response import promise
from leadctl.rules.reports.numbers import spans
from leadctl.rules.reports.registry import KINDS
from leadctl.rules.reports.report import Asked, report_of

OPEN = datetime(2026, 11, 16, 9, tzinfo=UTC)  # a Monday, at opening
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
    return build_pipeline(written({**data, **more}, "small.toml", lambda _path: 0))


def after(hours: float) -> datetime:
    """Return the moment so many hours after Monday's opening."""
    return OPEN + timedelta(hours=hours)


def entry(name: str, *history: Event, definition: Pipeline | None = None, **fields: Any) -> Entry:
    """Return a lead with its events; its status is the last one set."""
    set_to = [event.data["to"] for event in history if event.name == "status"]
    status = set_to[-1] if set_to else "New"
    lead = Lead(name, name, "small", status, fields, history)
    return Entry(Case(lead, definition or pipeline(), after(9)))


def came(hours: float = 0) -> Event:
    """Return the receipt of a lead."""
    return Event(after(hours), "received", "import")


def moved(hours: float, to: str, by: str = "sam", **data: Any) -> Event:
    """Return a change of status."""
    return Event(after(hours), "status", by, {"to": to, **data})


def called(hours: float, by: str = "sam") -> Event:
    """Return a call out."""
    return Event(after(hours), "call", by, {"way": "out"})


EVER = Period()


def rows(kind: str, entries: list[Entry], hours: float = 9, **asked: Any) -> list[Any]:
    """Return what a report says some hours after Monday's opening; `by` names its part."""
    part = report_of(kind).part(asked.pop("by", ""))
    counter = part.counter(Asked(after(hours), UTC, **asked))
    for one in entries:
        counter.add(Entry(replace(one.case, now=after(hours))))
    found = counter.rows()
    assert all(set(row) == {figure.key for figure in part.figures} for row in found)
    return found


def test_every_kind_defines_every_figure() -> None:
    """Each figure of each part has a heading and a sentence; names of parts and figures differ."""
    for name in KINDS:
        report = report_of(name)
        assert report.name == name
        assert len({part.by for part in report.parts}) == len(report.parts)
        for part in report.parts:
            assert len({figure.key for figure in part.figures}) == len(part.figures)
            assert all(figure.title and len(figure.meaning) > 5 for figure in part.figures)


def test_status_counts_value_and_age() -> None:
    """Two leads in Talking, of 100 and 300, for 2 and 4 hours: 2, 400, half for 3 hours."""
    entries = [
        entry("a", came(), moved(2, "Talking"), price=100),
        entry("b", came(), moved(4, "Talking"), price=300),
        entry("c", came(5)),
        entry("d", came(), archived=True),
    ]
    new, talking = rows("status", entries, 6)
    assert (new["status"], new["leads"], new["valued"]) == ("New", 1, 0)
    assert (talking["leads"], talking["value"], talking["median_age_seconds"]) == (2, 400, 10800)
    assert talking["oldest_age_seconds"] == 4 * 3600
    [row] = rows("status", entries, 6, by="group")
    assert (row["group"], row["leads"], row["value"]) == ("Open", 3, 400)
    assert [row["age"] for row in rows("status", entries, 24 * 40, by="age")] == ["1 to 3 months"]


def test_money_is_decimal() -> None:
    """0.1 and 0.2 are 0.3 in every report that adds them up."""
    entries = [entry("a", came(), value=0.1), entry("b", came(), value=0.2)]
    assert [row["value"] for row in rows("status", entries)] == [Decimal("0.3")]
    assert [row["value"] for row in rows("sources", entries)] == [Decimal("0.3")]


def test_parked_leads_are_nowhere_working() -> None:
    """A parked role has a row of its own in status, and is in no other count of a journey."""
    definition = pipeline(role={"Spam": {"parked": True}})
    spam = entry("a", came(), moved(1, "Talking"), definition=definition, role="Spam")
    [row] = rows("status", [spam])
    assert (row["status"], row["group"]) == ("Spam", "Parked")
    for kind in ("funnel", "velocity", "response", "duties", "sources", "board", "forecast"):
        assert rows(kind, [spam]) == []


def test_status_by_owner_and_source() -> None:
    """Leads of nobody come first, the others by name."""
    entries = [entry("a", came(), owner="sam"), entry("b", came(), owner="Ann"), entry("c", came())]
    assert [row["owner"] for row in rows("status", entries, by="owner")] == [None, "Ann", "sam"]
    assert [row["leads"] for row in rows("status", entries, by="source")] == [3]


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
    found = rows("moves", entries, period=Period(after(1), after(9)))
    assert [tuple(row.values())[1:] for row in found] == [
        ("New", "Talking", 3, 2, 1),
        ("Talking", "New", 1, 1, 0),
    ]


def test_forced_moves_are_told_with_their_reasons() -> None:
    """The latest first, with who did it and why."""
    lead = entry("a", came(), moved(1, "Won", forced=True, reason="seen"), moved(2, "Lost"))
    [row] = rows("forced", [lead])
    assert (row["by"], row["from"], row["to"], row["reason"]) == ("sam", "New", "Won", "seen")


def test_the_funnel() -> None:
    """Of three that came in two got to Talking or further and one was won; one was in a hurry."""
    entries = [
        entry("a", came(), moved(2, "Talking"), moved(8, "Won")),
        entry("b", came(), moved(4, "Talking"), moved(5, "Lost")),
        entry("c", came()),
        entry("d", came(), moved(3, "Won")),
    ]
    new, talking, won = rows("funnel", entries)
    assert (new["reached"], new["step_share"], new["here"]) == (4, None, 1)
    assert (talking["reached"], talking["overall_share"]) == (3, 0.75)
    assert talking["median_seconds"] == 3 * 3600
    assert (won["reached"], won["step_share"], won["overall_share"]) == (2, 0.6667, 0.5)
    [month] = rows("funnel", entries, by="month")
    assert (month["month"], month["open"], month["won"], month["lost"]) == ("2026-11", 1, 2, 1)
    assert (month["won_share"], month["median_seconds"]) == (0.5, 5.5 * 3600)


def test_how_leads_ended() -> None:
    """Won first, then lost by reason, the most frequent first."""
    entries = [
        entry("a", came(), moved(1, "Lost", reason="price")),
        entry("b", came(), moved(1, "Lost", reason="price")),
        entry("c", came(), moved(1, "Lost")),
        entry("d", came(), moved(1, "Won")),
        entry("e", came()),
    ]
    found = [
        (r["result"], r["reason"], r["leads"], r["share"])
        for r in rows("funnel", entries, by="reason")
    ]
    assert found == [("won", None, 1, 0.25), ("lost", "price", 2, 0.5), ("lost", None, 1, 0.25)]


def test_a_status_that_came_with_an_import_is_no_move() -> None:
    """A lead imported as Talking counts as having got there; nobody moved it."""
    entries = [entry("a", came(), moved(0, "Talking", "import"), moved(5, "Won"))]
    assert [(row["from"], row["moves"]) for row in rows("moves", entries)] == [("Talking", 1)]
    assert [row["reached"] for row in rows("funnel", entries)] == [1, 1, 1]
    assert [(row["agent"], row["kind"]) for row in rows("activity", entries)] == [("sam", "move")]


def test_a_step_between_two_statuses() -> None:
    """They need not be ranked; the period is when the first was entered."""
    entries = [
        entry("a", came(), moved(1, "Talking"), moved(50, "Lost")),
        entry("b", came(), moved(30, "Talking")),
    ]
    [row] = rows(
        "funnel", entries, 60, by="step", period=Period(None, after(24)), pair=("Talking", "Lost")
    )
    assert (row["entered"], row["reached"], row["median_seconds"]) == (1, 1, 49 * 3600)


def test_velocity_and_stuck_leads() -> None:
    """Five stays of 1 to 5 hours; who is there longer than nine of ten of them is stuck."""
    gone = [entry(f"g{n}", came(), moved(n, "Talking"), moved(n + 1, "Won")) for n in range(1, 6)]
    here = [entry("slow", came()), entry("new", came(7))]
    new = next(row for row in rows("velocity", [*gone, *here]) if row["status"] == "New")
    assert (new["stays"], new["median_seconds"], new["p90_seconds"]) == (5, 3 * 3600, 5 * 3600)
    assert (new["here"], new["stuck"]) == (2, 1)
    [stuck] = rows("velocity", [*gone, *here], by="lead")
    assert (stuck["id"], stuck["age_seconds"], stuck["usual_seconds"]) == ("slow", 32400, 18000)


def test_who_is_there_as_long_as_is_usual_is_not_stuck() -> None:
    """Only who is there longer than nine of ten were."""
    gone = [entry(f"g{n}", came(), moved(n, "Talking"), moved(n + 1, "Won")) for n in range(1, 6)]
    found = rows("velocity", [*gone, entry("just", came(4))])
    new = next(row for row in found if row["status"] == "New")
    assert (new["here"], new["stuck"]) == (1, 0)
    longer = next(
        row
        for row in rows("velocity", [*gone, entry("just", came(4))], 9.01)
        if row["status"] == "New"
    )
    assert longer["stuck"] == 1


def test_nine_of_ten_answers_took_no_longer() -> None:
    """Of twenty that took one to twenty minutes it is the eighteenth, by either clock."""
    leads = [entry(f"a{n}", came(), called(n / 60)) for n in range(1, 21)]
    [row] = rows("response", leads)
    for figure in ("p90_minutes", "wall_p90_minutes", "working_p90_minutes"):
        assert row[figure] == 18, figure
    assert (row["leads"], row["answered"]) == (20, 20)


def test_a_week_has_what_was_done_in_it() -> None:
    """What was not done is none of it; a week in which nothing was done has no row."""
    leads = [
        entry("a", came(), called(1)),
        entry("b", came(), moved(24 * 14, "Talking")),
        entry("c", came(), Event(after(24 * 28), "meeting", "sam")),
    ]
    found = rows("activity", leads, 24 * 40, by="week")
    assert [(row["touches"], row["talks"], row["moves"]) for row in found] == [
        (1, 0, 0),
        (0, 0, 1),
        (1, 1, 0),
    ]


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
    [row] = rows("response", entries, 25)
    assert (row["leads"], row["answered"]) == (3, 2)
    assert row["wall_median_minutes"] == pytest.approx((3 + 1005) / 2)
    assert row["wall_p90_minutes"] == 1005
    assert row["working_median_minutes"] == pytest.approx((3 + 45) / 2)
    assert (row["ideal_share"], row["must_share"]) == (0.3333, 0.3333)
    assert row["must_within"] == "30 minutes"
    hours = [(row["hour"], row["leads"]) for row in rows("response", entries, 25, by="hour")]
    assert hours == [("09:00", 2), ("16:00", 1)]
    days = [row["weekday"] for row in rows("response", entries, 25, by="weekday")]
    assert days == ["Monday", "Tuesday"]


def test_a_lead_that_can_still_be_answered_in_time_is_not_judged() -> None:
    """Ten minutes after receipt the ideal is missed, and the promise is still open."""
    [row] = rows("response", [entry("a", came())], 1 / 6)
    assert row["ideal_share"] == 0
    assert row["must_share"] is None


def test_a_call_before_receipt_is_no_answer() -> None:
    """The clock starts with the receipt."""
    [row] = rows("response", [entry("a", called(-1), came())], 2)
    assert row["answered"] == 0


def test_a_lead_taken_over_is_counted_apart() -> None:
    """What it was owed before the book knew it is not judged."""
    over = Event(after(0), "taken-over", "import", {"start": after(24).date()})
    [row] = rows("response", [entry("a", came(-3000), over), entry("b", came(), called(0.01))])
    assert (row["leads"], row["answered"], row["before_us"]) == (1, 1, 1)


def test_due_and_report_agree_on_what_was_answered() -> None:
    """While the promise has a row in due the report says unanswered, and never otherwise."""
    histories: list[list[Event]] = [
        [],
        [called(1)],
        [called(-1)],
        [Event(after(1), "text", "sam", {"way": "in"})],
        [Event(after(1), "done", "sam", {"what": "respond"})],
        [moved(1, "Talking")],
    ]
    for history in histories:
        lead = entry("a", came(), *history)
        open_ = any(row.rule == "respond" for row in agenda(lead.case))
        [row] = rows("response", [lead])
        moved_on = lead.lead.status != "New"
        assert row["answered"] == 0 if open_ or moved_on else row["answered"] == 1, history


def test_a_definition_without_promise_has_the_usual_tiers() -> None:
    """Five and thirty minutes by the wall."""
    statuses = {"New": {"definition": "New."}, "Won": {"definition": "Won.", "closed": "won"}}
    found = promise(pipeline(status=statuses, group={}))
    assert (str(found.ideal), str(found.must), found.clock) == ("5 minutes", "30 minutes", "wall")


WEEKLY = {
    "id": "weekly",
    "kind": "duty",
    "do": "Confirm the status",
    "after": "7 days",
    "from": "status update",
    "until": ["status update"],
}
REPORTED = {
    "id": "tell",
    "kind": "duty",
    "do": "Report the contract",
    "after": "24 hours",
    "from": {"event": "contract"},
    "until": ["report"],
}


def test_duties_kept_late_missed_and_ahead() -> None:
    """Weekly updates after 6 and after 9 days, one missed; a report in time; one still ahead."""
    definition = pipeline(follow_up=[WEEKLY, REPORTED], event={"contract": {}, "report": {}})
    day = 24
    lead = entry(
        "a",
        came(),
        Event(after(6 * day), "confirm", "sam"),
        Event(after(15 * day), "confirm", "sam"),
        Event(after(15 * day), "contract", "sam"),
        Event(after(15 * day + 5), "report", "sam"),
        definition=definition,
    )
    weekly, told = rows("duties", [lead], 23 * day)
    assert (weekly["duty"], weekly["kept"], weekly["late"]) == ("Confirm the status", 1, 1)
    assert (weekly["missed"], weekly["open"], weekly["kept_share"]) == (1, 0, 0.3333)
    assert (told["kept"], told["late"], told["missed"]) == (1, 0, 0)
    [ahead, _] = rows("duties", [lead], 16 * day)
    assert (ahead["missed"], ahead["open"]) == (0, 1)


@pytest.mark.parametrize(("hours", "figure"), [(3, "kept"), (24, "late")])
def test_what_is_so_many_days_off_is_in_time_all_that_day(hours: float, figure: str) -> None:
    """The list says a day and no minute: done later that day is in time, on the next one late."""
    definition = pipeline(follow_up=[WEEKLY])
    lead = entry("a", came(), Event(after(7 * 24 + hours), "confirm", "sam"), definition=definition)
    [row] = rows("duties", [lead], 9 * 24)
    assert (row[figure], row["missed"]) == (1, 0)
    [waiting] = rows("duties", [entry("a", came(), definition=definition)], 7 * 24 + hours)
    assert (waiting["open"], waiting["missed"]) == ((1, 0) if figure == "kept" else (0, 1))


STAY_IN_TOUCH = {
    "id": "call",
    "kind": "duty",
    "do": "Call again",
    "after": "2 days",
    "from": "last touch out",
    "until": ["done"],
}


def heard(hours: float) -> Event:
    """Return a call in."""
    return Event(after(hours), "call", "sam", {"way": "in", "outcome": "voicemail"})


def test_a_duty_from_the_last_touch_is_counted_from_each_of_its_way() -> None:
    """Calls of ours begin one, theirs do not; the next one of ours settles the one before."""
    definition, day = pipeline(follow_up=[STAY_IN_TOUCH]), 24
    history = (came(), heard(1), called(day), called(4 * day), heard(5 * day), called(9 * day))
    [row] = rows("duties", [entry("a", *history, definition=definition)], 20 * day)
    assert (row["kept"], row["late"], row["missed"]) == (0, 2, 1)


def test_duties_are_told_by_whose_lead_it_is() -> None:
    """Those of nobody's leads first, and nobody is no name."""
    definition = pipeline(follow_up=[WEEKLY])
    leads = [
        entry("a", came(), definition=definition, owner="sam"),
        entry("b", came(), definition=definition),
    ]
    found = rows("duties", leads, 9 * 24, by="owner")
    assert [(row["owner"], row["missed"]) for row in found] == [(None, 1), ("sam", 1)]


def test_a_closed_lead_owes_no_weekly_update() -> None:
    """What was due after the end is neither missed nor ahead."""
    definition = pipeline(follow_up=[WEEKLY])
    lead = entry("a", came(), moved(24, "Won"), definition=definition)
    [row] = rows("duties", [lead], 24 * 60)
    assert (row["kept"], row["missed"], row["open"]) == (1, 0, 0)


def test_sources() -> None:
    """Leads, endings and worth by where they came from, the most frequent first."""
    entries = [
        entry("a", came(), moved(1, "Won"), source="x", value=10),
        entry("b", came(), moved(1, "Lost"), source="x", value=20),
        entry("c", came(), source="y"),
    ]
    x, y = rows("sources", entries)
    assert (x["source"], x["leads"], x["won"], x["lost"], x["won_share"]) == ("x", 2, 1, 1, 0.5)
    assert (x["value"], x["value_won"]) == (30, 10)
    assert (y["open"], y["won_share"]) == (1, None)


def test_the_board_has_open_leads_alone() -> None:
    """Closed and archived ones are no cards; who has waited longest comes first."""
    entries = [
        entry("young", came(3)),
        entry("old", came()),
        entry("won", came(), moved(1, "Won")),
        entry("kept", came(), archived=True),
    ]
    assert [row["id"] for row in rows("board", entries)] == ["old", "young"]


def test_a_forecast_wants_enough_endings() -> None:
    """With three endings a sentence stands there, and no figure."""
    entries = [entry(f"e{n}", came(), moved(n + 1, "Won")) for n in range(3)]
    [row] = rows("forecast", [*entries, entry("a", came())])
    assert row["expected"] is None
    assert row["said"].startswith("too little to say yet: 3 ended, 3 of them won")


def test_a_forecast() -> None:
    """Half of twenty were won, all within a day: of four new ones two are likely."""
    won = [entry(f"w{n}", came(), moved(10, "Won")) for n in range(10)]
    lost = [entry(f"l{n}", came(), moved(10, "Lost")) for n in range(10)]
    fresh = [entry(f"o{n}", came(29), value=100) for n in range(4)]
    soon, _, ever = rows("forecast", [*won, *lost, *fresh], 30)
    assert (soon["horizon"], soon["open"], soon["expected"], soon["value"]) == (
        "in 30 days",
        4,
        2,
        200,
    )
    assert (ever["low"], ever["high"]) == (1, 3)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_the_range_is_that_of_all_outcomes(chances: list[float]) -> None:
    """Low and high are what counting every combination of won and lost gives."""
    odds = [0.0] * (len(chances) + 1)
    for outcome in itertools.product([0, 1], repeat=len(chances)):
        likely = 1.0
        for happened, one in zip(outcome, chances, strict=True):
            likely *= one if happened else 1 - one
        odds[sum(outcome)] += likely
    low, high = spread(chances)
    below = [sum(odds[: count + 1]) for count in range(len(odds))]
    assert below[low] >= 0.1 - 1e-6 and (low == 0 or below[low - 1] < 0.1 + 1e-6)
    assert below[high] >= 0.9 - 1e-6 and (high == 0 or below[high - 1] < 0.9 + 1e-6)


def test_a_chance_is_judged_by_those_that_were_as_old() -> None:
    """Ten stays went on past day 5, all lost: a lead of six days has no chance, a new one half."""
    day = 86400
    known = Known({"New": Stays(spans([day] * 10), spans([10 * day] * 10))}, 0.3)
    assert known.chance(Hope("New", 0, Decimal(0)), None) == 0.5
    assert known.chance(Hope("New", 6 * day, Decimal(0)), None) == 0
    assert known.chance(Hope("New", 0, Decimal(0)), 1) == 0.5
    assert known.chance(Hope("Elsewhere", 0, Decimal(0)), None) == 0.5


@given(
    st.lists(st.integers(0, 40), max_size=30),
    st.lists(st.integers(0, 40), max_size=30),
    st.integers(0, 40),
    st.sampled_from([None, 0, 1, 10]),
)
def test_a_chance_is_that_of_going_through_all_stays(
    won: list[int], lost: list[int], days: int, within: int | None
) -> None:
    """Counted by their order it is what looking at every stay gives; of none, the part won."""
    day = 86400
    known = Known({"New": Stays(spans(n * day for n in won), spans(n * day for n in lost))}, 0.3)
    stays, age = [*((n, True) for n in won), *((n, False) for n in lost)], days
    alike = [stay for stay in stays if stay[0] > days]
    if len(alike) < 10:
        alike, age = stays, 0
    good = sum(ended and (within is None or took <= age + within) for took, ended in alike)
    expected = good / len(alike) if alike else 0.3
    assert known.chance(Hope("New", days * day, Decimal(0)), within) == expected


def test_leads_that_came_as_they_ended_tell_their_share_alone() -> None:
    """Twenty that were imported as won or lost show no way there: half of them is all there is."""
    ended = [
        entry(f"{to}{n}", came(), moved(0, to, by="import"))
        for n in range(10)
        for to in ("Won", "Lost")
    ]
    found = rows("forecast", [*ended, entry("open", came())])
    assert [row["expected"] for row in found] == [0.5, 0.5, 0.5]


def test_activity_counts_dials_attempts_talks_events_and_credits() -> None:
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
        Event(after(2), "call", "sam", {"way": "in"}),
        moved(3, "Lost", "ann", forced=True),
    ]
    found = rows("activity", [entry("a", came(), *dials, *more, definition=definition)])
    assert [(r["agent"], r["kind"], r["what"], r["count"], r["leads"]) for r in found] == [
        ("ann", "move", "status", 1, 1),
        ("ann", "forced", "status", 1, 1),
        ("sam", "touch", "call in", 1, 1),
        ("sam", "touch", "call out", 4, 1),
        ("sam", "attempt", "call out", 2, 1),
        ("sam", "talk", "call", 1, 1),
        ("sam", "event", "offer made", 1, 1),
        ("sam", "credit", "Offer Made", 1, 1),
    ]


def test_activity_in_a_period_over_leads_and_weeks() -> None:
    """Leads are counted once each, and what lies outside the period is not counted."""
    entries = [entry("a", called(0), called(5)), entry("b", called(1)), entry("c", called(199))]
    [row] = rows("activity", entries, period=Period(None, after(24)))
    assert (row["count"], row["leads"]) == (3, 2)
    weeks = [(row["week"], row["touches"]) for row in rows("activity", entries, 300, by="week")]
    assert weeks == [("2026-11-16", 3), ("2026-11-23", 1)]


NAMES = ("New", "Talking", "Won", "Lost")
HISTORIES = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(NAMES)), max_size=6)


@given(st.lists(HISTORIES, max_size=6))
def test_a_slow_obvious_computation_gives_the_same(histories: list[list[tuple[int, str]]]) -> None:
    """Funnel, endings and stays over raw events, counted one by one without any of our code."""
    entries, paths = [], []
    for number, shuffled in enumerate(histories):
        steps = sorted(shuffled, key=lambda step: step[0])
        events = [moved(hour, to) for hour, to in steps]
        entries.append(entry(f"l{number}", came(), *events))
        paths.append([(0, "New"), *steps])
    funnel = {row["status"]: row for row in rows("funnel", entries, 80)}
    for name, beyond in (("New", NAMES[:3]), ("Talking", NAMES[1:3]), ("Won", NAMES[2:3])):
        got = sum(any(to in beyond for _, to in path) for path in paths)
        assert funnel[name]["reached"] == got if paths else not funnel
        now = sum(path[-1][1] == name for path in paths)
        assert not paths or funnel[name]["here"] == now
    ended = [path[-1][1] for path in paths if path[-1][1] in {"Won", "Lost"}]
    assert sum(row["leads"] for row in rows("funnel", entries, 80, by="reason")) == len(ended)
    stays: dict[str, list[int]] = {}
    for path in paths:
        for (start, name), (end, to) in itertools.pairwise(path):
            if name != to:
                stays.setdefault(name, []).append(end - start)
    for row in rows("velocity", entries, 80):
        took = sorted(stays.get(row["status"], []))
        assert row["stays"] == len(took)
        if len(took) % 2:
            assert row["median_seconds"] == took[len(took) // 2] * 3600


def test_middle_and_percentile() -> None:
    """The median of an even number is the mean of the middle two; 90 of 10 is the ninth."""
    assert median([]) is None
    assert median([3, 1]) == 2
    assert median([5, 1, 3]) == 3
    assert percentile([], 90) is None
    assert percentile(range(1, 11), 90) == 9
    assert percentile([7], 90) == 7
