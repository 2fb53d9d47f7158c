"""A claim window ends by its time or by whose it is: nobody else's command ends it."""

from __future__ import annotations

import sys
from itertools import permutations
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions

DEFINITIONS = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}
WINDOWS = sorted(
    name
    for name, pipeline in DEFINITIONS.items()
    if pipeline.routing and pipeline.routing.claim_window and pipeline.roles
)
EARLIER = "amend ida 1 at='2026-11-20 07:00'"


def in_window(folder: Path, pipeline: str) -> Cli:
    """A book in which it is kim's turn to claim Ida, and dana's when that is over."""
    cli = Cli(folder).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC")
    settings = folder / "leadctl.toml"
    text = settings.read_text().replace("region =", 'rank = ["kim", "dana"]\nregion =')
    agents = "".join(f"[agents.{one}]\nstarted = 2020-01-01\n" for one in ("kim", "dana"))
    settings.write_text(f"{text}{agents}")
    cli.at("2026-11-20T10:00:00Z").acting("kim").fast("add 'Ida Moss' phone=4155550132")
    return cli.at("2026-11-20T10:05:00Z")


@pytest.mark.parametrize("pipeline", WINDOWS)
def test_no_status_takes_a_lead_off_the_list_of_whose_turn_it_is(
    tmp_path: Path, pipeline: str
) -> None:
    """Forced or not: whatever somebody else moves it to, it is still kim's to claim, or stays."""
    cli, definition = in_window(tmp_path, pipeline), DEFINITIONS[pipeline]
    dana = cli.acting("dana").ending_somehow()
    worked = [s.name for s in definition.statuses.values() if not (s.closed or s.parked)]
    offered = (definition.routing and definition.routing.offered) or worked
    path, refused = next((tmp_path / "leads").rglob("*.toml")), 0
    before = path.read_bytes()
    for status in definition.statuses:
        ran = dana.fast(f"status set ida '{status}' --force --reason x")
        stands = cli.fast("show ida -f json").json["status"]
        assert stands in offered, status
        assert (stands == status) is (status in offered), ran.err
        refused += "turn to claim it" in ran.err
        path.write_bytes(before)
    assert refused
    claims = cli.acting("kim").fast("due --kind claim -f json").json
    assert [row["name"] for row in claims] == ["Ida Moss"]


def taking(pipeline: str) -> list[str]:
    """Return commands by which a lead might come into dana's name, or its window to an end."""
    roles = [f"set ida role='{role}'" for role in DEFINITIONS[pipeline].roles]
    return [*roles, EARLIER, "claim ida", "assign ida me", "pass ida", "release ida", "undo 2"]


@pytest.mark.parametrize("pipeline", WINDOWS)
def test_no_two_commands_take_a_lead_out_of_turn(tmp_path: Path, pipeline: str) -> None:
    """Of whatever one types outside the window, nothing ends in owning the lead."""
    cli = in_window(tmp_path, pipeline).acting("dana")
    path = next((tmp_path / "leads").rglob("*.toml"))
    before = path.read_text()
    for pair in permutations(taking(pipeline), 2):
        for typed in pair:
            cli.ending_somehow().fast(typed)
            assert 'owner = "dana"' not in path.read_text(), pair
        path.write_text(before)


@pytest.fixture
def turn(tmp_path: Path) -> Cli:
    return in_window(tmp_path, "sold-appointment")


def test_a_role_changes_by_whose_turn_it_is(turn: Cli) -> None:
    """Whoever has the turn may, and after the last turn everybody may."""
    change = "set ida role='Active Referral'"
    told = turn.acting("dana").exits(3).fast(change).err
    assert "t is kim's turn to claim it for 25 more min" in told
    turn.acting("kim").fast(change)
    turn.acting("kim").fast("undo")
    turn.at("2026-11-20T12:00:00Z").acting("dana").fast(change)


def test_the_time_of_the_receipt_ends_no_window(turn: Cli) -> None:
    """Neither amended nor edited by somebody else."""
    dana = turn.acting("dana")
    assert "is kim's, who logged it" in dana.exits(3).fast(EARLIER).err
    (turn.cwd / "eve.csv").write_text("name,received\nEve Moss,2026-11-20T10:01:00Z\n")
    turn.acting("dana").fast("import eve.csv")
    assert "turn to claim it" in dana.exits(3).fast(EARLIER.replace("ida", "eve")).err
    script = turn.cwd / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('T10:00:00Z', 'T07:00:00Z'))\n"
    )
    editing = dana.given(EDITOR=f"{sys.executable} {script}", VISUAL="")
    assert "turn to claim it" in editing.exits(5).run("edit", "ida").err
    turn.acting("kim").fast(EARLIER)


def test_no_row_no_merge_and_no_undo_ends_a_window(turn: Cli) -> None:
    """What an import says of the role is judged as what is typed; so is what a merge leaves."""
    dana = turn.acting("dana")
    ida = dana.fast("list -f json").json[0]["id"]
    (turn.cwd / "row.csv").write_text(f"id,name,role\n{ida},Ida Moss,Active Referral\n")
    told = dana.ending_somehow().fast("import row.csv --update").err
    assert "role Active Referral is refused: it is kim's turn" in told
    dana.fast("add 'Ida M' role='Active Referral'")
    ids = {row["name"]: row["id"] for row in dana.fast("list -f json").json}
    assert "turn to claim it" in dana.exits(3).fast(f"merge-leads {ids['Ida M']} {ida}").err
    turn.acting("kim").fast(f"set {ida} role='Active Referral'")
    turn.acting("kim").fast(f"set {ida} role='Appointment Referral'")
    number = turn.fast("undo --list -f json").json[0]["number"]
    assert "turn to claim it" in dana.exits(3).fast(f"undo {number}").err


AWAY = ("delete ida --yes", "erase ida --yes", "undo 1", "set ida archived=yes")


@pytest.mark.parametrize("pipeline", WINDOWS)
def test_a_lead_is_not_taken_off_the_list_of_whose_turn_it_is(
    tmp_path: Path, pipeline: str
) -> None:
    """Deleted, erased, undone, archived, closed or imported so: theirs, who brought it in, or a
    manager's to do, and everybody's once the last turn is over.
    """
    cli = in_window(tmp_path, pipeline)
    ended = [n for n, one in DEFINITIONS[pipeline].statuses.items() if one.closed == "lost"]
    path = next((tmp_path / "leads").rglob("*.toml"))
    before, ida = path.read_bytes(), cli.acting("dana").fast("list -f json").json[0]["id"]
    (tmp_path / "row.csv").write_text(f"id,name,status,archived\n{ida},Ida Moss,{ended[0]},yes\n")
    moves = [f"status set ida '{name}' --reason x" for name in ended]
    for typed in (*AWAY, *moves, "import row.csv --update"):
        told = cli.acting("dana").exits(3).fast(typed).err
        assert "turn to claim it" in told, typed
        assert path.read_bytes() == before, typed
    for typed in moves:
        cli.acting("kim").fast(typed)
        cli.acting("kim").fast("undo")
    cli.at("2026-11-20T12:00:00Z").acting("dana").fast(moves[0])
