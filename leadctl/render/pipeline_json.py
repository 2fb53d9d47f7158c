"""A definition for programs: every value of it under the name that the language has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leadctl.rules.language.pipeline import Clause, FollowUp, Source
from leadctl.rules.pipelines import describe
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import is_value, names_of

if TYPE_CHECKING:
    from leadctl.rules.language.pipeline import Pipeline

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def pipeline_values(pipeline: Pipeline) -> dict[str, Any]:
    """Return a definition as plain values; guards and follow-ups carry their sentence."""
    found = _value(pipeline, pipeline)
    if not isinstance(found, dict):
        raise TypeError("a definition is a table")
    return found


def _value(value: Any, pipeline: Pipeline) -> Any:
    if isinstance(value, Source | Duration):
        return str(value)
    if isinstance(value, Calendar):
        return {"timezone": value.timezone, "words": describe.calendar_words(value)}
    if is_value(value):
        return _table(value, pipeline)
    if isinstance(value, Mapping):
        return {key: _value(item, pipeline) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item, pipeline) for item in value]
    return value


def _table(value: Any, pipeline: Pipeline) -> dict[str, Any]:
    found = {n.rstrip("_"): _value(getattr(value, n), pipeline) for n in names_of(value)}
    if isinstance(value, Clause):
        found = {
            key: item for key, item in found.items() if item is not False and item not in _EMPTY
        }
        found["sentence"] = describe.clause_words([value], pipeline)
    if isinstance(value, FollowUp):
        found["sentence"] = describe.follow_up_words(value, pipeline)
    return found
