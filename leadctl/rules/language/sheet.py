"""The file of a definition while it is read: where each key stands, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from leadctl.errors import Problem
from leadctl.rules.language.part import Source

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


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


class Sheet:
    """The file being read: its name, the line of each path, and the problems found so far."""

    def __init__(self, file: str, line_of: Callable[[Path], int]) -> None:
        self.file = file
        self.line_of = line_of
        self.problems: list[Problem] = []

    def source(self, path: Path) -> Source:
        """Return where a path stands."""
        return Source(self.file, self.line_of(path), path)

    def problem(self, path: Path, message: str, suggestion: str = "") -> None:
        """Note one problem at a path."""
        line = self.line_of(path)
        self.problems.append(Problem(self.file, line, shown(path), message, suggestion))

    def problem_at(
        self, source: Source, message: str, suggestion: str = "", *, key: str = ""
    ) -> None:
        """Note one problem at a rule that was read before, or at one of its keys."""
        self.problem((*source.path, key) if key else source.path, message, suggestion)
