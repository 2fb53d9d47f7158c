"""Exports: the leads for another program, masks and do-not-contact honoured."""

from __future__ import annotations

import json
from pathlib import Path

from leadctl.actions.desk import Desk
from leadctl.actions.looking.due_list import DueFilter, DueRow, rows_of
from leadctl.actions.looking.lead_filter import LeadFilter, Wanted
from leadctl.actions.looking.lead_list import LeadRow, lead_list
from leadctl.book.files import write_atomic
from leadctl.book.text.broken import Broken
from leadctl.book.text.lead_file import dump_lead
from leadctl.errors import Invalid, NotFound, Problem, Refused
from leadctl.rules.due.ownership import masks
from leadctl.rules.language.routing import Mask
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.lead_json import PATH, TEXT, from_values, to_values
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.rules.leads.ways import may
from leadctl.rules.time.moments import so_many
from leadctl.values import dataclass, field, replace

CLOSED = "the pipeline says who may see it"
"""Why the contact details of a lead are masked whose pipeline cannot be used."""


@dataclass
class Exported:
    """The leads to export, without their masked fields; how many are barred from the channel.

    `hidden` gives for each lead of which something is masked the fields it has, and why.
    """

    rows: list[LeadRow] = field(default_factory=list)
    barred: int = 0
    hidden: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def exported(
    desk: Desk, wanted: LeadFilter, channel: str, *, whole: bool = False, events: bool = False
) -> Exported:
    """Return the leads wanted, shown to the acting agent, and not barred from `channel` ("": any),
    `whole` with all that is due of them.

    A masked field is taken off, so that no format can print it; with `events` what happened says
    nothing of it either.
    """
    listed = lead_list(desk, wanted, whole=whole)
    free = [row for row in listed.rows if not channel or may(row.lead, channel)]
    told = (replace(row, lead=desk.as_shown(row.lead)) for row in free) if events else free
    rows = [replace(row, lead=unmasked(row.lead, row.masked)) for row in told]
    hidden = [found for row in free if (found := _hidden(desk, row))]
    return Exported(rows, len(listed.rows) - len(free), hidden, listed.problems)


def _hidden(desk: Desk, row: LeadRow) -> dict[str, str]:
    """Return the fields of a lead that are taken off, and why each is, in its mask's own words."""
    closed = (Mask(fields=tuple(row.masked), why=CLOSED),)
    found = masks(desk.case(row.lead)) if row.seen.usable else closed
    whys = {name: mask.why for mask in found for name in mask.fields}
    has = [name for name in sorted(row.masked) if row.lead.value(name) not in (None, "")]
    hidden = {name: whys.get(name, whys.get(name.removesuffix("s"), "")) for name in has}
    beside = next(iter(whys.values()), "")
    return hidden | {f"extra.{name}": beside for name in (row.lead.extra if row.masked else ())}


def unmasked(lead: Lead, masked: frozenset[str]) -> Lead:
    """Return a lead without its masked fields; what an import kept beside them may say the same."""
    if not masked:
        return lead
    plain = {name: "" if name == "name" else None for name in masked}
    return replace(lead.set(**plain), extra={})


def due_rows(desk: Desk, row: LeadRow) -> list[DueRow]:
    """Return everything due of a lead, however far ahead."""
    found = rows_of(desk, row.seen, DueFilter(everything=True))
    return [replace(due, lead=row.lead) for due in found]


def save(path: Path, text: str, *, bom: bool = False) -> None:
    """Write an export to a file, whole or not at all; what was there is replaced.

    With `bom` it begins with the mark by which spreadsheets know UTF-8.
    """
    mark = "\ufeff" if bom else ""
    write_atomic(path.absolute(), (mark + text).encode("utf-8", "surrogateescape"))


def backup_lines(desk: Desk, wanted: LeadFilter, *, everything: bool) -> list[str]:
    """Return each lead as a line of JSON from which `import` makes the identical file again.

    Without any filter tombstones are among them. A back-up holds all of a lead: where the acting
    agent is not shown all of it, it is refused, but for a manager who says so (`everything`).
    Raises Invalid for a file that is broken.
    """
    whole = wanted == replace(LeadFilter(), archived=wanted.archived)
    wanted = replace(wanted, archived=wanted.archived or whole)
    lines, masked, problems = [], 0, list[Problem]()
    leads = Wanted(desk, wanted)
    for path, lead in desk.book.scan():
        if isinstance(lead, Broken):
            problems += lead.problems
        elif is_tombstone(lead):
            lines += [_line(desk, str(path), lead)] if whole else []
        elif leads.has(lead):
            masked += not everything and _is_masked(desk, lead)
            lines.append(_line(desk, str(path), lead))
    leads.refuse_unknown()
    if problems:
        raise Invalid(problems)
    _refuse_masked(desk, masked, everything=everything)
    return lines


def _refuse_masked(desk: Desk, masked: int, *, everything: bool) -> None:
    """Raise Refused where the acting agent may not have all of the leads."""
    is_alone = len(desk.book.settings.team.agents) <= 1
    may_have_all = is_alone or (desk.actor is not None and desk.actor.oversees)
    if everything and not may_have_all:
        raise Refused("Only a manager exports what is masked, or another agent's alone.")
    if masked:
        who = "" if may_have_all else "A manager can have them: "
        raise Refused(
            f"{so_many(masked, 'lead is', 'leads are')} masked or hidden, and a back-up holds "
            "everything.",
            hint=f"{who}leadctl export --format jsonl --raw",
        )


def _is_masked(desk: Desk, lead: Lead) -> bool:
    if desk.hidden(lead):
        return True
    try:
        hidden = {name for mask in masks(desk.case(lead)) for name in mask.fields}
    except (NotFound, Invalid):
        return False
    return any(lead.value(name) is not None for name in hidden)


def _line(desk: Desk, path: str, lead: Lead) -> str:
    values: dict[str, object] = {PATH: path, **to_values(lead)}
    text = (desk.book.read_file(path) or b"").decode("utf-8", "replace")
    if _again(values) != text:
        values[TEXT] = text
    return json.dumps(values, ensure_ascii=False) + "\n"


def _again(values: dict[str, object]) -> str:
    """Return the text that an import makes of the values."""
    return dump_lead(from_values(json.loads(json.dumps(values))))
