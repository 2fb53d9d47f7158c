"""Moving a book's leads from one definition to the one that follows it: a plan, then the move."""

from __future__ import annotations

from collections import Counter

from leadctl.actions.desk import Desk
from leadctl.actions.pipelines.definition_list import leads_by_pipeline
from leadctl.actions.recording.changes import Change, Outcome, Refusal
from leadctl.actions.recording.changing import refuse_effect
from leadctl.actions.recording.delete import refuse_burial
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid, NotFound, Problem, Usage
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.judging.judge import judge_arrival
from leadctl.rules.pipelines.migrate import migrated, new_status, obstacle
from leadctl.values import dataclass


@dataclass(frozen=True)
class Plan:
    """What a migration would do. `moves` counts leads by old and new status; `stuck` have none,
    and `others` are other agents', which the acting one may not move.
    """

    old: str
    new: Pipeline
    leads: tuple[Lead, ...]
    moves: tuple[tuple[str, str, int], ...]
    stuck: tuple[Lead, ...]
    others: tuple[Refusal, ...]
    problems: tuple[Problem, ...]


def plan(desk: Desk, old: str, new: str) -> Plan:
    """Return what moving every lead of `old` to `new` would do; both "" where the book tells.

    Raises NotFound for a definition that is not there, Usage where it has to be said which.
    """
    old, new = _which(desk, old, new)
    pipeline = desk.pipeline(new)
    leads: list[Lead] = []
    stuck: list[Lead] = []
    others: list[Refusal] = []
    problems: list[Problem] = []
    for lead in desk.book.leads():
        if isinstance(lead, Broken):
            problems.extend(lead.problems)
        elif lead.pipeline != old or lead.value("deleted"):
            continue
        elif theirs := refuse_burial(desk, lead, f"migrate to {new}"):
            others.append(theirs)
        else:
            (stuck if obstacle(lead, pipeline) else leads).append(lead)
    counted = Counter((lead.status, new_status(lead.status, old, pipeline)) for lead in leads)
    moves = tuple((a, b, count) for (a, b), count in sorted(counted.items()))
    stay = tuple(stuck), tuple(others)
    return Plan(old, pipeline, tuple(leads), moves, *stay, tuple(problems))


def _which(desk: Desk, old: str, new: str) -> tuple[str, str]:
    follows = _followers(desk)
    if old and new:
        return _apart(old, new)
    if old:  # one name: the definition to leave, or else the one to come to
        if old in follows:
            return old, _only(follows[old], f"{old} is followed by")
        replaced = desk.pipeline(old).replaces
        if replaced:
            return replaced, old
        raise Usage(f"No definition follows {old}: say which one its leads move to.")
    used = [name for name in leads_by_pipeline(desk.book) if name in follows]
    if not used:
        raise NotFound("No lead is in a pipeline that another one follows: nothing to migrate.")
    leaving = _only(used, "The book's leads are in")
    return leaving, _only(follows[leaving], f"{leaving} is followed by")


def _apart(old: str, new: str) -> tuple[str, str]:
    if old == new:
        raise Usage(f"{old} is the same on both sides.")
    return old, new


def _followers(desk: Desk) -> dict[str, list[str]]:
    """Return the definitions that follow each, those that are sound."""
    found: dict[str, list[str]] = {}
    for name in desk.book.definitions.files:
        try:
            replaced = desk.pipeline(name).replaces
        except Invalid:
            continue
        if replaced:
            found.setdefault(replaced, []).append(name)
    return found


def _only(names: list[str], several: str) -> str:
    if len(names) > 1:
        raise Usage(
            f"{several} {', '.join(sorted(names))}: say which.",
            hint="leadctl pipeline migrate OLD NEW",
        )
    return names[0]


def migrate(desk: Desk, found: Plan, command: str, *, dry_run: bool = False) -> Outcome:
    """Move the leads that have a place in the new definition; the others are refused.

    All of it is one operation, and each lead is read again under the lock.
    """
    stamp = desk.stamp
    changes: list[Change] = []
    refusals = [*found.others, *(_refusal(found, lead) for lead in found.stuck)]
    with changing(desk.book, command, desk.now, stamp.by, dry_run=dry_run) as operation:
        for listed in found.leads:
            before = operation.read(listed.id)
            if before.pipeline != found.old or obstacle(before, found.new):
                continue  # changed since the plan was made
            after = migrated(before, found.new, stamp)
            if refused := _refuse_move(desk, found, before, after):
                refusals.append(refused)
                continue
            operation.save(after)
            words = f"goes by {found.new.id} now (was {found.old}), in {after.status}"
            changes.append(Change(before, after, words, (), desk.next_due))
    return Outcome(tuple(changes), tuple(refusals), (), operation.number, dry_run)


def _refuse_move(desk: Desk, found: Plan, before: Lead, after: Lead) -> Refusal | None:
    """Refuse a status of another name whose guards do not let the lead in, one kept is no move;
    a lead of another agent, and what may become of no lead.
    """
    asked = f"migrate to {found.new.id}"
    effect = refuse_effect(desk, desk.case_or_bare(before)[0], after, asked)
    if refused := refuse_burial(desk, before, asked) or effect:
        return refused
    if after.status == before.status:
        return None
    judged = judge_arrival(desk.case_in(after, found.new), after.status)
    return None if judged.allowed else Refusal(before, asked, judged.unmet)


def _refusal(found: Plan, lead: Lead) -> Refusal:
    new = found.new
    line = f"{quote(lead.status)} = ..."
    hint = f"add {line} to [status_map] of {new.source.file}, or set another status first"
    if new_status(lead.status, found.old, new):
        hint = f"migrate it to {new.roles[lead.role].pipeline}, or set another role first"
    unmet = Unmet(obstacle(lead, new), hint=hint, source=new.source)
    return Refusal(lead, f"migrate to {new.id}", (unmet,))
