"""Calls of theirs of which nobody said what came: taken as talks, but for words that say not so."""

from __future__ import annotations

from leadctl.errors import Usage
from leadctl.patterns import pattern
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Event, Lead

_LEFT_WORD = pattern(
    r"\b(?:left|leaves|leaving)\b.*\b(?:message|msg|word|voice ?mail|vm)\b|\bvoice ?mail\b|"
    r"\bmissed (?:(?:a|her|his|their|the|your|my) )?call\b"
)
"""Words that somebody writes of a call that nobody took."""


def taken_as_talk(lead: Lead, event: Event) -> tuple[str, ...]:
    """Say of a call of theirs without an outcome that it counts as a talk, and what a missed one
    would be logged with.
    """
    if not _is_bare(event):
        return ()
    line = f"leadctl log {lead.id} call --in -o missed"
    return (f"Taken as a talk. Was it missed? leadctl undo, then {line}",)


def refuse_left_word(case: Case, event: Event, typed: str) -> None:
    """Refuse a call of theirs whose note says that they left word, and whose outcome says nothing.

    As a talk it would end what is promised to them. Raises Usage with both lines to choose from;
    `typed` is what stood beside the event's name.
    """
    if not _is_bare(event) or not _LEFT_WORD.search(str(event.data.get("text", "")).lower()):
        return
    line = f"leadctl log {case.lead.id} call{typed} -o"
    raise Usage("Did you talk, or did they leave word?", hint=f"  {line} voicemail\n  {line} spoke")


def _is_bare(event: Event) -> bool:
    """Whether it is a call of theirs of which nobody said what came."""
    return event.name == "call" and event.way == "in" and event.outcome is None
