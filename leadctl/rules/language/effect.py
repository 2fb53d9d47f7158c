"""An effect, as every kind of one is: what happens by itself."""

from __future__ import annotations

from typing import ClassVar

from leadctl.rules.language.part import Part


class Effect(Part):
    """What happens by itself on entering, or once a deadline has passed.

    Its kinds are in rules/moves/effects/, one file each.
    """

    shown_by: ClassVar[str] = ""
    """The event that shows that it has been done, by whomever."""
    makes: ClassVar[tuple[str, ...]] = ()
    """The events that nobody logs, and that come of it alone."""
    changes_lead: ClassVar[bool] = False
    """Whether it changes the lead itself, and does not only add events to its history."""
    idle_without_owner: ClassVar[bool] = False
    """Whether it does nothing to a lead that nobody owns."""
    stops: ClassVar[bool] = False
    """Whether it ends every automatic follow-up."""

    @property
    def moves_to(self) -> str:
        """The status that it sets, or ""."""
        return ""
