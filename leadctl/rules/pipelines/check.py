"""Cross-checks of a definition: all that only shows when the whole of it is seen."""

from __future__ import annotations

from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import Sheet
from leadctl.rules.language.statuses import Status
from leadctl.rules.pipelines.check_clauses import check_clauses, check_guards
from leadctl.rules.pipelines.check_rules import (
    check_cadence,
    check_effects,
    check_idle,
    check_rules,
)
from leadctl.rules.pipelines.check_shape import check_shape
from leadctl.rules.pipelines.check_tables import check_tables


def check(sheet: Sheet, pipeline: Pipeline) -> None:
    """Note every problem that the tables do not show one by one."""
    if pipeline.schema != 1:
        message = f"schema {pipeline.schema} is not known to this leadctl"
        sheet.problem(("schema",), message, "schema = 1")
    names = Names(sheet, pipeline)
    check_shape(names)
    _check_ranks(names)
    check_tables(names)
    check_rules(pipeline.follow_up, names)
    for status in pipeline.statuses.values():
        _check_status(status, names)
    for cadence in pipeline.cadences.values():
        check_cadence(cadence, names)


def _check_ranks(names: Names) -> None:
    """A place in the funnel that two statuses share: a step between them has no direction."""
    first: dict[int, str] = {}
    for status in names.pipeline.statuses.values():
        other = first.setdefault(status.rank, status.name) if status.rank else status.name
        if other != status.name:
            message = f'rank {status.rank} is the place of "{other}" already'
            names.problem(status.source, message, "give each status its own", key="rank")


def _check_status(status: Status, names: Names) -> None:
    names.known("status", status.next, status.source, "next")
    names.known("status", status.back, status.source, "back")
    names.known("cadence", status.cadence, status.source, "cadence")
    check_clauses((*status.requires, *status.forbids, *status.expects), names)
    check_guards(status, names)
    check_effects(status.enter, names)
    taken = [rule.id for rule in names.pipeline.follow_up]
    check_rules(status.follow_up, names, [*taken, *status.cadence])
    check_idle(status, names)
