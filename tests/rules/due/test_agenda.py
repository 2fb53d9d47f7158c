"""The agenda: everything with a deadline for one lead, in order, and only what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from case_maker import shown_at
from world import NOW, at, case, event, lead, pipeline, row, rows

from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.approvals import approver_roles, pending_approvals
from leadctl.rules.due.outbox import outbox_of
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.working_calendar import always_open

TEXT = """
[role.Spam]
parked = true

[message.hello]
text = "Hello"
promise = "Call them"
within = "1 hour"

[call_back]
factor = 0.5
why = "half the time"

[status.Dead]
definition = "dead"
closed = "lost"
requires = [{ any = [{ approval = "manager" }, { owner = "nobody" }] }]

[[follow_up]]
id = "weekly"
kind = "duty"
do = "Confirm"
after = "7 days"
from = "status update"
until = ["status update"]

[[follow_up]]
id = "no-reply"
after = "168 hours"
from = "unanswered"
until = ["reply"]
suggest = "Dead"
"""
DEFINITION = pipeline(TEXT)


def test_a_parked_role_and_the_archive_have_no_deadlines() -> None:
    """Spam and archived leads are outside all clocks (decision 14)."""
    assert rows(lead(role="Spam"), DEFINITION) == []
    assert rows(lead(archived=True), DEFINITION) == []
    assert rows(lead(), DEFINITION)


def test_a_closed_lead_has_no_deadlines() -> None:
    """Nothing falls due in a closed status, nor in one the definition does not know."""
    assert rows(lead(status="Dead"), DEFINITION) == []
    assert rows(lead(status="Gone"), DEFINITION) == []


def test_the_weekly_duty_is_met_by_confirming() -> None:
    """Confirming an unchanged status moves the weekly duty on by a week (decision 7)."""
    assert [r.due for r in rows(lead(), DEFINITION)] == [at(-3)]
    assert [r.due for r in rows(lead(event("confirm", -1)), DEFINITION)] == [at(6)]


def test_no_reply_counts_from_the_first_touch_since_the_reply() -> None:
    """Seven days are 168 hours from the first touch after the last reply (decision 9)."""
    chased = lead(
        event("call", -9, way="out"),
        event("text", -6, way="in"),
        event("text", -5, way="out"),
        event("call", -1, way="out"),
    )
    found = row(chased, DEFINITION, "no-reply")
    assert found is not None
    assert (found.due, found.kind, found.suggest) == (at(2), "suggestion", "Dead")


def test_tasks_messages_and_promises_are_open_until_their_own_event() -> None:
    """A task ends by done, a message by being sent, a promise by a call: each by its own only.

    A text that promises the call is withdrawn with it: once the call was made it is no longer true.
    """
    busy = lead(
        event("task", -3, id="form", do="Send the form", due=at(-1)),
        event("message", -2, id="hello-1", message="hello", promise="Call them", due=at(-1.9)),
        phone="+14155550101",
    )

    def open_rules(*more: Event) -> set[str]:
        return {r.rule for r in rows(busy.add(*more), DEFINITION)} - {"weekly", "no-reply"}

    promised = row(busy, DEFINITION, "promise-hello-1")
    assert promised is not None
    assert promised.clears == "calling or meeting them or marking it done"
    everything = {"form", "hello-1", "promise-hello-1", "unsent-hello-1"}
    assert open_rules() == everything
    assert open_rules(event("done", what="form", due=at(-1))) == everything - {"form"}
    unsent = {"hello-1", "unsent-hello-1"}
    assert open_rules(event("sent", id="hello-1")) == everything - unsent
    assert open_rules(event("call", way="out")) == {"form"}
    assert open_rules(event("text", way="out")) == everything - {"unsent-hello-1"}
    assert open_rules(event("stop")) == set()
    assert [q.event.data["id"] for q in outbox_of(case(busy, DEFINITION))] == ["hello-1"]


def test_an_approval_is_the_managers_until_it_is_given() -> None:
    """A request waits for the role; once approved it is the owner's to make the move."""
    asked = lead(event("ask", -2, what="Dead"), owner="sam")
    found = row(asked, DEFINITION, "approval")
    assert found is not None
    assert (found.agent, found.do) == ("role:manager", "Approve Dead, asked for by Sam")
    approved = row(asked.add(event("approve", -1, by="mia", what="Dead")), DEFINITION, "approval")
    assert approved is not None
    assert (approved.agent, approved.do) == ("", "Approved by Mia: move to Dead")
    not_hers = asked.add(event("approve", -1, by="sam", what="Dead"))
    assert row(not_hers, DEFINITION, "approval") == found
    assert row(asked.add(event("status", -1, to="New")), DEFINITION, "approval") is None
    assert approver_roles(case(asked, DEFINITION), "Dead") == ["manager"]


def test_asking_twice_is_one_request() -> None:
    """A request repeated is listed once."""
    twice = lead(event("ask", -2, what="Dead"), event("ask", -1, what="Dead"))
    assert len(pending_approvals(case(twice, DEFINITION))) == 1


def test_a_call_back_says_why_it_is_so_early() -> None:
    """A halved call-back names what they asked for and the definition's reason (S3.21)."""
    asked = lead(event("snooze", until=at(90), asked="6 months"))
    found = row(asked, DEFINITION, "call-back")
    assert found is not None
    assert (found.due, found.why) == (at(90), "they asked for 6 months; half the time")


def test_lines_written_by_hand_do_not_crash() -> None:
    """Events with missing or odd values give rows or none, never a crash."""
    odd = lead(
        event("snooze", -1),
        event("snooze", -1, until="tomorrow"),
        event("task", -1),
        event("task", -1, due="soon"),
        event("task", -1, due=date(2026, 12, 1)),
        event("message", -1),
        event("ask", -1),
        event("done", -1, what="weekly", due=datetime(2026, 1, 1)),  # noqa: DTZ001  # by hand
        phone="+14155550101",
    )
    assert {r.kind for r in rows(odd, DEFINITION)} >= {"task", "message", "approval"}


def test_rows_come_soonest_first() -> None:
    """The agenda is ordered by deadline."""
    busy = lead(event("task", -3, id="b", due=at(4)), event("task", -3, id="a", due=at(2)))
    dues = [r.due for r in rows(busy, DEFINITION)]
    assert dues == sorted(dues)


def test_a_clock_set_backwards_changes_no_order() -> None:
    """An event stamped before the one recorded ahead of it counts at its own time."""
    back = lead(event("confirm", -1), event("confirm", -2))
    assert [r.due for r in rows(back, DEFINITION)] == [at(6)]
    status = lead(event("status", -1, to="Dead"), event("status", -2, to="New"))
    assert status.replayed_status("New") == "New"


def test_overdue_is_at_the_deadline() -> None:
    """A row is overdue from its deadline on; one that was counted in days when its day is over."""
    found = rows(lead(event("confirm", -7)), DEFINITION)[0]
    assert not found.is_overdue(NOW)
    assert found.is_overdue(NOW + timedelta(days=1))
    timed = replace(found, missed=found.due, by_days=False)
    assert timed.is_overdue(NOW)
    assert not timed.is_overdue(NOW - timedelta(seconds=1))


def test_what_has_lapsed_or_not_opened_is_not_shown() -> None:
    """Rows are shown from when they open until they lapse."""
    calendar = DEFINITION.calendar or always_open("UTC")
    found = agenda(case(lead(), DEFINITION))[0]
    rows_ = [replace(found, opens=at(1)), replace(found, lapses=at(0)), found]
    assert list(shown_at(rows_, NOW, calendar)) == [found]
