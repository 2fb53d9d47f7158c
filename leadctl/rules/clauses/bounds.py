"""Bounds: no less, no more, more than. What counts, and what is a number, shares their keys."""

from __future__ import annotations

from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names

BOUNDS = {
    "at_least": key("number", "no less than this: the field, or how many"),
    "at_most": key("number", "no more than this: the field, or how many"),
    "more_than": key("number", "more than this: the field, or how many"),
}
NEVER = "can never hold: "


class Bounded(ClauseKind):
    """A clause with bounds."""

    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether any bound is given."""
        return not (self.at_least is None and self.at_most is None and self.more_than is None)

    def allows_count(self, count: int) -> bool:
        """Whether so many are enough and not too many; without a bound one is enough."""
        least = self.at_least
        if least is None:
            least = 0 if self.at_most is not None else 1
        enough = count >= least and (self.more_than is None or count > self.more_than)
        return enough and (self.at_most is None or count <= self.at_most)

    def check_bounds(self, names: Names) -> None:
        """Note bounds that leave no figure."""
        least, most, more = self.at_least, self.at_most, self.more_than
        if least is not None and most is not None and not least <= most:
            names.problem(self.source, f"{NEVER}at_least is more than at_most", key="at_least")
        if more is not None and most is not None and not more < most:
            names.problem(self.source, f"{NEVER}more_than is not below at_most", key="more_than")

    def is_apart_from(self, other: Bounded, *, counts: bool) -> bool:
        """Whether the bounds of two clauses leave no figure for both."""
        both = (self, other)
        lows = [c.at_least for c in both if c.at_least is not None]
        highs = [c.at_most for c in both if c.at_most is not None]
        if counts:
            lows += [1 for c in both if c.at_least is None and c.at_most is None]
        return bool(lows and highs) and max(lows) > min(highs)
