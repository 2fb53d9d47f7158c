"""Setting an import up: the pipeline it goes into, the saved map, the guards of its moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from leadctl.actions.desk import Desk
from leadctl.actions.importing.judging import called_of, dates_of, dropped_of, judge_of
from leadctl.actions.importing.result import ImportOptions, RoleMeant
from leadctl.actions.importing.unseen import Unseen
from leadctl.actions.names import status_named
from leadctl.actions.recording.fields import default_pipeline
from leadctl.actions.recording.roles import pipeline_of_role
from leadctl.book.own_files.layouts import layout_named
from leadctl.errors import Invalid, NotFound, Usage
from leadctl.rules.importing.arrivals import promises_to_answer
from leadctl.rules.importing.layouts import Layout
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.fields import FURTHER


def import_options(desk: Desk, pipeline_id: str, layout: str) -> ImportOptions:
    """Return the options of an import before what was typed: the pipeline's, and a layout's.

    Raises NotFound for a layout that is not there, Usage for one that is none.
    """
    pipeline = desk.pipeline(pipeline_id or default_pipeline(desk))
    named = layout_named(layout, desk.book.root, desk.book.own_folder) if layout else None
    others = _other_pipelines(desk, pipeline)
    fields = {name: field for one in (*others, pipeline) for name, field in one.fields.items()}
    return ImportOptions(
        layout=named,
        pipeline=pipeline.id,
        initial=pipeline.initial,
        role=pipeline.default_role,
        types=FURTHER | {name: field.type for name, field in fields.items()},
        choices={name: field.choices for name, field in fields.items() if field.choices},
        named=_named(desk),
        roles=_roles(desk),
        ours=pipeline.by_lower_name,
        elsewhere=frozenset(word for one in others for word in one.by_lower_name),
        agents=desk.book.settings.team.by_lower_name,
        judge=judge_of(desk),
        noted=dates_of(desk),
        dropped=dropped_of(desk),
        called=called_of(desk),
        unseen=Unseen(desk),
        calendar=desk.calendar(pipeline),
        promises=tuple(promises_to_answer(pipeline)),
        new_days=desk.book.settings.new_days,
        spread_days=desk.book.settings.spread_days,
    )


def _other_pipelines(desk: Desk, pipeline: Pipeline) -> list[Pipeline]:
    """Return the book's other pipelines, of whose leads one of our own files may tell."""
    known = desk.book.definitions
    found = []
    for other in known.files:
        if other != pipeline.id and known.is_own(other):
            with suppress(Invalid):
                found.append(desk.pipeline(other))
    return found


def _named(desk: Desk) -> Callable[[str], Mapping[str, str]]:
    """Return what gives a pipeline's statuses by their names; none of one that is not there."""

    def named(pipeline_id: str) -> Mapping[str, str]:
        try:
            return desk.pipeline(pipeline_id).by_lower_name
        except (NotFound, Invalid):
            return {}

    return named


def _roles(desk: Desk) -> Callable[[str], Mapping[str, RoleMeant]]:
    """Return what gives a pipeline's roles by their names; none of one that is not there."""
    known: dict[str, Mapping[str, RoleMeant]] = {}

    def roles(pipeline_id: str) -> Mapping[str, RoleMeant]:
        if pipeline_id not in known:
            known[pipeline_id] = dict(_roles_of(desk, pipeline_id))
        return known[pipeline_id]

    return roles


def _roles_of(desk: Desk, pipeline_id: str) -> Iterator[tuple[str, RoleMeant]]:
    with suppress(NotFound, Invalid):
        pipeline = desk.pipeline(pipeline_id)
        for role in pipeline.roles:
            theirs = pipeline_of_role(desk, pipeline, role)
            yield (
                role.casefold(),
                RoleMeant(role, theirs.id, theirs.initial, pipeline.roles[role].parked),
            )


def read_pairs(words: Sequence[str], what: str) -> list[tuple[str, str]]:
    """Return "a=b" words as pairs. Raises Usage for a word without "="."""
    pairs = [word.partition("=") for word in words]
    for word, (left, equals, right) in zip(words, pairs, strict=True):
        if not (left and equals and right):
            raise Usage(f'{what} takes {what.strip("-").upper()}=VALUE, not "{word}".')
    return [(left.strip(), right.strip()) for left, _, right in pairs]


def status_pairs(pipeline: Pipeline, words: Sequence[str]) -> dict[str, str]:
    """Return typed statuses of theirs with ours. Raises NotFound for one that we lack."""
    return {theirs: status_named(pipeline, ours) for theirs, ours in read_pairs(words, "--status")}


def layout_statuses(pipeline: Pipeline, layout: Layout | None) -> dict[str, str]:
    """Return the statuses that a layout maps; those of a shipped one only where we have them.

    Raises NotFound for one in a layout of the book's or the user's own that the pipeline lacks.
    """
    if layout is None:
        return {}
    known = pipeline.by_lower_name
    return {
        theirs: status_named(pipeline, ours)
        for theirs, ours in layout.statuses.items()
        if layout.where != "shipped" or ours.lower() in known
    }
