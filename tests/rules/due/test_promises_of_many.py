"""The law of definitions, of several follow-ups at once: series, records, hours, what ends them.

Definitions are made up, and lives of a lead. What must be due is worked out here from the page "How
definitions work", sentence by sentence, and held against what `due` and `tick` go by.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from case_maker import case_of
from hypothesis import given, settings
from hypothesis import strategies as st
from world import pipeline

from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.pipelines.describe import follow_up_words

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
JUST_BEFORE = timedelta(microseconds=1)
TOP = """
schema = 1
id = "small"
title = "Small"
initial = "New"
[field.day]
type = "date"
[event.made]
[event.work]
[event.over]
[event.grant]
fields = { id = {}, ends = { type = "date" } }
[event.report]
fields = { id = {} }
[record.grant]
events = ["grant", "report"]
[message.told]
text = "x"
[status.New]
definition = "x"
[status.Gone]
definition = "x"
"""
CLEARS = {
    "touch out": '"touch out"',
    "reply": '"reply"',
    "work": '"work"',
    "report": '"report"',
    "over": '"over"',
}
SAID = {"touch out": "reaching out", "reply": "a word from them"}
TOUCHES = {"text out": "touch out", "text in": "reply"}
FROM = {
    "made": '{ event = "made", last = true }',
    "day": '{ field = "day" }',
    "grant": '{ record = "grant", field = "ends" }',
}
FOREVER = 61
"""The half day on which everything of a life has happened."""


@st.composite
def singles(draw: st.DrawFn) -> dict[str, Any]:
    """One deadline: after or before something, perhaps at an hour, perhaps one for each record."""
    anchor = draw(st.sampled_from(["received", "entered", "made", "day", "grant"]))
    dated = anchor in {"day", "grant"}
    return {
        "anchor": anchor,
        "span": draw(st.sampled_from(["after", "before"])) if dated else "after",
        "days": draw(st.integers(1, 12)),
        "hour": draw(st.sampled_from([None, None, 6, 18])),
        "until": draw(st.lists(st.sampled_from(["touch out", "reply", "work", "report"]),
                               min_size=1, unique=True)),
        "stop": [],
        "of_status": draw(st.booleans()),
    }  # fmt: skip


@st.composite
def series(draw: st.DrawFn) -> dict[str, Any]:
    """One that comes back every so many days, until something ends it."""
    return {
        "anchor": draw(st.sampled_from(["received", "entered", "made", "day"])),
        "span": "every",
        "days": draw(st.integers(1, 9)),
        "hour": draw(st.sampled_from([None, None, 6, 18])),
        "until": draw(st.lists(st.sampled_from(["touch out", "work"]), min_size=1, unique=True)),
        "stop": draw(st.lists(st.sampled_from(["over", "reply"]), max_size=1)),
        "of_status": draw(st.booleans()),
    }


RULES = st.lists(st.one_of(singles(), series()), min_size=1, max_size=4)
"""What the follow-ups of one definition say."""


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    """What happens to a lead, on which half days, and the days in its field and its records."""
    marks = draw(st.lists(st.integers(1, 60), unique=True, max_size=8))
    names = ["made", "work", "over", "text out", "text in", "report A", "report B"]
    events = [(mark, draw(st.sampled_from(names))) for mark in marks]
    return {
        "events": sorted(events),
        "entered": draw(st.integers(1, 60).filter(lambda n: n not in marks)),
        "day": draw(st.integers(-3, 40)),
        "grants": draw(st.dictionaries(st.sampled_from("AB"), st.integers(-3, 40), max_size=2)),
    }


def definition(rules: list[dict[str, Any]], acts: str = "") -> Pipeline:
    """Return the definition with these follow-ups, in the status Quoted or outside of all."""
    own, everywhere = "", ""
    for number, rule in enumerate(rules):
        lines = [
            f'id = "r{number}"',
            'do = "Do it"',
            f'{rule["span"]} = "{rule["days"]} days"',
            f"from = {FROM.get(rule['anchor']) or quoted(rule['anchor'])}",
            f"until = [{', '.join(CLEARS[name] for name in rule['until'])}]",
        ]
        if rule["stop"]:
            lines.append(f"stop = [{', '.join(CLEARS[name] for name in rule['stop'])}]")
        if rule["hour"] is not None:
            lines.append(f'at = "{rule["hour"]:02}:00"')
        if acts:
            lines.append(f"then = [{acts}]")
        body = "\n".join(lines)
        if rule["of_status"]:
            own += f"[[status.Quoted.follow_up]]\n{body}\n"
        else:
            everywhere += f"[[follow_up]]\n{body}\n"
    return pipeline(f'{everywhere}[status.Quoted]\ndefinition = "x"\n{own}', TOP)


def quoted(text: str) -> str:
    return f'"{text}"'


def at(half_days: int) -> datetime:
    """Return the moment so many half days after the start."""
    return START + half_days * DAY / 2


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0)


def lead_of(life: dict[str, Any]) -> Lead:
    """Return the lead after its life, in Quoted. Its grants were there from the first hour."""
    history = [Event(START, "received", "x")]
    for which, ends in sorted(life["grants"].items()):
        data = {"id": which, "ends": (START + ends * DAY).date()}
        history.append(Event(START + timedelta(hours=1), "grant", "x", data))
    for mark, name in sorted([*life["events"], (life["entered"], "status")]):
        word, _, rest = name.partition(" ")
        data = {"to": "Quoted"} if word == "status" else {"id": rest} if word == "report" else {}
        history.append(Event(at(mark), word, "x", {"way": rest} if word == "text" else data))
    fields = {"day": (START + life["day"] * DAY).date()}
    return Lead("k7f3q9m2", "Ana", "small", "Quoted", fields, tuple(history))


def starts(rule: dict[str, Any], life: dict[str, Any]) -> Iterator[tuple[datetime, str]]:
    """Yield what a follow-up counts from, and the record that it is about."""
    anchor = rule["anchor"]
    if anchor == "day":
        yield midnight(START) + life["day"] * DAY, ""
    elif anchor == "grant":
        for which, ends in life["grants"].items():
            yield midnight(START) + ends * DAY, which
    elif anchor == "made":
        made = [at(mark) for mark, name in life["events"] if name == "made"]
        yield from [(moment, "") for moment in made[-1:]]
    else:
        yield (START if anchor == "received" else at(life["entered"])), ""


def came(names: list[str], life: dict[str, Any], since: datetime, about: str) -> list[datetime]:
    """Return when something named came after a moment; what is about another record does not."""
    found = []
    for mark, name in life["events"]:
        word, _, which = name.partition(" ")
        another = word == "report" and about and which != about
        if not another and TOUCHES.get(name, word) in names and at(mark) > since:
            found.append(at(mark))
    return found


def promised(rule: dict[str, Any], life: dict[str, Any]) -> list[datetime]:
    """Return when the rows of a follow-up must be due, as the page says it."""
    find = promised_series if rule["span"] == "every" else promised_single
    return sorted(
        due for start, about in starts(rule, life) for due in find(rule, life, start, about)
    )


def promised_single(
    rule: dict[str, Any], life: dict[str, Any], start: datetime, about: str
) -> list[datetime]:
    entered, dated = at(life["entered"]), rule["anchor"] in {"day", "grant"}
    begun = entered if rule["of_status"] else START
    due = start + (rule["days"] if rule["span"] == "after" else -rule["days"]) * DAY
    due = due if rule["hour"] is None else due.replace(hour=rule["hour"])
    opens = start
    if rule["span"] == "before":
        opens = max(midnight(due) - JUST_BEFORE, entered)
        late = entered if rule["hour"] is not None else midnight(entered)
        due = due if due >= entered else late  # known too late: due now
    if dated:
        opens = max(opens, midnight(due) - JUST_BEFORE)
    opens = max(opens, entered) if rule["of_status"] else opens
    own = [name for name in rule["until"] if name in {"work", "report"}]
    in_time = dated and came(own, life, min(opens, begun), about)
    return [] if in_time or came(rule["until"], life, opens, about) else [due]


def promised_series(
    rule: dict[str, Any], life: dict[str, Any], start: datetime, about: str
) -> list[datetime]:
    begun = max(start, at(life["entered"])) if rule["of_status"] else start
    if came(rule["stop"], life, begun, about):
        return []
    known = at(life["entered"]) if rule["of_status"] else START
    for count in itertools.count(1):
        due = start + count * rule["days"] * DAY
        due = due if rule["hour"] is None else due.replace(hour=rule["hour"])
        gone_before = midnight(due) + DAY <= known
        if not gone_before and not came(rule["until"], life, midnight(due) - JUST_BEFORE, about):
            return [due]
    raise AssertionError("counting never ends")


def rows(made: Pipeline, lead: Lead, number: int) -> list[Due]:
    """Return the open rows of one follow-up once a life has been lived."""
    return [row for row in agenda(case_of(lead, made, at(FOREVER))) if row.rule == f"r{number}"]


@given(RULES, lives())
@settings(max_examples=60, deadline=None)
def test_each_of_several_is_due_as_the_page_says(
    rules: list[dict[str, Any]], life: dict[str, Any]
) -> None:
    """Whatever stands beside it, each follow-up has the rows that are promised of it."""
    made, lead = definition(rules), lead_of(life)
    for number, rule in enumerate(rules):
        assert sorted(row.due for row in rows(made, lead, number)) == promised(rule, life)


@given(RULES, lives())
@settings(max_examples=25, deadline=None)
def test_rows_about_a_record_name_it(rules: list[dict[str, Any]], life: dict[str, Any]) -> None:
    """Of several records each row says which, in words and as a value; others name none."""
    made, lead = definition(rules), lead_of(life)
    for number, rule in enumerate(rules):
        found = rows(made, lead, number)
        assert len({row.about for row in found}) == len(found)
        for row in found:
            assert (row.about is not None) == (rule["anchor"] == "grant")
            assert row.about is None or row.do == f"Do it: grant {row.about}"


@given(RULES, lives(), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_of_several_that_move_the_first_does_and_ends_the_others(
    rules: list[dict[str, Any]], life: dict[str, Any], days: int
) -> None:
    """`tick` moves the lead at the earliest deadline that has passed, and then to nowhere else."""
    once = [rule for rule in rules if rule["span"] != "every"]
    made, lead = definition(once, '{ status = "Gone" }'), lead_of(life)
    now = at(FOREVER) + days * DAY
    after, _ = apply_passed(case_of(lead, made, now))
    passed = [missed(rule, due) for rule in once for due in promised(rule, life)]
    passed = sorted(moment for moment in passed if moment <= now)
    assert (after.status == "Gone") == bool(passed)
    moves = [event for event in after.history if event.data.get("to") == "Gone"]
    entered = at(life["entered"])  # no move is written before the one it follows upon
    assert [event.at for event in moves] == [max(first, entered) for first in passed[:1]]


def missed(rule: dict[str, Any], due: datetime) -> datetime:
    """Return when a deadline has passed: a day's at its end."""
    whole = rule["anchor"] in {"day", "grant"} and rule["hour"] is None
    return midnight(due) + DAY if whole else due


@given(RULES, lives(), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_what_tells_somebody_tells_once_and_stands(
    rules: list[dict[str, Any]], life: dict[str, Any], days: int
) -> None:
    """A message at each deadline that has passed, not twice however often asked; rows stay."""
    made, lead = definition(rules, '{ task = "ask" }'), lead_of(life)
    now = at(FOREVER) + days * DAY
    after, _ = apply_passed(case_of(lead, made, now))
    assert apply_passed(case_of(after, made, now)) == (after, [])
    for number, rule in enumerate(rules):
        assert [row.due for row in rows(made, after, number)] == [
            row.due for row in rows(made, lead, number)
        ]
        due = [moment for moment in promised(rule, life) if missed(rule, moment) <= now]
        told = [e for e in after.history if e.name == "applied" and e.data["what"] == f"r{number}"]
        assert bool(told) == bool(due)
        assert len({(str(e.data["due"]), e.data.get("about")) for e in told}) == len(told)


@given(RULES)
@settings(max_examples=25, deadline=None)
def test_the_words_name_all_of_it(rules: list[dict[str, Any]]) -> None:
    """What is shown of a follow-up names its span, its hour, what settles it and what ends it."""
    made = definition(rules)
    shown = [*made.follow_up, *made.statuses["Quoted"].follow_up]
    for number, rule in enumerate(rules):
        words = follow_up_words(next(one for one in shown if one.id == f"r{number}"), made)
        assert (f"{rule['days']} day" in words) or (rule["days"] == 1 and "every day" in words)
        assert rule["hour"] is None or f"{rule['hour']:02}:00" in words
        assert all(SAID.get(name, name) in words for name in [*rule["until"], *rule["stop"]])
