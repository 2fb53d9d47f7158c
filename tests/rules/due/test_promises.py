"""The law of definitions: what `pipeline show` promises is what `due` and `tick` do.

Definitions with one follow-up are made up, and lives of a lead. What must be open is worked out
here from the page "How definitions work", sentence by sentence, and held against the agenda.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from case_maker import case_of
from hypothesis import given, settings
from hypothesis import strategies as st
from world import pipeline

from leadctl.rules.due.agenda import agenda
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.pipelines.describe import follow_up_words
from leadctl.rules.pipelines.examples import example

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TOP = """
schema = 1
id = "small"
title = "Small"
initial = "New"
[field.day]
type = "date"
[event.made]
[event.work]
[status.New]
definition = "x"
[status.Gone]
definition = "x"
"""
SAID = {"touch out": "reaching out", "reply": "a word from them", "work": "work"}
UNTIL = {"touch out": '"touch out"', "reply": '"reply"', "work": '{ event = "work" }'}


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """What one follow-up says."""
    anchor = draw(st.sampled_from(["received", "entered", "made", "day"]))
    span = draw(st.sampled_from(["after", "before"] if anchor == "day" else ["after"]))
    return {
        "anchor": anchor,
        "span": span,
        "days": draw(st.integers(1, 12)),
        "until": draw(st.lists(st.sampled_from(sorted(UNTIL)), min_size=1, unique=True)),
        "early": draw(st.sampled_from([None, True, False])),
        "of_status": draw(st.booleans()),
        "then": draw(st.booleans()),
    }


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    """What happens to a lead, on which half days, and the day in its field."""
    marks = draw(st.lists(st.integers(1, 60), unique=True, max_size=7))
    names = [draw(st.sampled_from(["made", "work", "text out", "text in"])) for _ in marks]
    entered = draw(st.integers(1, 60).filter(lambda n: n not in marks))
    return {
        "events": sorted(zip(marks, names, strict=True)),
        "entered": entered,
        "day": draw(st.integers(-3, 40)),
    }


def definition(rule: dict[str, Any]) -> Pipeline:
    """Return the definition with the follow-up, in its status or outside of all."""
    where = {"made": '{ event = "made" }', "day": '{ field = "day" }'}
    lines = [
        'id = "r"',
        'do = "Do it"',
        f'{rule["span"]} = "{rule["days"]} days"',
        f"from = {where.get(rule['anchor'], repr(rule['anchor']))}".replace("'", '"'),
        f"until = [{', '.join(UNTIL[name] for name in rule['until'])}]",
    ]
    if rule["early"] is not None:
        lines.append(f"early = {str(rule['early']).lower()}")
    if rule["then"]:
        lines.append('then = [{ status = "Gone" }]')
    body = "\n".join(lines)
    quoted = '[status.Quoted]\ndefinition = "x"\n'
    if rule["of_status"]:
        return pipeline(f"{quoted}[[status.Quoted.follow_up]]\n{body}\n", TOP)
    return pipeline(f"[[follow_up]]\n{body}\n{quoted}", TOP)


def at(half_days: int) -> datetime:
    """Return the moment so many half days after the start."""
    return START + half_days * DAY / 2


def lead_of(life: dict[str, Any]) -> Lead:
    """Return the lead after its life, in Quoted."""
    history = [Event(START, "received", "x")]
    happened = [*life["events"], (life["entered"], "status")]
    for mark, name in sorted(happened):
        word, _, way = name.partition(" ")
        data = {"way": way} if way else {"to": "Quoted"} if word == "status" else {}
        history.append(Event(at(mark), word, "x", data))
    day = (START + life["day"] * DAY).date()
    return Lead("k7f3q9m2", "Ana", "small", "Quoted", {"day": day}, tuple(history))


def promised(rule: dict[str, Any], life: dict[str, Any]) -> list[datetime]:
    """Return when the follow-up must be due, as the page says it."""
    entered = at(life["entered"])
    begun = entered if rule["of_status"] else START
    midnight = START.replace(hour=0)
    if rule["anchor"] == "day":
        starts = [midnight + life["day"] * DAY]
    elif rule["anchor"] == "made":
        made = [at(mark) for mark, name in life["events"] if name == "made"]
        early = [moment for moment in made if moment <= begun][-1:] if rule["of_status"] else []
        starts = early + [m for m in made if m > begun or not rule["of_status"]]
    else:
        starts = [START if rule["anchor"] == "received" else entered]
    found = []
    for start in starts:
        sign = 1 if rule["span"] == "after" else -1
        due = start + sign * rule["days"] * DAY
        opens = start
        if rule["span"] == "before":
            opens = max(due, entered)
            due = due if due >= entered else entered.replace(hour=0)
        if rule["anchor"] == "day" or rule["early"] is False:
            opens = max(opens, due.replace(hour=0) - timedelta(microseconds=1))
        if rule["of_status"]:
            opens = max(opens, entered)
        if not settled(rule, life, opens, begun):
            found.append(due)
    return sorted(found)


def settled(rule: dict[str, Any], life: dict[str, Any], opens: datetime, begun: datetime) -> bool:
    """Whether something that `until` names came in time."""
    dated = rule["anchor"] == "day"
    for mark, name in life["events"]:
        kind = {"text out": "touch out", "text in": "reply"}.get(name, name)
        if kind not in rule["until"]:
            continue
        since = opens
        if rule["early"]:
            since = START
        elif rule["early"] is None and dated and kind == "work":
            since = min(opens, begun)
        if at(mark) > since:
            return True
    return False


@given(rules(), lives())
@settings(max_examples=120, deadline=None)
def test_what_is_due_is_what_the_page_says(rule: dict[str, Any], life: dict[str, Any]) -> None:
    """Whatever a follow-up says and whatever happened, its rows are those that are promised."""
    made, lead = definition(rule), lead_of(life)
    case = case_of(lead, made, at(61))
    assert sorted(row.due for row in agenda(case) if row.rule == "r") == promised(rule, life)


@given(rules(), lives(), st.integers(0, 80))
@settings(max_examples=80, deadline=None)
def test_tick_does_what_is_promised_and_nothing_else(
    rule: dict[str, Any], life: dict[str, Any], days: int
) -> None:
    """What happens by itself happens once its deadline has passed, stamped at it, else never.

    One that was over before the lead got where it is happens at that moment.
    """
    made, lead = definition(rule), lead_of(life)
    now = at(61) + days * DAY
    after, _ = apply_passed(case_of(lead, made, now))
    whole = rule["anchor"] == "day"
    passed = [due + DAY if whole else due for due in promised(rule, life)]
    due = [moment for moment in passed if moment <= now]
    assert (after.status == "Gone") == (rule["then"] and bool(due))
    if after.status == "Gone":
        moved = next(event for event in after.history if event.data.get("to") == "Gone")
        assert moved.at == max(due[0], at(life["entered"]))


@given(rules())
@settings(max_examples=40, deadline=None)
def test_the_words_and_the_example_keep_their_promise(rule: dict[str, Any]) -> None:
    """The words name all that settles it, and the example's lead is due when the example says."""
    made = definition(rule)
    follow_up: FollowUp = (made.follow_up or made.statuses["Quoted"].follow_up)[0]
    words = follow_up_words(follow_up, made)
    assert f"{rule['days']} day" in words
    assert all(SAID[name] in words for name in rule["until"])
    found = example(follow_up, made, START, "UTC")
    assert found is not None
    shown, row = found
    entered = Event(shown.now, "status", "x", {"to": "Quoted"})
    lead = shown.lead.set(status="Quoted").add(entered)
    if rule["anchor"] == "made":  # the example's event is the last thing that happened
        lead = Lead(lead.id, "Ana", "small", "Quoted", lead.fields,
                    (lead.history[0], entered, *lead.history[1:-1]))  # fmt: skip
    real = [r for r in agenda(case_of(lead, made, shown.now)) if r.rule == "r"]
    assert [(r.due, r.day) for r in real] == [(row.due, row.day)]
