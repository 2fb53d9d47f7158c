"""Refused rows as a file to be mended and imported again, which never overwrites another one."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from leadctl.book.files import busy, create_atomic, read_plain
from leadctl.errors import Busy, Invalid, Usage
from leadctl.rules.importing.columns import ADDED

_IMPORTED = "All other rows were imported. Mend the cause and import the file again to have these."


def rejected_table(
    header: Sequence[str], delimiter: str, rows: Iterable[tuple[int, str, list[str]]]
) -> bytes:
    """Return refused rows as a table that can be imported again.

    `rows` are (line, reason, cells). A row that could not be taken apart stands in its first cell.
    What the file says in columns of ours, being one of refused rows itself, is left out.
    """
    width = len(header)
    own = {at - width for at, name in enumerate(header) if name.strip().casefold() in ADDED}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*_without(header, own), *ADDED])
    for line, reason, cells in rows:
        padded = [*cells, *[""] * (width - len(cells))]
        writer.writerow([*_without(padded, own), reason, line])
    return text.getvalue().encode("utf-8", "surrogateescape")


def _without(cells: Sequence[str], places: set[int]) -> list[str]:
    """Return the cells but those at places told from the end, where a row too long has ours."""
    return [cell for at, cell in enumerate(cells, -len(cells)) if at not in places]


def rejects_path(source: str, ending: str) -> Path:
    """Return where a file's refused rows are written unless something else is asked for."""
    path = Path(f"stdin{ending}") if source == "-" else Path(source)
    stem = re.sub(r"\.rejected(-\d+)?$", "", path.stem)
    return path.with_name(f"{stem}.rejected{ending}")


def rejects_asked(path: Path) -> bool:
    """Whether a file is there already, where refused rows are asked to be written.

    Raises Usage for what can be no such file.
    """
    if str(path) == "-":
        raise Usage("--rejects takes the name of a file, not -.")
    try:
        if not path.absolute().parent.is_dir():
            raise Usage(f"There is no folder {path.parent} to write --rejects into.")
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Usage(f"{path} is no plain file; --rejects takes the name of a new one.")
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise Usage(f"{path} cannot be written: {reason}.") from error
    return True


def refuse_other_rejects(path: Path, data: bytes) -> None:
    """Refuse (Usage) to write refused rows over a file, unless it has these very bytes."""
    if not _holds(path, data):
        raise Usage(
            f"{path} is there already; a file of refused rows is never overwritten.",
            hint="Nothing was imported. Name another file with --rejects, or move that one away.",
        )


def save_rejects(path: Path, data: bytes) -> Path:
    """Write refused rows to a new file, and return it: `path`, or the next name that is free.

    A file with these very bytes is used as it is. Raises Busy.
    """
    for place in _names(path):
        try:
            create_atomic(place.absolute(), data)
        except FileExistsError:
            if not _holds(place, data):
                continue
        except OSError as error:
            said = busy(error, f"writing the refused rows to {place}").sentence
            raise Busy(said, hint=_IMPORTED) from error
        return place
    raise AssertionError("there is always a further name")


def _names(path: Path) -> Iterator[Path]:
    """Yield a path, and then new-2.csv, new-3.csv and so on for new.csv."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _holds(path: Path, data: bytes) -> bool:
    """Whether a plain file has these very bytes."""
    try:
        return read_plain(path, limit=len(data)) == data
    except (OSError, Invalid):
        return False
