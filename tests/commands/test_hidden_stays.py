"""What is hidden from an agent is neither shown nor changed, whatever is typed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions

DEFINITIONS = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}
ALONE = sorted(n for n, one in DEFINITIONS.items() if one.visibility and one.visibility.owner_only)
MASKING = sorted(n for n, one in DEFINITIONS.items() if one.visibility and one.visibility.mask)
AGENTS = '[agents.kim]\n[agents.dana]\n[agents.max]\nroles = ["manager"]\n'
PHONE, EMAIL = "+14155550132", "ida@example.com"


def team(folder: Path, pipeline: str) -> Cli:
    """A book of three agents; whatever happens is told."""
    cli = Cli(folder).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC")
    settings = folder / "leadctl.toml"
    text = settings.read_text()
    settings.write_text(re.sub(r"(?m)^\[agents\.me\]\n(.*\n)*", "", text) + AGENTS)
    return cli


@pytest.fixture(params=ALONE)
def alone(tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """A book with a lead that is kim's alone, and a further word of it by kim."""
    cli = team(tmp_path, request.param)
    cli.acting("kim").fast(f"add 'Ida Moss' phone={PHONE} email={EMAIL} owner=kim")
    cli.acting("kim").fast("note ida 'likes light'")
    return cli.ending_somehow()


def test_a_lead_of_another_agent_is_changed_by_no_row_and_no_undo(alone: Cli) -> None:
    """An import, with or without --update, and an undo are judged as what is typed."""
    path = next((alone.cwd / "leads").rglob("*.toml"))
    before, dana = path.read_bytes(), alone.acting("dana")
    status = [*DEFINITIONS[re.findall(rb'pipeline = "(.+)"', before)[0].decode()].statuses][1]
    (alone.cwd / "rows.csv").write_text(
        "Name,Phone,Email,Tags,Status,Notes\n"
        f"Ida Moss,{PHONE},other@example.com,vip,{status},said hello\n"
    )
    for typed in ("import rows.csv", "import rows.csv --update", "undo 2", "undo 2 -n"):
        ran = dana.exits(3).fast(typed)
        said = ran.out + ran.err
        assert path.read_bytes() == before, typed
        assert EMAIL not in said, said
        assert "Ida" not in said, said
    dana.exits(3).fast("undo 1")
    alone.acting("max").fast("import rows.csv --update")
    assert b"vip" in path.read_bytes()


def test_who_types_a_lead_for_another_takes_it_back(alone: Cli) -> None:
    """An agent's own slip is theirs to undo, though the lead is out of sight by then."""
    alone.acting("dana").fast("add 'Uma Lind' owner=kim")
    assert "Taken back" in alone.acting("dana").fast("undo").out


@pytest.fixture(params=MASKING)
def masked(tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """A book with a lead that an import brought, whose details are hidden from everybody."""
    cli = team(tmp_path, request.param)
    (tmp_path / "new.csv").write_text(f"Name,Phone,Email\nIda Moss,{PHONE},{EMAIL}\n")
    cli.acting("max").fast("import new.csv --as-new")
    if "hidden" not in cli.acting("dana").fast("show ida").out:
        pytest.skip("nothing of a lead that is just in is hidden here")
    return cli.ending_somehow()


def test_hidden_details_are_shown_by_no_editor_and_no_row(masked: Cli) -> None:
    """`edit` refuses as `set` does; a row that says otherwise tells not what stands in the book."""
    path = next((masked.cwd / "leads").rglob("*.toml"))
    before, dana = path.read_bytes(), masked.acting("dana")
    (masked.cwd / "rows.csv").write_text(f"Name,Phone,Email\nIda Moss,{PHONE},new@example.com\n")
    (masked.cwd / "calls.csv").write_text(f"Name,Phone,Email\nIda Moss,+14155550188,{EMAIL}\n")
    show = f"{sys.executable} -c 'import sys; print(open(sys.argv[1]).read())'"
    ran = dana.given(EDITOR=show, VISUAL="").exits(3).run("edit", "ida")
    assert "hidden from you" in ran.err
    assert EMAIL not in ran.out + ran.err
    for rows, secret in (("rows", EMAIL), ("calls", "5550132")):
        for options in ("--update", "--update -n"):
            ran = dana.exits(3).fast(f"import {rows}.csv {options}")
            assert "hidden from you" in ran.err
            assert secret not in ran.out + ran.err
            assert path.read_bytes() == before
        for options in ("-n", ""):
            ran = dana.exits(0).fast(f"import {rows}.csv {options}")
            assert secret not in ran.out + ran.err
        path.write_bytes(before)


def test_rows_may_fill_what_is_empty_and_say_what_is_so(masked: Cli) -> None:
    """Nothing is refused that writes over nothing: another tag, the same phone."""
    (masked.cwd / "rows.csv").write_text(f"Name,Phone,Tags\nIda Moss,{PHONE},vip\n")
    masked.acting("dana").exits(0).fast("import rows.csv --update")
    assert "vip" in masked.acting("dana").fast("show ida").out
