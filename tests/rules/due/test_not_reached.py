"""Whoever wrote and was called back in vain is tried again: until when, and in whose stead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from world import NOW, at, event, lead, pipeline, rows

DEFINITION = pipeline(
    """
[status.Dead]
definition = "over"
closed = "lost"
[status.None]
definition = "not for us"
parked = true
"""
)
Happened = tuple[str, dict[str, Any]]
WORD: Happened = ("email", {"way": "in"})
VAIN: Happened = ("call", {"way": "out", "outcome": "busy"})
TALK: Happened = ("call", {"way": "out", "outcome": "spoke"})
NOTE: Happened = ("note", {"text": "hm"})
MOVE: Happened = ("status", {"to": "New"})
BY_EVENT: Happened = ("status", {"to": "New", "on": "call"})


def due(*happened: Happened) -> datetime | None:
    """Return when they are to be tried again; things happened a day apart, the last today."""
    first = 1 - len(happened)
    who = lead(*(event(name, first + i, **data) for i, (name, data) in enumerate(happened)))
    return next((r.due for r in rows(who, DEFINITION) if r.rule == "not-reached"), None)


@pytest.mark.parametrize(
    ("happened", "days"),
    [
        ((WORD, VAIN), 1),
        ((WORD, VAIN, NOTE), 0),
        ((WORD, VAIN, NOTE, VAIN), 1),  # the last try counts
        ((WORD, VAIN, BY_EVENT), 0),  # a move that the call itself made
        ((WORD, MOVE, NOTE, VAIN), 1),
        ((TALK, WORD, VAIN), 1),
        ((TALK, VAIN), None),
        ((WORD, TALK, VAIN), None),
        ((WORD, VAIN, TALK), None),
        ((WORD, VAIN, ("stop", {})), None),
        ((WORD, VAIN, ("done", {"what": "not-reached"})), None),
        ((WORD, ("done", {"what": "reply"}), VAIN), None),
        ((WORD, ("taken-over", {}), VAIN), None),
        ((WORD, ("merge", {}), VAIN), None),
        ((WORD, VAIN, MOVE, NOTE, VAIN), None),
        ((WORD, VAIN, NOTE, MOVE, VAIN), None),
        ((WORD, ("status", {"to": "None"}), MOVE, VAIN), None),
        ((WORD, ("status", {"to": "Dead"}), MOVE, VAIN), None),
    ],
)
def test_until_when_they_are_tried_again(happened: tuple[Happened, ...], days: int | None) -> None:
    """The day after the last call in vain, while their word waits and nobody reached them."""
    expected = None if days is None else at(days).replace(hour=0)
    assert due(*happened) == expected


@pytest.mark.parametrize(("hours", "stands"), [(32, False), (33, False), (33.1, True)])
def test_another_row_of_that_day_is_enough(hours: float, stands: bool) -> None:
    """A task for the next day, its last moment included, asks for them already."""
    task: Happened = ("task", {"id": "t", "do": "Call", "due": at(hours=hours)})
    far: Happened = ("task", {"id": "t", "do": "Call", "due": at(40)})
    assert at(hours=33) == NOW.replace(day=25, hour=0)
    who = lead(*(event(name, 0, **data) for name, data in (WORD, VAIN, task)))
    found = [r.due for r in rows(who, DEFINITION) if r.rule == "not-reached"]
    assert bool(found) is stands
    assert due(far, WORD, VAIN) == at(1).replace(hour=0)


@pytest.mark.parametrize("barred", [["all"], ["call", "text", "email"]])
def test_nobody_is_tried_again_who_has_left_no_way(barred: list[str]) -> None:
    """Where every number and address that is known is barred, no try is asked for."""
    who = lead(
        event("text", -1, way="in"),
        event("call", 0, way="out", outcome="busy"),
        phone="+14155550132",
        email="ana@example.com",
    )
    found = [
        [r.rule for r in rows(one, DEFINITION)] for one in (who, who.set(do_not_contact=barred))
    ]
    assert ["not-reached" in rules for rules in found] == [True, False]
