"""A row as a person, and joined to a lead: what is filled, what differs, what says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import lead

from leadctl.rules.importing.columns import make_plan
from leadctl.rules.importing.dates import OrderEvidence, order_where
from leadctl.rules.importing.drafting import draft_layout
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.names import same_name, turned
from leadctl.rules.importing.reading import Reading
from leadctl.rules.importing.row_into_lead import has_taken, join
from leadctl.rules.importing.rows import RowReader
from leadctl.rules.importing.values import says_yes
from leadctl.rules.leads.lead import Event
from leadctl.values import replace

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
A, B = "+12125550101", "+12125550102"


def row(header: Sequence[str], *cells: str) -> Incoming:
    """Return what one row below a header says of a person."""
    reader = RowReader(make_plan(header), Reading(UTC))
    [found] = reader.read([(2, "", cells)])
    return found


@pytest.mark.parametrize(
    ("cell", "barred"), [("yes", True), ("x", True), ("no", False), ("false", False), ("", False)]
)
def test_an_empty_flag_bars_nobody(cell: str, barred: bool) -> None:
    """What is not plainly a no does; nothing at all says nothing."""
    assert says_yes(cell) is barred


@pytest.mark.parametrize(
    ("region", "dotted", "order"),
    [
        ("US", False, "mdy"),
        ("US", True, None),
        ("GB", False, "dmy"),
        ("DE", True, "dmy"),
        ("CA", False, None),
        ("", False, None),
    ],
)
def test_how_people_of_a_country_write_dates(region: str, dotted: bool, order: str | None) -> None:
    """Dots are none of a country of slashes; elsewhere they say nothing against it."""
    assert order_where(region, OrderEvidence(dotted=dotted)) == order


@pytest.mark.parametrize(
    ("name", "owner", "spoken"),
    [
        ("LOPEZ, ANA", True, "ANA LOPEZ"),
        ("Lopez, Ana & Ben", True, "Lopez, Ana & Ben"),
        ("Lopez, Ana Maria Elena", True, "Lopez, Ana Maria Elena"),
        ("Elm Street, LLC", True, "Elm Street, LLC"),
        ("Lopez, Ana", False, "Ana Lopez"),
        ("Ana Lopez", True, "Ana Lopez"),
    ],
)
def test_a_name_is_turned_where_it_is_a_persons(name: str, owner: bool, spoken: str) -> None:
    """Of an owner only where one plain given name stands behind the comma."""
    assert turned(name, owner=owner) == spoken


def test_a_date_in_three_columns_is_one() -> None:
    """All of its parts have to be there, and no column that holds it whole."""
    parts = ("Name", "Birth Year", "Birth Month", "Birth Day")
    assert str(row(parts, "Ana", "1980", "3", "7").fields["birthday"]) == "1980-03-07"
    assert "birthday" not in row(parts[:3], "Ana", "1980", "3").fields
    whole = row((*parts, "Birthday"), "Ana", "1980", "3", "7", "1981-04-08")
    assert str(whole.fields["birthday"]) == "1981-04-08"
    assert whole.extra["Birth Year"] == "1980"


def test_what_kind_of_number_stands_beside_it() -> None:
    """A fax is nobody's telephone and is kept, an empty one is not; a mobile comes first."""
    header = ("Name", "Phone 1", "Phone 1 - Type", "Phone 2", "Phone 2 - Type")
    found = row(header, "Ana", A, "Home", B, "Mobile")
    assert (found.fields["phone"], found.fields["phones"]) == (B, [A])
    found = row(header, "Ana", A, "Home", B, "Fax")
    assert (found.fields["phone"], found.fields.get("phones")) == (A, None)
    assert found.extra["Phone 2"] == B
    assert "Phone 2" not in row(header, "Ana", A, "Home", "", "Fax").extra


def test_a_number_that_is_wrong_is_kept_and_an_empty_one_is_nothing() -> None:
    """A status beside an empty cell, wrong or a fax, leaves nothing behind."""
    header = ("Name", "Phone 1", "Phone 1 Status", "Phone 2", "Phone 2 Status")
    found = row(header, "Ana", A, "Disconnected", B, "OK")
    assert (found.fields["phone"], found.extra["Phone 1"]) == (B, A)
    empty = row(header, "Ana", "", "Disconnected", B, "OK")
    assert empty.fields["phone"] == B
    assert "Phone 1" not in empty.extra


def test_a_zip_code_alone_is_no_address() -> None:
    """It is the zip; where there is a street, the address has it as well."""
    header = ("Name", "Street", "City", "Zip")
    assert row(header, "Ana", "", "", "10001").fields == {"zip": "10001"}
    found = row(header, "Ana", "1 Elm St", "Troy", "10001").fields
    assert found["address"] == "1 Elm St, Troy, 10001"
    assert found["zip"] == "10001"


def test_a_drafted_layout_names_fields_by_their_names() -> None:
    """As they are written in a layout, not as an import calls their use."""
    plan = make_plan(("Name", "E-mail", "Property Address", "Pets"), [("zip", "Pets")])
    lines = draft_layout("mine", plan, [], {}, {}).splitlines()
    assert 'name = "Name"' in lines
    assert 'email = "E-mail"' in lines
    assert 'property_address = "Property Address"' in lines
    assert 'zip = "Pets"' in lines


@pytest.mark.parametrize(
    ("mine", "said", "differs"),
    [
        ("Ana", "Ana", []),
        ("Ana", "", []),
        ("Ana", A, []),
        ("Ana", "Anna", [("name", "Ana", "Anna")]),
        (A, "Anna", []),
    ],
)
def test_another_name_is_told(mine: str, said: str, differs: list[tuple[str, str, str]]) -> None:
    """None at all, or a number in its place, is no other name; it is filled where ours was one."""
    told = Incoming(2, name=said, fields={"phone": A})
    joined = join(lead(phone=A).set(name=mine), told, NOW, update=False)
    assert [(one.field, one.old, one.new) for one in joined.changes] == differs
    assert joined.lead.name == ("Anna" if mine == A else mine)
    changed = join(lead(phone=A).set(name=mine), told, NOW, update=True).lead
    assert changed.name == (said if differs else joined.lead.name)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("1 Elm St, Troy", "Troy", False),
        ("1 Elm St, Troy", "2 Oak St, Troy", True),
        ("1 Elm St, Troy", "1 Elm St, Troy", False),
    ],
)
def test_an_address_that_says_less_says_the_same(old: str, new: str, differs: bool) -> None:
    """A town alone is part of what is known; another street is something else."""
    joined = join(lead(address=old), Incoming(2, fields={"address": new}), NOW, update=True)
    assert bool(joined.changes) is differs
    assert joined.lead.fields["address"] == (new if differs else old)


def test_a_note_is_taken_once() -> None:
    """A row that is read again adds no second note, and nothing at all leaves no trace."""
    said = Incoming(2, notes=[("Notes", "likes gardens")])
    once = join(lead(), said, NOW, update=False)
    assert (once.filled, len(once.lead.events("note"))) == (["note"], 1)
    twice = join(once.lead, said, NOW, update=False)
    assert (twice.filled, twice.lead) == ([], once.lead)
    known = lead(Event(NOW, "note", "sam", {"text": "likes gardens"}))
    assert join(known, said, NOW, update=False).lead == known


def test_which_row_a_source_gave_last() -> None:
    """A list without ids is no row of the source that has them, nor the other way round."""
    received = Event(NOW, "received", "import", {"row": "a"})
    listed = Event(NOW, "import", "import", {"row": "b", "update": True})
    known = replace(lead(source_key="crm:7"), history=(received, listed))
    for key, row_, is_last in (
        ("crm:7", "a", True), ("crm:7", "b", False), ("", "b", True), ("", "a", False),
        ("dialer:1", "a", False),
    ):  # fmt: skip
        assert has_taken(known, key, row_, update=True) is is_last
        assert has_taken(known, key, row_, update=False)
    filled = Event(NOW, "import", "import", {"row": "c"})
    assert not has_taken(known.add(filled), "", "c", update=True)
    assert has_taken(known.add(filled), "", "c", update=False)


MAIL = "ana@example.com"


@pytest.mark.parametrize(
    ("mine", "fields", "said"),
    [
        (A, {"phone": A}, {"phone": B}),
        (MAIL, {"email": MAIL}, {"phone": B}),
        (A, {"phones": [A]}, {"email": MAIL}),
    ],
)
def test_a_number_in_place_of_a_name_gives_way_to_one(
    mine: str, fields: dict[str, object], said: dict[str, object]
) -> None:
    """A name fills it, and is no difference; a row's own number or address is no name."""
    known = lead(**fields).set(name=mine)
    joined = join(known, Incoming(2, name="Anna", fields=said), NOW, update=False)
    assert (joined.lead.name, "name" in joined.filled) == ("Anna", True)
    [theirs] = said.values()
    told = join(lead(), Incoming(2, name=str(theirs), fields=said), NOW, update=True)
    assert told.lead.name == "Ana"
    assert "name" not in {one.field for one in (*joined.changes, *told.changes)}


def test_what_the_first_source_calls_a_lead_stays() -> None:
    """A second source's id is neither put in its place nor told as a difference."""
    said = Incoming(2, key="dialer:9", fields={"source_key": "dialer:9", "zip": "10001"})
    for known, key in ((lead(source_key="crm:7"), "crm:7"), (lead(), "dialer:9")):
        joined = join(known, said, NOW, update=True)
        assert (joined.lead.fields["source_key"], joined.changes) == (key, [])
        assert joined.lead.fields["zip"] == "10001"


@given(st.lists(st.sampled_from(["O", "Bill", "Mc", "Brien", "D", "Ana", "Jean"]), min_size=1))
@pytest.mark.parametrize("mark", ["'", "’", "", "-", " "])
def test_a_name_is_one_wherever_its_words_part(mark: str, words: list[str]) -> None:
    """An apostrophe, a hyphen or a blank more or less is no other person on the same phone."""
    name = " ".join(words)
    assert same_name(name, mark.join(words))
    assert same_name(mark.join(words), name)
    assert not same_name(f"{name} Lee", f"{mark.join(words)} Ray")


def test_letters_in_another_order_are_another_name() -> None:
    """Amy and May can share a phone."""
    assert not same_name("Amy Lee", "May Lee")
