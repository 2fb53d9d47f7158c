"""pipeline diff: two definitions compared, and what the change means for this book."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.pipeline_show import book_or_none, definitions_of
from leadctl.commands.starting.command import Explained
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.pipelines.diff import Effect
    from leadctl.commands.starting.session import Session
    from leadctl.rules.language.pipeline import Pipeline

LISTED = 20


@click.command(cls=Explained)
@click.argument("old", metavar="OLD", shell_complete=completing.definitions)
@click.argument("new", metavar="[NEW]", required=False, shell_complete=completing.definitions)
@options.with_session
def command(session: Session, old: str, new: str | None) -> int:
    """Compare two pipelines, and say what the change means for this book's leads.

    Without NEW, the book's own is compared with the shipped one that it was copied from.
    """
    from leadctl.actions.pipelines.definition_list import definition_meant
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.rules.pipelines.compare import compare

    definitions = definitions_of(session)
    before = definition_meant(definitions, old).pipeline
    after = (
        definition_meant(definitions, new) if new else Definitions(None).read(before.id)
    ).pipeline
    lines = list(compare(before, after))
    click.echo("\n".join(map(safe_lines, lines)) if lines else "They say the same.")
    return _effect(session, before, after) if book_or_none(session) else 0


def _effect(session: Session, before: Pipeline, after: Pipeline) -> int:
    from leadctl.actions.pipelines.diff import effect_of

    found = effect_of(session.desk, before, after)
    leads = "1 lead" if found.leads == 1 else f"{found.leads} leads"
    click.echo(f"\nIn this book: {leads} in {safe(before.id)}")
    _print_counts(found)
    if found.stuck:
        click.echo(f"  {len(found.stuck):>5}  would have no status there:")
        for lead in found.stuck[:LISTED]:
            said = f"{lead.name}  ({lead.status})" if lead.status else "another agent's"
            click.echo(f"         {lead.id}  {safe(said)}")
        if len(found.stuck) > LISTED:
            click.echo(f"         and {len(found.stuck) - LISTED} more")
    return session.tell_problems(found.problems)


def _print_counts(found: Effect) -> None:
    labels: tuple[tuple[str, Counter[tuple[str, str]]], ...] = (
        ("would no longer be due", found.gone),
        ("would become due", found.added),
        ("would be due at another time", found.moved),
    )
    for label, counter in labels:
        for (rule, do), count in sorted(counter.items()):
            click.echo(f"  {count:>5}  {label}: {safe(do)} ({safe(rule)})")
    if not (found.gone or found.added or found.moved or found.stuck):
        click.echo("  no deadline changes")
