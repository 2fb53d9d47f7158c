"""The shipped definitions are sound, complete by name, and taught by their guide."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

from leadctl.book.own_files.definitions import Definitions, definition_in
from leadctl.rules.language.pipeline import Pipeline

FOLDER = ROOT / "pipelines"
FILES = [p for p in sorted(FOLDER.glob("*.toml")) if not p.name.endswith(".scenarios.toml")]

CLASSIC = """New Connection|Attempted Contact|In Communication|Appointment Set|Showing Homes
|Submitting Offers|Contract Out|In Contract|Sale Closed|Nurture|Rejected By Client|Unresponsive"""
BUYER = CLASSIC.replace("Rejected By", "Rejected by")
STATUSES = {
    "streeteasy-classic": CLASSIC,
    "streeteasy-buyer": BUYER,
    "streeteasy-seller": BUYER.replace("Showing Homes", "Exclusive Agreement").replace(
        "Submitting Offers", "Listing Advertised"
    ),
    "realvolve": "None|Suspect|Prospect|Lead|Client|Past Client",
    "wholesale": """Not Contacted|Needs Offer|Appointment Booked|Offer Made|Send Contract
|Under Contract|Offer Rejected|Already Sold|Wrong Number|Dead Deal""",
    "sold-appointment": "",
    "sold-active": "",
    "recruiting": "",
}


def built(path: Path) -> Pipeline:
    """Return a definition as leadctl reads it; a problem fails the test with file and line."""
    return definition_in(str(path), Definitions(None)).pipeline


def test_all_definitions_are_shipped() -> None:
    """The seven of the five texts are there, and one from another trade."""
    assert {path.stem for path in FILES} == set(STATUSES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_definition_is_sound(path: Path) -> None:
    """Every definition is read without a problem, says who it is, and has its scenarios."""
    pipeline = built(path)
    assert pipeline.id == path.stem
    assert pipeline.title
    assert pipeline.description
    assert pipeline.decisions
    assert (FOLDER / f"{path.stem}.scenarios.toml").exists()


def test_only_the_buyers_follow_the_older_definition() -> None:
    """A book of the older one is migrated to that for buyers; sellers are a role of theirs."""
    following = {path.stem for path in FILES if built(path).replaces}
    assert following == {"streeteasy-buyer"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_statuses_have_their_exact_names(path: Path) -> None:
    """Every status of the source is there by its exact name; any other is marked as inferred."""
    wanted = {name for name in STATUSES[path.stem].replace("\n", "").split("|") if name}
    statuses = built(path).statuses
    assert wanted <= set(statuses)
    if path.stem != "recruiting":
        assert {name for name, s in statuses.items() if s.inferred} == set(statuses) - wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_roles_lead_to_shipped_definitions(path: Path) -> None:
    """A role that changes the definition names a shipped one, and maps to statuses it has."""
    for name, role in built(path).roles.items():
        assert role.parked != bool(role.pipeline), name
        if role.pipeline:
            other = built(FOLDER / f"{role.pipeline}.toml")
            assert name in other.roles
            assert set(role.status_map.values()) <= set(other.statuses)


def test_older_book_can_follow() -> None:
    """Every status of the older StreetEasy definitions maps to one of the current."""
    old, new = (built(FOLDER / f"{i}.toml") for i in ("streeteasy-classic", "streeteasy-buyer"))
    assert new.replaces == old.id
    assert set(new.status_map) == set(old.statuses)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_own_intervals_say_so(path: Path) -> None:
    """A cadence that is our reading carries a note on where it comes from."""
    for cadence in built(path).cadences.values():
        assert cadence.verified or cadence.note, cadence.id


def pieces_of_the_guide() -> list[str]:
    """Return the guide's pieces of TOML in their order; the last is the file of stories."""
    guide = (ROOT / "docs/write-your-own-pipeline.md").read_text()
    pieces = re.findall(r"^```toml\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    stories = [piece for piece in pieces if "[[scenario]]" in piece]
    return [*(piece for piece in pieces if piece not in stories), "\n".join(stories)]


@pytest.mark.parametrize("steps", range(1, len(pieces_of_the_guide())))
def test_every_step_of_the_guide_leaves_a_sound_file(tmp_path: Path, steps: int) -> None:
    """Whoever stops following the guide anywhere has a pipeline that `pipeline check` accepts."""
    file = tmp_path / "hiring.toml"
    file.write_text("\n".join(pieces_of_the_guide()[:steps]))
    assert built(file).id == "hiring"


def test_the_guide_at_its_end_keeps_its_promises(tmp_path: Path) -> None:
    """Typed as the guide says, the pipeline is checked, its stories pass, and it takes a lead."""
    *pieces, stories = pieces_of_the_guide()
    assert len(pieces) > 10
    cli = Cli(tmp_path).noting()
    cli.run("init --pipeline recruiting --timezone Europe/Berlin --agent Sam --no-input")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines/hiring.toml").write_text("\n".join(pieces))
    (tmp_path / "pipelines/hiring.scenarios.toml").write_text(stories)
    checked = cli.run("pipeline check hiring")
    assert checked.lines == ["hiring: sound, with 1 warning"]
    assert "no agent of the book is a manager" in checked.err
    assert "keeping in touch" in cli.run("pipeline show hiring").out
    assert cli.run("pipeline test hiring").err == "4 scenarios hold.\n"
    cli.run("add", "Mia Brandt", "--pipeline", "hiring")
    cli.run("log", "mia", "reference", "from=Ann Old", "verdict=good")
    cli.exits(3, "a touch from us has been logged").run("status", "set", "mia", "Turned Down")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.scenarios.toml")), ids=lambda p: p.stem)
def test_scenarios_have_names_of_their_own(path: Path) -> None:
    """Every scenario is told apart by its name, and does something."""
    scenarios = tomllib.loads(path.read_text())["scenario"]
    names = [scenario["name"] for scenario in scenarios]
    assert len(set(names)) == len(names)
    assert all(scenario["steps"] for scenario in scenarios)
