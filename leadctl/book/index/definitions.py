"""Definitions as they were read and found sound, kept for as long as none of them has changed.

The bytes are a pickle. Reading them makes nothing but values of the rules, and times, whatever they
say: nobody who puts an index into a book can have code run.
"""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING, cast

from leadctl.book.index.packing import TIMES
from leadctl.rules.language.part import Part
from leadctl.rules.time.wall_clock import load_zone
from leadctl.values import names_of

try:
    import _pickle as pickle  # as in `packing`
except ImportError:
    import pickle  # type: ignore[no-redef]  # the same functions

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from leadctl.rules.language.pipeline import Pipeline

_RULES = "leadctl.rules."


class ValuesReader(pickle.Unpickler):
    """Reads values of the rules, times and zones alone, and notes of which classes they are."""

    def __init__(self, data: bytes, begin: int = 0) -> None:
        written = io.BytesIO(data)
        written.seek(begin)
        super().__init__(written)
        self.classes: list[type] = []

    def find_class(self, module: str, name: str) -> object:
        """Return a class of values or of times; refuse any other."""
        if (module, name) in TIMES:
            return TIMES[module, name]
        found = getattr(import_module(module), name) if module.startswith(_RULES) else None
        if not isinstance(found, type) or not (
            hasattr(found, "__told__") or issubclass(found, Part)
        ):
            raise pickle.UnpicklingError(f"{module}.{name} is no class of values")
        self.classes.append(found)
        return found

    def persistent_load(self, name: object) -> ZoneInfo:
        """Return a zone by its name."""
        return load_zone(str(name))


class _ZonesByName(pickle.Pickler):
    """Writes zones by their names."""

    def persistent_id(self, value: object) -> str | None:
        """Return a zone's name; None for anything else."""
        from zoneinfo import ZoneInfo

        return value.key if isinstance(value, ZoneInfo) else None


def pack_definition(pipeline: Pipeline) -> bytes:
    """Return a definition as bytes."""
    return with_layout(pipeline, ValuesReader)


def with_layout(value: object, reader: type[ValuesReader]) -> bytes:
    """Return a value as bytes, before it how the values are made of which it consists.

    Raises one of FAULTS for what the reader does not read.
    """
    written = io.BytesIO()
    _ZonesByName(written, 5).dump(value)
    made = reader(written.getvalue())
    made.load()
    return _layout(made.classes) + written.getvalue()


def _layout(classes: list[type]) -> bytes:
    """Return which fields the classes have: a definition kept by other code is not to be used."""
    told = [" ".join((one.__name__, *_fields(one))) for one in classes]
    return f"{', '.join(told)}\n".encode()


def _fields(values: type) -> tuple[str, ...]:
    return tuple(values.keys if issubclass(values, Part) else names_of(values))


def unpack_definition(data: bytes) -> Pipeline:
    """Return what `pack_definition` was given. Raises one of FAULTS for any other bytes, and for
    values that had other fields then.
    """
    return cast("Pipeline", values_of(data, ValuesReader))


def values_of(data: bytes, reader: type[ValuesReader]) -> object:
    """Return what `with_layout` was given. Raises one of FAULTS for values of other fields."""
    begin = data.find(b"\n") + 1
    made = reader(data, begin)
    found = made.load()
    if _layout(made.classes) != data[:begin]:
        raise pickle.UnpicklingError("its values had other fields")
    return found
