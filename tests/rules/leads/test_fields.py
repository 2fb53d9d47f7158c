"""The table of fields: each field and each type asked with every qualifier; nothing is silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import NOW, case, lead, pipeline

from leadctl.actions.recording.odd_fields import SETTABLE
from leadctl.actions.recording.other_commands import OTHER_COMMANDS
from leadctl.actions.typed_values import Here, read_value
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.errors import Invalid
from leadctl.render.vcf import vcf
from leadctl.rules.clauses.clauses import applies, holds
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.wording import hint, sentence
from leadctl.rules.importing.map_fields import MAP_FIELDS
from leadctl.rules.language.contents import Field
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import CHANNELS
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.leads.fields import BY_NAME, FIELDS, ON_CARDS, OPTIONAL, REQUIRED
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.lead_schema import lead_schema
from leadctl.rules.leads.money import amount, plain, total
from leadctl.values import replace

OWN = """
[field.own-text]
[field.own-date]
type = "date"
[field.own-datetime]
type = "datetime"
[field.own-month-day]
type = "month-day"
[field.own-money]
type = "money"
[field.own-number]
type = "number"
[field.own-choice]
type = "choice"
choices = ["small", "big"]
[field.own-flag]
type = "flag"
[field.own-phone]
type = "phone"
[field.own-email]
type = "email"
[field.own-lead]
type = "lead"
[field.own-list]
type = "list"
[field.own-picks]
type = "list"
choices = ["text", "all", "call"]

[role.Buyer]
pipeline = "small"
[role.Seller]
pipeline = "small"

[status.Gate]
definition = "guarded"
GUARD = [CLAUSE]
"""
SMALL = pipeline(OWN.replace("GUARD = [CLAUSE]", ""))
NAMES = [*BY_NAME, *SMALL.fields]
QUALIFIERS = [
    "",
    "absent = true",
    "past = true",
    "future = true",
    "at_least = 2",
    "at_most = 2",
    "more_than = 2",
    "at_least = 500000",
    'among = [{ owner = "somebody" }]',
    *(f"equals = {v}" for v in ('"text"', '"all"', '"small"', '"Buyer"', '"New"', "2", "true")),
    *("equals = false", "equals = 2026-01-02", "equals = 2026-01-02T03:04:05Z"),
    'equals = "--03-07"',
    'one_of = ["text", "all", "small", "Buyer", "New"]',
    "one_of = [1, 2.5]",
    'contains = "text"',
    'contains = ["text", "call"]',
]
VALUES: dict[str, list[Any]] = {
    "text": ["text", "all", "small", "Buyer", "New", "--03-07", "other"],
    "date": [date(2026, 1, 2), date(2030, 1, 2)],
    "datetime": [
        datetime.fromisoformat("2026-01-02T03:04:05+00:00"),
        date(2026, 1, 2),
        NOW + timedelta(days=9),
    ],
    "month-day": ["--03-07", date(2026, 1, 2), "text", "all", "small", "Buyer", "New"],
    "money": [1, 2, 2.5, 500_000, "$600,000"],
    "number": [1, 2, 2.5, 500_000],
    "choice": ["small", "big", "Buyer", "Seller", "New", "Gate"],
    "flag": [True, False, date(2026, 1, 2)],
    "list": [["text"], ["all"], ["call", "text"], ["small", "Buyer", "New", "--03-07"]],
}


def definition(guard: str, clause: str) -> Pipeline:
    """Return the definition with one guard. Raises Invalid."""
    return pipeline(OWN.replace("GUARD", guard).replace("CLAUSE", clause))


def people(name: str, kind: str) -> Iterator[Lead]:
    """Yield leads that have, and one that has not, every sort of value in a field."""
    yield lead()
    for value in VALUES.get(kind, VALUES["text"]):
        if name in REQUIRED:
            yield Lead(
                **{"id": "k7f3q9m2", "name": "x", "pipeline": "x", "status": "x", name: value}
            )
        else:
            yield lead(**{name: value})


@pytest.mark.parametrize("qualifier", QUALIFIERS)
@pytest.mark.parametrize("name", NAMES)
def test_every_field_answers_every_qualifier(name: str, qualifier: str) -> None:
    """A clause is refused where it can never hold; else some lead meets it and another does not."""
    clause = f'{{ field = "{name}"{", " * bool(qualifier)}{qualifier} }}'
    try:
        small = definition("requires", clause)
    except Invalid as error:
        assert "can never hold" in str(error)
        return
    [found] = small.status("Gate").requires
    assert isinstance(found, FieldClause)
    assert sentence(found, small)
    told = hint(found, case(lead(), small))
    assert not told or told.startswith("leadctl ")
    kind = small.field_of(name)
    assert kind is not None
    if qualifier.startswith("among"):
        return  # tests of the median are in test_clauses.py
    answers = {holds(found, case(one, small)) for one in people(name, kind.type)}
    always = name in REQUIRED and qualifier in {"", "absent = true"}
    assert answers == {True, False} or always, answers


def test_what_must_not_be_is_refused() -> None:
    """Barred channels, tags and worth are guards like any other: they fire."""
    small = definition("forbids", '{ field = "do_not_contact", equals = "text" }')
    [clause] = small.status("Gate").forbids
    for barred, refused in ((["text"], True), (["all"], True), (["call"], False), ([], False)):
        assert applies(clause, case(lead(do_not_contact=barred), small)) == refused
    small = definition("requires", '{ field = "tags", contains = ["VIP", "brooklyn"] }')
    [clause] = small.status("Gate").requires
    assert holds(clause, case(lead(tags=["brooklyn", "vip", "more"]), small))
    assert not holds(clause, case(lead(tags=["brooklyn"]), small))
    assert sentence(clause, small) == "tags include VIP and brooklyn"
    assert hint(clause, case(lead(), small)) == "leadctl set k7f3q9m2 tags+=VIP,brooklyn"
    small = definition("requires", '{ field = "value", at_least = 500000 }')
    [clause] = small.status("Gate").requires
    assert holds(clause, case(lead(value=500_000), small))
    assert holds(clause, case(lead(value="$1,250,000.50"), small))
    assert not holds(clause, case(lead(value=499_999.99), small))


@pytest.mark.parametrize(
    "clause",
    [
        '{ field = "do_not_contact", equals = "txt" }',
        '{ field = "role", equals = "Byer" }',
        '{ field = "status", one_of = ["Gaet"] }',
    ],
)
def test_a_choice_that_is_none_is_told(clause: str) -> None:
    """A misspelt channel, role or status of a lead is refused, not silently never so."""
    with pytest.raises(Invalid, match="did you mean"):
        definition("requires", clause)


def test_what_has_a_command_of_its_own_is_not_set() -> None:
    """An effect cannot set a status or an owner past the rules that hold for them."""
    for name in ("status", "owner", "pipeline", "id"):
        with pytest.raises(Invalid, match="not set like a field"):
            pipeline(f'[status.Gate]\ndefinition = "x"\nenter = [{{ set = {{ {name} = "x" }} }}]\n')


def test_every_list_of_fields_is_the_one_table() -> None:
    """The file, the schema, `set`, import maps, cards and the definition's names agree."""
    assert set(lead_schema({})["properties"]) == {
        *BY_NAME, "deleted", "merged_into", "history", "extra",
    }  # fmt: skip
    assert {*SETTABLE, *OTHER_COMMANDS} == {
        *BY_NAME, "deleted", "merged_into", "history", "extra", "received",
    }  # fmt: skip
    assert {one.name for one in FIELDS if one.use} <= set(MAP_FIELDS)
    assert all(one.type in TYPES and (not one.of or one.of in TYPES) for one in FIELDS)
    assert {one.name for one in FIELDS if one.mail_merge} >= {"name", "zip", "mailing_address"}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_card_holds_the_fields_that_the_table_says(name: str) -> None:
    """A value of such a field is on the card of the lead; a value of another is on none."""
    kind = BY_NAME[name]
    said = {"do_not_contact": "letter", "birthday": "--03-07"}.get(name, "zebra")
    word = "--0307" if name == "birthday" else said
    made = replace(lead(), id="zebra") if name == "id" else lead()
    made = made if name == "id" else made.set(**{name: [said] if kind.several else said})
    assert (word in vcf([made])) == (name in {*ON_CARDS, "id", "status"})


def test_the_order_of_a_file_is_that_of_the_table() -> None:
    """However fields were set, a file has them in the table's order, then the definition's own."""
    values = {"list": ["call"], "flag": True, "money": 5, "month-day": "--03-07"}
    fields = {n: values.get(BY_NAME[n].type, "x") for n in reversed(OPTIONAL)}
    text = dump_lead(Lead("k7f3q9m2", "Ana", "small", "New", {"own": "y", **fields}))
    keys = [line.partition(" = ")[0] for line in text.splitlines() if " = " in line]
    assert keys[: len(FIELDS) + 1] == [*BY_NAME, "own"]
    assert parse_lead(text, "ana.toml").fields == {"own": "y", **fields}


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_read_as_typed(name: str) -> None:
    """What one types in a field of each type is a value that the type holds, and its file too."""
    here = Here(NOW, ZoneInfo("America/New_York"), "US")
    typed = {"money": "$450k", "number": "2.5", "choice": "big", "flag": "yes", "list": "a, b"}
    sample = {"phone": "(415) 555-0132", "email": "a@b.co", "lead": "k7f3q9m2", "text": "x"}
    days = {"date": "tomorrow", "datetime": "tomorrow 14:00", "month-day": "--03-07"}
    kind = Field(type=name, choices=("small", "big") if name == "choice" else ())
    value = read_value({**typed, **sample, **days}[name], kind, here)
    items = value if isinstance(value, list) else [value]
    assert all(TYPES[name].fits(item) for item in items)
    text = dump_lead(Lead("k7f3q9m2", "Ana", "small", "New", {"own": value}))
    assert parse_lead(text, "ana.toml").fields["own"] == value


def test_every_channel_reaches_by_a_field() -> None:
    """Each channel but all has the field by which it reaches the lead."""
    assert {c for one in FIELDS for c in one.reaches} == set(CHANNELS)


CENTS = st.integers(-10_000_000, 10_000_000).map(lambda n: n / 100)


@given(st.lists(CENTS, max_size=30))
def test_money_adds_up_to_the_cent(amounts: list[float]) -> None:
    """The sum of amounts is that of their cents, whatever binary fractions make of it."""
    cents = sum(round(value * 100) for value in amounts)
    assert Decimal(str(total(amounts))) == Decimal(cents) / 100
    assert amount(plain(Decimal(cents) / 100)) == Decimal(cents) / 100


def test_a_tenth_and_two_tenths_are_three() -> None:
    """0.1 + 0.2 = 0.3, in JSON as well; amounts are read as people write them."""
    assert json.dumps(total([0.1, 0.2])) == "0.3"
    assert [amount(text) for text in ("$450,000", "1.2m", "50k", "-3", "lots", True)] == [
        *map(Decimal, (450_000, 1_200_000, 50_000, -3)),
        None,
        None,
    ]
