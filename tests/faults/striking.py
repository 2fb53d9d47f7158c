"""Runs the real command line in a copy of this process, and strikes at one of its system calls.

A fork costs a twentieth of a start, so each call of each command can be struck: killed there,
interrupted, or refused by the system once or from then on. What leadctl asks of the system goes
through `os`, where it is counted; a run without a strike says how many calls there are.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import random
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli_runner import ENV

PATCHED = (
    *("open", "write", "pwrite", "read", "fsync", "rename", "replace", "link", "unlink", "mkdir"),
    *("rmdir", "ftruncate", "listdir", "lstat", "fstat", "fchmod", "chmod"),
)
SIGNALS = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT, "stop": signal.SIGTERM}
FAULTS = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE")


@dataclass(frozen=True)
class Strike:
    """What happens at the call of a number: "kill", "interrupt", "stop", or the name of an errno;
    an error comes once, or with `lasting` at every later call of the same name, too.
    """

    number: int
    what: str
    lasting: bool = False


@dataclass
class Struck:
    """How a run ended: its code (-9 where it was killed), what it said, the calls it made."""

    code: int
    out: str
    err: str
    calls: list[str] = field(default_factory=list)


class _Calls:
    """Counts the calls of the copy, and strikes."""

    def __init__(self, strike: Strike | None, log: Callable[..., None]) -> None:
        self.strike, self.log, self.count, self.name = strike, log, 0, ""

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.count += 1
            self.hit(name)
            made = call(*args, **named)
            self.log(name, args, made)
            return made

        return counted

    def hit(self, name: str) -> None:
        strike = self.strike
        if strike is None or self.count < strike.number:
            return
        first = self.count == strike.number
        self.name = name if first else self.name
        if strike.what in SIGNALS:
            if first:
                os.kill(os.getpid(), SIGNALS[strike.what])
        elif first or (strike.lasting and name == self.name):
            code = getattr(errno, strike.what)
            raise OSError(code, os.strerror(code))


class _Raw(io.FileIO):
    """A file whose writes are counted."""

    def write(self, data: Any) -> int:
        return os.write(self.fileno(), bytes(data))


def run(
    cwd: Path,
    words: str,
    strike: Strike | None = None,
    env: Mapping[str, str] | None = None,
    log: Callable[..., None] | None = None,
) -> Struck:
    """Run a command line in a copy of this process."""
    outputs = [cwd.with_name(f"{cwd.name}.{one}") for one in ("out", "err", "calls")]
    for path in outputs:
        path.write_bytes(b"")
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = _in_the_copy(
                cwd, words, strike, {**ENV, "LEADCTL_INDEX": "", **(env or {})}, outputs, log
            )
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    out, err, calls = (path.read_text(errors="replace") for path in outputs)
    return Struck(os.waitstatus_to_exitcode(status), out, err, calls.split())


def _in_the_copy(  # noqa: PLR0917 - each is a separate fact about the run
    cwd: Path,
    words: str,
    strike: Strike | None,
    env: Mapping[str, str],
    outputs: list[Path],
    log: Callable[..., None] | None,
) -> int:
    for number, path in zip((1, 2), outputs, strict=False):
        os.dup2(os.open(path, os.O_WRONLY | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["leadctl", *shlex.split(words)]
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    names: list[str] = []
    _patch(strike, log or (lambda name, *_: names.append(name)))
    from leadctl.__main__ import run

    code = run()
    with io.FileIO(str(outputs[2]), "w") as said:
        said.write(" ".join(names).encode())
    return code


def _patch(strike: Strike | None, log: Callable[..., None]) -> None:
    """Count and strike what is asked of the system from now on, and make chance repeatable."""
    calls = _Calls(strike, log)
    for name in PATCHED:
        setattr(os, name, calls.wrapped(name, getattr(os, name)))
    opened = builtins.open
    builtins.open = io.open = calls.wrapped("open", opened)
    os.fdopen = lambda fd, mode="r", *_: (
        io.BufferedWriter(_Raw(fd, "wb")) if "w" in mode else opened(fd, mode)
    )
    rng = random.Random(5)
    os.urandom = lambda count: bytes(rng.randrange(256) for _ in range(count))


def fresh(template: Path, root: Path) -> Path:
    """Return a new copy of a book under another path."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root, symlinks=True)
    return root


def held(root: Path) -> dict[str, bytes]:
    """Return every file of the book as a reader must see it, but for leadctl's own."""
    from leadctl.book.book import Book

    book = Book.open(root)
    names = {
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and ".leadctl" not in str(path.relative_to(root))
    }
    journalled = set(book._overlay)
    # An empty file is waited for: git writes files in two steps. Here it is one, such as .gitkeep.
    empty = {name for name in names - journalled if not (root / name).stat().st_size}
    found = {name: book.read_file(name) for name in sorted((names | journalled) - empty)}
    found |= dict.fromkeys(empty, b"")
    return {name: data for name, data in found.items() if data is not None}
