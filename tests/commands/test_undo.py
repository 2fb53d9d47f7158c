"""undo takes back what it can, value by value; what was changed since is kept and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_runner import Cli

TEAM = """
[agents.dana]
name = "Dana"
"""


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book of two agents; Sam acts, and has imported three people."""
    cli = Cli(tmp_path).noting()
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").acting("sam").noting()
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write(TEAM)
    for name in ("Zoe", "Ben", "Ana"):
        book.fast("add", name, f"email={name.lower()}@example.com")
    return book


def fields(book: Cli, name: str) -> dict[str, object]:
    """Return a lead's fields as JSON has them."""
    found = book.fast("show", name, "--format", "json").json
    return dict(found[0] if isinstance(found, list) else found)


def test_what_was_changed_since_is_kept_and_named(book: Cli) -> None:
    """All but the changed field of three leads is taken back; who changed it is told."""
    book.fast("set zoe ben ana source=Fair zip=10001")
    book.fast("set zoe source=Zillow")
    ran = book.exits(3, None).fast("undo 4")
    assert "5 of 6 things that `leadctl set zoe ben ana source=Fair zip=10001` did" in ran.out
    assert "Kept, because changed since: Zoe's source (by you, operation 5)" in ran.err
    assert "Later, on the same: operation 5" in ran.err
    assert 'source = "Zillow"' in book.file_of("zoe").read_text()
    assert "zip" not in book.file_of("zoe").read_text()
    for name in ("ben", "ana"):
        assert "source" not in book.file_of(name).read_text()
    number = re.search(r"undo (\d+)", ran.err)
    assert number
    book.fast(f"undo {number[1]}")
    assert 'zip = "10001"' in book.file_of("zoe").read_text()
    assert 'source = "Fair"' in book.file_of("ben").read_text()


def test_what_a_hand_changed_is_kept_and_the_rest_of_the_file_stays_as_typed(book: Cli) -> None:
    """A field set by hand and a comment survive; the other field goes."""
    book.fast("set ben source=Fair zip=10001")
    path = book.file_of("ben")
    path.write_text(path.read_text().replace('"Fair"', '"Mill"  # from the fair'))
    ran = book.exits(3, None).fast("undo")
    assert "1 of 2 things" in ran.out
    assert "Ben's source (by hand)" in ran.err
    text = path.read_text()
    assert 'source = "Mill"  # from the fair' in text
    assert "zip" not in text


def test_a_comment_by_hand_hinders_nothing(book: Cli) -> None:
    """Where only a comment was added, all of the command is taken back and the comment stays."""
    book.fast("note ben hello")
    path = book.file_of("ben")
    path.write_text(path.read_text() + "# mine\n")
    book.fast("undo")
    assert path.read_text().endswith("# mine\n")
    assert "hello" not in path.read_text()


def test_an_event_goes_from_between_others(book: Cli) -> None:
    """A call logged first is taken back though a note came after it."""
    book.fast("log ben call")
    book.fast("note ben later")
    book.fast("undo 4")
    text = book.file_of("ben").read_text()
    assert 'event = "call"' not in text
    assert "later" in text


def test_the_status_is_what_the_history_that_is_left_leads_to(book: Cli) -> None:
    """A move in the middle goes, the later one stands; the status is the later one's."""
    book.fast("status set ben Nurture")
    book.fast("status set ben 'In Communication' --force --reason 'they called'")
    ran = book.exits(3, None).fast("undo 4")
    assert "Ben's status (by you, operation 5)" in ran.err
    assert 'status = "In Communication"' in book.file_of("ben").read_text()
    assert "sound" in book.fast("check").out


def test_a_lead_that_was_added_and_worked_on_stays_whole(book: Cli) -> None:
    """Undoing the addition of a lead with later work on it would lose that: it is refused."""
    book.fast("note zoe 'wants a garden'")
    ran = book.exits(3, "Zoe changed since, by operation 4").fast("undo 1")
    assert ran.out == ""
    assert "wants a garden" in book.file_of("zoe").read_text()


def test_a_deleted_lead_does_not_come_back_piece_by_piece(book: Cli) -> None:
    """Undoing an older change leaves the tombstone; undoing the deletion brings all back."""
    book.fast("set ben zip=10001")
    before = book.file_of("ben").read_bytes()
    book.fast("delete ben --yes")
    book.exits(3, None).fast("undo 4")
    assert "example.com" not in book.file_of("ben").read_text()
    book.fast("undo 5")
    assert book.file_of("ben").read_bytes() == before


def test_undo_takes_back_ones_own_last_command(book: Cli) -> None:
    """Another agent's later command is left alone; it wants its number, and is told by its verb
    where an address in it is hidden.
    """
    book.fast("note ben mine")
    book.acting("dana").fast("note ana hers")
    assert "note ben mine" in book.fast("undo").out
    assert "hers" in book.file_of("ana").read_text()
    book.acting("dana").fast("undo")
    assert "hers" not in book.file_of("ana").read_text()
    book.acting("dana").exits(3, "nothing of yours").fast("undo")
    assert "email is hidden from you" in book.acting("dana").exits(3).fast("undo 3").err
    book.fast("set ana source=Fair")
    number = book.fast("undo --list --format json").json[0]["number"]
    assert "leadctl set ... (op" in book.acting("dana").fast(f"undo {number}").out


def test_who_undoes_must_be_known(book: Cli) -> None:
    """With two agents and nobody acting, "my last command" means nobody's."""
    book.acting("").exits(2, "Who is acting?").fast("undo")


def test_a_dry_run_says_the_same_and_writes_nothing(book: Cli) -> None:
    """What would be kept is told before it is done."""
    book.fast("set zoe ben source=Fair")
    book.fast("set zoe source=Zillow")
    before = book.file_of("ben").read_bytes()
    ran = book.exits(3, None).fast("undo 4 --dry-run")
    assert "Would take back: 1 of 2 things" in ran.out
    assert book.file_of("ben").read_bytes() == before


def test_a_file_that_cannot_be_read_any_more_is_kept(book: Cli) -> None:
    """In the middle of a merge the undo of two leads takes back the one that it can read."""
    book.fast("set zoe ben source=Fair")
    path = book.file_of("zoe")
    torn = "<<<<<<< a\n" + path.read_text() + "=======\n>>>>>>> b\n"
    path.write_text(torn)
    book.exits(3, "as a whole (by hand)").fast("undo")
    assert path.read_text() == torn
    assert "source" not in book.file_of("ben").read_text()


def test_undo_after_the_undo_of_an_older_command_asks_which_is_meant(book: Cli) -> None:
    """It takes no innocent command back: both lines are printed, and do what they say; so does
    undo once more after the older one was brought back.
    """
    book.fast("note ben older")
    book.fast("note ana innocent")
    book.fast("undo 4")
    told = book.exits(3).fast("undo").err
    assert "innocent" in book.file_of("ana").read_text()
    assert "took back operation 4" in told
    back, before = re.findall(r"leadctl (undo \d+)$", told, re.MULTILINE)
    book.fast(back)
    assert "older" in book.file_of("ben").read_text()
    book.exits(3).fast("undo")
    assert "innocent" in book.file_of("ana").read_text()
    book.fast(before)
    assert "innocent" not in book.file_of("ana").read_text()
    book.fast("undo")
    assert "older" not in book.file_of("ben").read_text()


def test_undo_takes_back_again_what_was_brought_back(book: Cli) -> None:
    """Undo, the undo of that, and undo: one command is gone, no other."""
    book.fast("note ben first")
    book.fast("note ana second")
    book.fast("undo")
    book.fast("undo 6")
    book.fast("undo")
    assert "second" not in book.file_of("ana").read_text()
    assert "first" in book.file_of("ben").read_text()
