"""Watching a git that talks with a remote: it is given up where no sign of life comes any more.

A limit on the whole would cut off the first push of a large book; a remote that hangs, or a network
that swallows what is sent, says nothing at all.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SILENCE = 120.0
"""Seconds without a sign of life after which a remote is given up."""
_PROGRESS = re.compile(r"^(remote: +)?(Total|[A-Z][a-z]+( [a-z]+)*:) +[0-9]")


class Silent(Exception):
    """Nothing came for SILENCE seconds."""


def watched(words: Sequence[str], folder: Path, env: Mapping[str, str]) -> tuple[int, bytes, str]:
    """Run a command that tells its progress; return its code and what it printed and said.

    What it said comes without the lines of progress. Raises Silent.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, cwd=folder, env=dict(env), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            out, err = _read([process.stdout.fileno(), process.stderr.fileno()])
        except Silent:
            process.terminate()  # git then ends its ssh as well
            raise
    return process.returncode, out, _without_progress(err.decode("utf-8", "replace"))


def _read(pipes: list[int]) -> list[bytes]:
    """Read pipes to their ends. Raises Silent."""
    found = dict.fromkeys(pipes, b"")
    with selectors.DefaultSelector() as waiting:
        for pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(SILENCE)
            if not ready:
                raise Silent
            for key, _ in ready:
                if data := os.read(key.fd, 65536):
                    found[key.fd] += data
                else:
                    waiting.unregister(key.fd)
    return [found[pipe] for pipe in pipes]


def _without_progress(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if not _PROGRESS.match(line.strip()))
