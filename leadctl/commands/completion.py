"""completion: the script that makes a shell complete words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session

SHELLS = ("bash", "zsh", "fish")
WHERE = {
    "bash": 'put into ~/.bashrc: eval "$(leadctl completion bash)"',
    "zsh": 'put into ~/.zshrc: eval "$(leadctl completion zsh)"',
    "fish": "run once: leadctl completion fish > ~/.config/fish/completions/leadctl.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@options.with_session
def command(session: Session, shell: str | None) -> None:
    """Print the completion script of a shell, yours unless named."""
    from click.shell_completion import ShellComplete, get_completion_class

    own = session.typed.env.get("SHELL", "").rsplit("/", 1)[-1]
    name = shell or own
    kind = get_completion_class(name) if name in SHELLS else None
    if kind is None:
        raise Usage(f"Say for which shell: {', '.join(SHELLS)}.")
    root = click.get_current_context().find_root().command
    # ShellComplete's own source: bash's would start a bash to ask for its version.
    click.echo(f"# To install it, {WHERE[name]}")
    click.echo(ShellComplete.source(kind(root, {}, "leadctl", "_LEADCTL_COMPLETE")))
