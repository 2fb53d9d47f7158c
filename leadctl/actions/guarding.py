"""What is wrong with one lead, or its definition, never hides the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Problem, Unreadable

if TYPE_CHECKING:
    from types import TracebackType

_BUGS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Guarding:
    """In its block one lead is looked at; what goes wrong is added to `problems`, and ends it.

    Even a bug: a rule that cannot be worked out for one lead must not take the morning list down.
    Only what all leads share (a busy book, a system without free files) is raised as ever.
    """

    def __init__(self, lead_id: str, problems: list[Problem]) -> None:
        self._lead_id, self._problems = lead_id, problems

    def __enter__(self) -> None:
        return

    def __exit__(
        self, _kind: object, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        found = None if error is None else self._told(error)
        self._problems.extend(found or ())
        return found is not None

    def _told(self, error: BaseException) -> list[Problem] | None:
        """Return what an error says of the lead; None where it is not about the lead alone."""
        name = f"lead {self._lead_id}"
        if isinstance(error, Invalid):
            return error.problems
        if isinstance(error, Unreadable):
            return [error.problem]
        if isinstance(error, LeadctlError) and not isinstance(error, Busy):
            about = "pipeline" if isinstance(error, NotFound) else ""
            return [Problem(name, 0, about, error.sentence, error.hint)]
        return [_bug(name, error)] if isinstance(error, _BUGS) else None


def _bug(name: str, error: BaseException) -> Problem:
    """Tell a bug by its place: the message of an exception may hold personal data."""
    import traceback
    from pathlib import PurePath

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    return Problem(
        name, 0, "", f"a bug in leadctl hides its rows ({type(error).__name__} at {place})"
    )
