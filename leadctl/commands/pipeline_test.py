"""pipeline test: play the scenarios beside definitions with the real command line."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, cast

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.pipeline_show import definitions_of
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing
from leadctl.errors import Invalid, Refused
from leadctl.render.listing import Column, Listing, Row
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.pipelines.scenarios import Played
    from leadctl.commands.starting.session import Session


_SIGNALLED = 128
"""Exit codes above this one are a signal's."""


COLUMNS = (
    Column("pipeline", "Pipeline"),
    Column("scenario", "Scenario"),
    Column("read", "Can be played", holds="flag"),
    Column("holds", "Holds", holds="flag"),
    Column("step", "Step", holds="count?"),
    Column("place", "Where it stands", holds="text?"),
    Column("said", "What differs", holds=["text"]),
    Column("why", "What held instead", holds=["text"]),
)


class _App(Protocol):
    def run_line(self, words: Sequence[str], env: Mapping[str, str]) -> int: ...


@click.command(cls=Explained)
@click.argument("which", nargs=-1, metavar="[ID|FILE]...", shell_complete=completing.definitions)
@click.option("--only", default="", metavar="TEXT", help="Only scenarios with this in their name.")
@click.option("--explain", is_flag=True, help="Say of a failed step what held instead, and why.")
@options.formats()
@options.with_session
def command(
    session: Session, which: tuple[str, ...], only: str, explain: bool, format_name: str
) -> int:
    """Play the scenarios of definitions; without ID, all there are.

    Exit 5 where a scenario cannot be read; the others are played all the same.
    """
    from leadctl.actions.pipelines.scenarios import play
    from leadctl.book.own_files.scenario_files import scenario_file, with_scenarios

    definitions = definitions_of(session)
    rows: list[Row] = []
    for name in which or with_scenarios(definitions):
        found = scenario_file(definitions, name)
        for scenario in found.found.scenarios:
            if only.lower() in scenario.name.lower():
                played = play(found, scenario, run_line)
                rows.append(_row(played, found.pipeline))
                if format_name == "table":
                    _print(played, found.pipeline, explain=explain)
    if format_name != "table":
        print_listing(session, Listing(COLUMNS, rows), format_name)
    return _ending(session, rows, explain=explain)


def _ending(session: Session, rows: Sequence[Row], *, explain: bool) -> int:
    """Say how many failed, and return the exit code."""
    failed = sum(not row["holds"] for row in rows)
    unread = sum(not row["read"] for row in rows)
    if failed > unread and not explain:
        session.note("What held instead, and why: leadctl pipeline test --explain")
    from leadctl.rules.time.moments import so_many

    hold = "1 scenario holds." if len(rows) == 1 else f"{len(rows)} scenarios hold."
    session.note(f"{failed} of {so_many(len(rows), 'scenario')} failed." if failed else hold)
    if unread:
        session.note(f"{unread} cannot be played as written.")
        return Invalid.exit_code
    return Refused.exit_code if failed else 0


def _row(played: Played, pipeline: str) -> Row:
    """Return what became of a scenario; it stops at the first step that fails."""
    first = played.failures[0] if played.failures else None
    return {
        "pipeline": pipeline,
        "scenario": played.scenario.name,
        "read": not played.scenario.problems,
        "holds": first is None,
        "step": first.step if first else None,
        "place": first.place if first else None,
        "said": [one.words for one in played.failures],
        "why": list(first.why) if first else [],
    }


def _print(played: Played, pipeline: str, *, explain: bool) -> None:
    state = "FAIL" if played.failures else "ok  "
    click.echo(f"{state} {safe(pipeline)}: {safe(played.scenario.name)}")
    for failure in played.failures:
        step = f"step {failure.step}" if failure.step else "before the first step"
        step = "as written" if played.scenario.problems else step
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
