"""The join of two versions of a lead: nothing lost, nothing made up, whichever side is first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadctl.rules.joining.histories import join_histories, line_key
from leadctl.rules.joining.proof import faults
from leadctl.rules.joining.versions import (
    THEIRS,
    DifferentLeadsError,
    Joined,
    Taken,
    is_same_lead,
    join_versions,
)
from leadctl.rules.leads.forked import FORKED, open_fork
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone, tombstone

START = datetime(2026, 1, 1, tzinfo=UTC)
STATUSES = ("New", "Called", "Met", "Won")
LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine


def event(day: int, name: str, word: str, by: str = "kim") -> Event:
    """Return one line of a history."""
    key = {"status": "to"}.get(name, "text")
    return Event(START + timedelta(days=day), name, by, {key: word})


events = st.builds(
    event,
    st.integers(0, 9),
    st.sampled_from(["note", "call", "confirm"]),
    st.sampled_from("abc"),
    st.sampled_from(["kim", "sam"]),
) | st.builds(event, st.integers(0, 9), st.just("status"), st.sampled_from(STATUSES))

changes = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Ana", "Anna"]),
        "phone": st.sampled_from(["+1", "+2"]) | st.none(),
        "value": st.sampled_from([1, 1.0, True]) | st.none(),
        "tags": st.lists(st.sampled_from("xyz"), unique=True) | st.none(),
        "owner": st.sampled_from(["kim", "sam"]) | st.none(),
        "own": st.fixed_dictionaries({}, optional={"a": st.integers(1, 2), "b": st.just(3)}),
    },
)


def in_accord(lead: Lead) -> Lead:
    """Return a lead with the status that its history says."""
    return replace(lead, status=lead.replayed_status("New"))


def changed(draw: st.DrawFn, lead: Lead) -> Lead:
    """Return what somebody may make of a lead: fields set, lines added, lines taken away."""
    lead = lead.set(**draw(changes))
    kept = tuple(e for e in lead.history if draw(st.integers(0, 5)))
    added = tuple(draw(st.lists(events, max_size=4)))
    extra = draw(st.dictionaries(st.sampled_from("pq"), st.integers(1, 2)) | st.just(lead.extra))
    return in_accord(replace(lead, history=(*kept, *added), extra=extra))


@st.composite
def versions(draw: st.DrawFn) -> tuple[Lead, Lead, Lead]:
    """Return a lead, and what two people made of it without knowing of each other."""
    base = changed(draw, Lead("aaaaaaaa", "Ana", "p", "New"))
    return base, changed(draw, base), changed(draw, base)


def said(joined: Joined) -> set[tuple[str, frozenset[str]]]:
    """Return the conflicts, whichever side is which."""
    return {(one.field, frozenset((repr(one.ours), repr(one.theirs)))) for one in joined.conflicts}


@LAWS
@given(versions())
def test_the_join_is_the_same_from_both_sides(three: tuple[Lead, Lead, Lead]) -> None:
    """Whoever merges whom: the same lead and, but for what a conflict leaves, the same file."""
    base, ours, theirs = three
    one, two = join_versions(base, ours, theirs), join_versions(base, theirs, ours)
    assert said(one) == said(two)
    if not one.conflicts:
        assert is_same_lead(one.lead, two.lead)
    both = [join_versions(base, ours, theirs, Taken(others=THEIRS)).lead, two.lead]
    assert both[0].fields == both[1].fields


@LAWS
@given(versions())
def test_nothing_is_lost_and_nothing_made_up(three: tuple[Lead, Lead, Lead]) -> None:
    """The proof that the driver asks for before it writes holds for every join."""
    assert faults(*three, join_versions(*three)) == []
    _, ours, theirs = three
    alone = join_versions(None, ours, theirs)
    assert faults(None, ours, theirs, alone) == []
    lines = Counter(map(line_key, alone.lead.history))
    assert Counter(map(line_key, ours.history)) <= lines
    assert Counter(map(line_key, theirs.history)) <= lines


@LAWS
@given(versions())
def test_the_proof_finds_what_is_dropped_or_invented(three: tuple[Lead, Lead, Lead]) -> None:
    """A join without one of its lines or fields, or with one more, is caught."""
    base, ours, theirs = three
    good = join_versions(base, ours, theirs)
    was = {line_key(e) for e in base.history}
    for i, line in enumerate(good.lead.history):
        if line_key(line) not in was and line.name != FORKED:
            less = (*good.lead.history[:i], *good.lead.history[i + 1 :])
            assert faults(*three, Joined(replace(good.lead, history=less), good.conflicts))
    more = good.lead.add(event(0, "call", "never was"))
    assert faults(*three, Joined(more, good.conflicts))
    assert faults(*three, Joined(good.lead.set(source="nowhere"), good.conflicts))


@LAWS
@given(versions())
def test_joining_again_changes_nothing(three: tuple[Lead, Lead, Lead]) -> None:
    """A version joined with itself, with its base, or with one that it holds already, stays."""
    base, ours, theirs = three
    assert is_same_lead(join_versions(base, ours, ours).lead, ours)
    assert is_same_lead(join_versions(None, ours, ours).lead, ours)
    assert is_same_lead(join_versions(base, base, ours).lead, ours)
    assert is_same_lead(join_versions(base, ours, base).lead, ours)
    joined = join_versions(base, ours, theirs)
    if not joined.conflicts:
        again = join_versions(base, joined.lead, theirs)
        # Two events of one agent at one moment may look like one that was written anew.
        assert {c.field for c in again.conflicts} <= {"history"}
        assert again.conflicts or is_same_lead(again.lead, joined.lead)


@LAWS
@given(versions())
def test_each_side_keeps_its_order_and_additions_come_by_time(
    three: tuple[Lead, Lead, Lead],
) -> None:
    """What one side wrote stays in its order; unless it wrote back in time, all is by time."""
    base, ours, theirs = three
    joined = join_histories(base.history, ours.history, theirs.history)
    left = {line_key(e) for e in joined}
    if len(left) == len(joined):
        for side in (ours, theirs):
            keys = list(dict.fromkeys(k for e in side.history if (k := line_key(e)) in left))
            rest = iter(map(line_key, joined))
            common = {line_key(e) for e in ours.history} & {line_key(e) for e in theirs.history}
            mine = [k for k in keys if k not in common]
            assert all(key in rest for key in mine)
    plain = [replace(v, history=tuple(sorted(v.history, key=lambda e: e.at))) for v in three[1:]]
    moments = [e.at for e in join_histories((), plain[0].history, plain[1].history)]
    assert moments == sorted(moments)


@LAWS
@given(versions())
def test_the_status_is_that_of_the_last_status_line(three: tuple[Lead, Lead, Lead]) -> None:
    """Statuses follow from the joined history wherever it has one."""
    lead = join_versions(*three).lead
    assert lead.status == lead.replayed_status(lead.status)


def moved(lead: Lead, day: int, status: str, by: str = "kim") -> Lead:
    """Return a lead moved on a day."""
    return lead.add(event(day, "status", status, by)).set(status=status)


BASE = Lead("aaaaaaaa", "Ana", "p", "New", {"phone": "+1"}, (event(0, "received", "x"),))


def test_two_moves_from_one_status_are_kept_and_open_until_confirmed() -> None:
    """Both moves stay; the later holds, a line says so, and a confirmation answers it."""
    joined = join_versions(BASE, moved(BASE, 3, "Met"), moved(BASE, 2, "Called", "sam"))
    assert [e.data.get("to") for e in joined.lead.events("status")] == ["Called", "Met"]
    assert joined.lead.status == "Met"
    fork = open_fork(joined.lead)
    assert fork is not None
    assert dict(fork.data) == {"to": "Met", "also": "Called"}
    assert open_fork(joined.lead.add(event(4, "confirm", ""))) is None
    assert open_fork(moved(joined.lead, 4, "Won")) is None


def test_the_same_move_twice_or_one_that_leads_on_asks_nothing() -> None:
    """Both sides went the same way, one of them further: there is nothing to confirm."""
    same = join_versions(BASE, moved(BASE, 2, "Called"), moved(BASE, 3, "Called", "sam"))
    on = moved(moved(BASE, 3, "Called", "sam"), 4, "Met", "sam")
    further = join_versions(BASE, moved(BASE, 2, "Called"), on)
    assert open_fork(same.lead) is None
    assert open_fork(further.lead) is None
    assert further.lead.status == "Met"


def test_a_tombstone_beats_everything_and_its_undo_stands() -> None:
    """Nothing personal comes back by a merge; only taking back the delete itself revives."""
    grave = tombstone(BASE, START)
    busy = moved(BASE, 3, "Met").set(phone="+2")
    assert join_versions(BASE, grave, busy).lead == grave
    assert join_versions(BASE, busy, grave).lead == grave
    assert is_tombstone(join_versions(None, grave, busy).lead)
    assert join_versions(grave, grave, BASE).lead == BASE
    later = tombstone(BASE, START + timedelta(days=1), merged_into="bbbbbbbb")
    both = join_versions(BASE, grave, later).lead
    assert both.value("deleted") == START
    assert both.value("merged_into") == "bbbbbbbb"


def test_a_line_taken_away_stays_away() -> None:
    """What one side erased is not brought back by the other, whatever that one added."""
    secret = event(1, "note", "his illness")
    base = BASE.add(secret)
    joined = join_versions(base, BASE, base.add(event(2, "call", "x"))).lead
    assert secret not in joined.history
    assert len(joined.history) == 2


def test_a_line_that_both_wrote_anew_is_a_conflict() -> None:
    """Erased here and amended there: nobody guesses which."""
    base = BASE.add(event(1, "note", "his illness"))
    amended = BASE.add(event(1, "note", "his long illness"))
    joined = join_versions(base, BASE.add(event(1, "note", "erased")), amended)
    assert [c.field for c in joined.conflicts] == ["history"]
    settled = join_versions(base, BASE, amended, Taken({"history": "ours"}))
    assert settled.lead.history == BASE.history


@pytest.mark.parametrize("side", ["", "ours", "theirs"])
def test_a_move_taken_back_beside_an_event_mended_leaves_no_status_without_a_line(
    side: str,
) -> None:
    """One took the call and its move back, the other mended the call: whoever's version of the
    call stands, the move is gone and the status with it.
    """
    base = moved(BASE.add(event(1, "call", "x")), 1, "Called")
    first = replace(base, history=(base.history[0], event(1, "call", "y"), base.history[2]))
    joined = join_versions(base, first, BASE, Taken({"history": side} if side else {}))
    assert [c.field for c in (*joined.conflicts, *joined.settled)] == ["history"]
    assert (joined.lead.events("status"), joined.lead.status) == ([], "New")


def test_a_status_set_by_hand_is_a_field() -> None:
    """A status that no line explains is not swept away by the other side's move."""
    by_hand = replace(BASE, status="Won")
    assert join_versions(BASE, by_hand, BASE.add(event(1, "call", "x"))).lead.status == "Won"
    conflict = join_versions(BASE, by_hand, moved(BASE, 2, "Met")).conflicts[0]
    assert (conflict.field, conflict.ours, conflict.theirs) == ("status", "Won", "Met")


def test_a_move_in_the_old_pipeline_beside_a_migration_is_told() -> None:
    """One migrated the lead while the other moved it: kept whole, and to be confirmed."""
    migrated = BASE.set(pipeline="q").add(event(2, "migrate", "q"))
    joined = join_versions(BASE, migrated, moved(BASE, 3, "Met")).lead
    assert joined.pipeline == "q"
    assert open_fork(joined) is not None


def test_a_conflict_can_be_settled_by_field() -> None:
    """Each field from whom one says; the other stays a conflict."""
    ours, theirs = BASE.set(phone="+2", owner="kim"), BASE.set(phone="+3", owner="sam")
    joined = join_versions(BASE, ours, theirs, Taken({"phone": THEIRS}))
    assert joined.lead.fields["phone"] == "+3"
    assert [c.field for c in joined.conflicts] == ["owner"]
    assert [c.field for c in joined.settled] == ["phone"]


def test_two_leads_are_no_versions_of_each_other() -> None:
    """Different ids are refused."""
    with pytest.raises(DifferentLeadsError):
        join_versions(BASE, BASE, replace(BASE, id="bbbbbbbb"))
