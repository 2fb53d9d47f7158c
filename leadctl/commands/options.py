"""Options and arguments that many commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar

import click

from leadctl.commands import completing
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.actions.lead_filter import LeadFilter
    from leadctl.commands.session import Session
    from leadctl.rules.query.query import Query

Function = TypeVar("Function", bound=Callable[..., Any])


def with_session(function: Callable[..., Any]) -> Callable[..., Any]:
    """Call the command with the session first."""

    def call(*args: Any, **kwargs: Any) -> Any:
        from leadctl.commands.session import session_of

        session = session_of(click.get_current_context())
        try:
            code = function(session, *args, **kwargs)
        finally:
            session.tell_left()
        return session.tell_torn() or code

    return update_wrapper(call, function)


def needed(leads: tuple[str, ...], what: str) -> None:
    """Raise Usage where one word stood where a lead and something else were wanted.

    click fills the last argument first, and would say that LEAD is missing.
    """
    if not leads:
        raise Usage(f"Say which lead, and then {what}.")


def dry_run(function: Function) -> Function:
    """Add --dry-run, and with it -m, which every change has."""
    return _changes(function, "-m", "--why")


def dry_run_beside_m(function: Function) -> Function:
    """Add --dry-run and --why, to a command whose own -m is something else."""
    return _changes(function, "--why")


def _changes(function: Function, *names: str) -> Function:
    why = click.option(
        *names,
        metavar="WHY",
        expose_value=False,
        callback=_keep_why,
        help="Why, for git's log.",
    )
    dry = click.option("-n", "--dry-run", is_flag=True, help="Show it, change nothing.")
    return dry(why(function))


def _keep_why(ctx: click.Context, _option: click.Parameter, why: str | None) -> None:
    """Keep for the session why something is done."""
    ctx.meta["leadctl.why"] = why or ""


def no_input(function: Function) -> Function:
    """Add --no-input."""
    return click.option("--no-input", is_flag=True, help="Ask nothing.")(function)


def leads(function: Function) -> Function:
    """Add LEAD..., one or several, or - for ids on stdin."""
    return _leads(function, required=True)


def some_leads(function: Function) -> Function:
    """Add LEAD... before a last argument; see `needed`."""
    return _leads(function, required=False)


def _leads(function: Function, *, required: bool) -> Function:
    argument = click.argument(
        "leads",
        nargs=-1,
        required=required,
        metavar="LEAD...",
        shell_complete=completing.lead_ids,
    )
    return argument(function)


class FilePath(click.Path):
    """A file's name, given to the command as a Path."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the Path."""
        from pathlib import Path

        return Path(str(super().convert(value, param, ctx)))


_FILTERS = {
    "owner": 'Only leads of this agent; "me", "nobody".',
    "pipeline": "Only leads in this pipeline.",
    "status": "Only leads in this status.",
    "tag": "Only leads with this tag.",
    "source": "Only leads from this source.",
}


def lead_filters(*names: str) -> Callable[[Function], Function]:
    """Add the options that say which leads, all of them or those named; see `lead_filter`."""
    complete = {"pipeline": completing.pipelines, "status": completing.statuses}

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


_TERM = re.compile(r"-([^\W\d][\w-]+)(?=[:<>=])")


class QueryCommand(click.Command):
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


def lead_filter(session: Session, typed: Mapping[str, Any]) -> LeadFilter:
    """Return the filter that was typed."""
    from leadctl.actions.lead_filter import LeadFilter

    given = {name: typed.get(name, ()) for name in _FILTERS}
    return LeadFilter(
        owners=frozenset(session.owner(name) for name in given["owner"]),
        pipelines=frozenset(given["pipeline"]),
        statuses=frozenset(given["status"]),
        tags=frozenset(given["tag"]),
        sources=frozenset(given["source"]),
        archived=typed.get("archived", False),
        query=_query(session, typed["query"]) if typed.get("query") else None,
    )


def _query(session: Session, words: Sequence[str]) -> Query:
    from leadctl.actions.queries import query_of

    return query_of(session.desk, words)


def formats(*more: str) -> Callable[[Function], Function]:
    """Add --format with what every listing has, and more."""
    from leadctl.render.formats import FORMATS

    return click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice([*FORMATS, *more]),
        default="table",
        show_default=True,
        help="How to print it.",
    )


def assignments(words: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """Split words into plain ones and field=value ones.

    Raises Usage for a field given twice, and for a word with "=" that has no field before it.
    """
    plain, fields = [], {}
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key and not key[0].isdigit() and " " not in key and "@" not in key:
            if key in fields:
                raise Usage(f"{key}= is given twice.")
            fields[key] = value
        elif equals:
            raise Usage(
                f'"{word}" is no FIELD=VALUE: what stands before = is no field.',
                hint='As a value it stands behind its field: name="a=b", address="1 Main St".',
            )
        else:
            plain.append(word)
    return plain, fields
