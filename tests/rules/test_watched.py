"""A watched now answers as a plain one does, and for as long as it says."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.time.watched import FIRST, LAST, Watch, Watched

BASE = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # New York changes its clocks half an hour later
ZONES = [UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Africa/Cairo")]
moments = st.integers(-200, 200).map(lambda quarter: BASE + timedelta(minutes=15 * quarter))
spans = st.integers(-50, 50).map(lambda quarter: timedelta(minutes=15 * quarter))

QUESTIONS: list[Callable[[datetime, datetime, timedelta], Any]] = [
    lambda now, moment, _span: now < moment,
    lambda now, moment, _span: moment < now,
    lambda now, moment, _span: now <= moment,
    lambda now, moment, _span: moment <= now,
    lambda now, moment, _span: now == moment,
    lambda now, moment, span: now + span > moment,
    lambda now, moment, span: now - span >= moment,
    lambda now, moment, span: max(moment, now) == moment or now + span < now,
    lambda now, moment, span: now.astimezone(ZONES[1]).date() > moment.date(),
    lambda now, moment, span: (now + span).astimezone(ZONES[3]).date(),
    lambda now, moment, span: now - moment > span,
    lambda now, moment, span: (moment - now).total_seconds(),
    lambda now, moment, span: now.astimezone(ZONES[2]).hour,
    lambda now, moment, span: now.weekday(),
    lambda now, moment, span: f"{now:%H:%M}",
    lambda now, moment, span: now.replace(minute=0) < moment,
    lambda now, moment, span: hash(now) == hash(moment),
]


@given(
    now=moments, then=moments, moment=moments, span=spans, zone=st.sampled_from(ZONES),
    which=st.sampled_from(range(len(QUESTIONS))),
)  # fmt: skip
def test_an_answer_holds_for_the_whole_span(
    *, now: datetime, then: datetime, moment: datetime, span: timedelta, zone: Any, which: int
) -> None:
    """Every kind of question has the plain answer, and the same one at every moment of the span."""
    ask, watch = QUESTIONS[which], Watch(now)
    answer = ask(watch.now, moment.astimezone(zone), span)
    assert answer == ask(now, moment.astimezone(zone), span)
    assert watch.since <= now < watch.until
    if watch.since <= then < watch.until:
        assert ask(then, moment.astimezone(zone), span) == answer


def test_what_asks_nothing_holds_for_ever() -> None:
    """A now that nobody looks at sets no limit, and each new one begins afresh."""
    watch = Watch(BASE)
    assert watch.now < BASE + timedelta(1)
    assert watch.until == BASE + timedelta(1)
    assert isinstance(watch.now + timedelta(hours=1), Watched)
    assert (watch.since, watch.until) == (FIRST, LAST)


def test_a_watched_moment_is_never_stored() -> None:
    """It cannot be written down, so nothing kept can hold a moment that moves."""
    with pytest.raises(TypeError, match="not stored"):
        pickle.dumps([Watch(BASE).now])
