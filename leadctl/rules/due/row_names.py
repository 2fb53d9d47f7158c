"""The names that rows can have: those of a definition's rules, and those that leadctl makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadctl.rules.language.effect import Effect
from leadctl.rules.language.pipeline import APPOINTMENT, Pipeline, slug

NO_APPOINTMENT = "no-appointment"
"""The row that asks for another appointment, or for another status."""

NO_DAY = "no-day"
"""The row that asks for the day of an appointment, of whom another system said that one is set."""

OTHER_WAY = "wrong-number"
"""The row that asks for another way to reach them: the number is not theirs."""

NOT_REACHED = "not-reached"
"""The row that asks for another try: they had written, and were called back in vain."""

STATUS_SHOWN = "status-shown"
"""The row that asks whether another status is right: what was logged allows it."""

OWN = (
    *("call-back", "claim", "approval", "blocked", "confirm-merge", "taken-over"),
    *(OTHER_WAY, NO_APPOINTMENT, NO_DAY, NOT_REACHED, STATUS_SHOWN),
)
"""Rows leadctl makes by itself: no follow-up may have their names."""

_IF_NOT_GIVEN = ("reply", "idle", APPOINTMENT)
"""Rows leadctl makes where the definition has none of that name."""


def is_row_name(name: str, pipeline: Pipeline) -> bool:
    """Whether a row of a lead in this definition could have a name."""
    if name in {*OWN, *_IF_NOT_GIVEN, *_named(pipeline)}:
        return True
    message = re.fullmatch(r"(?:promise-|unsent-)?(.+)-[0-9]+", name)
    return message is not None and message[1] in {slug(known) for known in pipeline.messages}


def is_of_definition(name: str, pipeline: Pipeline) -> bool:
    """Whether a definition makes rows of a name; others an agent has made."""
    return name in set(_named(pipeline))


def _named(pipeline: Pipeline) -> Iterator[str]:
    yield from pipeline.cadences
    effects: list[Effect] = []
    statuses = pipeline.statuses.values()
    for rule in (*pipeline.follow_up, *(rule for s in statuses for rule in s.follow_up)):
        yield rule.id
        effects += rule.then
    for status in statuses:
        effects += status.enter
    tasks = (getattr(effect, "task", "") for effect in effects)
    yield from (slug(task) for task in tasks if task)
