"""A click group whose commands are imported when they are run, not when they are listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Union, cast

import click

from leadctl.commands.starting.command import Helped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Table = dict[str, tuple[Union[str, "Table"], str]]
"""Command name -> ("module:attribute", or the table of a group; its one-line help)."""


_EVERYWHERE: dict[str, tuple[tuple[str, ...], bool]] = {
    "directory": (("-C",), False),
    "now_text": (("--now",), False),
    "actor": (("--as",), False),
    "quiet": (("-q", "--quiet"), True),
    "no_color": (("--no-color",), True),
    "no_input": (("--no-input",), True),
}
"""The options that stand before the command, taken after it too: their names, whether flags."""


def with_globals(command: click.Command) -> click.Command:
    """Let a command take the global options after its name too; its help does not repeat them."""
    taken = {name for param in command.params for name in param.opts}
    for name, (opts, is_flag) in _EVERYWHERE.items():
        if taken.isdisjoint(opts):
            command.params.append(
                click.Option(
                    [*opts, f"global_{name}"],
                    hidden=True,
                    expose_value=False,
                    is_eager=True,
                    callback=_keep,
                    is_flag=is_flag,
                )
            )
    return command


def _keep(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Put a global option where the session reads what stood before the command."""
    from leadctl.commands.starting.globals import Globals
    from leadctl.values import replace

    known = ctx.find_object(Globals)
    if value and known is not None and option.name:
        ctx.obj = replace(known, **{option.name.removeprefix("global_"): value})


def _set_status(args: list[str]) -> str:
    """Return the command that sets the status of the lead that was typed in a command's place."""
    lead, *status = args
    name = " ".join(status)
    return f'status set {lead} "{name}"' if " " in name else f"status set {lead} {name}"


class LazyGroup(Helped, click.Group):
    """A group read from a table; `sections` are the headings of its help, in order."""

    def __init__(
        self,
        name: str,
        sections: dict[str, Table],
        *,
        help: str = "",
        epilog: str | None = None,
    ) -> None:
        super().__init__(name, help=help, epilog=epilog)
        self.sections = sections
        self.table: Table = {
            name: entry for section in sections.values() for name, entry in section.items()
        }
        # Names without commands: click reads them for its "did you mean".
        self.commands = cast("dict[str, click.Command]", dict.fromkeys(self.table))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command of that name, or return None."""
        return self.load(cmd_name) if cmd_name in self.table else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant; where a lead stands in its place, say which one it may be."""
        if self.name == "status" and len(args) > 1 and args[0] not in self.table:
            from difflib import get_close_matches

            if not get_close_matches(args[0], self.table):
                ctx.fail(f"No such command '{args[0]}'. You may mean: leadctl {_set_status(args)}")
        if self.name == "status" and args and not args[0].startswith("-") and len(args) == 1:
            from difflib import get_close_matches

            if args[0] not in self.table and not get_close_matches(args[0], self.table):
                ctx.fail(f"No such command '{args[0]}'. You may mean: leadctl show {args[0]}")
        return super().resolve_command(ctx, args)

    def load(self, name: str) -> click.Command:
        """Import the command of a name that the table has."""
        target, help_line = self.table[name]
        if isinstance(target, dict):
            return LazyGroup(name, {"Commands": target}, help=help_line)
        module, _, attribute = target.partition(":")
        return with_globals(cast("click.Command", getattr(import_module(module), attribute)))

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the commands from the table alone, under the headings of the sections."""
        for title, section in self.sections.items():
            if section:
                with formatter.section(title):
                    formatter.write_dl([(name, help_) for name, (_, help_) in section.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names and options without importing any command."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=help_line)
            for name, (_, help_line) in self.table.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)
