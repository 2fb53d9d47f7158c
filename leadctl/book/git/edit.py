"""One file that a command changed, as its commit tells it."""

from __future__ import annotations

from leadctl.values import dataclass


@dataclass(frozen=True)
class Edit:
    """One file that a command changed: its text before and after, None where it was not there."""

    path: str
    before: str | None
    after: str | None
