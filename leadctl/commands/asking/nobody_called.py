"""Bare words of a query that are nobody's: a day or a status was meant, and how that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


def say_nobody(session: Session, command: str, words: Sequence[str]) -> None:
    """Say that nobody is called so, where bare words alone were asked for and no lead has them.

    `command` is the command that lists: "due" or "list".
    """
    typed = " ".join(words)
    if not typed or not typed.replace(" ", "").replace("-", "").replace("/", "").isalnum():
        return
    from leadctl.actions.looking.lead_filter import LeadFilter
    from leadctl.actions.looking.lead_list import lead_list
    from leadctl.actions.looking.queries import query_of

    asked = LeadFilter(archived=True, query=query_of(session.desk, words))
    if lead_list(session.desk, asked).rows:
        return
    meant = _status(session, command, typed) or _day(session, typed)
    session.note(f'Nobody is called "{typed}". {meant or "See all of them: leadctl list"}')


def _status(session: Session, command: str, typed: str) -> str:
    """Return how the leads of a status are listed, where the words are a status or begin one."""
    from leadctl.rules.clauses.words import quote

    desk = session.desk
    for name in desk.book.definitions.files:
        with suppress(LeadctlError):
            statuses = desk.pipeline(name).by_lower_name
            if any(status.startswith(typed.lower()) for status in statuses):
                return f"Those in that status: leadctl {command} status:{quote(typed)}"
    return ""


def _day(session: Session, typed: str) -> str:
    """Return how the list reaches a day to come, where the words are one."""
    with suppress(LeadctlError):
        days = (session.when(typed).astimezone(session.zone).date() - session.desk.today).days
        if days >= 0:
            ahead = f" --within {days}d" if days else ""
            return f"What is due until then: leadctl due{ahead}"
    return ""
