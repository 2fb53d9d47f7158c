"""What an editor may not change of a history: who decided, whose it was, what others did."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import tzinfo

from leadctl.actions.desk import Desk
from leadctl.rules.clauses.words import quote
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, FIXED
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.numbered import numbered
from leadctl.rules.pipelines.lead_faults import Fault

_What = tuple[str, str, dict[str, object]]


def history_faults(
    desk: Desk, before: Lead, after: Lead, mending: Collection[str]
) -> Iterator[Fault]:
    """Yield what was changed of a history beyond what `log` and `amend` let the acting agent do.

    Events of the kinds `mending` are put right, for the file contradicts itself. In a book with
    one agent there is nobody whose word could be forged.
    """
    team = desk.book.settings.team
    if len(team.agents) <= 1:
        return
    gone, mended, new = _differing(before, after, mending)
    others = [one for one in (*gone, *mended) if not team.may_mend(desk.actor, one.by)]
    yield from (_stays(event, desk.zone) for event in others)
    decisions = [event for event in gone if event.name in FIXED and event not in others]
    yield from (_stays_but_for_its_time(event, desk.zone) for event in decisions)
    added = [fault for at, event in new if (fault := _added(desk, after, at, event))]
    yield from added
    in_order = _decided(before, desk.zone) == _decided(after, desk.zone)
    if not (others or decisions or added or mending or in_order):
        said = "has a decision on the other side of another one, by its time"
        yield Fault("judged-history", ("history",), said, "give it its time back")


def _differing(
    before: Lead, after: Lead, mending: Collection[str]
) -> tuple[list[Event], list[Event], list[tuple[int, Event]]]:
    """Return the events that are there no more, those that were mended, as they were, and those
    that are new, each with its place in the file from 0.

    Mended is a time, and of what is no decision what is told of it.
    """
    left, mended, new = list(before.history), list[Event](), list[tuple[int, Event]]()
    unlike = [(at, event) for at, event in enumerate(after.history) if not _struck(left, event)]
    for at, event in unlike:
        same = next((one for one in left if _what(one) == _what(event)), None)
        if same is not None:
            left.remove(same)
            mended += [same] if same.name not in mending else []
        elif event.name not in mending:
            new.append((at, event))
    return [one for one in left if one.name not in mending], mended, new


def _struck(left: list[Event], event: Event) -> bool:
    """Take an event off those that are left; False where it is none of them."""
    is_there = event in left
    if is_there:
        left.remove(event)
    return is_there


def _what(event: Event) -> _What:
    """Return what may not be mended of an event."""
    return event.name, event.by, dict(event.data) if event.name in FIXED else {}


def _decided(lead: Lead, zone: tzinfo) -> list[_What]:
    return [_what(event) for _, event in numbered(lead, zone) if event.name in FIXED]


def _told(event: Event, zone: tzinfo) -> str:
    """Return which event is meant: "claim by sam of 2026-11-20 10:00"."""
    when = str(event.day or f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}")
    who = f" by {event.by}" if event.by else ""
    return f"{event.name}{who} of {when}"


def _stays(event: Event, zone: tzinfo) -> Fault:
    said = f"{_told(event, zone)} stays as it was: {event.by} logged it"
    return Fault("judged-history", ("history",), said, f"ask {event.by}, or a manager")


def _stays_but_for_its_time(event: Event, zone: tzinfo) -> Fault:
    said = f"{_told(event, zone)} stays as it was, but for its time"
    way = "to take back the command that wrote it: leadctl undo --list"
    return Fault("judged-history", ("history",), said, way)


def _added(desk: Desk, lead: Lead, at: int, event: Event) -> Fault | None:
    """Return why a line may not come in through an editor; None where it may."""
    kind, actor = BUILT_IN_EVENTS.get(event.name), desk.actor.id if desk.actor else ""
    if event.name in FIXED:
        said, way = f"{event.name} is judged, and not written in an editor", _command(lead, event)
    elif not actor or event.by != actor:
        said = f"{event.name} would be by {event.by or 'nobody'}, and you are {actor or 'nobody'}"
        way = f"to log what you did yourself: leadctl log {lead.id} {quote(event.name)}"
    elif kind and not kind.by_people:
        said, way = f"{event.name} is written by leadctl itself, of what it does", "take it away"
    else:
        return None
    return Fault("judged-history", ("history", at), said, way)


def _command(lead: Lead, event: Event) -> str:
    """Return the command that asks the rules, and then writes such a line."""
    what, to = (quote(str(event.data.get(key, ""))) for key in ("what", "to"))
    return {
        "archive": f"leadctl set {lead.id} archived={'yes' if event.data.get('away') else 'no'}",
        "approve": f"leadctl approve {lead.id} {what}",
        "ask": f"leadctl status set {lead.id} {what} --ask",
        "claim": f"leadctl claim {lead.id}",
        "release": f"leadctl release {lead.id}",
        "pass": f"leadctl pass {lead.id}",
        "assign": f"leadctl assign {lead.id} {to}",
        "status": f"leadctl status set {lead.id} {to}",
        "role": f"leadctl set {lead.id} role={to}",
    }.get(event.name, "take it away: a command writes it")
