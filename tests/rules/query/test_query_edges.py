"""The query language at its edges: the ends of a day, distances, words that are not numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from test_query import NOW, WORLD, Asked

from leadctl.rules.query.parsing import LONGEST, QueryError, is_bare, parse
from leadctl.rules.query.query import read_query
from leadctl.rules.query.terms import World

VISITS = World(WORLD.clock, "sam", WORLD.agents, lambda: {"visit": "datetime", "closing": "date"})


def holds(query: str, **fields: object) -> bool:
    """Whether a lead with these fields is one that a query asks for."""
    return read_query([query], VISITS).holds(Asked(**fields))


NEXT = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
"""The first moment of Friday the 6th in New York."""


@pytest.mark.parametrize(
    ("seconds", "on_the_day"),
    [(-1, False), (0, True), (86_399, True), (86_400, False), (2 * 86_400 - 1, False)],
)
def test_a_day_has_both_its_ends(seconds: int, on_the_day: bool) -> None:
    """A moment on the day fits it, the last second as well; the next midnight does not."""
    moment = NEXT + timedelta(seconds=seconds)
    assert holds("visit:2026-03-06", visit=moment) is on_the_day
    assert holds("visit>2026-03-06", visit=moment) is (seconds >= 86_400)
    assert holds("visit<2026-03-06", visit=moment) is (seconds < 0)
    assert holds("visit>=2026-03-06", visit=moment) is (seconds >= 0)
    assert holds("visit<=2026-03-06", visit=moment) is (seconds < 86_400)


def test_a_moment_is_itself() -> None:
    """Asked to the minute, a moment fits itself, and both ends of a range that it is an end of."""
    typed = "2026-03-06T05:00Z"
    assert holds(f"visit:{typed}", visit=NEXT)
    assert holds(f"visit:{typed}..", visit=NEXT)
    assert holds(f"visit:..{typed}", visit=NEXT)
    assert not holds(f"visit:{typed}", visit=NEXT + timedelta(seconds=1))
    assert not holds(f"visit:{typed}", visit=NEXT - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("query", "days", "fits"),
    [
        ("visit<3d", 2, True),
        ("visit<3d", 3, True),
        ("visit<3d", 4, False),
        ("visit>3d", 4, True),
        ("visit>3d", 2, False),
        ("received<30d", 0, True),
        ("received<5d", 0, False),
        ("received>5d", 0, True),
    ],
)
def test_a_span_is_a_distance_from_now(query: str, days: int, fits: bool) -> None:
    """What lies ahead is so far ahead, what has happened so long ago; the lead is ten days old."""
    assert holds(query, visit=NOW + timedelta(days=days)) is fits


def test_a_date_alone_is_a_whole_day() -> None:
    """A field of a plain day fits the day, and both ends of ranges that end with it."""
    for query in ("closing:2026-03-06", "closing:2026-03-06..", "closing:..2026-03-06"):
        assert holds(query, closing=date(2026, 3, 6))
    assert not holds("closing:2026-03-06", closing=date(2026, 3, 7))
    assert not holds("closing:2026-03-06", closing="no day")


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        *(("ana", True), ("not", False), ("-", False)),
        *(("@hot", False), ("owner:me", False), ("-x", True)),
    ],
)
def test_what_is_no_word_of_the_language_is_bare(words: str, bare: bool) -> None:
    """A term, a view and "not" are the language's own; anything else is looked for."""
    assert is_bare(words) is bare


@pytest.mark.parametrize(
    ("typed", "value", "negated"), [("-ab", "ab", True), ("-a", "a", True), ('"-a"', "-a", False)]
)
def test_a_dash_before_a_word_leaves_it_out(typed: str, value: str, negated: bool) -> None:
    """One letter after it is enough; in quotes it is a dash."""
    [term] = parse([typed])
    assert (term.value, term.negated) == (value, negated)


def test_letters_among_digits_are_no_number() -> None:
    """ "unit 4155" is looked for as it stands, not as a piece of a telephone number."""
    assert holds("4155", phone="+1 (415) 555-0132")
    assert not holds('"unit 4155"', phone="+1 (415) 555-0132")
    assert not holds("415", phone="+1 (4) 1 55 50132")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("owner:zz", "is no agent"), ("owner:,sam", "is no agent")],
)
def test_nobody_is_meant_by_nothing(typed: str, said: str) -> None:
    """An empty name fits everybody, and so it means nobody."""
    with pytest.raises(QueryError, match=f"{said}|wants a value"):
        read_query([typed], WORLD)


def test_a_query_of_any_length_is_answered_at_once() -> None:
    """One that is longer than anybody types is refused before it is compared with all names."""
    with pytest.raises(QueryError, match=f"at most {LONGEST} characters"):
        parse(["nan" * LONGEST])
    assert parse(["n" * LONGEST])
