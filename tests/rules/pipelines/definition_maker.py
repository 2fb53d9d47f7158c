"""Data as it comes out of a definition's file: right, nearly right, and nonsense."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Key
from leadctl.rules.pipelines.tables import FAMILIES, TABLES

NAMES = ("New", "Open", "Won", "Lost", "call", "deal", "appointment", "due", "")
SCALARS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(
        ("touch out", "7 days", "30 minutes", "0 days", "received", "entered", "wall", "working")
    ),
    st.text(max_size=6),
    st.integers(-3, 40),
    st.floats(),
    st.booleans(),
    st.just(date(2026, 2, 28)),
    st.just(datetime(2026, 2, 28, 9, 0)),  # noqa: DTZ001  # TOML has local times too
    st.just(time(9, 0)),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)

_FITTING: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(NAMES),
    "texts": st.lists(st.sampled_from(NAMES), max_size=2) | st.sampled_from(NAMES),
    "flag": st.booleans(),
    "number": st.integers(-1, 5) | st.floats(),
    "count": st.integers(0, 4),
    "time": st.sampled_from(("18:00", "00:00", "24:00", "noon")),
    "duration": st.sampled_from(("7 days", "0 days", "30 minutes", "2 months", "100 years")),
    "dates": st.just([date(2026, 12, 25)]),
    "zone": st.sampled_from(("UTC", "America/New_York", "Mars/Base")),
    "hours": st.sampled_from(
        ({"every": "09:00-18:30"}, {"mon": []}, {"every": []}, {"sat": "22:00-02:00"}, {"x": 1})
    ),
    "map": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES), max_size=2),
    "lists": st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=2), max_size=2
    ),
    "scalars": st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=2),
    "wanted": st.dictionaries(
        st.sampled_from(NAMES),
        SCALARS | st.fixed_dictionaries({"at_least": st.integers(-1, 5) | st.floats()}),
        max_size=2,
    ),
    "anchor": st.sampled_from(
        ("received", "entered", {"field": "due"}, {"event": "deal"}, {"event": "deal", "where": 1})
    ),
    "clearings": st.sampled_from(
        (["touch"], "status", ["done", "call out"], [{"event": "deal", "where": {"id": 1}}], [])
    ),
    "value": SCALARS,
    "values": st.lists(SCALARS, max_size=2),
}


@st.composite
def values_of(draw: st.DrawFn, key: Key, depth: int) -> Any:
    """Draw a value for one key: mostly of its kind."""
    if draw(st.integers(0, 19)) == 0:
        return draw(ANYTHING)
    if key.choices:
        return draw(st.sampled_from(key.choices))
    kind, _, name = key.kind.partition(":")
    if kind == "table":
        return draw(tables(name, depth - 1))
    if kind == "tables":
        return draw(st.lists(tables(name, depth - 1), max_size=2))
    if kind == "named":
        return draw(st.dictionaries(st.sampled_from(NAMES), tables(name, depth - 1), max_size=3))
    return draw(_FITTING[kind])


@st.composite
def kinds(draw: st.DrawFn, family: Family[Any], depth: int) -> Any:
    """Draw a table of a family: of one kind, with a few of its keys, now and then of another's."""
    subject = draw(st.sampled_from(sorted(family.kinds)))
    own = family.all_keys() if draw(st.integers(0, 9)) == 0 else family.keys_of(subject)
    keys = {subject, *draw(st.lists(st.sampled_from(sorted(own)), max_size=3))}
    return {key: draw(values_of(family.all_keys()[key], depth)) for key in sorted(keys)}


@st.composite
def tables(draw: st.DrawFn, name: str, depth: int = 4) -> Any:
    """Draw a table of the language with a few of its keys, and now and then another."""
    if depth <= 0:
        return {}
    if name in FAMILIES:
        return draw(kinds(FAMILIES[name], depth))
    table = TABLES[name]
    wanted = [key for key, declared in table.keys.items() if declared.required]
    keys = {*wanted, *draw(st.lists(st.sampled_from(sorted(table.keys)), max_size=4))}
    if table.one_of:
        keys.add(draw(st.sampled_from(table.one_of)))
    found = {key: draw(values_of(table.keys[key], depth)) for key in sorted(keys)}
    if draw(st.integers(0, 29)) == 0:
        found[draw(st.sampled_from(("statsu", "command", "", "naïve key")))] = draw(ANYTHING)
    return found
