"""The keys of a definition's tables: what each takes, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadctl.values import dataclass


@dataclass(frozen=True)
class Key:
    """One key of a table: the kind of its value, what it means, the choices where closed.

    `kind` is a scalar ("text", "duration", ...), or refers to a table: "table:X" one,
    "tables:X" an array of them (a single one may stand without brackets), "named:X" tables by name.
    `store` is the attribute it becomes where that differs from the key.
    """

    kind: str
    means: str
    choices: tuple[str, ...] = ()
    required: bool = False
    store: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what it is for, its keys, and the type it becomes."""

    means: str
    keys: Mapping[str, Key]
    make: Callable[..., object] | None = None
    one_of: tuple[str, ...] = ()


def key(kind: str, means: str, *choices: str, required: bool = False, store: str = "") -> Key:
    """Return a key of a table."""
    return Key(kind, means, choices, required, store)
