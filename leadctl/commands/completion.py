"""completion: the script that makes a shell complete words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session

SHELLS = ("bash", "zsh", "fish")
PLACES = {
    "bash": ".local/share/bash-completion/completions/leadctl",
    "zsh": ".zfunc/_leadctl",
    "fish": ".config/fish/completions/leadctl.fish",
}
"""Where each shell looks for completions, below one's home."""
AFTER = {"zsh": "Once, in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit"}


@click.command(cls=Explained)
@click.argument("shell", metavar="[bash|zsh|fish]", type=click.Choice(SHELLS), required=False)
@click.option("--install", is_flag=True, help="Write it where the shell looks for it.")
@options.answers
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
    _say(session, f"{home}/{PLACES[name]}", name)


def _say(session: Session, path: str, shell: str) -> None:
    """Say which file was written, and what the shell wants besides."""
    once = AFTER.get(shell, "")
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import made, print_object

        if session.answer_format == "json":
            print_object(made(None) | {"files": [path], "then": once or None})
        return
    if not session.typed.quiet:
        click.echo(f"Written: ~/{PLACES[shell]}. A new shell completes leadctl.")
    session.note(once)


def _script(name: str) -> str:
    """Return the script of a shell."""
    from click.shell_completion import ShellComplete, ZshComplete

    from leadctl.commands.offering.shells import Bash, Fish

    root = click.get_current_context().find_root().command
    if name == "bash":
        return Bash(root, {}, "leadctl", "_LEADCTL_COMPLETE").source()
    kind = Fish if name == "fish" else ZshComplete
    made = kind(root, {}, "leadctl", "_LEADCTL_COMPLETE")
    return ShellComplete.source(made).rstrip("\n") + "\n"
