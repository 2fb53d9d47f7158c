"""Values as people type them, read by the kind of their field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from leadctl.errors import Usage
from leadctl.rules.language.contents import Field
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.amounts import read_amount
from leadctl.rules.leads.lead import YEARS, outside
from leadctl.rules.leads.money import plain
from leadctl.rules.time.doubts import doubt
from leadctl.rules.time.typed_times import parse_day_or_when
from leadctl.rules.time.wall_clock import at_offset
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Here:
    """When and where something is typed: what "tomorrow" and a number without country mean.

    `lead_id` gives the id of the lead that is typed in a field of type lead.
    """

    now: datetime
    zone: ZoneInfo
    region: str
    lead_id: Callable[[str], str] = str


def read_fields(
    typed: Mapping[str, str], known: Mapping[str, Field], here: Here, *, of: str = ""
) -> dict[str, object]:
    """Return typed values by the kinds of their fields; "" becomes None, which takes a field away.

    `of` names the event whose fields they are: it takes no others. Raises Usage naming the field
    and what it takes.
    """
    values: dict[str, object] = {}
    for key, text in typed.items():
        kind = known.get(key)
        if kind is None and of and key != "id":
            raise Usage(f'"{of}" has no field "{key}".', hint=_instead(key, known, of))
        if text == "":
            values[key] = None
            continue
        try:
            values[key] = read_value(text, kind or Field(), here)
        except ValueError as error:
            raise Usage(f'{key}="{text}": {error}') from None
    return values


def _instead(key: str, known: Mapping[str, Field], of: str) -> str:
    """Return what to type instead of a field that an event does not have."""
    if key in {"at", "outcome", "text", "message", "way"}:
        return f"That is an option: --{_OPTIONS.get(key, key)}; see leadctl log --help"
    near = nearest(key, known)
    listed = f"It takes: {', '.join(known)}" if known else f"{of} takes none: say it with -m"
    return near[:1].upper() + near[1:] or listed


_OPTIONS = {"text": "message", "way": "in"}


def read_value(text: str, kind: Field, here: Here) -> object:
    """Return one value. Raises ValueError with a sentence saying what the field takes."""
    if kind.type in {"date", "datetime"}:
        return _day_or_moment(text, kind, here)
    if kind.type == "list":
        return [_item(part, kind, here) for part in _parts(text)]
    if kind.type == "phone":
        return _phone(text, here.region)
    if kind.type == "month-day":
        return _month_day(text.strip(), here.region)
    if kind.type == "lead":
        return here.lead_id(text.strip())
    return _PLAIN[kind.type](text.strip(), kind)


def _item(text: str, kind: Field, here: Here) -> object:
    """Return one item of a list: by the type of its items, or out of its choices."""
    of = kind.of or ("choice" if kind.choices else "text")
    return read_value(text, replace(kind, type=of, of=""), here)


def _day_or_moment(text: str, kind: Field, here: Here) -> date | datetime:
    """Return a day, or in a field that takes a time as well the moment, if one is named."""
    read = parse_day_or_when(text, here.now, here.zone)
    if unclear := doubt(text, here.now, here.zone):
        raise ValueError(unclear)
    moment = at_offset(read, here.zone) if isinstance(read, datetime) else read
    if moment.year not in YEARS:
        raise ValueError(outside(moment.year))
    return moment.date() if kind.type == "date" and isinstance(moment, datetime) else moment


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", text) if part.strip()] or [text]


def _phone(text: str, region: str) -> str:
    from leadctl.rules.importing.phones import e164

    number = e164(text, region)
    if not number:
        from phonenumbers import PhoneNumberFormat, example_number, format_number

        one = example_number(region)
        said = format_number(one, PhoneNumberFormat.NATIONAL) if one else "+14155550132"
        raise ValueError(
            f"is no telephone number in {region}, where one is {said}; of elsewhere, begin with +"
        )
    return number


def _number(text: str, kind: Field) -> int | float:
    found = read_amount(text, money=kind.type == "money")
    if found is None:
        raise ValueError("is no number")
    return plain(found)


def _flag(text: str, _: Field) -> bool:
    if text.lower() in {"yes", "true", "y", "1", "on"}:
        return True
    if text.lower() in {"no", "false", "n", "0", "off"}:
        return False
    raise ValueError("takes yes or no")


def _choice(text: str, kind: Field) -> str:
    for choice in kind.choices:
        if choice.lower() == text.lower():
            return choice
    suggestion = nearest(text, kind.choices)
    raise ValueError(
        f"is not one of {', '.join(kind.choices)}" + (f"; {suggestion}" * bool(suggestion))
    )


def _email(text: str, _: Field) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("is no e-mail address")
    return text.lower()


def _month_day(text: str, region: str) -> date | str:
    """Return a birthday as people type it, as a date or as "--MM-DD" where it has no year."""
    from leadctl.rules.importing.dates import ORDERS, OrderEvidence, order_where, parse_birthday

    readings = [read for order in ORDERS if (read := parse_birthday(text, order))]
    if not readings:
        raise ValueError("takes a date: 1980-03-07, mar 7 1980; or mar 7, --03-07 without the year")
    if len(set(readings)) == 1:
        return readings[0]
    order = order_where(region, OrderEvidence())
    if order is None:
        raise ValueError("may be day or month first: write the month in letters, as mar 7")
    return readings[ORDERS.index(order)]


def _text(text: str, _: Field) -> str:
    return text


_PLAIN = {
    "number": _number,
    "money": _number,
    "flag": _flag,
    "choice": _choice,
    "email": _email,
    "text": _text,
}
