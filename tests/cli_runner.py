"""Runs the real command line; unless told otherwise it must succeed and say nothing on stderr."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
NOW = "2026-11-20T15:00:00Z"  # a Friday, 10:00 in New York
ENV = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "error",
    "TZ": "UTC",
    "COLUMNS": "80",
    "LC_ALL": "C.UTF-8",
    "LEADCTL_INDEX": "paranoid",  # every list is asked of the index and of the files, and compared
}


@dataclass(frozen=True)
class Ran:
    """What one command line printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What was printed, line by line."""
        return self.out.split("\n")[:-1]


@dataclass(frozen=True)
class Cli:
    """A command line to be: `cli.inside("book").at("2026-11-21").exits(3).run("status set ...")`.

    Each word of change returns a further `Cli`; `run` starts a process, `fast` calls `main` here.
    """

    cwd: Path
    now: str = NOW
    actor: str = ""
    code: int | None = 0
    err: str | None = ""
    env: Mapping[str, str] = field(default_factory=dict)
    typed: str = ""

    def inside(self, directory: str | Path) -> Cli:
        """Run in this folder (relative to the present one)."""
        return replace(self, cwd=self.cwd / directory)

    def at(self, now: str) -> Cli:
        """Run at this moment (--now)."""
        return replace(self, now=now)

    def later(self, **span: float) -> Cli:
        """Run so long after the moment it has now."""
        return self.at((datetime.fromisoformat(self.now) + timedelta(**span)).isoformat())

    def buyers(self, now: str, *lines: str) -> Cli:
        """Make a book of buyers in New York here at a moment, run these lines in it, return it."""
        book = self.at(now).noting()
        zone = "--timezone America/New_York"
        book.fast(f"init . --pipeline streeteasy-buyer {zone} --no-input")
        for line in lines:
            book.fast(line)
        return book

    def acting(self, agent: str) -> Cli:
        """Run as this agent (--as)."""
        return replace(self, actor=agent)

    def ending_somehow(self) -> Cli:
        """Expect nothing of the exit code and of stderr: whoever asks looks at them."""
        return replace(self, code=None, err=None)

    def exits(self, code: int, err: str | None = None) -> Cli:
        """Expect this exit code; stderr may then say anything, or must contain `err`."""
        return replace(self, code=code, err=err)

    def noting(self, err: str | None = None) -> Cli:
        """Allow notes on stderr; with `err` they must contain it."""
        return replace(self, err=err)

    def given(self, **env: str) -> Cli:
        """Run with these further environment variables."""
        return replace(self, env={**self.env, **env})

    def typing(self, text: str) -> Cli:
        """Give this on stdin; without it stdin is empty."""
        return replace(self, typed=text)

    def file_of(self, name: str) -> Path:
        """Return the file of the lead with this first name, in the book that this one is in."""
        return next((self.cwd / "leads").rglob(f"{name}-*.toml"))

    def run(self, *words: str) -> Ran:
        """Run the words in a process; a single one is split as a shell splits it."""
        done = subprocess.run(
            [sys.executable, "-m", "leadctl", *self.words(*words)],
            cwd=self.cwd,
            env={**ENV, **self.env},
            input=self.typed.encode(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        return self._expected(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()))

    def fast(self, *words: str) -> Ran:
        """Run the words in this process: the same but for signals, closed streams, start-up."""
        from leadctl.cli import main

        with _captured(self.cwd, {**ENV, **self.env}, self.typed) as (out, err):
            code = main(self.words(*words))
        return self._expected(Ran(code, _text(out), _text(err)))

    def words(self, *words: str) -> list[str]:
        """Return the whole command line, global options first."""
        typed = shlex.split(words[0]) if len(words) == 1 else list(words)
        as_agent = ["--as", self.actor] if self.actor else []
        return ["--now", self.now, *as_agent, *typed]

    def _expected(self, ran: Ran) -> Ran:
        """Return what ran, if it ended as it should; show everything it said if not."""
        said = f"exit {ran.code}\n-- stdout\n{ran.out}\n-- stderr\n{ran.err}"
        assert self.code in {None, ran.code}, said
        assert "Traceback" not in ran.err, said
        if self.err == "":
            assert ran.err == "", said
        elif self.err is not None:
            assert self.err in ran.err, said
        return ran


@contextlib.contextmanager
def _captured(
    cwd: Path, env: Mapping[str, str], typed: str
) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Give this process another folder, environment and streams for a while."""
    before, stdin = dict(os.environ), sys.stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    os.environ.clear()
    os.environ.update(env)
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
    try:
        with (
            contextlib.chdir(cwd),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            yield out, err
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.stdin = stdin


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]  # it is a BytesIO
