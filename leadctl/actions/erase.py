"""Erasing a person: nothing of theirs stays but the id, not even for undo."""

from __future__ import annotations

from pathlib import PurePosixPath

from leadctl.actions.delete import refuse_burial
from leadctl.actions.workspace import Desk, Refusal
from leadctl.book.journal.scrubbing import Traces
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.writing.changing import changing
from leadctl.book.writing.erasing import erase_traces, is_in_git, mentions
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import tombstone
from leadctl.values import dataclass

LEAST = 3
"""Shorter pieces of a name are in too many other words to be looked for."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of one lead: its file before and now, drafts that still name the person."""

    lead: Lead
    before: PurePosixPath
    now: PurePosixPath
    drafts: tuple[str, ...] = ()
    in_git: bool = False
    refusal: Refusal | None = None


def lead_to_erase(desk: Desk, selector: str) -> Lead:
    """Return the lead meant; one that was deleted is found by its whole id. Raises NotFound."""
    if desk.book.listing.of(selector):
        return desk.book.load(selector)
    return desk.find(selector)


def erase(desk: Desk, lead: Lead, *, dry_run: bool = False) -> Erased:
    """Leave of a lead a file that holds its id alone, under a name that says nothing.

    Every other trace in the book's own files goes, those for undo as well. Run again after a
    failure it goes on where it stopped. Raises Busy.
    """
    stamp = desk.stamp
    before = desk.book.path_of(lead.id)
    now = before.with_name(f"erased-{lead.id}.toml")
    if refused := refuse_burial(desk, lead, "erase"):
        return Erased(lead, before, now, refusal=refused)
    traces = Traces(lead.id, _words(lead))
    plain = f"leadctl erase {lead.id}"
    with changing(desk.book, plain, stamp.at, stamp.by, dry_run=dry_run) as operation:
        if before != now:
            operation.write(now, dump_lead(tombstone(lead, stamp.at)))
            operation.delete(before)
    if not dry_run:
        erase_traces(desk.book, traces, plain)
    return Erased(lead, before, now, tuple(mentions(desk.book, traces)), is_in_git(desk.book))


def _words(lead: Lead) -> tuple[str, ...]:
    """Return what names the person: the name and its longer words, e-mails, numbers."""
    fields = lead.fields
    reach = [fields.get("email"), fields.get("phone")]
    reach += [*fields.get("emails", ()), *fields.get("phones", ())]
    digits = ["".join(filter(str.isdigit, str(one)))[-10:] for one in reach if one]
    names = [word for word in lead.name.split() if len(word) >= LEAST]
    found = [lead.name.strip(), *names, *map(str, filter(None, reach)), *digits]
    return tuple(dict.fromkeys(one for one in found if len(one) >= LEAST))
