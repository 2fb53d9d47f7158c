"""Clauses at their borders: who may not approve, what is not known, what time changes."""

from __future__ import annotations

import pytest
from world import MIA, SAM, TEAM, at, case, event, lead, pipeline

from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.tenure import TenureClause
from leadctl.rules.clauses.timeline import settles
from leadctl.rules.language.deadlines import Clearing
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration
from leadctl.values import replace

MONTH = Duration(days=31)


def here(*history: Event, actor: Agent | None = SAM, **fields: object) -> Case:
    """Return the case of a lead in a small definition, judged for a move to There."""
    there = pipeline('[status.There]\ndefinition = "there"\n')
    made = replace(case(lead(*history, **fields), there, actor), target="There")
    return replace(made, agents={**TEAM, "max": Agent("max", roles=("manager",))})


@pytest.mark.parametrize(
    ("asks", "gives", "holds"),
    [
        ("sam", "mia", True),
        ("sam", "max", True),
        ("mia", "mia", False),
        ("mia", "max", True),
        ("sam", "sam", False),
    ],
)
def test_who_asked_does_not_approve(asks: str, gives: str, holds: bool) -> None:
    """A manager's word counts, but not for what nobody but that manager wants."""
    asked = event("ask", -1, asks, what="There", role="manager")
    given = event("approve", -0.5, gives, what="There")
    assert ApprovalClause(approval="manager").holds(here(asked, given, actor=TEAM[asks])) is holds


def test_who_moves_what_another_asked_for_may_approve_it() -> None:
    """Two people want it then: that one of them approved it is no word of one alone."""
    asked = event("ask", -1, "sam", what="There", role="manager")
    given = event("approve", -0.5, "mia", what="There")
    assert ApprovalClause(approval="manager").holds(here(asked, given, actor=MIA))
    assert not ApprovalClause(approval="manager").holds(here(given, actor=MIA))


def test_an_approval_is_of_one_move() -> None:
    """Given for another status it is none, nor is one that was never given."""
    clause = ApprovalClause(approval="manager")
    assert not clause.holds(here(event("approve", -1, "mia", what="Elsewhere")))
    assert not clause.holds(here())


@pytest.mark.parametrize(
    ("actor", "holds"),
    [
        (None, True),
        (Agent("new"), True),
        (Agent("new", started=at(-1).date()), True),
        (Agent("old", started=at(-60).date()), False),
        (SAM, False),
        (MIA, True),
    ],
)
def test_who_may_be_new_is_taken_for_new(actor: Agent | None, holds: bool) -> None:
    """Where nobody acts, or nothing is known of when they started, the rule is kept to."""
    assert TenureClause(actor_tenure_below=MONTH).holds(here(actor=actor)) is holds


@pytest.mark.parametrize("barred", [["all"], ["call"], ["text", "call"]])
def test_who_bars_everything_bars_each(barred: list[str]) -> None:
    """ "all" in a list of channels stands for every one of them."""
    [clause] = (
        pipeline(
            '[status.Gate]\ndefinition = "g"\n'
            'requires = [{ field = "do_not_contact", contains = "call" }]\n'
        )
        .status("Gate")
        .requires
    )
    assert isinstance(clause, FieldClause)
    assert clause.holds(here(do_not_contact=barred))
    assert not clause.holds(here(do_not_contact=["email"]))


def test_an_age_depends_on_now() -> None:
    """So no deadline may depend on it; a mere event does not."""
    assert EventClause(event=("deal",)).timeless
    assert not EventClause(event=("deal",), older=MONTH).timeless
    assert not EventClause(event=("deal",), newer=MONTH).timeless


def test_what_must_not_be_logged_is_not_proposed() -> None:
    """The hint of a bound from below logs one more; one from above has nothing to propose."""
    assert EventClause(event=("call",), at_least=1).hint(here()) == "leadctl log k7f3q9m2 call"
    assert EventClause(event=("call",), at_most=1).hint(here()) == ""
    young = here(event("call", -1))
    assert EventClause(event=("call",), older=MONTH).hint(young) == ""


@pytest.mark.parametrize(
    ("clearing", "happened", "settled"),
    [
        (Clearing(("status",)), event("status", to="New"), True),
        (Clearing(("status",), "out"), event("status", to="New"), False),
        (Clearing(), event("text", way="in"), True),
        (Clearing((), "out"), event("text", way="in"), False),
        (Clearing((), "out"), event("call", way="in", outcome="spoke"), True),
        (Clearing(), event("note"), False),
    ],
)
def test_what_settles(clearing: Clearing, happened: Event, settled: bool) -> None:
    """No way asked for is any way, and of what is no touch there is none; a talk is both."""
    assert settles(clearing, happened) is settled
