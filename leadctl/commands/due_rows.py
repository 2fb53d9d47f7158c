"""The rows of the morning list, made ready for each format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from leadctl.actions.due_list import DueRow, reachable
from leadctl.commands.session import Session
from leadctl.render.listing import Column, Listing
from leadctl.render.relative_time import due_in_words
from leadctl.render.safe import safe

HEADINGS = {
    "overdue": "Overdue",
    "today": "Today",
    "this week": "This week",
    "later": "Later",
}
_COLUMNS = (
    Column("when", "When", kind="state", shown="human"),
    Column("name", "Who", weight=2, least=8, shown="human"),
    Column("do", "What", weight=3, least=12, shown="human"),
    Column("reach", "Reach", weight=1, least=12, shown="human"),
    Column("lead", "Lead", shown="human"),
)
_WHY = (
    Column("why", "Why", weight=2, least=10, shown="human"),
    Column("source", "Rule", weight=1, least=10, shown="human"),
)
DATA = (
    "id", "name", "owner", "pipeline", "status", "kind", "rule", "do", "by", "due", "all_day",
    "ideal", "overdue", "group", "agent", "phone", "email", "do_not_contact", "masked", "why",
    "source", "clears", "suggest", "snoozed",
)  # fmt: skip
"""The fields of a row in JSON, always all of them: some may be added, none is ever removed."""


def listing(session: Session, rows: Sequence[DueRow], *, why: bool) -> Listing:
    """Return the rows for a table or for programs."""
    human = [*_COLUMNS[:-1], *(_WHY if why else ()), _COLUMNS[-1]]
    data = [Column(name, name, shown="data") for name in DATA]
    return Listing([*human, *data], [row_values(session, row) for row in rows], group="heading")


def row_values(session: Session, row: DueRow) -> dict[str, Any]:
    """Return one row's values for every format."""
    due, lead = row.due, row.lead
    reach = dict(reachable(row))
    moment = local(session, due.due, all_day=due.all_day)
    return {
        "id": lead.id,
        "lead": lead.id,
        "name": lead.name,
        "owner": lead.owner or None,
        "pipeline": lead.pipeline,
        "status": lead.status,
        "kind": due.kind,
        "rule": due.rule,
        "do": due.do,
        "by": list(due.by),
        "due": moment,
        "all_day": due.all_day,
        "ideal": local(session, due.ideal) if due.ideal else None,
        "overdue": row.overdue,
        "group": row.group,
        "heading": HEADINGS[row.group],
        "agent": due.agent or None,
        "phone": reach.get("phone"),
        "email": reach.get("email"),
        "do_not_contact": list(lead.do_not_contact),
        "masked": sorted(row.masked),
        "why": due.why,
        "source": str(due.source),
        "clears": due.clears,
        "suggest": due.suggest or None,
        "snoozed": due.snoozed,
        "when": when_words(session, moment),
        "reach": reach_words(row, reach),
        "tone": "late" if row.overdue else "soon" if row.group == "today" else "",
    }


def local(session: Session, moment: datetime, *, all_day: bool = False) -> datetime | date:
    """Return a moment in the session's zone; a whole day as its date."""
    here = moment.astimezone(session.zone)
    return here.date() if all_day else here


def when_words(session: Session, moment: datetime | date) -> str:
    """Return when, relative and absolute: "2 h overdue, Fri 13:05"."""
    words = due_in_words(moment, session.now, session.zone)
    if isinstance(moment, datetime):
        today = moment.date() == session.now.astimezone(session.zone).date()
        at = f"{moment:%H:%M}" if today else f"{moment:%a %d %b %H:%M}"
        tail = "" if at in words else f", {at}"
        return words + tail
    return words if words in {"today", "tomorrow"} else f"{words}, {moment:%a %d %b}"


def reach_words(row: DueRow, reach: dict[str, str]) -> str:
    """Return how to reach the lead: the channel that was asked for first."""
    if row.masked & {"phone", "email"} and not reach:
        return f"hidden: {row.mask_why}" if row.mask_why else "hidden"
    if row.lead.do_not_contact:
        barred = ", ".join(row.lead.do_not_contact)
        stop = "do not contact" if "all" in row.lead.do_not_contact else f"no {barred}"
        return " ".join([*_ordered(row, reach), f"({stop})"])
    return " ".join(_ordered(row, reach)[:1])


def _ordered(row: DueRow, reach: dict[str, str]) -> list[str]:
    by_mail = bool(row.due.by) and row.due.by[0] == "email"
    keys = ("email", "phone") if by_mail else ("phone", "email")
    return [reach[key] for key in keys if key in reach]


def advice_text(rows: Sequence[DueRow]) -> str:
    """Return how to work the statuses that the rows are in, each once."""
    lines: list[str] = []
    for status, advice in dict.fromkeys((row.lead.status, row.advice) for row in rows):
        lines += ["", safe(status), *(f"  - {safe(line)}" for line in advice)]
    return "\n".join(lines)


def calendar(session: Session, rows: Sequence[DueRow]) -> str:
    """Return the rows as an iCalendar text; uids stay the same from run to run."""
    from leadctl.render.ics import ics

    occasions = [_occasion(session, row) for row in rows]
    return ics(occasions, stamp=session.now, name="leadctl due")


def _occasion(session: Session, row: DueRow) -> Any:
    from leadctl.render.ics import Occasion

    due, reach = row.due, dict(reachable(row))
    lines = [due.why, f"Cleared by: {due.clears}", *reach.values()]
    start = local(session, due.due, all_day=due.all_day)
    alarms = () if due.all_day else (timedelta(0), timedelta(minutes=15))
    uid = f"{row.lead.id}-{due.rule}-{due.since:%Y%m%dT%H%M%SZ}@leadctl"
    return Occasion(uid, start, f"{due.do}: {row.lead.name}", "\n".join(lines), alarms=alarms)
