"""Power loss replayed: of what a command asked of the disk, whatever was not made durable may be
lost or come in another order; the book that is left is the old one or the new one.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crash_book import SOAK, contents, make_book, next_command_works, run, seen
from striking import ENV

SCRIPT = Path(__file__).with_name("book_script.py")
CASES = {
    "one lead": ("status", "Won", "a"),
    "three leads": ("status", "Won", "a", "b", "c"),
    "new leads": ("many", "0", "3", "whole"),
    "import": ("many", "0", "12", "bulk"),
    "undo": ("undo",),
    "undo of an import": ("undo",),
}
Call = tuple[str, tuple[object, ...]]


class Recorded:
    """The calls of one run that change the disk, with what was written, in their order."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.open: dict[int, str] = {}


def record(root: Path, arguments: tuple[str, ...], log: Path) -> list[Call]:
    """Run the writer in a copy of this process, and return what it asked of the disk."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _recorded(root, arguments, log)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return list(eval(log.read_text()))


def _recorded(root: Path, arguments: tuple[str, ...], log: Path) -> int:
    from book_script import main

    from leadctl.book import files
    from leadctl.book.journal import journal

    os.environ.clear()
    os.environ.update(ENV)
    calls: list[Call] = []
    opened: dict[int, str] = {}
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "close", "fdopen")}

    def note(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: object, **named: object) -> object:
            made = call(*args, **named)
            calls.append((name, tuple(map(os.fspath, args[:2]))))
            return made

        return noted

    def opening(path: object, flags: int, *rest: object, **named: object) -> int:
        handle = int(real["open"](path, flags, *rest, **named))
        opened[handle] = os.fspath(path)
        if flags & os.O_CREAT and flags & os.O_EXCL:
            calls.append(("create", (opened[handle],)))
        return handle

    def writing(handle: int, data: bytes) -> int:
        count = int(real["write"](handle, data))
        calls.append(("write", (opened.get(handle, ""), bytes(data[:count]))))
        return count

    def syncing(handle: int) -> None:
        real["fsync"](handle)
        calls.append(("fsync", (opened.get(handle, ""),)))

    class Raw:
        """A journal's stream, unbuffered."""

        def __init__(self, handle: int) -> None:
            self.handle = handle

        def write(self, data: bytes) -> None:
            writing(self.handle, data)

        def flush(self) -> None:
            """Nothing is held back."""

        def fileno(self) -> int:
            return self.handle

        def close(self) -> None:
            real["close"](self.handle)

    os.open, os.write, os.fsync = opening, writing, syncing
    os.fdopen = lambda handle, mode="r", *rest, **named: (
        real["fdopen"](handle, mode, *rest, **named) if mode.startswith("r") else Raw(handle)
    )
    for name in ("rename", "replace", "link"):
        setattr(os, name, note("rename" if name != "link" else "link", getattr(os, name)))
    for name in ("unlink", "mkdir", "rmdir"):
        setattr(os, name, note(name, getattr(os, name)))
    synced = files.sync_disk

    def sync_all(place: Path) -> None:
        synced(place)
        calls.append(("sync", ()))

    files.sync_disk = sync_all
    assert journal is not None
    sys.argv = ["book_script.py", str(root), *arguments]
    code = main()
    log.write_text(repr(calls))
    return code


class Disk:
    """What survives: of each name the file that is surely there, and those that may be."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.files: dict[int, list[bytes]] = {}
        self.names: dict[str, int | None] = {}
        self.pending: list[tuple[str, int | None]] = []
        self.now: dict[str, int | None] = {}
        self.count = 0

    def apply(self, call: Call) -> None:
        """Take in one call; what it makes durable is settled."""
        name, args = call
        if name == "create":
            self.count += 1
            self.files[self.count] = [b""]
            self._name(str(args[0]), self.count)
        elif name == "write" and (one := self.now.get(str(args[0]))):
            self.files[one].append(self.files[one][-1] + bytes(args[1]))
        elif name == "fsync":
            self._sync(str(args[0]))
        elif name == "sync":
            for states in self.files.values():
                del states[:-1]
            self._settle(lambda _: True)
        elif name in {"rename", "link"}:
            source, target = str(args[0]), str(args[1])
            self._name(target, self.now.get(source, -1))
            if name == "rename":
                self._name(source, None)
        elif name == "unlink":
            self._name(str(args[0]), None)

    def _name(self, path: str, file: int | None) -> None:
        self.now[path] = file
        self.pending.append((path, file))

    def _sync(self, path: str) -> None:
        one = self.now.get(path)
        if one and one > 0:
            del self.files[one][:-1]
        self._settle(lambda name: os.path.dirname(name) == path)  # noqa: PTH120 - plain texts

    def _settle(self, is_settled: Callable[[str], bool]) -> None:
        for path, file in self.pending:
            if is_settled(path):
                self.names[path] = file
        self.pending = [one for one in self.pending if not is_settled(one[0])]

    def states(self, rng: random.Random, count: int) -> Iterator[dict[str, bytes | int | None]]:
        """Yield what may be there after a power cut: nothing pending, all of it, some by chance."""
        for place in range(count + 2):
            names = dict(self.names)
            left = [one for one in self.pending if place == 1 or (place > 1 and rng.random() < 0.5)]
            if place > 2:
                rng.shuffle(left)
            names.update(left)
            yield {path: self._content(rng, place, file) for path, file in names.items()}

    def _content(self, rng: random.Random, place: int, file: int | None) -> bytes | int | None:
        if file is None or file < 0:
            return file
        states = self.files[file]
        if place == 0:
            return states[0]
        chosen = rng.choice(states)
        return b"\0" * len(states[-1]) if rng.random() < 0.2 and len(states) > 1 else chosen


def lay_out(base: Path, root: Path, state: dict[str, bytes | int | None], run_at: Path) -> None:
    """Make a book as the disk has it: the one before, with what survived of the command."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root)
    for path, content in state.items():
        place = root / Path(path).relative_to(run_at)
        place.parent.mkdir(0o700, parents=True, exist_ok=True)
        if content is None:
            place.unlink(missing_ok=True)
        elif isinstance(content, bytes):
            place.unlink(missing_ok=True)
            place.write_bytes(content)


@pytest.mark.battery(3)
@pytest.mark.parametrize("case", CASES)
def test_every_crash_state_is_a_whole_book(
    case: str, memory: Path, tally: Callable[[int], None]
) -> None:
    """Before the command is acknowledged any crash leaves old or new; after it, the new book."""
    base = memory / "base"
    make_book(base, "a", "b", "c")
    if case == "undo of an import":
        run(base, "many", "0", "12", "bulk")
    else:
        run(base, "status", "Lost", "a", "b")
    whole = memory / "book"
    shutil.copytree(base, whole)
    calls = record(whole, CASES[case], memory / "log")
    old, new = seen(base), seen(whole)
    assert old != new
    run_at, rng = whole, random.Random(case)
    disk, root = Disk(whole), memory / "crashed"
    chosen = set(range(len(calls)) if SOAK else random.Random(1).sample(range(len(calls)), 5))
    chosen |= {len(calls) - 1}
    for place, call in enumerate(calls):
        disk.apply(call)
        if place not in chosen:
            continue
        for state in disk.states(rng, 6 if SOAK else 1):
            tally(1)
            lay_out(base, root, state, run_at)
            told = (place, call[0], call[1][:1], sorted(state))
            found = seen(root)
            assert found in ([new] if place == len(calls) - 1 else [old, new]), told
            next_command_works(root)
            assert seen(root) == found, told


@pytest.mark.battery(3)
@pytest.mark.parametrize("bad", ["no fsync of files", "no fsync of folders", "no sync of the disk"])
def test_bad_ways_of_writing_are_caught(bad: str, memory: Path) -> None:
    """The replay can fail: without what makes writes durable some crash state is broken."""
    base = memory / "base"
    make_book(base, "a", "b", "c")
    whole = memory / "book"
    shutil.copytree(base, whole)
    bulk = bad == "no sync of the disk"
    arguments = ("many", "0", "12", "bulk") if bulk else ("many", "0", "3", "whole")
    calls = record(whole, arguments, memory / "log")
    kept = [call for call in calls if not _is_dropped(bad, call)]
    assert len(kept) < len(calls)
    new, rng, disk = seen(whole), random.Random(2), Disk(whole)
    for call in kept:
        disk.apply(call)
    broken = 0
    for state in disk.states(rng, 30):
        lay_out(base, memory / "crashed", state, whole)
        try:
            broken += seen(memory / "crashed") != new
        except AssertionError:
            broken += 1
    assert broken, "the acknowledged command survived every crash without being made durable"
    assert contents(whole)


def _is_dropped(bad: str, call: Call) -> bool:
    name, args = call
    if bad == "no sync of the disk":
        return name == "sync" or (name == "fsync" and "leads" in str(args[0]))
    is_folder = name == "fsync" and not Path(str(args[0])).suffix
    return is_folder if bad == "no fsync of folders" else name == "fsync" and not is_folder
