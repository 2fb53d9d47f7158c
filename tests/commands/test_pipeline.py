"""pipeline list, show, check, diff and migrate."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions

SHIPPED = Definitions(None)
NAMES = list(SHIPPED.files)
TINY = """
schema = 1
id = "tiny"
title = "Tiny \\u001b[31m"
initial = "New"
idle = "7 days"

[status.New]
definition = "Just in."
follow_up = [{ do = "Call", after = "1 hour", from = "received", until = ["touch out"] }]

[status.Old]
definition = "Not so new."

[status.Won]
definition = "Theirs."
closed = "won"
requires = [{ event = "meeting", why = "you have met" }]
"""
NEXT = TINY.replace('id = "tiny"', 'id = "next"\nreplaces = "tiny"\ndefault_role = "Buyer"')
NEXT = NEXT.replace("[status.Won]", '[status."Quite Won"]').replace("1 hour", "2 hours")
NEXT = NEXT.replace('[status.Old]\ndefinition = "Not so new."\n', "")
NEXT += '\n[status_map]\nWon = "Quite Won"\n\n[role.Buyer]\npipeline = "next"\n'


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with three leads in a definition of its own, which another one follows."""
    folder = cli.cwd / "book"
    (folder / "pipelines").mkdir(parents=True)
    (folder / "pipelines" / "tiny.toml").write_text(TINY)
    (folder / "pipelines" / "next.toml").write_text(NEXT)
    (folder / "leadctl.toml").write_text('pipeline = "tiny"\n')
    here = cli.inside("book").noting()
    for name in ("Ann", "Bo", "Cy"):
        here.fast("add", name)
    here.fast("log", "Bo", "meeting")
    here.fast("status", "set", "Bo", "Won")
    here.fast("status", "set", "Cy", "Old")
    return here


def lead(book: Cli, name: str) -> str:
    """Return the text of a lead's file."""
    [path] = (book.cwd / "leads").rglob(f"{name}-*.toml")
    return path.read_text()


def test_list_outside_a_book(cli: Cli) -> None:
    """Without a book the shipped definitions are listed."""
    rows = cli.fast("pipeline", "list", "--format", "json").json
    assert [row["id"] for row in rows] == NAMES
    assert all(row["sound"] and row["from"] == "shipped" for row in rows)


def test_list_inside_a_book(book: Cli) -> None:
    """Inside a book its own are listed beside them, with the leads in each."""
    rows = {row["id"]: row for row in book.fast("pipeline", "list", "--format", "json").json}
    assert (rows["tiny"]["from"], rows["tiny"]["leads"]) == ("own, default", 3)
    assert rows["wholesale"]["leads"] == 0
    assert "\x1b" not in book.fast("pipeline", "list").out


@pytest.mark.parametrize("name", NAMES)
def test_everything_a_definition_says_is_shown(cli: Cli, name: str) -> None:
    """Each status with its definition, advice, follow-ups and reasons is on the page."""
    page = " ".join(cli.fast("pipeline", "show", name).out.split())
    pipeline = SHIPPED.read(name).pipeline
    said = [pipeline.title, pipeline.description, *pipeline.advice, *pipeline.decisions]
    for status in pipeline.statuses.values():
        said += [status.name, status.definition, *status.advice]
        said += [clause.why for clause in (*status.requires, *status.forbids, *status.expects)]
        said += [rule.do for rule in status.follow_up]
    said += [rule.do for rule in pipeline.follow_up]
    said += [prompt.say for prompt in pipeline.prompts.values()]
    said += [step.do for c in pipeline.cadences.values() for step in (*c.steps, *c.repeat)]
    assert [text for text in said if " ".join(text.split()) not in page] == []
    unverified = [c for c in pipeline.cadences.values() if not c.verified]
    assert page.count("leadctl's reading, not in the source") >= len(unverified)


def test_one_status_is_shown(cli: Cli) -> None:
    """--status takes any of a status's names, and shows it alone."""
    page = cli.fast("pipeline", "show", "wholesale", "--status", "wrong").out
    assert "people say it to be left alone" in page
    assert "Dead Deal" not in page
    cli.exits(4).fast("pipeline", "show", "wholesale", "--status", "nowhere")


def test_show_as_json(cli: Cli) -> None:
    """Programs get every value, and the sentences."""
    found = cli.fast("pipeline", "show", "wholesale", "--format", "json").json
    assert found["call_back"]["factor"] == 0.5
    [guard] = found["statuses"]["Wrong Number"]["requires"]
    assert guard["sentence"] == '"told that the number is wrong" has been logged at least 3 times'


def test_show_takes_the_default_and_files(book: Cli) -> None:
    """Without a name it is the book's default; a file is shown as well as an id."""
    page = book.fast("pipeline", "show").out
    assert page.startswith("Tiny \\x1b[31m (tiny)")
    assert "required: a meeting has been logged: you have met" in page
    assert book.fast("pipeline", "show", "pipelines/tiny.toml").out == page
    book.exits(4, "leadctl pipeline list").fast("pipeline", "show", "tony")


def test_check_says_sound(cli: Cli, book: Cli) -> None:
    """Sound definitions are named; in a book those of its own and those it uses."""
    assert book.fast("pipeline", "check").out == "next: sound\ntiny: sound\n"
    assert cli.fast("pipeline", "check").out.count(": sound\n") == len(NAMES)


def test_check_says_everything_at_once(book: Cli) -> None:
    """Every problem of every file, with line, path and suggestion: exit 5."""
    bad = TINY.replace('initial = "New"', 'initial = "Nu"').replace("until", "untill")
    worse = NEXT.replace('pipeline = "next"', 'pipeline = "nxet"')
    (book.cwd / "pipelines" / "tiny.toml").write_text(bad)
    (book.cwd / "pipelines" / "next.toml").write_text(worse)
    ran = book.exits(5).fast("pipeline", "check", "tiny", "next", "wholesale")
    assert ran.out == "wholesale: sound, with 1 warning\n"  # nobody here is a manager
    assert "pipelines/tiny.toml:10: status.New.follow_up[0].untill" in ran.err
    assert 'did you mean "until"' in ran.err
    assert 'there is no definition "nxet"' in ran.err


def test_check_a_file(cli: Cli, tmp_path: Path) -> None:
    """A file needs no book."""
    (tmp_path / "tiny.toml").write_text(TINY)
    assert cli.fast("pipeline", "check", "tiny.toml").out == "tiny.toml: sound\n"
    (tmp_path / "other.toml").write_text(TINY)
    cli.exits(5, 'write id = "other"').fast("pipeline", "check", "other.toml")


def test_diff_in_words_and_for_the_leads(book: Cli) -> None:
    """What changed is said, and what it would do to this book's leads."""
    out = book.fast("pipeline", "diff", "tiny", "next").out
    assert '- status "Old"' in out
    assert '~ status "Won" is now "Quite Won"' in out
    assert "now: Call - 2 hours after the lead came in" in out
    assert "In this book: 3 leads in tiny" in out
    assert "1  would be due at another time: Call (call)" in out
    assert "1  would have no status there:" in out
    assert "Cy  (Old)" in out


def test_diff_of_the_same(cli: Cli) -> None:
    """A definition does not differ from itself, and every shipped pair can be compared."""
    for name in NAMES:
        assert cli.fast("pipeline", "diff", name, name).out == "They say the same.\n"
        for other in NAMES:
            assert cli.fast("pipeline", "diff", name, other).out


def test_migrate_shows_a_plan_first(book: Cli) -> None:
    """Without --yes, and with nobody to ask, the plan is shown and nothing is written."""
    before = lead(book, "ann")
    ran = book.exits(2, "To do it, say --yes").fast("pipeline", "migrate")
    assert "3 leads in tiny" in ran.out
    assert "1  Won -> Quite Won" in ran.out
    assert "1  stay: they have no place there" in ran.out
    book.exits(3, "Nothing was written").fast("pipeline", "migrate", "--dry-run")
    assert lead(book, "ann") == before


def test_migrate_moves_what_has_a_place(book: Cli) -> None:
    """Mapped leads move in one operation that can be undone; the others are refused, and why."""
    ran = book.exits(3).fast("pipeline", "migrate", "tiny", "next", "--yes")
    assert "Cy" in ran.err
    assert 'The pipeline next has no status for "Old"' in ran.err
    ann, bo, cy = (lead(book, name) for name in ("ann", "bo", "cy"))
    assert 'event = "migrate", from = "tiny", to = "next"' in ann
    assert 'pipeline = "next"\nstatus = "New"\nrole = "Buyer"' in ann
    assert ann.count('event = "status"') == 0
    assert 'status = "Quite Won"' in bo
    assert 'to = "Quite Won", reason = "migrated from tiny"' in bo
    assert 'pipeline = "tiny"' in cy
    book.fast("undo")
    assert "migrate" not in lead(book, "ann") + lead(book, "bo")


@pytest.mark.parametrize("words", [["tiny"], ["next"], ["tiny", "next"], []])
def test_migrate_finds_the_other_side(book: Cli, words: list[str]) -> None:
    """One name, or none, is enough where one definition follows another."""
    out = book.exits(3).fast("pipeline", "migrate", *words, "--dry-run").out
    assert "3 leads in tiny, to " in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["wholesale"], 2, "No definition follows wholesale"),
        (["tiny", "tiny"], 2, "same on both sides"),
        (["tiny", "none"], 4, "There is no pipeline"),
    ],
)
def test_migrate_to_nowhere(book: Cli, words: list[str], code: int, said: str) -> None:
    """What cannot be meant is said, and nothing is written."""
    before = lead(book, "ann")
    book.exits(code, said).fast("pipeline", "migrate", *words, "--yes")
    assert lead(book, "ann") == before


def test_migrate_leads_whose_definition_is_gone(book: Cli) -> None:
    """The old definition need not be there any more: its leads move all the same."""
    (book.cwd / "pipelines" / "tiny.toml").unlink()
    book.exits(3).fast("pipeline", "migrate", "tiny", "next", "--yes")
    assert 'pipeline = "next"' in lead(book, "ann")


def test_migrate_keeps_to_roles(book: Cli) -> None:
    """A lead whose role uses another definition does not come into this one."""
    path = book.cwd / "pipelines" / "next.toml"
    path.write_text(f'{NEXT}\n[role.Seller]\npipeline = "wholesale"\n')
    [ann] = (book.cwd / "leads").rglob("ann-*.toml")
    ann.write_text(ann.read_text().replace('status = "New"', 'status = "New"\nrole = "Seller"'))
    ran = book.exits(3).fast("pipeline", "migrate", "tiny", "next", "--yes")
    assert 'The role "Seller" belongs to wholesale, not to next' in ran.err
    assert 'pipeline = "tiny"' in lead(book, "ann")


def test_a_page_begins_its_sentences_as_people_do(cli: Cli) -> None:
    """Where no status names those that follow, the page says so in a sentence."""
    ran = cli.fast("pipeline show streeteasy-buyer")
    assert "Any status may follow any other, unless something is required or forbidden." in ran.out
