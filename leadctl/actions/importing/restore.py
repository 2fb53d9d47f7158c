"""Importing a back-up: every lead's file as it was, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.actions.importing.unseen import OF_ANOTHER
from leadctl.actions.recording.changing import refuse_change
from leadctl.actions.recording.edit_lead import judged_elsewhere
from leadctl.actions.recording.edited_history import history_faults
from leadctl.book.book import Book
from leadctl.book.own_files.places import LEADS, checked, id_of, lead_relpath
from leadctl.book.tables.json_lines import JsonLine
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.book.writing.changing import changing
from leadctl.book.writing.operation import Operation
from leadctl.errors import Invalid, LeadctlError, Refused
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.lead_json import PATH, TEXT, from_values, is_lead
from leadctl.values import dataclass, field


@dataclass(frozen=True)
class RefusedLine:
    """A line that is no lead, or has no place in the book: its number, its text, and why."""

    number: int
    text: str
    reason: str


@dataclass
class Restored:
    """What came of a back-up's lines; `differing` are ids of leads that the book keeps as is,
    `unsound` those of leads that came in as they were, though their status is not what their
    history leads to.
    """

    new: int = 0
    unchanged: int = 0
    updated: int = 0
    differing: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    number: int | None = None


def restore(
    desk: Desk, lines: Iterable[JsonLine], command: str, *, update: bool, dry_run: bool
) -> Restored:
    """Bring the leads of a back-up into the book, as one operation.

    A lead that is there and differs stays as it is, unless `update`. In a team's book that changes
    neither what is another agent's nor what commands judge.
    """
    stamp, done = desk.stamp, Restored()
    with changing(desk.book, command, stamp.at, stamp.by, dry_run=dry_run, bulk=True) as operation:
        shelf = _Shelf(desk.book, operation)
        for line in lines:
            try:
                _place(desk, shelf, line, done, update=update)
            except LeadctlError as error:
                if not isinstance(error, Invalid | Refused):
                    raise
                done.refused.append(RefusedLine(line.number, line.text, _reason(error)))
    done.number = operation.number
    return done


class _Shelf:
    """Where each lead stands in the book, those of this operation included."""

    def __init__(self, book: Book, operation: Operation) -> None:
        self.book, self.operation = book, operation
        self.paths = {lead_id: str(paths[0]) for lead_id, paths in book.listing.by_id().items()}
        for name in book.listing.all():
            if id_of(name) is None:
                self.paths.setdefault(self._id_in(name), name)
        self.taken = set(book.listing.all())

    def _id_in(self, name: str) -> str:
        try:
            return self.book.load_path(name).id
        except LeadctlError:
            return ""

    def put(self, path: str, lead_id: str, text: str) -> None:
        self.operation.write(path, text)
        self.paths[lead_id] = path
        self.taken.add(path)


def _place(desk: Desk, shelf: _Shelf, line: JsonLine, done: Restored, *, update: bool) -> None:
    """Store one line's lead. Raises Invalid or Refused for one that cannot be."""
    lead, text = _lead_of(line)
    path = shelf.paths.get(lead.id)
    if path is None:
        path = _path_of(line.value, lead)
        if path in shelf.taken:
            raise Refused(f"Another lead stands at {path}.")
        shelf.put(path, lead.id, text)
        done.new += 1
        done.unsound += _astray(desk, lead)
    elif shelf.operation.text(path) == text:
        done.unchanged += 1
    elif update:
        _refuse_of_others(desk, path, lead)
        shelf.put(path, lead.id, text)
        done.updated += 1
        done.unsound += _astray(desk, lead)
    else:
        done.differing.append(lead.id)


def _refuse_of_others(desk: Desk, path: str, lead: Lead) -> None:
    """Raise Refused where a team's lead is another agent's, or no command would let the change."""
    if len(desk.book.settings.team.agents) <= 1:
        return
    try:
        earlier = desk.book.load_path(path)
    except Invalid:
        return  # a broken file is mended
    me = desk.actor.id if desk.actor else ""
    if desk.hidden(earlier) or earlier.owner not in {"", me}:
        raise Refused(OF_ANOTHER)
    for problem in judged_elsewhere(desk, lead, earlier, path):
        raise Refused(f"{problem.path} {problem.message}: {problem.suggestion}")
    for fault in history_faults(desk, earlier, lead, ()):
        raise Refused(f"history: {fault.cause}: {fault.way_out}")
    if refused := refuse_change(desk, desk.case_or_bare(earlier)[0], lead, "import"):
        raise Refused(f"{refused.unmet[0].sentence}.")


def _astray(desk: Desk, lead: Lead) -> list[str]:
    """Return the id of a lead whose status is not what its history leads to."""
    case, unusable = desk.case_or_bare(lead)
    if unusable or not case.pipeline.statuses:
        return []
    return [lead.id] * (lead.status != lead.replayed_status(case.pipeline.initial))


def _lead_of(line: JsonLine) -> tuple[Lead, str]:
    if not is_lead(line.value):
        raise Refused("It is not a lead that leadctl exported.")
    shown = f"line {line.number}"
    text = line.value.get(TEXT)
    try:
        text = text if isinstance(text, str) else dump_lead(from_values(line.value))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("Its values are not those of a lead.") from None
    lead = parse_lead(text, shown)
    if lead.id != line.value["id"]:
        raise Refused("Its id is not that of its text.")
    return lead, text


def _path_of(values: object, lead: Lead) -> str:
    """Return where a lead goes: where it stood, else where a new lead would."""
    said = values.get(PATH) if is_lead(values) else None
    if not isinstance(said, str):
        received = lead.received()
        if received is None:
            raise Refused("It says neither where it stood nor when it came in.")
        return str(lead_relpath(received.year, lead.name, lead.id))
    path = PurePosixPath(checked(said))
    if path.parts[0] != LEADS or path.suffix != ".toml" or id_of(path) not in {None, lead.id}:
        raise Refused(f"{said!r} is not where this lead can stand.")
    return str(path)


def _reason(error: LeadctlError) -> str:
    if not isinstance(error, Invalid):
        return error.sentence
    return "; ".join(f"{p.path} {p.message}".strip() for p in error.problems)
