"""Editing a lead's file by hand: validated before it is stored, the text kept when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.actions.file_faults import known_faults, problem_of
from leadctl.actions.recording.changes import Change, Outcome, Request, nothing_due
from leadctl.actions.recording.changing import refuse_effect
from leadctl.actions.recording.edited_history import history_faults
from leadctl.actions.recording.other_commands import OTHER_COMMANDS, Asked
from leadctl.actions.recording.said import put_away_words
from leadctl.book.files import decode
from leadctl.book.own_files import editor as editing
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.text.toml_read import lines_of
from leadctl.book.writing.changing import changing
from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Problem, Refused
from leadctl.rules.clauses.words import field_label, listed, quote
from leadctl.rules.due.unmasking import hidden_fields
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass


@dataclass(frozen=True)
class _Edited:
    before: str
    after: str


def edit_file(
    desk: Desk,
    selector: str,
    editor: str,
    request: Request,
    again: Callable[[LeadctlError], bool] = lambda _: False,
) -> Outcome:
    """Open a lead's file in an editor and store what comes out, if it is a sound lead.

    A text that is refused is opened once more where `again` says so. Raises Invalid with every
    problem, Refused where something is hidden, Busy where the file changed meanwhile; the text is
    kept either way, the hint says where, and the next edit goes on with it. The book is not locked
    while the editor is open.
    """
    path = _path(desk, selector)
    before = _text(desk, path)
    _refuse_hidden(desk, path, before)
    draft = editing.draft_path(desk.book.private, path.name)
    editing.write_draft(draft, before)
    while (after := editing.edit_draft(draft, editor)) != before:
        try:
            outcome = _store(desk, path, _Edited(before, after), request)
        except LeadctlError as error:
            mendable = isinstance(error, Invalid)
            if mendable and again(error):
                continue
            goes_on = f"; to go on with it: leadctl edit {path.stem}" if mendable else ""
            error.hint = f"Your text is kept in {draft}{goes_on}\n{error.hint}".rstrip()
            raise
        editing.drop_draft(draft)
        return outcome
    editing.drop_draft(draft)
    return Outcome((), dry_run=request.dry_run)


def _path(desk: Desk, selector: str) -> PurePosixPath:
    """Return the file meant; a broken lead is named by its file or by the id in its name."""
    try:
        return desk.book.path_of(desk.find(selector).id)
    except Invalid:
        return desk.book.path_of(selector)
    except NotFound:
        wanted = selector.removesuffix(".toml")
        paths = [p for p in desk.book.lead_paths() if selector == str(p) or p.stem.endswith(wanted)]
        found = _parsed(_text(desk, paths[0]), str(paths[0])) if len(paths) == 1 else None
        if len(paths) != 1 or (found and desk.hidden(found)):
            raise
        return paths[0]


def _text(desk: Desk, path: PurePosixPath) -> str:
    data = desk.book.read_file(str(path))
    if data is None:
        raise NotFound(f"{path} is not there.")
    return decode(data, str(path))


def _store(desk: Desk, path: PurePosixPath, edited: _Edited, request: Request) -> Outcome:
    shown, dry_run = str(path), request.dry_run
    lead = parse_lead(edited.after, shown)
    earlier = _parsed(edited.before, shown)
    _check(desk, lead, earlier, shown, edited.after)
    by = desk.actor.id if desk.actor else "leadctl"
    with changing(desk.book, request.command, desk.now, by, dry_run=dry_run) as operation:
        if _text(desk, path) != edited.before:
            raise Busy(f"{path} changed on disk while you edited it; nothing was stored.")
        operation.write(path, edited.after)
    unusable = desk.case_or_bare(lead)[1]
    coming = nothing_due if unusable else desk.next_due
    notes = (unusable.sentence,) if unusable else _put_away(desk, earlier, lead)
    change = Change(earlier, lead, "edited", notes, coming)
    return Outcome((change,), number=operation.number, dry_run=dry_run)


def _refuse_hidden(desk: Desk, path: PurePosixPath, text: str) -> None:
    """Raise Refused where an editor would show what is hidden, and `set` refuses to write over."""
    lead = _parsed(text, str(path))
    case, unusable = desk.case_or_bare(lead) if lead else (None, None)
    if lead is None or case is None or unusable:
        return
    found = hidden_fields(case)
    if not found:
        return
    labels = listed([field_label(case.pipeline, name) for name in found], "and")
    hidden = f"{lead.name}'s {labels} {'is' if len(found) == 1 else 'are'} hidden from you"
    said = ": ".join((hidden, *dict.fromkeys(filter(None, found.values()))))
    raise Refused(f"{said}.", hint=f"what is not hidden: leadctl set {lead.id} FIELD=VALUE")


def _put_away(desk: Desk, earlier: Lead | None, lead: Lead) -> tuple[str, ...]:
    """Say what an edited text takes off the list."""
    known = earlier is not None and not desk.case_or_bare(earlier)[1]
    return put_away_words(desk, earlier, lead) if earlier is not None and known else ()


def _parsed(text: str, shown: str) -> Lead | None:
    try:
        return parse_lead(text, shown)
    except Invalid:
        return None


def _pipeline(desk: Desk, lead: Lead, earlier: Lead | None) -> Pipeline:
    """Return a lead's definition. One that cannot be used is no mistake of who edits the rest."""
    case, unusable = desk.case_or_bare(lead)
    if unusable and (earlier is None or earlier.pipeline != lead.pipeline):
        raise unusable
    return case.pipeline


_JUDGED = ("status", "owner", "role", "pipeline")
"""What rules are asked about before it changes."""


def _instead(asked: Asked, key: str) -> str:
    """Return the command that asks the rules, and then changes it."""
    if key == "role":
        return f"leadctl set {asked.who} role={quote(asked.typed)}"
    return OTHER_COMMANDS[key](asked)


def _mending(desk: Desk, earlier: Lead) -> set[str]:
    """Return what may be put right in an editor: all that names a definition which cannot be used,
    and a status that its history does not lead to.
    """
    case, unusable = desk.case_or_bare(earlier)
    if unusable:
        return {"pipeline", "status", "role"}
    astray = earlier.status != earlier.replayed_status(case.pipeline.initial)
    return {"status"} if astray else set()


def judged_elsewhere(desk: Desk, lead: Lead, earlier: Lead, shown: str) -> Iterator[Problem]:
    """Yield what a text changes that commands judge: a guard holds for an editor as well."""
    case, _ = desk.case_or_bare(earlier)
    mending = _mending(desk, earlier)
    for key in _JUDGED:
        if key in mending:
            continue
        before, after = getattr(earlier, key), getattr(lead, key)
        command = _instead(Asked(desk, case.pipeline, lead.id, after, lead), key)
        if before != after and before:
            said = f'is judged, and stays "{before}" in an editor'
            yield Problem(shown, 0, key, said, command)
        elif before != after:
            yield Problem(shown, 0, key, "is judged, and not set in an editor", command)


def _check(desk: Desk, lead: Lead, earlier: Lead | None, shown: str, text: str) -> None:
    """What a file may not say, though it can be read: another id, a status that nobody set, what
    its definition does not know, unless that stood there before.
    """
    problems = []
    if earlier is not None and earlier.id != lead.id:
        problems.append(
            Problem(shown, 1, "id", "an id never changes", f'write id = "{earlier.id}"')
        )
    pipeline = _pipeline(desk, lead, earlier)
    replayed = lead.replayed_status(pipeline.initial)
    if lead.status != replayed and pipeline.statuses:
        mend = f"leadctl status set {lead.id} {quote(lead.status)} moves a lead"
        said = f'is not what the history leads to, which is "{replayed}"'
        problems.append(Problem(shown, 0, "status", said, mend))
    told = {problem.path for problem in problems}
    elsewhere = judged_elsewhere(desk, lead, earlier, shown) if earlier else ()
    problems += [problem for problem in elsewhere if problem.path not in told]
    faults = list(history_faults(desk, earlier, lead, _mending(desk, earlier))) if earlier else []
    if earlier and (ended := refuse_effect(desk, desk.case_or_bare(earlier)[0], lead, "edit")):
        (unmet,) = ended.unmet
        problems.append(Problem(shown, 0, "history", unmet.sentence, unmet.hint))
    if pipeline.statuses:
        was = set(known_faults(desk, earlier, pipeline)) if earlier else set()
        faults += [fault for fault in known_faults(desk, lead, pipeline) if fault not in was]
    lines = lines_of(text)
    problems += [problem_of(fault, PurePosixPath(shown), lines) for fault in faults]
    if problems:
        raise Invalid(problems)
