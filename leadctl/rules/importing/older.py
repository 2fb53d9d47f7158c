"""Whether a row says how a lead stood before somebody moved it on: it sets nothing back."""

from __future__ import annotations

from datetime import UTC, datetime

from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.row_glance import SAME_ROW
from leadctl.rules.importing.row_into_lead import (
    BY,
    Difference,
    Joined,
    is_full,
    is_row_of,
    join,
)
from leadctl.rules.leads.lead import OWN, Event, Lead
from leadctl.values import replace


def had_at(lead: Lead, digest: str) -> int | None:
    """Return the place of the last event by which a lead has had a row, mapped otherwise.

    None where the row is new, or was taken with the very same words of its status.
    """
    rows = [str(event.data.get("row", "")) for event in lead.history]
    if digest in rows:
        return None
    same = [at for at, row in enumerate(rows) if row and row[:SAME_ROW] == digest[:SAME_ROW]]
    return same[-1] if same else None


def status_change(
    lead: Lead, incoming: Incoming, had: int | None, initial: str, *, there: bool
) -> Difference:
    """Return what a row says of a status otherwise; kept where somebody has moved the lead since,
    and then taken out of what came in.

    That is after the row itself, where the lead has `had` it; after the day since when the row's
    status holds; or, where the file has no such day, after the last row of its source that was
    taken in full. In one of our own exports a status that was changed in the file is new, whatever
    that day. A lead that was not `there` before the import is as its file says.
    """
    change = Difference("status", lead.status, incoming.ours)
    if not there or not _moved_since(lead, incoming, had, initial):
        return change
    incoming.ours = ""
    if incoming.status_at is None and not _moved_after(lead, had):
        return replace(change, kept="moved here; the file does not say since when its status holds")
    what = "file was made" if had is None else "line was taken"
    return replace(change, kept=f"moved since this {what}")


def _moved_since(lead: Lead, incoming: Incoming, had: int | None, initial: str) -> bool:
    if _moved_after(lead, had):
        return True
    moves = [(at, e) for at, e in enumerate(lead.history) if e.name == "status"]
    since, own = incoming.status_at, incoming.key.startswith(f"{OWN}:")
    if since is None:
        taken = _taken_at(lead, incoming.key)
        return not own and any(at > taken and e.by != BY for at, e in moves)
    later = [e for _, e in moves if _minute(e.at) > _minute(since) and (own or e.by != BY)]
    changed = own and incoming.ours != _status_at(moves, since, initial)
    return bool(later) and not changed


def _moved_after(lead: Lead, had: int | None) -> bool:
    """Whether somebody has moved a lead after the place at which it had a row."""
    later = lead.history[had + 1 :] if had is not None else ()
    return any(event.name == "status" and event.by != BY for event in later)


def _taken_at(lead: Lead, key: str) -> int:
    """Return the place of the last row of a source that was taken in full; -1 where none was.

    One that only filled what was empty has set no status: a move that was made before it stands.
    """
    rows = [at for at, e in enumerate(lead.history) if is_row_of(e, lead, key) and is_full(e)]
    return max(rows, default=-1)


def join_had(lead: Lead, incoming: Incoming, at: datetime) -> Joined:
    """Return a lead as it is, with what a row that it has had says otherwise told as kept."""
    said = join(lead, incoming, at, update=False).changes
    return Joined(lead, changes=[replace(one, kept="this line was taken before") for one in said])


def _status_at(moves: list[tuple[int, Event]], moment: datetime, initial: str) -> str:
    """Return where a lead stood at a moment."""
    before = [e for _, e in moves if _minute(e.at) <= _minute(moment)]
    return str(before[-1].data.get("to", "")) if before else initial


def _minute(moment: datetime) -> datetime:
    """Return a moment without its seconds, which a spreadsheet leaves out."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
