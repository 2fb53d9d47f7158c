"""A lead's values: what is a day, a talk, a formula, a word; read back as they were written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from leadctl.rules.leads.formula_guard import guarded, unguarded
from leadctl.rules.leads.lead import Event, Lead, is_day
from leadctl.rules.leads.lead_json import from_values, to_values
from leadctl.rules.leads.lead_schema import lead_schema
from leadctl.rules.leads.normal_text import normal
from leadctl.rules.leads.value_words import day_said, value_said

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "day"),
    [(date(2026, 3, 5), True), (NOON, False), ("2026-03-05", False), (None, False), (5, False)],
)
def test_only_a_date_is_a_day(value: object, day: bool) -> None:
    """A moment, a text and nothing at all are no days."""
    assert is_day(value) is day


@pytest.mark.parametrize(
    ("name", "data", "talk"),
    [
        ("meeting", {}, True),
        ("meeting", {"outcome": "no show"}, False),
        ("call", {"outcome": "spoke"}, True),
        ("call", {"outcome": "voicemail"}, False),
        ("call", {"way": "in"}, True),
        ("call", {"way": "out"}, False),
        ("email", {"way": "in"}, False),
        ("note", {}, False),
        ("status", {"to": "New"}, False),
    ],
)
def test_what_is_a_talk(name: str, data: dict[str, object], talk: bool) -> None:
    """A meeting that was held and an answered call are words both ways; nothing else is."""
    assert Event(NOON, name, "sam", data).is_talk is talk


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        (" =1", "' =1"),
        ("-x", "'-x"),
        ("\uff1dx", "'\uff1dx"),
        ("-5", "-5"),
        ("+14155550132", "+14155550132"),
        ("Ana", "Ana"),
        ("O'Neil", "O'Neil"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula(text: str, cell: str) -> None:
    """It goes out behind an apostrophe, anything else as it is; both come back as they were."""
    assert guarded(text) == cell
    assert unguarded(cell) == text


def test_an_event_of_one_letter_is_one() -> None:
    """The schema wants a name that is not empty, and no more."""
    schema = lead_schema({})
    lead = {"id": "k7f3q9m2", "name": "Ana", "pipeline": "small", "status": "New"}
    for name, errors in (("x", 0), ("", 1)):
        line = {"at": "2026-03-05", "event": name}
        found = jsonschema.Draft202012Validator(schema).iter_errors({**lead, "history": [line]})
        assert len(list(found)) == errors


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("पहला नाम", "पहला नाम"),
        ("नाम2", "नाम 2"),
        ("имя Клиента", "имя клиента"),
        ("Prénom_2", "prenom 2"),
    ],
)
def test_words_of_other_scripts_stay_whole(header: str, plain: str) -> None:
    """Marks belong to the letters before them; a number is a word of its own."""
    assert normal(header) == plain


def test_an_event_comes_back_from_json_as_it_was() -> None:
    """Its moment, its agent and all that it carries; a whole day stays one."""
    day = Event(datetime(2026, 3, 5, tzinfo=UTC), "call", "sam", {"way": "out", "text": "Hi"})
    lead = Lead("k7f3q9m2", "Ana", "small", "New", {}, (day,))
    assert from_values(to_values(lead)).history == (day,)


def test_a_day_is_said_with_its_year_where_that_is_another() -> None:
    """By the year that it is where people are, not in UTC."""
    assert day_said(date(2026, 12, 31), NOON, UTC) == "Thu 31 December"
    assert day_said(date(2027, 1, 1), NOON, UTC) == "Fri 1 January 2027"
    late = datetime(2027, 1, 1, 2, tzinfo=UTC)
    york = ZoneInfo("America/New_York")
    assert day_said(date(2026, 12, 31), late, york) == "Thu 31 December"
    assert value_said([True, "x"], NOON, UTC) == "yes, x"
