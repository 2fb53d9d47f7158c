"""What is wrong with the settings of a book, or of a person: every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import TypedDict, cast

from leadctl.book.own_files import setting_table as options
from leadctl.book.own_files.setting_table import SettingsFile, check_table
from leadctl.book.own_files.settings import SCHEMA
from leadctl.errors import Problem


class BookTable(TypedDict, total=False):
    """What a book's file says, once it is found sound, of what is not taken as it is."""

    agents: dict[str, dict[str, object]]
    rank: list[str]
    overseers: list[str]
    view: dict[str, dict[str, str]]
    constants: dict[str, str]


def book_problems(book: dict[str, object], source: SettingsFile) -> Iterator[Problem]:
    """Yield what is wrong with a book's settings; of a later format only what is forbidden."""
    for key in options.COMMANDS:
        if key in book:
            said = "a book cannot name a command to run"
            yield source.problem((key,), said, "set it in your own ~/.config/leadctl/config.toml")
    if is_newer(book):
        return  # a later version's settings: what is known of them is read, the rest not judged
    plain = {key: value for key, value in book.items() if key not in options.COMMANDS}
    found = check_table(plain, options.BOOK, source)
    yield from found
    if not any(problem.path in {"agents", "rank"} for problem in found):
        sound = cast("BookTable", book)
        yield from _agent_problems(sound.get("agents", {}), sound.get("rank", []), source)
    if not any(problem.path == "view" for problem in found):
        yield from _view_problems(cast("BookTable", book).get("view", {}), source)
    if not any(problem.path == "constants" for problem in found):
        yield from _constant_problems(cast("BookTable", book).get("constants", {}), source)


def _constant_problems(constants: Mapping[str, object], source: SettingsFile) -> Iterator[Problem]:
    for name, value in constants.items():
        if isinstance(value, list | dict | bool | datetime | time):
            said = "is neither a text in quotes, nor a date or a number"
            yield source.problem(("constants", name), said)


def _view_problems(views: Mapping[str, object], source: SettingsFile) -> Iterator[Problem]:
    for name, table in views.items():
        if not isinstance(table, dict):
            yield source.problem(
                ("view", name), "is not a table", f'write [view.{name}] query = ""'
            )
        else:
            yield from check_table(table, options.VIEW, source, ("view", name))


def is_newer(book: dict[str, object]) -> bool:
    """Whether a book's settings are of a later format than this version writes."""
    return isinstance(schema := book.get("schema"), int) and schema > SCHEMA


def _agent_problems(
    agents: Mapping[str, object], rank: list[str], source: SettingsFile
) -> Iterator[Problem]:
    known = {option.name for option in options.AGENT}
    for agent_id, table in agents.items():
        path = ("agents", agent_id)
        if not isinstance(table, dict):
            yield source.problem(path, "is not a table")
            continue
        yield from check_table(
            {k: v for k, v in table.items() if k in known}, options.AGENT, source, path
        )
        for key in [k for k, v in table.items() if isinstance(v, dict)]:
            yield source.problem((*path, key), "is a table; an agent has only plain values")
    for index, agent_id in enumerate(rank):
        if agent_id not in agents:
            yield source.problem(("rank", index), "names an agent who is not under [agents]")


def user_problems(user: dict[str, object], source: SettingsFile) -> Iterator[Problem]:
    """Yield what is wrong with a person's own settings."""
    yield from check_table(user, options.USER, source)
    if isinstance(aliases := user.get("alias"), dict):
        for name, line in aliases.items():
            if not isinstance(line, str):
                yield source.problem(("alias", name), "is not a command line in quotes")
    if isinstance(outbox := user.get("outbox"), dict):
        yield from check_table(outbox, options.OUTBOX, source, ("outbox",))
