"""The definitions there are: which, whose, how many leads use each, what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from leadctl.actions.pipelines.named_elsewhere import nobodys, replaced, role_problems
from leadctl.book.book import Book
from leadctl.book.own_files.definitions import (
    Definition,
    Definitions,
    definition_in,
)
from leadctl.errors import Invalid, Problem
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.pipelines.calendar_notes import calendar_notes
from leadctl.rules.pipelines.findings import Finding, findings
from leadctl.values import dataclass


@dataclass(frozen=True)
class Listed:
    """One definition; `pipeline` is None where it is not sound. `own`: the book's own file."""

    id: str
    file: str
    own: bool
    default: bool
    leads: int
    pipeline: Pipeline | None
    problems: tuple[Problem, ...] = ()


def definition_list(definitions: Definitions, book: Book | None) -> list[Listed]:
    """Return every definition that a book can use, sound or not."""
    used = leads_by_pipeline(book) if book else Counter()
    default = book.settings.pipeline if book else ""
    return [_listed(definitions, name, default, used[name]) for name in definitions.files]


def leads_by_pipeline(book: Book) -> Counter[str]:
    """Return how many leads, archived ones too, are in each pipeline."""
    leads = [lead for lead in book.leads() if isinstance(lead, Lead) and not lead.value("deleted")]
    return Counter(lead.pipeline for lead in leads)


def _listed(definitions: Definitions, name: str, default: str, leads: int) -> Listed:
    own, file = definitions.is_own(name), definitions.shown(name)
    try:
        pipeline = definitions.read(name).pipeline
    except Invalid as error:
        problems = tuple(error.problems)
        return Listed(name, file, own, name == default, leads, None, problems)
    return Listed(name, file, own, name == default, leads, pipeline)


def definition_meant(definitions: Definitions, wanted: str) -> Definition:
    """Return a definition by its id, or by its file's path. Raises NotFound, or Invalid."""
    if wanted.endswith(".toml"):
        return definition_in(wanted, definitions)
    return definitions.read(wanted)


@dataclass(frozen=True)
class Checked:
    """What is wrong with a definition, so that it cannot be used, and what there is to warn of."""

    problems: tuple[Problem, ...] = ()
    hint: str = ""
    findings: tuple[Finding, ...] = ()


def check(
    definitions: Definitions, book: Book | None, wanted: Iterable[str], today: date | None = None
) -> dict[str, Checked]:
    """Return what is wrong with each definition meant, and what there is to warn of.

    Raises NotFound for one that is not there.
    """
    found: dict[str, Checked] = {}
    for name in wanted:
        try:
            definition = definition_meant(definitions, name)
            problems = list(role_problems(definitions, definition.pipeline, name))
        except Invalid as error:
            found[name] = Checked(tuple(error.problems), error.hint)
            continue
        warned = findings(definition.pipeline, definition.written)
        beyond = (*nobodys(definition.pipeline, book), *replaced(definitions, definition))
        warned += [Finding(problem) for problem in beyond]
        if today is not None:
            warned += [Finding(told) for told in calendar_notes(definition.pipeline, today)]
        found[name] = Checked(tuple(problems), findings=tuple(warned))
    return found


def to_check(definitions: Definitions, book: Book | None) -> list[str]:
    """Return what is checked where nothing is named: the book's own definitions, those its leads
    and settings use; outside a book, all that are shipped.
    """
    if book is None:
        return list(definitions.files)
    used = {*leads_by_pipeline(book), *filter(None, [book.settings.pipeline])}
    own = {name for name in definitions.files if definitions.is_own(name)}
    return sorted(own | used)
