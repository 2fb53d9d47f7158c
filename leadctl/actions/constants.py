"""What the definitions of a book want its settings to say once, and what they do not say yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from leadctl.actions.desk import Desk
from leadctl.actions.typed_values import read_value
from leadctl.book.book import Book
from leadctl.book.own_files.places import SETTINGS
from leadctl.errors import LeadctlError, Problem, Usage
from leadctl.patterns import pattern
from leadctl.rules.due.outbox import constant_label
from leadctl.rules.language.contents import Field
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.field_types import TYPES

_NAMED = {"date": "a day", "number": "a number", "money": "an amount"}
_DAY = pattern(r"\d{4}-\d{2}-\d{2}")


def unset(book: Book, pipelines: Iterable[str]) -> Iterator[str]:
    """Yield a line for each constant of some definitions that the book's settings do not say."""
    told: set[str] = set()
    for pipeline in _sound(book, pipelines):
        for name in pipeline.constants:
            if not book.settings.constants.get(name) and name not in told:
                told.add(name)
                label = constant_label(name, pipeline)
                yield f"Not set yet, and {pipeline.id} wants it: {label}. {_line(name)}"


def constant_problems(
    book: Book, pipelines: Iterable[str], waiting: Counter[str]
) -> Iterator[Problem]:
    """Yield the constants that are wanted, `waiting` by how often, and those nobody wants.

    A value of another kind than its definition says is no value.
    """
    for name, count in sorted(waiting.items()):
        said = f"is not set, and {'a lead wants' if count == 1 else f'{count} leads want'} it"
        yield Problem(SETTINGS, 0, f"constants.{name}", said, _line(name), "constant-not-set")
    known = {n: c for pipeline in _sound(book, pipelines) for n, c in pipeline.constants.items()}
    for name, value in book.settings.constants.items():
        origin = book.settings.origin(f"constants.{name}").rpartition(":")[2]
        line = int(origin) if origin.isdigit() else 0
        if name not in known:
            said = "is wanted by no definition that is used here"
            yield Problem(SETTINGS, line, f"constants.{name}", said, nearest(name, known))
        elif not TYPES[known[name].type].fits(value):
            yield Problem(
                SETTINGS,
                line,
                f"constants.{name}",
                f"should be {_NAMED.get(known[name].type, 'a text')}",
            )


def constant_value(desk: Desk, name: str, typed: str) -> object:
    """Return what was typed for a constant, as the definitions of the book that want it say.

    One that none wants is a day where it is written as one, else a text. Raises Usage for a value
    of another kind.
    """
    found = (
        p.constants[name]
        for p in _sound(desk.book, desk.book.definitions.files)
        if name in p.constants
    )
    constant = next(found, None)
    if constant is None:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else typed
    try:
        return read_value(typed, Field(type=constant.type), desk.here)
    except ValueError as error:
        raise Usage(f'constants.{name}: "{typed}": {error}') from None


def _line(name: str) -> str:
    return f'leadctl config set constants.{name} "..."'


def _sound(book: Book, names: Iterable[str]) -> Iterator[Pipeline]:
    """Yield the definitions that can be read; the others are told elsewhere."""
    for name in sorted({*names} & {*book.definitions.files}):
        try:
            yield book.definitions.read(name).pipeline
        except LeadctlError:
            continue
