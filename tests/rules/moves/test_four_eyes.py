"""Approvals want somebody else; forcing a move is for those whom the definition names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st
from world import TOP, at, case, event, lead, pipeline

from leadctl.rules.leads.agents import Agent
from leadctl.rules.moves.judging.judge import judge

RULES = pipeline(
    """
[status.Signed]
definition = "somebody signed"
requires = [{ approval = "boss" }]
"""
)
SUE = Agent("sue", "Sue", roles=("boss",))
BOB = Agent("bob", "Bob", roles=("boss",))
VIC = Agent("vic", "Vic")
WHO = st.sampled_from(["sue", "bob", "vic"])


@given(st.lists(WHO, max_size=2), st.lists(WHO, max_size=2), st.sampled_from([SUE, BOB, VIC]))
def test_no_move_is_one_persons_alone(asking: list[str], giving: list[str], mover: Agent) -> None:
    """Allowed exactly where a boss approved what another asked for, or another moves."""
    asked = [event("ask", -2, by=by, what="Signed", role="boss") for by in asking]
    given_ = [event("approve", -1, by=by, what="Signed", role="boss") for by in giving]
    team = {one.id: one for one in (SUE, BOB, VIC)}
    one = replace(case(lead(*asked, *given_), RULES, mover), agents=team)
    allowed = any(by != "vic" and {*asking, mover.id} != {by} for by in giving)
    assert judge(one, "Signed").allowed is allowed


def test_the_only_one_of_a_role_approves_all_the_same() -> None:
    """Where nobody else could, one approves what one asked for."""
    done = lead(
        event("ask", -2, by="sue", what="Signed"), event("approve", -1, by="sue", what="Signed")
    )
    alone = replace(case(done, RULES, SUE), agents={"sue": SUE, "vic": VIC})
    assert judge(alone, "Signed").allowed


AGENTS = """pipeline = "small"
[agents.sue]
roles = ["boss"]
[agents.bob]
roles = ["boss"]
[agents.vic]
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Return a book in which a boss signs, and a boss may force."""
    (cli.cwd / "leadctl.toml").write_text(AGENTS)
    for name in ("pipelines", "leads"):
        (cli.cwd / name).mkdir()
    signed = '[status.Signed]\ndefinition = "s"\nrequires = [{ approval = "boss" }]\n'
    text = TOP.replace('initial = "New"', 'initial = "New"\nforce = ["boss"]')
    (cli.cwd / "pipelines" / "small.toml").write_text(text + signed)
    cli.acting("vic").noting().fast("add Ana")
    return cli.noting()


def test_somebody_else_approves(book: Cli) -> None:
    """What sue asked for, bob approves; sue does not."""
    sue, bob = book.acting("sue"), book.acting("bob")
    sue.fast("status set ana Signed --ask")
    assert "somebody else approves" in sue.exits(3).fast("approve ana").err
    bob.fast("approve ana")
    assert "New is now Signed" in sue.fast("status set ana Signed").out


def test_nobody_is_asked_for_what_is_so_already(book: Cli) -> None:
    """Of who is Signed no approval is asked for, and nothing of it is said."""
    sue = book.acting("sue")
    sue.fast("status set ana Signed --force --reason closed")
    told = sue.exits(3).fast("status set ana Signed --ask").err
    assert "in Signed already" in told
    assert "approve" not in told
    assert "in Signed already" in sue.exits(3).fast("status set ana Signed --force --reason x").err
    history = [event["event"] for event in sue.fast("show ana -f json").json["history"]]
    assert (history.count("ask"), history.count("status")) == (0, 1)


def test_only_those_named_force(book: Cli) -> None:
    """A volunteer is not offered the way around, and is refused it; a boss has it."""
    vic = book.acting("vic").exits(3)
    plain = vic.fast("status set ana Signed").err
    assert "--force" not in plain and "only a boss may move it all the same" in plain.lower()
    assert "only a boss" in vic.fast("status set ana Signed --force --reason x").err.lower()
    assert "--force" in book.acting("sue").exits(3).fast("status set ana Signed").err
    forced = book.acting("sue").fast("status set ana Signed --force --reason closed").out
    assert "against the rules" in forced
    assert at(0)
