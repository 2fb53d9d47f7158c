"""check: what is wrong with a book, with file and line; and what it can put right."""

from __future__ import annotations

import subprocess
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
        (("name", "<<<<<<< ours\nname"), f"{ANA}:2: was changed in two copies of the book at once"),
        (("k7f3q9m2", "zzzzzzzz"), f"{ANA}:1: id: is not k7f3q9m2, the id in the file's name"),
        (
            ('status = "Attempted', 'status = "Attemptd'),
            f"{ANA}:4: status: differs from the history, which says Attempted Contact",
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
        (
            (
                '    { at = 2026-11-20T14:21:00Z, event = "status", to = "Attempted Contact", '
                'by = "sam" },\n',
                '    { at = 2026-11-20T14:21:00Z, event = "status", to = "Attempted Contact" },\n'
                '    { at = 2026-11-20T14:20:30Z, event = "status", to = "Attempted Contact" },\n',
            ),
            f"{ANA}:11: history[3].at: stands after the move of 2026-11-20 14:21, and is dated",
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
    """A program gets the parts of each problem: name, place, cause, way out."""
    put(book, ANA, LEAD.replace("k7f3q9m2", "zzzzzzzz"))
    [problem] = book.exits(5).fast("check --format json").json
    assert (problem["file"], problem["line"], problem["key"]) == (ANA, 1, "id")
    assert (problem["name"], problem["place"]) == ("wrong-id", f"{ANA}:1")
    assert problem["cause"].startswith("is not k7f3q9m2")
    assert problem["way_out"].startswith('write id = "k7f3q9m2"')


STATUS = '{ at = 2026-11-20T14:21:00Z, event = "status", to = "Attempted Contact", by = "sam" }'
MORE = "    {{ at = 2026-11-20T14:30:00Z, {} }},\n]"
FAULTS = {
    "unknown status": ('event = "status", to = "Wonn"', "unknown-status", 11),
    "status of a number": ('event = "status", to = 5', "wrong-type", 11),
    "status without to": ('event = "status", by = "sam"', "missing-value", 11),
    "snooze for ever": ('event = "snooze", until = "whenever"', "wrong-type", 11),
    "misspelt event": ('event = "contrct"', "unknown-event", 11),
    "touch of no way": ('event = "call", way = "up"', "unknown-choice", 11),
    "done with nothing": ('event = "done"', "missing-value", 11),
    "note of a number": ('event = "note", text = 7', "wrong-type", 11),
}


@pytest.mark.parametrize(("said", "name", "line"), FAULTS.values(), ids=FAULTS)
def test_every_event_is_checked(book: Cli, said: str, name: str, line: int) -> None:
    """An event that no definition knows, or of wrong values, is named with its line and a way."""
    put(book, ANA, LEAD.replace("\n]", "\n" + MORE.format(said)))
    found = book.exits(5).fast("check --format json").json
    assert [one["name"] for one in found] == [name]
    assert found[0]["place"] == f"{ANA}:{line}"
    assert found[0]["key"].startswith("history[3]")
    assert found[0]["way_out"]


def test_an_event_to_come_is_told(book: Cli) -> None:
    """What is dated years ahead has not happened."""
    put(book, ANA, LEAD.replace("2026-11-20T14:05:00Z", "2031-11-20T14:05:00Z"))
    [problem] = book.exits(5).fast("check --format json").json
    assert (problem["name"], problem["line"]) == ("future-event", 8)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('appointment = "2026-11-25"', "wrong-type"),
        ("appointment = true", "wrong-type"),
        ("apointment = 2026-11-25", "unknown-field"),
        ('tmeframe = "soon"', ""),
    ],
)
def test_every_field_is_checked(book: Cli, line: str, name: str) -> None:
    """A date in quotes and a misspelt name are told; a field of one's own is nobody's business."""
    put(book, ANA, LEAD.replace("role =", f"{line}\nrole ="))
    code = 5 if name else 0
    found = book.exits(code, None).fast("check --format json").json
    assert [one["name"] for one in found] == ([name] if name else [])
    if name == "wrong-type" and '"' in line:
        assert found[0]["way_out"] == "write it without quotes"


def test_the_history_of_another_definition_is_no_fault(book: Cli) -> None:
    """A lead that was moved to another definition keeps statuses and events of the first."""
    moved = LEAD.replace("streeteasy-buyer", "wholesale").replace('role = "Buyer"\n', "")
    moved = moved.replace('status = "Attempted', 'status = "New Lead"  # "Attempted')
    put(book, ANA, moved)
    assert book.fast("check").out == "1 lead, all sound\n"


def test_a_status_that_no_definition_has(book: Cli) -> None:
    """Both the status and the line of the history that set it are named, with what was meant."""
    put(book, ANA, LEAD.replace("Attempted Contact", "Attemptd Contact"))
    ran = book.exits(5, "2 problems").fast("check")
    assert f"{ANA}:4: status: is no status of streeteasy-buyer (did you mean Att" in ran.out
    assert f"{ANA}:10: history[2].to: is no status of streeteasy-buyer" in ran.out


def test_fix_takes_the_latest_by_time(book: Cli) -> None:
    """Of two moves whose lines stand the wrong way round the later one is the status; that they
    stand so is told for as long as they do.
    """
    later = STATUS.replace("14:21", "14:50").replace("Attempted Contact", "Nurture")
    text = LEAD.replace(f"    {STATUS},\n", f"    {later},\n    {STATUS},\n")
    file = put(book, ANA, text.replace('status = "Attempted Contact"', 'status = "Unresponsive"'))
    ran = book.exits(5, "Unresponsive -> Nurture").fast("check --fix")
    assert "put the lines in the order of time" in ran.out
    assert 'status = "Nurture"' in file.read_text()


@pytest.mark.parametrize("removed", ["ours", "theirs"])
def test_a_lead_that_one_side_removed_and_the_other_changed(book: Cli, removed: str) -> None:
    """In the middle of a merge a file without markers in it is told, and how it is decided."""
    file = book.cwd / ANA

    def git(words: str) -> None:
        line = ["git", "-c", "user.name=x", "-c", "user.email=x@x", *words.split()]
        subprocess.run(line, cwd=book.cwd, check=False, capture_output=True)

    git("init -q -b main")
    git("add .")
    git("commit -qm one")
    git("checkout -qb other")
    for branch in ("other", "main"):
        git(f"checkout -q {branch}")
        if (branch == "other") == (removed == "theirs"):
            file.unlink()
        else:
            file.write_text(LEAD.replace('"Buyer"', '"Seller"'))
        git("commit -qam two")
    git("merge other")
    found = book.exits(5, None).fast("check --format json").json
    assert [(one["name"], one["place"]) for one in found] == [("not-merged", ANA)]


def test_a_deleted_lead_is_none(book: Cli) -> None:
    """What is left of a deleted lead has no status to check, and is not counted."""
    book.noting().fast("delete k7f3q9m2 --yes")
    assert book.fast("check").out == "0 leads, all sound\n"


def test_a_book_of_a_later_version_is_named_as_not_understood(cli: Cli) -> None:
    """It is not called sound: the line of its format is told, and what to do."""
    book = cli.buyers("2026-11-20T15:00:00Z", "add Ana")
    path = book.cwd / "leadctl.toml"
    path.write_text(path.read_text().replace("schema = 1", "schema = 9"))
    ran = book.exits(5, None).fast("check")
    assert "leadctl.toml:2: schema: format 9 is not understood" in ran.out
    assert "sound" not in ran.out
    (row,) = book.exits(5, None).fast("check --format json").json
    assert row["name"] == "newer-format"


def test_a_setting_of_the_book_below_an_agent_is_told(tmp_path: Path) -> None:
    """What stands at the end of the file is the last agent's; so is a word spelt nearly as ours."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    settings = tmp_path / "leadctl.toml"
    own = 'zips = ["10001"]\nstate = "NY"\nrank_in_office = "3"\n'
    settings.write_text(settings.read_text() + own)
    cli.fast("check")
    wrong = 'rank = ["me"]\noverseers = ["boss"]\nrole = "boss"\nstartd = 2026-01-05\n'
    settings.write_text(settings.read_text() + wrong)
    told = cli.exits(5).fast("check").out
    for key in ("rank", "overseers"):
        assert f"agents.me.{key}: stands under [agents.me], so that it is no setting" in told
    for key, near in (("role", "roles"), ("startd", "started")):
        assert f'agents.me.{key}: is no setting of an agent (did you mean "{near}"?)' in told
    assert "zips" not in told
    assert "state" not in told
