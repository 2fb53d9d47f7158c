"""A click group whose commands are imported when they are run, not when they are listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Union, cast

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Table = dict[str, tuple[Union[str, "Table"], str]]
"""Command name -> ("module:attribute", or the table of a group; its one-line help)."""


_EVERYWHERE: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "directory": (("-C",), {}),
    "now_text": (("--now",), {}),
    "actor": (("--as",), {}),
    "quiet": (("-q", "--quiet"), {"is_flag": True}),
    "no_color": (("--no-color",), {"is_flag": True}),
}
"""The options that stand before the command, taken after it as well: their names and kinds."""


def with_globals(command: click.Command) -> click.Command:
    """Let a command take the global options after its name too; its help does not repeat them."""
    taken = {name for param in command.params for name in param.opts}
    for name, (opts, settings) in _EVERYWHERE.items():
        if taken.isdisjoint(opts):
            command.params.append(
                click.Option(
                    [*opts, f"global_{name}"],
                    hidden=True,
                    expose_value=False,
                    is_eager=True,
                    callback=_keep,
                    **settings,
                )
            )
    return command


def _keep(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    """Put a global option where the session reads what stood before the command."""
    from leadctl.commands.globals import Globals
    from leadctl.values import replace

    known = ctx.find_object(Globals)
    if value and known is not None and option.name:
        ctx.obj = replace(known, **{option.name.removeprefix("global_"): value})


class LazyGroup(click.Group):
    """A group read from a table; `sections` are the headings of its help, in order."""

    def __init__(
        self, name: str, sections: dict[str, Table], *, help: str = "", **settings: Any
    ) -> None:
        super().__init__(name, help=help, **settings)
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
