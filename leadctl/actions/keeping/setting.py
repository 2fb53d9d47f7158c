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
from leadctl.book.own_files.setting_table import AGENT, BOOK, KINDS, OUTBOX, USER, VIEW, Option
from leadctl.book.own_files.settings import user_config
from leadctl.book.text.toml_read import parse_toml
from leadctl.book.text.toml_set import set_key
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid, NotFound, Usage
from leadctl.rules.language.nearest import nearest

_READ: Mapping[str, Callable[[str], object]] = {
    "number": int,
    "count": int,
    "days": int,
    "clock": int,
    "texts": lambda text: [part.strip() for part in text.split(",") if part.strip()],
    "date": date.fromisoformat,
}


def set_setting(desk: Desk, key: str, typed: str, command: str, *, dry_run: bool) -> int | None:
    """Set a setting of the book or of oneself; return the operation's number, None for one's own.

    Raises NotFound for no such setting, Usage for a value of the wrong kind, Invalid for one that
    does not fit the rest.
    """
    path, option, mine = _option(key)
    is_constant = option.kind == "constant"
    value = constant_value(desk, option.name, typed) if is_constant else _value(key, typed, option)
    if mine:
        _set_own(desk, path, value, dry_run=dry_run)
        number = None
    else:
        number = _set_of_book(desk, path, value, command, dry_run=dry_run)
    if not dry_run:
        desk.book.problems[:] = load_settings(desk.book.root, desk.book.env).problems
    return number


def _set_of_book(
    desk: Desk, path: tuple[str, ...], value: object, command: str, *, dry_run: bool
) -> int | None:
    """Set a setting of the book, also while others are wrong: that is how they are mended."""
    by = desk.actor.id if desk.actor else "leadctl"
    with changing(desk.book, command, desk.now, by, dry_run=dry_run, mends=True) as operation:
        before = operation.text(SETTINGS) or ""
        text = _with(before, SETTINGS, path, value)
        known = {(problem.path, problem.message) for problem in settings_problems(before)}
        problems = settings_problems(text)
        if new := [one for one in problems if (one.path, one.message) not in known]:
            raise Invalid(new)
        operation.write(SETTINGS, text)
    return operation.number


def _with(text: str, shown: str, path: tuple[str, ...], value: object) -> str:
    """Return a file's text with a setting in it, an empty or missing one too.

    Raises Invalid where it is no TOML as it is.
    """
    try:
        if text.strip():
            parse_toml(text, shown)
    except Invalid as error:
        error.hint = f"{error.hint}\nThat line wants an editor first.".strip()
        raise
    return set_key(text, path, value)


def _option(key: str) -> tuple[tuple[str, ...], Option, bool]:
    """Return where a setting stands, what it is, and whether it is one's own."""
    parts = tuple(key.split("."))
    tables: tuple[tuple[tuple[Option, ...], int, str, bool], ...] = (
        (BOOK, 1, "", False),
        (USER, 1, "", True),
        (OUTBOX, 2, "outbox", True),
        (AGENT, 3, "agents", False),
        (VIEW, 3, "view", False),
    )
    known: list[str] = []
    for options, length, head, mine in tables:
        for option in options:
            if option.kind == "table":
                continue
            known.append(".".join(filter(None, (head, "NAME" if length == 3 else "", option.name))))
            fits = len(parts) == length and parts[-1] == option.name
            if fits and (length == 1 or parts[0] == head):
                return parts, option, mine
    if len(parts) == 2 and parts[0] == "constants":
        return parts, Option(parts[1], "constant", "", ""), False
    if len(parts) == 2 and parts[0] == "view":  # view.hot is its query
        return (*parts, "query"), VIEW[0], False
    if len(parts) == 2 and parts[0] == "alias":
        return parts, Option("alias", "text", "", ""), True
    hint = nearest(key, known) or f"There are: {', '.join(known)}"
    raise NotFound(f'There is no setting "{key}".', hint=hint)


def _value(key: str, typed: str, option: Option) -> object:
    check, why = KINDS[option.kind]
    try:
        value = _READ.get(option.kind, str)(typed)
    except ValueError:
        value = None
    if value is None or not check(value):
        raise Usage(f'{key}: "{typed}" {why}.')
    return value


def _set_own(desk: Desk, path: tuple[str, ...], value: object, *, dry_run: bool) -> None:
    place = user_config(desk.book.env)
    if place is None:
        raise Usage("There is no home for your own settings: HOME is not set.")
    text = _with(text_beside(place), str(place), path, value)
    if not dry_run:
        _write(place, text)


def _write(place: Path, text: str) -> None:
    from leadctl.book.own_files.beside import make_folder

    make_folder(place.parent)
    write_atomic(place, text.encode())
