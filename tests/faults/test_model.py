"""The whole command line against a small model in memory: whatever is done, in whatever order.

Commands, edits by hand, killed commands, a clock that jumps, and undos come by chance; after each
the book says what the model says.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_runner import Cli
from crash_book import SOAK
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from striking import Strike, run

NAMES = ("Ana", "Ben", "Cho", "Dee")
ZIPS = ("10001", "94110", "60601")
STATUSES = ("Attempted Contact", "Nurture", "New Connection")
DEFINITION = """schema = 1
id = "plain"
title = "Plain"
initial = "New Connection"
[status."New Connection"]
definition = "n"
[status."Attempted Contact"]
definition = "a"
[status.Nurture]
definition = "u"
"""


@dataclass(frozen=True)
class Person:
    """What the model knows of one lead."""

    status: str = "New Connection"
    zip: str = ""
    notes: tuple[str, ...] = ()
    comments: int = 0


@dataclass
class Done:
    """One command that can be undone: the people before it and after it."""

    before: dict[str, Person | None]
    after: dict[str, Person | None]
    undone: bool = False


@dataclass
class Model:
    """Everybody by name, and what was done."""

    people: dict[str, Person] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)

    def do(self, **after: Person | None) -> None:
        """Note a command that made this of some people."""
        before = {name: self.people.get(name) for name in after}
        self.done.append(Done(before, dict(after)))
        self._set(after)

    def _set(self, people: dict[str, Person | None]) -> None:
        for name, person in people.items():
            if person is None:
                self.people.pop(name, None)
            else:
                self.people[name] = person

    def erase(self, name: str) -> None:
        """Forget somebody, and all that was done to them: of the rest it can still be undone."""
        del self.people[name]
        for one in self.done:
            one.before.pop(name, None)
            one.after.pop(name, None)
        self.done = [one for one in self.done if one.after]

    def undo(self) -> bool:
        """Take back the last command that stands; False where all it did was changed since."""
        last = next(one for one in reversed(self.done) if not one.undone)
        things, kept, made = 0, 0, dict[str, Person | None]()
        for name, before in last.before.items():
            after, now = last.after[name], self.people.get(name)
            result, did, stays = _taken_back(before, after, now)
            things, kept = things + did, kept + stays
            made[name] = result
        if things and kept == things:
            return False
        last.undone = True
        self._set(made)
        return True


def _taken_back(
    before: Person | None, after: Person | None, now: Person | None
) -> tuple[Person | None, int, int]:
    """Return what a person is after the undo, how many things it was about, and how many stay."""
    if now == after:
        return before, 1, 0
    if before is None or after is None or now is None:
        return now, 1, 1
    did = [name for name in ("status", "zip") if getattr(before, name) != getattr(after, name)]
    result, stays = now, 0
    for name in did:
        if getattr(now, name) == getattr(after, name):
            result = replace(result, **{name: getattr(before, name)})
        elif getattr(now, name) != getattr(before, name):
            stays += 1
    added = [note for note in after.notes if note not in before.notes]
    events = len(added) + ("status" in did)
    result = replace(result, notes=tuple(n for n in result.notes if n not in added))
    return result, len(did) + events, stays


class Life(RuleBasedStateMachine):
    """A book and its model, side by side."""

    def __init__(self) -> None:
        super().__init__()
        place = "/dev/shm" if Path("/dev/shm").is_dir() else None
        self.folder = Path(tempfile.mkdtemp(prefix="leadctl-life-", dir=place))
        self.now = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
        self.model, self.count, self.rng = Model(), 0, random.Random(1)

    def teardown(self) -> None:
        """Remove the book."""
        shutil.rmtree(self.folder)

    @property
    def book(self) -> Cli:
        """The command line in the book, at the present moment."""
        return Cli(self.folder / "book").acting("sam").at(f"{self.now:%Y-%m-%dT%H:%M:%SZ}").noting()

    def file_of(self, name: str) -> Path:
        """Return the file of somebody who is there: one deleted before may have had the name."""
        files = sorted((self.folder / "book/leads").rglob(f"{name.lower()}-*.toml"))
        return next(path for path in files if f'name = "{name}"' in path.read_text())

    def words(self, words: str) -> str:
        """Count a command that is about to run; a minute goes by."""
        self.count += 1
        self.now += timedelta(minutes=1)
        return words

    @initialize()
    def begin(self) -> None:
        """Make the book."""
        Cli(self.folder).noting().fast("init book --no-input --agent Sam")
        (self.folder / "book/pipelines/plain.toml").write_text(DEFINITION)

    names = st.sampled_from(NAMES)

    def some(self, chosen: str) -> str:
        """Return somebody who is there."""
        there = sorted(self.model.people)
        return there[NAMES.index(chosen) % len(there)]

    @rule(name=names)
    def add(self, name: str) -> None:
        """Add somebody who is not there."""
        if name not in self.model.people:
            self.book.fast(self.words(f"add {name} --pipeline plain"))
            self.model.do(**{name: Person()})

    @precondition(lambda self: self.model.people)
    @rule(chosen=names, zip_code=st.sampled_from(ZIPS))
    def set_zip(self, chosen: str, zip_code: str) -> None:
        """Set a field of one person."""
        name = self.some(chosen)
        person = self.model.people[name]
        self.book.fast(self.words(f"set {name} zip={zip_code}"))
        if person.zip != zip_code:
            self.model.do(**{name: replace(person, zip=zip_code)})

    @precondition(lambda self: self.model.people)
    @rule()
    def note_all(self) -> None:
        """Write one note about everybody: one command on several files."""
        note = f"note {self.count}"
        everybody = " ".join(sorted(self.model.people))
        self.book.fast(self.words(f"note {everybody} '{note}'"))
        after = {n: replace(p, notes=(*p.notes, note)) for n, p in self.model.people.items()}
        self.model.do(**after)

    @precondition(lambda self: self.model.people)
    @rule(chosen=names, status=st.sampled_from(STATUSES))
    def move(self, chosen: str, status: str) -> None:
        """Move somebody to another status."""
        name = self.some(chosen)
        person = self.model.people[name]
        if person.status != status:
            self.book.fast(self.words(f"status set {name} '{status}'"))
            self.model.do(**{name: replace(person, status=status)})

    @precondition(lambda self: self.model.people)
    @rule(chosen=names)
    def delete(self, chosen: str) -> None:
        """Delete somebody."""
        name = self.some(chosen)
        self.book.fast(self.words(f"delete {name} --yes"))
        self.model.do(**{name: None})

    @precondition(lambda self: self.model.people)
    @rule(chosen=names)
    def erase(self, chosen: str) -> None:
        """Erase somebody: nothing of theirs comes back."""
        name = self.some(chosen)
        self.book.fast(self.words(f"erase {name} --yes"))
        self.model.erase(name)

    @precondition(lambda self: len(self.model.people) < len(NAMES))
    @rule()
    def import_the_rest(self) -> None:
        """Import everybody who is not there: one command on several new files."""
        rest = [name for name in NAMES if name not in self.model.people]
        rows = "".join(f"{name},{name.lower()}{self.count}@example.com\n" for name in rest)
        (self.folder / "rows.csv").write_text(f"Name,Email\n{rows}")
        self.book.fast(self.words("import ../rows.csv --pipeline plain"))
        self.model.do(**{name: Person() for name in rest})

    @precondition(lambda self: self.model.people)
    @rule(chosen=names, zip_code=st.sampled_from(ZIPS))
    def edit_by_hand(self, chosen: str, zip_code: str) -> None:
        """Change a field, or add a comment, with an editor."""
        name = self.some(chosen)
        path = self.file_of(name)
        path.write_text(path.read_text() + f"# by hand, {self.count}\n")
        person = replace(self.model.people[name], comments=self.model.people[name].comments + 1)
        self.model.people[name] = person
        if person.zip:
            path.write_text(path.read_text().replace(f'"{person.zip}"', f'"{zip_code}"'))
            self.model.people[name] = replace(person, zip=zip_code)

    @precondition(lambda self: self.model.people)
    @rule(at=st.integers(1, 60), what=st.sampled_from(["kill", "interrupt", "ENOSPC"]))
    def note_cut_short(self, at: int, what: str) -> None:
        """A note about everybody that is killed, interrupted or refused: all of it or nothing."""
        note = f"cut {self.count}"
        everybody = " ".join(sorted(self.model.people))
        words = f"--now {self.now:%Y-%m-%dT%H:%M:%SZ} --as sam note {everybody} '{note}'"
        run(self.folder / "book", self.words(words), Strike(at, what))
        found = [note in self.book.fast("show", name).out for name in sorted(self.model.people)]
        assert found in ([True] * len(found), [False] * len(found))
        if found[0]:
            after = {n: replace(p, notes=(*p.notes, note)) for n, p in self.model.people.items()}
            self.model.do(**after)

    @rule(minutes=st.integers(-20, 600))
    def jump(self, minutes: int) -> None:
        """The clock is set forward, or a little back."""
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: any(not one.undone for one in self.model.done))
    @rule()
    def undo(self) -> None:
        """Take back the last command."""
        possible = self.model.undo()
        assert self._undone() in ({0, 3} if possible else {3})

    def _undone(self) -> int:
        from leadctl.cli import main

        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(self.folder / "book")
            return main(self.book.words(self.words("undo")))

    @invariant()
    def the_book_says_what_the_model_says(self) -> None:
        """Everybody who is there, with status, field and notes; and the book is sound."""
        if not (self.folder / "book/pipelines/plain.toml").exists():
            return
        found = {one["name"]: one for one in self.book.fast("list --format json").json}
        assert sorted(found) == sorted(self.model.people)
        for name, person in self.model.people.items():
            text = self.file_of(name).read_text()
            assert found[name]["status"] == person.status
            assert (f'zip = "{person.zip}"' in text) == bool(person.zip)
            assert all(f'"{note}"' in text for note in person.notes)
        if self.model.people:
            assert "sound" in self.book.fast("check").out


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=60 if SOAK else 4,
    stateful_step_count=30 if SOAK else 12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
