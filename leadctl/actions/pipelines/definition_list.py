"""The definitions there are: which, whose, how many leads use each, what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from leadctl.book.book import Book
from leadctl.book.own_files.definitions import (
    Definition,
    Definitions,
    definition_in,
    definitions_beside,
)
from leadctl.errors import Invalid, Problem
from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import shown
from leadctl.rules.leads.lead import Lead
from leadctl.rules.pipelines.calendar_notes import calendar_notes
from leadctl.rules.pipelines.findings import Finding, findings
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
            problems = _roles(definitions, definition.pipeline, name)
        except Invalid as error:
            found[name] = Checked(tuple(error.problems), error.hint)
            continue
        warned = findings(definition.pipeline, definition.written)
        warned += [Finding(problem) for problem in _approvers(definition.pipeline, book)]
        if today is not None:
            warned += [Finding(told) for told in calendar_notes(definition.pipeline, today)]
        found[name] = Checked(tuple(problems), findings=tuple(warned))
    return found


def _approvers(pipeline: Pipeline, book: Book | None) -> Iterator[Problem]:
    """Yield the approvals that no agent of the book could give."""
    if book is None:
        return
    roles = {role for agent in book.settings.team.agents.values() for role in agent.roles}
    for clause in every_clause(c for s in pipeline.statuses.values() for c in s.requires):
        if isinstance(clause, ApprovalClause) and clause.approval not in roles:
            source, role = clause.source, clause.approval
            hint = f'write roles = ["{role}"] under one of [agents] in leadctl.toml'
            path = shown((*source.path, "approval"))
            yield Problem(source.file, source.line, path, f"no agent of the book is a {role}", hint)


def _roles(definitions: Definitions, pipeline: Pipeline, name: str) -> list[Problem]:
    """Return the roles that lead to a definition nobody has."""
    siblings = set(definitions.files) | {pipeline.id}
    if name.endswith(".toml"):
        siblings |= set(definitions_beside(name))
    return [
        Problem(
            role.source.file,
            role.source.line,
            f"role.{label}.pipeline",
            f'there is no definition "{role.pipeline}"',
            "add its file, or say parked = true",
        )
        for label, role in pipeline.roles.items()
        if role.pipeline and role.pipeline not in siblings
    ]


def to_check(definitions: Definitions, book: Book | None) -> list[str]:
    """Return what is checked where nothing is named: the book's own definitions, those its leads
    and settings use; outside a book, all that are shipped.
    """
    if book is None:
        return list(definitions.files)
    used = {*leads_by_pipeline(book), *filter(None, [book.settings.pipeline])}
    own = {name for name in definitions.files if definitions.is_own(name)}
    return sorted(own | used)
