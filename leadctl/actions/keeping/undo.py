"""Taking back what a command did, and what can be taken back."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.keeping.setting import read_again
from leadctl.actions.recording.changing import refuse_change, refuse_effect
from leadctl.actions.recording.delete import refuse_taking_away, typed_in
from leadctl.book.files import FileChange
from leadctl.book.journal.entries import FileChange as JournalChange
from leadctl.book.journal.entries import JournalEntry
from leadctl.book.own_files.places import LEADS, SETTINGS
from leadctl.book.writing.changing import undoing
from leadctl.book.writing.operation import Operation
from leadctl.book.writing.undoing import Undoing
from leadctl.errors import Invalid, NotFound, Refused
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.ownership import masks, refuse_letting_go
from leadctl.rules.due.unmasking import refuse_losing
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

NAMED = 10
"""So many of what was changed are named."""

MOST_LOOKED_AT = 100
"""Of an operation of more files nobody looks whether they are hidden from whoever asks."""


@dataclass(frozen=True)
class Undone:
    """An operation taken back: what of it, the files changed, and the number of the undo.

    `paths` are the first thousand of the `count` files; `names` says of the first ones whose they
    are, or which; `told` are the operations of which the acting agent may read what was typed.
    """

    undoing: Undoing
    paths: tuple[str, ...]
    names: tuple[str, ...]
    count: int
    number: int | None
    told: frozenset[int] = frozenset()


def undo(desk: Desk, number: int | None, command: str, *, dry_run: bool = False) -> Undone:
    """Take back an operation: the acting agent's latest, or the one with a number.

    Raises NotFound; Refused where it is undone already, all it did was changed since, or a lead is
    another agent's; Usage where nobody is acting and no number is given.
    """
    by = desk.stamp.by if number is None else desk.actor.id if desk.actor else "leadctl"
    if number is not None:
        _refuse_hidden(desk, number)
    with undoing(desk.book, desk.now, by, number, command=command, dry_run=dry_run) as operation:
        _refuse_of_others(desk, operation)
        paths = tuple(str(change.path) for change in operation.changes)
        names = tuple(_whose(change) for change in operation.changes[:NAMED])
        count, found = operation.total, operation.undoing
        assert found is not None
        touching = (found.record, *found.later)
        told = frozenset(one.number for one in touching if is_told(desk, one))
    if SETTINGS in paths and not dry_run:
        read_again(desk)
    return Undone(found, paths, names, count, operation.number, told)


def _refuse_hidden(desk: Desk, number: int) -> None:
    """Refuse, of another agent's operation, what touched a lead that is hidden by now: neither what
    was changed since nor whose it is may be told.
    """
    record = next((one for one in operations(desk) if one.number == number), None)
    if record is None or not record.files or (desk.actor and record.by == desk.actor.id):
        return
    for change in desk.book.journal.changes(number):
        today = desk.book.read_file(change.path) if change.path.startswith(LEADS) else None
        lead = _lead(change.path, today.decode(errors="replace")) if today else None
        if lead is not None and desk.hidden(lead):
            raise _refused_of(desk, lead)


def _refused_of(desk: Desk, lead: Lead) -> Refused:
    refused = refuse_letting_go(lead, desk.actor, desk.book.settings.team.agents)
    why = f", for {refused.sentence}" if refused else ""
    hint = refused.hint if refused else ""
    return Refused(f"Not taken back: one lead stays{why}.", hint=hint)


def _whose(change: FileChange) -> str:
    """Return the name of the lead whose file it is, or the path of another file."""
    path = str(change.path)
    leads = (_lead(path, change.before), _lead(path, change.after))
    return next((lead.name for lead in leads if lead and lead.name), path)


def _refuse_of_others(desk: Desk, operation: Operation) -> None:
    """Refuse what would take a lead out of another agent's name, or off the list of whose turn it
    is to claim it, or would change what is hidden: no other command lets them. What an agent did
    themselves is theirs to take back, but shows nothing either.
    """
    undoing = operation.undoing
    own = bool(undoing and desk.actor and undoing.record.by == desk.actor.id)
    for change in operation.changes:
        path = str(change.path)
        before, after = _lead(path, change.before), _lead(path, change.after)
        if before is None or (found := _refused(desk, before, after, own=own)) is None:
            continue
        who = "one lead" if desk.hidden(before) else before.name
        said = f"Not taken back: {who} stays, for {found.sentence}."
        raise Refused(said, hint=found.hint)


def _refused(desk: Desk, before: Lead, after: Lead | None, *, own: bool) -> Unmet | None:
    """Return why a lead may not become what it was, or go as it came; None where it may."""
    if after is None:
        gone = None if typed_in(desk, before) else refuse_taking_away(desk, before, "undo")
        lost = gone.unmet if gone else () if own else refuse_losing(desk.case_or_bare(before)[0])
        return next(iter(lost), None)
    refuse = refuse_effect if own else refuse_change
    if effect := refuse(desk, desk.case_or_bare(before)[0], after, "undo"):
        return effect.unmet[0]
    if before.owner == after.owner and not desk.hidden(before):
        return None
    return refuse_letting_go(before, desk.actor, desk.book.settings.team.agents)


def _lead(path: str, text: str | None) -> Lead | None:
    """Return the lead that a file holds, or None for another file, or one that cannot be read."""
    from leadctl.book.text.lead_file import parse_lead

    if text is None or not path.startswith(f"{LEADS}/"):
        return None
    try:
        return parse_lead(text, path)
    except Invalid:
        return None


def operations(desk: Desk) -> list[JournalEntry]:
    """Return the operations that can be undone, or were, the newest first."""
    return list(desk.book.journal.records(desk.book.problems))


def is_told(desk: Desk, record: JournalEntry) -> bool:
    """Whether the acting agent may read what was typed for an operation: their own, or one of
    another agent that touched nothing which is hidden from them, as far as one can tell.
    """
    alone = len(desk.book.settings.team.agents) <= 1
    if alone or (desk.actor is not None and record.by == desk.actor.id):
        return True
    if record.files > MOST_LOOKED_AT:
        return False
    try:
        changes = desk.book.journal.changes(record.number)
        return not any(_is_hidden(desk, change) for change in changes)
    except (Invalid, NotFound):
        return False


def _is_hidden(desk: Desk, change: JournalChange) -> bool:
    """Whether a file is a lead's of which something is hidden from the acting agent, in what it
    was or is, or of which nobody can tell any more.
    """
    if not change.path.startswith(f"{LEADS}/"):
        return False
    today = desk.book.read_file(change.path)
    texts = (today, change.before, change.written())
    found = [_lead(change.path, text.decode(errors="replace")) for text in texts if text]
    leads = [lead for lead in found if lead and not lead.value("deleted")]
    return not leads or any(desk.hidden(one) or _is_masked(desk, one) for one in leads)


def _is_masked(desk: Desk, lead: Lead) -> bool:
    """Whether something that a lead says is hidden from the acting agent."""
    hiding = masks(desk.case_or_bare(lead)[0])
    return any(lead.value(name) is not None for mask in hiding for name in mask.fields)
