"""The three standard streams, made dependable before anything is written to them."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TypeVar

Stream = TypeVar("Stream", bound=io.TextIOWrapper)


class OutputLost(OSError):
    """What a command printed on stdout went nowhere: no reader, no space, no stream."""


class Output(io.TextIOWrapper):
    """Stdout; its failures are told from those of the book's files."""

    def write(self, text: str) -> int:
        """Write text, raising OutputLost where it cannot be written."""
        with _lost():
            return super().write(text)

    def flush(self) -> None:
        """Pass on what was written, raising OutputLost where that cannot be done."""
        with _lost():
            super().flush()


class Notes(io.TextIOWrapper):
    """Stderr: a note that nobody can read changes nothing, the exit code least of all."""

    def write(self, text: str) -> int:
        """Write text where that is possible."""
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Pass on what was written where that is possible."""
        with contextlib.suppress(OSError):
            super().flush()


@contextlib.contextmanager
def _lost() -> Iterator[None]:
    """Raise OutputLost for what the system refuses; what is lost already stays that."""
    try:
        yield
    except OutputLost:
        raise
    except OSError as error:
        raise OutputLost(error.errno, error.strerror) from None


def prepare() -> None:
    """Make stdin, stdout and stderr usable, whatever the caller closed and the locale says."""
    _fill_closed()
    sys.stdout = _text(Output, 1)
    sys.stderr = _text(Notes, 2)


def abandon_output() -> None:
    """Point stdout at nothing, so that Python's own last flush does not fail once more."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.fileno() == 1:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fill_closed() -> None:
    """Fill streams that the caller closed, so that no file of the book becomes one of them.

    A closed stdout is opened for reading: writing to it fails, as output that is lost must.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)


def _text(stream: type[Stream], number: int) -> Stream:
    """Return a text stream that writes UTF-8, as the book's files and every format are."""
    file = io.FileIO(number, "w", closefd=False)
    return stream(
        io.BufferedWriter(file),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=file.isatty(),
    )
