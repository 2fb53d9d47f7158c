"""The conversation: what is a talk, whose turn it is, since when there is silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import NOW, at, case, event, lead, pipeline, row, rows

from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.event import EventClause as Clause
from leadctl.rules.clauses.timeline import Timeline
from leadctl.rules.due.agenda import agenda
from leadctl.rules.leads.lead import Event
from leadctl.rules.leads.outcomes import OUTCOMES, outcome_of, spellings

DEFINITION = pipeline(
    """
[status.Dead]
definition = "over"
closed = "lost"

[status.None]
definition = "not for us"
parked = true

[role.Spam]
parked = true

[[follow_up]]
id = "no-reply"
after = "168 hours"
from = "unanswered"
until = ["reply"]
suggest = "Dead"

[[follow_up]]
id = "weekly"
kind = "duty"
do = "Confirm the status"
after = "7 days"
from = "status update"
until = ["status update"]
"""
)
TALKS = [
    ("meeting", {"way": "out"}),
    ("meeting", {"way": "in", "outcome": "met"}),
    ("call", {"way": "out", "outcome": "spoke"}),
    ("call", {"way": "out", "outcome": "Talked"}),
    ("call", {"way": "in"}),
    ("call", {"way": "in", "outcome": "wants two bedrooms"}),
]
OUT = [
    ("call", {"way": "out"}),
    ("call", {"way": "out", "outcome": "voicemail"}),
    ("call", {"way": "out", "outcome": "no-answer"}),
    ("text", {"way": "out"}),
    ("letter", {"way": "out"}),
]
WORDS = [
    ("text", {"way": "in"}),
    ("email", {"way": "in"}),
    ("call", {"way": "in", "outcome": "voicemail"}),
    ("call", {"way": "in", "outcome": "missed"}),
]
NOTHING = [
    ("meeting", {"outcome": "missed"}),
    ("meeting", {"outcome": "no show"}),
    ("meeting", {"outcome": "canceled"}),
    ("note", {"text": "x"}),
    ("confirm", {}),
    ("done", {"what": "weekly"}),
]
ENDS = [
    ("done", {"what": "reply"}),
    ("status", {"to": "Dead"}),
    ("status", {"to": "None"}),
    ("role", {"to": "Spam"}),
    ("snooze", {"until": at(30), "asked": "2 months"}),
]


def kinds(*happened: tuple[str, dict[str, Any]]) -> dict[str, datetime]:
    """Return the rows of a lead to whom things happened a day after another, the last today."""
    first = 1 - len(happened)
    events = [event(name, first + i, **data) for i, (name, data) in enumerate(happened)]
    return {found.rule: found.due for found in rows(lead(*events), DEFINITION)}


@pytest.mark.parametrize("talk", TALKS)
def test_a_talk_answers_counts_as_their_reply_and_starts_no_silence(talk: Any) -> None:
    """A meeting and an answered call are touches both ways, and no clock runs after them."""
    found = kinds(WORDS[0], talk)
    assert "reply" not in found
    assert "no-reply" not in found
    assert "no-reply" not in kinds(OUT[0], talk)
    said = lead(event(talk[0], **talk[1]))
    for way in ("in", "out"):
        assert holds(Clause(event=("touch",), way=way), case(said, DEFINITION))


@pytest.mark.parametrize("word", WORDS)
def test_their_word_is_our_turn_and_stops_the_silence(word: Any) -> None:
    """Whoever wrote, or left a voicemail, last is to be answered: no seven days run meanwhile."""
    found = kinds(OUT[0], word)
    assert found["reply"] == NOW
    assert "no-reply" not in found


@pytest.mark.parametrize("answer", [*OUT, *TALKS, *ENDS])
def test_a_touch_a_talk_done_a_call_back_and_closing_end_our_turn(answer: Any) -> None:
    """Their word is answered, or settled otherwise; it does not come back."""
    assert "reply" not in kinds(WORDS[0], answer)
    assert "reply" not in kinds(WORDS[0], answer, ("status", {"to": "New"}))


@pytest.mark.parametrize("other", NOTHING)
def test_what_is_no_answer_leaves_it_our_turn(other: Any) -> None:
    """A note, a confirmation, a meeting that never was: their word still waits, from its time."""
    assert kinds(WORDS[1], other)["reply"] == at(-1)


@pytest.mark.parametrize("other", NOTHING[:3])
def test_a_meeting_that_never_was_is_no_meeting(other: Any) -> None:
    """A guard that wants a meeting is not met by one that was missed or cancelled."""
    missed = case(lead(event(other[0], **other[1])), DEFINITION)
    assert not holds(Clause(event=("meeting",)), missed)
    assert not holds(Clause(event=("touch",)), missed)
    assert holds(Clause(event=("meeting",), where={"outcome": other[1]["outcome"]}), missed)


def test_silence_is_counted_from_the_first_touch_since_their_last_word() -> None:
    """Decision 9: 168 hours from our first touch out, however often we try again."""
    assert kinds(OUT[0], OUT[1], OUT[2])["no-reply"] == at(-2 + 7)
    assert kinds(OUT[0], WORDS[0], OUT[1], OUT[2])["no-reply"] == at(-1 + 7)
    assert "no-reply" not in kinds()


def test_coming_in_is_no_word_of_theirs() -> None:
    """A lead that has only come in is to be answered by its definition, not as a reply."""
    assert "reply" not in kinds()


def test_the_row_says_over_which_channel_and_what() -> None:
    """The row has the channel and the words of their last message, since the first unanswered."""
    wrote = lead(event("email", -3, way="in"), event("text", -1, way="in", text=" call me "))
    found = row(wrote, DEFINITION, "reply")
    assert found is not None
    assert (found.over, found.said, found.due, found.since) == ("text", "call me", at(-1), at(-3))


def test_a_row_of_the_definitions_own_stands_for_it() -> None:
    """Where a definition has a `reply` row of its own there is no second one."""
    own = pipeline(
        """
[[follow_up]]
id = "handle"
kind = "reply"
do = "Handle their answer"
after = "0 minutes"
from = "their word"
until = ["touch out", "done"]
"""
    )
    assert [r.rule for r in rows(lead(event("text", way="in")), own)] == ["handle"]
    assert rows(lead(event("text", -1, way="in"), event("call", way="in")), own) == []


def test_an_event_in_the_future_hides_nothing() -> None:
    """A touch dated after the horizon has not happened: their word waits, and so does the duty."""
    wrong = lead(event("text", -1, way="in"), event("call", 300, way="out"), event("confirm", 300))
    from leadctl.values import replace

    found = {r.rule for r in agenda(replace(case(wrong, DEFINITION), horizon=at(0, hours=1)))}
    assert {"reply", "weekly"} <= found


def test_an_open_lead_with_nothing_ahead_is_idle() -> None:
    """Duties, birthdays and suggestions are no next step; a task is one, and so is an answer."""
    quiet = lead(event("call", -9, way="out"))
    found = next(r for r in agenda(case(quiet, DEFINITION)) if r.kind == "idle")
    assert (found.due, found.section, found.fold) == (at(-2), "and", "idle")
    for busy in (event("task", id="a", do="Call", due=at(40)), event("text", way="in")):
        assert "idle" not in {r.kind for r in agenda(case(quiet.add(busy), DEFINITION))}
    over = lead(event("status", -9, to="Dead"), status="Dead")
    assert agenda(case(over, DEFINITION)) == []


HAPPENED = st.sampled_from([*TALKS, *OUT, *WORDS, *NOTHING, *ENDS])


@settings(max_examples=300, deadline=None)
@given(st.lists(HAPPENED, max_size=9))
def test_whose_turn_it_is_follows_from_the_log_alone(happened: list[Any]) -> None:
    """Read forwards, event by event: the last word that nothing ended is the one that waits."""
    waits, silent = None, None
    for place, thing in enumerate(happened):
        moment = at(place - len(happened))
        if thing in TALKS:
            waits, silent = None, None
        elif thing in OUT:
            waits, silent = None, silent or moment
        elif thing in WORDS:
            waits, silent = moment, None
        elif thing in ENDS:
            waits = None
    events = [event(n, i - len(happened), **d) for i, (n, d) in enumerate(happened)]
    line = Timeline(lead(*events), DEFINITION)
    assert (line.waiting[-1][0][0] if line.waiting else None) == waits
    found = line.moment("unanswered")
    assert (found[0] if found else None) == silent


def test_every_word_for_an_outcome_means_one() -> None:
    """No word stands for two outcomes of a touch; each is read whatever its case and spaces."""
    for touch, outcomes in OUTCOMES.items():
        words = [word for one in outcomes for word in (one.name, *one.aliases)]
        assert len(words) == len(set(words)) == len(spellings(touch))
        for word in words:
            found = outcome_of(touch, f"  {word.upper()} ")
            assert found is not None
            assert found.name == spellings(touch)[word]
    assert outcome_of("call", "wants two bedrooms") is None
    assert Event(NOW + timedelta(), "call", "", {"outcome": 3}).outcome is None


@pytest.mark.parametrize("word", WORDS)
def test_who_was_called_back_in_vain_is_tried_again_the_next_day(word: Any) -> None:
    """Busy, or no answer: our turn is over, and they have heard nothing; a message left is heard.

    So are all that reaches them, and a talk; a move, a `done` and another reminder end it too. A
    move before the call does not: their word waited for an answer in the new status as well.
    """
    moved = ("status", {"to": "New"})
    for vain in ("busy", "no-answer", "no answer"):
        tried = ("call", {"way": "out", "outcome": vain})
        assert kinds(word, tried)["not-reached"] == at(1).replace(hour=0), vain
        for ended in (OUT[1], *OUT[3:], *TALKS, moved, word):
            assert "not-reached" not in kinds(word, tried, ended), ended
        assert "not-reached" in kinds(word, moved, tried)
        assert "not-reached" not in kinds(word, tried, moved, tried)
        over = [("status", {"to": "Dead"}), moved]
        assert "not-reached" not in kinds(word, *over, tried)
        assert "not-reached" not in kinds(word, OUT[3], tried)
    assert "not-reached" not in kinds(("call", {"way": "out", "outcome": "busy"}))
