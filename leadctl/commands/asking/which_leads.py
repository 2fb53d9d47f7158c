"""Which leads are wanted: the options and the query that say it, and the filter they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.patterns import pattern

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_filter import LeadFilter
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import LeadsTyped
    from leadctl.rules.query.query import Query

Function = TypeVar("Function", bound=Callable[..., object])

_FILTERS = {
    "owner": 'Only leads of this agent; "me", "nobody".',
    "pipeline": "Only leads in this pipeline.",
    "status": "Only leads in this status.",
    "tag": "Only leads with this tag.",
    "source": "Only leads from this source.",
}


def lead_filters(*names: str) -> Callable[[Function], Function]:
    """Add the options that say which leads, all of them or those named; see `lead_filter`."""
    complete = {
        "owner": completing.owners,
        "pipeline": completing.pipelines,
        "status": completing.statuses,
        "tag": completing.tags,
    }

    def add(function: Function) -> Function:
        for name in reversed(names or tuple(_FILTERS)):
            option = click.option(
                f"--{name}",
                multiple=True,
                help=_FILTERS[name],
                shell_complete=complete.get(name),
            )
            function = option(function)
        return function

    return add


_TERM = pattern(r"-([^\W\d][\w-]+)(?=[:<>=])")


class QueryCommand(Explained):
    """A command that takes a query: a word of the form -FIELD: is a term, never an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write "not FIELD:" for each "-FIELD:", before options are looked for."""
        plain: list[str] = []
        for word in args:
            plain += ["not", word[1:]] if _TERM.match(word) else [word]
        return super().parse_args(ctx, plain)


def query(function: Function) -> Function:
    """Add [QUERY]..., the terms that the leads wanted have in common."""
    argument = click.argument(
        "query", nargs=-1, metavar="[QUERY]...", shell_complete=completing.query_terms
    )
    return argument(function)


def lead_filter(session: Session, typed: LeadsTyped) -> LeadFilter:
    """Return the filter that was typed."""
    from leadctl.actions.looking.lead_filter import LeadFilter

    return LeadFilter(
        owners=frozenset(session.owner(name) for name in typed.get("owner", ())),
        pipelines=frozenset(typed.get("pipeline", ())),
        statuses=frozenset(typed.get("status", ())),
        tags=frozenset(typed.get("tag", ())),
        sources=frozenset(typed.get("source", ())),
        archived=typed.get("archived", False),
        query=_query(session, typed["query"]) if typed.get("query") else None,
    )


def _query(session: Session, words: Sequence[str]) -> Query:
    from leadctl.actions.looking.queries import query_of

    return query_of(session.desk, words)
