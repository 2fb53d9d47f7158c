"""Laws of taking back a command: with nothing done since it is exact, what was done since stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lead_laws import events, fields, leads, texts

from leadctl.rules.joining.histories import counted
from leadctl.rules.joining.taking_back import take_back, things
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import replace


@st.composite
def lives(draw: st.DrawFn) -> tuple[Lead, Lead, Lead]:
    """Draw a lead, the same after a command, and after what came later."""
    before = draw(leads)
    after = draw(changed(before))
    return before, after, draw(changed(after))


@st.composite
def changed(draw: st.DrawFn, lead: Lead) -> Lead:
    """Draw a lead after some command: fields set or gone, events added."""
    new = {key: value for key, value in draw(fields).items() if key not in {"deleted"}}
    kept = {key: value for key, value in lead.fields.items() if draw(st.booleans())}
    added = draw(st.lists(events, max_size=2))
    return replace(
        lead,
        name=draw(st.sampled_from([lead.name, "Someone"])),
        fields={**kept, **new},
        history=(*lead.history, *added),
        extra={**lead.extra, **draw(st.dictionaries(texts, texts, max_size=1))},
    )


@settings(max_examples=40, deadline=None)
@given(lives())
def test_with_nothing_done_since_it_is_as_before(life: tuple[Lead, Lead, Lead]) -> None:
    """Taking back at once gives the lead as it was, and keeps nothing."""
    before, after, _ = life
    found = take_back(before, after, after, lambda _: "")
    assert found.kept == ()
    assert things(before, found.lead) == ()


@settings(max_examples=60, deadline=None)
@given(lives())
def test_what_was_done_since_stays(life: tuple[Lead, Lead, Lead]) -> None:
    """An event logged later stands, unless the command had the very same; a field that only came
    later has its later value; every thing the command did is gone or told as kept.
    """
    before, after, now = life
    found = take_back(before, after, now, lambda _: "")
    if is_tombstone(now):
        return
    own = counted(after.history) - counted(before.history)
    later = [k for k in counted(now.history) - counted(after.history) if k not in own]
    assert all(counted(found.lead.history)[key] for key in later)
    did = set(things(before, after))
    for key, value in now.fields.items():
        if key not in did and after.fields.get(key) != value:
            assert found.lead.fields.get(key) == value
    assert len(found.kept) <= found.things
    for name in found.kept:
        assert any(name == one or name.startswith(f"{one}.") for one in did)
