"""The day's list for people: rows put in their order, a block a person, housekeeping folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from leadctl.render.day import Day, Entry, Folded, Part
from leadctl.render.day_words import row_words
from leadctl.rules.due.order import cut
from leadctl.rules.language.kinds import CONFIRM, KINDS, SECTIONS
from leadctl.rules.time.moments import clock, headline

if TYPE_CHECKING:
    from leadctl.actions.due_list import DueList, DueRow
    from leadctl.commands.session import Session

LIMIT = 20
"""So many people are a day's work."""


class Look(NamedTuple):
    """How the list is to look: how many people (0: all), with each rule, and a title or none."""

    limit: int = LIMIT
    why: bool = False
    title: bool = True
    more: str = "leadctl due --limit 0"


def day_of(session: Session, found: DueList, look: Look) -> Day:
    """Return the list as it is read; "And" holds what folds, the closing line what is cut."""
    shown, left = cut(found.blocks, look.limit)
    headings = {section.name: section.heading for section in SECTIONS}
    headings["again"] += _from_files(rows for section, rows in shown if section == "again")
    handles = handles_of(found.names)
    parts: list[Part] = []
    for section, rows in shown:
        if not parts or parts[-1].heading != headings[section]:
            parts.append(Part(headings[section], []))
        entry = _entry(session, section, rows, look, handles)
        parts[-1] = Part(parts[-1].heading, [*parts[-1].entries, entry])
    closing = []
    if left:
        closing = [f"{left} more {'person' if left == 1 else 'people'}: {look.more}"]
    title = headline(session.now, session.zone) if look.title else ""
    return Day(title, _counts(found), parts, [_folded(*one) for one in found.folded], closing)


def _from_files(blocks: Iterable[Sequence[DueRow]]) -> str:
    """Return with which files the leads came in that are to be got in touch with again."""
    from leadctl.rules.due.taken_over import file_of

    files = dict.fromkeys(filter(None, (file_of(rows[0].lead) for rows in blocks)))
    return f": {', '.join(files)}" if files else ""


def handles_of(names: Mapping[str, str]) -> dict[str, str]:
    """Return what to type for each lead: a first name that nobody shares, the name, or the id."""
    words: dict[str, int] = {}
    whole: dict[str, int] = {}
    for name in names.values():
        whole[name.casefold()] = whole.get(name.casefold(), 0) + 1
        for word in set(name.casefold().split()):
            words[word] = words.get(word, 0) + 1
    return {lead: _handle(lead, name, words, whole) for lead, name in names.items()}


def _handle(lead: str, name: str, words: Mapping[str, int], whole: Mapping[str, int]) -> str:
    first = name.casefold().split()[:1]
    plain = bool(first) and first[0].isalpha() and len(first[0]) > 1
    if plain and words[first[0]] == 1:
        return first[0]
    quotable = name.replace(" ", "").replace("-", "").isalpha()
    return f'"{name}"' if quotable and whole[name.casefold()] == 1 else lead


def _counts(found: DueList) -> str:
    """Return "8 people, 2 appointments, 3 to answer"; what there is none of is left out."""
    people = len(found.blocks)
    rows = [row for _, rows in found.blocks for row in rows]
    booked = sum(row.due.kind == "appointment" and row.section == "today" for row in rows)
    answer = len({row.lead.id for row in rows if row.due.kind in {"reply", "sla"}})
    said = [
        f"{people} {'person' if people == 1 else 'people'}" if people else "",
        f"{booked} {'appointment' if booked == 1 else 'appointments'}" if booked else "",
        f"{answer} to answer" if answer else "",
    ]
    return ", ".join(filter(None, said))


def _folded(kind: str, rows: Sequence[DueRow]) -> Folded:
    """Return a kind's line: "12 statuses to confirm", and the one command for them all."""
    found = CONFIRM if kind == CONFIRM.name else KINDS[kind]
    if kind == "suggestion" and len({row.due.do for row in rows}) == 1:
        return Folded(f"{len(rows)} {rows[0].due.do[:1].lower()}{rows[0].due.do[1:]}", found.does)
    return Folded(f"{len(rows)} {found.one if len(rows) == 1 else found.several}", found.does)


def _entry(
    session: Session,
    section: str,
    rows: Sequence[DueRow],
    look: Look,
    handles: Mapping[str, str],
) -> Entry:
    from leadctl.commands.due_rows import links, reach_words

    first, *others = rows
    lead, zone, now = first.lead, session.zone, session.now
    timed = section == "today" and first.due.due.astimezone(zone).date() == first_day(session)
    team = len(session.book.settings.team.agents) > 1
    owner = lead.owner if team and lead.owner else ""
    below = [_said(session, row) for row in others]
    if note := next((row.due.note for row in rows if row.due.note), ""):
        below.append(f"note: {' '.join(note.split())}")
    if look.why:
        below += [_why(row) for row in rows]
    typed = handles.get(lead.id, lead.id)
    types = [row.due.types.replace("{lead}", typed) for row in rows if row.due.types]
    commands = [f"leadctl {words}" for words in types]
    return Entry(
        name=lead.name,
        words=_said(session, first),
        below=tuple(dict.fromkeys(below)),
        reach=reach_words(session, rows),
        time=clock(first.due.due, zone) if timed else "",
        tail=" ".join(filter(None, (owner, lead.id))),
        owner=owner if session.actor is None or owner != session.actor.id else "",
        tone="late" if first.overdue and first.due.due < now - timedelta(days=1) else "",
        commands=tuple(dict.fromkeys(commands)),
        links=tuple(links(session, rows)),
    )


def first_day(session: Session) -> object:
    """Return today's date where the agent is."""
    return session.now.astimezone(session.zone).date()


def _said(session: Session, row: DueRow) -> str:
    agents = session.book.settings.team.agents
    return row_words(
        row.due, session.now, session.zone, ahead=row.section == "ahead",
        agent=lambda name: agents[name].label if name in agents else name,
    )  # fmt: skip


def _why(row: DueRow) -> str:
    """Return the rule in words, what settles it, where it stands, and why something is hidden."""
    hidden = f"; hidden: {row.mask_why}" if row.mask_why else ""
    put_off = " (put off)" if row.due.snoozed else ""
    return f"why: {row.due.why}{put_off}; settled by {row.due.clears}{hidden} [{row.due.source}]"
