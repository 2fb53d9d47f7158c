"""check: what is wrong with a book, with file and line; and what it can put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'
LEAD = """\
id = "k7f3q9m2"
name = "Ana López"
pipeline = "streeteasy-buyer"
status = "Attempted Contact"
role = "Buyer"

history = [
    { at = 2026-11-20T14:05:00Z, event = "received", by = "import" },
    { at = 2026-11-20T14:21:00Z, event = "text", way = "out", by = "sam" },
    { at = 2026-11-20T14:21:00Z, event = "status", to = "Attempted Contact", by = "sam" },
]
"""
ANA = "leads/2026/ana-lopez-k7f3q9m2.toml"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with one sound lead."""
    put(cli, "leadctl.toml", SETTINGS)
    put(cli, ANA, LEAD)
    return cli


def put(cli: Cli, path: str, text: str) -> Path:
    """Write a file of the book."""
    file = cli.cwd / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_sound_book(book: Cli) -> None:
    """A book without problems says so, and how many leads it has."""
    assert book.fast("check").out == "1 lead, all sound\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("history = [", "history = [["), f"{ANA}:11: is not valid TOML"),
        (('name = "Ana López"', "name = 3"), f"{ANA}:2: name: is not a text"),
        (("name", "<<<<<<< ours\nname"), f"{ANA}:2: holds git's conflict markers"),
        (("k7f3q9m2", "zzzzzzzz"), f"{ANA}:1: id: is not k7f3q9m2, the id in the file's name"),
        (
            ('status = "Attempted', 'status = "Attemptd'),
            f"{ANA}:4: status: differs from the history, which says Attempted Contact",
        ),
        (
            ("Attempted Contact", "Attemptd Contact"),
            f"{ANA}:4: status: is no status of streeteasy-buyer (did you mean Attempted Contact?)",
        ),
        (("-buyer", "-byer"), f"{ANA}:3: pipeline: names no pipeline (did you mean streeteasy"),
        (('"Buyer"', '"Bayer"'), f"{ANA}:5: role: is no role of streeteasy-buyer (one of Buyer"),
        (
            (
                '    { at = 2026-11-20T14:21:00Z, event = "status", to = "Attempted Contact", '
                'by = "sam" },\n',
                "",
            ),
            f"{ANA}:4: status: was never set in the history (record it: leadctl status set",
        ),
    ],
)
def test_each_problem_has_its_line(book: Cli, change: tuple[str, str], said: str) -> None:
    """Each kind of problem is named with file, line and what to do, and ends in exit 5."""
    put(book, ANA, LEAD.replace(*change))
    ran = book.exits(5, "1 lead, 1 problem.").fast("check")
    assert ran.out.startswith(said)
    assert len(ran.lines) == 1
    assert "Ana" not in ran.out


def test_two_files_with_one_id(book: Cli) -> None:
    """The second file that has an id names the first."""
    put(book, "leads/2026/copy.toml", LEAD)
    ran = book.exits(5).fast("check")
    assert ran.out == (
        f"leads/2026/copy.toml:1: id: is also that of {ANA} "
        "(remove one file, or give it an id of its own)\n"
    )


def test_an_owner_nobody_configured(book: Cli) -> None:
    """In a book with agents an owner is one of them; in a book without anybody may be."""
    put(book, ANA, LEAD.replace("role =", 'owner = "sma"\nrole ='))
    book.fast("check")
    put(book, "leadctl.toml", SETTINGS + '[agents.sam]\nname = "Sam"\n')
    ran = book.exits(5).fast("check")
    assert f"{ANA}:5: owner: is no agent in leadctl.toml (did you mean sam?)\n" == ran.out


def test_settings_and_definitions_are_checked(book: Cli) -> None:
    """The default pipeline must exist, and the book's own definitions must be sound."""
    put(book, "leadctl.toml", SETTINGS.replace("-buyer", "-bayer"))
    put(book, "pipelines/own.toml", 'schema = 1\nid = "own"\ntitle = "Own"\ninitial = "New"\n')
    ran = book.exits(5).fast("check")
    assert "leadctl.toml:1: pipeline: names no pipeline (did you mean streeteasy-buyer?)" in ran.out
    assert "\npipelines/own.toml" in ran.out


def test_fix_sets_the_status_of_the_history(book: Cli) -> None:
    """--fix takes the history's word, says what it did, is one operation, and can be undone."""
    wrong = LEAD.replace('status = "Attempted Contact"', 'status = "Nurture"')
    file = put(book, ANA, wrong)
    ran = book.noting("Ana López (k7f3q9m2): Nurture -> Attempted Contact").fast("check --fix")
    assert ran.out == "1 lead, all sound\n"
    assert file.read_text() == LEAD
    book.noting().fast("undo")
    assert file.read_text() == wrong
    book.exits(5, "Nothing was written").fast("check --fix --dry-run")
    assert file.read_text() == wrong


def test_fix_leaves_what_is_not_certain(book: Cli) -> None:
    """Two files with one id are for a person to tell apart: neither is touched."""
    wrong = LEAD.replace('status = "Attempted Contact"', 'status = "Nurture"')
    file = put(book, ANA, wrong)
    put(book, "leads/2026/copy.toml", wrong)
    book.exits(5, "Nothing to fix.").fast("check --fix")
    assert file.read_text() == wrong


def test_problems_as_json(book: Cli) -> None:
    """A program gets the parts of each problem."""
    put(book, ANA, LEAD.replace("k7f3q9m2", "zzzzzzzz"))
    [problem] = book.exits(5).fast("check --format json").json
    assert (problem["file"], problem["line"], problem["path"]) == (ANA, 1, "id")


def test_a_deleted_lead_is_none(book: Cli) -> None:
    """What is left of a deleted lead has no status to check, and is not counted."""
    book.noting().fast("delete k7f3q9m2 --yes")
    assert book.fast("check").out == "0 leads, all sound\n"
