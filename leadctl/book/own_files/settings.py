"""The settings of a book and of the person using it, each with where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from leadctl.book.files import read_text
from leadctl.book.own_files import setting_table as options
from leadctl.book.own_files.places import SETTINGS
from leadctl.book.own_files.setting_table import Source, check_table
from leadctl.book.text.toml_read import Lines, lines_of, our_side, parse_toml
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.leads.agents import Agent, Team
from leadctl.values import dataclass, field, replace

SCHEMA = 1
"""The newest format of a book that this version writes."""

COMMIT = "commit"
"""The setting `git` of a book in which each command makes a commit."""


@dataclass(frozen=True)
class Settings:
    """What holds: `agent` and `send` are the person's own, everything else is the book's.

    `send` is the command that `outbox send` pipes messages to, "" where none is configured.
    `problems` are those of a file that can be read all the same: a merge has left both sides in it.
    """

    schema: int = SCHEMA
    pipeline: str = ""
    timezone: str = "UTC"
    region: str = "US"
    git: str = ""
    undo_operations: int = 50
    undo_days: int = 30
    new_days: int = 2
    spread_days: int = 20
    limit: int = 20
    idle: str = "7 days"
    team: Team = field(default_factory=Team)
    agent: str = ""
    send: str = ""
    views: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def writable(self) -> bool:
        """Whether this version knows the book's format well enough to write it."""
        return self.schema <= SCHEMA

    def origin(self, key: str) -> str:
        """Return where a setting came from: "leadctl.toml:3", the person's file, or "default"."""
        return self.origins.get(key, "default")

    def shown(self) -> Iterator[tuple[str, Any, str]]:
        """Yield every setting's dotted name, its value and its origin, defaults included."""
        named = [o for o in options.BOOK if o.kind != "table"]
        defaults = {o.name: o.default for o in named} | {"agent": "", "outbox.send": ""}
        for key, value in {**defaults, **self.values}.items():
            yield key, value, self.origin(key)


def load_settings(root: Path | None, env: Mapping[str, str]) -> Settings:
    """Return the settings of a book and of the person whose environment this is.

    A book's file that both sides of a merge have changed is read as ours has it, for reading alone.
    Raises Invalid with every other problem of both files, NotFound where there is no leadctl.toml.
    """
    torn: list[Problem] = []
    book, book_lines = _read(root / SETTINGS, SETTINGS, torn) if root else ({}, lines_of(""))
    path = user_config(env)
    user, user_lines = _read(path, str(path)) if path and path.is_file() else ({}, lines_of(""))
    sources = Source(SETTINGS, book_lines), Source(str(path), user_lines)
    problems = [*_book_problems(book, sources[0]), *_user_problems(user, sources[1])]
    if problems:
        raise Invalid(problems)
    book = _known_of(book) if _is_newer(book) else book
    return replace(_settings(book, user, sources), problems=tuple(torn))


def settings_problems(text: str) -> list[Problem]:
    """Return what is wrong with a text that is to be a book's settings."""
    try:
        table, lines = parse_toml(text, SETTINGS), lines_of(text)
    except Invalid as error:
        return error.problems
    return list(_book_problems(table, Source(SETTINGS, lines)))


def user_config(env: Mapping[str, str]) -> Path | None:
    """Return the person's own configuration file, there or not; None without a home."""
    base, home = env.get("XDG_CONFIG_HOME", ""), env.get("HOME", "")
    if base.startswith("/"):
        return Path(base, "leadctl", "config.toml")
    return Path(home, ".config", "leadctl", "config.toml") if home.startswith("/") else None


def _read(
    path: Path, shown: str, torn: list[Problem] | None = None
) -> tuple[dict[str, Any], Lines]:
    # A settings file may well be a link: people keep theirs in a repository of their own.
    real = path.resolve()
    if not real.is_file():
        raise NotFound(f"{shown} is not there.", hint="Make a book with: leadctl init")
    text = read_text(real, shown)
    if not text.strip():
        return {}, lines_of("")
    try:
        return parse_toml(text, shown), lines_of(text)
    except Invalid as error:
        ours = our_side(text)
        if torn is None or not ours.strip():
            raise
        torn += error.problems
        return parse_toml(ours, shown), lines_of(ours)


def _book_problems(book: dict[str, Any], source: Source) -> Iterator[Problem]:
    for key in options.COMMANDS:
        if key in book:
            said = "a book cannot name a command to run"
            yield source.problem((key,), said, "set it in your own ~/.config/leadctl/config.toml")
    if _is_newer(book):
        return  # a later version's settings: what is known of them is read, the rest not judged
    plain = {key: value for key, value in book.items() if key not in options.COMMANDS}
    found = check_table(plain, options.BOOK, source)
    yield from found
    if not any(problem.path in {"agents", "rank"} for problem in found):
        yield from _agent_problems(book.get("agents", {}), book.get("rank", []), source)
    if not any(problem.path == "view" for problem in found):
        yield from _view_problems(book.get("view", {}), source)


def _view_problems(views: dict[str, Any], source: Source) -> Iterator[Problem]:
    for name, table in views.items():
        if not isinstance(table, dict):
            yield source.problem(
                ("view", name), "is not a table", f'write [view.{name}] query = ""'
            )
        else:
            yield from check_table(table, options.VIEW, source, ("view", name))


def _is_newer(book: dict[str, Any]) -> bool:
    return isinstance(book.get("schema"), int) and book["schema"] > SCHEMA


def _known_of(book: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a later version that mean here what they are, and no others."""
    known = _fitting(book, options.BOOK)
    named = {option.name for option in options.AGENT}
    agents = {
        key: {
            **{k: v for k, v in table.items() if k not in named and not isinstance(v, dict)},
            **_fitting(table, options.AGENT),
        }
        for key, table in known.get("agents", {}).items()
        if isinstance(table, dict)
    }
    rank = [one for one in known.get("rank", ()) if one in agents]
    return {**known, "agents": agents, "rank": rank}


def _fitting(table: dict[str, Any], known: tuple[options.Option, ...]) -> dict[str, Any]:
    kinds = {option.name: options.KINDS[option.kind][0] for option in known}
    return {key: value for key, value in table.items() if key in kinds and kinds[key](value)}


def _agent_problems(agents: dict[str, Any], rank: list[str], source: Source) -> Iterator[Problem]:
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


def _user_problems(user: dict[str, Any], source: Source) -> Iterator[Problem]:
    yield from check_table(user, options.USER, source)
    if isinstance(user.get("outbox"), dict):
        yield from check_table(user["outbox"], options.OUTBOX, source, ("outbox",))


def _settings(
    book: dict[str, Any], user: dict[str, Any], sources: tuple[Source, Source]
) -> Settings:
    known = {o.name for o in options.BOOK if o.kind not in {"table", "texts"}}
    plain = {key: value for key, value in book.items() if key in known}
    values = {**_flat(book), **_flat(user)}
    origins = {key: _origin(sources[0], path) for key, path in _paths(book)}
    origins |= {key: _origin(sources[1], path) for key, path in _paths(user)}
    return Settings(
        **plain,
        team=_team(book),
        agent=user.get("agent", ""),
        send=user.get("outbox", {}).get("send", ""),
        views={name: table.get("query", "") for name, table in book.get("view", {}).items()},
        values=values,
        origins=origins,
    )


def _team(book: dict[str, Any]) -> Team:
    overseers = tuple(book.get("overseers", _OVERSEERS))
    agents = {
        key: _agent(key, dict(table), overseers) for key, table in book.get("agents", {}).items()
    }
    return Team(agents, tuple(book.get("rank", ())))


_OVERSEERS = next(option.default for option in options.BOOK if option.name == "overseers")


def _agent(agent_id: str, table: dict[str, Any], overseers: tuple[str, ...]) -> Agent:
    texts = {key: table.pop(key, "") for key in ("name", "email", "phone", "timezone")}
    started: date | None = table.pop("started", None)
    roles = tuple(table.pop("roles", ()))
    return Agent(
        agent_id,
        **texts,
        started=started,
        roles=roles,
        attributes=table,
        oversees=bool({*roles} & {*overseers}),
    )


def _flat(table: dict[str, Any]) -> dict[str, Any]:
    return {key: _at(table, path) for key, path in _paths(table)}


def _at(table: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        table = table[key]
    return table


def _paths(
    table: dict[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))
        else:
            yield ".".join((*above, key)), (*above, key)


def _origin(source: Source, path: tuple[str, ...]) -> str:
    return f"{source.file}:{source.line(path)}"
