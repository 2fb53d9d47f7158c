"""Running two things in turn, and what each took: by the clock, on a processor, in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
NOW = "2026-11-20T15:00:00Z"
ENV = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
LEADCTL = (sys.executable, "-m", "leadctl", "--now", NOW)
MOST_ROUNDS = [99]
"""No row is measured more often; `--rounds` lowers it."""
NOISE = 0.05
"""A ratio is missed only by more than so much of it: runs differ by that on a quiet machine."""


@dataclass(frozen=True)
class Run:
    """One run of a program: seconds by the clock and on processors, and the most memory in MB."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Job:
    """Something to run: its words, where, with what on stdin, and what is done before each run."""

    words: Sequence[str]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)
    typed: bytes = b""
    before: Callable[[], object] = lambda: None
    codes: Sequence[int] = (0,)


@dataclass(frozen=True)
class Row:
    """One line of the table: `most` times the limit is promised, by the clock and in processor."""

    work: str
    leads: int
    ours: Sequence[Run]
    limit: str
    bare: Sequence[Run]
    most: float

    def middle(self, what: str) -> tuple[float, float]:
        """Return the medians of ours and of the limit."""
        return tuple(median(getattr(run, what) for run in runs) for runs in (self.ours, self.bare))

    def ratio(self, what: str) -> float:
        """Return the median of the ratios of runs that followed each other."""
        pairs = zip(self.ours, self.bare, strict=True)
        return median(getattr(a, what) / max(getattr(b, what), 1e-6) for a, b in pairs)

    def spread(self) -> tuple[float, float]:
        """Return the least and the greatest ratio in processor time."""
        found = [
            a.processor / max(b.processor, 1e-6) for a, b in zip(self.ours, self.bare, strict=True)
        ]
        return min(found), max(found)

    @property
    def missed(self) -> bool:
        """Whether either time is over what is promised."""
        limit = self.most * (1 + NOISE)
        return self.ratio("processor") > limit or self.ratio("seconds") > limit


def run(job: Job) -> Run:
    """Run a job once; one that fails stops the benchmark."""
    job.before()
    return _RUNNER.submit(_run, replace(job, before=_nothing)).result()


def _nothing() -> None:
    """Do nothing before a run."""


def _run(job: Job) -> Run:
    """Run a job in a small process: what Linux tells of its memory counts that of who starts it."""
    start = time.perf_counter()
    child = subprocess.Popen(
        job.words,
        cwd=job.cwd,
        env={**ENV, **job.env},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stderr is not None
    child.stdin.write(job.typed)
    child.stdin.close()
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in job.codes:
        raise SystemExit(f"{' '.join(job.words)} ended with {child.returncode}\n{said.decode()}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(  # noqa: PLR0917  # a row's own values, in a row's own order
    work: str, leads: int, ours: Job, limit: str, bare: Job, most: float, rounds: int = 7
) -> Row:
    """Run a job and its limit in turn, so that a busy moment slows both."""
    found: tuple[list[Run], list[Run]] = ([], [])
    for _ in range(min(rounds, MOST_ROUNDS[0])):
        found[0].append(run(ours))
        found[1].append(run(bare))
    return Row(work, leads, found[0], limit, found[1], most)


def python(code: str, *words: str) -> Job:
    """Return a run of Python code."""
    return Job((sys.executable, "-c", code, *words))


def ours(*words: str, cwd: Path = ROOT, **more: object) -> Job:
    """Return a run of leadctl."""
    return Job((*LEADCTL, *words), cwd, **more)


_RUNNER = ProcessPoolExecutor(1, get_context("fork"))
_RUNNER.submit(os.getpid).result()  # it begins while this process is small
