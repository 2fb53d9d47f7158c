"""What was counted of some leads and of others adds up to what is counted of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reports import REPORTED, WEEKLY, after, came, entry, moved, pipeline

from leadctl.book.index.definitions import values_of, with_layout
from leadctl.book.index.figures import FiguresReader
from leadctl.rules.leads.lead import Event
from leadctl.rules.reports.adding_up import add_up, in_order
from leadctl.rules.reports.entry import Entry, Period
from leadctl.rules.reports.registry import KINDS
from leadctl.rules.reports.report import AHEAD, Asked, Part, report_of

EVERY = {**WEEKLY, "id": "every", "do": "Look in", "every": "3 days", "after": None}
DEFINITION = pipeline(
    follow_up=[WEEKLY, REPORTED, {k: v for k, v in EVERY.items() if v}],
    event={"contract": {}, "report": {}},
    attempt="30 minutes",
)
PARTS = [(kind, part) for kind in KINDS for part in report_of(kind).parts if part.holds != "moment"]
hours = st.integers(0, 30 * 24)
events = st.one_of(
    st.builds(moved, hours, st.sampled_from(["New", "Talking", "Won", "Lost"]),
              forced=st.booleans()),
    st.builds(
        lambda at, name, way: Event(after(at), name, "sam", {"way": way}),
        st.floats(0, 3) | hours, st.sampled_from(["call", "text"]), st.sampled_from(["in", "out"]),
    ),
    st.builds(lambda at, name: Event(after(at), name, "max"), hours,
              st.sampled_from(["confirm", "contract", "report", "meeting"])),
)  # fmt: skip
leads = st.lists(
    st.tuples(
        hours,
        st.lists(events, max_size=7),
        st.fixed_dictionaries(
            {},
            optional={
                "owner": st.sampled_from(["sam", "max"]),
                "source": st.sampled_from(["x", "y"]),
                "value": st.sampled_from([1, 0.1, 2.25]),
                "archived": st.just(True),
            },
        ),
    ),
    max_size=8,
)


def entries_of(made: list[Any], now: float) -> list[Entry]:
    """Return leads as they are counted at a moment."""
    found = [
        entry(f"l{n}", came(at), *history, definition=DEFINITION, **fields)
        for n, (at, history, fields) in enumerate(made)
    ]
    return [Entry(replace(one.case, now=after(now))) for one in found]


def counted(part: Part, entries: list[Entry], asked: Asked) -> Any:
    """Return a counter that has counted some leads."""
    counter: Any = part.counter(asked)
    for one in entries:
        counter.add(one)
    return counter


@pytest.mark.parametrize(("kind", "part"), PARTS, ids=lambda one: getattr(one, "by", one))
@settings(max_examples=25, deadline=None)
@given(made=leads, cut=st.integers(0, 8), then=hours, later=hours, since=st.none() | hours)
def test_parts_add_up_later_and_through_the_index(  # noqa: PLR0917  # what is given
    kind: str, part: Part, made: list[Any], cut: int, then: int, later: int, since: int | None
) -> None:
    """Counted in two parts at one moment, kept, and asked for at another: as if counted then."""
    last = then + later % (AHEAD // timedelta(hours=1)) if part.holds == "ahead" else later
    period = Period(after(since)) if since is not None and part.dated else Period()
    asked = Asked(after(last), UTC, period)
    total: Any = part.counter(asked)
    before = entries_of(made, then)
    for some in (before[cut:], before[:cut]):
        found = counted(part, some, Asked(after(then), UTC)).found
        add_up(total.found, values_of(with_layout(found, FiguresReader), FiguresReader))
    in_order(total.found)
    assert part.can_be_kept(asked), kind
    assert total.rows() == counted(part, entries_of(made, last), asked).rows()


def test_two_kinds_of_things_do_not_add_up() -> None:
    """A table and a list have nothing in common."""
    with pytest.raises(TypeError, match="do not add up"):
        add_up({}, [])  # type: ignore[type-var]  # that is the point
