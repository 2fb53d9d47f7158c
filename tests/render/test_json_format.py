"""JSON holds every field exactly, and nothing in it acts on a terminal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.formats import render
from leadctl.render.json_format import json_value
from leadctl.render.listing import Column, Listing

COLUMNS = (
    Column("id", "ID"),
    Column("when", "WHEN", shown="human"),
    Column("v", "V", shown="data"),
)


def test_every_field_is_always_there() -> None:
    """A row without a value has null; what is for people only is left out."""
    listing = Listing(COLUMNS, [{"id": "k7f3q9m2", "when": "tomorrow"}, {"id": "b", "v": [1, "x"]}])
    expected = [{"id": "k7f3q9m2", "v": None}, {"id": "b", "v": [1, "x"]}]
    assert json.loads(render(listing, "json")) == expected
    assert [json.loads(line) for line in render(listing, "jsonl").splitlines()] == expected


def test_no_rows() -> None:
    """Without rows there is an empty array, and no line at all."""
    assert render(Listing(COLUMNS, []), "json") == "[]\n"
    assert render(Listing(COLUMNS, []), "jsonl") == ""


def test_values() -> None:
    """Dates are ISO with their offset, money keeps its digits, sets have an order."""
    new_york = ZoneInfo("America/New_York")
    values = {
        "utc": datetime(2026, 11, 28, 14, tzinfo=UTC),
        "there": datetime(2026, 11, 28, 14, tzinfo=new_york),
        "day": date(2026, 11, 28),
        "money": Decimal("12.50"),
        "set": {"b", "a"},
        "none": None,
        "yes": True,
    }
    assert json.loads(json_value(values)) == {
        "utc": "2026-11-28T14:00:00+00:00",
        "there": "2026-11-28T14:00:00-05:00",
        "day": "2026-11-28",
        "money": "12.50",
        "set": ["a", "b"],
        "none": None,
        "yes": True,
    }


@given(st.text())
def test_text_is_exact_and_harmless(text: str) -> None:
    """Any text comes back as it was; no control or override is in the output as such."""
    drawn = render(Listing(COLUMNS, [{"id": text}]), "jsonl")
    assert json.loads(drawn)["id"] == text
    assert drawn[:-1].isprintable() or not any(
        ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 or letter in "\u202e\u2066\u2028\ufeff"
        for letter in drawn[:-1]
    )


def test_escapes_of_a_terminal() -> None:
    """ESC, C1 and overrides are written as JSON escapes, and other scripts as themselves."""
    drawn = render(Listing(COLUMNS, [{"id": "\x1b[31m\x9b\u202e\udce9 王"}]), "jsonl")
    assert drawn == '{"id": "\\u001b[31m\\u009b\\u202e\\udce9 王", "v": null}\n'
