"""Options and arguments that many commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar

import click

from leadctl.commands import completing
from leadctl.errors import LeadctlError, Usage

if TYPE_CHECKING:
    from leadctl.actions.lead_filter import LeadFilter
    from leadctl.commands.session import Session
    from leadctl.rules.query.query import Query

ERRORS = (4, 5, 6)
"""Exit codes of failures that JSON tells too; what makes no command is told in words alone."""

Function = TypeVar("Function", bound=Callable[..., Any])


def with_session(function: Callable[..., Any]) -> Callable[..., Any]:
    """Call the command with the session first."""

    def call(*args: Any, **kwargs: Any) -> Any:
        from leadctl.commands.session import session_of

        session = session_of(click.get_current_context())
        try:
            code = function(session, *args, **kwargs)
        except LeadctlError as error:
            _answer_error(session, error)
            raise
        finally:
            session.tell_left()
        return session.tell_torn() or code

    return update_wrapper(call, function)


def _answer_error(session: Session, error: LeadctlError) -> None:
    """Print for a program that asked for JSON what it can't have; what was done is told apart."""
    if session.answer_format == "json" and error.exit_code in ERRORS and not session.typed.stored:
        from leadctl.commands.answers import print_object

        kind = type(error).__name__
        told = {"exit": error.exit_code, "kind": kind, "sentence": error.sentence}
        print_object({"error": told | {"hint": error.hint or None}})


def needed(leads: Sequence[str], what: str = "") -> None:
    """Raise Usage where no lead was named, nor asked for with --where.

    `what` is what stands after the lead: click fills the last argument first, and would say that
    LEAD is missing.
    """
    if not leads and not click.get_current_context().meta.get("leadctl.where"):
        raise Usage(f"Say which lead, and then {what}." if what else "Say which lead.")


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
        callback=_keep("leadctl.why"),
        help="Why, for git's log.",
    )
    dry = click.option("-n", "--dry-run", is_flag=True, help="Show it, change nothing.")
    function = dry(why(function))
    return function if _has_format(function) else _answers(function)


def _has_format(function: Function) -> bool:
    """Whether a command has a --format of its own."""
    params = getattr(function, "__click_params__", ())
    return any(param.name == "format_name" for param in params)


def _answers(function: Function) -> Function:
    """Add --format, in which a change answers."""
    return click.option(
        "-f",
        "--format",
        type=click.Choice(["text", "json", "ids"]),
        expose_value=False,
        callback=_keep("leadctl.answer"),
        help="How to answer: json for programs, ids of what changed.",
    )(function)


def no_input(function: Function) -> Function:
    """Add --no-input."""
    return click.option("--no-input", is_flag=True, help="Ask nothing.")(function)


def leads(function: Function) -> Function:
    """Add LEAD..., one or several, or - for ids on stdin, and --where in their place."""
    argument = click.argument(
        "leads", nargs=-1, metavar="LEAD...", shell_complete=completing.lead_ids
    )
    return where(argument(function))


def where(function: Function) -> Function:
    """Add --where, which takes every lead that a query is true of, and --yes to it."""
    params = getattr(function, "__click_params__", ())
    if all(param.name != "yes" for param in params):
        function = click.option(
            "-y",
            "--yes",
            is_flag=True,
            expose_value=False,
            callback=_keep("leadctl.yes"),
            help="Do not ask.",
        )(function)
    return click.option(
        "--where",
        metavar="QUERY",
        expose_value=False,
        callback=_keep("leadctl.where"),
        help="Every lead that QUERY is true of; counted and asked.",
    )(function)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Keep what was typed for the session, under a name."""

    def callback(ctx: click.Context, _option: click.Parameter, value: Any) -> None:
        ctx.meta[name] = value

    return callback


def text_of(text: str, *, taken: bool) -> str:
    """Return a text, read from stdin where it is "-". Raises Usage where ids are read there too."""
    if text != "-":
        return text
    if taken:
        raise Usage("Standard input can give the leads or the text, not both.")
    from leadctl.book.tables.decoding import standard_input

    return b"".join(standard_input()).decode("utf-8", "replace").strip()


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
