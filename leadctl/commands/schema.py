"""schema: JSON schemas, for editors and for programs that read what leadctl prints."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.rules.reports.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadctl.commands.starting.session import Session
    from leadctl.render.listing import Shape

_PRINTED = {
    "answer": "telling.answers:SHAPE",
    "error": "telling.answers:ERROR",
    "list": "telling.lead_rows:SHAPE",
    "due": "telling.due_rows:SHAPE",
    "find": "leads:FOUND",
    "duplicates": "duplicates:COLUMNS",
    "show": "show:SHAPE",
    "context": "context:SHAPE",
    "events": "telling.export_rows:EVENTS",
    "outbox": "outbox:SHAPE",
    "status-log": "status:COLUMNS",
    "operations": "undo:COLUMNS",
    "settings": "config:SHAPE",
    "pipelines": "pipeline_show:COLUMNS",
    "problems": "check:SHAPE",
    "findings": "pipeline_check:COLUMNS",
    "scenarios": "pipeline_test:COLUMNS",
    "layouts": "layout:COLUMNS",
    "layout-cases": "layout:CASES",
    "report": "telling.report_rows:LONG",
}
"""What is printed -> where its shape stands, within the commands."""
ONE = ("answer", "error", "show", "context")
"""What is one object; all else is an array of them, or one a line (jsonl)."""
FILES = ("lead", "pipeline")
"""What stands in a file."""
WHATS = (*FILES, *_PRINTED, *(f"report-{kind}" for kind in KINDS))


@click.command(cls=Explained)
@click.argument("what", metavar="[WHAT]", type=click.Choice(WHATS), default="lead")
@options.with_session
def command(session: Session, what: str) -> None:
    """Print the JSON schema of files, for editors, or of what a command prints.

    "lead" and "pipeline" are files; "answer" is what every change says with --format json, "error"
    what a failure says; "problems" is printed by check and doctor, "findings" by pipeline check,
    "scenarios" by pipeline test, "events" by export --events, "operations" by undo --list. For
    jsonl, each line is one of the items.
    """
    from leadctl.render.json_format import json_value

    click.echo(json_value(_schema(session, what)), nl=False)


def _schema(session: Session, what: str) -> dict[str, object]:
    if what == "pipeline":
        from leadctl.rules.pipelines.json_schema import pipeline_schema

        return pipeline_schema()
    if what == "lead":
        from leadctl.rules.leads.lead_schema import lead_schema

        return lead_schema(_declared(session))
    from leadctl.render.shapes import schema_of

    shape = _shape(what)
    return schema_of(shape if what in ONE else [shape], f"What leadctl prints: {what}")


def _shape(what: str) -> Shape:
    """Return the shape of one object, or row."""
    if what.startswith("report-"):
        from leadctl.commands.telling.report_rows import row_shape
        from leadctl.rules.reports.report import report_of

        return row_shape(report_of(what.removeprefix("report-")).part())
    module, _, name = _PRINTED[what].partition(":")
    found = getattr(import_module(f"leadctl.commands.{module}"), name)
    if isinstance(found, tuple):
        from leadctl.render.shapes import shape_of

        return shape_of(found)
    shape = cast("Mapping[str, Shape]", found)
    return {**cast("Mapping[str, Shape]", _shape("list")), **shape} if what == "show" else shape


def _declared(session: Session) -> dict[str, tuple[str, str]]:
    """Return type and label of the fields that definitions declare: the book's and the shipped."""
    from leadctl.commands.pipeline_show import definitions_of
    from leadctl.errors import LeadctlError

    found: dict[str, tuple[str, str]] = {}
    definitions = definitions_of(session)
    for name in definitions.files:
        try:
            fields = definitions.read(name).pipeline.fields
        except LeadctlError:
            continue
        for key, declared in fields.items():
            found.setdefault(key, (declared.type, declared.label or key.replace("_", " ")))
    return found
