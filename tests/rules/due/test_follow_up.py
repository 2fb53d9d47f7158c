"""Deadlines of follow-ups: when they fall, what settles them, and that nothing else does."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from case_maker import shown_at
from world import NOW, TOP, at, event, lead, pipeline, row, rows

from leadctl.rules.due.agenda import current
from leadctl.rules.due.follow_up import occurrence_after
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar, Clock, always_open


def rule(until: str, more: str = "") -> str:
    return f"""
[[follow_up]]
id = "it"
do = "Do it"
after = "1 day"
from = "received"
until = {until}
{more}
[event.deal]
fields.id = {{}}
fields.of = {{}}
"""


UNTIL = [
    ('["touch"]', [event("call", way="in"), event("letter", way="out")], [event("note")]),
    ('["touch out"]', [event("text", way="out")], [event("text", way="in")]),
    ('["reply"]', [event("email", way="in")], [event("email", way="out")]),
    ('["call out"]', [event("call", way="out")], [event("text", way="out")]),
    ('["status"]', [event("status", to="New")], [event("confirm")]),
    ('["status update"]', [event("confirm"), event("status", to="New")], [event("call")]),
    ('["done"]', [event("done", what="it")], [event("done", what="other"), event("done")]),
    ('["claim"]', [event("claim")], [event("assign", to="sam")]),
    (
        '[{ event = "deal", where = { of = "a" } }]',
        [event("deal", of="A")],
        [event("deal", of="b"), event("deal")],
    ),
    ("[]", [], [event("call"), event("confirm"), event("done", what="it")]),
]


@pytest.mark.parametrize(("until", "settling", "idle"), UNTIL, ids=[u[0] for u in UNTIL])
def test_exactly_its_until_settles_a_rule(
    until: str, settling: list[Event], idle: list[Event]
) -> None:
    """Each event that a rule's `until` names settles it, and no other does."""
    definition = pipeline(rule(until))
    assert row(lead(), definition, "it") is not None
    for happened in settling:
        assert row(lead(happened), definition, "it") is None, happened
    for happened in idle:
        assert row(lead(happened), definition, "it") is not None, happened


def test_what_happened_before_settles_nothing() -> None:
    """A touch logged afterwards, but from before the lead came in, does not settle the answer."""
    definition = pipeline(rule('["touch out"]'))
    assert row(lead(event("call", -11, way="out")), definition, "it") is not None


def test_at_one_moment_the_order_of_recording_counts() -> None:
    """A touch at the very moment of receipt settles it only where it was recorded after."""
    definition = pipeline(rule('["touch out"]'))
    received, call = Event(NOW, "received"), event("call", way="out")
    after = Lead("a", "A", "small", "New", {}, (received, call))
    before = Lead("a", "A", "small", "New", {}, (call, received))
    assert row(after, definition, "it") is None
    assert row(before, definition, "it") is not None


def test_a_deadline_is_counted_from_when_it_happened() -> None:
    """A duty runs from the event's own time, however late it was typed in (decision 8)."""
    definition = pipeline(rule("[]", 'kind = "duty"').replace('"received"', '{ event = "deal" }'))
    found = row(lead(event("call", 0), event("deal", -3)), definition, "it")
    assert found is not None
    assert found.due == at(-2)


DUTY = """
[[follow_up]]
id = "report"
kind = "duty"
do = "Report it"
after = "24 hours"
from = { event = "deal" }
until = [{ event = "report" }, "done"]

[event.deal]
fields.id = {}

[event.report]
fields.id = {}

[status.Lost]
definition = "lost"
closed = "lost"
enter = [{ stop = "follow-ups" }]
"""


def test_each_deal_has_its_own_deadline() -> None:
    """A report about one deal leaves the other's duty open; one about no deal settles both."""
    definition = pipeline(DUTY)
    two = lead(event("deal", -3, id="a"), event("deal", -2, id="b"))
    assert [r.about for r in rows(two, definition)] == ["a", "b"]
    one = two.add(event("report", id="a"))
    assert [(r.about, r.due) for r in rows(one, definition)] == [("b", at(-1))]
    assert rows(two.add(event("report")), definition) == []


def test_done_means_one_deal_only() -> None:
    """`done` with a deadline or an id settles that deal's duty and not the other's."""
    definition = pipeline(DUTY)
    two = lead(event("deal", -3, id="a"), event("deal", -2, id="b"))
    by_due = two.add(event("done", what="report", due=at(-1)))
    assert [r.about for r in rows(by_due, definition)] == ["a"]
    by_id = two.add(event("done", what="report", due=at(-1), id="a"))
    assert [r.about for r in rows(by_id, definition)] == ["b"]


def test_a_duty_about_an_event_survives_closing_and_stopping() -> None:
    """The report on a deal is owed even when the lead was closed and its follow-ups stopped."""
    history = (event("deal", -1), event("status", -0.5, to="Lost"), event("stop", -0.5))
    closed = lead(*history, status="Lost")
    assert [r.rule for r in rows(closed, pipeline(DUTY))] == ["report"]


STATUS_RULE = (
    TOP
    + """
[[status.New.follow_up]]
id = "call"
do = "Call"
after = "3 days"
until = ["touch out", "done"]
"""
)


def test_a_stop_holds_until_the_status_is_set_anew() -> None:
    """A stop ends a follow-up; entering the status again starts it again."""
    definition = pipeline(top=STATUS_RULE)
    stopped = lead(event("stop", -9))
    assert rows(stopped, definition) == []
    again = stopped.add(event("status", -8, to="New"))
    assert [r.due for r in rows(again, definition)] == [at(-5)]


def test_done_of_an_earlier_stay_does_not_count() -> None:
    """What was done on an earlier stay in a status is to be done again on the next."""
    definition = pipeline(top=STATUS_RULE)
    done = lead(event("done", -8, what="call", due=at(-7)))
    assert rows(done, definition) == []
    assert len(rows(done.add(event("status", -6, to="New")), definition)) == 1


APPOINTMENT = """
[field.visit]
type = "datetime"

[[follow_up]]
id = "confirm"
do = "Confirm"
before = "2 days"
from = { field = "visit" }
until = ["text out", "done"]
"""


def test_a_reminder_counts_only_from_its_own_day() -> None:
    """A text five days before does not confirm an appointment; one on the day does (S0.18)."""
    definition = pipeline(APPOINTMENT)
    early = lead(event("text", -1, way="out"), visit=at(6))
    found = row(early, definition, "confirm")
    assert found is not None
    assert found.due == at(4)
    assert row(early.add(event("text", 3.9, way="out")), definition, "confirm") is None


def test_booked_too_late_is_due_at_once() -> None:
    """An appointment made tomorrow is to be confirmed now, not yesterday (decision 10)."""
    definition = pipeline(APPOINTMENT)
    late = lead(event("status", 0, to="New"), visit=at(1))
    found = row(late, definition, "confirm")
    assert found is not None
    assert found.due == NOW


def test_done_early_and_moved_forward() -> None:
    """A reminder done before its day stays done, but not for another appointment."""
    definition = pipeline(APPOINTMENT)
    done = lead(event("done", -1, what="confirm", due=at(4)), visit=at(6))
    assert row(done, definition, "confirm") is None
    assert row(done.set(visit=at(5)), definition, "confirm") is not None


def test_a_reminder_can_be_put_off() -> None:
    """A snooze moves a reminder that counts back from a date still to come."""
    found = row(
        lead(event("snooze", what="confirm", until=at(5)), visit=at(6)),
        pipeline(APPOINTMENT),
        "confirm",
    )
    assert found is not None
    assert (found.due, found.planned, found.snoozed) == (at(5), at(4), True)


def test_a_duty_cannot_be_put_off() -> None:
    """Others wait for a duty: a snooze leaves it where it is."""
    snoozed = lead(event("deal", -3), event("snooze", what="report", until=at(5)))
    assert [r.due for r in rows(snoozed, pipeline(DUTY))] == [at(-2)]


BIRTHDAY = """
[[follow_up]]
id = "birthday"
kind = "birthday"
do = "Wish a happy birthday"
every = "1 year"
from = { field = "birthday" }
lapse = "3 days"
until = ["touch out", "done"]
"""


def test_a_birthday_is_the_first_after_receipt() -> None:
    """Birthdays from before we knew them are none of ours; the day is a whole one."""
    found = row(lead(birthday=date(1980, 12, 1)), pipeline(BIRTHDAY), "birthday")
    assert found is not None
    assert (found.due, found.all_day) == (datetime(2026, 12, 1, tzinfo=UTC), True)
    assert not found.is_overdue(datetime(2026, 12, 1, 23, tzinfo=UTC))
    assert found.is_overdue(datetime(2026, 12, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 12, 3, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 12, 4, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)),
        (datetime(2031, 1, 1, tzinfo=UTC), datetime(2031, 12, 1, tzinfo=UTC)),
    ],
)
def test_a_lapsed_birthday_gives_way_to_the_next(now: datetime, due: datetime) -> None:
    """A birthday is let go three days later, and the next year's stands in its place."""
    definition = pipeline(BIRTHDAY)
    found = row(lead(birthday=date(1980, 12, 1)), definition, "birthday")
    assert found is not None
    assert current(found, now, (definition.calendar or always_open("UTC"))).due == due


def test_the_leap_day_keeps_its_day() -> None:
    """29 February is kept on the 28th, and on the 29th where there is one."""
    definition = pipeline(BIRTHDAY)
    found = row(lead(birthday="--02-29"), definition, "birthday")
    assert found is not None
    calendar = definition.calendar or always_open("UTC")
    assert found.due == datetime(2027, 2, 28, tzinfo=UTC)
    later = current(found, datetime(2027, 6, 1, tzinfo=UTC), calendar)
    assert later.due == datetime(2028, 2, 29, tzinfo=UTC)


def test_a_daily_rule_goes_on_after_years() -> None:
    """A recurring follow-up does not run out, however often it has been settled."""
    daily = BIRTHDAY.replace('"1 year"', '"1 day"').replace('"birthday" }', '"start" }')
    definition = pipeline(daily + '[field.start]\ntype = "date"\n')
    old = lead(event("call", 1500, way="out"), start=date(2026, 11, 1))
    found = row(old, definition, "birthday")
    assert found is not None
    assert found.due.date() == at(1501).date()


HOLD = """
[status.Hold]
definition = "rejected"
[[status.Hold.follow_up]]
id = "hold"
after = "7 days"
until = ["touch", "status"]
then = [{ release = true }]
"""


def test_a_hold_is_over_once_it_has_released() -> None:
    """After the release nothing is left of a hold, whoever released; nobody's lead has none."""
    definition = pipeline(HOLD)
    held = lead(event("status", -8, to="Hold"), status="Hold", owner="sam")
    found = row(held, definition, "hold")
    assert found is not None
    assert (found.kind, found.due) == ("hold", at(-1))
    assert row(held.set(owner=None), definition, "hold") is None
    again = held.add(event("release", -2, "sam"), event("claim", -1))
    assert row(again, definition, "hold") is None


def test_a_touch_cancels_a_hold() -> None:
    """Any touch or change of status within the seven days keeps the lead (decision 11)."""
    held = lead(
        event("status", -8, to="Hold"), event("call", -5, way="in"), status="Hold", owner="sam"
    )
    assert row(held, pipeline(HOLD), "hold") is None


def test_the_list_shows_what_is_due_within() -> None:
    """Rows are shown when they are due by the end of the time asked for, overdue ones as well.

    What is to be done before an appointment is let go once that is long past.
    """
    definition = pipeline(APPOINTMENT)
    calendar = definition.calendar or always_open("UTC")
    agenda = rows(lead(visit=at(6)), definition)
    assert list(shown_at(agenda, NOW, calendar, by(3))) == []
    assert len(list(shown_at(agenda, NOW, calendar, by(4)))) == 1
    assert len(list(shown_at(agenda, at(5), calendar, by(5)))) == 1
    assert len(list(shown_at(agenda, at(30), calendar, by(30)))) == 0


def test_dates_beyond_reason_give_no_deadline() -> None:
    """A slip such as the year 9999 gives no row and no crash."""
    far = datetime(9999, 12, 31, tzinfo=UTC)
    assert rows(lead(visit=far, birthday=date(1, 1, 1)), pipeline(APPOINTMENT + BIRTHDAY)) == []


def test_a_time_without_zone_is_read_on_the_calendars_clock() -> None:
    """A hand-written local time counts in the definition's timezone."""
    calendar = '[calendar]\ntimezone = "America/New_York"\n'
    local = datetime(2026, 12, 1, 14, 0)  # noqa: DTZ001  # as a person writes it by hand
    found = row(lead(visit=local), pipeline(APPOINTMENT + calendar), "confirm")
    assert found is not None
    assert found.due == datetime(2026, 11, 29, 19, 0, tzinfo=UTC)


def test_what_recurs_by_itself_goes_on_after_each_time() -> None:
    """A recurring rule that acts by itself is settled, once, by the `done` that tick writes."""
    text = """
[[follow_up]]
id = "credit"
every = "1 week"
from = "received"
then = [{ credit = "weeks" }]
"""
    definition = pipeline(text)
    assert [r.due for r in rows(lead(), definition)] == [at(-3)]
    done = lead(event("done", -3, by="leadctl", what="credit", due=at(-3)))
    assert [r.due for r in rows(done, definition)] == [at(4)]


def by(days: float) -> Callable[[Due], bool]:
    """Return what tells whether a row is due some days from now."""
    return lambda row: row.due <= at(days)


class CountingCalendar(Calendar):
    """A calendar that counts how often a span is added."""

    added = 0

    def add(self, start: datetime, duration: Duration, clock: Clock = "working") -> datetime:
        """Return the moment a span after another, and count it."""
        type(self).added += 1
        return super().add(start, duration, clock)


NINE_TO_FIVE = (((540, 1020),),) * 5 + ((), ())


@pytest.mark.parametrize("every", [Duration(seconds=60), Duration(seconds=5400), Duration(days=1)])
@pytest.mark.parametrize("days", [0, 3, 40])
def test_an_occurrence_in_working_time_is_the_first_after_the_moment(
    every: Duration, days: int
) -> None:
    """However it is found, it is the one that counting from the start would find."""
    calendar = Calendar("America/New_York", NINE_TO_FIVE)
    moment = NOW + timedelta(days=days, minutes=7)
    counted = (calendar.add(NOW, every.times(count), "working") for count in itertools.count(1))
    expected = next(due for due in counted if due > moment)
    assert occurrence_after(recurring(every), moment, calendar) == expected


def test_ten_years_of_working_minutes_are_not_counted_one_by_one() -> None:
    """A duty every working minute of a lead ten years old costs a few steps."""
    calendar = CountingCalendar("America/New_York", NINE_TO_FIVE)
    moment = NOW + timedelta(days=4000)
    due = occurrence_after(recurring(Duration(seconds=60)), moment, calendar)
    assert moment < due < moment + timedelta(days=4)
    assert CountingCalendar.added < 100


def recurring(every: Duration) -> Due:
    """Return a row that recurs in working time from now on."""
    return Due(
        lead="k7f3q9m2", rule="r", kind="duty", do="Call", due=NOW, since=NOW, every=every,
        clock="working",
    )  # fmt: skip
