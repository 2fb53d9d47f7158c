"""schema: JSON schemas for editors."""

from __future__ import annotations

import click


@click.command()
@click.argument("what", type=click.Choice(["pipeline", "lead"]), default="lead")
def command(what: str) -> None:
    """Print the JSON schema of lead files or of pipelines, for editors."""
    from leadctl.render.json_format import json_value
    from leadctl.rules.leads.lead_schema import lead_schema
    from leadctl.rules.pipelines.json_schema import pipeline_schema

    click.echo(json_value(pipeline_schema() if what == "pipeline" else lead_schema()), nl=False)
