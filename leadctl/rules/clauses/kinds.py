"""The kinds of clauses: the one list that the parser, the checker and the documentation read."""

from __future__ import annotations

from leadctl.rules.clauses.actor import ActorClause
from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.either import EitherClause
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.leads import LeadsClause
from leadctl.rules.clauses.logged import LoggedClause
from leadctl.rules.clauses.moment import MomentClause
from leadctl.rules.clauses.owner import OwnerClause
from leadctl.rules.clauses.record import RecordClause
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.clauses.tenure import TenureClause
from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import key

CLAUSES: Family[ClauseKind] = Family(
    "One condition: a subject and what qualifies it.",
    {
        "when": key("tables:clause", "the condition is only asked for while these hold"),
        "why": key("text", "the reason, shown where it refuses"),
    },
)
CLAUSES.register(
    FieldClause,
    EventClause,
    RecordClause,
    MomentClause,
    LeadsClause,
    LoggedClause,
    StatusClause,
    OwnerClause,
    ApprovalClause,
    ActorClause,
    TenureClause,
    EitherClause,
)
