"""The schema of a lead's file agrees with what the book reads."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from leadctl.book.text.lead_file import KNOWN, parse_lead
from leadctl.book.text.toml_read import parse_toml
from leadctl.errors import Invalid
from leadctl.render.listing import exact
from leadctl.rules.leads.lead_schema import lead_schema

LEAD = """\
id = "k7f3q9m2"
name = "Ana López"
pipeline = "streeteasy-buyer"
status = "Nurture"
tags = ["brooklyn"]
birthday = 1980-03-07
do_not_contact = ["call"]
history = [
    { at = 2026-11-20T14:05:00Z, event = "received", by = "import" },
    { at = 2026-11-20T14:21:00Z, event = "text", way = "out", by = "sam" },
]
[extra]
"Lead Type" = "home valuation"
"""


def as_json(text: str) -> Any:
    """Return a TOML text as an editor hands it to a schema."""
    return exact(parse_toml(text, "lead.toml"))


def test_the_schema_is_one() -> None:
    """It is a valid schema, and knows every field that the book knows."""
    jsonschema.Draft202012Validator.check_schema(lead_schema({}))
    assert set(lead_schema({})["properties"]) >= {*KNOWN, "id", "name", "pipeline", "status"}


def test_a_sound_lead_is_valid() -> None:
    """What the book reads, the schema lets pass."""
    parse_lead(LEAD, "lead.toml")
    jsonschema.Draft202012Validator(lead_schema({})).validate(as_json(LEAD))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id = "k7f3q9m2"\n', ""),
        ("k7f3q9m2", "K7"),
        ('name = "Ana López"', "name = 3"),
        ('["brooklyn"]', '"brooklyn"'),
        ('["call"]', '["fax"]'),
        ('event = "text", ', ""),
        ("at = 2026-11-20T14:05:00Z, ", ""),
    ],
)
def test_what_the_book_refuses_is_not_valid(before: str, after: str) -> None:
    """A mistake is one to both."""
    broken = LEAD.replace(before, after)
    with pytest.raises(Invalid):
        parse_lead(broken, "lead.toml")
    assert not jsonschema.Draft202012Validator(lead_schema({})).is_valid(as_json(broken))
