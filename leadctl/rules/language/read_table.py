"""Reading one table of a definition strictly: every unknown key and wrong value at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leadctl.errors import Problem
from leadctl.rules.language.pipeline import Source
from leadctl.rules.language.read_value import SCALARS, nearest
from leadctl.rules.language.tables import TABLES, TOUCH_WORDS, Key

__all__ = ["Path", "Sheet", "nearest", "read_table", "read_value", "shown"]

Path = tuple[str | int, ...]

DEEPEST = 40
"""How many keys and indexes may lead to a value: deeper is no definition."""

COMMAND_KEYS = {"command", "cmd", "run", "exec", "execute", "shell", "script", "hook", "pipe"}


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


def read_table(sheet: Sheet, name: str, data: Any, path: Path) -> dict[str, Any]:
    """Return the values of one table, converted; what is wrong goes to the sheet."""
    table = TABLES[name]
    if len(path) > DEEPEST:
        sheet.problem(path[:3], "is nested too deep")
        return {}
    if not isinstance(data, dict):
        sheet.problem(path, f"should be a table ({table.means})")
        return {}
    values: dict[str, Any] = {}
    for key, value in data.items():
        declared = table.keys.get(key)
        if declared is None:
            sheet.problem((*path, key), f'unknown key "{key}"', _suggestion(name, key, value))
            continue
        read = read_value(sheet, declared, value, (*path, key))
        if read is not None:
            values[declared.store or key] = read
    for key, declared in table.keys.items():
        if declared.required and key not in data:
            sheet.problem(path, f'"{key}" is missing: {declared.means}')
    _check_subject(sheet, table.one_of, data, path)
    return values


def _suggestion(table: str, key: str, value: Any) -> str:
    """Return what was probably meant by a key that a table does not have, or ""."""
    if table == "clause" and key in TOUCH_WORDS:
        kind = value if key == "touch" and value in TOUCH_WORDS else key
        return f'write event = "{kind}"'
    if key.lower() in COMMAND_KEYS:
        return "a definition cannot run a command: your own configuration names the sender"
    return nearest(key, TABLES[table].keys)


def _check_subject(
    sheet: Sheet, subjects: tuple[str, ...], data: dict[str, Any], path: Path
) -> None:
    found = [key for key in subjects if key in data]
    if subjects and not found:
        sheet.problem(path, f"says nothing: one of {', '.join(subjects)} is missing")
    if len(found) > 1 and subjects and "claim" not in subjects:
        sheet.problem(path, f"has {len(found)} subjects ({', '.join(found)}): only one is allowed")


def read_value(sheet: Sheet, key: Key, value: Any, path: Path) -> Any:
    """Return one value converted to its kind, or None once its problem is noted."""
    kind, _, name = key.kind.partition(":")
    if kind in {"table", "tables", "named"}:
        return _NESTED[kind](sheet, name, value, path)
    try:
        converted = SCALARS[kind](value)
    except ValueError as error:
        sheet.problem(path, str(error))
        return None
    if key.choices and converted not in key.choices:
        allowed = ", ".join(key.choices)
        sheet.problem(
            path, f'"{converted}" is not one of {allowed}', nearest(converted, key.choices)
        )
        return None
    return converted


def _table(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    values = read_table(sheet, name, value, path)
    if name == "clause" and not _has_subject(sheet, value, values, path):
        return None
    make = TABLES[name].make
    return make(**values, source=sheet.source(path)) if make else values


def _tables(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    if isinstance(value, dict):
        found = [_table(sheet, name, value, path)]
    elif isinstance(value, list):
        found = [_table(sheet, name, item, (*path, i)) for i, item in enumerate(value)]
    else:
        sheet.problem(path, "should be a list of tables")
        return None
    return tuple(item for item in found if item is not None)


def _has_subject(sheet: Sheet, data: Any, values: dict[str, Any], path: Path) -> bool:
    """Whether a clause is about something; an empty name is nothing."""
    given = [key for key in TABLES["clause"].one_of if isinstance(data, dict) and key in data]
    for key in given:
        if key in values and not values[key]:
            sheet.problem((*path, key), "is empty")
    return any(values.get(key) for key in given)


def _named(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    if not isinstance(value, dict):
        sheet.problem(path, "should be tables by name")
        return None
    if name in {"status", "group"}:  # merged with each other first, by the caller
        return {key: read_table(sheet, name, item, (*path, key)) for key, item in value.items()}
    return {key: _table(sheet, name, item, (*path, key)) for key, item in value.items()}


_NESTED: dict[str, Callable[[Sheet, str, Any, Path], Any]] = {
    "table": _table,
    "tables": _tables,
    "named": _named,
}
