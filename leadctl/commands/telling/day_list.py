"""The day's list for people: rows put in their order, a block a person, housekeeping folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leadctl.render.day import Day, Entry, Folded, Part
from leadctl.rules.due.rows.duty import CONFIRM
from leadctl.rules.due.rows.kinds import FOLDED, KINDS, row_words, words_below
from leadctl.rules.due.rows.saying import Reading, late_words, when_said
from leadctl.rules.due.rows.sections import MORE, SECTIONS
from leadctl.rules.time.moments import clock, headline, month
from leadctl.values import dataclass, replace

if TYPE_CHECKING:
    from leadctl.actions.looking.due_list import Blocks, DueList, DueRow
    from leadctl.commands.starting.session import Session

LIMIT = 20
"""So many people are a day's work."""


@dataclass(frozen=True)
class Look:
    """How the list is to look: how many people (0: all), with each rule, and a title or none.

    `asked` is what was typed of which rows are wanted, for the commands that list the others;
    `closing` are the lines to end with.
    """

    limit: int = LIMIT
    why: bool = False
    title: bool = True
    asked: str = ""
    closing: tuple[str, ...] = ()


def day_of(session: Session, found: DueList, look: Look) -> Day:
    """Return the list as it is read; "And" holds what folds, the closing lines what is cut."""
    from leadctl.actions.looking.due_list import named

    shown = named(found.blocks, look.limit)
    headings = {section.name: section.heading for section in SECTIONS}
    headings["again"] += _from_files(rows for section, rows in shown if section == "again")
    parts: list[Part] = []
    names = Counter(rows[0].lead.name for _, rows in shown)
    twice = {name for name, count in names.items() if count > 1}
    for section, rows in shown:
        if not parts or parts[-1].heading != headings[section]:
            parts.append(Part(headings[section], []))
        entry = _entry(session, section, rows, look, found.handles)
        if entry.name in twice:
            entry = replace(entry, name=f"{entry.name} ({rows[0].lead.id})")
        parts[-1] = Part(parts[-1].heading, [*parts[-1].entries, entry])
    all_named = len(shown) == found.counts.people
    closing = [] if all_named else list(_left_out(found.counts.rest, shown, look.asked))
    title = headline(session.now, session.zone) if look.title else ""
    team = len(session.book.settings.team.agents) > 1
    whose = ("yours" if session.actor else "nobody's") if team else ""
    folded = [_folded(*one, look.asked, whose) for one in found.counts.folded]
    return Day(title, _counted(found), parts, folded, [*closing, *look.closing])


def _left_out(rest: Iterable[tuple[str, int]], shown: Blocks, asked: str) -> Iterator[str]:
    """Yield how many people are left out, by what there is to do: never what has an hour."""
    from leadctl.actions.looking.due_list import level_of_block

    here = Counter(block[0] for block in shown if level_of_block(block))
    for section, people in rest:
        if left := people - here[section]:
            yield f"{left} more {MORE[section]}: {_due('--limit 0', asked)}"


def _from_files(blocks: Iterable[Sequence[DueRow]]) -> str:
    """Return with which files the leads came in that are to be got in touch with again."""
    from leadctl.rules.leads.taken_over import file_of

    files = dict.fromkeys(filter(None, (file_of(rows[0].lead) for rows in blocks)))
    return f": {', '.join(files)}" if files else ""


def _counted(found: DueList) -> str:
    """Return "8 people, 2 appointments, 3 to answer"; what there is none of is left out."""
    people, booked, answer = found.counts.people, found.counts.booked, found.counts.answer
    said = [
        f"{people} {'person' if people == 1 else 'people'}" if people else "",
        f"{booked} {'appointment' if booked == 1 else 'appointments'}" if booked else "",
        f"{answer} to answer" if answer else "",
    ]
    return ", ".join(filter(None, said))


def _due(option: str, asked: str) -> str:
    """Return the command that lists other rows of the same list."""
    return " ".join(filter(None, ("leadctl due", asked, option)))


def _folded(kind: str, count: int, says: str, asked: str, whose: str) -> Folded:
    """Return a kind's line: "12 statuses to confirm", and the one command for just those.

    What does them all is meant for the whole of today: of other rows the command is the list. Of
    those of a team (`whose`: "yours", or "nobody's" where nobody is acting) it does one's own.
    """
    found = FOLDED[kind]
    own = whose if kind == CONFIRM.name else ""
    others = bool(asked) or own == "nobody's"
    command = _due(f"--kind {kind}", asked) if others or not found.does else found.does
    if found.asks and says:
        return Folded(f"{count} {says[:1].lower()}{says[1:]}", command)
    said = f"{count} {found.one if count == 1 else found.several}"
    return Folded(f"{said}; yours at once" if own and not others else said, command)


def _entry(
    session: Session,
    section: str,
    rows: Sequence[DueRow],
    look: Look,
    handles: Mapping[str, str],
) -> Entry:
    from leadctl.commands.telling.due_rows import barred_words, links, reach_words

    first, *others = rows
    lead, zone, now = first.lead, session.zone, session.now
    when = when_said(first.due, zone)
    timed = section == "today" and isinstance(when, datetime)
    timed = timed and first.due.due.astimezone(zone).date() == first_day(session)
    team = len(session.book.settings.team.agents) > 1
    owner = session.book.settings.team.called(lead.owner) if team else ""
    below = [*filter(None, [first.due.could]), *_below(session, first, others)]
    if note := next((row.due.note for row in rows if row.due.note), ""):
        below.append(f"note: {' '.join(note.split())}")
    if look.why:
        below += [_why(row) for row in rows]
    typed, found = handles[lead.id], links(session, rows)
    types = [words for row in rows for words in _typed(session, row)]
    commands = [f"leadctl {words.replace('{lead}', typed)}" for words in types]
    return Entry(
        name=lead.name,
        words=_said(session, first, timed=not timed),
        below=tuple(dict.fromkeys(below)),
        reach=reach_words(first, found),
        time=clock(first.due.due, zone) if timed else "",
        tail=" ".join(filter(None, (owner, lead.id))),
        owner="" if session.actor and lead.owner == session.actor.id else owner,
        tone="late" if first.overdue and first.due.due < now - timedelta(days=1) else "",
        commands=tuple(dict.fromkeys(commands)),
        links=tuple(found),
        barred=barred_words(lead),
    )


def _below(session: Session, first: DueRow, others: Iterable[DueRow]) -> list[str]:
    """Return what else there is about a person; of two that say the same, by which name it goes."""
    said, below = {_said(session, first, timed=True)}, list[str]()
    for row in others:
        words = words_below(row.due, _reading(session, row), first.due)
        below.append(f"{words} ({row.due.rule})" if words in said else words)
        said.add(words)
    return below


def first_day(session: Session) -> object:
    """Return today's date where the agent is."""
    return session.now.astimezone(session.zone).date()


def _said(session: Session, row: DueRow, *, timed: bool) -> str:
    """Return a row in words; `timed` says that its time of today stands nowhere else."""
    if row.section == "again" and (came := _came(session, row)):
        return came
    return row_words(row.due, replace(_reading(session, row), timed=timed))


def _reading(session: Session, row: DueRow) -> Reading:
    called = session.book.settings.team.called
    return Reading(session.now, session.zone, row.section == "ahead", timed=True, agent=called)


def _typed(session: Session, row: DueRow) -> tuple[str, ...]:
    """Return the commands that settle a row, of {lead}; none before its day has come."""
    return KINDS[row.due.kind].typed(row.due, _reading(session, row))


def _came(session: Session, row: DueRow) -> str:
    """Return when and from where a lead came in that is to be got in touch with again, and since
    when that waits: what is to be done stands above.
    """
    from leadctl.rules.leads.taken_over import came_in

    received, source = came_in(row.lead, session.zone), row.lead.value("source")
    when = f"came in {month(received, session.zone)}" if received else ""
    came = ", ".join(filter(None, (when, str(source or ""))))
    late = late_words(row.due, session.now, session.zone).removeprefix(", ")
    return "; ".join(filter(None, (came, late))) if came else ""


def _why(row: DueRow) -> str:
    """Return the rule in words, what settles it, where it stands, and why something is hidden."""
    hidden = f"; hidden: {row.mask_why}" if row.mask_why else ""
    place = f" [{row.due.source}]" if row.due.source.file else ""
    put_off = " (put off)" if row.due.snoozed else ""
    return f"why: {row.due.why}{put_off}; settled by {row.due.clears}{hidden}{place}"
