"""Cadences: which step is due, what settles it, how they branch, stop and end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from world import at, event, lead, pipeline, row, rows

from leadctl.rules.leads.lead import Event, Lead

PLAN = """
[status.Work]
definition = "being worked on"
cadence = ["plan"]

[cadence.plan]
title = "3-7-10-2"
verified = false
stop = ["reply"]
steps = [
    { do = "Third day", after = "3 days", by = ["call"] },
    { do = "Seventh day", after = "7 days" },
    { do = "Tenth day", after = "10 days" },
]
repeat = [{ do = "Keep in touch", every = "2 weeks", times = 2 }]
"""


def working(*history: Event, **fields: object) -> Lead:
    fields = {"phone": "+14155550132"} | fields
    return lead(event("status", -9, to="Work"), *history, status="Work", **fields)


@pytest.mark.parametrize(
    ("touches", "do", "due"),
    [
        ((), "Third day", -6),
        ((-8.5,), "Third day", -6),
        ((-6,), "Seventh day", -2),
        ((-4,), "Seventh day", -2),
        ((-1,), "Tenth day", 1),
        ((1,), "Keep in touch", 15),
        ((15,), "Keep in touch", 29),
    ],
)
def test_the_next_open_step_is_due(touches: tuple[float, ...], do: str, due: float) -> None:
    """A touch on a step's day or later settles it and those before; an earlier one does not."""
    calls = [event("call", days, way="out") for days in touches]
    found = row(working(*calls), pipeline(PLAN), "plan")
    assert found is not None
    assert (found.do, found.due) == (do, at(due))


def test_a_cadence_ends() -> None:
    """After the last repetition nothing of the plan is left."""
    assert row(working(event("call", 29, way="out")), pipeline(PLAN), "plan") is None


def test_an_unverified_plan_says_so() -> None:
    """A plan that is leadctl's reading is marked as such in the reason."""
    found = row(working(), pipeline(PLAN), "plan")
    assert found is not None
    assert found.why == "step 1 of 3-7-10-2 (leadctl's reading)"
    known = row(working(), pipeline(PLAN.replace("verified = false\n", "")), "plan")
    assert known is not None
    assert known.why == "step 1 of 3-7-10-2"


def test_a_reply_stops_it_and_a_note_does_not() -> None:
    """What the plan says stops it does; nothing else."""
    definition = pipeline(PLAN)
    assert row(working(event("call", -1, way="in")), definition, "plan") is None
    assert row(working(event("note", -1)), definition, "plan") is not None


def test_done_of_a_step_settles_those_before_it() -> None:
    """Marking the seventh day's step done leaves the tenth."""
    found = row(working(event("done", -6, what="plan", due=at(-2))), pipeline(PLAN), "plan")
    assert found is not None
    assert found.do == "Tenth day"


def test_a_call_back_puts_the_plan_off() -> None:
    """Nobody is chased before the call-back they asked for; a touch on its day clears it."""
    definition = pipeline(PLAN)
    asked = working(event("snooze", -5, until=at(90), asked="6 months"))
    found = {r.rule: r.due for r in rows(asked, definition)}
    assert found == {"plan": at(90), "call-back": at(90)}
    opens = {r.rule: r.opens for r in rows(asked, definition)}
    assert opens == {"plan": at(97), "call-back": None}  # one call is both
    early = asked.add(event("call", 10, way="out"))
    assert row(early, definition, "call-back") is not None
    assert row(asked.add(event("call", 90, way="out")), definition, "call-back") is None


def test_a_call_back_done_early_frees_the_plan() -> None:
    """Once the call-back is marked done, the plan stands where it stood."""
    asked = working(event("snooze", -5, until=at(90)), event("done", -4, what="call-back"))
    assert {r.rule: r.due for r in rows(asked, pipeline(PLAN))} == {"plan": at(-6)}


BRANCHES = """
[status.Work]
definition = "being worked on"
cadence = ["by-need"]

[field.need]
type = "choice"
choices = ["buying", "selling", "both"]

[cadence.by-need]
branch = { field = "need", cases = { buying = ["buy"], both = ["buy", "sell"] } }

[cadence.buy]
steps = [{ do = "Homes", after = "1 day" }]

[cadence.sell]
steps = [{ do = "Price", after = "2 days" }]
"""


@pytest.mark.parametrize(
    ("need", "plans"), [("buying", ["buy"]), ("both", ["buy", "sell"]), ("selling", []), (None, [])]
)
def test_a_field_chooses_the_branches(need: str | None, plans: list[str]) -> None:
    """A branch starts the plans of the field's value, and none where it has none (S2.24)."""
    who = working(need=need) if need else working()
    assert [r.rule for r in rows(who, pipeline(BRANCHES))] == plans


def test_month_ends_do_not_drift() -> None:
    """Monthly touches from 31 January fall on each month's last day, and on the 31st again."""
    text = BRANCHES.replace(
        'steps = [{ do = "Homes", after = "1 day" }]',
        'repeat = [{ do = "Homes", every = "1 month", for = "1 year" }]',
    )
    start = datetime(2027, 1, 31, 9, tzinfo=UTC)
    who = Lead("a", "A", "small", "Work", {"need": "buying"}, ())
    who = who.add(Event(start, "status", "sam", {"to": "Work"}))
    definition = pipeline(text)
    dues = []
    for _ in range(3):
        found = row(who, definition, "buy")
        assert found is not None
        dues.append(found.due.date().isoformat())
        who = who.add(Event(found.due, "call", "sam", {"way": "out"}))
    assert dues == ["2027-02-28", "2027-03-31", "2027-04-30"]


@pytest.mark.parametrize(
    ("steps", "repeat", "touches", "due"),
    [
        ('{ do = "a", after = "3 days" }', 'every = "1 week", times = 3', (5,), 8),
        ('{ do = "a", after = "3 days" }', 'every = "1 week", times = 3', (-6, 7), 8),
        ("", 'every = "1 week", times = 3', (), -2),
        ("", 'every = "1 week", for = "20 days"', (-2,), 5),
        ("", 'every = "1 week", for = "20 days"', (5,), None),
        ("", 'every = "1 week", for = "21 days"', (5,), 12),
    ],
)
def test_a_repeat_counts_from_the_plan(
    steps: str, repeat: str, touches: tuple[float, ...], due: float | None
) -> None:
    """From the last step as planned, never from when it was done; `for` from the very start."""
    text = (
        '[status.Work]\ndefinition = "w"\ncadence = ["plan"]\n[cadence.plan]\n'
        f'steps = [{steps}]\nrepeat = [{{ do = "again", {repeat} }}]\n'
    )
    calls = [event("call", days, way="out") for days in touches]
    found = row(working(*calls), pipeline(text), "plan")
    assert (found.due if found else None) == (None if due is None else at(due))
