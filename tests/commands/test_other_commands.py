"""What `set` and `add` do not set: the command that is printed instead works as it stands."""

from __future__ import annotations

import pytest
from cli_runner import Cli

from leadctl.actions.recording.other_commands import OTHER_COMMANDS

TEAM = '\n[agents.sam]\nname = "Sam"\n[agents.kim]\nname = "Kim"\nroles = ["manager"]\n'
TYPED = {
    "pipeline": ("xyz", "streeteasy-seller", "streeteasy-buyer", "streeteasy-buyr", "wholesale"),
    "status": ("nurt", "in comm", "zzz", ""),
    "owner": ("kim", "sam", "", "eve"),
    "received": ("yesterday 9:00", ""),
    "merged_into": ("ben", ""),
}
WORDS = [f"{key}={value}" for key in OTHER_COMMANDS for value in TYPED.get(key, ("x",))]


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of two agents, a manager acting, with Zed, who is in Kim's hands, and Ben."""
    book = cli.buyers("2026-11-20T15:00:00Z").acting("kim").given(EDITOR="true")
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text().partition("# One table")[0] + TEAM)
    for line in ("add Ben", "add Zed phone=2125550101", "claim Zed"):
        book.noting().fast(line)
    return book


def lines(said: str) -> list[str]:
    """Return the commands that an answer prints, from leadctl to the end of their lines."""
    found = [one.rpartition("leadctl ")[2] for one in said.splitlines() if " leadctl " in f" {one}"]
    return [one for one in found if not one.startswith(("edit ", "delete "))]


@pytest.mark.parametrize("words", [*WORDS, "role=xyz", "role=Sellr", "statu=nurture", "ownr=sam"])
def test_what_is_printed_for_a_field_with_its_own_command_can_be_typed(
    book: Cli, words: str
) -> None:
    """For a lead that is there: no line that is printed is refused for its words, or finds nothing;
    a misspelt pipeline, role or status is no part of one.
    """
    said = book.ending_somehow().fast("set", "zed", words).err
    printed = [one for one in said.splitlines()[1:] if "leadctl " in one]
    assert printed or words.startswith("id=")
    for line in lines("\n".join(printed)):
        assert "LEAD" not in line
        ran = book.ending_somehow().fast(line)
        assert ran.code in {0, 3}, (line, ran.err)


@pytest.mark.parametrize(
    "words", ["statu=in comm", "statu=nurture", "recieved=yesterday 9:00", "pipelin=wholesale"]
)
def test_a_misspelt_field_of_a_new_lead_is_printed_as_it_was_meant(book: Cli, words: str) -> None:
    """The line is there again with it, and adds the lead."""
    said = book.exits(2, "Did you mean").fast("add", "Max", words).err
    book.noting().fast("add " + lines(said)[-1].partition("add ")[2])
    assert book.noting().fast("show max --format json").json["name"] == "Max"


def test_a_role_whose_pipeline_lacks_the_status_is_answered_with_one_it_has(book: Cli) -> None:
    """The line names the status in which the leads of that pipeline begin."""
    book.noting().fast("status set zed 'In Comm' --reason x")
    (book.cwd / "pipelines/other.toml").write_text(
        'schema = 1\nid = "other"\ntitle = "Other"\ninitial = "Asked"\n'
        '[status.Asked]\ndefinition = "x"\n[role.Buyer]\npipeline = "streeteasy-buyer"\n'
    )
    copied = book.noting().fast("pipeline copy streeteasy-buyer")
    path = book.cwd / "pipelines/streeteasy-buyer.toml"
    assert copied.code == 0
    path.write_text(path.read_text() + '\n[role.Other]\npipeline = "other"\n')
    said = book.exits(2, "Other has no status In Communication").fast("set zed role=Other").err
    book.noting().fast(lines(said)[-1])
    assert book.fast("show zed --format json").json["status"] == "Asked"
