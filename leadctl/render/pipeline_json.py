"""A definition for programs: every value of it under the name that the language has."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.part import Part
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.source import Source
from leadctl.rules.pipelines import describe
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import is_value, names_of


def pipeline_values(pipeline: Pipeline) -> dict[str, object]:
    """Return a definition as plain values; guards and follow-ups carry their sentence."""
    found = _value(pipeline, pipeline)
    if not isinstance(found, dict):
        raise TypeError("a definition is a table")
    return found


def _value(value: object, pipeline: Pipeline) -> object:
    if isinstance(value, Source | Duration):
        return str(value)
    if isinstance(value, Part):
        return _kind(value, pipeline)
    if is_value(value):
        return _table(value, pipeline)
    if isinstance(value, Mapping):
        return {key: _value(item, pipeline) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item, pipeline) for item in value]
    return value


def _kind(value: Part, pipeline: Pipeline) -> dict[str, object]:
    """Return a clause or an effect: the keys it was given, and its sentence."""
    given = {key: _value(item, pipeline) for key, item in value.given.items()}
    found = {"source": str(value.source), **given}
    if isinstance(value, Clause):
        found["sentence"] = describe.clause_words([value], pipeline)
    if isinstance(value, Effect):
        found["sentence"] = describe.effect_words(value)
    return found


def _table(value: object, pipeline: Pipeline) -> dict[str, object]:
    if isinstance(value, Calendar):
        return {"timezone": value.timezone, "words": describe.calendar_words(value)}
    found = {n.rstrip("_"): _value(getattr(value, n), pipeline) for n in names_of(value)}
    if isinstance(value, FollowUp):
        found["sentence"] = describe.follow_up_words(value, pipeline)
    return found
