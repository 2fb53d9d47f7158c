"""demo: a throw-away book of invented leads, and the daily round on it."""

from __future__ import annotations

import io
import shlex
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, cast

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.commands.starting.session import Session

STORY: tuple[tuple[float, str], ...] = (
    (-240, 'add "Ana Lopez" phone=4155550132 email=ana@example.com source=StreetEasy value=850k'),
    (-239.8, 'log "Ana Lopez" text --out'),
    (-238, 'log "Ana Lopez" text --in'),
    (-237.9, 'status set "Ana Lopez" "In Communication"'),
    (-72, 'set "Ana Lopez" "appointment=+5d 14:00"'),
    (-71.9, 'status set "Ana Lopez" "Appointment Set"'),
    (-200, 'add "Wei Zhang" phone=2125550177 source=StreetEasy value=1.2m'),
    (-199.6, 'log "Wei Zhang" call --out -o voicemail'),
    (-170, 'add "Grace Okafor" email=grace@example.org source=referral value=640k'),
    (-169.5, 'log "Grace Okafor" email --out'),
    (-168, 'log "Grace Okafor" email --in'),
    (-167, 'status set "Grace Okafor" "In Communication"'),
    (-30, 'add "Tom Becker" phone=6465550119 source=StreetEasy'),
    (-29.9, 'log "Tom Becker" text --out'),
    (-0.75, 'add "Priya Natarajan" phone=9175550145 source=StreetEasy value=975k'),
    (-0.1, 'add "Luca Rossi" phone=6465550161 source="open house"'),
)
"""What happened, in hours before now, as one would have typed it."""

ROUND = (
    "due",
    "due --within 7d --why",
    'status set "Wei Zhang" "Contract Out"',
    'status set "Luca Rossi" "Appointment Set"',
    "report",
)
"""The daily round, shown as it runs; two of its moves are refused."""


@click.command(cls=Explained)
@click.option("--pipeline", default="streeteasy-buyer", hidden=True)
@options.answers
@options.with_session
def command(session: Session, pipeline: str) -> None:
    """Make a throw-away book of invented leads and run the daily round on it."""
    from leadctl.book.scratch import kept_folder

    folder = kept_folder("leadctl-demo-")
    made = ["init", str(folder), "--pipeline", pipeline, "--timezone", "America/New_York"]
    _run(session, folder, 0, [*made, "--agent", "Sam Ortiz", "--no-input", "--region", "US"])
    for hours, line in sorted(STORY, key=lambda step: step[0]):
        _run(session, folder, hours, shlex.split(line))
    if session.answer_format != "text":
        _answer(session, folder)
        return
    click.echo(f"A book of invented leads is in {folder}")
    for line in ROUND:
        click.echo(f"\n$ leadctl {line}")
        _run(session, folder, 0, shlex.split(line), shown=True)
    click.echo(_next_words(folder))


def _answer(session: Session, folder: Path) -> None:
    """Print for a program where the book is, and nothing of the round."""
    from leadctl.commands.telling.answers import made, print_object

    if session.answer_format == "json":
        print_object(made(None) | {"book": str(folder)})


def _run(
    session: Session, folder: Path, hours: float, words: list[str], *, shown: bool = False
) -> None:
    """Run a command line in this process, at another time, in another book."""
    at = session.clock + timedelta(hours=hours)
    who = [] if words[0] == "init" else ["-C", str(folder), "--as", "sam"]
    line = [*who, "--now", at.isoformat(), *words]
    if shown:
        _app().run_line(line, {})
        return
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
        if _app().run_line(line, {}) != 0:
            raise Refused(
                f"The demo's own story broke at: {shlex.join(words)}", hint=said.getvalue()
            )


class Runs(Protocol):
    """The top of the command line, as far as it is asked for here."""

    def run_line(self, words: Sequence[str], env: Mapping[str, str]) -> int:
        """Run a command line within this process, and return its exit code."""


def _app() -> Runs:
    """Return the top of the command line, which knows how to run another one."""
    return cast("Runs", click.get_current_context().find_root().command)


def _next_words(folder: Path) -> str:
    return f"""
Try it yourself:
  cd {folder}
  leadctl show "Ana Lopez"
  leadctl log "Luca Rossi" text          it moves him by itself
  leadctl status set "Wei Zhang" app     refused: it says what is missing
  leadctl undo
  leadctl pipeline show streeteasy-buyer
  ls leads/*/                            every lead is a plain file
Remove it: rm -r {folder}"""
