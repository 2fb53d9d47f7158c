"""completion: the script that makes a shell complete words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session

SHELLS = ("bash", "zsh", "fish")
PLACES = {
    "bash": ".local/share/bash-completion/completions/leadctl",
    "zsh": ".zfunc/_leadctl",
    "fish": ".config/fish/completions/leadctl.fish",
}
"""Where each shell looks for completions, below one's home."""
AFTER = {"zsh": "Once, in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit"}


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.option("--install", is_flag=True, help="Write it where the shell looks for it.")
@options.with_session
def command(session: Session, shell: str | None, install: bool) -> None:
    """Print the completion script of a shell, yours unless named."""
    own = session.typed.env.get("SHELL", "").rsplit("/", 1)[-1]
    name = shell or own
    if name not in SHELLS:
        raise Usage(f"Say for which shell: {', '.join(SHELLS)}.")
    script = _script(name)
    if not install:
        click.echo(f"# To install it: leadctl completion {name} --install")
        click.echo(script, nl=False)
        return
    home = session.typed.env.get("HOME", "")
    if not home.startswith("/"):
        raise Usage("There is no home to install into: HOME is not set.")
    from leadctl.book.own_files.beside import write_beside

    write_beside(home, PLACES[name], script)
    click.echo(f"Written: ~/{PLACES[name]}. A new shell completes leadctl.")
    session.note(AFTER.get(name, ""))


def _script(name: str) -> str:
    """Return the script of a shell."""
    from click.shell_completion import ShellComplete, get_completion_class

    from leadctl.commands.shells import Bash

    root = click.get_current_context().find_root().command
    if name == "bash":
        return Bash(root, {}, "leadctl", "_LEADCTL_COMPLETE").source()
    kind = get_completion_class(name)
    assert kind is not None  # click has the other two
    made = kind(root, {}, "leadctl", "_LEADCTL_COMPLETE")
    return ShellComplete.source(made).rstrip("\n") + "\n"
