"""A command whose help explains its arguments and ends in examples."""

from __future__ import annotations

import click


class Helped(click.Command):
    """A command with --help; click's own would look for a translation of it, and import locale."""

    _help: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option, made when it is first asked for."""
        if self._help is None:
            self._help = click.Option(
                self.get_help_option_names(ctx),
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_help,
                help="Show this message and exit.",
            )
        return self._help


def _print_help(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the help page and stop, when it was asked for."""
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class Explained(Helped):
    """A command; what its help teaches beyond its options stands in `explained`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the arguments are, then the options."""
        from leadctl.commands.starting.explained import arguments_of

        words = [
            word
            for param in self.params
            if isinstance(param, click.Argument)
            for word in param.make_metavar(ctx).split()
        ]
        if told := arguments_of(_path(ctx), words):
            with formatter.section("Arguments"):
                formatter.write_dl(told)
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, a line each as one types it."""
        from leadctl.commands.starting.explained import EXAMPLES

        if lines := EXAMPLES.get(_path(ctx)):
            with formatter.section("Examples"):
                formatter.write("".join(f"  {line}\n" for line in lines))


def _path(ctx: click.Context) -> str:
    """Return the command's words: "status set"."""
    return ctx.command_path.partition(" ")[2]
