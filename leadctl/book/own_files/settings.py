"""The settings of a book and of the person using it, each with where it came from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from leadctl.book.files import read_text
from leadctl.book.own_files.places import SETTINGS
from leadctl.errors import NotFound, Problem
from leadctl.rules.leads.agents import Agent, Team
from leadctl.values import dataclass, field, names_of

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
"""The newest format of a book that this version writes."""
LARGEST = 64 * 1024
"""No file of settings is larger than this many bytes: it is read past each wrong line anew."""
COMMIT = "commit"
"""The setting `git` of a book in which each command makes a commit."""


@dataclass(frozen=True)
class Settings:
    """What holds: from `agent` to `aliases` the person's own, everything else the book's.

    `send` is the command that `outbox send` pipes messages to, "" where none is configured.
    `problems` are those of the two files, past which they were read.
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
    clock: int = 24
    phones: str = "national"
    width: int = 0
    pager: str = ""
    send: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def writable(self) -> bool:
        """Whether this version knows the book's format well enough to write it."""
        return self.schema <= SCHEMA

    def origin(self, key: str) -> str:
        """Return where a setting came from: "leadctl.toml:3", the person's file, or "default"."""
        return self.origins.get(key, "default")

    def shown(self) -> Iterator[tuple[str, object, str]]:
        """Yield every setting's dotted name, its value and its origin, defaults included."""
        from leadctl.book.own_files import setting_table as options

        named = [o for o in (*options.BOOK, *options.USER) if o.kind != "table"]
        defaults = {o.name: o.default for o in named} | {"outbox.send": ""}
        for key, value in {**defaults, **self.values}.items():
            yield key, value, self.origin(key)


@dataclass(frozen=True)
class Texts:
    """What settings are read from: the book's file and the person's own, None where none is.

    `user_file` is what people are told of the latter.
    """

    book: str | None
    user: str | None
    user_file: str


def settings_texts(root: Path | str | None, env: Mapping[str, str]) -> Texts:
    """Return what the settings are read from. Raises NotFound where there is no leadctl.toml."""
    book = _text(f"{root}/{SETTINGS}", SETTINGS) if root else None
    path = user_config(env)
    user = _text(path, path) if path and os.path.isfile(path) else None
    return Texts(book, user, str(path))


def user_config(env: Mapping[str, str]) -> str | None:
    """Return the person's own configuration file, there or not; None without a home."""
    base, home = env.get("XDG_CONFIG_HOME", ""), env.get("HOME", "")
    if base.startswith("/"):
        return os.path.join(base, "leadctl", "config.toml")
    return os.path.join(home, ".config", "leadctl", "config.toml") if home[:1] == "/" else None


def _text(path: str, shown: str) -> str:
    # A settings file may well be a link: people keep theirs in a repository of their own.
    real = os.path.realpath(path)
    if not os.path.isfile(real):
        raise NotFound(f"{shown} is not there.", hint="Make a book with: leadctl init")
    return read_text(real, shown, LARGEST)


# Kept in the index


_PROGRAMS = ("send", "pager", "aliases")
"""The settings that name programs: never taken from an index, which may have come with a book."""


def can_be_kept(settings: Settings) -> bool:
    """Whether settings are sound, and name no program."""
    return not settings.problems and not any(getattr(settings, name) for name in _PROGRAMS)


def as_plain(settings: Settings) -> object:
    """Return settings that can be kept as plain values."""
    values = {n: getattr(settings, n) for n in names_of(settings) if n not in _PROGRAMS}
    agents = [[getattr(one, n) for n in _AGENT] for one in settings.team.agents.values()]
    return {**values, "team": (agents, settings.team.rank)}


def from_plain(plain: object) -> Settings:
    """Return the settings of which `as_plain` gave the values."""
    values = {k: v for k, v in cast("dict[str, object]", plain).items() if k not in _PROGRAMS}
    agents, rank = cast("tuple[list[list[object]], tuple[str, ...]]", values["team"])
    team = Team({one.id: one for one in (_agent(*agent) for agent in agents)}, rank)
    return _made(**{**values, "team": team})


_AGENT = tuple(names_of(Agent))
_agent: Callable[..., Agent] = Agent
_made: Callable[..., Settings] = Settings
# The values are those of sound settings.
