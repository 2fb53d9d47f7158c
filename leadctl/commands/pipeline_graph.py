"""pipeline graph: statuses and moves as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import completing, options
from leadctl.commands.pipeline_show import default_of, definitions_of

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument("which", metavar="[ID|FILE]", default="", shell_complete=completing.pipelines)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["mermaid", "dot", "svg"]),
    default="mermaid",
    show_default=True,
    help="svg is a picture, drawn without any other program.",
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
