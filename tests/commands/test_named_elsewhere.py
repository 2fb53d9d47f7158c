"""`pipeline check` looks up what a definition names beyond itself: other definitions, roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

SLIPS = [
    ("sold-appointment", 'Available = "Active"', 'Available = "Activ"', '"Active"'),
    ("sold-appointment", 'pipeline = "sold-active"', 'pipeline = "sold-activ"', "no definition"),
    ("streeteasy-buyer", '"Contract Out" = ', '"Contract Owt" = ', '"Contract Out"'),
    ("streeteasy-buyer", 'replaces = "streeteasy-', 'replaces = "streteasy-', "-classic"),
    ("streeteasy-buyer", 'assign = "team-lead"', 'assign = "team-leed"', "is a team-leed"),
]


@pytest.mark.parametrize(("pipeline", "before", "after", "told"), SLIPS)
def test_a_slip_in_what_is_named_elsewhere_is_told(
    tmp_path: Path, pipeline: str, before: str, after: str, told: str
) -> None:
    """With what was probably meant; as it is shipped nothing is told."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input")
    roles = '[agents.kim]\nroles = ["team-lead"]\n'
    (tmp_path / "leadctl.toml").write_text((tmp_path / "leadctl.toml").read_text() + roles)
    text = (ROOT / "pipelines" / f"{pipeline}.toml").read_text()
    assert before in text
    own = tmp_path / "pipelines" / f"{pipeline}.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(text)
    assert "warning" not in cli.fast(f"pipeline check {pipeline} --strict").err
    own.write_text(text.replace(before, after, 1))
    ran = cli.exits(5).fast(f"pipeline check {pipeline} --strict")
    assert told in ran.err, ran.err
    assert f"pipelines/{pipeline}.toml:" in ran.err


def test_who_alone_gives_leads_away_matters_in_a_team(tmp_path: Path) -> None:
    """In a book with one agent nobody misses a Team Lead."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline streeteasy-buyer")
    assert "warning" not in cli.fast("pipeline check").err
