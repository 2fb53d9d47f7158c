"""The file of a definition while it is read: where each key stands, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from leadctl.errors import Problem
from leadctl.rules.language.source import Source

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""
Lines = Callable[[Path], int]
"""The line of each path of a file."""


def shown(path: Path) -> str:
    """Return a path as it would be written in TOML: `status."In Contract".requires[0]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            plain = part.replace("-", "").replace("_", "").isalnum() and part.isascii()
            text += ("." if text else "") + (part if plain else f'"{part}"')
    return text


class Place(NamedTuple):
    """A file, and the path of a value within it."""

    file: str
    path: Path


class Written(NamedTuple):
    """The tables of a definition, and where each value of them is written.

    What extends another definition is written in several files: `place_of` gives the one in which
    a value stands, `lines` the lines of each.
    """

    data: Mapping[str, object]
    place_of: Callable[[Path], Place]
    lines: Mapping[str, Lines]
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[tuple[str, str]] = frozenset()
    """What a status leaves out of its own self in the definition that is extended."""

    def problem(self, path: Path, message: str, suggestion: str = "") -> Problem:
        """Return a problem at a path of the tables."""
        file, there = self.place_of(path)
        return Problem(file, self.lines[file](there), shown(there), message, suggestion)


def written(data: Mapping[str, object], file: str, line_of: Lines) -> Written:
    """Return the tables of a definition that stands in one file."""
    return Written(data, lambda path: Place(file, path), {file: line_of})


class Sheet:
    """A definition being read: where each path stands, and the problems found so far."""

    def __init__(self, found: Written) -> None:
        self.written = found
        self.problems: list[Problem] = [*found.problems]

    def source(self, path: Path) -> Source:
        """Return where a path stands."""
        file, there = self.written.place_of(path)
        return Source(file, self.written.lines[file](there), there)

    def problem(self, path: Path, message: str, suggestion: str = "") -> None:
        """Note one problem at a path."""
        self.problems.append(self.written.problem(path, message, suggestion))

    def problem_at(
        self, source: Source, message: str, suggestion: str = "", *, key: str = ""
    ) -> None:
        """Note one problem at a rule that was read before, or at one of its keys."""
        path = (*source.path, key) if key else source.path
        line = self.written.lines[source.file](path)
        self.problems.append(Problem(source.file, line, shown(path), message, suggestion))
