"""Reading settings: what two files say, checked as a whole; what is wrong is told, and left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

from leadctl.book.own_files import setting_table as options
from leadctl.book.own_files.local_zone import local_zone
from leadctl.book.own_files.places import SETTINGS
from leadctl.book.own_files.setting_checks import (
    BookTable,
    book_problems,
    is_newer,
    user_problems,
)
from leadctl.book.own_files.setting_table import SettingsFile
from leadctl.book.own_files.settings import Settings, Texts, settings_texts
from leadctl.book.own_files.settings_text import read_text_of
from leadctl.book.text.toml_read import lines_of, parse_toml
from leadctl.errors import Invalid, Problem
from leadctl.rules.leads.agents import Agent, Team
from leadctl.values import replace


class _User(TypedDict, total=False):
    """What a person's own file says, once it is found sound."""

    alias: dict[str, str]
    outbox: dict[str, str]


def load_settings(root: Path | None, env: Mapping[str, str]) -> Settings:
    """Return the settings of a book and of the person whose environment this is.

    Raises as `settings_texts` and `read_settings` do.
    """
    return read_settings(settings_texts(root, env), env)


def read_settings(texts: Texts, env: Mapping[str, str]) -> Settings:
    """Return the settings that two files say.

    What is wrong in one of them is left out, and told in `problems`. Raises Invalid where a file is
    no TOML at all.
    """
    book, said, problems = read_text_of(texts.book or "", SETTINGS, book_problems)
    if "timezone" not in book and (lost := [p for p in problems if p.path in {"", "timezone"}]):
        zone = local_zone(env)  # the clock of this machine rather than none, and it is said
        book["timezone"] = zone
        problems[problems.index(lost[0])] = _with_zone(lost[0], zone)
    user, own, more = read_text_of(texts.user or "", texts.user_file, user_problems)
    book = _known_of(book) if is_newer(book) else book
    return replace(_settings(book, user, (said, own)), problems=(*problems, *more))


def _with_zone(problem: Problem, zone: str) -> Problem:
    said = f"times are shown in {zone} until then"
    return replace(problem, suggestion="; ".join(filter(None, (problem.suggestion, said))))


def settings_problems(text: str) -> list[Problem]:
    """Return what is wrong with a text that is to be a book's settings."""
    try:
        table, lines = parse_toml(text, SETTINGS), lines_of(text)
    except Invalid as error:
        return error.problems
    return list(book_problems(table, SettingsFile(SETTINGS, lines)))


def _known_of(book: dict[str, object]) -> dict[str, object]:
    """Return the settings of a later version that mean here what they are, and no others."""
    known = _fitting(book, options.BOOK)
    sound = cast("BookTable", known)
    named = {option.name for option in options.AGENT}
    agents = {
        key: {
            **{k: v for k, v in table.items() if k not in named and not isinstance(v, dict)},
            **_fitting(table, options.AGENT),
        }
        for key, table in sound.get("agents", {}).items()
        if isinstance(table, dict)
    }
    rank = [one for one in sound.get("rank", ()) if one in agents]
    return {**known, "agents": agents, "rank": rank}


def _fitting(table: dict[str, object], known: tuple[options.Option, ...]) -> dict[str, object]:
    kinds = {option.name: options.KINDS[option.kind][0] for option in known}
    return {key: value for key, value in table.items() if key in kinds and kinds[key](value)}


_OWN = tuple(option.name for option in options.USER if option.kind != "table")


def _settings(
    book: dict[str, object], user: dict[str, object], sources: tuple[SettingsFile, SettingsFile]
) -> Settings:
    own, mine = cast("BookTable", book), cast("_User", user)
    known = {o.name for o in options.BOOK if o.kind not in {"table", "texts"}}
    plain = {key: value for key, value in book.items() if key in known}
    values = {**_flat(book), **_flat(user)}
    origins = {
        ".".join(path): _origin(source, path)
        for table, source in zip((book, user), sources, strict=True)
        for path, _ in _values(table)
    }
    return _made(
        **plain,
        team=_team(own),
        **{name: user[name] for name in _OWN if name in user},
        aliases=mine.get("alias", {}),
        send=mine.get("outbox", {}).get("send", ""),
        constants=own.get("constants", {}),
        views={name: table.get("query", "") for name, table in own.get("view", {}).items()},
        values=values,
        origins=origins,
    )


_made: Callable[..., Settings] = Settings
# `check_table` has seen to it that the plain ones are of their kinds.


def _team(book: BookTable) -> Team:
    overseers = tuple(book.get("overseers", _OVERSEERS))
    agents = {
        key: _agent(key, dict(table), overseers) for key, table in book.get("agents", {}).items()
    }
    return Team(agents, tuple(book.get("rank", ())))


_OVERSEERS = cast(
    "tuple[str, ...]", next(option.default for option in options.BOOK if option.name == "overseers")
)


class _AgentTable(TypedDict, total=False):
    """What a book's file says of an agent, by options.AGENT."""

    name: str
    email: str
    phone: str
    timezone: str
    started: date
    roles: list[str]


def _agent(agent_id: str, table: dict[str, object], overseers: tuple[str, ...]) -> Agent:
    said = cast("_AgentTable", table)
    roles = tuple(said.get("roles", ()))
    known = {option.name for option in options.AGENT}
    return Agent(
        agent_id,
        name=said.get("name", ""),
        email=said.get("email", ""),
        phone=said.get("phone", ""),
        timezone=said.get("timezone", ""),
        started=said.get("started"),
        roles=roles,
        attributes={key: value for key, value in table.items() if key not in known},
        oversees=bool({*roles} & {*overseers}),
    )


def _flat(table: dict[str, object]) -> dict[str, object]:
    return {".".join(path): value for path, value in _values(table)}


def _values(
    table: dict[str, object], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each value of a table and of the tables in it, with the keys that lead there."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, (*above, key))
        else:
            yield (*above, key), value


def _origin(source: SettingsFile, path: tuple[str, ...]) -> str:
    return f"{source.file}:{source.line(path)}"
