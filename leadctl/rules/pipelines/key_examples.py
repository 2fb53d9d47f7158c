"""Examples of every key, taken from definitions that are sound: what the reference page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from leadctl.rules.language.keys import Key
from leadctl.rules.pipelines.tables import FAMILIES, TABLES

Place = tuple[str, str]
"""A table, or a kind of clause or effect ("clause field"), and its key."""

LONGEST = 70
"""An example longer than this is taken only where there is no shorter one."""


def key_examples(
    definitions: list[Mapping[str, object]], written: Callable[[object], str]
) -> dict[Place, str]:
    """Return one line for each key that any of the definitions uses, a short one where there is.

    `written` gives a value as TOML on one line.
    """
    found: dict[Place, str] = {}
    for data in definitions:
        for place, value in _walk("pipeline", data):
            line = f"{place[1]} = {written(value)}"
            best = found.get(place)
            if best is None or (len(best) > LONGEST and len(line) < len(best)):
                found[place] = line
    return found


def every_place() -> Iterator[Place]:
    """Yield every table and key that a definition may have."""
    for name, table in TABLES.items():
        yield from ((name, key) for key in table.keys)
    for name, family in FAMILIES.items():
        yield from ((name, key) for key in family.shared)
        for subject, kind in family.kinds.items():
            yield from ((f"{name} {subject}", key) for key in kind.keys)


def _walk(name: str, data: object) -> Iterator[tuple[Place, object]]:
    """Yield each key of a table and of the tables within it."""
    if not isinstance(data, Mapping):
        return
    if name in FAMILIES:
        yield from _walk_kind(name, data)
        return
    for key, value in data.items():
        declared = TABLES[name].keys.get(key)
        if declared is not None:
            yield (name, key), value
            yield from _within(declared, value)


def _walk_kind(name: str, data: Mapping[str, object]) -> Iterator[tuple[Place, object]]:
    family = FAMILIES[name]
    for subject in (s for s in family.kinds if s in data):
        for key, value in data.items():
            declared = family.kinds[subject].keys.get(key)
            if declared is not None:
                yield (f"{name} {subject}", key), value
                yield from _within(declared, value)
    for key, value in data.items():
        if (declared := family.shared.get(key)) is not None:
            yield (name, key), value
            yield from _within(declared, value)


def _within(key: Key, value: object) -> Iterator[tuple[Place, object]]:
    kind, _, name = key.kind.partition(":")
    if kind == "table":
        yield from _walk(name, value)
    elif kind == "tables":
        for item in value if isinstance(value, list) else [value]:
            yield from _walk(name, item)
    elif kind == "named" and isinstance(value, Mapping):
        for item in value.values():
            yield from _walk(name, item)
