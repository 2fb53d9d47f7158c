"""Reading one table of a definition strictly: every unknown key and wrong value at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from leadctl.rules.language.keys import Key
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.part import Part
from leadctl.rules.language.sheet import Path, Sheet
from leadctl.rules.leads.event_kinds import ARTICLES
from leadctl.rules.pipelines.read_value import SCALARS
from leadctl.rules.pipelines.tables import FAMILIES, TABLES, AnyFamily

DEEPEST = 40
"""How many keys and indexes may lead to a value: deeper is no definition."""

PROSE = {"version", "description", "definition", "title", "label", "help", "why", "note", "subject"}
"""Keys that hold words for people alone: what is not said there yet changes nothing."""

COMMAND_KEYS = {"command", "cmd", "run", "exec", "execute", "shell", "script", "hook", "pipe"}


def read_table(sheet: Sheet, name: str, data: object, path: Path) -> dict[str, object]:
    """Return the values of one table, converted; what is wrong goes to the sheet."""
    table = TABLES[name]
    if not isinstance(data, dict) or len(path) > DEEPEST:
        _refuse(sheet, table.means, data, path)
        return {}
    values = _read_keys(sheet, table.keys, data, path)
    for key, declared in table.keys.items():
        if declared.required and key not in data:
            sheet.problem(path, f'"{key}" is missing: {declared.means}')
    if table.one_of and not any(key in data for key in table.one_of):
        sheet.problem(path, f"says nothing: one of {', '.join(table.one_of)} is missing")
    return values


def _refuse(sheet: Sheet, means: str, data: object, path: Path) -> None:
    """Note that something is no table, or one in which no more is read."""
    if isinstance(data, dict):
        sheet.problem(path[:3], "is nested too deep")
    else:
        sheet.problem(path, f"should be a table ({means})")


def _read_keys(
    sheet: Sheet, keys: Mapping[str, Key], data: dict[str, object], path: Path
) -> dict[str, object]:
    """Return the values of the keys there are; one that is not declared is a problem."""
    values: dict[str, object] = {}
    for key, value in data.items():
        declared = keys.get(key)
        if declared is None:
            sheet.problem((*path, key), f'unknown key "{key}"', _suggestion(keys, key, value))
            continue
        read = read_value(sheet, declared, value, (*path, key))
        if read is not None:
            values[declared.store or key] = read
    return values


def _suggestion(keys: Mapping[str, Key], key: str, value: object) -> str:
    """Return what was probably meant by a key that a table does not have, or ""."""
    if key in ARTICLES and "event" in keys:
        kind = value if key == "touch" and value in ARTICLES else key
        return f'write event = "{kind}"'
    if key.lower() in COMMAND_KEYS:
        return "a definition cannot run a command: your own configuration names the sender"
    return nearest(key, keys)


def read_kinds(sheet: Sheet, family: AnyFamily, data: object, path: Path) -> tuple[Part, ...]:
    """Return the values that one table of a family becomes: one, or one for each of its subjects.

    A key that belongs to another subject is a problem, never left out silently.
    """
    if not isinstance(data, dict) or len(path) > DEEPEST:
        _refuse(sheet, family.means, data, path)
        return ()
    subjects = [subject for subject in family.kinds if subject in data]
    _check_subjects(sheet, family, subjects, data, path)
    if not family.several:
        subjects = subjects[:1]
    return tuple(
        family.kinds[subject](**values, source=sheet.source(path))
        for subject, values in _by_subject(sheet, family, subjects, data, path)
    )


def _check_subjects(
    sheet: Sheet, family: AnyFamily, found: list[str], data: dict[str, object], path: Path
) -> None:
    if not found:
        _read_keys(sheet, family.all_keys(), data, path)
        sheet.problem(path, f"says nothing: one of {', '.join(family.kinds)} is missing")
    elif len(found) > 1 and not family.several:
        sheet.problem(path, f"has {len(found)} subjects ({', '.join(found)}): only one is allowed")


def _by_subject(
    sheet: Sheet, family: AnyFamily, subjects: list[str], data: dict[str, object], path: Path
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each subject that is about something with its values; an empty one is a problem."""
    if not subjects:
        return
    known, elsewhere = family.keys_of(*subjects), family.all_keys()
    said = " and ".join(subject.replace("_", " ") for subject in subjects)
    for key in data:
        if key in elsewhere and key not in known and key not in family.kinds:
            sheet.problem((*path, key), f'"{key}" says nothing about {said}')
    own = {k: v for k, v in data.items() if k in known or k not in elsewhere}
    values = _read_keys(sheet, known if family.several else {**elsewhere, **known}, own, path)
    for subject in subjects:
        if subject in values and not values[subject]:
            sheet.problem((*path, subject), "is empty")
        elif subject in values:
            keys = family.keys_of(subject)
            yield subject, {key: value for key, value in values.items() if key in keys}


def read_value(sheet: Sheet, key: Key, value: object, path: Path) -> object:
    """Return one value converted to its kind, or None once its problem is noted."""
    kind, _, name = key.kind.partition(":")
    if kind in {"table", "tables", "named"}:
        return _NESTED[kind](sheet, name, value, path)
    try:
        converted = SCALARS[kind](value)
    except ValueError as error:
        sheet.problem(path, str(error))
        return None
    if converted == "" and path[-1] not in PROSE:
        sheet.problem(path, "is empty", "take the line away, or say what is meant")
        return None
    if key.choices and converted not in key.choices:
        allowed = ", ".join(key.choices)
        near = nearest(str(converted), key.choices)
        sheet.problem(path, f'"{converted}" is not one of {allowed}', near)
        return None
    return converted


def _table(sheet: Sheet, name: str, value: object, path: Path) -> object:
    values = read_table(sheet, name, value, path)
    make = TABLES[name].make
    return make(**values, source=sheet.source(path)) if make else values


def _tables(sheet: Sheet, name: str, value: object, path: Path) -> object:
    if isinstance(value, dict):
        return _one(sheet, name, value, path)
    if not isinstance(value, list):
        sheet.problem(path, "should be a list of tables")
        return None
    found = [_one(sheet, name, item, (*path, i)) for i, item in enumerate(value)]
    return tuple(value for values in found for value in values)


def _one(sheet: Sheet, name: str, value: object, path: Path) -> tuple[object, ...]:
    """Return what one table of an array becomes."""
    if name in FAMILIES:
        return read_kinds(sheet, FAMILIES[name], value, path)
    return (_table(sheet, name, value, path),)


def _named(sheet: Sheet, name: str, value: object, path: Path) -> object:
    if not isinstance(value, dict):
        sheet.problem(path, "should be tables by name")
        return None
    if name in {"status", "group"}:  # merged with each other first, by the caller
        return {key: read_table(sheet, name, item, (*path, key)) for key, item in value.items()}
    return {key: _table(sheet, name, item, (*path, key)) for key, item in value.items()}


_NESTED: dict[str, Callable[[Sheet, str, object, Path], object]] = {
    "table": _table,
    "tables": _tables,
    "named": _named,
}
