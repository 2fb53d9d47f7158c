"""What a definition names that stands elsewhere: agents' roles, and other definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from leadctl.book.book import Book
from leadctl.book.own_files.definitions import Definition, Definitions, definitions_beside
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import shown
from leadctl.rules.language.source import Source


def nobodys(pipeline: Pipeline, book: Book | None) -> Iterator[Problem]:
    """Yield the roles that a definition asks for and no agent of the book has.

    Who alone may give leads away matters where there is somebody to give them to.
    """
    if book is None:
        return
    agents = book.settings.team.agents
    roles = {role for agent in agents.values() for role in agent.roles}
    for source, key, role in _roles_asked(pipeline, alone=len(agents) <= 1):
        if role not in roles:
            hint = f'write roles = ["{role}"] under one of [agents] in leadctl.toml'
            path = shown((*source.path, key))
            yield Problem(source.file, source.line, path, f"no agent of the book is a {role}", hint)


def _roles_asked(pipeline: Pipeline, *, alone: bool) -> Iterator[tuple[Source, str, str]]:
    for clause in every_clause(c for s in pipeline.statuses.values() for c in s.requires):
        if isinstance(clause, ApprovalClause):
            yield clause.source, "approval", clause.approval
    if pipeline.routing and pipeline.routing.assign and not alone:
        yield pipeline.routing.source, "assign", pipeline.routing.assign


def role_problems(definitions: Definitions, pipeline: Pipeline, name: str) -> Iterator[Problem]:
    """Yield the roles that lead to a definition nobody has, or to a status that it has not."""
    siblings = set(definitions.files) | {pipeline.id}
    if name.endswith(".toml"):
        siblings |= set(definitions_beside(name))
    for label, role in pipeline.roles.items():
        at = role.source.file, role.source.line, f"role.{label}.pipeline"
        if role.pipeline and role.pipeline not in siblings:
            said = f'there is no definition "{role.pipeline}"'
            yield Problem(*at, said, "add its file, or say parked = true")
            continue
        is_own = role.pipeline == pipeline.id
        theirs = pipeline.statuses if is_own else _statuses(definitions, role.pipeline)
        for status in role.status_map.values():
            if theirs and status not in theirs:
                said = f'{role.pipeline} has no status "{status}"'
                yield Problem(*at[:2], f"role.{label}.status_map", said, nearest(status, theirs))


def replaced(definitions: Definitions, definition: Definition) -> Iterator[Problem]:
    """Yield what is said of an older definition that is not there, or has no such status."""
    pipeline, found = definition.pipeline, definition.written
    older = _statuses(definitions, pipeline.replaces)
    for status in pipeline.status_map if older else ():
        if status not in older:
            said = f'{pipeline.replaces} has no status "{status}"'
            yield found.problem(("status_map", status), said, nearest(status, older))
    if pipeline.replaces and not older and (near := nearest(pipeline.replaces, definitions.files)):
        yield found.problem(("replaces",), f'there is no definition "{pipeline.replaces}"', near)


def _statuses(definitions: Definitions, name: str) -> Mapping[str, object]:
    with suppress(NotFound, Invalid):
        return definitions.read(name).pipeline.statuses if name else {}
    return {}
