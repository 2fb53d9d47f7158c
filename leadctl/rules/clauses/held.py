"""Whether a value is the one that is wanted, and whether its time has come."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import matches
from leadctl.rules.language.contents import Field
from leadctl.rules.leads.lead import is_day
from leadctl.rules.leads.money import amount


def has(value: object, wanted: object, kind: Field) -> bool:
    """Whether a value is the one wanted, or of a list, one of its items is."""
    if kind.type == "flag":
        return bool(value) is wanted
    if kind.kind.ordered:
        return amount(value) == amount(wanted)
    held = value if isinstance(value, list | tuple) else (value,)
    return (bool(kind.every) and kind.every in held) or any(
        matches({"v": item}, {"v": wanted}) for item in held
    )


def has_passed(value: object, case: Case) -> bool:
    """Whether a day is over, or a moment has come; what is neither never has."""
    if is_day(value):
        return bool(value < case.today)  # a day is over at its end
    if not isinstance(value, datetime):
        return False
    return (value if value.tzinfo else value.replace(tzinfo=case.zone)) <= case.now
