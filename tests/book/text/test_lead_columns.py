"""New leads written by columns have the very files that each alone would have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lead_laws import keys, leads, moments, texts, values

from leadctl.book.text.lead_columns import dump_new
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.rules.importing.new_leads import EventColumn, NewLeads
from leadctl.rules.leads.lead import Lead


def columns(tables: Sequence[Any]) -> dict[str, list[Any]]:
    names = sorted({name for table in tables for name in table})
    return {name: [table.get(name) for table in tables] for name in names}


@st.composite
def events(draw: st.DrawFn, count: int) -> EventColumn:
    one_each = {"min_size": count, "max_size": count}
    at = draw(st.lists(st.none() | moments, **one_each))
    data = draw(st.dictionaries(keys, st.lists(st.none() | values, **one_each)))
    return EventColumn("note", at, data)


@st.composite
def many(draw: st.DrawFn) -> NewLeads:
    ones: list[Lead] = draw(st.lists(leads, min_size=1, max_size=4))
    received = EventColumn("received", [draw(moments) for _ in ones], {"row": [x.id for x in ones]})
    return NewLeads(
        [one.id for one in ones],
        [one.name for one in ones],
        [draw(texts) for _ in ones],
        [draw(texts) for _ in ones],
        columns([one.fields for one in ones]),
        [received, *draw(st.lists(events(len(ones)), max_size=2))],
        columns([one.extra for one in ones]),
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(new=many())
def test_columns_and_leads_have_the_same_files(new: NewLeads) -> None:
    """Whatever their values are, `dump_new` writes what `dump_lead` does of each."""
    alone = [new.lead(index) for index in range(len(new.ids))]
    assert dump_new(new) == [dump_lead(lead) for lead in alone]
    assert [parse_lead(text, "x.toml").id for text in dump_new(new)] == list(new.ids)
