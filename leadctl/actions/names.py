"""Names people type, matched without case, by alias and by unique start; or the closest ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from leadctl.errors import NotFound
from leadctl.rules.leads.agents import Agent, Team

if TYPE_CHECKING:
    from leadctl.rules.language.pipeline import Pipeline


def pick(
    what: str, typed: str, names: Mapping[str, str], *, see: str, any_words: bool = False
) -> str:
    """Return the exact name meant by what was typed: a whole name, or the start of one.

    `names` gives the exact name for every spelling in lower case. With `any_words` the starts of
    some of its words are enough, where no name begins so. Raises NotFound, with the closest names
    or the several that are meant; `see` is the command that lists them.
    """
    wanted = " ".join(typed.lower().split())
    if wanted in names:
        return names[wanted]
    found = sorted({exact for name, exact in names.items() if wanted and name.startswith(wanted)})
    if any_words and not found:
        found = sorted({exact for name, exact in names.items() if _has_words(name, wanted)})
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f'"{typed}" could be {listed(found)}.', hint="Type a few letters more.")
    from difflib import get_close_matches

    close = get_close_matches(wanted, names, n=3, cutoff=0.5)
    exact = list(dict.fromkeys(names[name] for name in close))
    nearest = f"Did you mean {listed(exact)}? " if exact else ""
    error = NotFound(f'There is no {what} "{typed}".', hint=f"{nearest}See all: {see}")
    error.instead = (typed, exact[0]) if exact else None
    raise error


def _has_words(name: str, wanted: str) -> bool:
    """Whether each word that is wanted begins a word of the name."""
    words = name.replace("-", " ").split()
    return bool(wanted) and all(
        any(word.startswith(one) for word in words) for one in wanted.replace("-", " ").split()
    )


def listed(names: Iterable[str], joint: str = "or") -> str:
    """Return names as people list them: "A", "B" or "C"."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def status_named(pipeline: Pipeline, typed: str) -> str:
    """Return the exact name of a status. Raises NotFound with the closest names."""
    see = f"leadctl pipeline show {pipeline.id}"
    return pick("status", typed, pipeline.by_lower_name, see=see, any_words=True)


def agent_named(team: Team, typed: str, actor: Agent | None = None) -> Agent:
    """Return a configured agent by id or name; "me" is the acting one.

    In a book without agents everyone may act. Raises NotFound with the closest names, or with how
    one is made.
    """
    if typed == "me" and actor:
        return actor
    if not team.agents:
        return Agent(typed)
    try:
        return team.get(pick("agent", typed, team.by_lower_name, see="leadctl config show"))
    except NotFound as error:
        if error.instead is None and typed.isalnum() and typed.isascii():
            adds = f"leadctl config set agents.{typed.lower()}.name {typed.capitalize()}"
            error.hint = f"{error.hint}\nTo make a new one: {adds}"
        raise
