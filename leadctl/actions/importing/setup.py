"""Setting an import up: the pipeline it goes into, the saved map, the guards of its moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from leadctl.actions.desk import Desk
from leadctl.actions.importing.judging import back_of, called_of, dropped_of, judge_of, noted_of
from leadctl.actions.importing.result import ImportOptions, Kinds, RoleMeant
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
    kinds = _kinds(desk, _own_pipelines(desk))
    types, choices = kinds(pipeline.id)
    return ImportOptions(
        layout=named,
        pipeline=pipeline.id,
        initial=pipeline.initial,
        role=pipeline.default_role,
        types=types,
        choices=choices,
        kinds=kinds,
        named=_named(desk),
        roles=_roles(desk),
        ours=pipeline.by_lower_name,
        agents=desk.book.settings.team.by_lower_name,
        judge=judge_of(desk),
        back=back_of(desk),
        noted=noted_of(desk),
        dropped=dropped_of(desk),
        called=called_of(desk),
        unseen=Unseen(desk),
        calendar=desk.calendar(pipeline),
        promises=tuple(promises_to_answer(pipeline)),
        new_days=desk.book.settings.new_days,
        spread_days=desk.book.settings.spread_days,
    )


def _own_pipelines(desk: Desk) -> list[Pipeline]:
    """Return the pipelines that the book itself holds and that can be read."""
    known, found = desk.book.definitions, []
    for one in known.files:
        if known.is_own(one):
            with suppress(Invalid):
                found.append(desk.pipeline(one))
    return found


def _kinds(desk: Desk, others: Sequence[Pipeline]) -> Callable[[str], Kinds]:
    """Return what gives how the fields of a pipeline's leads are read: as it declares them, or else
    one of the `others`.
    """
    known: dict[str, Kinds] = {}

    def kinds(pipeline_id: str) -> Kinds:
        if pipeline_id not in known:
            fields = {name: field for one in others for name, field in one.fields.items()}
            with suppress(NotFound, Invalid):
                fields.update(desk.pipeline(pipeline_id).fields)
            known[pipeline_id] = (
                FURTHER | {name: field.type for name, field in fields.items()},
                {name: field.choices for name, field in fields.items() if field.choices},
            )
        return known[pipeline_id]

    return kinds


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


def status_pairs(desk: Desk, pipeline: Pipeline, words: Sequence[str]) -> dict[str, str]:
    """Return typed statuses of theirs with ours: the pipeline's, or that of one of its roles.

    Raises NotFound for one that none of them has.
    """
    pairs = read_pairs(words, "--status")
    return {theirs: _status_somewhere(desk, pipeline, ours) for theirs, ours in pairs}


def _status_somewhere(desk: Desk, pipeline: Pipeline, typed: str) -> str:
    try:
        return status_named(pipeline, typed)
    except NotFound:
        for role in pipeline.roles:
            with suppress(NotFound, Invalid):
                return status_named(pipeline_of_role(desk, pipeline, role), typed)
        raise


def layout_statuses(desk: Desk, pipeline: Pipeline, layout: Layout | None) -> dict[str, str]:
    """Return the statuses that a layout maps; those of a shipped one only where we have them.

    Raises NotFound for one in a layout of the book's or the user's own that is known nowhere.
    """
    if layout is None:
        return {}
    known = pipeline.by_lower_name
    return {
        theirs: _status_somewhere(desk, pipeline, ours)
        for theirs, ours in layout.statuses.items()
        if layout.where != "shipped" or ours.lower() in known
    }
