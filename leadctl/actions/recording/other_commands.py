"""What `set` does not set, and the command that does for one lead: right as it is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from leadctl.actions.desk import Desk
from leadctl.actions.names import agent_named, status_named
from leadctl.errors import NotFound, Usage
from leadctl.rules.clauses.words import quote
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.numbered import numbered


class Asked(NamedTuple):
    """Whose field was to be what: `who` means one lead in a command, and `typed` is the value.

    `lead` is None for one that is being added.
    """

    desk: Desk
    pipeline: Pipeline
    who: str
    typed: str
    lead: Lead | None = None


_NEW = frozenset({"pipeline", "status", "received"})
"""What can be said of a new lead all the same."""


def not_a_field(asked: Asked, key: str, meant: str = "") -> Usage:
    """Return the refusal of a field with a command of its own, with that command; `meant` is the
    field that a misspelt key was to be.
    """
    name = meant or key
    said = f'There is no field "{key}".' if meant else f"{key} is not set like a field."
    near = f'Did you mean "{meant}"? ' if meant else ""
    if asked.lead is None and name in _NEW:
        error = Usage(said, hint=near.strip())
        error.instead = (f"{key}={asked.typed}", f"{name}={asked.typed}")
        return error
    first = "Once they are there: " if asked.lead is None else ""
    return Usage(said, hint=f"{near}{first}{OTHER_COMMANDS[name](asked)}")


def _status(asked: Asked) -> str:
    try:
        name = status_named(asked.pipeline, asked.typed)
    except NotFound as error:
        return f"{error.sentence} {error.hint}"
    return f"leadctl status set {asked.who} {quote(name)}"


def _owner(asked: Asked) -> str:
    actor = asked.desk.actor
    if not asked.typed.strip():
        return f"leadctl release {asked.who}"
    try:
        agent = agent_named(asked.desk.book.settings.team, asked.typed, actor)
    except NotFound as error:
        return f"{error.sentence} {error.hint}"
    mine = actor is not None and agent.id == actor.id
    return f"leadctl claim {asked.who}" if mine else f"leadctl assign {asked.who} {quote(agent.id)}"


def _pipeline(asked: Asked) -> str:
    """Return the role that brings a pipeline along; where none does, how all its leads go over."""
    pipeline, to = asked.pipeline, asked.typed
    if to not in (known := asked.desk.book.definitions.files):
        near = nearest(to, known)
        return f'There is no pipeline "{to}"; {near or "see them all:"} leadctl pipeline list'
    roles = [name for name, role in pipeline.roles.items() if role.pipeline == to]
    if to == pipeline.id:
        return f"They are in {to} already: leadctl pipeline show {to}"
    if roles:
        return f"A role brings it along: leadctl set {asked.who} role={quote(roles[0])}"
    plan = f"leadctl pipeline migrate {pipeline.id} {to} --dry-run"
    return f"No role of {pipeline.id} leads there. What all of its leads would become there: {plan}"


def _received(asked: Asked) -> str:
    events = numbered(asked.lead, asked.desk.zone) if asked.lead else []
    number = next((n for n, event in events if event.name == "received"), 1)
    return f"leadctl amend {asked.who} {number} at={quote(asked.typed or '9:00')}"


OTHER_COMMANDS: Mapping[str, Callable[[Asked], str]] = {
    "id": lambda _: "An id never changes.",
    "pipeline": _pipeline,
    "status": _status,
    "owner": _owner,
    "history": lambda asked: f'leadctl note {asked.who} "..."',
    "received": _received,
    "extra": lambda asked: f"leadctl edit {asked.who}",
    "deleted": lambda asked: f"leadctl delete {asked.who}",
    "merged_into": lambda asked: (
        f"leadctl merge-leads {quote(asked.typed)} {asked.who}"
        if asked.typed
        else "leadctl duplicates"
    ),
}
"""Field -> its way."""
