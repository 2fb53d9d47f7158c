"""Values wanted of an event or a record: one, one of several, or a number within bounds."""

from __future__ import annotations

from leadctl.values import dataclass


@dataclass(frozen=True)
class Within:
    """A number that is wanted within bounds, of which at least one is given."""

    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None

    def allows(self, value: object) -> bool:
        """Whether a value is a number within the bounds; what is no number never is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        low = self.at_least is None or value >= self.at_least
        above = self.more_than is None or value > self.more_than
        return low and above and (self.at_most is None or value <= self.at_most)

    @property
    def is_empty(self) -> bool:
        """Whether no number lies within."""
        most = self.at_most
        if most is None:
            return False
        low = self.at_least is not None and self.at_least > most
        return low or (self.more_than is not None and self.more_than >= most)

    @property
    def sample(self) -> float:
        """A number within."""
        if self.at_least is not None and self.allows(self.at_least):
            return self.at_least
        if self.at_most is not None and self.allows(self.at_most):
            return self.at_most
        return (self.more_than or 0) + 1

    def __str__(self) -> str:
        """Return it in words: "at least 3 and at most 5"."""
        given = (
            ("at least", self.at_least),
            ("more than", self.more_than),
            ("at most", self.at_most),
        )
        return " and ".join(f"{words} {bound:g}" for words, bound in given if bound is not None)


def one_wanted(wanted: object) -> object:
    """Return one value that is as wanted."""
    if isinstance(wanted, tuple):
        return wanted[0]
    return wanted.sample if isinstance(wanted, Within) else wanted
