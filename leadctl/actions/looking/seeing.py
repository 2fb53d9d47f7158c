"""One lead as the acting agent sees it: the rules at work, and for how long what they say holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.file_faults import faults_of
from leadctl.actions.guarding import Guarding
from leadctl.actions.looking.day_columns import columns_of
from leadctl.actions.looking.entries import entry_of
from leadctl.actions.looking.handles import name_words, shared_words
from leadctl.actions.looking.searched import texts_of, words_in
from leadctl.actions.looking.seen import Seen, values_of
from leadctl.book.index.day_rows import microseconds
from leadctl.book.index.kept import Kept
from leadctl.book.index.packing import pack_values
from leadctl.book.index.renewing import Renewal
from leadctl.book.index.standings import NEVER, Place, columns
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda, current
from leadctl.rules.due.ownership import masks
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.fields import REACH
from leadctl.rules.leads.lead import Lead
from leadctl.rules.reports.entry import money
from leadctl.rules.reports.kinds.status import standing_of
from leadctl.rules.time.watched import Watch, Watched


def seen_by(desk: Desk, lead: Lead) -> Seen | None:
    """Return a lead, as it is by now, as the acting agent sees it; None where it is not shown."""
    return None if lead.value("deleted") else seen_as_it_is(desk, desk.by_now(lead))


def seen_as_it_is(desk: Desk, lead: Lead) -> Seen | None:
    """Return a lead as the acting agent sees it, or None where it is not shown."""
    if lead.value("deleted") or desk.hidden(lead):
        return None
    problems: list[Problem] = []
    made = Seen(lead, masked=REACH, usable=False)
    with Guarding(lead.id, problems):
        made = _seen(desk, lead)
    return made if not problems else _with(made, problems)


def _with(made: Seen, problems: list[Problem]) -> Seen:
    return Seen(made.lead, masked=REACH, usable=False, problems=tuple(problems))


def _seen(desk: Desk, lead: Lead) -> Seen:
    case = desk.case(lead)
    hidden = masks(case)
    masked = frozenset(name for mask in hidden for name in mask.fields)
    why = "; ".join(dict.fromkeys(mask.why for mask in hidden if mask.why))
    faults = tuple(faults_of(desk, lead, case.pipeline))
    return Seen(lead, tuple(_rows(desk, case)), masked, why, case.derived, problems=faults)


def _rows(desk: Desk, case: Case) -> list[Due]:
    """Return the agent's rows of a lead: those for others, or of one passed on, are left out."""
    return [_next(row, desk.now, case) for row in desk.for_me(case.lead, agenda(case))]


def _next(row: Due, now: datetime, case: Case) -> Due:
    """Return a recurring row at its next occurrence; it holds until that lapses."""
    if not isinstance(now, Watched):
        return current(row, now, case.calendar)
    watch = now.watch
    found = current(row, watch.moment, case.calendar)
    if found is not row:
        watch.not_before(watch.moment)
    if found.every is not None and found.lapses is not None:
        watch.before(found.lapses)
    return found


class Worker:
    """Works out what is seen of leads, and for how long each holds, at one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.watch = Watch(desk.now)
        self.watching = desk.at(self.watch.now)

    def work(self, lead: Lead, renewal: Renewal) -> Kept:
        """Return what is to be kept of a lead."""
        self.watching.now = self.watch.now
        self._keep_calendar(lead.pipeline, renewal)
        made = seen_by(self.watching, lead)
        packed: bytes | None = None
        if made is not None and made.usable:
            with suppress(TypeError):  # where a moment that moves with the clock is in it
                packed = pack_values(values_of(made, lead))
        if made is not None and packed is None:
            made = seen_by(self.desk, lead)
            packed = None if made is None else pack_values(values_of(made, lead))
            self.watch.only_now()
        if made is None:
            return Kept(None, self.watch.since, self.watch.until)
        return Kept(
            packed, self.watch.since, self.watch.until, bool(made.problems),
            tuple(columns_of(made)), tuple({*name_words(made.lead.name), *shared_words(made.lead)}),
            words_in(texts_of(self.watching, made)), self._standing(made),
        )  # fmt: skip

    def _standing(self, made: Seen) -> tuple[()] | Place:
        """Return where a lead stands; nothing for one that is not counted."""
        if not made.usable or made.lead.value("archived"):
            return ()
        entry = entry_of(self.watching, made)
        since = NEVER if entry.entered is None else microseconds(entry.entered)
        return (entry.pipeline.id, *standing_of(entry), since, *columns(money(entry)))

    def _keep_calendar(self, pipeline_id: str, renewal: Renewal) -> None:
        if pipeline_id not in self.desk.calendars:
            with suppress(Invalid, NotFound):
                made = self.desk.calendar_of(pipeline_id)
                renewal.keep_calendar(
                    pipeline_id, (made.timezone, made.hours, made.holidays, made.special)
                )
