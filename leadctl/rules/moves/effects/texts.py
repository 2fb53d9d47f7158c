"""Texts that people are to read: a template with a lead's values in it, as people write them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import BY_ITSELF, is_day
from leadctl.rules.leads.money import amount
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import dataclass

_NAMED = re.compile(r"\{(\w+)\}")
_MONTH_DAY = re.compile(r"(?:--|\d{4}-)?(\d{2})-(\d{2})")
_NOBODY = frozenset({"", BY_ITSELF, "import"})


@dataclass(frozen=True)
class Text:
    """A template's text, and the names of what it says nothing for: "(no fee)" stands there."""

    said: str
    lacks: tuple[str, ...] = ()


def text_of(template: str, case: Case, stamp: Stamp, masked: Collection[str] = ()) -> Text:
    """Return a template with the lead's values in it; a masked one is "(hidden)".

    A constant that the book has not set stays in its braces: the message waits for it.
    """
    lacks: list[str] = []

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in masked:
            return "(hidden)"
        if words := _words(name, case, stamp):
            return words
        if name in case.pipeline.constants:
            return found[0]
        label = name.replace("_", " ")
        lacks.append(label)
        return f"(no {label})"

    said = _NAMED.sub(value, template)
    return Text(said, tuple(dict.fromkeys(lacks)))


def names_in(template: str) -> list[str]:
    """Return the names in braces, each as often as it is there."""
    return _NAMED.findall(template)


def _words(name: str, case: Case, stamp: Stamp) -> str:
    """Return what stands for one name: "" where there is nothing to say."""
    if name == "agent":
        return _signing(case, stamp)
    if name == "owner":
        return _agent(case.lead.owner, case)
    field = case.pipeline.field_of(name)
    value = case.value(name)
    if field is not None and field.type == "lead" and value:
        return _name_of(str(value), case)
    return value_for_people(value, field.type if field else "", case, stamp.at)


def _signing(case: Case, stamp: Stamp) -> str:
    """Return who signs: the agent who did what queues it, or whose lead it is, and no machine."""
    return _agent(stamp.by if stamp.by not in _NOBODY else case.lead.owner, case)


def _agent(name: str, case: Case) -> str:
    known = case.agents.get(name)
    return known.label if known else name


def _name_of(lead: str, case: Case) -> str:
    """Return what people call another lead, or its id where the book does not have it."""
    return next((other.lead.name for other in case.others.cases if other.lead.id == lead), lead)


def value_for_people(value: object, kind: str, case: Case, written: datetime) -> str:
    """Return a value as one writes it to a customer: "Fri 11 December, 11:00", "1,200.50".

    Times are those of the definition's zone; a year stands where it is not that of the writing.
    """
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        words = [value_for_people(one, "", case, written) for one in value]
        return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return _date(value, kind, case, written) or _figure(value, kind) or str(value)


def _date(value: object, kind: str, case: Case, written: datetime) -> str:
    """Return a moment, a day, or a day of any year; "" for what is none of them."""
    if isinstance(value, datetime) and (moment := case.aware(value)):
        here = moment.astimezone(case.zone)
        return f"{_day(here.date(), case, written)}, {here.hour}:{here:%M}"
    if is_day(value):
        return _day(value, case, written)
    found = _MONTH_DAY.fullmatch(str(value)) if kind == "month-day" else None
    return f"{int(found[2])} {date(2000, int(found[1]), 1):%B}" if found else ""


def _figure(value: object, kind: str) -> str:
    """Return an amount or a number, with cents only where there are some; "" for what is none."""
    figure = amount(value) if kind in {"money", "number"} else None
    if figure is None:
        return ""
    if figure == figure.to_integral_value():
        return f"{figure:,.0f}"
    return f"{figure:,.2f}" if kind == "money" else f"{figure:,f}"


def _day(day: date, case: Case, written: datetime) -> str:
    year = "" if day.year == written.astimezone(case.zone).year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%B}{year}"
