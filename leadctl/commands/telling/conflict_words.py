"""What is left to settle after a join: both values, who wrote them and when, the command."""

from __future__ import annotations

import shlex
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from leadctl.book.git.stages import Resolved
from leadctl.book.git.who_wrote import Stop, Written
from leadctl.errors import LeadctlError
from leadctl.render.listing import plain
from leadctl.render.safe import safe
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.clock_face import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadctl.book.git.burials import Fate
    from leadctl.commands.starting.session import Session


def print_left(session: Session, left: Resolved) -> None:
    """Print every conflict, and the command that settles it, on stderr."""
    for stop in left.stops:
        _print_stop(session, stop, [one for one in left.stops if one.lead == stop.lead])
    for said in left.refused:
        click.echo(safe(f"{said}"), err=True)
    for path in left.others:
        said = "both sides changed the same lines. Keep what is right, then: git add"
        click.echo(safe(f"{path}: {said} {path}"), err=True)
    leads = {stop.lead for stop in left.stops}
    for lead in sorted(leads)[:1]:
        click.echo(f"For all of one lead: leadctl merge {lead} --take theirs", err=True)
    if left.others or left.refused:
        click.echo("Then: leadctl merge", err=True)


def print_fates(session: Session, fates: Iterable[Fate]) -> None:
    """Say what became of leads that one side merged or deleted, and the other added to."""
    from leadctl.actions.sharing.fates import fate_words

    for fate in fates:
        session.note(safe(fate_words(session.desk, fate)))


def left_values(session: Session, left: Resolved) -> list[dict[str, object]]:
    """Return for programs each lead that is left to settle, as a refusal to join it."""
    found: dict[str, dict[str, object]] = {}
    unmet: dict[str, list[dict[str, object]]] = {stop.lead: [] for stop in left.stops}
    for stop in left.stops:
        found.setdefault(stop.lead, _left(session, stop))
        hidden = _is_masked(session, stop)
        two = ("(hidden)",) * 2 if hidden else (stop.conflict.ours, stop.conflict.theirs)
        ours, theirs = (one if isinstance(one, str) else _shown(one) for one in two)
        sentence = f"{stop.conflict.field}: yours is {ours}, theirs is {theirs}"
        mend = _typed(stop, "theirs")
        unmet[stop.lead].append(
            {"sentence": sentence, "why": None, "type": mend, "source": stop.path}
        )
    return [{**said, "unmet": unmet[lead]} for lead, said in found.items()]


def _typed(stop: Stop, side: str) -> str:
    """Return the command that settles a conflict, as a shell takes it."""
    return shlex.join(["leadctl", "merge", stop.lead, f"{stop.conflict.field}={side}"])


def _left(session: Session, stop: Stop) -> dict[str, object]:
    return {
        "id": stop.lead,
        "name": _name(session, stop),
        "status": session.desk.told(stop.joined).status if stop.joined else "",
        "asked": "join",
        "unmet": [],
        "possible": [],
        "with_reason": [],
        "path": [],
        "override": None,
    }


def _name(session: Session, stop: Stop) -> str:
    """Return the name of the lead in conflict; of another agent's alone its id."""
    return stop.lead if stop.joined and session.desk.hidden(stop.joined) else stop.name


def _print_stop(session: Session, stop: Stop, stops: list[Stop]) -> None:
    """Print one of the conflicts of a lead, and what may be said of it."""
    from leadctl.actions.sharing.settling import settling_unmet
    from leadctl.rules.joining.versions import OURS, Taken

    conflict = stop.conflict
    refused = settling_unmet(session.desk, stops, Taken({conflict.field: OURS}))
    is_masked = _is_masked(session, stop)
    shown = partial(_lead_words, session) if conflict.field == "merged_into" else _shown
    what = _WHATS.get(conflict.field, f"two values for {conflict.field}")
    click.echo(safe(f"{_name(session, stop)}: {what}"), err=True)
    for label, side, value, wrote in (
        ("yours:", "ours", conflict.ours, stop.ours),
        ("theirs:", "theirs", conflict.theirs, stop.theirs),
    ):
        who = _who(session, wrote)
        typed = "" if refused and side == OURS else f"    {_typed(stop, side)}"
        click.echo(
            safe(f"  {label:<8}{'(hidden)' if is_masked else shown(value)}{who}{typed}"),
            err=True,
        )
    if refused:
        click.echo(safe(f"  Yours may not stand: {refused.sentence}."), err=True)


_WHATS = {"file": "one side removed its file", "merged_into": "merged into two different leads"}


def _lead_words(session: Session, lead_id: object) -> str:
    """Return the lead of an id as people name it."""
    try:
        lead = session.desk.book.load(str(lead_id))
    except LeadctlError:
        return str(lead_id)
    return f"{'' if session.desk.hidden(lead) else lead.name} {lead.id}".strip()


def _is_masked(session: Session, stop: Stop) -> bool:
    """Whether the acting agent is not to see the field; whose it is says who has it."""
    from leadctl.actions.looking.seeing import seen_as_it_is

    if stop.joined is None or stop.conflict.field == "merged_into":  # named by `_lead_words`
        return False
    seen = seen_as_it_is(session.desk, stop.joined)
    return stop.conflict.field in seen.masked if seen else stop.conflict.field != "owner"


def _shown(value: object) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, Event):
        said = "; ".join(f"{key} {plain(one)}" for key, one in value.data.items())
        return f"{value.name} of {value.at:%Y-%m-%d}: {said}"
    return plain(value)


def _who(session: Session, wrote: Written) -> str:
    if not wrote.by:
        return ""
    when = datetime.fromisoformat(wrote.at).astimezone(session.zone)
    return f", by {wrote.by}, {stamp(when)}"
