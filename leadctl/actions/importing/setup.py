"""Setting an import up: the pipeline it goes into, the saved map, the guards of its moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from leadctl.actions.fields import default_pipeline
from leadctl.actions.importing.result import ImportOptions, Judge
from leadctl.actions.names import status_named
from leadctl.actions.workspace import Desk
from leadctl.book.files import create_atomic, disk, read_text
from leadctl.book.text.toml_read import parse_toml
from leadctl.errors import Usage
from leadctl.rules.importing.arrivals import promises_to_answer
from leadctl.rules.importing.mapping import OPTIONS, ImportMap, read_map
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.judging import judge
from leadctl.values import replace


def import_options(desk: Desk, pipeline_id: str, preset: Path | None) -> ImportOptions:
    """Return the options of an import before what was typed: the pipeline's, and the saved map's.

    Raises NotFound for a status in the map that the pipeline lacks, Usage for a map that is none.
    """
    pipeline = desk.pipeline(pipeline_id or default_pipeline(desk))
    options = ImportOptions(
        pipeline=pipeline.id,
        initial=pipeline.initial,
        role=pipeline.default_role,
        types={name: field.type for name, field in pipeline.fields.items()},
        ours=pipeline.by_lower_name,
        agents=desk.book.settings.team.by_lower_name,
        judge=_judge(desk),
        calendar=desk.calendar(pipeline),
        promises=tuple(promises_to_answer(pipeline)),
        new_days=desk.book.settings.new_days,
        spread_days=desk.book.settings.spread_days,
    )
    return _with_map(options, pipeline, _saved(preset)) if preset else options


def _saved(preset: Path) -> ImportMap:
    shown = preset.name
    return read_map(parse_toml(read_text(preset, shown), shown), shown)


def _with_map(options: ImportOptions, pipeline: Pipeline, saved: ImportMap) -> ImportOptions:
    statuses = {word: status_named(pipeline, ours) for word, ours in saved.statuses.items()}
    said = {key: saved.options[key] for key in OPTIONS if key in saved.options}
    return replace(options, loose_maps=saved.columns, statuses=statuses, **said)


def _judge(desk: Desk) -> Judge:
    """Return the guards of typed moves, for imported rows."""

    def unmet(lead: Lead, status: str) -> Sequence[str]:
        found = judge(desk.case(lead), status, reason="import")
        return [each.sentence for each in found.unmet]

    return unmet


def read_pairs(words: Sequence[str], what: str) -> list[tuple[str, str]]:
    """Return "a=b" words as pairs. Raises Usage for a word without "="."""
    pairs = [word.partition("=") for word in words]
    for word, (left, equals, right) in zip(words, pairs, strict=True):
        if not (left and equals and right):
            raise Usage(f'{what} takes {what.strip("-").upper()}=VALUE, not "{word}".')
    return [(left.strip(), right.strip()) for left, _, right in pairs]


def status_pairs(
    pipeline: Pipeline, words: Sequence[str], known: Mapping[str, str]
) -> dict[str, str]:
    """Return their statuses with ours: the saved ones, and the typed ones over them."""
    typed = {theirs: status_named(pipeline, ours) for theirs, ours in read_pairs(words, "--status")}
    return {**known, **typed}


def save_map(path: Path, text: str) -> None:
    """Write a draft of a map. Raises Usage where a file is there already: it may be finished."""
    with disk(f"writing {path}"):
        try:
            create_atomic(path.absolute(), text.encode())
        except FileExistsError:
            said = f"{path} is there already; a saved map is never overwritten."
            raise Usage(said) from None
