"""Clauses: each subject holds when it should, fails when it should not, and has its words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from case_maker import case_of
from world import MIA, NOW, SAM, TEAM, at, case, event, lead, pipeline

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import applies, holds
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.peers import Peers
from leadctl.rules.clauses.wording import hint, sentence, so_far
from leadctl.rules.clauses.words import where_words
from leadctl.rules.language.clause import Clause
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Lead
from leadctl.rules.pipelines.describe import follow_up_words

FIELDS = """
[field.size]
type = "number"
label = "size of the home"

[field.kind]
type = "choice"
choices = ["small", "big"]
default = "small"

[field.visit]
type = "datetime"

[field.day]
type = "date"

[field.ready]
type = "flag"

[event.deal]
label = "signed deal"
fields.id = {}
fields.stage = { type = "choice", choices = ["open", "closed"] }

[record.deal]
events = ["deal"]
label = "deal"

[status.Gate]
definition = "guarded"
requires = [CLAUSE]
"""


def clause(text: str) -> tuple[Clause, Any]:
    definition = pipeline(FIELDS.replace("CLAUSE", text))
    return definition.status("Gate").requires[0], definition


CALLS = [event("call", -3, way="out"), event("call", -2, way="out"), event("text", -1, way="in")]
CASES: list[tuple[str, Lead, Lead]] = [
    ('{ field = "visit" }', lead(visit=at(1)), lead(visit="")),
    ('{ field = "visit", past = true }', lead(visit=at(-1)), lead(visit=at(1))),
    ('{ field = "visit", future = true }', lead(visit=at(1)), lead(visit=at(-1))),
    ('{ field = "day", past = true }', lead(day=date(2026, 11, 22)), lead(day=NOW.date())),
    ('{ field = "size", at_least = 2 }', lead(size=2), lead(size=1.9)),
    ('{ field = "size", at_most = 2 }', lead(size=2), lead(size=3)),
    ('{ field = "size", more_than = 2 }', lead(size=3), lead(size=2)),
    ('{ field = "size", at_least = 2 }', lead(size=2), lead(size="many")),
    ('{ field = "size", absent = true }', lead(), lead(size=0)),
    ('{ field = "kind", equals = "small" }', lead(), lead(kind="big")),
    ('{ field = "kind", one_of = ["big"] }', lead(kind="BIG"), lead()),
    ('{ event = "call" }', lead(*CALLS), lead()),
    ('{ event = "call", at_least = 2 }', lead(*CALLS), lead(*CALLS[1:])),
    ('{ event = "call", at_most = 1 }', lead(*CALLS[1:]), lead(*CALLS)),
    ('{ event = "touch", way = "in" }', lead(*CALLS), lead(*CALLS[:2])),
    ('{ event = "call", share_above = 0.5 }', lead(*CALLS), lead(*CALLS[1:])),
    (
        '{ event = "call", at_least = 2, spaced = "5 minutes" }',
        lead(*CALLS),
        lead(event("call", 0), event("call", 2 / 1440), event("call", 4 / 1440)),
    ),
    (
        '{ event = "call", since = "entered" }',
        lead(event("status", -4, to="New"), *CALLS),
        lead(*CALLS, event("status", 0, to="New")),
    ),
    (
        '{ event = "call", since = "entered" }',
        lead(event("status", -2, to="New"), event("call", -2)),
        lead(event("call", -2), event("status", -2, to="New")),
    ),
    (
        '{ event = "deal", where = { stage = "closed" } }',
        lead(event("deal", stage="Closed")),
        lead(event("deal", stage="open")),
    ),
    (
        '{ record = "deal", every = { stage = "closed" } }',
        lead(event("deal", -2, id="a", stage="open"), event("deal", -1, id="a", stage="closed")),
        lead(event("deal", -2, id="a", stage="closed"), event("deal", -1, id="b", stage="open")),
    ),
    (
        '{ record = "deal", every = { stage = "closed" } }',
        lead(event("deal", stage="closed")),
        lead(),
    ),
    ('{ record = "deal", at_most = 0 }', lead(), lead(event("deal"))),
    ('{ owner = "actor" }', lead(owner="sam"), lead(owner="mia")),
    ('{ owner = "somebody" }', lead(owner="mia"), lead()),
    ('{ owner = "nobody" }', lead(), lead(owner="mia")),
    ('{ status = ["New"] }', lead(), lead(status="Gate")),
    ('{ any = [{ field = "size" }, { owner = "nobody" }] }', lead(), lead(owner="mia")),
    (
        '{ field = "size", when = [{ status = "New" }] }',
        lead(status="Gate"),
        lead(),
    ),
]


@pytest.mark.parametrize(("text", "right", "wrong"), CASES, ids=[c[0] for c in CASES])
def test_a_clause_holds_and_fails(text: str, right: Lead, wrong: Lead) -> None:
    """Each clause holds for a lead that meets it and fails for one that just does not."""
    found, definition = clause(text)
    assert holds(found, case(right, definition))
    assert not holds(found, case(wrong, definition))


@pytest.mark.parametrize("text", [c[0] for c in CASES])
def test_a_clause_has_words(text: str) -> None:
    """Each clause is a sentence, and its hint is a command or nothing."""
    found, definition = clause(text)
    words = sentence(found, definition)
    assert words
    assert not words.endswith(".")
    told = hint(found, case(lead(), definition))
    assert told == "" or told.startswith("leadctl ")


def test_words_use_labels_and_progress() -> None:
    """A sentence names things as people call them, and says how far the lead has come."""
    found, definition = clause('{ event = "deal", at_least = 3 }')
    assert sentence(found, definition) == '"signed deal" has been logged at least 3 times'
    assert so_far(found, case(lead(event("deal")), definition)) == "1 so far"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{ event = "call" }', "a call has been logged"),
        ('{ event = ["call", "email"] }', "a call or an email has been logged"),
        ('{ event = "touch", way = "in" }', "a touch from them has been logged"),
        ('{ event = "touch", way = "out", at_most = 0 }', "no touch from us has been logged"),
        ('{ event = "deal", at_most = 0 }', '"signed deal" has not been logged'),
        ('{ event = "deal", at_most = 1 }', '"signed deal" has been logged at most once'),
        ('{ event = "call", more_than = 1 }', "a call has been logged more than once"),
        (
            '{ event = "call", at_least = 3, since = "entered" }',
            "a call has been logged at least 3 times since this status was set",
        ),
        (
            '{ event = "call", where = { outcome = ["no answer", "left message"] } }',
            "a call that nobody answered or in which you left a message has been logged",
        ),
        ('{ field = "ready", equals = true }', "ready is yes"),
        ('{ field = "ready", equals = false }', "ready is no"),
    ],
)
def test_sentences_can_be_read_aloud(text: str, words: str) -> None:
    """What a guard asks for is an English sentence."""
    found, definition = clause(text)
    assert sentence(found, definition) == words


def test_a_field_named_by_a_preposition_reads_as_one() -> None:
    """A report `of` a contract, `to` somebody, with whatever else is asked."""
    assert where_words({"of": "contract"}) == " of contract"
    assert (
        where_words({"sent_on": "fax", "to": "Ann", "ok": True})
        == " to Ann with sent on fax and ok yes"
    )


def test_deadlines_can_be_read_aloud() -> None:
    """What a deadline is counted from and settled by are English, with all that is asked of it."""
    definition = pipeline(
        FIELDS.replace("CLAUSE", '{ owner = "actor" }')
        + """
[[follow_up]]
id = "chase"
do = "Chase"
every = "3 days"
from = "last touch out"
until = [{ event = "deal", where = { stage = "closed" } }, { event = "call", way = "in" }]

[[follow_up]]
id = "report"
do = "Report"
after = "1 day"
from = { event = "deal" }
"""
    )
    assert [follow_up_words(rule, definition) for rule in definition.follow_up] == [
        "Chase - every 3 days, counted from when we last reached out to them, or talked; "
        "settled by deal with stage closed or their call",
        "Report - 1 day after deal was logged; settled by nothing: it stays",
    ]


def test_forbids_asks_its_condition_first() -> None:
    """A clause that is only asked for `when` something holds does not forbid otherwise."""
    found, definition = clause('{ owner = "nobody", when = [{ field = "size" }] }')
    assert not applies(found, case(lead(), definition))
    assert applies(found, case(lead(size=1), definition))


@pytest.mark.parametrize(
    ("day", "needs"), [(1, True), (29, True), (30, True), (31, False), (400, False)]
)
def test_the_thirtieth_day_is_within_the_first_thirty(day: int, needs: bool) -> None:
    """An approval is wanted up to and on day 30, the first day being day 1 (S3.16)."""
    text = '{ approval = "manager", when = [{ actor_tenure_below = "31 days" }] }'
    found, definition = clause(text)
    new = Agent("sam", started=NOW.date() - timedelta(days=day - 1))
    asked = case_of(lead(), definition, NOW, new, TEAM)
    assert holds(found, asked) == (not needs)


def test_tenure_is_counted_on_the_definitions_calendar() -> None:
    """Near midnight the agent's day is the local one, whatever it is in UTC."""
    text = '{ approval = "manager", when = [{ actor_tenure_below = "31 days" }] }'
    found, definition = clause(text)
    local = pipeline(FIELDS.replace("CLAUSE", text) + '[calendar]\ntimezone = "America/New_York"\n')
    night = datetime.fromisoformat("2026-12-31T02:00:00+00:00")  # still the 30th in New York
    new = Agent("sam", started=date(2026, 12, 1))
    assert not holds(found, case_of(lead(), local, night, new, TEAM))
    assert holds(found, case_of(lead(), definition, night, new, TEAM))


def approved_case(*history: Any, by: str = "mia") -> Case:
    _, definition = clause('{ approval = "manager" }')
    who = lead(*history, event("approve", -1, by=by, what="Gate"))
    return Case(who, definition, NOW, SAM, "Gate", {**TEAM, "mia": MIA})


def test_an_approval_counts_for_its_move_by_its_role() -> None:
    """Only an agent of the role approves, only the move asked about, only since the status."""
    found, _ = clause('{ approval = "manager" }')
    assert holds(found, approved_case())
    assert not holds(found, approved_case(by="sam"))
    assert not holds(found, approved_case(event("status", 0, to="New")))
    other = approved_case()
    assert not holds(found, Case(other.lead, other.pipeline, NOW, SAM, "New", TEAM))


@pytest.mark.parametrize(
    ("field", "value", "past"),
    [
        ("visit", NOW, True),
        ("visit", NOW + timedelta(seconds=1), False),
        ("day", NOW.date(), False),
        ("day", NOW.date() - timedelta(days=1), True),
    ],
)
def test_a_moment_has_passed_when_it_comes_and_a_day_when_it_is_over(
    field: str, value: object, past: bool
) -> None:
    """An appointment at three is no future one at three; one of today is, all day."""
    for bound, holds_ in (("past", past), ("future", not past)):
        found, definition = clause(f'{{ field = "{field}", {bound} = true }}')
        assert holds(found, case(lead(**{field: value}), definition)) == holds_


def test_the_median_of_other_leads() -> None:
    """`among` compares with the median of the leads described, this one left out (S2.26), and those
    that have no figure.
    """
    text = '{ field = "size", among = [{ owner = "somebody" }] }'
    found, definition = clause(text)
    sizes = [1, 2, 3, 50]
    others = [
        case(Lead(str(n), "x", "small", "New", {"size": n, "owner": "zoe"}), definition)
        for n in sizes
    ]
    others.append(case(Lead("none", "x", "small", "New", {"owner": "zoe"}), definition))
    for size, reaches in ((2, False), (2.5, True), (3, True)):
        mine = case(lead(size=size), definition)
        asked = Case(mine.lead, definition, NOW, SAM, others=Peers(lambda: others))
        assert holds(found, with_derived(asked)) == reaches
    assert not holds(found, case(lead(size=9), definition))


def test_a_time_without_zone_does_not_crash() -> None:
    """A hand-written local time is compared on the definition's clock."""
    found, definition = clause('{ field = "visit", past = true }')
    local = datetime(2026, 11, 23, 14, 0)  # noqa: DTZ001  # as a person writes it by hand
    assert holds(found, case(lead(visit=local), definition))
