"""Mending one event of a history."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_maker import added, asked, desk_in, stored

from leadctl.actions.recording.amend import amend, refuse_strange
from leadctl.actions.recording.log import Logged, log, note
from leadctl.errors import LeadctlError, Usage
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, FIXED, TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.values import replace


def test_an_event_is_mended_or_taken_out(tmp_path: Path) -> None:
    """The text is another one then, and the event gone; its number is that of `show`."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    log(desk, asked(ana), Logged("call", "out", None, "", "first words", {}, ""))
    number = len(stored(desk, ana).history)
    amend(desk, asked(ana), number, {"text": "better words"}, remove=False)
    assert stored(desk, ana).history[number - 1].data["text"] == "better words"
    amend(desk, asked(ana), number, {}, remove=True)
    assert len(stored(desk, ana).history) == number - 1


def test_a_field_that_no_such_event_has_is_refused(tmp_path: Path) -> None:
    """For every kind of event: the events that have it are named, and nothing is stored."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    note(desk, asked(ana), "wife is Leyla")
    (noted,) = [n for n, one in enumerate(stored(desk, ana).history, 1) if one.name == "note"]
    for name in BUILT_IN_EVENTS.keys() - {*TOUCHES, *FIXED, "note"}:
        lead = stored(desk, ana)
        other = Event(desk.now, name, "sam", {})
        case = replace(desk.case(lead), lead=replace(lead, history=(*lead.history, other)))
        with pytest.raises(Usage, match='has no field "text"; it has: at') as refused:
            refuse_strange(desk, case, len(case.lead.history), {"text": "wife is Leila"})
        assert f"Events that have it: {noted}." in str(refused.value.hint)
    amend(desk, asked(ana), noted, {"text": "wife is Leila"}, remove=False)
    assert stored(desk, ana).history[noted - 1].data["text"] == "wife is Leila"


def test_a_number_that_no_event_has_is_refused(tmp_path: Path) -> None:
    """With a sentence, and nothing stored."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    with pytest.raises(LeadctlError):
        amend(desk, asked(ana), 99, {"text": "x"}, remove=False)
    assert stored(desk, ana) == ana


def test_a_time_in_the_night_is_asked_about(tmp_path: Path) -> None:
    """Half past three without a word is not taken for that of the night, as nowhere else."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    log(desk, asked(ana), Logged("call", "out", None, "", "", {}, ""))
    number = len(stored(desk, ana).history)
    evening = desk.at(desk.now.replace(hour=23, minute=59))
    with pytest.raises(Usage, match='3:30" is not clear: write'):
        amend(evening, asked(ana), number, {"at": "3:30"}, remove=False)
