"""The rows of a lead that nobody owns: whose it may be, where it is not everybody's."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.actor import ActorClause
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.guards import guards_unmet
from leadctl.rules.clauses.words import listed
from leadctl.rules.due.ownership import called, claim_rows
from leadctl.rules.due.rows.row import Due
from leadctl.values import replace


def offered_rows(case: Case) -> Iterator[Due]:
    """Yield who may claim a lead; of what is anyone's, whom the definition lets have it."""
    for row in claim_rows(case):
        yield row if row.agent else _for_some(row, case)


def _for_some(row: Due, case: Case) -> Due:
    """Return a row with whose the lead may be, as far as that depends on the agents themselves."""
    routing = case.pipeline.routing
    asked = [c for c in (routing.requires if routing else ()) if isinstance(c, ActorClause)]
    refused = {
        agent.id: guards_unmet(asked, (), replace(case, actor=agent))
        for agent in (case.agents.values() if asked else ())
    }
    if not any(refused.values()):
        return row
    if may := [called(case, agent) for agent, unmet in refused.items() if not unmet]:
        only = f"only {listed(may)} may claim it"
        return replace(row, do=f"{row.do} ({only})", why=f"{only}; the first to claim has it")
    unmet = next(iter(refused.values()))[0]
    types = unmet.hint.removeprefix("leadctl ").replace(case.lead.id, "{lead}")
    said = f"Nobody may claim it: {unmet.sentence}"
    return replace(row, do=said, why=unmet.why or row.why, types=types)
