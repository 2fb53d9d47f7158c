"""A bar on the terminal, while something takes long that nobody has asked for by itself."""

from __future__ import annotations

import sys

import click

LENGTH = 20
"""How many signs the whole bar has."""


class Bar:
    """One line on stderr that is gone when all is done, or the command ends."""

    def __init__(self) -> None:
        self._shown = 0
        if context := click.get_current_context(silent=True):
            context.call_on_close(self.wipe)

    def show(self, doing: str, done: int, of: int) -> None:
        """Show how far it is; nothing any more once all is done."""
        if done >= of:
            self.wipe()
            return
        line = f"{doing} [{'#' * (LENGTH * done // of):<{LENGTH}}] {done:,} of {of:,}"
        self._write(f"\r{line:<{self._shown}}")
        self._shown = len(line)

    def wipe(self) -> None:
        """Take the line away, on a terminal of any kind."""
        if self._shown:
            self._write(f"\r{'':<{self._shown}}\r")
            self._shown = 0

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
