"""What a walk did, as a scenario that one can paste beside the definition and run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.moving import automatic_move
from leadctl.rules.pipelines.walk import NOW, State, Walk
from leadctl.rules.pipelines.walk_evidence import BOSS
from leadctl.values import replace


def scenario(pipeline: Pipeline, found: Walk, state: State, name: str, expected: str) -> str:
    """Return a scenario that takes a lead to a state, and what then holds there."""
    leads = [found.leads[passed] for passed in found.way_to(state)]
    moment, lines = NOW, []
    for before, after in pairwise(leads):
        moment += timedelta(minutes=5)
        lines.append(_step(moment, list(_commands(pipeline, before, after))))
    moment += timedelta(minutes=1)
    lines.append(f"    {{ at = {_time(moment)}, {expected} }},")
    steps = "\n".join(lines)
    lead = f'{{ name = "Ann Example", received = {_time(NOW)} }}'
    head = f"[[scenario]]\nname = {_text(name)}\nlead = {lead}"
    return f"{head}\nsteps = [\n{steps}\n]\n"


def _step(moment: datetime, commands: Sequence[str]) -> str:
    run = ", ".join(map(_text, commands))
    return f"    {{ at = {_time(moment)}, run = [{run}] }},"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _commands(pipeline: Pipeline, before: Lead, after: Lead) -> Iterator[str]:
    """Yield what one would type to make the second lead of the first."""
    fields = {k: v for k, v in after.fields.items() if before.fields.get(k) != v}
    if owner := fields.pop("owner", None):
        yield "claim LEAD" if owner == BOSS else f"assign LEAD {owner}"
    if before.owner and not after.owner:
        yield "release LEAD"
    if fields:
        yield "set LEAD " + " ".join(shlex.quote(f"{k}={_typed(v)}") for k, v in fields.items())
    moved = ""
    for event in after.history[len(before.history) :]:
        if event.name == "status":
            target = str(event.data["to"])
            if target != moved:
                yield f"status set LEAD {shlex.quote(target)} --reason walk"
        else:
            yield _logged(event)
            moved = _moves(pipeline, after, event) or moved


def _moves(pipeline: Pipeline, lead: Lead, event: Event) -> str:
    """Return the status to which an event moves a lead by itself, or ""."""
    place = lead.history.index(event) + 1
    seen = replace(lead, history=lead.history[:place])
    seen = replace(seen, status=seen.replayed_status(pipeline.initial))
    found = automatic_move(Case(seen, pipeline, event.at, constants=seen.fields), event)
    return found[0].to if found and found[1] is not None and found[1].allowed else ""


def _logged(event: Event) -> str:
    if event.name == "approve":
        return f"approve LEAD {shlex.quote(str(event.data['what']))}"
    if event.name in {"confirm", "note"}:
        return "status confirm LEAD" if event.name == "confirm" else "note LEAD walk"
    if event.name in {"claim", "release", "pass"}:
        return f"{event.name} LEAD"
    data = {key: value for key, value in event.data.items() if key != "way"}
    way = f" --{event.data.get('way', 'out')}" if event.name in TOUCHES else ""
    values = "".join(" " + shlex.quote(f"{key}={_typed(value)}") for key, value in data.items())
    return f"log LEAD {event.name}{way}{values}"


def _typed(value: object) -> str:
    """Return a value as one would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
