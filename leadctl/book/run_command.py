"""Running the one command that a person may configure for themselves; nothing else ever runs."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping

from leadctl.errors import Usage
from leadctl.values import dataclass

PATIENCE = 120
"""Seconds after which a command that does not end is given up."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (None where it never ran or ended), what it said last."""

    code: int | None
    said: str

    @property
    def succeeded(self) -> bool:
        """Whether it ended with exit code 0."""
        return self.code == 0


def run_command(line: str, text: str, env: Mapping[str, str], patience: float = PATIENCE) -> Ended:
    """Run a command line without a shell, a text on its stdin, and wait for its end.

    Raises Usage for a line that cannot be split into words.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise Usage(f"outbox.send cannot be read as a command: {str(error).lower()}.") from None
    try:
        done = subprocess.run(
            words,
            input=text.encode(),
            env=dict(env),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, f"did not end within {patience:g} seconds")
    except OSError as error:
        return Ended(None, f"could not be run: {(error.strerror or 'unknown cause').lower()}")
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().split("\n")[-1]
    return Ended(done.returncode, said[:300])
