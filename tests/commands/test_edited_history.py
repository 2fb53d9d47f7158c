"""What `edit` may change of a history: nobody's word is forged, and nobody's lead is taken."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, FIXED

APPROVED = 'event = "approve", what = "Dead Deal", role = "manager", by = "kim"'


@pytest.fixture
def pool(tmp_path: Path) -> Cli:
    """A book of three agents in which sam has Wes, whom kim has called."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    with (tmp_path / "leadctl.toml").open("a") as settings:
        settings.write("[agents.kim]\nroles = ['manager']\n")
        settings.write("[agents.sam]\nstarted = 2026-11-20\n[agents.lou]\n")
    at = cli.at("2026-11-20T10:00:00Z")
    at.acting("kim").fast("add 'Wes Roe' phone=4155550132")
    at.acting("kim").fast("log wes call --out")
    at.acting("sam").fast("claim wes")
    return cli.at("2026-11-21T10:00:00Z")


def file_of(cli: Cli) -> Path:
    return next((cli.cwd / "leads").rglob("*.toml"))


def edited(cli: Cli, find: str, put: str, *, who: str = "sam", code: int = 5) -> str:
    """Change a pattern of the only lead's file in an editor; return what was said.

    A text that was refused before is not gone on with.
    """
    shutil.rmtree(cli.cwd / ".leadctl" / "edits", ignore_errors=True)
    assert re.search(find, file_of(cli).read_text())
    script = cli.cwd / "editor.py"
    script.write_text(
        "import pathlib, re, sys\npath = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(re.sub({find!r}, {put!r}, path.read_text(), count=1))\n"
    )
    editing = cli.acting(who).given(EDITOR=f"{sys.executable} {script}", VISUAL="")
    ran = editing.ending_somehow().run("edit", file_of(cli).stem)
    assert ran.code == code, ran.err
    return ran.err


def line(said: str, at: str = "2026-11-21T09:00:00Z") -> str:
    return f"    {{ at = {at}, {said} }},\n]"


def test_an_approval_is_not_forged(pool: Cli) -> None:
    """The line is named, and the command by which a manager approves."""
    told = edited(pool, r"(?m)^\]", line(APPROVED))
    number = len(file_of(pool).read_text().splitlines())
    assert f".toml:{number}: history[" in told
    assert "approve is judged, and not written in an editor (leadctl approve " in told
    assert '"Dead Deal")' in told
    assert "approve" not in file_of(pool).read_text()
    pool.acting("sam").exits(3).fast("status set wes 'Dead Deal'")


@pytest.mark.parametrize("name", sorted(FIXED))
@pytest.mark.parametrize("who", ["sam", "kim"])
def test_no_decision_is_written_in_an_editor(pool: Cli, name: str, who: str) -> None:
    """Neither another's nor one's own: the commands for them ask the rules."""
    before = file_of(pool).read_text()
    to = ', to = "New Lead"' if name == "status" else ""
    edited(pool, r"(?m)^\]", line(f'event = "{name}"{to}, by = "{who}"'))
    assert file_of(pool).read_text() == before


def test_who_claimed_stays(pool: Cli) -> None:
    """Neither the name nor the line goes; nor a decision to the other side of another one."""
    claimed = r"(event = \"claim\", by = )\"sam\""
    assert "claim by sam of 2026-11-20 10:00 stays as it was" in edited(pool, claimed, r'\1"lou"')
    edited(pool, r".*\"claim\".*\n", "")
    edited(pool, r"2026-11-20T10:00:00Z(, event = \"received\")", r"2026-11-20T11:00:00Z\1")
    edited(pool, r"2026-11-20T10:00:00Z(, event = \"claim\")", r"2026-11-20T10:05:00Z\1", code=0)
    assert '2026-11-20T10:05:00Z, event = "claim", by = "sam"' in file_of(pool).read_text()


def test_what_others_did_is_theirs(pool: Cli) -> None:
    """Neither what they said nor its line is anybody's to write but their own, or a manager's."""
    told = edited(pool, r"(?m)^\]", line('event = "call", way = "in", by = "kim"'))
    assert "call would be by kim, and you are sam" in told
    assert "leadctl log " in told
    edited(pool, r"(\"call\".*)\"kim\"", r'\1"lou"')
    more = (r"(\"call\".*)by = \"kim\"", r'\1text = "spoke of the roof", by = "kim"')
    before = file_of(pool).read_text()
    for find, put in (
        more,
        (r".*\"call\".*\n", ""),
        (r"10:00:00Z(, event = \"call)", r"09:00:00Z\1"),
    ):
        assert "stays as it was: kim logged it" in edited(pool, find, put)
        assert file_of(pool).read_text() == before
    edited(pool, *more, who="kim", code=0)
    edited(pool, r"(?m)^\]", line('event = "call", way = "in", by = "sam"'), code=0)
    edited(pool, r"(?m)^\]", line('event = "credit", kpi = "calls", by = "sam"'))
    assert "spoke of the roof" in file_of(pool).read_text()


@pytest.mark.parametrize("pipeline", sorted(Definitions(None).files))
def test_whoever_has_a_lead_amends_no_word_of_another_agent(tmp_path: Path, pipeline: str) -> None:
    """Of what kim logged, and lou imported, sam mends what no agent said, and what sam did."""
    cli = Cli(tmp_path).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC --agent sam")
    with (tmp_path / "leadctl.toml").open("a") as settings:
        settings.write("[agents.kim]\n[agents.lou]\n[agents.max]\nroles = ['manager']\n")
    (tmp_path / "new.csv").write_text("name,phone\nWes Roe,+14155550132\n")
    cli.acting("lou").fast("import new.csv")
    cli.acting("kim").fast("log wes call -o 'no answer'")
    cli.acting("sam").fast("assign wes sam")
    cli.acting("sam").fast("note wes 'likes light'")
    events = cli.acting("max").fast("show wes -f json").json["history"]
    numbers = {event["event"]: number for number, event in enumerate(events, 1)}
    before = file_of(cli).read_bytes()
    sam = cli.acting("sam").exits(3)
    for typed in ("outcome='wrong number'", "way=in", "at='5 minutes ago'", "--remove"):
        told = sam.fast(f"amend wes {numbers['call']} {typed}").err
        assert "is kim's, who logged it" in told
        assert file_of(cli).read_bytes() == before
    cli.acting("sam").fast(f"amend wes {numbers['received']} at='5 minutes ago'")
    cli.acting("sam").fast(f"amend wes {numbers['note']} text='likes shade'")
    cli.acting("max").fast(f"amend wes {numbers['call']} outcome=voicemail")


def test_alone_one_writes_what_one_likes(tmp_path: Path) -> None:
    """In a book with one agent nobody else's word can be forged."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    cli.at("2026-11-20T10:00:00Z").fast("add 'Wes Roe' phone=4155550132")
    edited(cli.at("2026-11-21T10:00:00Z"), r"(?m)^\]", line(APPROVED), who="", code=0)


def test_a_lead_that_is_hidden_is_not_edited(pool: Cli) -> None:
    """By no name of it: its file's is none either."""
    for typed in (file_of(pool).stem, file_of(pool).stem[-8:], str(file_of(pool).name)):
        editing = pool.acting("lou").given(EDITOR="true", VISUAL="")
        assert "No lead matches" in editing.exits(4).run("edit", typed).err


def test_a_decision_is_not_amended_away(pool: Cli) -> None:
    """An approval that was used up is not dated into another stay, and none is taken out."""
    assert {"ask", "approve", "pass"} <= FIXED <= BUILT_IN_EVENTS.keys()
    sam, kim = pool.acting("sam"), pool.acting("kim")
    sam.fast("status set wes 'Dead Deal' --ask --reason gone")
    kim.fast("approve wes")
    history = sam.fast("show wes -f json").json["history"]
    number = 1 + next(n for n, event in enumerate(history) if event["event"] == "approve")
    sam.exits(3).fast(f"amend wes {number} --remove")
    assert "is kim's" in sam.exits(3).fast(f"amend wes {number} at=2026-11-20T10:00:00Z").err
    kim.exits(3).fast(f"amend wes {number} --remove")
    told = kim.exits(3).fast(f"amend wes {number} at=2026-11-20T10:00:00Z").err
    assert "would stand on the other side of" in told


def test_a_back_up_forges_no_word_either(pool: Cli) -> None:
    """Brought in over one's own lead it may hold nobody's approval, and no call of another."""
    sam = pool.acting("sam")
    [row] = sam.fast("export wes --format jsonl").lines
    before = file_of(pool).read_text()
    approved = {"what": "Dead Deal", "role": "manager", "by": "kim"}
    for said in ({"event": "approve", **approved}, {"event": "text", "way": "out", "by": "kim"}):
        lead = json.loads(row)
        lead["history"].append({"at": "2026-11-21T09:00:00Z", **said})
        (pool.cwd / "forged.jsonl").write_text(json.dumps(lead) + "\n")
        assert "line 1: history: " in sam.exits(3).fast("import forged.jsonl --update").err
        assert file_of(pool).read_text() == before


def test_what_was_approved_of_one_lead_opens_no_move_of_another(pool: Cli) -> None:
    """Merged into Wes, it is told in his history, and his own move is asked for anew."""
    sam, kim = pool.acting("sam"), pool.acting("kim")
    sam.fast("add 'Wes Row' phone=4155550132")
    sam.fast("claim 'wes row'")
    sam.fast("status set 'wes row' 'Dead Deal' --ask --reason gone")
    kim.fast("approve 'wes row'")
    kept, other = (sam.fast(f"show '{name}' -f json").json["id"] for name in ("wes roe", "wes row"))
    sam.exits(3).fast(f"status set {kept} 'Dead Deal'")
    sam.fast(f"merge-leads {kept} {other}")
    assert "approved" in sam.fast(f"show {kept}").out
    assert "manager" in sam.exits(3).fast(f"status set {kept} 'Dead Deal'").err
    assert sam.fast("check").code == 0
    sam.fast("undo")
    sam.fast(f"status set {other} 'Dead Deal'")
