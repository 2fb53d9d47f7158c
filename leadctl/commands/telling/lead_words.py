"""A lead's values as a person reads them, on a page of one lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


def field_said(session: Session, key: str, value: object) -> str:
    """Return a field's value: a number as it is dialled, a moment with its weekday."""
    from leadctl.commands.telling.due_rows import as_dialled
    from leadctl.rules.leads.value_words import value_said

    if key in {"phone", "phones"}:
        numbers = value if isinstance(value, list) else [value]
        return ", ".join(as_dialled(session, one) for one in numbers)
    return value_said(value, session.now, session.zone)
