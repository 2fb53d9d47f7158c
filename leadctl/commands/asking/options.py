"""Options and arguments that many commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, TypeVar

import click

from leadctl.commands.offering import completing
from leadctl.commands.starting.stdin_text import typed_text
from leadctl.errors import LeadctlError, Usage

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.commands.starting.session import Session


DONE_BUT = 7
"""The exit code of what was done, though something failed after it."""
ERRORS = (4, 5, 6, DONE_BUT)
"""Exit codes of failures that JSON tells too; what makes no command is told in words alone."""

Function = TypeVar("Function", bound=Callable[..., object])


def with_session(function: Callable[..., object]) -> Callable[..., object]:
    """Call the command with the session first."""

    def call(*args: object, **kwargs: object) -> object:
        from leadctl.commands.starting.session import session_of

        session = session_of(click.get_current_context())
        try:
            code = function(session, *args, **kwargs)
        except LeadctlError as error:
            error.sentence = session.as_typed(error.sentence)
            error.hint = session.as_typed(error.hint)
            _answer_error(session, error)
            raise
        finally:
            session.tidy()
            session.tell_left()
        return session.tell_torn() or code

    return update_wrapper(call, function)


def _answer_error(session: Session, error: LeadctlError) -> None:
    """Print for a program that asked for JSON what it can't have, beside what was done before."""
    stored = session.typed.stored
    code = DONE_BUT if stored else error.exit_code
    if session.answer_format != "json" or code not in ERRORS:
        return
    from leadctl.commands.telling.answers import answer_files, print_object

    kind = type(error).__name__
    told = {"exit": code, "kind": kind, "sentence": error.sentence, "hint": error.hint or None}
    told |= {"line": error.line}
    if not stored:
        print_object({"error": told})
        return
    last = stored[-1].removeprefix("operation ")
    answer_files(session, int(last) if last.isdecimal() else None, error=told)


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
        callback=_keep_why,
        help="Why, for git's log.",
    )
    dry = click.option("-n", "--dry-run", is_flag=True, help="Show it, change nothing.")
    function = dry(why(function))
    return function if _has_format(function) else answers(function)


def _has_format(function: Function) -> bool:
    """Whether a command has a --format of its own."""
    params = getattr(function, "__click_params__", ())
    return any(param.name == "format_name" for param in params)


def answers(function: Function) -> Function:
    """Add --format, in which a change answers."""
    return click.option(
        "-f",
        "--format",
        type=click.Choice(["text", "json", "ids"]),
        expose_value=False,
        callback=_keep("leadctl.answer"),
        help="How to answer: json for programs, ids of what changed.",
    )(function)


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


def _keep_why(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Keep why a change is made, for the session; "-" is what stands on standard input."""
    ctx.meta["leadctl.why"] = typed_text(ctx, option, value) if value else value


def reason(help_text: str) -> Callable[[Function], Function]:
    """Add --reason."""
    return click.option("-r", "--reason", default="", callback=typed_text, help=help_text)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, object], None]:
    """Keep what was typed for the session, under a name."""

    def callback(ctx: click.Context, _option: click.Parameter, value: object) -> None:
        ctx.meta[name] = value

    return callback


class FilePath(click.Path):
    """A file's name, given to the command as a Path."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the Path."""
        from pathlib import Path

        return Path(str(super().convert(str(value), param, ctx)))


def printed_as(*names: str, means: str = "How to print it.") -> Callable[[Function], Function]:
    """Add --format with these ways to print a page; the first unless another is asked for."""
    return click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=means,
    )


def formats(*more: str) -> Callable[[Function], Function]:
    """Add --format with what every listing has, and more."""
    from leadctl.render.formats import FORMATS

    return printed_as(*FORMATS, *more)


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
