"""Parts of a definition as values: numbers within bounds, kinds, fields, names that are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from world import pipeline

from leadctl.errors import Invalid
from leadctl.rules.clauses.kinds import CLAUSES
from leadctl.rules.clauses.tenure import TenureClause
from leadctl.rules.language.keys import Key, key
from leadctl.rules.language.pipeline import slug
from leadctl.rules.language.wanted import Within


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        (Within(at_least=3), (3, 4, 1e9), (2.9, -1)),
        (Within(at_most=5), (5, 0, -9), (5.1,)),
        (Within(more_than=3), (3.1, 4), (3, 2)),
        (Within(at_least=3, at_most=5), (3, 5), (2, 6)),
        (Within(more_than=3, at_most=5), (4, 5), (3, 6)),
        (Within(at_least=3, more_than=5), (6,), (5, 4, 3)),
    ],
)
def test_a_number_lies_within_its_bounds(
    bounds: Within, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    """Each bound counts, alone and beside another; what is no number never does."""
    assert [bounds.allows(one) for one in (*inside, *outside)] == [True] * len(inside) + [
        False
    ] * len(outside)
    assert not any(bounds.allows(one) for one in ("4", None, True))
    assert bounds.allows(bounds.sample)
    assert not bounds.is_empty


@pytest.mark.parametrize(
    ("bounds", "empty", "words"),
    [
        (Within(at_least=6, at_most=5), True, "at least 6 and at most 5"),
        (Within(at_least=5, at_most=5), False, "at least 5 and at most 5"),
        (Within(more_than=5, at_most=5), True, "more than 5 and at most 5"),
        (Within(more_than=4, at_most=5), False, "more than 4 and at most 5"),
        (Within(at_least=0), False, "at least 0"),
        (Within(at_most=2.5), False, "at most 2.5"),
    ],
)
def test_bounds_may_leave_nothing(bounds: Within, empty: bool, words: str) -> None:
    """One number may be left, where the lower bound is one that is reached."""
    assert bounds.is_empty is empty
    assert str(bounds) == words


@pytest.mark.parametrize(("bounds", "sample"), [(Within(more_than=3), 4), (Within(), 1)])
def test_a_sample_lies_above_what_is_to_be_exceeded(bounds: Within, sample: float) -> None:
    """Or is one, where nothing bounds it."""
    assert bounds.sample == sample


class _WithoutKey(TenureClause):
    """A kind whose keys lack its subject."""

    subject = "lost"


class _Silent(TenureClause):
    """A kind that does not say what it means."""

    subject = "silent"
    keys: ClassVar[Mapping[str, Key]] = {"silent": key("text", "x")}
    silent: str = ""
    means = ""


class _Exampleless(_Silent):
    """A kind without its example."""

    means = "Something."
    example = ""


class _Bare(TenureClause):
    """A kind that has no place for a key of its own."""

    subject = "bare"
    keys: ClassVar[Mapping[str, Key]] = {"bare": key("text", "x")}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (TenureClause, "is TenureClause already"),
        (_WithoutKey, "lacks the key of its subject"),
        (_Silent, "or what it means"),
        (_Exampleless, "or what it means"),
        (_Bare, "has no attribute bare"),
    ],
)
def test_a_kind_half_made_is_refused(kind: type[TenureClause], said: str) -> None:
    """When it is entered, and not when a lead meets it."""
    before = dict(CLAUSES.kinds)
    with pytest.raises(TypeError, match=said):
        CLAUSES.register(kind)
    assert CLAUSES.kinds == before


FIELDS = """
[field.size]
type = "number"

[event.deal]
fields.id = {}
fields.state = { type = "choice", choices = ["open", "won"] }
fields.signed = { type = "date" }
fields.price = { type = "money" }

[event.offer]
fields.id = {}
fields.state = { type = "choice", choices = ["open", "lost"] }

[record.deal]
events = ["deal", "offer"]

[derive.level]
levels = ["low", "high"]
cases = [{ to = "low" }]

[derive.last_deal]
record = "deal"
latest = "signed"

[derive.worth]
record = "deal"
sum = "price"

[derive.last_state]
event = "deal"
latest = "state"

[derive.last_price]
event = "deal"
latest = "price"

[record.visit]
events = ["meeting"]

[derive.seen]
record = "visit"
latest = "at"

[role.Buyer]
pipeline = "small"
"""


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("size", "number"),
        ("level", "choice"),
        ("last_deal", "date"),
        ("worth", "money"),
        ("last_state", "choice"),
        ("last_price", "money"),
        ("seen", "date"),
        ("role", "choice"),
        ("status", "choice"),
        ("phone", "phone"),
        ("tags", "list"),
        ("nothing", None),
    ],
)
def test_what_kind_of_value_a_name_has(name: str, type_: str | None) -> None:
    """A definition's own field, what is derived, or what every lead has."""
    found = pipeline(FIELDS).field_of(name)
    assert (found.type if found else None) == type_


def test_a_record_has_the_fields_of_all_its_events() -> None:
    """Of one field of several events every value may come; of other types the last one stands."""
    fields = pipeline(FIELDS).record_fields("deal")
    assert fields is not None
    assert fields["state"].choices == ("open", "won", "lost")
    assert set(fields) == {"id", "state", "signed", "price"}
    both = """
    [event.one]
    fields.id = {}
    fields.kinds = { type = "list", choices = ["a"] }
    [event.two]
    fields.id = {}
    fields.kinds = { type = "list" }
    [record.pair]
    events = ["one", "two"]
    """
    free = pipeline(both).record_fields("pair")
    assert free is not None
    assert free["kinds"].choices == ()
    other = FIELDS.replace('{ type = "choice", choices = ["open", "lost"] }', '{ type = "text" }')
    fields = pipeline(other).record_fields("deal")
    assert fields is not None
    assert (fields["state"].type, fields["state"].choices) == ("text", ())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Text to confirm", "text-to-confirm"),
        ("a" * 40, "a" * 40),
        ("a" * 41, "a" * 40),
        ("a" * 20 + " " + "b" * 19, "a" * 20 + "-" + "b" * 19),
        ("a" * 20 + " " + "b" * 20, "a" * 20),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_short_name_is_made_of_whole_words(words: str, name: str) -> None:
    """As many as fit; of one that does not fit its beginning."""
    assert slug(words) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('from = { field = "size" }', "is no date to count from, but number"),
        ('from = { record = "deal", field = "state" }', "is no date to count from, but choice"),
        ('from = { record = "deal", field = "sgned" }', 'has a field "sgned"'),
        ('from = { record = "sale", field = "signed" }', 'there is no record "sale"'),
        ('from = { field = "sise" }', 'there is no field "sise"'),
        ('from = "received"\nuntil = ["dael"]', 'there is no event "dael"'),
        ('from = { event = "deal", where = { stat = "won" } }', '"deal" has no field "stat"'),
    ],
)
def test_what_a_rule_names_is_there(text: str, said: str) -> None:
    """Each name that is none is told, with the nearest one."""
    rule = f'[[follow_up]]\nid = "x"\ndo = "X"\nafter = "1 day"\n{text}\n'
    with pytest.raises(Invalid) as caught:
        pipeline(FIELDS + rule)
    assert any(said in one.message for one in caught.value.problems), caught.value.problems


EVENTS = ("sale", "offer")


def test_what_two_events_have_in_common_is_a_field_of_both() -> None:
    """A name that is none of their fields is told for each of them, with the nearest one."""
    both = "".join(f'[event.{name}]\nfields.price = {{ type = "money" }}\n' for name in EVENTS)
    guard = 'requires = [{ event = "sale", same = ["NAME"] }]\n'
    pipeline(both + guard.replace("NAME", "price"))
    with pytest.raises(Invalid) as caught:
        pipeline(both + guard.replace("NAME", "prise"))
    found = {one.message: one.suggestion for one in caught.value.problems}
    near = 'did you mean "price"?'
    assert found == {f'"{name}" has no field "prise"': near for name in EVENTS}
