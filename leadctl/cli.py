"""The command line: global options, the table of commands, errors turned into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from leadctl import __version__
from leadctl.commands.lazy_group import LazyGroup, Table

SECTIONS: dict[str, Table] = {
    "Start": {},
    "Leads": {},
    "Every day": {},
    "Ownership": {},
    "Pipelines": {},
    "In, out and about": {},
}
"""Every command: name -> ("leadctl.commands.<name>:command" or a group's own table, help).

The help is the first line of the command's own; a test compares them.
"""


class App(LazyGroup):
    """The top of the command line."""

    def __init__(self) -> None:
        super().__init__(
            "leadctl",
            SECTIONS,
            help=(
                "Keep leads as plain TOML files, move them through a pipeline, "
                "and see every morning who is due."
            ),
            params=_global_options(),
            callback=_read_globals,
            context_settings={"help_option_names": ["-h", "--help"]},
            epilog="Options above stand before the command: leadctl --now 2026-11-28 due",
        )


def _global_options() -> list[click.Parameter]:
    """Return the options that stand before the command."""
    return [
        click.Option(
            ["-C", "directory"],
            metavar="DIR",
            envvar="LEADCTL_DIR",
            help="The book, if not the one found by walking up from here.",
        ),
        click.Option(
            ["--now", "now_text"], metavar="TIME", help="Take this as the present moment."
        ),
        click.Option(["--as", "actor"], metavar="AGENT", help="Act as this agent."),
        click.Option(
            ["-q", "--quiet"], is_flag=True, help="Print data and errors, no notes beside them."
        ),
        click.Option(["--no-color"], is_flag=True, help="No colour, whatever the terminal can do."),
        _version_option(),
    ]


def _version_option() -> click.Option:
    """Return --version; click's own would import importlib.metadata."""
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="Print the version and stop.",
    )


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version and stop, when it was asked for."""
    if wanted and not ctx.resilient_parsing:
        click.echo(f"leadctl {__version__}")
        ctx.exit()


@click.pass_context
def _read_globals(  # noqa: PLR0913, PLR0917 - one parameter for each global option
    ctx: click.Context,
    directory: str | None,
    now_text: str | None,
    actor: str | None,
    quiet: bool,
    no_color: bool,
) -> None:
    """Keep what was typed before the command for the session to read."""
    from leadctl.commands.globals import Globals

    ctx.obj = Globals(directory, now_text, actor, quiet, no_color, dict(os.environ))


app = App()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; nothing escapes but what stops Python."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
    except SystemExit as stop:  # completion, and SIGTERM once everything is unwound
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - the one place where every failure ends
        from leadctl.failure import report

        code = report(error)
    return code


def _run(words: list[str]) -> int:
    """Run click on the words; a command's integer result is its exit code."""
    for place, word in enumerate(words, 1):
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise click.UsageError(f"word {place} of the command line is not valid UTF-8")
    if "_LEADCTL_COMPLETE" in os.environ:
        app.main(args=words, prog_name="leadctl", standalone_mode=False)
    try:
        with app.make_context("leadctl", words) as ctx:
            result = app.invoke(ctx)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) and not isinstance(result, bool) else 0
