"""What `check` says of a book's settings, beyond what any command says that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.book.own_files.places import SETTINGS
from leadctl.book.own_files.setting_table import AGENT, BOOK, KINDS
from leadctl.book.own_files.settings import SCHEMA
from leadctl.errors import Problem
from leadctl.rules.language.nearest import nearest

_ALIKE = 0.75


def format_problems(desk: Desk) -> Iterator[Problem]:
    """Yield that a book is of a later version: what is known of it is read, the rest passed by."""
    settings = desk.book.settings
    if settings.writable:
        return
    line = desk.book.line_of(PurePosixPath(SETTINGS), "schema")
    said = f"format {settings.schema} is not understood: this leadctl knows {SCHEMA}"
    yield Problem(SETTINGS, line, "schema", said, "install a newer leadctl", "newer-format")


def agent_key_problems(desk: Desk) -> Iterator[Problem]:
    """Yield keys of agents, which may be any, that were hardly meant as their own.

    Whatever stands below `[agents.sam]` is sam's, so that `rank` at the end of the file is; and
    `role = "manager"` gives sam no role. A pipeline's own name for something of agents passes,
    unless it is spelt almost as one of ours.
    """
    settings = desk.book.settings
    for agent in settings.team.agents.values():
        for key, value in agent.attributes.items():
            path = f"agents.{agent.id}.{key}"
            origin = settings.origin(path).rpartition(":")[2]
            line = int(origin) if origin.isdigit() else 0
            if _is_books(desk, key, value):
                said = f"stands under [agents.{agent.id}], so that it is no setting of the book"
                yield Problem(
                    SETTINGS, line, path, said, f"write {key} above the first line in [ ]"
                )
            elif near := nearest(key, _fitting(value), _ALIKE):
                yield Problem(SETTINGS, line, path, "is no setting of an agent", near)


def _fitting(value: object) -> list[str]:
    """Return the settings of an agent that a value, alone or as the only one, could be of."""
    return [one.name for one in AGENT if any(map(KINDS[one.kind][0], (value, [value])))]


def _is_books(desk: Desk, key: str, value: object) -> bool:
    """Whether a key is one of the book's, could be that, and is not said for the book."""
    option = next((one for one in BOOK if one.name == key), None)
    if option is None or key in desk.book.settings.values:
        return False
    return KINDS[option.kind][0](value)
