"""The query language: how its words are read, what they ask, and what is said of a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.query.parsing import QueryError, parse
from leadctl.rules.query.query import read_query
from leadctl.rules.query.terms import TERMS, World
from leadctl.rules.query.values import Clock, has_words

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
"""A Wednesday."""
WORLD = World(
    Clock(NOW, ZoneInfo("America/New_York")),
    "sam",
    {"sam": "Sam Ortiz", "lee": "Lee Park"},
    lambda: {"budget": "money", "closing": "date", "vip": "flag", "note_to_self": "text"},
)


class Asked:
    """A lead to ask, with what a book would tell of it."""

    def __init__(self, dues: Iterable[datetime] = (), state: str = "open", **fields: Any) -> None:
        history = (
            Event(NOW - timedelta(days=10), "received"),
            Event(NOW - timedelta(days=3), "call"),
        )
        name = fields.pop("name", "Ana López")
        status = fields.pop("status", "Nurture")
        self.lead = Lead("k7f3q9m2", name, "small", status, fields, history)
        self.state, self._dues = state, list(dues)

    def value(self, name: str) -> Any:
        return self.lead.value(name)

    def dues(self) -> list[datetime]:
        return self._dues

    def statuses(self, typed: str) -> frozenset[str]:
        names = ("Nurture", "New", "In Communication")
        return frozenset(name for name in names if name.lower().startswith(typed.lower()))

    def touched(self) -> datetime | None:
        return NOW - timedelta(days=3)

    def searched(self) -> list[str]:
        return [self.lead.name, *(str(self.lead.fields.get(k, "")) for k in ("phone", "email"))]


ANA = {
    "owner": "sam",
    "value": 450000,
    "tags": ["Brooklyn", "two bedroom"],
    "phone": "+14155550132",
    "email": "ana@example.com",
    "source": "Zillow Premier",
    "budget": 0.3,
    "closing": date(2026, 3, 13),
    "vip": True,
}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("status:nurture", True),
        ("owner:me lopez", True),
        ("owner:me becker", False),
        ("status:n", True),
        ("status:in", False),
        ("status:new,nurture", True),
        ("-status:nurture", False),
        ("not status:nurture", False),
        ("not -status:nurture", True),
        ("owner:me", True),
        ("owner:nobody", False),
        ("owner:lee,ortiz", True),
        ("value:500000..", False),
        ("value:..450k", True),
        ("value:0.4m..0.5m", True),
        ("value>450000", False),
        ("value>=450000", True),
        ("value<450000", False),
        ("value<=450000", True),
        ("value:450000", True),
        ("budget:0.3", True),
        ("budget>0.3", False),
        ("tag:brooklyn", True),
        ("tag:brook", False),
        ('tag:"two bedroom"', True),
        ("tags:two", True),
        ("source:zillow", True),
        ("source=zillow", False),
        ("source:premier", True),
        ("received<30d", True),
        ("received:30d..", True),
        ("received:..30d", False),
        ("received>7d", True),
        ("received>30d", False),
        ("received:2026-02-22", True),
        ("received<2026-02-22", False),
        ("received<=2026-02-22", True),
        ("touched<2d", False),
        ("touched<4d", True),
        ("touched:never", False),
        ("closing:fri", False),
        ("closing:..fri", False),
        ("closing<2w", True),
        ("closing:2026-03-13", True),
        ("closing:2026-03-12..2026-03-14", True),
        ("vip:yes", True),
        ("vip:no", False),
        ("has:email", True),
        ("has:email,address", False),
        ("state:open", True),
        ("state:won,lost", False),
        ("lopez", True),
        ("ana lop", True),
        ('"ana lop"', True),
        ("nalo", False),
        ("(415) 555-0132".replace(" ", ""), True),
        ("5550132", True),
        ("example.com", True),
        ("k7f", True),
        ("id:k7f3q9m2", True),
        ("note-to-self:x", False),
        ("", True),
        ("lopez status:nurture owner:me value:400k.. -tag:spam", True),
        ("lopez status:nurture owner:me value:400k.. -tag:brooklyn", False),
    ],
)
def test_what_is_asked(query: str, holds: bool) -> None:
    """Each form, and that terms must all hold."""
    assert read_query([query], WORLD).holds(Asked(**ANA)) is holds


def test_due_asks_every_open_row() -> None:
    """One row by Friday is enough; what is overdue lies before Friday; a day is in it whole."""
    overdue, far = NOW - timedelta(days=2), NOW + timedelta(days=20)
    friday = datetime(2026, 3, 6, 23, tzinfo=ZoneInfo("America/New_York"))
    for query, dues, holds in (
        ("due:..fri", [overdue], True),
        ("due:..fri", [friday], True),
        ("due<fri", [friday], False),
        ("due:..fri", [far], False),
        ("due:..7d", [far, friday], True),
        ("due<7d", [overdue], True),
        ("due>7d", [far], True),
        ("due:today", [NOW], True),
        ("due:nothing", [], True),
        ("due:nothing", [far], False),
    ):
        assert read_query([query], WORLD).holds(Asked(dues)) is holds, query


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (["two bedroom"], [("", "two bedroom", False)]),
        (["status:In Communication"], [("status", "In Communication", False)]),
        (["status:nurture owner:me"], [("status", "nurture", False), ("owner", "me", False)]),
        (['status:"In Comm" lopez'], [("status", "In Comm", False), ("", "lopez", False)]),
        (["-tag:spam"], [("tag", "spam", True)]),
        (["-lopez"], [("", "lopez", True)]),
        (["not", "lopez"], [("", "lopez", True)]),
        (['"not"'], [("", "not", False)]),
    ],
)
def test_shells_take_quotes_away(words: list[str], terms: list[tuple[str, str, bool]]) -> None:
    """A word with spaces is one phrase or one value; several terms may stand in one word."""
    assert [(t.field, t.value, t.negated) for t in parse(words)] == terms


@pytest.mark.parametrize(
    ("query", "said", "place", "hint"),
    [
        ("owner:me valeu>5", 'there is no field "valeu"', 9, "value"),
        ("value:many", '"many" is no number', 0, ""),
        ("received:someday", '"someday" is not a time', 0, ""),
        ("owner:nobdy", '"nobdy" is no agent', 0, "sam"),
        ("state:closed", "state is one of open", 0, ""),
        ("vip:perhaps", "vip is yes or no", 0, ""),
        ("value:..", "a range wants at least one end", 0, ""),
        ("value:", "value: wants a value", 0, ""),
        ("source>zillow", "source is a text", 0, ""),
        ("owner:me value:5 not", '"not" wants a term', 20, ""),
        ('say "two', "a quotation mark is not closed", 4, ""),
        ("has:emial", 'there is no field "emial"', 0, "email"),
        ("staus:new", 'there is no field "staus"', 0, "status or tags"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(query: str, said: str, place: int, hint: str) -> None:
    """The sentence, and a caret below the place."""
    with pytest.raises(QueryError) as raised:
        read_query([query], WORLD)
    assert said in raised.value.said
    assert raised.value.place == place
    assert hint in raised.value.hint
    assert str(raised.value).split("\n")[-1] == " " * (2 + place) + "^"


def test_every_field_and_term_can_be_asked() -> None:
    """Each field of the table is a term; each term's own example can be read."""
    for term in TERMS.values():
        read_query([term.example], WORLD)
    samples = {"money": "5", "number": "5", "date": "today", "datetime": "today", "flag": "yes"}
    for field in FIELDS:
        value = samples.get(field.type, "me" if field.name == "owner" else "x")
        read_query([f"{field.name}:{value}"], WORLD).holds(Asked(**ANA))


@given(st.lists(st.text(max_size=12), max_size=4))
def test_no_words_bring_it_down(words: list[str]) -> None:
    """Whatever is typed is a query or a QueryError with its place within the text."""
    try:
        read_query(words, WORLD).holds(Asked(**ANA))
    except QueryError as error:
        assert 0 <= error.place <= len(error.text)


@given(st.text(min_size=1, max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_a_text_has_its_own_words(wanted: str, before: str, after: str) -> None:
    """What stands in a text after a space is found in it."""
    if wanted.strip() and not wanted[0].isspace():
        assert has_words(wanted, f"{before} {wanted}{after}")
