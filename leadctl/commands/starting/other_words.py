"""Words that other tools have for our commands: never run, answered with ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from shlex import quote

from leadctl.rules.leads.event_kinds import TOUCHES

OTHER_WORDS = {
    "morning": "due",
    "agenda": "due",
    "search": "find WORDS",
    "grep": "find WORDS",
    "call": "log LEAD call",
    "text": "log LEAD text",
    "email": "log LEAD email",
    "meet": "log LEAD meeting",
    "met": "log LEAD meeting",
    "called": "log LEAD call",
    "texted": "log LEAD text",
    "emailed": "log LEAD email",
    "appointment": 'set LEAD appointment="tomorrow 14:00"',
    "schedule": 'set LEAD appointment="tomorrow 14:00"',
    "book": 'set LEAD appointment="tomorrow 14:00"',
    "reminder": "remind LEAD fri WHAT",
    "task": "remind LEAD fri WHAT",
    "todo": "remind LEAD fri WHAT",
    "followup": "remind LEAD fri WHAT",
    "follow-up": "remind LEAD fri WHAT",
    "open": "show LEAD",
    "view": "show LEAD",
    "cat": "show LEAD",
    "archive": "set LEAD archived=true",
    "unarchive": "set LEAD archived=false",
    "rm": "delete LEAD",
    "remove": "delete LEAD",
    "new": "add NAME",
    "create": "add NAME",
    "ls": "list",
    "update": "set LEAD FIELD=VALUE",
    "move": "status set LEAD STATUS",
    "mv": "status set LEAD STATUS",
    "stage": "status set LEAD STATUS",
    "close": "status set LEAD STATUS",
    "reject": "status set LEAD STATUS",
    "confirm": "status confirm LEAD",
    "next": "status next LEAD",
    "postpone": "snooze LEAD fri",
    "later": "snooze LEAD fri",
    "tomorrow": "due --within 1d",
    "week": "due --within 7d",
    "who": "find WORDS",
    "revert": "undo",
    "stats": "report",
    "settings": "config show",
    "push": "sync",
    "pull": "sync",
    "man": "help TOPIC",
}
"""Words that other tools have for a command -> what to type here."""


def ours(typed: Sequence[str]) -> str:
    """Return what to type for a line that begins with another tool's word, its lead put in."""
    meant, rest = OTHER_WORDS[typed[0]], list(typed[1:])
    if " LEAD" not in meant or not rest or rest[0].startswith("-"):
        return meant
    line = meant.replace("LEAD", quote(rest[0]), 1)
    if line.endswith(" STATUS") and rest[1:]:
        return f"{line.removesuffix('STATUS')}{quote(' '.join(rest[1:]))}"
    asks = any(word.isupper() for word in line.split())
    return " ".join([line, *([] if asks else map(quote, rest[1:]))])


def of_lead(typed: Sequence[str], commands: Collection[str]) -> str:
    """Return what to type for a line that begins with what may be a lead; "" where the first word
    is nearly a command's, or an option.
    """
    from difflib import get_close_matches

    if typed[0].startswith("-") or get_close_matches(typed[0], commands, cutoff=0.7):
        return ""
    if len(typed) > 1 and typed[1] in TOUCHES:
        return " ".join(["log", *map(quote, typed)])
    return f"show {quote(' '.join(typed))}"
