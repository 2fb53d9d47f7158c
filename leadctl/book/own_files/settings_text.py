"""A file of settings as far as it can be read: what is wrong in it is told, and left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from leadctl.book.own_files.setting_table import SettingsFile
from leadctl.book.text.toml_read import Lines, lines_of, our_side, parse_toml
from leadctl.errors import Invalid, Problem

Table = dict[str, object]
Judge = Callable[[Table, SettingsFile], Iterable[Problem]]

_SLIPS = 8
"""A file with more lines than this that are no TOML is no file of settings."""


def read_text_of(text: str, shown: str, judge: Judge) -> tuple[Table, SettingsFile, list[Problem]]:
    """Return what a file says that is sound, where it stands, and everything that is wrong.

    A file that both sides of a merge have changed is read as ours has it. Raises Invalid for a file
    that is no TOML at all.
    """
    if not text.strip():
        return {}, SettingsFile(shown, lines_of("")), []
    table, lines, problems = _parsed(text, shown)
    source = SettingsFile(shown, lines)
    found = list(judge(table, source))
    return _sound(table, source, found, judge), source, [*problems, *found]


def _parsed(text: str, shown: str) -> tuple[Table, Lines, list[Problem]]:
    """Return a text's table, where its lines stand, and the lines that had to be left out."""
    told: list[Problem] = []
    while len(told) < _SLIPS:
        try:
            return parse_toml(text, shown), lines_of(text), told
        except Invalid as error:
            told += error.problems
            text = our_side(text) or _without_line(text, error.problems[0].line)
    raise Invalid(told[:1])


def _without_line(text: str, number: int) -> str:
    """Return a text with a line left blank; a heading takes along what stands below it."""
    lines = text.split("\n")
    at = max(number, 1) - 1
    heading = lines[at].lstrip().startswith("[")
    lines[at] = ""
    while heading and (at := at + 1) < len(lines) and not lines[at].lstrip().startswith("["):
        lines[at] = ""
    return "\n".join(lines)


def _sound(table: Table, source: SettingsFile, found: list[Problem], judge: Judge) -> Table:
    """Return a table without the values that are wrong, nor what is wrong without those."""
    for problem in found:
        table = _without(table, problem.path.split("."))
    for _ in table:
        rest = list(judge(table, source))
        if not rest:
            break
        tops = {problem.path.partition(".")[0] for problem in rest}
        table = {key: value for key, value in table.items() if key not in tops}
    return table


def _without(table: Table, path: list[str]) -> Table:
    """Return a table without the value at a path, or without the last table that leads there."""
    key, rest = path[0], path[1:]
    below = table.get(key)
    if rest and isinstance(below, dict) and rest[0] in below:
        return {**table, key: _without(below, rest)}
    return {name: value for name, value in table.items() if name != key}
