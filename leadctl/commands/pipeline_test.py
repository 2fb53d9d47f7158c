"""pipeline test: play the scenarios beside definitions with the real command line."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, cast

import click

from leadctl.commands import completing, options
from leadctl.commands.pipeline_show import definitions_of
from leadctl.errors import Refused
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.pipelines.scenarios import Played
    from leadctl.commands.session import Session


_SIGNALLED = 128
"""Exit codes above this one are a signal's."""


class _App(Protocol):
    def run_line(self, words: Sequence[str], env: Mapping[str, str]) -> int: ...


@click.command()
@click.argument("which", nargs=-1, metavar="[ID|FILE]...", shell_complete=completing.pipelines)
@click.option("--only", default="", metavar="TEXT", help="Only scenarios with this in their name.")
@click.option("--explain", is_flag=True, help="Say of a failed step what held instead, and why.")
@options.with_session
def command(session: Session, which: tuple[str, ...], only: str, explain: bool) -> int:
    """Play the scenarios of definitions; without ID, all there are."""
    from leadctl.actions.pipelines.scenarios import play
    from leadctl.book.own_files.scenario_files import scenario_file, with_scenarios

    definitions = definitions_of(session)
    count, failed = 0, 0
    for name in which or with_scenarios(definitions):
        found = scenario_file(definitions, name)
        for scenario in found.found.scenarios:
            if only.lower() not in scenario.name.lower():
                continue
            played = play(found, scenario, run_line)
            count, failed = count + 1, failed + bool(played.failures)
            _print(played, found.pipeline, explain=explain)
    if failed and not explain:
        session.note("What held instead, and why: leadctl pipeline test --explain")
    words = f"{failed} of {count} scenarios failed." if failed else f"{count} scenarios hold."
    session.note(words)
    return Refused.exit_code if failed else 0


def _print(played: Played, pipeline: str, *, explain: bool) -> None:
    state = "FAIL" if played.failures else "ok  "
    click.echo(f"{state} {safe(pipeline)}: {safe(played.scenario.name)}")
    for failure in played.failures:
        step = f"step {failure.step}" if failure.step else "before the first step"
        click.echo(f"  {step} ({safe(failure.place)})")
        for line in failure.words.split("\n"):
            click.echo(f"    {safe_lines(line)}")
    for line in played.failures[0].why if explain and played.failures else ():
        click.echo(f"    why: {safe(line)}")


def run_line(words: Sequence[str]) -> tuple[int, str]:
    """Run a command line within this one; return its exit code and all that it printed.

    It sees nothing of this process's environment: no agent, no settings of the person's own.
    """
    app = cast("_App", click.get_current_context().find_root().command)
    printed, stdin = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = app.run_line(words, {})
    finally:
        sys.stdin = stdin
    if code > _SIGNALLED:  # Ctrl-C, or a request to stop: it means all of the scenarios
        raise SystemExit(code)
    return code, printed.getvalue()
