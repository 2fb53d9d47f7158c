"""Changing a setting: the book's in its file, which undo takes back, or one's own in one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from leadctl.actions.constants import constant_value
from leadctl.actions.desk import Desk
from leadctl.book.files import write_atomic
from leadctl.book.own_files.beside import text_beside
from leadctl.book.own_files.places import SETTINGS
from leadctl.book.own_files.read_settings import load_settings, settings_problems
from leadctl.book.own_files.setting_table import (
    AGENT,
    BOOK,
    KINDS,
    OUTBOX,
    USER,
    VIEW,
    Option,
    meant,
)
from leadctl.book.own_files.settings import user_config
from leadctl.book.text.toml_lines import scan
from leadctl.book.text.toml_read import parse_toml
from leadctl.book.text.toml_set import rename, set_key, take_out
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid, NotFound, Usage
from leadctl.rules.language.nearest import nearest
from leadctl.values import dataclass

_READ: Mapping[str, Callable[[str], object]] = {
    "number": int,
    "count": int,
    "days": int,
    "clock": int,
    "texts": lambda text: [part.strip() for part in text.split(",") if part.strip()],
    "date": date.fromisoformat,
}


@dataclass(frozen=True)
class Set:
    """What came of it: the operation's number (None for one's own file), and the misspelt names
    that the setting stood under.
    """

    number: int | None
    instead: tuple[str, ...] = ()


_TABLES: tuple[tuple[tuple[Option, ...], int, str, bool], ...] = (
    (BOOK, 1, "", False),
    (USER, 1, "", True),
    (OUTBOX, 2, "outbox", True),
    (AGENT, 3, "agents", False),
    (VIEW, 3, "view", False),
)
"""The settings of each table: in keys of so many parts, below which one, and whether one's own."""


def set_setting(desk: Desk, key: str, typed: str, command: str, *, dry_run: bool) -> Set:
    """Set a setting of the book or of oneself, in the place of a misspelt one where there is one.

    Raises NotFound for no such setting, Usage for a value of the wrong kind, Invalid for one that
    does not fit the rest.
    """
    path, option, mine = _option(key)
    is_constant = option.kind == "constant"
    value = constant_value(desk, option.name, typed) if is_constant else _value(key, typed, option)
    if mine:
        done = _set_own(desk, path, value, dry_run=dry_run)
    else:
        done = _set_of_book(desk, path, value, command, dry_run=dry_run)
    if not dry_run:
        read_again(desk)
    return done


def read_again(desk: Desk) -> None:
    """Tell what is wrong in the settings as they are now, and not as they were before."""
    desk.book.problems[:] = load_settings(desk.book.root, desk.book.env).problems


def _set_of_book(
    desk: Desk, path: tuple[str, ...], value: object, command: str, *, dry_run: bool
) -> Set:
    """Set a setting of the book, also while others are wrong: that is how they are mended."""
    by = desk.actor.id if desk.actor else "leadctl"
    with changing(desk.book, command, desk.now, by, dry_run=dry_run, mends=True) as operation:
        before = operation.text(SETTINGS) or ""
        text, instead = _with(before, SETTINGS, path, value, mine=False)
        known = {(problem.path, problem.message) for problem in settings_problems(before)}
        problems = settings_problems(text)
        if new := [one for one in problems if (one.path, one.message) not in known]:
            raise Invalid(new)
        operation.write(SETTINGS, text)
    return Set(operation.number, instead)


def _with(
    text: str, shown: str, path: tuple[str, ...], value: object, *, mine: bool
) -> tuple[str, tuple[str, ...]]:
    """Return a file's text with a setting in it, an empty or missing one too, and the misspelt
    names of it that stood there.

    Raises Invalid where it is no TOML as it is.
    """
    table: Mapping[str, object] = {}
    try:
        if text.strip():
            table = parse_toml(text, shown)
    except Invalid as error:
        error.hint = f"{error.hint}\nThat line wants an editor first.".strip()
        raise
    instead = _misspelt(table, path, mine=mine)
    for key in instead:
        wrong = (*path[:-1], key)
        text = take_out(text, wrong) if path in scan(text) else rename(text, wrong, path[-1])
    return set_key(text, path, value), instead


def _misspelt(table: Mapping[str, object], path: tuple[str, ...], *, mine: bool) -> tuple[str, ...]:
    """Return the keys beside a setting's that are none, and were probably to be this one.

    An agent may have any.
    """
    known = [
        option.name
        for options, length, head, own in _TABLES
        if options is not AGENT and own is mine and _is_below(path, length, head)
        for option in options
    ]
    for part in path[:-1]:
        below = table.get(part)
        table = below if isinstance(below, dict) else {}
    return tuple(key for key in table if key not in known and meant(key, known) == path[-1])


def _option(key: str) -> tuple[tuple[str, ...], Option, bool]:
    """Return where a setting stands, what it is, and whether it is one's own."""
    parts = tuple(key.split("."))
    known: list[str] = []
    for options, length, head, mine in _TABLES:
        for option in options:
            if option.kind == "table":
                continue
            known.append(".".join(filter(None, (head, "NAME" if length == 3 else "", option.name))))
            if parts[-1] == option.name and _is_below(parts, length, head):
                return parts, option, mine
    if len(parts) == 2 and parts[0] == "constants":
        return parts, Option(parts[1], "constant", "", ""), False
    if len(parts) == 2 and parts[0] == "view":  # view.hot is its query
        return (*parts, "query"), VIEW[0], False
    if len(parts) == 2 and parts[0] == "alias":
        return parts, Option("alias", "text", "", ""), True
    hint = nearest(key, known) or f"There are: {', '.join(known)}"
    error = NotFound(f'There is no setting "{key}".', hint=hint)
    error.instead = (key, near) if (near := meant(key, known)) else None
    raise error


def _is_below(path: tuple[str, ...], length: int, head: str) -> bool:
    return len(path) == length and (length == 1 or path[0] == head)


def _value(key: str, typed: str, option: Option) -> object:
    check, why = KINDS[option.kind]
    try:
        value = _READ.get(option.kind, str)(typed)
    except ValueError:
        value = None
    if value is None or not check(value):
        raise Usage(f'{key}: "{typed}" {why}.')
    return value


def _set_own(desk: Desk, path: tuple[str, ...], value: object, *, dry_run: bool) -> Set:
    own = user_config(desk.book.env)
    if own is None:
        raise Usage("There is no home for your own settings: HOME is not set.")
    place = Path(own)
    text, instead = _with(text_beside(place), own, path, value, mine=True)
    if not dry_run:
        _write(place, text)
    return Set(None, instead)


def _write(place: Path, text: str) -> None:
    from leadctl.book.own_files.beside import make_folder

    make_folder(place.parent)
    write_atomic(place, text.encode())
