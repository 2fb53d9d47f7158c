"""Ownership: turns to claim, passes, assignment, masks and leads shown to the owner alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from world import MIA, NOW, SAM, at, case, event, lead, pipeline, rows

from leadctl.rules.clauses.peers import Peers
from leadctl.rules.due.ownership import (
    has_passed,
    is_hidden,
    masks,
    refuse_assign,
    refuse_claim,
    turn_at,
    turns,
)
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead

ROUTING = """
[routing]
claim_window = "30 minutes"
assign = "manager"
"""
RANK = ("sam", "mia", "zoe")


def fresh(*history: Event, **fields: object) -> Lead:
    return Lead("a", "A", "small", "New", fields, (Event(NOW, "received"), *history))


def whose(who: Lead, minutes: float) -> str | None:
    definition = pipeline(ROUTING)
    found = turns(replace(case(who, definition), rank=RANK))
    turn = turn_at(found, NOW + timedelta(minutes=minutes))
    return turn.agent if turn else None


@pytest.mark.parametrize(
    ("minutes", "agent"),
    [(0, "sam"), (29.99, "sam"), (30, "mia"), (60, "zoe"), (89.9, "zoe"), (90, None)],
)
def test_each_agent_has_one_window(minutes: float, agent: str | None) -> None:
    """Windows follow each other from the receipt; after the last anyone may claim (S4.6)."""
    assert whose(fresh(), minutes) == agent


@pytest.mark.parametrize(
    ("minutes", "agent"), [(9, "sam"), (10, "mia"), (39, "mia"), (40, "zoe"), (70, None)]
)
def test_a_pass_ends_a_turn_at_once(minutes: float, agent: str | None) -> None:
    """When an agent passes, the next one's window begins there and then."""
    assert whose(fresh(event("pass", minutes and 10 / 1440)), minutes) == agent


def test_a_pass_in_advance_skips_the_turn() -> None:
    """Whoever passes before the own turn is left out."""
    assert whose(fresh(event("pass", 1 / 1440, by="mia")), 31) == "zoe"


def test_a_released_lead_is_open_to_all() -> None:
    """After a release nobody has a turn: the pool is for anyone (S3.18)."""
    assert whose(fresh(event("claim", 1 / 1440), event("release", 2 / 1440)), 3) is None


def test_a_turn_is_a_row_for_its_agent() -> None:
    """Every turn is on the list of the agent it belongs to, shown while it lasts."""
    found = rows(fresh(), pipeline(ROUTING), rank=RANK)
    assert [(r.agent, r.opens, r.due, r.lapses) for r in found][:1] == [
        ("sam", NOW, NOW + timedelta(minutes=30), NOW + timedelta(minutes=30))
    ]
    assert rows(fresh(owner="zoe"), pipeline(ROUTING), rank=RANK) == []


def test_claiming_out_of_turn_is_refused() -> None:
    """Only the agent whose turn it is may claim; the refusal says for how long."""
    definition = pipeline(ROUTING)
    refused = refuse_claim(replace(case(fresh(), definition, MIA), rank=RANK))
    (unmet,) = refused
    assert "Sam's turn" in unmet.sentence
    assert "30 more min" in unmet.sentence
    assert refuse_claim(replace(case(fresh(), definition, SAM), rank=RANK)) == ()


HOLDERS = """
[routing]
requires = [{ leads = [{ status = ["New"] }], same = ["owner"], at_most = 1, why = "two each" }]
forbids = [{ actor = "roles", equals = "trainee", why = "trainees only watch" }]
"""


def test_whoever_is_to_have_a_lead_is_judged() -> None:
    """Guards of the routing ask of the agent who gets it, as if the lead were theirs."""
    definition = pipeline(HOLDERS)
    new = Agent("ida", roles=("trainee",))
    held = [case(Lead(f"h{n}", "H", "small", "New", {"owner": "zoe"}), definition) for n in (1, 2)]
    here = replace(
        case(fresh(), definition, SAM), agents={"sam": SAM, "ida": new}, peers=Peers(lambda: held)
    )
    assert refuse_assign(here, "bo") == ()
    assert refuse_claim(here) == ()
    assert [unmet.why for unmet in refuse_assign(here, "zoe")] == ["two each"]
    assert [unmet.why for unmet in refuse_assign(here, "ida")] == ["trainees only watch"]
    assert [unmet.why for unmet in refuse_claim(replace(here, actor=new))] == [
        "trainees only watch"
    ]


def test_what_somebody_owns_is_not_claimed() -> None:
    """A lead in another's name is refused, one's own is not."""
    definition = pipeline()
    assert refuse_claim(case(lead(owner="mia"), definition))
    assert refuse_claim(case(lead(owner="sam"), definition)) == ()


def test_only_the_role_gives_to_others() -> None:
    """Where a role is named, that role alone gives leads to others, free ones too (S1.11)."""
    definition = pipeline(ROUTING)
    for who in (lead(owner="zoe"), lead(owner="sam"), lead()):
        assert refuse_assign(case(who, definition, SAM), "zoe")
        assert refuse_assign(case(who, definition, MIA), "zoe") == ()


def test_without_a_role_the_owner_gives_away_and_anyone_what_is_free() -> None:
    """An owner or a manager gives a lead away; what nobody has, anyone gives to anyone."""
    assert refuse_assign(case(lead(owner="zoe"), pipeline(), SAM), "bo")
    assert refuse_assign(case(lead(owner="sam"), pipeline(), SAM), "bo") == ()
    assert refuse_assign(case(lead(owner="zoe"), pipeline(), MIA), "bo") == ()
    assert refuse_assign(case(lead(), pipeline(), SAM), "bo") == ()


@pytest.mark.parametrize("owner", ["", "sam", "zoe"])
@pytest.mark.parametrize("minutes", [0, 31, 61, 95])
@pytest.mark.parametrize("routing", [ROUTING, ROUTING.replace('assign = "manager"', ""), ""])
def test_giving_a_lead_to_oneself_is_claiming_it(owner: str, minutes: int, routing: str) -> None:
    """Whatever verb is typed, a lead comes into one's name only where one may claim it."""
    who = fresh(**({"owner": owner} if owner else {}))
    asked = replace(case(who, pipeline(routing), SAM, days=minutes / 1440), rank=RANK)
    assert refuse_assign(asked, "sam") == refuse_claim(asked)


def test_nobody_hands_a_lead_round_a_running_turn() -> None:
    """While it is one agent's turn, no other gives the lead to a third (S4.6)."""
    definition = pipeline(ROUTING.replace('assign = "manager"', ""))
    zoe = replace(case(fresh(), definition, Agent("zoe")), rank=RANK)
    assert refuse_assign(zoe, "bo")
    assert refuse_assign(zoe, "sam") == ()
    assert refuse_assign(replace(zoe, actor=SAM), "bo") == ()


def test_what_no_turn_holds_is_offered_to_all() -> None:
    """After the last turn, without a rank and after a release a row is everybody's (S4.6)."""
    definition = pipeline(ROUTING)
    unranked = rows(fresh(), definition)
    assert [(r.agent, r.opens, r.due, r.lapses) for r in unranked] == [
        ("", NOW, NOW + timedelta(minutes=30), None)
    ]
    last = rows(fresh(), definition, rank=RANK)[-1]
    assert (last.agent, last.opens) == ("", NOW + timedelta(minutes=90))
    freed = fresh(event("claim", 1), event("release", 2))
    assert [(r.agent, r.opens) for r in rows(freed, definition, rank=RANK)] == [("", at(2))]


def test_what_all_have_passed_on_is_everybodys_again() -> None:
    """A pass leaves a lead to the others; once all have passed it is nobody's alone to ignore."""
    one, both = fresh(event("pass", 1)), fresh(event("pass", 1), event("pass", 2, by="mia"))
    assert has_passed(one, "sam", ["sam", "mia"])
    assert not has_passed(both, "sam", ["sam", "mia"])
    assert not has_passed(both, "mia", ["sam", "mia"])


MASKS = """
[visibility]
owner_only = true

[[visibility.mask]]
fields = ["phone"]
why = "after the first message"
until = [{ event = "touch", way = "out" }]

[[visibility.mask]]
fields = ["email"]
until = [{ actor = "zips", contains = "zip" }]
"""


def test_masks_lift_when_their_clauses_hold() -> None:
    """Contact details show after a first message, and to the zip code's sponsors (S1.9, S4.9)."""
    definition = pipeline(MASKS)
    sponsor = Agent("sam", attributes={"zips": ["11215"]})
    hidden = [m.fields for m in masks(case(lead(zip="11215"), definition))]
    assert hidden == [("phone",), ("email",)]
    touched = lead(event("text", -1, way="out"), zip="11215")
    assert masks(case(touched, definition, sponsor)) == ()
    assert [m.fields for m in masks(case(touched, definition, None))] == [("email",)]


def test_owner_only_leads_are_hidden_from_others() -> None:
    """A claimed lead is shown to its owner and to managers, one in the pool to all (S3.17)."""
    definition = pipeline(MASKS)
    zoe = Agent("zoe")
    assert is_hidden(lead(owner="sam"), definition, zoe)
    assert not is_hidden(lead(owner="sam"), definition, SAM)
    assert not is_hidden(lead(owner="sam"), definition, MIA)
    assert not is_hidden(lead(), definition, zoe)


def test_windows_do_not_depend_on_now() -> None:
    """Turns are computed from the receipt, whenever one asks."""
    definition = pipeline(ROUTING)
    assert rows(fresh(), definition, rank=RANK) == rows(fresh(), definition, 50, rank=RANK)
    assert at(0) == NOW


def test_masks_hide_nothing_from_the_only_agent_of_a_book() -> None:
    """One agent sees all of it, a second one does not, whoever is acting (decision 19)."""
    hidden = pipeline(MASKS)
    who = lead(phone="+14155550132", owner="mia")
    assert masks(replace(case(who, hidden), agents={"sam": SAM})) == ()
    assert masks(replace(case(who, hidden), agents={})) == ()
    assert masks(replace(case(who, hidden), agents={"sam": SAM, "mia": MIA})) != ()


def test_nobody_claims_nothing() -> None:
    """Where nobody acts, what is missing is said: of a free lead, and of one that has an owner."""
    for who in (fresh(), fresh(owner="mia")):
        (unmet,) = refuse_claim(case(who, pipeline(ROUTING), None))
        assert unmet.sentence == "nobody is acting"
        assert "--as AGENT" in unmet.hint
