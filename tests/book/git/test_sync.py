"""sync, merge and git = "commit": two clones have one book, and what happens when they differ."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from clones import GIT, SETTINGS, Clone, clone, identity, killed_at, make_clones
from machine import needs_git

from leadctl.book.git.place import in_middle_of

pytestmark = needs_git
SOAK = bool(os.environ.get("LEADCTL_SOAK"))
TEN = "2026-11-21T10:00:00Z"
ELEVEN = "2026-11-21T11:00:00Z"


@pytest.fixture
def two(cli: Cli) -> tuple[Clone, Clone]:
    """Sam's and Kim's clones of a book with one lead, Ana."""
    sam, kim = make_clones(cli)
    return sam.at(TEN), kim.at(ELEVEN)


def sync(*clones: Clone) -> list[str]:
    """Sync clones one after the other; return what each said."""
    return [one.cli.noting().fast("sync").out for one in clones]


def hooked(clone: Clone, name: str, script: str) -> None:
    """Give a clone's repository a hook."""
    hook = clone.root / ".git" / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)


def test_what_both_did_is_in_both(two: tuple[Clone, Clone]) -> None:
    """Two notes on one lead meet without a conflict, and who did what is told."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'likes light'")
    kim.cli.noting().fast("status set ana Nurture")
    said = sync(sam, kim, sam)
    assert sam.leads() == kim.leads()
    assert "likes light" in kim.lead()
    assert "Ana: note (sam)" in said[1]
    assert "Ana: New Connection -> Nurture (kim)" in said[2]
    assert not sam.git("status", "--porcelain")
    assert sync(sam, kim) == ["Same as origin/main.\n"] * 2


def test_one_field_with_two_values_stops_and_one_command_settles_it(
    two: tuple[Clone, Clone],
) -> None:
    """Both values are named, and who wrote them; until it is settled nothing is written or sent."""
    sam, kim = two
    sam.cli.noting().fast("set ana zip=10001 source=fair")
    kim.cli.noting().fast("set ana zip=10002 tags=vip")
    sync(sam)
    told = kim.cli.exits(3).fast("sync").err
    assert "yours:  10002, by Kim, 20" in told
    assert "theirs: 10001, by Sam, 20" in told
    assert "Finish it: leadctl merge" in kim.cli.exits(6).fast("note ana x").err
    assert "changed in two copies" in kim.cli.exits(5).fast("check").out
    assert "zip" in kim.cli.exits(4).fast("merge ana email=theirs").err
    command = told.split("theirs:")[1].split("leadctl ")[1].split("\n")[0]
    assert "is done" in kim.cli.noting().fast(command).out
    sync(kim, sam)
    assert sam.leads() == kim.leads()
    for piece in ('zip = "10001"', 'source = "fair"', 'tags = ["vip"]'):
        assert piece in sam.lead()


def by_hand(old: str, new: str) -> Callable[[Clone], None]:
    """Return what writes something else into Ana's file in an editor."""

    def write(clone: Clone) -> None:
        path = clone.cli.file_of("ana")
        path.write_text(path.read_text().replace(old, new, 1))

    return write


def typed(*lines: str) -> Callable[[Clone], None]:
    """Return what runs commands in a clone."""

    def run(clone: Clone) -> None:
        for line in lines:
            clone.cli.noting().fast(line)

    return run


APART = {
    "two fields": (
        typed("set ana source=fair zip=10001"),
        typed("set ana source=call zip=10002"),
    ),
    "a status by hand and two fields": (
        by_hand('"New Connection"', '"Nurture"\nzip = "10001"\nsource = "fair"'),
        by_hand('"New Connection"', '"Contract Out"\nzip = "10002"\nsource = "call"'),
    ),
    "a line and a field of one's own": (
        typed("--as boss amend ana 2 text=one", "set ana zip=10001"),
        typed("--as boss amend ana 2 text=two", "set ana zip=10002"),
    ),
    "fields of any name": (
        by_hand('"New Connection"', '"New Connection"\n"his car" = 1\n"5=" = "a"'),
        by_hand('"New Connection"', '"New Connection"\n"his car" = 2\n"5=" = "b"'),
    ),
}


def printed(said: str) -> list[str]:
    """Return the lines that are printed to settle one field each."""
    found = [one.partition("    leadctl ")[2] for one in said.splitlines()]
    return [one for one in found if one.startswith("merge ")]


@pytest.mark.parametrize("rebasing", [False, True], ids=["merge", "rebase"])
@pytest.mark.parametrize("apart", APART)
def test_every_line_that_is_printed_settles_its_field_one_after_the_other(
    cli: Cli, apart: str, *, rebasing: bool
) -> None:
    """Each as it is printed, the last field first: what was settled stays so until all is, and each
    side's value stands where it was wanted.
    """
    sam, kim = make_clones(cli, setup=("add Ana", "note ana hm"))
    for one, change in zip((sam, kim), APART[apart], strict=True):
        change(one)
    sync(sam)
    if rebasing:
        kim.git("commit", "-qam", "mine")
        kim.git("pull", "--rebase", "origin", "main", check=False)
        told = kim.cli.exits(3).fast("merge").err
    else:
        told = kim.cli.exits(3).fast("sync").err
    fields = len(printed(told)) // 2
    assert fields >= 2
    for left in range(fields, 0, -1):
        mine, theirs = printed(told)[-2:]
        assert len(printed(told)) == 2 * left
        told = kim.cli.ending_somehow().fast(theirs if left % 2 else mine).err
        kim.cli.ending_somehow().fast("merge")
    assert not printed(told)
    assert not in_middle_of(kim.root)
    sync(kim, sam)
    assert sam.leads() == kim.leads()


def test_a_merge_given_up_forgets_what_was_said_of_it(two: tuple[Clone, Clone]) -> None:
    """Begun again it asks about both fields again; both can be said on one line, or one changed."""
    sam, kim = two
    sam.cli.noting().fast("set ana source=fair zip=10001")
    kim.cli.noting().fast("set ana source=call zip=10002")
    sync(sam)
    kim.cli.exits(3).fast("sync")
    assert len(printed(kim.cli.exits(3).fast("merge ana zip=theirs").err)) == 2
    kept = kim.root / ".leadctl/merge-said"
    assert [path.stem for path in kept.iterdir()] == [kim.cli.file_of("ana").stem[-8:]]
    kim.git("merge", "--abort")
    assert len(printed(kim.cli.exits(3).fast("sync").err)) == 4
    kim.cli.exits(3).fast("merge ana zip=theirs")
    kim.cli.exits(3).fast("merge ana zip=ours")
    kim.cli.noting().fast("merge ana source=theirs")
    assert ('zip = "10002"' in kim.lead(), 'source = "fair"' in kim.lead()) == (True, True)
    assert not list(kept.iterdir())


def test_what_was_said_of_somebody_goes_with_them(two: tuple[Clone, Clone]) -> None:
    """An address that was typed for one in conflict is nowhere once they are erased."""
    sam, kim = two
    sam.cli.noting().fast("set ana source=fair zip=10001")
    kim.cli.noting().fast("set ana source=call zip=10002")
    sync(sam)
    kim.cli.exits(3).fast("sync")
    kim.cli.exits(3).fast("merge ana zip=theirs")
    kim.git("merge", "--abort")
    assert list((kim.root / ".leadctl/merge-said").iterdir())
    kim.cli.noting().fast("erase ana --yes")
    assert not list((kim.root / ".leadctl/merge-said").iterdir())


def test_a_merge_can_be_settled_for_a_whole_lead_or_given_up(two: tuple[Clone, Clone]) -> None:
    """--take ours settles every field of one lead; git merge --abort leaves all as it was."""
    sam, kim = two
    sam.cli.noting().fast("set ana source=fair zip=10001")
    kim.cli.noting().fast("set ana source=call zip=10002")
    before = kim.leads()
    sync(sam)
    kim.cli.exits(3).fast("sync")
    kim.git("merge", "--abort")
    assert kim.leads() == before
    kim.cli.exits(3).fast("sync")
    kim.cli.noting().fast("merge ana --take ours")
    assert '"10002"' in kim.lead()
    assert '"call"' in kim.lead()
    assert "middle of nothing" in kim.cli.noting().fast("merge").err


def test_two_moves_from_one_status_are_asked_about_until_confirmed(
    two: tuple[Clone, Clone],
) -> None:
    """sync, check and due tell of it; a confirmation ends that, in every clone."""
    sam, kim = two
    sam.cli.noting().fast("status set ana Nurture")
    kim.cli.noting().fast("status set ana 'In Communication'")
    sync(sam)
    told = kim.cli.noting("in one clone and to").fast("sync").err
    assert "leadctl status confirm" in told
    assert "is not certain" in kim.cli.exits(5).fast("check").out
    assert "Say which status holds" in kim.cli.fast("due --format json").out
    later = kim.at("2026-11-21T12:00:00Z")
    later.cli.noting().fast("status confirm ana")
    sync(kim, sam)
    for one in (sam, kim):
        assert "sound" in one.at("2026-11-21T13:00:00Z").cli.fast("check").out


def test_offline_is_a_sentence_and_nothing_is_lost(two: tuple[Clone, Clone]) -> None:
    """What is here is committed; with the remote back the same command finishes."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'likes light'")
    remote = Path(sam.git("remote", "get-url", "origin"))
    remote.rename(remote.with_name("away.git"))
    assert "origin was not reached" in sam.cli.exits(6).fast("sync").err
    assert "sync" in sam.git("log", "-1", "--format=%s")
    remote.with_name("away.git").rename(remote)
    sync(sam, kim)
    assert "likes light" in kim.lead()


def test_the_same_tick_and_the_same_import_in_two_clones_are_one(cli: Cli) -> None:
    """What leadctl does by itself is written alike in every clone: no conflict, no line twice."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=("add Ana", "assign ana sam --local"))
    rows = "First Name,Last Name,Phone,Email\n" + "".join(
        f"Lead,Number{i},41555501{i:02},lead{i}@example.com\n" for i in range(50)
    )
    for one, hour in ((sam, 10), (kim, 11)):
        here = one.at(f"2026-12-20T{hour}:00:00Z")
        here.cli.noting().fast("tick")
        (one.root.parent / "export.csv").write_text(rows)
        here.cli.noting().fast("import ../export.csv")
    mine = sam.leads()
    assert len(mine) == 51
    assert mine == kim.leads()
    sync(sam.at("2026-12-20T12:00:00Z"), kim.at("2026-12-20T12:00:00Z"))
    assert kim.leads() == mine


def test_a_clone_is_set_up_by_its_first_sync_and_git_itself_then_joins(
    two: tuple[Clone, Clone],
) -> None:
    """After one sync a plain git pull joins leads too."""
    sam, kim = two
    assert "Told git" in sam.cli.noting().fast("sync").err
    sync(kim)
    for one, text in ((sam, "one"), (kim, "two")):
        one.cli.noting().fast(f"note ana {text}")
        one.git("commit", "--quiet", "--all", "-m", "by hand")
    sam.git("push", "--quiet")
    kim.git("pull", "--quiet", "--no-rebase", "--no-edit")
    assert '"one"' in kim.lead()
    assert '"two"' in kim.lead()


def test_a_broken_file_is_not_sent(two: tuple[Clone, Clone]) -> None:
    """A lead's file that cannot be read stops the sync, with its line; no other clone gets it."""
    sam, kim = two
    path = sam.cli.file_of("ana")
    path.write_text(path.read_text() + "oops\n")
    assert "nothing was sent" in sam.cli.exits(5).fast("sync").err
    assert "oops" not in kim.git("fetch", "-q") + kim.git("show", "origin/main:" + str(
        path.relative_to(sam.root)))  # fmt: skip


def test_a_merged_definition_checks_its_leads_again(two: tuple[Clone, Clone]) -> None:
    """A pipeline that comes in without a status that a lead is in is told, with the lead."""
    sam, kim = two
    sam.cli.noting().fast("pipeline copy streeteasy-buyer")
    sync(sam, kim)
    own = sam.root / "pipelines" / "streeteasy-buyer.toml"
    own.write_text(own.read_text().replace("Nurture", "Later"))
    sync(sam)
    kim.cli.noting().fast("status set ana Nurture")
    assert "is no status of" in kim.cli.exits(5).fast("sync").err


def test_undo_of_what_was_sent_is_a_new_commit(cli: Cli) -> None:
    """It says that others have it already, and history is not rewritten."""
    sam, kim = make_clones(cli, more='git = "commit"')
    sam.at(TEN).cli.noting().fast("note ana 'likes light'")
    sync(sam, kim)
    before = sam.git("rev-parse", "HEAD")
    told = sam.at(TEN).cli.noting().fast("undo").err
    assert "had been sent" in told
    assert sam.git("rev-parse", "HEAD~1") == before
    sync(sam, kim)
    assert "likes light" not in kim.lead()


def test_each_command_is_one_commit_of_its_files_alone(cli: Cli) -> None:
    """git = "commit": a subject that a person can read, -m below it, nothing else taken along."""
    sam = make_clones(cli, ("sam",), more='git = "commit"')[0].at(TEN)
    (sam.root / "notes.txt").write_text("mine")
    sam.git("add", "notes.txt")
    sam.cli.noting().fast("status", "set", "ana", "Nurture", "-m", "they go abroad")
    assert sam.git("log", "-1", "--format=%B") == (
        "status: Ana, New Connection -> Nurture\n\nthey go abroad"
    )
    assert sam.git("show", "--stat", "--format=", "HEAD").count("|") == 1
    assert sam.git("status", "--porcelain") == "A  notes.txt"
    sam.cli.noting().fast("note ana 'likes light'")
    assert sam.git("log", "-1", "--format=%s") == "note: Ana, note"
    head = sam.git("rev-parse", "HEAD")
    sam.cli.noting().fast("note ana x --dry-run")
    assert sam.git("rev-parse", "HEAD") == head


def test_a_commit_that_fails_leaves_the_data_written_and_says_so(cli: Cli) -> None:
    """A hook that refuses, or no identity: exit 7, and the note is there."""
    sam = make_clones(cli, ("sam",), more='git = "commit"')[0].at(TEN)
    hooked(sam, "pre-commit", "echo 'error: not on a Sunday' >&2; exit 1")
    assert "not on a Sunday" in sam.cli.exits(7).fast("note ana 'likes light'").err
    assert "likes light" in sam.lead()
    (sam.root / ".git/hooks/pre-commit").unlink()
    nobody = dict.fromkeys([key for key in GIT if "NAME" in key or "EMAIL" in key], "")
    bare = sam.cli.given(**nobody, EMAIL="")
    assert "git" in bare.exits(7).fast("note ana second").err
    assert "second" in sam.lead()


def test_a_message_for_gits_log_needs_one(two: tuple[Clone, Clone]) -> None:
    """-m in a book that does not commit is no silent nothing: exit 2, and how to have it."""
    sam, _ = two
    assert 'git = "commit"' in sam.cli.exits(2).fast("note ana x -m why").err


def test_a_hooks_environment_leads_nowhere_else(two: tuple[Clone, Clone]) -> None:
    """GIT_DIR of another repository, as hooks have it, changes nothing for leadctl's git."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'likes light'")
    elsewhere = str(kim.root / ".git")
    inside = sam.cli.given(GIT_DIR=elsewhere, GIT_INDEX_FILE=f"{elsewhere}/index", GIT_PREFIX="x")
    inside.noting().fast("sync")
    assert not kim.git("status", "--porcelain")
    sync(kim)
    assert "likes light" in kim.lead()


def test_init_git_sets_up_a_new_book_and_one_in_an_existing_repository(cli: Cli) -> None:
    """A repository, the attributes and the driver; what is there in .gitattributes stays."""
    home = cli.given(**GIT)
    ran = home.noting().fast("init new --git --no-input -p wholesale")
    assert "git repository" in ran.out
    assert "merge.leadctl.driver" in ran.out
    old = Clone(home.inside("old"))
    old.root.mkdir()
    old.git("init", "--quiet")
    (old.root / ".gitattributes").write_text("*.png binary")
    ran = home.noting().fast("init old --git --no-input -p wholesale")
    assert "made a git repository" not in ran.out
    text = (old.root / ".gitattributes").read_text()
    assert text == "*.png binary\nleads/**/*.toml merge=leadctl\n"
    assert "nothing was changed" in home.fast("init old --git").out


def test_no_command_but_those_that_share_starts_git(two: tuple[Clone, Clone]) -> None:
    """In a book with a remote the daily commands run no program at all."""
    sam, _ = two
    fake = sam.root.parent / "bin"
    fake.mkdir()
    (fake / "git").write_text(f'#!/bin/sh\necho "$@" >> {fake}/calls\nexit 1\n')
    (fake / "git").chmod(0o755)
    watched = sam.cli.given(PATH=f"{fake}:{ENV['PATH']}")
    for words in ("due", "list", "note ana x", "status set ana Nurture", "tick"):
        watched.noting().fast(words)
    assert not (fake / "calls").exists()
    watched.noting().fast("check")  # asks git here which files are not merged
    watched.noting().fast("undo")  # asks git here whether others have it
    assert not {"fetch", "push", "pull"} & set((fake / "calls").read_text().split())


def test_two_leads_with_different_ids_in_one_file_are_refused(two: tuple[Clone, Clone]) -> None:
    """The driver joins no two people: git's own markers stay, and it says why."""
    sam, _ = two
    path = sam.cli.file_of("ana")
    text = path.read_text()
    (sam.root / "base").write_text(text)
    (sam.root / "ours").write_text(text.replace("Ana", "Anna"))
    (sam.root / "theirs").write_text(text.replace(path.stem[-8:], "zzzzzzzz"))
    ran = sam.cli.exits(1).fast("merge-driver base ours theirs 7 leads/x.toml")
    assert "two different leads" in ran.err


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_a_sync_killed_anywhere_is_finished_by_the_next(cli: Cli, signum: signal.Signals) -> None:
    """With all its children killed at any moment, the next sync ends as if nothing had been."""
    sam, kim = make_clones(cli, setup=("add Ana", "add Ben", "add Cho"))
    for i in range(4):
        for one, hour in ((sam, 10), (kim, 11)):
            now = one.at(f"2026-11-{21 + i}T{hour}:00:00Z")
            for name in ("ana", "ben", "cho"):
                now.cli.noting().fast(f"note {name} '{now.cli.actor} {i}'")
        sync(sam)
        words = [sys.executable, "-m", "leadctl", *kim.cli.words("sync")]
        with subprocess.Popen(
            words, cwd=kim.root, env={**ENV, **kim.cli.env}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            time.sleep(0.15 + 0.17 * i)
            kill_all(running.pid, signum)
        sync(kim, sam)
        assert kim.leads() == sam.leads()
        text = kim.lead("ben")
        assert all(text.count(f'"{who} {n}"') == 1 for who in ("sam", "kim") for n in range(i + 1))
    assert not kim.git("status", "--porcelain")


def kill_all(group: int, signum: signal.Signals) -> None:
    """Send a signal to a process and all that it started."""

    try:
        os.killpg(group, signum)
    except ProcessLookupError:
        return


def test_a_clone_made_later_has_the_whole_book(two: tuple[Clone, Clone], cli: Cli) -> None:
    """A third clone starts with what the others have, and takes part."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'likes light'")
    sync(sam)
    third = clone(cli, "boss").at(ELEVEN)
    third.cli.noting().fast("note ana third")
    sync(third, sam, kim)
    assert third.leads() == sam.leads() == kim.leads()


def test_a_call_to_somebody_merged_meanwhile_reaches_the_lead_that_is_left(cli: Cli) -> None:
    """merge-leads here and a note there: the note is in the lead that both have become."""
    sam, kim = make_clones(cli, setup=("add Ana", "add Zoe"))
    sam, kim = sam.at(TEN), kim.at(ELEVEN)
    sam.cli.noting().fast("merge-leads ana zoe")
    kim.cli.noting().fast("note zoe 'rang twice'")
    sync(sam)
    assert "went along" in kim.cli.noting().fast("sync").err
    sync(sam)
    assert "rang twice" in sam.lead("ana")
    assert "rang twice" not in sam.lead("zoe")
    assert sam.leads() == kim.leads()
    assert "sound" in sam.cli.fast("check").out


def test_what_was_added_to_somebody_deleted_is_told(two: tuple[Clone, Clone]) -> None:
    """A deleted lead stays deleted; that a note went with it is said, not passed over."""
    sam, kim = two
    sam.cli.noting().fast("delete ana --yes")
    kim.cli.noting().fast("note ana 'rang twice'")
    sync(sam)
    said = kim.cli.noting().fast("sync").err
    assert "Only git's past has what was added to it elsewhere: note." in said
    assert "rang twice" not in kim.lead()


def test_a_book_in_a_folder_of_a_repository_is_shared_without_the_rest(cli: Cli) -> None:
    """Only the book's own files are committed; what else is in the repository is merged by git."""
    top = Clone(cli.inside("office").given(**GIT))
    (top.root / "crm").mkdir(parents=True)
    top.git("init", "--quiet", "--initial-branch=main")
    (top.root / "README").write_text("ours\n")
    top.git("add", "--all")
    top.git("commit", "--quiet", "-m", "start")
    book = Clone(top.cli.inside("crm").acting("sam"))
    (book.root / "leadctl.toml").write_text(SETTINGS.format(pipeline="wholesale", more=""))
    assert f"a part of the repository in {top.root}" in book.cli.noting().fast("init . --git").out
    book.cli.noting().fast("add Ana")
    (top.root / "README").write_text("edited\n")
    remote = cli.cwd / "remote.git"
    top.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    top.git("remote", "add", "origin", str(remote))
    sync(book)
    assert top.git("status", "--porcelain") == "M README"
    other = Clone(clone(cli, "kim").cli.inside("crm"))
    other.at(TEN).cli.noting().fast("note ana 'from kim'")
    book.at(TEN).cli.noting().fast("note ana 'from sam'")
    other.cli.noting().fast("sync")
    assert "1 joined" in book.cli.noting().fast("sync").out
    assert "from kim" in book.lead()
    assert (top.root / "README").read_text() == "edited\n"
    book.at("2026-11-21T12:00:00Z").cli.noting().fast("claim ana")
    other.cli.noting().fast("sync")
    assert 'owner = "sam"' in other.lead()


def test_a_first_sync_goes_to_a_remote_that_has_a_readme(cli: Cli) -> None:
    """A repository made on a git host with a file in it takes the book in."""
    maker = Clone(cli.inside("maker").given(**GIT))
    maker.root.mkdir()
    maker.git("init", "--quiet", "--initial-branch=main")
    (maker.root / "README.md").write_text("made on the host\n")
    maker.git("add", "--all")
    maker.git("commit", "--quiet", "-m", "Initial commit")
    maker.git("clone", "--quiet", "--bare", ".", str(cli.cwd / "remote.git"))
    book = Clone(cli.given(**GIT).inside("book"))
    cli.given(**GIT).noting().fast("init book --git --no-input -p wholesale --agent Sam")
    book.cli.noting().fast("add Ana")
    book.git("remote", "add", "origin", str(cli.cwd / "remote.git"))
    assert "Sent to origin/main" in book.cli.noting("").fast("sync").out
    assert (book.root / "README.md").exists()


@pytest.mark.parametrize("way", ["file by hand", "definition"])
def test_what_git_cannot_join_is_named_with_the_way_to_end_it(
    two: tuple[Clone, Clone], way: str
) -> None:
    """A lead's file removed by hand, or two settings: asked, and one command ends it."""
    sam, kim = two
    if way == "file by hand":
        sam.git("rm", "--quiet", str(sam.cli.file_of("ana").relative_to(sam.root)))
        kim.cli.noting().fast("note ana 'rang twice'")
    else:
        for one, zone in ((sam, "Europe/Paris"), (kim, "Europe/Rome")):
            path = one.root / "leadctl.toml"
            path.write_text(path.read_text().replace('"UTC"', f'"{zone}"'))
    sync(sam)
    told = kim.cli.exits(3).fast("sync").err
    if way == "file by hand":
        lead = kim.cli.file_of("ana").stem[-8:]
        assert "removed its file" in told
        kim.cli.noting().fast("merge", lead, "--take", "ours")
        assert "rang twice" in kim.lead()
    else:
        assert "leadctl.toml: both sides changed the same lines" in told
        (kim.root / "leadctl.toml").write_text((sam.root / "leadctl.toml").read_text())
        kim.git("add", "leadctl.toml")
        kim.cli.noting().fast("merge")
    sync(kim, sam)
    assert kim.leads() == sam.leads()


def test_a_revert_takes_back_what_one_commit_did_and_nothing_else(cli: Cli) -> None:
    """git revert of a move and a note: their lines go, later ones stay, the status follows."""
    sam = make_clones(cli, ("sam",), more='git = "commit"')[0]
    sam.at(TEN).cli.noting().fast("note ana first")
    sam.at(TEN).cli.noting().fast("status set ana Nurture")
    sam.at(ELEVEN).cli.noting().fast("note ana later")
    sam.at(ELEVEN).cli.noting().fast("set ana source=fair")
    for back in ("HEAD~2", "HEAD~4"):
        sam.git("revert", "--no-edit", back, check=False)
        sam.cli.ending_somehow().fast("merge")
    assert not in_middle_of(sam.root)
    text = sam.lead()
    assert 'status = "New Connection"' in text
    assert '"Nurture"' not in text
    assert '"first"' not in text
    assert '"later"' in text
    assert '"fair"' in text
    assert "sound" in sam.at(ELEVEN).cli.fast("check").out


@pytest.mark.parametrize("half", [0, 1])
def test_a_sync_killed_at_any_of_its_calls_of_git_is_finished_by_the_next(
    cli: Cli, half: int
) -> None:
    """Killed before, or in, each of the git commands it runs, the next sync gives the same book."""
    sam, kim = make_clones(cli, setup=("add Ana", "add Ben", "add Cho"))
    for one, now in ((sam, TEN), (kim, ELEVEN)):
        for name in ("ana", "ben"):
            one.at(now).cli.noting().fast(f"note {name} 'from {one.cli.actor}'")
    sam.at(TEN).cli.noting().fast("add Dee")
    sync(sam)
    ended, when, wanted = False, 0, ""
    while not ended:
        place = cli.cwd.parent / f"{cli.cwd.name}-{half}-{when}"
        shutil.copytree(cli.cwd, place)
        again = Clone(replace(kim.cli, cwd=place / "clone-kim"))
        again.git("remote", "set-url", "origin", str(place / "remote.git"))
        ended = killed_at(again.at(ELEVEN), place, when, half, "sync")
        again.cli.noting().fast("sync")
        found = str(again.leads())
        wanted = wanted or found
        assert found == wanted, when
        assert all(f"from {who}" in again.lead("ana") for who in ("sam", "kim")), when
        assert not again.git("status", "--porcelain"), when
        assert again.git("rev-parse", "HEAD") == again.git("rev-parse", "origin/main")
        shutil.rmtree(place)
        when += 1 if SOAK else 9
    assert when > 20


def test_cron_syncs_a_shared_book_and_says_nothing_where_all_is_well(
    two: tuple[Clone, Clone],
) -> None:
    """The printed crontab has a line that syncs; quiet, it prints only what has to be settled."""
    sam, kim = two
    assert "--quiet sync" in sam.cli.fast("cron").out
    sam.cli.noting().fast("note ana 'likes light'")
    assert sam.cli.fast("--quiet", "sync").out == ""
    assert kim.cli.fast("--quiet", "sync").out == ""
    kim.cli.noting().fast("set ana zip=10002")
    sam.cli.noting().fast("set ana zip=10001")
    sam.cli.fast("--quiet", "sync")
    assert "two values for zip" in kim.cli.exits(3).fast("--quiet", "sync").err


def test_in_a_rebase_ours_is_what_this_clone_wrote(two: tuple[Clone, Clone]) -> None:
    """git swaps the sides of a rebase; leadctl does not: theirs is what came in."""
    sam, kim = two
    sam.cli.noting().fast("set ana zip=10001")
    sync(sam)
    kim.cli.noting().fast("set ana zip=10002")
    kim.git("commit", "--quiet", "--all", "-m", "mine")
    kim.cli.noting().fast("note ana later")
    kim.git("commit", "--quiet", "--all", "-m", "later")
    kim.git("pull", "--quiet", "--rebase", check=False)
    told = kim.cli.exits(3).fast("merge").err
    assert "yours:  10002, by Kim" in told
    assert "theirs: 10001, by Sam" in told
    lead = kim.cli.file_of("ana").stem[-8:]
    assert "rebase is done" in kim.cli.noting().fast("merge", lead, "zip=ours").out
    assert "10002" in kim.lead()
    assert '"later"' in kim.lead()
    sync(kim, sam)
    assert sam.leads() == kim.leads()


def test_a_stash_that_meets_other_work_is_joined(two: tuple[Clone, Clone]) -> None:
    """git stash pop stops without saying in what; leadctl merge joins that too."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'from sam'")
    sync(sam)
    kim.cli.noting().fast("note ana 'from kim'")
    kim.git("stash")
    kim.git("pull", "--quiet")
    kim.git("stash", "pop", check=False)
    assert kim.git("ls-files", "--unmerged")
    assert "stash is done" in kim.cli.noting().fast("merge").out
    assert "from sam" in kim.lead()
    assert "from kim" in kim.lead()
    sync(kim, sam)
    assert "from kim" in sam.lead()


def test_a_git_that_does_not_work_here_is_no_unshared_book(two: tuple[Clone, Clone]) -> None:
    """A claim is not made in silence where git fails: exit 6, nothing written; --local makes it."""
    sam, _ = two
    fake = sam.root.parent / "bin"
    fake.mkdir()
    (fake / "git").write_text("#!/bin/sh\necho 'fatal: dubious ownership' >&2\nexit 128\n")
    (fake / "git").chmod(0o755)
    before = sam.leads()
    broken = sam.cli.given(PATH=str(fake))
    assert "dubious ownership" in broken.exits(6).fast("claim ana").err
    nothing = sam.cli.given(PATH=str(fake / "none"))
    assert "git is not installed" in nothing.exits(6).fast("claim ana").err
    assert sam.leads() == before
    nothing.noting().fast("claim ana --local")
    assert 'owner = "sam"' in sam.lead()


def test_a_take_over_in_two_clones_is_one(cli: Cli) -> None:
    """Old leads imported in two clones on one day are taken over alike."""
    sam, kim = make_clones(cli, setup=("add Ana",))
    rows = "First Name,Last Name,Phone,Date Added,Status\n" + "".join(
        f"Lead,Number{i},41555502{i:02},2025-0{1 + i % 9}-11,Nurture\n" for i in range(20)
    )
    for one, hour in ((sam, 9), (kim, 23)):
        (one.root.parent / "old.csv").write_text(rows)
        one.at(f"2026-12-20T{hour:02}:30:00Z").cli.noting().fast("import ../old.csv")
    assert len(sam.leads()) == 21
    assert sam.leads() == kim.leads()


def test_a_broken_file_committed_by_hand_is_not_sent_either(two: tuple[Clone, Clone]) -> None:
    """What is checked is all that would be sent, however it came to be committed, and each time."""
    sam, _ = two
    path = sam.cli.file_of("ana")
    path.write_text(path.read_text() + "oops\n")
    sam.git("commit", "--quiet", "--all", "-m", "by hand")
    for _ in range(2):
        assert "Nothing was sent" in sam.cli.exits(5).fast("sync").err
    assert "oops" not in sam.git("show", f"origin/main:{path.relative_to(sam.root)}")


def test_a_commit_of_many_says_how_many(cli: Cli) -> None:
    """An import of 1,200 leads is one commit that says so, though only some are remembered."""
    sam = make_clones(cli, ("sam",), more='git = "commit"')[0].at(TEN)
    rows = "".join(f"Lead,N{i},lead{i}@example.com\n" for i in range(1200))
    (cli.cwd / "many.csv").write_text(f"First Name,Last Name,Email\n{rows}")
    sam.cli.noting().fast("import ../many.csv")
    assert sam.git("log", "-1", "--format=%s") == "import: 1200 leads"
    assert not sam.git("status", "--porcelain")


def test_a_conflict_shows_nobody_what_is_masked_for_them(cli: Cli) -> None:
    """The values of a field that the agent is not to see stay hidden, and what was sent stands."""
    setup = ("add Ana phone=4155550132 source=StreetEasy", "assign ana sam")
    sam, kim = (one.at(TEN) for one in make_clones(cli, setup=setup))
    for one, phone in ((sam, "4155550001"), (kim, "4155550002")):
        one.cli.acting("boss").noting().fast(f"set ana phone={phone}")
    sync(sam)
    told = kim.cli.exits(3).fast("sync").err
    assert "two values for phone" in told
    assert "(hidden)" in told
    assert "+1415555000" not in told
    assert "phone=ours" not in told
    for mine in ("phone=ours", "--take ours"):
        assert "phone is hidden from you" in kim.cli.exits(3).fast(f"merge ana {mine}").err
    kim.cli.noting().fast("merge ana phone=theirs")
    assert "+14155550001" in kim.lead()


def test_where_histories_cross_sync_brings_nothing_back(two: tuple[Clone, Clone]) -> None:
    """Each took the other's work on a branch of its own: a line undone since stays undone."""
    sam, kim = two
    for one in (sam, kim):
        one.cli.noting().fast(f"note ana 'first of {one.cli.actor}'")
        one.git("commit", "--quiet", "--all", "-m", "first")
        one.git("push", "--quiet", "origin", f"HEAD:refs/heads/{one.cli.actor}-first")
    for one, other in ((sam, "kim"), (kim, "sam")):
        one.cli.noting().fast("init . --git")
        one.git("fetch", "--quiet", "origin", f"{other}-first")
        one.git("merge", "--quiet", "--no-edit", "FETCH_HEAD")
        assert one.lead().count("first of") == 2
    path = sam.cli.file_of("ana")
    lines = path.read_text().split("\n")
    path.write_text("\n".join(line for line in lines if "first of kim" not in line))
    kim.at("2026-11-21T12:00:00Z").cli.noting().fast("note ana 'second of kim'")
    sync(sam, kim, sam)
    assert len(kim.git("merge-base", "--all", "HEAD^1", "HEAD^2").split("\n")) == 2
    assert "first of kim" not in kim.lead()
    assert "first of sam" in kim.lead()
    assert "second of kim" in sam.lead()


def test_what_somebody_has_staged_stays_staged_and_is_not_committed(cli: Cli) -> None:
    """A book in a folder of a larger repository: only the book's files are in the commit."""
    sam, _ = make_clones(cli)
    (sam.root / "plan.txt").write_text("not yet\n")
    sam.git("add", "plan.txt")
    sam.cli.noting().fast("note ana 'called'")
    sam.cli.noting().fast("sync")
    names = sam.git("show", "--name-only", "--format=").split("\n")
    assert all(name.startswith("leads/") for name in names)
    assert sam.git("status", "--porcelain") == "A  plan.txt"


def test_somebody_new_gets_the_settings_that_name_them_by_sync(cli: Cli) -> None:
    """Their own name may stand in the machine's settings long before the book knows it."""
    sam, kim = make_clones(cli)
    settings = sam.root / "leadctl.toml"
    settings.write_text(settings.read_text() + '[agents.lee]\nname = "Lee"\n')
    sam.cli.noting().fast("sync")
    lee = Clone(kim.cli.acting("lee"))
    lee.cli.exits(4).fast("note ana x")
    lee.cli.noting().fast("sync")
    lee.cli.noting().fast("note ana x")


def test_without_a_branch_nothing_is_committed(cli: Cli) -> None:
    """A commit on no branch would be lost with the next checkout; the change itself stays."""
    sam, kim = make_clones(cli)
    sam.cli.noting().fast("note ana 'from sam'")
    sam.git("checkout", "--quiet", "--detach")
    assert "No branch is checked out" in sam.cli.exits(6).fast("sync").err
    assert sam.git("status", "--porcelain")
    sam.git("checkout", "--quiet", "main")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("sync")
    assert "from sam" in kim.lead()


@pytest.mark.parametrize("typed", ["sync", "claim ana"])
def test_git_that_does_not_know_who_one_is_says_how_to_tell_it(cli: Cli, typed: str) -> None:
    """In the same words, whatever had to be committed."""
    sam, _ = make_clones(cli, pipeline="wholesale", setup=("add Ana", "add Ben"))
    nobody = {name: "" for name in identity("") if name.endswith(("NAME", "EMAIL"))}
    nobody |= {"GIT_CONFIG_COUNT": "1"}
    nobody |= {"GIT_CONFIG_KEY_0": "user.useConfigOnly", "GIT_CONFIG_VALUE_0": "true"}
    sam.cli.noting().fast("note ben x")
    said = Clone(sam.cli.given(**nobody)).cli.exits(6).fast(typed).err
    assert "git does not know who you are" in said


def test_what_one_clone_erased_no_other_clone_brings_back(cli: Cli) -> None:
    """Written to elsewhere meanwhile, the person's data are gone all the same."""
    sam, kim = make_clones(cli, setup=("add Ana phone=4155550132", "add Ben"))
    kim.cli.noting().fast("note ana 'kim heard of a house'")
    sam.cli.noting().fast("erase ana --yes")
    sam.cli.noting().fast("sync")
    said = json.loads(kim.cli.noting().fast("sync --format json").out)
    assert (said["synced"]["joined"], said["synced"]["forgotten"]) == (1, 1)
    sam.cli.noting().fast("sync")
    assert json.loads(kim.cli.noting().fast("sync --format json").out)["synced"]["forgotten"] == 0
    assert sam.leads() == kim.leads()
    assert not any("4155550132" in text or "house" in text for text in kim.leads().values())
    kim.cli.noting().fast("check")


def test_a_file_that_somebody_renamed_is_joined_at_its_new_place(cli: Cli) -> None:
    """leadctl never renames one; who does it by hand loses nothing, and no lead is there twice."""
    sam, kim = make_clones(cli)
    old = next(path for path in sam.leads() if "ana" in path)
    new = old.replace("ana", "ana-of-the-harbour")
    (sam.root / old).rename(sam.root / new)
    sam.cli.noting().fast("note ana 'from sam'")
    kim.cli.noting().fast("note ana 'from kim'")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("sync")
    sam.cli.noting().fast("sync")
    assert sam.leads() == kim.leads()
    assert set(sam.leads()) == {new}
    assert "from sam" in sam.lead()
    assert "from kim" in sam.lead()


def renamed(clone: Clone, name: str, new: str) -> None:
    """Rename a lead's file by hand."""
    old = clone.cli.file_of(name)
    (clone.root / new).parent.mkdir(exist_ok=True)
    old.rename(clone.root / new)


def test_a_file_that_both_renamed_is_one_lead_with_what_both_wrote(cli: Cli) -> None:
    """A lead is known by its id: one file is left, and nobody is said to have removed one."""
    sam, kim = make_clones(cli)
    renamed(sam, "ana", "leads/2026/samname.toml")
    renamed(kim, "ana", "leads/2026/kimname.toml")
    sam.cli.noting().fast("note ana 'from sam'")
    kim.cli.noting().fast("note ana 'from kim'")
    sync(sam, kim, sam)
    assert sam.leads() == kim.leads()
    assert set(sam.leads()) == {"leads/2026/kimname.toml"}
    text = sam.leads()["leads/2026/kimname.toml"]
    assert "from sam" in text
    assert "from kim" in text


@pytest.mark.parametrize("first", [0, 1])
def test_a_file_renamed_and_grown_past_likeness_is_still_the_lead(cli: Cli, first: int) -> None:
    """The id in the file says whose it is, also where git sees no rename the name has none."""
    sam, kim = make_clones(cli)
    renamed(kim, "ana", "leads/2024/growy.toml")
    for number in range(8):
        kim.cli.noting().fast(f"note ana 'kim wrote a long line of many words, the {number}th'")
    sam.cli.noting().fast("note ana 'from sam'")
    order = [sam, kim] if first else [kim, sam]
    sync(*order, order[0])
    assert sam.leads() == kim.leads()
    assert set(sam.leads()) == {"leads/2024/growy.toml"}
    text = sam.leads()["leads/2024/growy.toml"]
    assert "from sam" in text
    assert "the 7th" in text


def test_two_leads_that_meet_in_one_file_each_get_their_own(cli: Cli) -> None:
    """Neither is lost, nor what was written to them meanwhile."""
    setup = ("add 'Tw One' phone=4155550132", "add 'Tw Two' phone=4155550133")
    sam, kim = make_clones(cli, setup=setup)
    wanted = {path.replace(".toml", "") for path in sam.leads()}
    renamed(sam, "tw-one", "leads/2026/one.toml")
    renamed(kim, "tw-two", "leads/2026/one.toml")
    sam.cli.noting().fast("note 'tw two' 'sam on two'")
    sam.cli.noting().fast("note 'tw one' 'sam on one'")
    kim.cli.noting().fast("note 'tw one' 'kim on one'")
    sync(sam, kim, sam)
    assert sam.leads() == kim.leads()
    assert {path.replace(".toml", "") for path in sam.leads()} == wanted
    assert "kim on one" in sam.lead("tw-one")
    assert "sam on one" in sam.lead("tw-one")
    assert "sam on two" in sam.lead("tw-two")
    assert "all sound" in kim.cli.fast("check").out


@pytest.mark.parametrize("typed", ["sync", "claim ana"])
@pytest.mark.parametrize("to", ["", " >&2"])
def test_a_hook_here_that_stops_a_push_is_heard(
    two: tuple[Clone, Clone], typed: str, to: str
) -> None:
    """A remote that was not asked is not said to be out of reach; the hook's words, exit 3."""
    sam, kim = two
    hooked(sam, "pre-push", f"echo 'no push on friday, fetch first'{to}; exit 1")
    sam.cli.noting().fast("note ana 'from sam'")
    told = sam.cli.exits(3).fast(typed).err
    assert "no push on friday" in told
    assert "pre-push" in told
    assert "online" not in told
    (sam.root / ".git" / "hooks" / "pre-push").unlink()
    sync(sam, kim)
    assert "from sam" in kim.lead()


def test_whoever_stops_a_push_is_named(two: tuple[Clone, Clone], cli: Cli) -> None:
    """The host's hook, the clone's, and both at once: the one that spoke first is heard."""
    sam, _ = two
    sam.cli.noting().fast("note ana 'likes light'")
    host = cli.cwd / "remote.git" / "hooks" / "pre-receive"
    host.parent.mkdir(exist_ok=True)
    host.write_text("#!/bin/sh\necho 'not on Sundays' >&2\nexit 1\n")
    host.chmod(0o755)
    hooked(sam, "pre-push", "echo 'looks well'")
    sam.cli.exits(3, "origin refused the push: not on Sundays").fast("sync")
    hooked(sam, "pre-push", "echo 'not today' >&2; exit 1")
    sam.cli.exits(3, "pre-push hook of this clone refused the push: not today").fast("claim ana")
    host.unlink()
    hooked(sam, "pre-push", "exit 0")
    sam.cli.noting().fast("claim ana")


def test_a_line_that_another_clock_dated_ahead_is_mended_as_the_refusal_says(
    two: tuple[Clone, Clone],
) -> None:
    """Kim's clock is days ahead: Sam is told the command for each line, and goes on."""
    sam, kim = two
    kim.at("2026-11-25T10:00:00Z").cli.noting().fast("note ana 'from the future'")
    kim.at("2026-11-25T10:00:00Z").cli.noting().fast("status set ana Nurture")
    sync(kim, sam)
    for _ in range(2):
        refused = sam.cli.exits(3, None).fast("note ana 'rang'").err
        sam.cli.noting().fast(refused.partition("is wrong: leadctl ")[2])
    sam.cli.noting().fast("note ana 'rang'")
    assert "sound" in sam.cli.fast("check").out


def test_an_undo_takes_back_nothing_of_somebody_deleted_elsewhere_and_says_so(
    two: tuple[Clone, Clone],
) -> None:
    """No count of things that were not taken back, and no hand blamed for what sync brought."""
    sam, kim = two
    sam.cli.noting().fast("set ana zip=10001 source=fair tags=vip")
    sync(sam, kim)
    kim.cli.noting().fast("delete ana --yes")
    sync(kim, sam)
    before = sam.leads()
    told = sam.cli.exits(3).fast("undo")
    assert "Nothing of operation" in told.err
    assert "in another clone" in told.err
    assert "Taken back" not in told.out
    assert sam.leads() == before
