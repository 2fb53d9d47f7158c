"""Events in words."""

from __future__ import annotations

from pathlib import Path

from desk_maker import NOW, added, desk_in

from leadctl.actions.looking.event_words import event_words
from leadctl.rules.leads.event_kinds import EVENTS
from leadctl.rules.leads.lead import Event


def test_every_kind_of_event_is_said_in_words(tmp_path: Path) -> None:
    """No kind falls through to nothing, and none says a key of the file as it stands there."""
    desk = desk_in(tmp_path)
    case = desk.case(added(desk, "Ana"))
    for kind in EVENTS:
        said = event_words(desk, case, Event(NOW, kind.name, "sam", {"text": "call me Monday"}))
        assert said.strip(), kind.name
        assert "_" not in said, said
    heard = event_words(desk, case, Event(NOW, "text", "", {"way": "in", "text": "call me"}))
    assert "they" in heard
    assert "call me" in heard


def test_two_events_of_one_kind_are_told_apart_by_the_id_people_gave_them(tmp_path: Path) -> None:
    """Of a message the id is leadctl's own, and no word of people's."""
    desk = desk_in(tmp_path)
    case = desk.case(added(desk, "Ana"))
    first, second = (Event(NOW, "offer", "sam", {"id": f"o{n}", "amount": 5}) for n in (1, 2))
    assert event_words(desk, case, first) == "offer (id o1, amount 5)"
    assert event_words(desk, case, second) == "offer (id o2, amount 5)"
    queued = Event(NOW, "message", "sam", {"id": "hello-1", "message": "hello", "to": "lead"})
    assert "hello-1" not in event_words(desk, case, queued)
