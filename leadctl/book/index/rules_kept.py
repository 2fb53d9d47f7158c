"""Settings and definitions as they were found sound, kept while their files say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from leadctl.book.index.packing import FAULTS, pack_values, unpack_values
from leadctl.book.index.store import CannotWriteError
from leadctl.book.own_files.settings import Settings, Texts, as_plain, can_be_kept, from_plain
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.index.index import Index
    from leadctl.rules.language.pipeline import Pipeline

T = TypeVar("T")


@dataclass(frozen=True)
class _Place:
    """Where in the index a value is kept."""

    table: str
    column: str
    key: str


class RulesKept:
    """What an index keeps; with `check` it is made all the same, and compared."""

    def __init__(self, index: Index, *, check: bool) -> None:
        self.index, self.check = index, check

    def definition(self, pipeline_id: str, key: str, make: Callable[[], Pipeline]) -> Pipeline:
        """Return a definition as it was kept while all rules were as `key` says, else make it, and
        keep it. Raises as `make` does.
        """
        if not self.index.may_be_asked() or self.index.store.get("rules") != key:
            return make()
        from leadctl.book.index.definitions import pack_definition, unpack_definition

        place = _Place("definition", "pipeline", pipeline_id)
        return self._kept(place, unpack_definition, make, pack_definition)

    def settings(self, texts: Texts, env: Mapping[str, str]) -> Settings:
        """Return settings as they were kept when the same texts were read, else read them, and keep
        them if they can be. Raises as `read_settings` does.
        """

        def make() -> Settings:
            from leadctl.book.own_files.read_settings import read_settings

            return read_settings(texts, env)

        if not self.index.may_be_asked():
            return make()
        place = _Place("settings", "said", repr((texts.book, texts.user, texts.user_file)))
        return self._kept(
            place,
            lambda data: from_plain(unpack_values(data)),
            make,
            lambda made: pack_values(as_plain(made)) if can_be_kept(made) else b"",
        )

    def _kept(
        self,
        place: _Place,
        read: Callable[[bytes], T],
        make: Callable[[], T],
        write: Callable[[T], bytes],
    ) -> T:
        known: T | None = None
        ask = f"SELECT made FROM {place.table} WHERE {place.column} = ?"
        with suppress(sqlite3.Error, *FAULTS):
            for (data,) in self.index.store.db.execute(ask, (place.key,)):
                known = read(data)
        if known is not None and not self.check:
            return known
        made = make()
        if known is None:
            self._keep(place, write(made))
        elif known != made and write(known) != write(made):  # nan is not what nan is
            raise AssertionError(f"the index has another {place.table}: {place.key[:80]}")
        return made

    def _keep(self, place: _Place, data: bytes) -> None:
        store = self.index.store
        if data and not store.db.in_transaction:
            with suppress(CannotWriteError), store.writing():
                if place.table == "settings":  # what they said before is not kept
                    store.db.execute("DELETE FROM settings")
                row = f"INSERT OR REPLACE INTO {place.table} VALUES (?, ?)"
                store.db.execute(row, (place.key, data))
