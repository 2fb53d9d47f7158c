"""Moving leads: set a status, confirm one, take the next; guards asked, effects applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.names import status_named
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.errors import Usage
from leadctl.patterns import pattern
from leadctl.rules.clauses.approval import nobody_has
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote, with_article
from leadctl.rules.due.approvals import wanted_approvals
from leadctl.rules.due.ownership import refuse_claim
from leadctl.rules.leads.lead import Event
from leadctl.rules.leads.taken_over import day_of
from leadctl.rules.moves.effects.claim import claim
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp, stamp_of
from leadctl.rules.moves.judging.judge import (
    Judgement,
    judge,
    legal_moves,
    still_wanted,
    with_reason,
)
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class MoveOptions:
    """How a move is asked for: `at` is when it happened, or the day, `log` a touch of ours."""

    reason: str = ""
    force: bool = False
    claim: bool = False
    ask: bool = False
    log: str | None = None
    at: datetime | None = None


def set_status(desk: Desk, request: Request, status: str, options: MoveOptions) -> Outcome:
    """Move leads to a status by any of its names, each judged by its own pipeline.

    Raises Usage for --force without a reason, NotFound for a name no status has.
    """
    if options.force and not options.reason:
        raise Usage("--force overrides the pipeline, and wants the reason on record: --reason TEXT")

    def decide(case: Case) -> Decided | Refusal:
        return move(desk, case, status_named(case.pipeline, status), options)

    return change(desk, request, decide)


_NOTHING: tuple[str, ...] = ()


def move(desk: Desk, case: Case, target: str, options: MoveOptions) -> Decided | Refusal:
    """Return what moving one lead makes of it, or why it is refused.

    With `at` it is judged as it was then, and the order of the lead's statuses stays.
    """
    from leadctl.actions.recording.said import dropped_words

    stamp = stamp_of(case, options.at or desk.now, desk.stamp.by)
    if options.at is not None and (turned := _turned_round(case, target, stamp)):
        return turned
    before, said = case.lead.status, _NOTHING
    if options.log:
        case, said = _logged(
            desk, case, Event(stamp.written, options.log, stamp.by, {"way": "out"})
        )
        if case.lead.status == target != before:
            return Decided(case.lead, f"{before} is now {target}", said)
    if options.claim and case.lead.owner != stamp.by:
        if refused := refuse_claim(case):
            return Refusal(case.lead, target, refused)
        case = with_derived(replace(case, lead=claim(case.lead, stamp)))
    judged = judge(with_derived(case.up_to(stamp.at)), target, reason=options.reason)
    is_there = any(unmet.about == "same" for unmet in judged.unmet)
    if options.ask and not is_there and wanted_approvals(case, target):
        return _ask(desk, case, target, stamp, options.reason)
    if not judged.allowed and (is_there or not (options.force and may_force(case))):
        return refusal(case, judged)
    note: dict[str, object] = {"reason": options.reason} if options.reason else {}
    if not judged.allowed:
        note["forced"] = True
    after = enter(case, target, stamp, note)
    forced = ", against the rules" if not judged.allowed else ""
    notes = (*said, *dropped_words(desk, case.lead, after), *unusual(judged))
    return Decided(after, f"{before} is now {after.status}{forced}", notes)


def _turned_round(case: Case, target: str, stamp: Stamp) -> Refusal | None:
    """Refuse a move dated before the present status: the order of statuses stays as it was."""
    entered = case.line.moment("entered")
    if entered is None or stamp.at >= entered[0]:
        return None
    last = next((event for key, event in case.line.keyed if key == entered), None)
    day = day_of(last, case.zone) if last else None
    since = str(day or _to_the_minute(entered[0], case))
    at = str(stamp.day.date() if stamp.day else _to_the_minute(stamp.at, case))
    unmet = Unmet(
        f"it has been in {case.lead.status} since {since}, which is later",
        hint=f"leadctl status set {case.lead.id} {quote(target)} --at {quote(since)}",
        about="order",
    )
    return Refusal(case.lead, f"{target}, as of {at}", (unmet,))


def _to_the_minute(moment: datetime, case: Case) -> str:
    return f"{moment.astimezone(case.zone):%Y-%m-%d %H:%M}"


def _logged(desk: Desk, case: Case, event: Event) -> tuple[Case, tuple[str, ...]]:
    """Log a touch in the same step, with the move that it makes by itself."""
    from leadctl.actions.happened import happened
    from leadctl.actions.recording.following import follow
    from leadctl.actions.recording.said import barred_words, settled_words

    lead, notes = follow(desk, case, case.lead.add(event), event)
    settled = settled_words(desk, case.lead, lead)
    said = (happened(event, case), *barred_words(case.lead, event), *settled, *notes)
    return with_derived(replace(case, lead=lead)), said


_LOGGED = pattern(r'(?:an? (.+)|"(.+)") has been logged')


def unusual(judged: Judgement) -> tuple[str, ...]:
    """Return in one line what a move was expected to have behind it, and how to log the first."""
    if not judged.warnings:
        return ()
    words = denied(list(dict.fromkeys(warning.sentence for warning in judged.warnings)))
    hint = next((warning.hint for warning in judged.warnings if warning.hint), "")
    way = "To log it" if hint.startswith("leadctl log") else "To mend that"
    return (f"Unusual here: {words}" + (f". {way}: {hint}" if hint else ""),)


def denied(sentences: Sequence[str]) -> str:
    """Return what sentences say turned round: "no offer and no touch from them is logged"."""
    missing, empty, others = list[str](), list[str](), list[str]()
    for sentence in sentences:
        if found := _LOGGED.fullmatch(sentence):
            missing.append(f"no {found[1] or found[2]}")
        elif sentence.endswith(_KNOWN):
            empty.append(sentence.removesuffix(_KNOWN))
        else:
            others.append(f"usually {sentence} by then")
    are = "is" if len(empty) == 1 else "are"
    return "; ".join(
        [
            *([f"{_all(missing)} is logged"] if missing else []),
            *([f"{_all(empty)} {are} not filled in"] if empty else []),
            *others,
        ]
    )


_KNOWN = " is known"


def _all(names: Sequence[str]) -> str:
    """Return names as people list them, without quotes: "need, phone and email"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _ask(desk: Desk, case: Case, target: str, stamp: Stamp, reason: str) -> Decided:
    from leadctl.actions.recording.following import followed

    lead, roles = case.lead, wanted_approvals(case, target)
    for role in roles:
        data = {"what": target, "role": role, **({"why": reason} if reason else {})}
        lead = lead.add(Event(stamp.written, "ask", stamp.by, data))
    who = " and ".join(map(with_article, roles))
    notes = filter(None, [nobody_has(case, roles)])
    return followed(desk, case, lead, f"asked {who} to approve {target}", tuple(notes))


def refusal(case: Case, judged: Judgement) -> Refusal:
    """Return a refused move with all that a person needs to go on."""
    lead = case.lead
    override = f'leadctl status set {lead.id} {quote(judged.target)} --force --reason "..."'
    unmet = judged.unmet
    if judged.target == lead.status:
        override = ""
    elif not may_force(case):
        who = " or ".join(map(with_article, case.pipeline.force))
        said, hint = f"only {who} may move it all the same", nobody_has(case, case.pipeline.force)
        unmet, override = (*unmet, Unmet(said, hint=hint)), ""
    path = judged.path if len(judged.path) > 1 else ()
    legal = tuple(legal_moves(case))
    steps = tuple(_steps(case, path))
    return Refusal(
        lead,
        judged.target,
        unmet,
        legal,
        path,
        override,
        steps,
        with_reason(case, legal),
        moving=judged.target != lead.status,
    )


def may_force(case: Case) -> bool:
    """Whether the acting agent may move a lead against the rules, as the definition says."""
    roles = case.pipeline.force
    return not roles or any(case.has_role(case.actor.id, role) for role in roles if case.actor)


def _steps(case: Case, path: tuple[str, ...]) -> Iterator[str]:
    """Yield what each status on the way still wants, and at last the command for the first."""
    for name in path:
        for unmet in still_wanted(case, name):
            yield f"{name}: {unmet.sentence}" + (f": {unmet.hint}" if unmet.hint else "")
    if path:
        yield f"Then: leadctl status set {case.lead.id} {quote(path[0])}"


def next_status(case: Case) -> str:
    """Return the status that `status next` means: the next in the funnel, or the only one listed.

    Raises Usage where several are possible or none is.
    """
    here = case.pipeline.statuses.get(case.lead.status)
    listed = list(here.next) if here else []
    if case.pipeline.moves == "listed" and len(listed) == 1:
        return listed[0]
    ranked = [s for s in case.pipeline.statuses.values() if s.rank]
    ahead = sorted((s.rank, s.name) for s in ranked if here and s.rank > here.rank > 0)
    if case.pipeline.moves == "listed":
        ahead = [(rank, name) for rank, name in ahead if name in listed]
    if ahead:
        return ahead[0][1]
    choices = ", ".join(listed or legal_moves(case)) or "none"
    raise Usage(
        f"What comes next after {case.lead.status} is yours to say.",
        hint=f"Allowed now: {choices}. Use: leadctl status set {case.lead.id} STATUS",
    )


def advance(desk: Desk, request: Request, options: MoveOptions) -> Outcome:
    """Move each lead to the next status of its funnel."""

    def decide(case: Case) -> Decided | Refusal:
        return move(desk, case, next_status(case), options)

    return change(desk, request, decide)


def confirm(desk: Desk, request: Request) -> Outcome:
    """Confirm that each lead's status still holds: it counts as an update (decision 7, S1.2)."""
    from leadctl.actions.recording.following import followed
    from leadctl.actions.recording.said import settled_words

    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        lead = case.lead.add(Event(stamp.at, "confirm", stamp.by))
        words = f"{lead.status} confirmed"
        return followed(desk, case, lead, words, settled_words(desk, case.lead, lead))

    return change(desk, request, decide)
