"""pipeline graph: statuses and moves as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.pipeline_show import default_of, definitions_of
from leadctl.commands.starting.command import Explained

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.argument("which", metavar="[ID|FILE]", default="", shell_complete=completing.definitions)
@options.printed_as(
    "mermaid", "dot", "svg", means="svg is a picture, drawn without any other program."
)
@options.with_session
def command(session: Session, which: str, format_name: str) -> None:
    """Draw a pipeline: its statuses by group, and the moves between them."""
    from leadctl.actions.pipelines.definition_list import definition_meant
    from leadctl.render.graph_svg import svg
    from leadctl.render.graph_text import dot, mermaid
    from leadctl.rules.pipelines.graph import graph

    wanted = which or default_of(session)
    found = graph(definition_meant(definitions_of(session), wanted).pipeline)
    draw = {"mermaid": mermaid, "dot": dot, "svg": svg}[format_name]
    click.echo(draw(found), nl=False)
