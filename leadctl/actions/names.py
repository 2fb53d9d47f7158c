"""Names people type, matched without case, by alias and by unique start; or the closest ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from leadctl.errors import NotFound
from leadctl.rules.leads.agents import Agent, Team

if TYPE_CHECKING:
    from leadctl.rules.language.pipeline import Pipeline


def pick(what: str, typed: str, names: Mapping[str, str], *, see: str) -> str:
    """Return the exact name meant by what was typed.

    `names` gives the exact name for every spelling in lower case. Raises NotFound, with the
    closest names or the several that start so; `see` is the command that lists them.
    """
    wanted = " ".join(typed.lower().split())
    if wanted in names:
        return names[wanted]
    starts = sorted({exact for name, exact in names.items() if wanted and name.startswith(wanted)})
    if len(starts) == 1:
        return starts[0]
    if starts:
        raise NotFound(f'"{typed}" could be {listed(starts)}.', hint="Type a few letters more.")
    from difflib import get_close_matches

    close = get_close_matches(wanted, names, n=3, cutoff=0.5)
    exact = list(dict.fromkeys(names[name] for name in close))
    nearest = f"Did you mean {listed(exact)}? " if exact else ""
    raise NotFound(f'There is no {what} "{typed}".', hint=f"{nearest}See all: {see}")


def listed(names: Iterable[str], joint: str = "or") -> str:
    """Return names as people list them: "A", "B" or "C"."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def status_named(pipeline: Pipeline, typed: str) -> str:
    """Return the exact name of a status. Raises NotFound with the closest names."""
    see = f"leadctl pipeline show {pipeline.id}"
    return pick("status", typed, pipeline.by_lower_name, see=see)


def agent_named(team: Team, typed: str) -> Agent:
    """Return a configured agent by id or name.

    In a book without agents everyone may act. Raises NotFound with the closest names.
    """
    if not team.agents:
        return Agent(typed)
    return team.get(pick("agent", typed, team.by_lower_name, see="leadctl config show"))
