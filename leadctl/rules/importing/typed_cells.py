"""A cell as a value of a field's type, as if it had been typed; or None where it is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from leadctl.rules.importing import cell_words, values
from leadctl.rules.importing.dates import Order, parse_birthday, parse_date
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.importing.reading import Reading
from leadctl.rules.leads.amounts import read_amount
from leadctl.rules.leads.lead import ID, YEARS
from leadctl.rules.leads.money import plain
from leadctl.values import dataclass, replace

_YES_OR_NO = {**dict.fromkeys(cell_words.YES, True), **dict.fromkeys(cell_words.NO, False)}


@dataclass(frozen=True)
class Cell:
    """A text below a column, and how it is to be read there; `field` is what it becomes."""

    text: str
    field: str
    order: Order
    zone: tzinfo
    reading: Reading


def typed(cell: Cell, kind: str) -> object:
    """Return a cell's value of a type; of a type that nobody knows the text itself."""
    read = _KINDS.get(kind)
    return read(cell) if read else cell.text


@lru_cache(256)  # a date without a time of day is most often not the only one
def moment(text: str, order: Order, zone: tzinfo) -> datetime | None:
    """Return a day's first moment, or the moment itself, in UTC; None at the calendar's ends."""
    parsed = parse_date(text, order, zone)
    if parsed is None or parsed.year not in YEARS:
        return None
    at = parsed if isinstance(parsed, datetime) else datetime.combine(parsed, time(), zone)
    return at.astimezone(UTC)


def _day(cell: Cell) -> date | None:
    parsed = parse_date(cell.text, cell.order, cell.zone)
    if parsed is None or parsed.year not in YEARS:
        return None
    return parsed.date() if isinstance(parsed, datetime) else parsed


def _day_or_moment(cell: Cell) -> date | None:
    return day_or_moment(cell.text, cell.order, cell.zone)


@lru_cache(256)
def day_or_moment(text: str, order: Order, zone: tzinfo) -> date | None:
    """Return a moment in UTC; a day stays a day: no time of day is made up. None for no date."""
    parsed = parse_date(text, order, zone)
    if parsed is None or parsed.year not in YEARS:
        return None
    return parsed.astimezone(UTC) if isinstance(parsed, datetime) else parsed


def _amount(cell: Cell, *, money: bool) -> int | float | None:
    found = read_amount(cell.text, money=money)
    return None if found is None else plain(found)


def _choice(cell: Cell) -> str | None:
    choices = cell.reading.choices.get(cell.field, ())
    return next((one for one in choices if one.lower() == cell.text.lower()), None)


def _items(cell: Cell) -> list[str] | None:
    """Return the items of a list; None where it has choices and one of them is none."""
    items = values.read_tags(cell.text)
    if cell.field not in cell.reading.choices:
        return items
    found = [one for text in items if (one := _choice(replace(cell, text=text)))]
    return found if len(found) == len(items) else None


def _phones(cell: Cell) -> list[str]:
    return list(read_phones(cell.text, cell.reading.region).values)


_KINDS: dict[str, Callable[[Cell], object]] = {
    "agent": lambda cell: cell.reading.agents.get(cell.text.lower()),
    "money": lambda cell: _amount(cell, money=True),
    "number": lambda cell: _amount(cell, money=False),
    "date": _day,
    "datetime": _day_or_moment,
    "flag": lambda cell: _YES_OR_NO.get(values.answer(cell.text)),
    "choice": _choice,
    "month-day": lambda cell: parse_birthday(cell.text, cell.order),
    "list": _items,
    "lead": lambda cell: cell.text if ID.fullmatch(cell.text) else None,
    "email": lambda cell: next(iter(values.read_emails(cell.text).values), None),
    "phone": lambda cell: next(iter(_phones(cell)), None),
    "phones": lambda cell: _phones(cell) or None,
}
