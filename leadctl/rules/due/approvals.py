"""Approvals that were asked for, given, and still wanted."""

from __future__ import annotations

from leadctl.rules.clauses.approval import ApprovalClause, is_approval
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.language.deadlines import Clearing
from leadctl.rules.leads.lead import Event
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Asked:
    """One approval that was asked for: of which move, by an agent of which role."""

    key: Key
    event: Event
    target: str
    role: str


def pending_approvals(case: Case) -> list[Asked]:
    """Return the last request for each approval since which the status has not changed."""
    gone = [Clearing(("status",))]
    found: dict[tuple[str, str], Asked] = {}
    for key, event in case.line.keyed:
        if (
            event.name != "ask"
            or "lead" in event.data
            or case.line.last_settled(gone, key) is not None
        ):
            continue
        target = str(event.data.get("what", ""))
        said = event.data.get("role")
        for role in [str(said)] if said else approver_roles(case, target) or [""]:
            found[target, role] = Asked(key, event, target, role)
    return list(found.values())


def approved(case: Case, asked: Asked) -> Event | None:
    """Return the approval of a request by an agent of the role asked for, or None."""
    for _, event in case.line.after(asked.key):
        same = event.data.get("what") == asked.target
        if same and is_approval(event, asked.role, case, {asked.event.by}):
            return event
    return None


def approver_roles(case: Case, target: str) -> list[str]:
    """Return the roles whose approval a status may require, each once."""
    status = case.pipeline.statuses.get(target)
    clauses = every_clause(status.requires if status else ())
    return list(dict.fromkeys(c.approval for c in clauses if isinstance(c, ApprovalClause)))


def wanted_approvals(case: Case, target: str) -> list[str]:
    """Return the roles whose approval this very move lacks: one whose `when` is false is not."""
    case = replace(case, target=target)
    status = case.pipeline.statuses.get(target)
    unmet = [clause for clause in (status.requires if status else ()) if not holds(clause, case)]
    lacking = (c for c in every_clause(unmet) if isinstance(c, ApprovalClause))
    return list(dict.fromkeys(c.approval for c in lacking if not holds(c, case)))
