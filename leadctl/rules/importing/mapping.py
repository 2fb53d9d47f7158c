"""A saved map of columns and statuses: read, checked, and drafted for a person to finish."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from leadctl.errors import Usage
from leadctl.rules.importing.columns import MAP_FIELDS, Plan, use_of_field
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass, field

OPTIONS = ("date_order", "source", "region", "encoding")
"""What `[options]` of a map may say."""

_FIELD_OF_USE = {use: name for name, use in reversed(MAP_FIELDS.items())}


@dataclass(frozen=True, slots=True)
class ImportMap:
    """What a map file says: (field, column) pairs, their status to ours, and options."""

    columns: tuple[tuple[str, str], ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


def read_map(document: Mapping[str, Any], name: str) -> ImportMap:
    """Return a map from its TOML document; `name` is the file's, for what is wrong with it.

    Raises Usage for a table, a field or a value that a map does not have.
    """
    unknown = [key for key in document if key not in {"columns", "status", "options"}]
    if unknown:
        raise Usage(f"{name} has a table [{unknown[0]}]; a map has [columns], [status], [options].")
    columns = [
        (key, column)
        for key, value in _table(document, "columns", name).items()
        for column in ([value] if isinstance(value, str) else value)
    ]
    for key, column in columns:
        use_of_field(key)
        if not isinstance(column, str):
            raise Usage(f"{name}: columns.{key} is not the name of a column.")
    options = _table(document, "options", name)
    for key, value in options.items():
        if key not in OPTIONS or not isinstance(value, str):
            raise Usage(f"{name}: options.{key} is none of {', '.join(OPTIONS)} as a text.")
    statuses = _table(document, "status", name)
    if not all(isinstance(ours, str) for ours in statuses.values()):
        raise Usage(f"{name}: a line of [status] is not “theirs” = “ours”.")
    return ImportMap(tuple(columns), statuses, options)


def _table(document: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, Mapping):
        raise Usage(f"{name}: {key} is not a table.")
    for field_name, value in table.items():
        if key == "columns" and not isinstance(value, str | list):
            raise Usage(f"{name}: columns.{field_name} is not the name of a column, or a list.")
    return table


def draft_map(
    plan: Plan,
    seen: Mapping[str, int],
    ours: Iterable[str] = (),
    options: Mapping[str, str] | None = None,
) -> str:
    """Return a map's text: the columns as planned, the statuses as comments to be decided.

    `seen` counts the other system's statuses; `ours` are the pipeline's, all of them to choose
    from, and suggested where the words are the same.
    """
    lines = ["# Which column is what. Columns that stand in no line are kept under [extra]."]
    lines += ["[columns]", *_column_lines(plan)]
    lines += ["", "# Their status = ours. Nothing is mapped until its # is taken away."]
    lines += ["[status]", *_status_lines(seen, list(ours))]
    lines += ["", "[options]"]
    lines += [f"{key} = {quoted(value)}" for key, value in (options or {}).items() if value]
    return "\n".join(lines) + "\n"


def _column_lines(plan: Plan) -> list[str]:
    grouped: dict[str, list[str]] = {}
    unmapped = []
    for one in sorted(plan.columns, key=lambda column: (column.number, column.index)):
        name = _FIELD_OF_USE.get(one.use) or one.use.removeprefix("field:")
        if one.use in {"extra", "ignored"} or ":" in name:
            unmapped.append(f"# {one.use}: {quoted(one.name)}")
        else:
            grouped.setdefault(name, []).append(quoted(one.name))
    lines = [
        f"{name if '.' not in name else quoted(name)} = "
        + (columns[0] if len(columns) == 1 else f"[{', '.join(columns)}]")
        for name, columns in grouped.items()
    ]
    return lines + unmapped


def _status_lines(seen: Mapping[str, int], ours: list[str]) -> list[str]:
    lines = [f"# Ours: {', '.join(map(quoted, ours))}"] if ours else []
    for theirs, count in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"# {quoted(theirs)} = {quoted(_same_status(theirs, ours))}  # {count} row(s)")
    return lines


def _same_status(theirs: str, ours: list[str]) -> str:
    """Return the one status in the same words, or whose words begin theirs or go on; or ""."""
    words = {name: normal(name).split() for name in ours}
    wanted = normal(theirs).split()
    exact = [name for name in ours if name.casefold() == theirs.casefold()]
    same = [name for name in ours if words[name] == wanted]
    begun = [name for name in ours if _begins(words[name], wanted) or _begins(wanted, words[name])]
    return next((found[0] for found in (exact, same, begun) if wanted and len(found) == 1), "")


def _begins(words: list[str], longer: list[str]) -> bool:
    return bool(words) and longer[: len(words)] == words


def quoted(text: str) -> str:
    """Return a text as a TOML string on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
