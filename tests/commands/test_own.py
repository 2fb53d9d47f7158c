"""Whose lead it is, on the command line: passing, hiding, asking; and channels that are barred."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

TEAM = """
[agents.max]
roles = ["manager"]
[agents.bo]
started = 2026-11-10
[agents.cy]
"""


@pytest.fixture
def team(cli: Cli) -> Cli:
    """A book of wholesalers: Jo, Max the manager, Bo who is new, Cy."""
    cli.noting().fast("init book --no-input --pipeline wholesale --agent Jo")
    book = cli.inside("book")
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text() + TEAM)
    book.acting("jo").noting().fast("add Ned phone=2125550143")
    return book


def _names(book: Cli) -> list[str]:
    return [row["name"] for row in book.fast("list --format json").json]


def test_a_claimed_lead_is_shown_to_its_owner_and_a_manager_alone(team: Cli) -> None:
    """Neither another agent nor somebody who does not say who they are sees it (S3.17)."""
    assert _names(team) == _names(team.acting("cy")) == ["Ned"]
    team.acting("bo").noting().fast("claim ned")
    assert _names(team.acting("bo")) == _names(team.acting("max")) == ["Ned"]
    assert _names(team.acting("cy")) == _names(team) == []
    assert "No lead matches" in team.acting("cy").exits(4).fast("show ned").err


def test_the_reason_given_with_ask_reaches_the_manager_and_stays(team: Cli) -> None:
    """The list of what waits shows why, and the history keeps it (S3.16)."""
    bo = team.acting("bo")
    bo.noting().fast("claim ned")
    bo.noting().fast("status set ned dead --ask -r 'house burnt down'")
    waiting = team.acting("max").fast("approve --format json").json
    assert [row["why"] for row in waiting] == ["house burnt down"]
    lead = next((team.cwd / "leads").rglob("ned*")).read_text()
    assert 'what = "Dead Deal", role = "manager", why = "house burnt down"' in lead


def test_an_agent_who_has_passed_has_nothing_to_do_for_the_lead(cli: Cli) -> None:
    """After a pass the row is off that agent's list and stands on the others' (S1.10)."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book")
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text() + "[agents.dana]\n")
    sam, dana = book.acting("sam"), book.acting("dana")
    sam.noting().fast("add Ana")
    assert "next:" not in sam.noting().fast("pass ana").out
    assert sam.fast("due --all --format json").json == []
    assert [row["rule"] for row in dana.fast("due --all --format json").json][:1] == ["respond"]
    sam.noting().fast("claim ana")
    assert [row["rule"] for row in sam.fast("due --all --format json").json][:1] == ["respond"]


def test_a_touch_on_a_barred_channel_is_logged_with_a_warning(team: Cli) -> None:
    """What happened is recorded; that it should not have is said."""
    jo = team.acting("jo")
    jo.noting().fast("set ned do_not_contact=call,text")
    assert "asked not to be contacted" in jo.noting().fast("log ned call").err
    assert "asked not to be contacted" not in jo.noting().fast("log ned email").err
    assert "asked not to be contacted" not in jo.noting().fast("log ned call --in").err
    moved = "status set ned 'Needs Offer' --log call --claim"
    assert "asked not to be contacted" in jo.noting().fast(moved).err


def test_a_key_of_unknown_origin_cannot_act_on_the_terminal(team: Cli) -> None:
    """A column's name out of somebody's export is shown escaped, as its values are."""
    path = Path(team.cwd, "e.csv")
    path.write_bytes(b"Name,Phone,Fav\x1b]0;own\x07\x1b[31mCol\nEve,2125550144,v\n")
    jo = team.acting("jo")
    jo.noting().fast("import e.csv")
    out = jo.fast("show eve").out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\\x1b" in out


def test_a_dial_that_nobody_answers_counts_once(team: Cli) -> None:
    """The call, and the status it sets by itself, are one dial (S3.1)."""
    jo = team.acting("jo")
    jo.noting().fast("log ned call -o 'no answer'")
    values = jo.fast("show ned --format json").json
    assert (values["status"], values["dials"], values["attempts"]) == ("Not Contacted", 1, 1)
    jo.at("2026-11-20T15:01:00Z").noting().fast("status set ned 'not contacted'")
    values = jo.fast("show ned --format json").json
    assert (values["dials"], values["attempts"]) == (2, 1)


def test_a_clock_set_back_behind_the_last_event_is_refused(team: Cli) -> None:
    """A change two days before what has happened changes nothing; an hour apart may well be."""
    lead = next((team.cwd / "leads").rglob("ned*"))
    before = lead.read_bytes()
    jo = team.acting("jo")
    for words in ("log ned call", "status set ned 'not contacted'", "note ned late"):
        ran = jo.at("2026-11-18T15:00:00Z").exits(3).fast(words)
        assert "The clock says 2026-11-18" in ran.err
    assert lead.read_bytes() == before
    jo.at("2026-11-20T14:10:00Z").noting().fast("log ned call")


def test_a_message_to_somebody_else_is_not_listed_with_the_leads_number(team: Cli) -> None:
    """What goes to the underwriter must not be sent to the lead: the row says no number."""
    jo = team.acting("jo")
    jo.noting().fast("claim ned")
    jo.noting().fast("status set ned 'needs offer'")
    row = next(r for r in jo.fast("due --format json").json if r["kind"] == "message")
    assert "underwriter" in row["do"]
    assert row["phone"] is None
    jo.noting().fast("log ned text --in")
    reply = next(r for r in jo.fast("due --format json").json if r["kind"] == "reply")
    assert reply["phone"] == "+12125550143"


def test_an_import_hides_nothing_from_the_agent_who_brought_it_in(cli: Cli) -> None:
    """Here it is remembered beside the leads, whose bytes say nothing of it; erased with a lead."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").noting()
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text() + "[agents.dana]\n")
    (book.cwd / "a.csv").write_text("Name,Phone,Date\nAna,2125550143,2026-11-20\nBo,2125550144,\n")
    sam, dana = book.acting("sam"), book.acting("dana")
    dana.fast("import a.csv -n")
    assert not (book.cwd / ".leadctl" / "brought-in").exists()
    sam.fast("import a.csv")
    before = {path: path.read_bytes() for path in (book.cwd / "leads").rglob("*.toml")}

    def phones(of: Cli) -> list[str | None]:
        return [row["phone"] for row in of.fast("list -f json").json]

    assert phones(sam) == ["+12125550143", "+12125550144"]
    assert phones(dana) == [None, None]
    assert "2125550143" in sam.fast("export --for call -f csv").out
    assert "2125550143" not in dana.fast("export --for call -f csv").out
    dana.fast("import a.csv")
    assert phones(dana) == [None, None]
    assert {path: path.read_bytes() for path in before} == before
    noted = book.cwd / ".leadctl" / "brought-in"
    ana = next(path.stem[-8:] for path in before if path.name.startswith("ana"))
    assert f"{ana} sam\n" in noted.read_text()
    sam.fast("erase ana --yes")
    assert ana not in noted.read_text()
