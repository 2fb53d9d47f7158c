"""Whatever can name a status is judged alike: what may not be entered, no verb enters."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions

NAMES = sorted(Definitions(None).files)
BRINGS = """
schema = 1
id = "brings"
title = "Brings"
initial = "New"

[message.hello]
text = "Hello {name}"

[status.New]
definition = "just came in"
enter = [{ message = "hello" }]

[status.Old]
definition = "known"

[[automatic]]
on = ["received"]
to = "Old"
"""


def made(tmp_path: Path, pipeline: str) -> tuple[Cli, dict[str, str]]:
    """Return a book with a fresh lead for each status of a definition: status -> the lead's id."""
    cli = Cli(tmp_path).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC")
    statuses = [*Definitions(None).read(pipeline).pipeline.statuses]
    for number in range(len(statuses)):
        cli.fast(f"add 'Person {number}' phone=+1415555{number:04}")
    leads = {row["name"]: row["id"] for row in cli.fast("list -f json").json}
    return cli, {name: leads[f"Person {n}"] for n, name in enumerate(statuses)}


@pytest.mark.parametrize("pipeline", NAMES)
def test_a_status_that_may_not_be_entered_is_entered_by_no_verb(
    tmp_path: Path, pipeline: str
) -> None:
    """Typed, set as a field, imported, next, or claimed into: the judge says the same to all."""
    cli, leads = made(tmp_path, pipeline)
    shown = {n: cli.fast(f"show {one} -f json").json for n, one in leads.items()}
    barred = {n: one for n, one in leads.items() if n not in shown[n]["legal"]}
    barred = {n: one for n, one in barred.items() if n != shown[n]["status"]}
    assert barred
    anything = cli.ending_somehow()
    for name, lead in barred.items():
        for verb in (
            f"status set {lead} '{name}' --reason x",
            f"status set {lead} '{name}' --reason x --claim",
            f"status set {lead} '{name}' --reason x --log call",
            f"set {lead} status='{name}'",
            f"status set {lead} '{name}' --reason x --at '1 minute ago'",
        ):
            before = cli.fast(f"show {lead} -f json").json["status"]
            ran = anything.fast(verb)
            after = cli.fast(f"show {lead} -f json").json
            if after["status"] != before:  # what the verb logged may have opened the way
                assert "--log" in verb or "--claim" in verb, (verb, ran.out)
                cli.fast("undo")
            assert ran.code in {0, 2, 3}, (verb, ran.err)


@pytest.mark.parametrize("pipeline", NAMES)
def test_an_import_of_leads_that_are_there_is_judged(tmp_path: Path, pipeline: str) -> None:
    """A row moves a lead where the judge lets it; the others are refused, and their leads stay."""
    cli, leads = made(tmp_path, pipeline)
    shown = {n: cli.fast(f"show {one} -f json").json for n, one in leads.items()}
    rows = [f"{one},{shown[n]['name']},{n}" for n, one in leads.items()]
    (tmp_path / "moves.csv").write_text("\n".join(["id,name,status", *rows]) + "\n")
    cli.ending_somehow().fast("import moves.csv --update")
    for name, lead in leads.items():
        now, was = cli.fast(f"show {lead} -f json").json["status"], shown[name]["status"]
        assert now in {was, name}
        assert now == was or name in shown[name]["legal"]
    refused = (tmp_path / "moves.rejected.csv").read_text() if any_refused(tmp_path) else ""
    for name, lead in leads.items():
        if name not in shown[name]["legal"] and name != shown[name]["status"]:
            assert lead in refused


def any_refused(folder: Path) -> bool:
    return (folder / "moves.rejected.csv").exists()


def test_what_an_import_brings_is_recorded_as_its_file_says(tmp_path: Path) -> None:
    """Nothing is sent and nothing moves by itself for new rows; for typed leads it does."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline realvolve --timezone UTC")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "brings.toml").write_text(BRINGS)
    cli.fast("config set pipeline brings")
    cli.fast("add 'Ann Lee' phone=+14155550101")
    (tmp_path / "new.csv").write_text("name,phone\nBob Ray,+14155550102\n")
    cli.fast("import new.csv")
    found = {row["name"]: row["status"] for row in cli.fast("list -f json").json}
    assert found == {"Ann Lee": "Old", "Bob Ray": "New"}
    waits = cli.fast("outbox list -f json --withdrawn").json
    waits += cli.fast("outbox list -f json").json
    assert {row["name"] for row in waits} == {"Ann Lee"}


@pytest.fixture
def network(tmp_path: Path) -> Cli:
    """A book in which it is sam's turn to claim Ida, and another definition for what she was."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline sold-appointment --timezone UTC")
    settings = tmp_path / "leadctl.toml"
    text = settings.read_text().replace("region =", 'rank = ["sam", "dana"]\nregion =')
    settings.write_text(f"{text}[agents.sam]\n[agents.dana]\n[agents.max]\nroles = ['manager']\n")
    cli = cli.acting("max")
    cli.at("2026-11-20T10:00:00Z").fast("add 'Ida Moss' phone=4155550132")
    return cli


def imported(cli: Cli, columns: str, cells: str, *options: str) -> str:
    """Import one row about Ida; return what became of it."""
    ida = cli.fast("list -f json").json[0]["id"]
    (cli.cwd / "row.csv").write_text(f"id,name,{columns}\n{ida},Ida Moss,{cells}\n")
    return cli.ending_somehow().fast(f"import row.csv {' '.join(options)}").err


def test_an_import_takes_no_lead_out_of_turn(network: Cli) -> None:
    """A row that says whose a lead is, is an assignment: judged, and on record where it may be."""
    turn = network.at("2026-11-20T10:05:00Z")
    for options in ((), ("--update",)):
        told = imported(turn.acting("dana"), "owner", "dana", *options)
        assert "owner dana is refused: it is sam's turn" in told
        assert turn.fast("show ida -f json").json["owner"] is None
    imported(turn.acting("sam"), "owner", "sam")
    shown = turn.fast("show ida -f json").json
    assert shown["owner"] == "sam"
    assert [e["to"] for e in shown["history"] if e["event"] == "assign"] == ["sam"]
    told = imported(turn.acting("dana"), "owner", "dana", "--update")
    assert "owner dana is refused: sam has Ida Moss since" in told
    imported(turn.acting("max"), "owner", "dana", "--update")
    assert turn.fast("show ida -f json").json["owner"] == "dana"


def test_an_import_changes_a_role_as_set_does(network: Cli) -> None:
    """The definition comes along with the role, as the role's map says."""
    imported(network.acting("sam"), "role", "Active Referral", "--update")
    shown = network.fast("show ida -f json").json
    assert (shown["role"], shown["pipeline"]) == ("Active Referral", "sold-active")
    assert shown["status"] == "Active"


def test_an_import_that_moves_a_lead_does_what_entering_does(tmp_path: Path) -> None:
    """A lead that goes back to the cloud is nobody's any more; one in red has nothing due."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    cli.fast("add 'Ida Moss' phone=4155550132")
    cli.fast("claim ida")
    imported(cli, "status", "Back to Cloud", "--update")
    shown = cli.fast("show ida -f json").json
    assert (shown["status"], shown["owner"]) == ("Back to Cloud", None)
    assert [e["event"] for e in shown["history"]][-3:-1] == ["status", "release"]


def test_an_undo_takes_no_lead_out_of_another_agents_name(network: Cli) -> None:
    """Taking back somebody's claim is releasing the lead: for the owner, or a manager."""
    turn = network.at("2026-11-20T10:05:00Z")
    turn.acting("sam").fast("claim ida")
    number = turn.fast("undo --list -f json").json[0]["number"]
    told = turn.acting("dana").exits(3).fast(f"undo {number}").err
    assert "Not taken back: Ida Moss stays, for the lead is in sam's name." in told
    assert turn.fast("show ida -f json").json["owner"] == "sam"
    turn.acting("max").fast(f"undo {number}")
    assert turn.fast("show ida -f json").json["owner"] is None


def test_a_merge_takes_no_lead_out_of_turn(network: Cli) -> None:
    """Whoever makes a lead of their own and merges another into it claims that one."""
    turn = network.at("2026-11-20T10:05:00Z")
    turn.acting("dana").fast("add 'Ida M' owner=dana")
    ids = {row["name"]: row["id"] for row in turn.fast("list -f json").json}
    pair = f"{ids['Ida M']} {ids['Ida Moss']}"
    told = turn.acting("dana").exits(3).fast(f"merge-leads {pair}").err
    assert "It is sam's turn to claim it" in told
    later = network.at("2026-11-20T11:05:00Z").acting("dana")
    later.fast(f"merge-leads {pair}")
    assert [row["owner"] for row in later.fast("list -f json").json] == ["dana"]


@pytest.mark.parametrize("pipeline", NAMES)
def test_another_agents_lead_is_not_put_away(tmp_path: Path, pipeline: str) -> None:
    """Archiving lets go of a lead, as deleting does: the owner's or a manager's, by any verb."""
    cli = Cli(tmp_path).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC --agent sam")
    with (tmp_path / "leadctl.toml").open("a") as settings:
        settings.write("[agents.lou]\n[agents.kim]\nroles = ['manager']\n")
    cli.acting("sam").fast("add 'Ida Moss' phone=4155550132 owner=sam")
    lou, path = cli.acting("lou"), next((tmp_path / "leads").rglob("*.toml"))
    before = path.read_bytes()
    for verb in ("delete ida --yes", "set ida archived=yes", "set --where name:ida archived=yes"):
        ran = lou.ending_somehow().fast(verb)
        assert path.read_bytes() == before, verb
        assert ran.code in {3, 4} or not ran.out, (verb, ran)
    told = edited(lou, "phone =", "archived = true\nphone =")
    assert path.read_bytes() == before
    assert any(s in told for s in ("in sam's name", "No lead matches", "is hidden from you"))
    cli.acting("sam").fast("set ida archived=yes")
    cli.acting("sam").fast("set ida archived=no")
    number = cli.acting("sam").fast("undo --list -f json").json[0]["number"]
    kept = path.read_bytes()
    lou.ending_somehow().fast(f"undo {number}")
    assert path.read_bytes() == kept
    cli.acting("kim").fast("set ida archived=yes")
    assert cli.acting("kim").fast("show ida -f json").json["archived"]


@pytest.mark.parametrize("pipeline", NAMES)
def test_a_merge_closes_no_lead_that_may_not_be_closed(tmp_path: Path, pipeline: str) -> None:
    """Whichever of the two is kept: the open one's move is judged as if it were typed."""
    cli, leads = made(tmp_path, pipeline)
    definition = Definitions(None).read(pipeline).pipeline
    closed = [name for name, status in definition.statuses.items() if status.closed]
    refused = []
    for name in closed:
        open_ = leads[definition.initial]
        cli.fast(f"status set {leads[name]} '{name}' --force --reason x")
        before = {path: path.read_bytes() for path in (tmp_path / "leads").rglob("*.toml")}
        may = name in cli.fast(f"show {open_} -f json").json["legal"]
        pairs = (f"{leads[name]} {open_}", f"{open_} {leads[name]} --status-from {leads[name]}")
        for pair in pairs:
            ran = cli.ending_somehow().fast(f"merge-leads {pair}")
            if ran.code:
                assert not may, (name, ran.err)
                assert all(path.read_bytes() == text for path, text in before.items())
                refused.append(name)
            else:
                assert may or definition.moves == "listed", (name, pair)
                cli.fast("undo")
    guarded = [name for name in closed if definition.statuses[name].requires]
    assert set(refused) >= set(guarded)


def test_a_new_inquiry_of_an_old_contact_is_merged_into_it(tmp_path: Path) -> None:
    """Of a past client, of one who was put aside, and of one who said no."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline realvolve --timezone UTC")
    for command in (
        "add 'Ann Old' phone=+14155550101",
        "log 'Ann Old' agreement kind=buyer",
        "status set 'Ann Old' Client --force --reason signed",
        "log 'Ann Old' transaction status=Closed",
        "add 'Ann New' phone=+14155550101",
    ):
        cli.fast(command)
    said = cli.fast("merge-leads 'Ann Old' 'Ann New'").out
    assert "stands in Past Client" in said
    assert "Next: answer them" in said
    for number, status in enumerate(("Nurture", "Rejected by Client", "Unresponsive")):
        phone = f"phone=+1415555020{number}"
        cli.fast(f"add 'Bo {status}' {phone} --pipeline streeteasy-buyer")
        cli.fast(f"status set 'Bo {status}' '{status}'")
        cli.fast(f"add 'New {status}' {phone} --pipeline streeteasy-buyer")
        said = cli.fast(f"merge-leads 'Bo {status}' 'New {status}'").out
        assert f"stands in {status}" in said


def edited(cli: Cli, find: str, put: str) -> str:
    """Change a pattern in Ida's file with `leadctl edit`; return what was said.

    A text that was refused before is not gone on with.
    """
    shutil.rmtree(cli.cwd / ".leadctl" / "edits", ignore_errors=True)
    script = cli.cwd / "editor.py"
    script.write_text(
        "import pathlib, re, sys\npath = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(re.sub({find!r}, {put!r}, path.read_text()))\n"
    )
    editing = cli.given(EDITOR=f"{sys.executable} {script}", VISUAL="")
    return editing.ending_somehow().run("edit", "ida").err


def test_an_editor_is_no_way_around_either(network: Cli) -> None:
    """Owner, role and status change by the commands that ask the rules, history or not."""
    turn = network.at("2026-11-20T10:05:00Z").acting("dana")
    before = turn.fast("show ida -f json").json
    told = edited(turn, r"(status = .*)", r'\1\nowner = "dana"')
    assert "owner: is judged, and not set in an editor (leadctl claim " in told
    assert "role: is judged" in edited(turn, r"role = .*", 'role = "Active Referral"')
    moved = '    { at = 2026-11-20T10:01:00Z, event = "status", to = "Claimed", by = "dana" },\n]'
    told = edited(turn, r'status = "Available"([\s\S]*)\n\]', rf'status = "Claimed"\1\n{moved}')
    assert 'status: is judged, and stays "Available" in an editor' in told
    assert turn.fast("show ida -f json").json == before
    edited(turn, r"(status = .*)", r'\1\nsource = "fair"')
    assert turn.fast("show ida -f json").json["source"] == "fair"


def test_me_is_who_acts_and_is_judged_as_a_claim(network: Cli) -> None:
    """Whatever word names oneself: another's window is not one's own (S3.16)."""
    turn = network.at("2026-11-20T10:05:00Z")
    for typed in ("assign ida me", "assign ida dana", "claim ida"):
        assert "turn to claim it" in turn.acting("dana").exits(3).fast(typed).err
    turn.acting("sam").noting().fast("assign ida me")
    assert turn.acting("sam").fast("show ida -f json").json["owner"] == "sam"


def test_amending_a_time_turns_no_moves_round(network: Cli) -> None:
    """A status keeps its place among the others; between them its time may be mended."""
    cli = network.acting("sam")
    cli.at("2026-11-20T10:05:00Z").fast("claim ida")
    cli.at("2026-11-20T12:00:00Z").fast("log ida meeting")
    cli.at("2026-11-20T13:00:00Z").fast("status set ida 'Consultation Held'")
    later = cli.at("2026-11-21T10:00:00Z")
    history = later.fast("show ida -f json").json["history"]
    last = 1 + max(n for n, event in enumerate(history) if event["event"] == "status")
    told = later.exits(3).fast(f"amend ida {last} at=2026-11-20T10:01:00Z").err
    assert "would stand on the other side of another move" in told
    later.fast(f"amend ida {last} at=2026-11-20T12:30:00Z")
    assert later.fast("show ida -f json").json["status"] == "Consultation Held"


def test_a_back_up_is_no_way_around_either(tmp_path: Path) -> None:
    """In a team's book it overwrites no colleague's lead, and changes nothing that is judged."""
    sam, lou = (Cli(tmp_path).noting().acting(name) for name in ("sam", "lou"))
    sam.fast("init --no-input --pipeline wholesale --timezone UTC --agent sam")
    with (tmp_path / "leadctl.toml").open("a") as settings:
        settings.write("\n[agents.lou]\n")
    lou.fast("add Xan phone=+14155550101")
    lou.fast("claim xan")
    sam.fast("add Ben phone=+14155550102")
    ben, xan = (row.replace("\n", "") for row in _back_up(sam, "ben") + _back_up(lou, "xan"))
    before = {path: path.read_text() for path in (tmp_path / "leads").rglob("*.toml")}
    forged = [
        ben.replace('"status": "New Lead"', '"status": "Under Contract"'),
        xan.replace('"owner": "lou"', '"owner": "sam"'),
        xan.replace('"name": "Xan"', '"name": "Yan"'),
    ]
    for line in forged:
        assert line not in {ben, xan}
        (tmp_path / "forged.jsonl").write_text(line + "\n")
        refused = sam.exits(3).fast("import forged.jsonl --update")
        assert "status is judged" in refused.err or "another agent's" in refused.err
        assert {path: path.read_text() for path in before} == before
    (tmp_path / "mine.jsonl").write_text(ben.replace('"name": "Ben"', '"name": "Benno"') + "\n")
    assert "1 overwritten" in sam.fast("import mine.jsonl --update").out


def _back_up(book: Cli, name: str) -> list[str]:
    return book.fast(f"export {name} --format jsonl").lines


def test_a_back_up_that_contradicts_itself_is_told(tmp_path: Path) -> None:
    """It comes in as it was, with exit 5 and the lead named."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    cli.fast("add Ben phone=+14155550102")
    [line] = _back_up(cli, "ben")
    cli.fast("undo")
    moved = line.replace('"status": "New Lead"', '"status": "Dead Deal"')
    (tmp_path / "x.jsonl").write_text(moved + "\n")
    told = cli.exits(5).fast("import x.jsonl")
    assert "not what the history says" in told.err
