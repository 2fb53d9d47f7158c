"""Erasing a person: nothing of theirs stays but the id, not even for undo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Refusal
from leadctl.actions.recording.delete import refuse_taking_away
from leadctl.book.journal.scrubbing import Traces
from leadctl.book.own_files.places import erased_name
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.writing.changing import changing
from leadctl.book.writing.erasing import erase_traces, is_in_git, mentions
from leadctl.book.writing.operation import Operation
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import tombstone
from leadctl.values import dataclass


@dataclass(frozen=True)
class Gone:
    """One lead that was erased: as it was, and its file before and now."""

    lead: Lead
    before: PurePosixPath
    now: PurePosixPath


@dataclass(frozen=True)
class Erased:
    """What became of one person's leads: drafts that still name them, whether git has the past."""

    gone: tuple[Gone, ...] = ()
    drafts: tuple[str, ...] = ()
    in_git: bool = False
    refusal: Refusal | None = None


def lead_to_erase(desk: Desk, selector: str) -> Lead:
    """Return the lead meant; one that was deleted is found by its whole id. Raises NotFound."""
    found = desk.book.load(selector) if desk.book.listing.of(selector) else None
    return found if found and not desk.hidden(found) else desk.find(selector)


def one_person(desk: Desk, lead: Lead) -> list[Lead]:
    """Return every lead that merging made one person with this one, itself first.

    That is the one whom it was merged into, and all that were merged into that one.
    """
    every = {one.id: one for _path, one in desk.book.scan() if isinstance(one, Lead)}
    same = {lead.id: lead}
    while (into := _into(lead)) in every and into not in same:
        lead = same[into] = every[into]
    while more := {k: v for k, v in every.items() if k not in same and _into(v) in same}:
        same |= more
    return list(same.values())


def _into(lead: Lead) -> str:
    return str(lead.value("merged_into") or "")


def erase(desk: Desk, leads: Sequence[Lead], *, dry_run: bool = False) -> Erased:
    """Leave of one person's leads files that hold their ids alone, under names that say nothing.

    Every other trace in the book's own files goes, those for undo as well. Run again after a
    failure it goes on where it stopped. Raises Busy.
    """
    stamp = desk.stamp
    gone = [Gone(lead, path := desk.book.path_of(lead.id), path.with_name(erased_name(lead.id)))
            for lead in leads]  # fmt: skip
    refusals = (refuse_taking_away(desk, lead, "erase") for lead in leads)
    if refused := next(filter(None, refusals), None):
        return Erased(refusal=refused)
    traces = [Traces.of(lead) for lead in leads]
    plain = f"leadctl erase {leads[0].id}"
    with changing(desk.book, plain, stamp.at, stamp.by, dry_run=dry_run) as operation:
        for one in gone:
            _leave_id(operation, one, tombstone(one.lead, stamp.at))
    if not dry_run:
        erase_traces(desk.book, traces, plain)
    drafts = dict.fromkeys(name for one in traces for name in mentions(desk.book, one))
    return Erased(tuple(gone), tuple(drafts), is_in_git(desk.book))


def _leave_id(operation: Operation, one: Gone, grave: Lead) -> None:
    """Write what stays; one that was erased before stays as it is, but for whom it named."""
    if one.before != one.now or one.lead.value("merged_into"):
        operation.write(one.now, dump_lead(grave))
    if one.before != one.now:
        operation.delete(one.before)
