"""Amounts of money: read as decimals, so that 0.1 and 0.2 are 0.3 wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from leadctl.rules.leads.amounts import read_amount


def amount(value: object) -> Decimal | None:
    """Return an amount as it was written ("$450,000", 450000, 0.1, "1.2m"), or None for none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        read = Decimal(repr(value))
        return read if read.is_finite() else None
    return read_amount(value) if isinstance(value, str) else None


def total(values: Iterable[object]) -> int | float:
    """Return the exact sum of amounts; what is none counts for nothing."""
    return plain(sum((found for v in values if (found := amount(v)) is not None), Decimal(0)))


def plain(value: Decimal) -> int | float:
    """Return an amount as a file or JSON has it: whole where it is, without a binary remainder."""
    return int(value) if value == value.to_integral_value() else float(value)
