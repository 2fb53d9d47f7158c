"""Laws of log, amend and undo in any order: the book stays sound, and all can be taken back."""

from __future__ import annotations

import json
import os
import shlex
import tempfile
from pathlib import Path

from cli_runner import Cli
from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.book.own_files.definitions import Definitions
from leadctl.book.text.lead_file import parse_lead
from leadctl.rules.language.pipeline import Pipeline

SHIPPED = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}
DEFINITIONS = sorted(SHIPPED)
SOAK = bool(os.environ.get("LEADCTL_SOAK"))
LOGGED = (
    "call", "call -o spoke", "call -o voicemail", "call --in -o missed", "text", "text --in -m hi",
    "email", "meeting", "meeting -o missed", "letter", "call --at 8:00",
    "text --at 'yesterday 9:00'",
)  # fmt: skip
MENDED = (
    "outcome=voicemail",
    "outcome=spoke",
    "text=hm",
    "at=7:30",
    "at=9:59",
    "way=in",
    "--remove",
)
numbers = st.integers(0, 20)
deeds = st.one_of(
    st.tuples(st.just("log"), st.sampled_from(LOGGED), st.just("")),
    st.tuples(st.just("amend"), numbers, st.sampled_from(MENDED)),
    st.tuples(st.just("undo"), numbers, st.just("")),
    st.tuples(st.just("move"), numbers, st.just("")),
)
others = st.one_of(
    st.tuples(st.just("role"), numbers, st.just("")),
    st.tuples(st.just("move"), numbers, st.just("")),
    st.tuples(st.just("undo"), numbers, st.just("")),
)


class Life:
    """One lead in a book of its own, at a moment that goes on by some minutes a command."""

    def __init__(self, folder: Path, definition: str) -> None:
        made = Cli(folder).noting()
        made.fast(f"init book --no-input --pipeline {definition} --agent Sam")
        self.book = made.inside("book").ending_somehow()
        self.book.fast("add Ana phone=2125550132")
        self.path = self.book.file_of("ana")
        self.before = self.path.read_bytes()

    def run(self, words: str) -> int:
        """Run a command, some minutes later; the book must be sound after it. Return its exit."""
        self.book = self.book.later(minutes=7)
        code = self.book.fast(words).code
        self.book.exits(0, None).fast("check")
        assert code in {0, 2, 3, 4}
        return code

    def standing(self) -> list[int]:
        """Return the numbers of the operations after the first that are not taken back."""
        rows = json.loads(self.book.fast("undo --list --format json").out)
        open_ones = [r for r in rows if r["undoes"] is None and r["undone_by"] is None]
        return [r["number"] for r in open_ones if r["number"] > 1]

    def do(self, deed: str, what: int | str, how: str) -> None:
        """Do one thing of those that are drawn."""
        if deed == "log":
            self.run(f"log ana {what}")
        elif deed == "amend":
            shown = json.loads(self.book.fast("show ana --format json").out)
            events = len(shown["history"])
            self.run(f"amend ana {int(what) % events + 1} {how}")
        elif deed == "move":
            shown = json.loads(self.book.fast("show ana --format json").out)
            targets = [shlex.quote(one) for one in shown["legal"]] or ["x"]
            self.run(f"status set ana {targets[int(what) % len(targets)]} --reason so")
        elif deed == "role":
            roles = sorted(self.pipeline().roles)
            role = roles[int(what) % len(roles)]
            to = SHIPPED[self.pipeline().roles[role].pipeline or self.pipeline().id]
            words = f"set ana role={shlex.quote(role)}"
            if self.run(words) == 2:
                self.run(f"{words} --status {shlex.quote(to.initial)}")
        elif standing := self.standing():
            self.run(f"undo {standing[int(what) % len(standing)]}")

    def pipeline(self) -> Pipeline:
        """Return the definition in which the lead is."""
        return SHIPPED[parse_lead(self.path.read_text(), str(self.path)).pipeline]

    def take_all_back(self, places: list[int]) -> None:
        """Take back what stands, in an order that is drawn, until nothing of it stands."""
        for place in places:
            if standing := self.standing():
                self.run(f"undo {standing[place % len(standing)]}")
        while standing := self.standing():
            assert self.run(f"undo {max(standing)}") in {0, 3}
            assert max(self.standing(), default=0) < max(standing)


@settings(max_examples=60 if SOAK else 8)
@given(
    st.sampled_from(DEFINITIONS),
    st.lists(deeds, min_size=2, max_size=7),
    st.lists(numbers, max_size=6),
)
def test_every_order_of_log_amend_and_undo_is_sound_and_can_be_taken_back(
    definition: str, done: list[tuple[str, int | str, str]], places: list[int]
) -> None:
    """Whatever was logged, mended and taken back: `check` finds nothing, and with all of it taken
    back the file has the very bytes of before.
    """
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder), definition)
        for deed in done:
            life.do(*deed)
        life.take_all_back(places)
        assert life.path.read_bytes() == life.before


@settings(max_examples=60 if SOAK else 6)
@given(
    st.sampled_from([name for name in DEFINITIONS if SHIPPED[name].roles]),
    st.lists(others, min_size=3, max_size=7),
    st.lists(numbers, max_size=6),
)
def test_no_order_of_undo_leaves_a_status_that_the_role_does_not_have(
    definition: str, done: list[tuple[str, int, str]], places: list[int]
) -> None:
    """Roles that bring their own statuses, moves among those, and undo in any order: `check` finds
    nothing after each.
    """
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder), definition)
        for deed in done:
            life.do(*deed)
        life.take_all_back(places)


def test_a_role_under_a_status_that_only_it_has_is_not_taken_back(tmp_path: Path) -> None:
    """A Seller in a status that buyers lack stays one; the lines that undo both are printed, and
    each works as it stands.
    """
    life = Life(tmp_path, "streeteasy-buyer")
    move = "status set ana 'Exclusive Agreement'"
    for words in ("log ana call", "set ana role=Seller", "log ana agreement", move):
        assert life.run(words) == 0
    ran = life.book.exits(3, "by operation 5").fast("undo 3")
    lines = [one.strip() for one in ran.err.splitlines() if one.startswith("  leadctl ")]
    assert lines == ["leadctl undo 5", "leadctl undo 3"]
    for line in lines:
        assert life.run(line.removeprefix("leadctl ")) == 0
    assert "Seller" not in life.path.read_text()


def test_what_is_to_be_taken_back_first_is_printed_and_works(tmp_path: Path) -> None:
    """A call mended twice is not taken back under the mends: the lines to do it are printed, and
    each works as it stands; an event mended and put right by undo is in nobody's way.
    """
    life = Life(tmp_path, "streeteasy-buyer")
    for words in ("log ana call", "amend ana 2 outcome=spoke", "undo 3", "amend ana 2 text=hm"):
        life.run(words)
    life.run("amend ana 2 at=9:00")
    ran = life.book.exits(3, "by operation 6").fast("undo 2")
    lines = [one.strip() for one in ran.err.splitlines() if one.startswith("  leadctl ")]
    assert lines == ["leadctl undo 6", "leadctl undo 5", "leadctl undo 2"]
    for line in lines:
        assert life.run(line.removeprefix("leadctl ")) == 0
    assert life.path.read_bytes() == life.before


def test_a_mend_by_hand_keeps_the_call_and_its_move(tmp_path: Path) -> None:
    """An event that was written anew in an editor stays with all that followed from it."""
    life = Life(tmp_path, "streeteasy-buyer")
    life.run("log ana call -m one")
    mended = life.path.read_text().replace('"one"', '"two"')
    life.path.write_text(mended)
    assert life.run("undo 2") == 3
    assert life.path.read_text() == mended
