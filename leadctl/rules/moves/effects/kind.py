"""What every kind of effect has to say of itself, and how effects are applied."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.whole_day import is_whole_day
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Stamp:
    """When something is done, and by whom; `day` is the day of it where no hour is known."""

    at: datetime
    by: str
    day: datetime | None = None

    @property
    def written(self) -> datetime:
        """When it is done, as the file says it: a day as a day (`whole_day`)."""
        return self.day or self.at


def stamp_of(case: Case, at: datetime, by: str) -> Stamp:
    """Return the stamp of what happens at a moment, or on a day of which no hour is known."""
    return Stamp(case.moment_of(at), by, at if is_whole_day(at) else None)


class EffectKind(Effect, ABC):
    """One kind of effect: its keys and their meaning, what it does, how it is said and checked."""

    @abstractmethod
    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead after it, with an event of its own."""

    def refused(self, case: Case, stamp: Stamp) -> tuple[Unmet, ...]:  # a move asks
        """Return why a guard does not let it happen now; () where it may."""
        return ()

    @abstractmethod
    def says(self) -> str:
        """Return what it does, as a sentence without its full stop."""

    @abstractmethod
    def check(self, names: Names) -> None:
        """Note names that nothing has, and values that cannot be."""


def kind_of(effect: Effect) -> EffectKind:
    """Return an effect as one of its kind. Raises TypeError for one that is of none."""
    if not isinstance(effect, EffectKind):
        raise TypeError(f"{type(effect).__name__} is no kind of effect")
    return effect


def apply(effects: Sequence[Effect], case: Case, stamp: Stamp) -> Lead:
    """Return the lead after effects, each an event of its own."""
    lead = case.lead
    for effect in effects:
        lead = kind_of(effect).apply(replace(case, lead=lead), stamp)
    return lead
