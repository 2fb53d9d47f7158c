"""Adding up what was counted of some leads and of others, as if all had been counted in one go."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from leadctl.rules.reports.numbers import Numbers
from leadctl.values import is_value, names_of

T = TypeVar("T")


def add_up(into: T, more: T) -> T:
    """Return what two counts come to; `into` may be changed.

    Numbers are added, lists put after each other, tables and values taken key by key; of texts, and
    of whatever else both have in common, the first stays. Raises TypeError for two that differ in
    kind.
    """
    if type(into) is not type(more):
        raise TypeError(f"{type(into).__name__} and {type(more).__name__} do not add up")
    if isinstance(into, dict) and isinstance(more, dict):
        for key, value in more.items():
            into[key] = add_up(into[key], value) if key in into else value
    elif isinstance(into, list | Numbers) and isinstance(more, list | Numbers):
        into.extend(more)
    elif isinstance(into, int | float | Decimal) and isinstance(more, int | float | Decimal):
        return into + more  # type: ignore[operator,return-value]  # both are of one type
    elif is_value(into):
        for name in names_of(into):
            setattr(into, name, add_up(getattr(into, name), getattr(more, name)))
    return into


def in_order(found: object) -> None:
    """Put the numbers of a count in order, for whoever asks for the middle one of many."""
    if isinstance(found, Numbers):
        found[:] = Numbers(found.typecode, sorted(found))
    elif isinstance(found, dict):
        for value in found.values():
            in_order(value)
    elif is_value(found):
        for name in names_of(found):
            in_order(getattr(found, name))
