"""Bytes of somebody else's file as lines of text, in the encoding that it is in."""

from __future__ import annotations

import codecs
import io
import stat
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from leadctl.book.files import disk
from leadctl.errors import NotFound, Usage
from leadctl.values import dataclass, field

MAX_LINE = 8 << 20
"""A file with a line of more characters than this is none that leadctl could have written or
store: it is refused before the line is read whole."""
STDIN = "standard input"
"""What a stream without a name is called."""
_BLOCK = 1 << 20
_TOGETHER = 1 << 14
"""Characters of lines that are handed on at a time: few enough to stay in a cache."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED: dict[tuple[int, ...], str] = {(1, 3): "utf-16-le", (0, 2): "utf-16-be"}
"""Where the zero bytes of two Latin letters stand."""


@dataclass
class TextSource:
    """A file that can be read as often as needed. `notes` are for standard error."""

    name: str
    raw: BinaryIO
    encoding: str
    errors: str = "surrogateescape"
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends; bytes that do not decode become lone surrogates.

        Raises Usage at the first line that is too long, and for a file of another encoding.
        """
        return chain.from_iterable(self.blocks())

    def blocks(self) -> Iterator[list[str]]:
        """Yield the same lines, some hundreds at a time."""
        self.raw.seek(0)
        text = io.TextIOWrapper(self.raw, encoding=self.encoding, errors=self.errors, newline="")
        try:
            count = 0
            while block := _block(text):
                count += len(block)
                if len(block[-1]) == MAX_LINE:
                    raise Usage(
                        f"Line {count} of {self.name} is longer than {MAX_LINE:,} characters.",
                        hint="A table has a row on each line; nothing was imported.",
                    )
                yield block
        except UnicodeError as error:
            raise Usage(
                f"{self.name} is not {self.encoding}.", hint="Name its --encoding."
            ) from error
        finally:
            if not self.raw.closed:
                text.detach()

    def close(self) -> None:
        """Close the file, and remove what was kept of standard input."""
        self.raw.close()


def _block(text: TextIO) -> list[str]:
    lines, size = [], 0
    while size < _TOGETHER and (line := text.readline(MAX_LINE)):
        lines.append(line)
        size += len(line)
    return lines


def open_text(path: str, encoding: str | None = None, stdin: BinaryIO | None = None) -> TextSource:
    """Return the text of a file, or of standard input for "-".

    Without `encoding` it is found: a byte order mark, else UTF-8, else cp1252, which is said in
    the notes. Raises NotFound for no such file and Usage for an encoding nobody knows.
    """
    raw = _spool(stdin or standard_input()) if path == "-" else _open(path)
    source = TextSource(STDIN if path == "-" else path, raw, "utf-8")
    try:
        if encoding:
            source.encoding = _known(encoding)
        else:
            _find_encoding(source)
    except BaseException:
        raw.close()
        raise
    return source


def standard_input() -> BinaryIO:
    """Return standard input. Raises Usage where it is closed."""
    if sys.stdin is None or sys.stdin.closed:
        raise Usage("Standard input is closed, and - reads from it.")
    return sys.stdin.buffer


def _open(path: str) -> BinaryIO:
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise Usage(f"{path} is not a regular file.", hint="To read a stream: -")
        return Path(path).open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise Usage(f"{path} cannot be read: {reason}.") from error


def _spool(stream: BinaryIO) -> BinaryIO:
    """Keep a stream in a private file without a name, because the import reads it twice."""
    with disk("keeping standard input among temporary files"):
        kept = tempfile.TemporaryFile()  # noqa: SIM115 (closed by TextSource.close)
        while block := stream.read(1 << 16):
            kept.write(block)
        return kept


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise Usage(f"“{encoding}” is no encoding that is known here.") from error
    if not codecs.lookup(name)._is_text_encoding:
        raise Usage(f"“{encoding}” is no encoding of text.")
    return "utf-8-sig" if name == "utf-8" else name


def _find_encoding(source: TextSource) -> None:
    start = source.raw.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            source.encoding = name
            return
    if len(start) == 4 and b"\0" in start and (unmarked := _UNMARKED.get(_nuls(start))):
        source.encoding = unmarked
        source.notes.append(f"{source.name} is read as {unmarked}, by its zero bytes.")
        return
    good, bad = _count_lines(source.raw)
    if not bad:
        return
    if good > bad:
        source.notes.append(f"{source.name} is UTF-8, but for {bad} line(s) that are not.")
        return
    if good * _MIXED >= bad:
        codecs.register_error(_AS_CP1252, _as_cp1252)
        source.errors = _AS_CP1252
        source.notes.append(
            f"{source.name} has two encodings: {good} line(s) read as UTF-8, {bad} as cp1252."
        )
        return
    source.encoding = "cp1252"
    source.notes.append(
        f"{source.name} is not UTF-8: read as cp1252. Name another with --encoding."
    )


_MIXED = 10
"""From one line of UTF-8 to so many others a file was put together from two."""
_AS_CP1252 = "leadctl-cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as cp1252: a file that was put together from two."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _nuls(start: bytes) -> tuple[int, ...]:
    return tuple(place for place, byte in enumerate(start) if byte == 0)


def _count_lines(raw: BinaryIO) -> tuple[int, int]:
    """Return how many lines are UTF-8 beyond ASCII, and how many are not UTF-8 at all."""
    good = bad = 0
    for lines in _blocks_of_lines(raw):
        for line in () if lines.isascii() else lines.split(b"\n"):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good, bad


def _blocks_of_lines(raw: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes in blocks of whole lines; a line that is too long ends it."""
    raw.seek(0)
    rest = b""
    while block := raw.read(_BLOCK):
        whole, end, begun = block.rpartition(b"\n")
        if end:
            yield rest + whole
            rest = begun
        elif len(rest) > MAX_LINE:
            return
        else:
            rest += block
    yield rest
