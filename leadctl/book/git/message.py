"""What a command did, in the words of a commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadctl.book.text.lead_file import parse_lead
from leadctl.errors import Invalid
from leadctl.rules.joining.histories import counted, line_key
from leadctl.rules.leads.forked import FORKED
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.rules.time.moments import so_many

if TYPE_CHECKING:
    from leadctl.book.git.edit import Edit

LONG = 72
"""A subject that would be longer says how many leads, not which: git's own lists cut there."""

_GLOBAL = ("--now", "--as", "-C", "--directory", "--color")


def subject(edits: Sequence[Edit], command: str, total: int = 0) -> str:
    """Return the first line of a commit: `status: Ana López, New -> Attempted Contact`.

    `total` is how many leads there are where that is more than `edits` tell of.
    """
    return " ".join(_subject(edits, command, total).split())


def _subject(edits: Sequence[Edit], command: str, total: int) -> str:
    verb = verb_of(command)
    if len(edits) == 1:
        return f"{verb}: {_of_one(edits[0])}"
    leads = total or sum(edit.path.startswith("leads/") for edit in edits)
    named = f"{verb}: {'; '.join(map(_of_one, edits))}" if len(edits) <= 3 else ""
    if leads == len(edits) and named and len(named) <= LONG:
        return named
    return f"{verb}: {leads} leads" if leads > 1 else f"{verb}: {so_many(len(edits), 'file')}"


def verb_of(command: str) -> str:
    """Return the command's name out of the line that was typed."""
    words = command.split()[1:]
    while words and words[0].startswith("-"):
        takes_value = words[0] in _GLOBAL
        words = words[2:] if takes_value else words[1:]
    return words[0] if words else "leadctl"


def _of_one(edit: Edit) -> str:
    before, after = _lead(edit.before, edit.path), _lead(edit.after, edit.path)
    if after is None:
        return edit.path
    if is_tombstone(after):
        return f"{after.id}, removed"
    if before is None:
        return f"{after.name}, {after.status}"
    return f"{after.name}, {changed_words(before, after)}"


def _lead(text: str | None, path: str) -> Lead | None:
    try:
        return parse_lead(text, path) if text and path.startswith("leads/") else None
    except Invalid:
        return None


def changed_words(before: Lead, after: Lead) -> str:
    """Return what became of a lead between two versions: a move, else events, else fields."""
    if before.status != after.status:
        return f"{before.status} -> {after.status}"
    known = counted(before.history)
    if new := [e for e in after.history if e.name != FORKED and not known[line_key(e)]]:
        return ", ".join(dict.fromkeys(map(event_words, new)))
    fields = {**before.fields, **after.fields}
    names = [n for n in fields if before.fields.get(n) != after.fields.get(n)]
    if before.name != after.name:
        names.insert(0, "name")
    if len(after.history) < len(before.history):
        names.append("history")
    return ", ".join(names) or "its file"


def event_words(event: Event) -> str:
    """Return one event in a word or two."""
    if event.name == "status":
        return f"moved to {event.data.get('to', '')}"
    if event.name == "assign":
        return f"assigned to {event.data.get('to', '')}"
    return {"claim": "claimed", "release": "released", "confirm": "status confirmed"}.get(
        event.name, event.name
    )
