"""The command line: global options, and errors turned into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from leadctl import __version__
from leadctl.commands.starting.command_table import HIDDEN, SECTIONS
from leadctl.commands.starting.lazy_group import LazyGroup

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
            epilog="Options above stand before the command: leadctl --now 2026-11-28 due",
        )
        self.params, self.callback = _global_options(), _read_globals
        self.invoke_without_command, self.no_args_is_help = True, False
        self.context_settings = {"help_option_names": ["-h", "--help"]}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name, a hidden one too, or return None."""
        if cmd_name in HIDDEN:
            return LazyGroup("hidden", {"": HIDDEN}).load(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant, by an alias too; for another tool's word for it, say ours."""
        if args and args[0] not in {*self.table, *HIDDEN}:
            from leadctl.commands.starting.aliases import expanded
            from leadctl.commands.starting.other_words import OTHER_WORDS, of_lead, ours

            env = ctx.obj[1] if isinstance(ctx.obj, tuple) else os.environ  # no callback ran yet
            args = expanded(args, env)
            if args and args[0] in OTHER_WORDS and args[0] not in self.table:
                ctx.fail(f"No such command '{args[0]}'. You may mean: leadctl {ours(args)}")
            if args and (meant := of_lead(args, self.table)):
                ctx.fail(f"No such command '{args[0]}'. If that is a lead: leadctl {meant}")
        return super().resolve_command(ctx, args)

    def run_line(self, words: Sequence[str], env: Mapping[str, str]) -> int:
        """Run a command line within this process, as `main` does; for scenarios."""
        return main(words, env)


def _global_options() -> list[click.Parameter]:
    """Return the options that stand before the command."""
    return [
        click.Option(
            ["-C", "directory"],
            metavar="DIR",
            envvar="LEADCTL_DIR",
            shell_complete=_complete_folders,
            help="The book, if not the one found by walking up from here.",
        ),
        click.Option(
            ["--now", "now_text"], metavar="TIME", help="Take this as the present moment."
        ),
        click.Option(
            ["--as", "actor"],
            metavar="AGENT",
            shell_complete=_complete_agents,
            help="Act as this agent.",
        ),
        click.Option(
            ["-q", "--quiet"], is_flag=True, help="Print data, errors and warnings, no notes."
        ),
        click.Option(["--no-color"], is_flag=True, help="No colour, whatever the terminal can do."),
        click.Option(
            ["--no-input"], is_flag=True, help="Ask nothing; take the defaults, or refuse."
        ),
        _version_option(),
    ]


def _complete_agents(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from leadctl.commands.offering.completing import agents

    return agents(ctx, param, incomplete)


def _complete_folders(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from leadctl.commands.offering.completing import folders

    return folders(ctx, param, incomplete)


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
    no_input: bool,
) -> int:
    """Keep what was typed before the command for the session to read; alone it lists the day."""
    from leadctl.commands.starting.globals import Globals

    line, env, stored = ctx.obj or ("", os.environ, [])
    ctx.obj = Globals(
        directory, now_text, actor, quiet, no_color, no_input, dict(env), line, stored
    )
    if ctx.invoked_subcommand is not None:
        return 0
    from leadctl.commands.today import alone

    return alone(ctx)


app = App()


def main(
    argv: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    ending: Callable[[], None] = lambda: None,
) -> int:
    """Run one command line and return its exit code; nothing escapes but what stops Python.

    `env` stands for the process's environment where it is given. `ending` is called once nothing
    is left to do but to say how it ended.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    stored: list[str] = []
    try:
        code = _run(words, os.environ if env is None else env, stored)
        sys.stdout.flush()
        ending()
    except BaseException as error:  # noqa: BLE001 - the one place where every failure ends
        ending()
        from leadctl.failure import report

        code = report(error, stored, words)
    return code


def _run(words: list[str], env: Mapping[str, str], stored: list[str]) -> int:
    """Run click on the words; a command's integer result is its exit code.

    What the command has stored for good is added to `stored`.
    """
    for place, word in enumerate(words, 1):
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise click.UsageError(f"word {place} of the command line is not valid UTF-8")
    if "_LEADCTL_COMPLETE" in env:
        from click.shell_completion import add_completion_class

        from leadctl.commands.offering.shells import Bash, Fish

        Bash.line = env.get("COMP_LINE_SO_FAR", "")
        add_completion_class(Bash)
        add_completion_class(Fish)
        told = (_as_typed(words), env, stored)
        app.main(args=words, prog_name="leadctl", standalone_mode=False, obj=told)
    try:
        page = _page_width()
        with app.make_context(
            "leadctl", list(words), obj=(_as_typed(words), env, stored), terminal_width=page
        ) as ctx:
            result = app.invoke(ctx)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) and not isinstance(result, bool) else 0


def _as_typed(words: Sequence[str]) -> str:
    """Return the command line for the journal, words with spaces in quotes."""
    return " ".join(["leadctl", *(f'"{word}"' if " " in word else word for word in words)])


def _page_width() -> int:
    """Return the width of a help page; click would import shutil to find it out."""
    text = os.environ.get("COLUMNS", "")
    columns = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not columns and sys.stdout.isatty():
        columns = os.get_terminal_size().columns
    return max(min(columns or 80, 80) - 2, 38)
