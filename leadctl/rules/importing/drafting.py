"""A layout drafted from a file, for a person to finish: its columns as planned, its statuses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from leadctl.rules.importing.looks import Look
from leadctl.rules.importing.map_fields import MAP_FIELDS
from leadctl.rules.importing.plan import JOINED, Plan
from leadctl.rules.leads.normal_text import normal

_FIELD_OF_USE = {use: name for name, use in reversed(MAP_FIELDS.items())}
_ENOUGH = 0.8
"""So much of a header must be there for a drafted layout to be recognised the next time."""


def draft_layout(  # noqa: PLR0913, PLR0917  # each is a separate part of the text
    name: str,
    plan: Plan,
    looks: Sequence[Look],
    seen: Mapping[str, int],
    ours: Mapping[str, str],
    options: Mapping[str, object] | None = None,
) -> str:
    """Return a layout's text, which is recognised by this very header.

    `seen` counts the other system's statuses; `ours` are the pipeline's by all their names: where
    theirs is one of them exactly the line is filled in, where the words are the same suggested.
    """
    columns = [one.name for one in plan.columns]
    lines = [f"name = {quoted(name)}", "", "[recognise]", f"columns = {_list(columns)}"]
    lines += [f"needed = {max(1, int(len(columns) * _ENOUGH))}", ""]
    lines += ["# Which column is what. Columns that stand in no line are kept as they are."]
    lines += ["[columns]", *_column_lines(plan, looks)]
    skip = plan.layout.skip if plan.layout else {}
    if skip:
        lines += ["", "[skip]", *(f"{quoted(key)} = {_list(value)}" for key, value in skip.items())]
    sets = plan.layout.sets if plan.layout else {}
    if sets:
        lines += ["", "[set]", *(f"{key} = {_value(value)}" for key, value in sets.items())]
    lines += ["", "# Their status = ours. A line with # before it maps nothing yet."]
    lines += ["[status]", *_status_lines(seen, ours)]
    said = {**(plan.layout.options if plan.layout else {}), **(options or {})}
    lines += ["", "[options]"]
    lines += [f"{key} = {_value(value)}" for key, value in said.items() if value]
    return "\n".join(lines) + "\n"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _value(value: object) -> str:
    return (
        _list(value) if isinstance(value, list | tuple) else json.dumps(value, ensure_ascii=False)
    )


def _column_lines(plan: Plan, looks: Sequence[Look]) -> list[str]:
    grouped: dict[str, list[str]] = {}
    unmapped = []
    by_index = {look.index: look for look in looks}
    for one in sorted(plan.columns, key=lambda column: (column.number, column.index)):
        use = one.use.removeprefix(JOINED)
        name = _FIELD_OF_USE.get(use) or use.removeprefix("field:")
        look = by_index.get(one.index)
        if look and look.field:
            unmapped.append(f"# {look.field} = {quoted(one.name)}  # looks like {look.kind}")
        elif one.use in {"extra", "ignored"} or ":" in name:
            unmapped.append(f"# {_FIELD_OF_USE.get(use, use)}: {quoted(one.name)}")
        else:
            grouped.setdefault(name, []).append(quoted(one.name))
    lines = [
        f"{name if '.' not in name else quoted(name)} = "
        + (columns[0] if len(columns) == 1 else f"[{', '.join(columns)}]")
        for name, columns in grouped.items()
    ]
    return lines + unmapped


def _status_lines(seen: Mapping[str, int], ours: Mapping[str, str]) -> list[str]:
    names = list(dict.fromkeys(ours.values()))
    lines = [f"# Ours: {', '.join(map(quoted, names))}"] if names else []
    for theirs, count in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])):
        exact = ours.get(theirs.lower(), "")
        mark, meant = ("", exact) if exact else ("# ", _same_status(theirs, names))
        lines.append(f"{mark}{quoted(theirs)} = {quoted(meant)}  # {times(count)}")
    return lines


def times(count: int) -> str:
    """Return "once", "3 times"."""
    return "once" if count == 1 else f"{count} times"


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
