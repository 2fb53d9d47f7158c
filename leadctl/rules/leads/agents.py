"""The agents of a book, as far as the rules need to know them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leadctl.values import dataclass, field

_OWN = ("id", "name", "email", "phone", "timezone", "started", "roles")


@dataclass(frozen=True)
class Agent:
    """One agent: `roles` such as "manager", and free lists such as the zip codes sponsored.

    `started` is the first day of work, from which tenure counts; `timezone` is "" where the agent
    works in the book's. Who `oversees` sees and gives away every agent's leads.
    """

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    timezone: str = ""
    started: date | None = None
    roles: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    oversees: bool = False

    @property
    def label(self) -> str:
        """Return what people call the agent: the name, or the id where there is none."""
        return self.name or self.id

    def attribute(self, name: str) -> object:
        """Return what the settings say of the agent under a key, its roles and name too."""
        return getattr(self, name) if name in _OWN else self.attributes.get(name)

    def tenure_days(self, day: date) -> int | None:
        """Return the days of work up to `day`, the first being day 1; None if unknown.

        Day 30 counts as within the first 30 days (S3.16).
        """
        return None if self.started is None else (day - self.started).days + 1


@dataclass(frozen=True)
class Team:
    """Every configured agent by id, and the order in which leads are offered (S4.6)."""

    agents: Mapping[str, Agent] = field(default_factory=dict)
    rank: tuple[str, ...] = ()

    def get(self, agent_id: str) -> Agent:
        """Return an agent; one nobody configured has only an id."""
        return self.agents.get(agent_id) or Agent(agent_id)

    def may_mend(self, actor: Agent | None, by: str) -> bool:
        """Whether an agent may mend what was logged, or take it out: their own, what no agent of
        the book logged, or whoever's, if they oversee the book (S3.15: nobody's word is another's).
        """
        if by not in self.agents or len(self.agents) <= 1:
            return True
        return actor is not None and (actor.oversees or actor.id == by)

    def called(self, agent_id: str) -> str:
        """Return what people call an agent; "" where there is none."""
        return self.get(agent_id).label

    @property
    def by_lower_name(self) -> dict[str, str]:
        """Return every agent's id by the name, and by the id, in lower case."""
        named = {one.name.lower(): one.id for one in self.agents.values() if one.name}
        return named | {agent_id.lower(): agent_id for agent_id in self.agents}

    def knows(self, agent_id: str) -> bool:
        """Whether an agent is configured."""
        return agent_id in self.agents
