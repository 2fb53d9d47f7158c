"""What is open for the acting agent of a lead: its rows, the one meant, what settles it."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.names import pick
from leadctl.errors import NotFound
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.next_step import as_listed
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.today import Today
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Lead


def own_rows(desk: Desk, lead: Lead) -> list[Due]:
    """Return the open rows that are the acting agent's to settle."""
    return [row for row in desk.open_rows(lead) if not row.agent and not KINDS[row.kind].absent]


def nameable(desk: Desk, lead: Lead) -> list[Due]:
    """Return the rows that the acting agent may mean by a name: those that were let go, too, at the
    occurrence that nothing has settled: a birthday of last week, not the one in a year.
    """
    rows = desk.for_me(lead, desk.agenda(lead))
    return [row for row in rows if not row.agent and not KINDS[row.kind].absent]


def due_now(desk: Desk, case: Case, rows: Sequence[Due]) -> list[Due]:
    """Return the rows that are due by the end of today."""
    today = Today(desk.now, desk.zone, case.calendar)
    return [row for row in as_listed(rows, today) if today.has(row)]


def row_named(lead: Lead, rows: Sequence[Due], what: str) -> Due:
    """Return the open follow-up of a name. Raises NotFound with those that are open."""
    if not rows:
        raise NotFound(f"Nothing is open for {lead.name}.")
    spelt: dict[str, str] = {}
    for row in rows:  # of several that are called the same the first one
        for word in (row.do.lower(), slug(row.do)):
            spelt.setdefault(word, row.rule)
    names = spelt | {row.rule.lower(): row.rule for row in rows}
    if what.strip().lower() not in names:  # two that say the same are no choice: the first one
        first = set(spelt.values())
        names = {name: rule for name, rule in names.items() if rule in first}
    see = f"leadctl show {lead.id}"
    rule = pick("open follow-up", what, names, see=see, any_words=True)
    return next(row for row in rows if row.rule == rule)


def settling_command(lead: Lead, row: Due) -> str:
    """Return the command that settles a row."""
    if row.types:
        return f"leadctl {row.types.replace('{lead}', lead.id)}"
    if ends := KINDS[row.kind].ends:
        return ends.format(lead=lead.id, rule=row.rule)
    if "reaching out" in row.clears or "calling them" in row.clears:
        return f"leadctl log {lead.id} {row.by[0] if row.by else 'call'}"
    if "changing the status" in row.clears:
        return f"leadctl status confirm {lead.id}"
    return f"leadctl show {lead.id}"
