"""How the cells of one table are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from leadctl.rules.importing.dates import Order
from leadctl.rules.importing.plan import Plan
from leadctl.values import dataclass, field

DATED = ("received", "status_at", "birthday")
STEP = "remind"
"""The uses whose one column holds dates; fields of a date type are added by `date_columns`."""


@dataclass(frozen=True)
class Reading:
    """How cells are to be read: the book's region and zone, and what the user said.

    `orders` gives day and month's order by column index; `types` the types of further fields, and
    `choices` what those, or their items, may be that have some; `slug` what goes before a source's
    own ids; `agents` the book's, by id and name in lower case. Nothing can have happened after
    `latest`. `titled` is how titles of groups are told from people (see `group_titles`).
    """

    zone: tzinfo
    region: str = "US"
    source: str = ""
    slug: str = ""
    orders: Mapping[int, Order] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    latest: datetime | None = None
    titled: str = ""

    def kind(self, name: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the type of a further field, None where nobody declares it, and its choices."""
        return self.types.get(name), self.choices.get(name, ())


def date_columns(plan: Plan, types: Mapping[str, str]) -> list[int]:
    """Return the columns whose order of day and month must be decided before reading."""
    uses = {*DATED, STEP} | {
        f"field:{n}" for n, kind in types.items() if kind in {"date", "datetime"}
    }
    return [one.index for one in plan.columns if one.use in uses]
