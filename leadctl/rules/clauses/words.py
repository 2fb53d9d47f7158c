"""Words that the sentences of clauses are made of: values, lists, names as people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.wanted import one_wanted
from leadctl.rules.leads.outcomes import outcome_of

_PREPOSITIONS = {"about", "at", "by", "for", "from", "in", "of", "on", "to", "with"}


def quote(text: str) -> str:
    """Return a word as one would type it in a shell."""
    return f'"{text}"' if " " in text else text


def field_label(pipeline: Pipeline, name: str) -> str:
    """Return what people call a field, a derived one too."""
    known = pipeline.fields.get(name) or pipeline.derive.get(name)
    return (known.label if known else "") or name.replace("_", " ")


def event_label(pipeline: Pipeline, name: str) -> str:
    """Return what people call an event."""
    known = pipeline.events.get(name)
    return (known.label if known else "") or name


def with_article(word: str) -> str:
    """Return "a manager", "an owner"."""
    return f"{'an' if word[:1].lower() in set('aeiou') else 'a'} {word}"


def listed(values: Iterable[object], joint: str = "or") -> str:
    """Return values in a row: "New, Open or Won"."""
    words = [value_words(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def value_words(value: object) -> str:
    """Return a value as people say it: a flag is yes or no."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def number(value: float | None) -> str:
    """Return a figure of a bound, "" where there is none."""
    return f"{value:g}" if value is not None else ""


def where_words(where: Mapping[str, object], events: Sequence[str] = ()) -> str:
    """Return what an event's fields must be: " with status sent or accepted", " of contract".

    A field named by a preposition reads as one; what came of one kind of touch reads as it is said
    of that: of a call " in which you spoke".
    """
    came = outcome_words(where, events)
    left = {k: v for k, v in where.items() if not (came and k == "outcome")}
    said = [(k, listed(v if isinstance(v, tuple) else (v,))) for k, v in left.items()]
    near = [f" {key} {value}" for key, value in said if key in _PREPOSITIONS]
    others = [f"{key.replace('_', ' ')} {value}" for key, value in said if key not in _PREPOSITIONS]
    return came + "".join(near) + (f" with {' and '.join(others)}" if others else "")


def outcome_words(where: Mapping[str, object], events: Sequence[str]) -> str:
    """Return what must have come of a call or a meeting: " in which you spoke"; "" for no known
    outcome of one of them.
    """
    wanted = where.get("outcome", ())
    words = wanted if isinstance(wanted, tuple) else (wanted,)
    found = [outcome_of(events[0], word) for word in words] if len(events) == 1 else []
    known = [one.which for one in found if one is not None]
    return f" {listed(known)}" if known and len(known) == len(found) else ""


def where_typed(where: Mapping[str, object]) -> str:
    """Return what an event's fields must be, as one would type it: " of=contract"."""
    pairs = [(k, one_wanted(v)) for k, v in where.items()]
    return "".join(f" {key}={quote(value_words(value))}" for key, value in pairs)
