"""The clause about an approval by an agent of a role."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import quote, with_article
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event


class ApprovalClause(ClauseKind):
    """An agent of a role approved this move since the lead entered its status."""

    subject = "approval"
    means = "An agent of a role approved this move since the lead entered its status."
    example = '{ approval = "manager", when = [{ actor_tenure_below = "31 days" }] }'
    about = "approval"
    keys = {"approval": key("text", "an agent of this role approved the move")}
    approval: str = ""

    def holds(self, case: Case) -> bool:
        """Whether somebody of the role approved the very move that is judged."""
        start = case.line.moment("entered")
        since = [event for key, event in case.line.keyed if start is None or key > start]
        about = [event for event in since if matches(event.data, {"what": case.target})]
        asked = {event.by for event in about if event.name == "ask" and "lead" not in event.data}
        mover = {case.actor.id} if case.actor else set()
        return bool(case.target) and any(
            is_approval(event, self.approval, case, asked | mover) for event in about
        )

    def says(self, pipeline: Pipeline) -> str:
        """Return "a manager has approved it"."""
        return f"{with_article(self.approval)} has approved it"

    def hint(self, case: Case) -> str:
        """Return the command that asks for it."""
        target = quote(case.target)
        asks = f"leadctl status set {case.lead.id} {target} --ask"
        who = nobody_has(case, [self.approval]) or f"{with_article(self.approval)} then approves"
        return f"{asks}   ({who})"

    def check(self, names: Names) -> None:
        """Note that an event is not approved; the roles are the book's own, no definition's."""
        if names.logging:
            names.problem(self.source, "a move is approved, no event", key="approval")

    def turning(self, pipeline: Pipeline) -> frozenset[str]:
        """An approval, and nothing else."""
        return frozenset({"approve"})

    @property
    def timeless(self) -> bool:
        """It is about a move that somebody asks for."""
        return False


APPROVING = frozenset({"ask", "approve"})
"""The events by which a move is asked for and approved; with a `lead` they are another one's, which
was merged into this one.
"""


def is_approval(event: Event, role: str, case: Case, asking: Collection[str]) -> bool:
    """Whether an event is an approval by an agent of a role, asked for by these.

    Nobody approves what nobody but they themselves want, unless nobody else has the role.
    """
    if event.name != "approve" or "lead" in event.data:
        return False
    if event.data.get("role") not in {None, role}:
        return False
    if not case.has_role(event.by, role):
        return False
    return not is_own(event.by, role, case, asking)


def nobody_has(case: Case, roles: Sequence[str]) -> str:
    """Return that no agent of the book has any of these roles, with the line that gives the first
    to one; "" where somebody has.
    """
    if not roles or any(case.has_role(agent, role) for agent in case.agents for role in roles):
        return ""
    free = [name for name, agent in case.agents.items() if not agent.roles]
    line = f"leadctl config set agents.{next(iter(free), 'ID')}.roles {quote(roles[0])}"
    who = " or ".join(map(with_article, roles))
    return f"nobody in this book is {who}; to make somebody one: {line}"


def is_own(by: str, role: str, case: Case, asking: Collection[str]) -> bool:
    """Whether nobody but the agent asks, and somebody else could approve."""
    others = [one for one in case.agents if one != by and case.has_role(one, role)]
    return bool(others) and set(asking) == {by}
