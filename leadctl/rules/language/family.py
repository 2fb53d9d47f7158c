"""Families: tables of one use (clauses, effects), of kinds that each are one class in one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from leadctl.rules.language.keys import Key
from leadctl.rules.language.part import Part

K = TypeVar("K", bound=Part)


class Family(Generic[K]):
    """The kinds that a table of one use may be; its subject, a key of its own, tells which.

    Where `several`, one table may have more than one subject: it becomes a value for each, in
    the order in which the kinds are registered.
    """

    def __init__(self, means: str, shared: Mapping[str, Key], *, several: bool = False) -> None:
        self.means = means
        self.shared = shared
        self.several = several
        self.kinds: dict[str, type[K]] = {}

    def register(self, *kinds: type[K]) -> None:
        """Add kinds. Raises TypeError for one half made, so that nothing falls through later."""
        for kind in kinds:
            missing: frozenset[str] = getattr(kind, "__abstractmethods__", frozenset())
            if missing:
                raise TypeError(f"{kind.__name__} lacks {', '.join(sorted(missing))}")
            if kind.subject not in kind.keys or not (kind.means and kind.example):
                raise TypeError(f"{kind.__name__} lacks the key of its subject, or what it means")
            if kind.subject in self.kinds:
                raise TypeError(f'"{kind.subject}" is {self.kinds[kind.subject].__name__} already')
            if lost := [key for key in kind.keys if not hasattr(kind, key)]:
                raise TypeError(f"{kind.__name__} has no attribute {', '.join(lost)}")
            self.kinds[kind.subject] = kind

    def remove(self, kind: type[K]) -> None:
        """Take a kind out again."""
        del self.kinds[kind.subject]

    def keys_of(self, *subjects: str) -> dict[str, Key]:
        """Return the keys that a table with these subjects may have."""
        own = {name: key for s in subjects for name, key in self.kinds[s].keys.items()}
        return {**own, **self.shared}

    def all_keys(self) -> dict[str, Key]:
        """Return every key that any kind has."""
        return self.keys_of(*self.kinds)
