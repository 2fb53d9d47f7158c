"""Checking a book: every lead's file, the settings, and the definitions that are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import PurePosixPath

from leadctl.actions.constants import constant_problems
from leadctl.actions.desk import Desk
from leadctl.actions.file_faults import known_faults, problem_of
from leadctl.actions.guarding import Guarding
from leadctl.actions.keeping.check_settings import agent_key_problems, format_problems
from leadctl.actions.linking import names_in
from leadctl.book.git.to_carry import waiting
from leadctl.book.git.unmerged import unmerged
from leadctl.book.own_files.places import SETTINGS, id_of, is_erased
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.due.outbox import outbox_of
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.forked import fork_words, open_fork
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field

_DAY = timedelta(hours=38)
"""The longest a day may last, whatever the zone: from its beginning in the east to its end."""

FIX = "leadctl check --fix takes the history's"


@dataclass
class Checked:
    """What was found: how many leads, every problem, and the statuses that are certain.

    `paths` is where each id was seen first, `twice` the ids seen again, `gone` those deleted.
    `into` is whom the merged ones became: id, file and id; `took` which leads say that another was
    merged into them: file, id, the other. `links` are the leads that name others:
    file, id, field, who is named. `waiting` counts the
    messages that wait for something which the settings are to say once.
    """

    leads: int = 0
    problems: list[Problem] = field(default_factory=list)
    certain: dict[str, str] = field(default_factory=dict)
    paths: dict[str, PurePosixPath] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    into: dict[str, tuple[PurePosixPath, str]] = field(default_factory=dict)
    took: list[tuple[PurePosixPath, str, str]] = field(default_factory=list)
    links: list[tuple[PurePosixPath, str, str, str]] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Fixed:
    """One status corrected: which lead, from what, to what its history says."""

    lead: Lead
    before: str
    after: str


def check_book(desk: Desk) -> Checked:
    """Return every problem of a book's leads, settings and definitions, in the order of files."""
    found, definitions = Checked(), desk.book.definitions
    used = {name for name in definitions.files if definitions.is_own(name)}
    found.problems += format_problems(desk)
    found.problems += _default_problems(desk)
    found.problems += agent_key_problems(desk)
    for path, lead in desk.book.scan():
        if isinstance(lead, Broken):
            found.leads += 1
            found.problems += lead.problems
            continue
        found.problems += _id_problems(desk, path, lead, found)
        if lead.value("deleted"):
            found.gone.add(lead.id)
            if into := lead.value("merged_into"):
                found.into[lead.id] = path, str(into)
        else:
            found.leads += 1
            used.add(lead.pipeline)
            merges = (e.data.get("lead") for e in lead.history if e.name == "merge")
            found.took += [(path, lead.id, str(other)) for other in merges]
            with Guarding(lead.id, found.problems):
                found.problems += _lead_problems(desk, path, lead, found)
    found.problems += _link_problems(desk, found)
    found.problems += _merge_problems(desk, found)
    found.problems += _twice_merged(desk, found)
    found.problems += _waiting_problems(desk)
    found.certain = {k: v for k, v in found.certain.items() if k not in found.twice}
    found.problems += _definition_problems(desk, used)
    used |= {desk.book.settings.pipeline}
    found.problems += constant_problems(desk.book, used, found.waiting)
    found.problems += _unmerged_problems(desk, {problem.file for problem in found.problems})
    found.problems = sorted(dict.fromkeys(found.problems))
    return found


def fix(desk: Desk, checked: Checked, command: str, *, dry_run: bool) -> tuple[list[Fixed], int]:
    """Set the statuses that histories say, as one operation; return them and its number (or 0)."""
    fixed, by = [], desk.actor.id if desk.actor else "leadctl"
    if not checked.certain:
        return [], 0
    with changing(desk.book, command, desk.now, by, dry_run=dry_run) as operation:
        for lead_id in checked.certain:
            lead = operation.read(lead_id)
            status = _latest_status(lead) or lead.status
            if status != lead.status:
                operation.save(lead.set(status=status))
                fixed.append(Fixed(lead, lead.status, status))
    return fixed, operation.number or 0


def _default_problems(desk: Desk) -> Iterator[Problem]:
    pipeline_id = desk.book.settings.pipeline
    if pipeline_id and pipeline_id not in desk.book.definitions.files:
        where = desk.book.settings.origin("pipeline").rpartition(":")[2]
        line = int(where) if where.isdigit() else 0
        yield Problem(SETTINGS, line, "pipeline", *_unknown_pipeline(desk, pipeline_id))


def _unknown_pipeline(desk: Desk, pipeline_id: str) -> tuple[str, str]:
    close = get_close_matches(pipeline_id, desk.book.definitions.files, 1)
    return (
        "names no pipeline",
        f"did you mean {close[0]}?" if close else "see leadctl pipeline list",
    )


def _definition_problems(desk: Desk, used: set[str]) -> Iterator[Problem]:
    for pipeline_id in sorted(used & set(desk.book.definitions.files)):
        try:
            desk.pipeline(pipeline_id)
        except Invalid as error:
            yield from error.problems


def _id_problems(desk: Desk, path: PurePosixPath, lead: Lead, found: Checked) -> Iterator[Problem]:
    named = id_of(path)
    if named is not None and named != lead.id:
        said = f"is not {named}, the id in the file's name"
        yield _problem(desk, path, "id", said, f'write id = "{named}", or rename the file')
    first = found.paths.setdefault(lead.id, path)
    if first != path:
        found.twice.add(lead.id)
        mend = "remove one file, or give it an id of its own"
        yield _problem(desk, path, "id", f"is also that of {first}", mend)


def _lead_problems(
    desk: Desk, path: PurePosixPath, lead: Lead, found: Checked
) -> Iterator[Problem]:
    team = desk.book.settings.team
    if lead.owner and team.agents and not team.knows(lead.owner):
        close = get_close_matches(lead.owner, team.agents, 1)
        mend = f"did you mean {close[0]}?" if close else "leadctl assign gives the lead to another"
        yield _problem(desk, path, "owner", f"is no agent in {SETTINGS}", mend)
    try:
        pipeline = desk.pipeline(lead.pipeline)
    except NotFound:
        yield _problem(desk, path, "pipeline", *_unknown_pipeline(desk, lead.pipeline))
        return
    except Invalid:
        return  # the definition's own problems are told once
    if lead.role and pipeline.roles and lead.role not in pipeline.roles:
        known = ", ".join(pipeline.roles)
        yield _problem(desk, path, "role", f"is no role of {pipeline.id}", f"one of {known}")
    named = names_in(lead, pipeline)
    found.links += [(path, lead.id, field, other) for field, _label, other in named]
    for fault in known_faults(desk, lead, pipeline):
        yield problem_of(fault, path, lambda keys: desk.book.line_of(path, *keys))
    if pipeline.constants:
        case = desk.case_in(lead, pipeline)
        waits = {n for one in outbox_of(case) if not one.ended(desk.now) for n in one.wants}
        dates = {n for n, c in pipeline.constants.items() if c.type != "text"}
        found.waiting.update(waits | {n for n in dates if case.value(n) is None})
    yield from _status_problems(desk, path, lead, pipeline, found)


def _link_problems(desk: Desk, found: Checked) -> Iterator[Problem]:
    """Yield each lead that names one who is not in the book any more, or itself."""
    for path, lead_id, name, other in found.links:
        mend = f"leadctl set {lead_id} {name}=LEAD, or {name}= to take it away"
        if other == lead_id:
            yield _problem(desk, path, name, "names the lead itself", mend)
        elif other not in found.paths or other in found.gone:
            yield _problem(desk, path, name, f"names {other}, who is not in this book", mend)


def _merge_problems(desk: Desk, found: Checked) -> Iterator[Problem]:
    """Yield each merged lead that leads nowhere, and each erased one whose data live on."""
    for lead_id, (path, first) in found.into.items():
        seen, into = [lead_id], first
        while into in found.into and into not in seen:
            seen.append(into)
            into = found.into[into][1]
        if into == lead_id:
            said, mend = f"goes round in a circle: {', '.join(seen)}", "take one from git's past"
        elif into not in found.paths and into not in seen:
            said, mend = f"names {into}, who is not in this book", "take its file from git's past"
        elif is_erased(path) and into not in found.gone:
            said = f"names {into}, who has what was known of a person that was erased"
            mend = f"leadctl erase {lead_id} erases both; --only once you took it out of {into}"
        else:
            continue
        yield _problem(desk, path, "merged_into", said, mend)


def _twice_merged(desk: Desk, found: Checked) -> Iterator[Problem]:
    """Yield each lead that has what was known of one who was merged into another lead as well."""
    for path, lead_id, other in found.took:
        seen, into = {other}, other
        while into in found.into and (after := found.into[into][1]) not in seen:
            seen.add(into := after)
        if other in found.into and lead_id not in seen and into not in {*found.gone, lead_id}:
            said = f"has what was known of {other}, who was merged into {into} in another clone"
            mend = f"leadctl merge-leads {into} {lead_id} if they are one person"
            yield _problem(desk, path, "history", said, mend)


def _waiting_problems(desk: Desk) -> Iterator[Problem]:
    """Yield each merged lead of which something is still to go along: git alone joined it."""
    for path in dict.fromkeys(one.path for one in waiting(desk.book.root)):
        said = "was merged or deleted, and what was added to it elsewhere has not gone along yet"
        yield Problem(path, 0, "", said, "leadctl sync, or leadctl merge", "not-merged")


def _status_problems(
    desk: Desk, path: PurePosixPath, lead: Lead, pipeline: Pipeline, found: Checked
) -> Iterator[Problem]:
    if fork := open_fork(lead):
        mend = f"leadctl status confirm {lead.id}, or set another"
        yield _problem(desk, path, "status", f"is not certain: {fork_words(fork)}", mend)
    said = _latest_status(lead)
    by_line = lead.replayed_status("")
    if said in pipeline.statuses and lead.status not in {said, by_line}:
        found.certain[lead.id] = said
        yield _problem(desk, path, "status", f"differs from the history, which says {said}", FIX)
    elif lead.status not in pipeline.statuses:
        close = get_close_matches(lead.status, pipeline.statuses, 1)
        mend = f"did you mean {close[0]}?" if close else f"see leadctl pipeline show {pipeline.id}"
        yield _problem(desk, path, "status", f"is no status of {pipeline.id}", mend)
    elif out := _turned_round(lead):
        line, later = out
        mend = "set one date right, or put the lines in the order of time"
        said = f"stands after the move of {later:%Y-%m-%d %H:%M}, and is dated before it"
        number, where = desk.book.line_of(path, "history", line, "at"), f"history[{line}].at"
        yield Problem(str(path), number, where, said, mend, "status-order")
    elif not said and lead.history and lead.status != pipeline.initial:
        mend = f'record it: leadctl status set {lead.id} STATUS, or write "{pipeline.initial}"'
        yield _problem(desk, path, "status", "was never set in the history", mend)


def _turned_round(lead: Lead) -> tuple[int, datetime] | None:
    """Return the first move that stands after a later one, and that one's moment.

    A move of a day alone may have been at any time of it.
    """
    last: datetime | None = None
    for place, event in enumerate(lead.history):
        if event.name == "status":
            end = event.at + _DAY if event.day else event.at
            if last is not None and end < last:
                return place, last
            last = event.at
    return None


def _latest_status(lead: Lead) -> str:
    """Return the status that was set last by its time, whatever line it stands on; "" for none."""
    moves = [e for e in lead.history if e.name == "status" and e.data.get("to")]
    return str(max(reversed(moves), key=lambda e: e.at).data["to"]) if moves else ""


def _unmerged_problems(desk: Desk, told: set[str]) -> Iterator[Problem]:
    """Yield what a merge has left undecided; a file with markers in it was told already."""
    for name in unmerged(desk.book.root, desk.book.env):
        if name not in told:
            said = "is not merged: one side changed it, the other removed it or changed it too"
            mend = "decide with git add or git rm, then: git commit"
            yield Problem(name, 0, "", said, mend, "not-merged")


def _problem(desk: Desk, path: PurePosixPath, key: str, message: str, mend: str) -> Problem:
    return Problem(str(path), desk.book.line_of(path, key), key, message, mend, f"wrong-{key}")
