"""A click group whose commands are imported when they are run, not when they are listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Union, cast

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Table = dict[str, tuple[Union[str, "Table"], str]]
"""Command name -> ("module:attribute", or the table of a group; its one-line help)."""


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
        return cast("click.Command", getattr(import_module(module), attribute))

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
