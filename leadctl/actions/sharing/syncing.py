"""sync: bringing this clone and its remote together, and what came in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.actions.keeping.check_book import check_book
from leadctl.book.book import Book
from leadctl.book.git.committing import uncommitted
from leadctl.book.git.message import changed_words
from leadctl.book.git.running import Git
from leadctl.book.git.sync import Sync, Synced, repository
from leadctl.book.own_files.places import LEADS, PIPELINES, SETTINGS, id_of, is_erased
from leadctl.book.own_files.program import program_words
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.writing.changing import private_folders
from leadctl.book.writing.erasing import erase_traces, erased_elsewhere
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.joining.histories import counted, line_key
from leadctl.rules.leads.forked import fork_words, open_fork
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field

READ = 5000
"""Of more leads that came in only how many is told."""


@dataclass(frozen=True)
class Came:
    """One lead that others changed: who, and what in words, and as it was before."""

    lead: Lead
    by: str
    words: str
    before: Lead | None = None


@dataclass
class Report:
    """What a sync did, what came in with it, and what is wrong since.

    `lost` are the acting agent's leads that others took from them, as they were, and how.
    `forgotten` is how many people this clone knew who were erased elsewhere.
    """

    done: Synced
    came: list[Came] = field(default_factory=list)
    leads: int = 0
    forked: list[tuple[Lead, str]] = field(default_factory=list)
    lost: list[tuple[Lead, str]] = field(default_factory=list)
    forgotten: int = 0
    problems: list[Problem] = field(default_factory=list)


def sync(desk: Desk, *, push: bool = True) -> Report:
    """Commit, fetch, join, check and push. Raises Busy offline, Invalid for what cannot be read.

    Without `push` nothing is sent, but what is there is taken.
    """
    book = desk.book
    git = repository(book.root, book.env)
    private_folders(book)
    report = Report(Synced())

    def check(done: Synced) -> None:
        report.problems = _checked(desk, git, done)

    program = program_words(book.env.get("PATH", ""))
    made = Sync(book.root, book.private, git, program)
    _refuse_broken(desk, git)
    by = desk.actor.label if desk.actor else "leadctl"
    report.done = made.run(f"sync: {by}", check, push=push)
    book.forget()
    _forget(desk, git, report)
    _tell(desk, git, report)
    return report


def _forget(desk: Desk, git: Git, report: Report) -> None:
    """Take out of the journal and the index here who was erased elsewhere. Raises Busy."""
    done = report.done
    changed = _changed(git, done.before, done.after)
    gone = {id_of(path) for path in changed if is_erased(PurePosixPath(path))}
    old = _versions(git, done.before, [path for path in changed if id_of(path) in gone])
    traces = erased_elsewhere(desk.book, old.values())
    if traces:
        erase_traces(desk.book, traces, "leadctl sync")
        report.forgotten = len(traces)


def _refuse_broken(desk: Desk, git: Git) -> None:
    """Refuse to send a lead's file that cannot be read, so that no clone ever gets one."""
    from leadctl.book.git.place import in_middle_of

    if in_middle_of(desk.book.root):
        return
    names = [path for path in uncommitted(git, [LEADS]) if path.endswith(".toml")]
    if problems := _unreadable(desk.book, names):
        raise Invalid(problems, hint="Mend that first: nothing was sent.")


def _unreadable(book: Book, names: list[str]) -> list[Problem]:
    problems = []
    for name in names:
        try:
            book.load_path(name)
        except Invalid as error:
            problems += error.problems
        except NotFound:
            continue
    return problems


def _changed(git: Git, before: str, after: str) -> list[str]:
    if not before or before == after:
        return []
    words = ("diff", "--name-only", "--no-renames", "--relative", "-z", before, after)
    return git.must(*words).items


def _leads(paths: list[str]) -> list[str]:
    return [path for path in paths if path.startswith(f"{LEADS}/") and path.endswith(".toml")]


def _checked(desk: Desk, git: Git, done: Synced) -> list[Problem]:
    """Return what is wrong with what came in. Raises Invalid where no clone should have it."""
    tracking = done.upstream.tracking if done.upstream else "HEAD"
    tip = git.ask("rev-parse", "--verify", "--quiet", tracking)
    paths = sorted({*_changed(git, done.before, done.after), *_changed(git, tip, done.after)})
    book = Book.open(desk.book.root, desk.book.env)
    if problems := _unreadable(book, _leads(paths)):
        raise Invalid(problems, hint="Mend that, then: leadctl sync. Nothing was sent.")
    if not any(path.startswith(f"{PIPELINES}/") or path == SETTINGS for path in paths):
        return []
    return check_book(Desk(book, desk.now, desk.actor)).problems


def _tell(desk: Desk, git: Git, report: Report) -> None:
    """Find out what came in: of each lead who changed it, and how."""
    done = report.done
    paths = _leads(_changed(git, done.before, done.after))
    report.leads = len({id_of(path) or path for path in paths})
    if len(paths) > READ:
        return
    old, new = (_versions(git, commit, paths) for commit in (done.before, done.after))
    for lead_id, lead in new.items():
        was = old.get(lead_id)
        if lead.value("deleted") or desk.hidden(lead):
            report.lost += _lost(desk, was, lead)
            continue
        report.came += _came(was, lead)
        fork = open_fork(lead)
        if fork and not (was and open_fork(was) == fork):
            report.forked.append((lead, fork_words(fork)))


def _lost(desk: Desk, was: Lead | None, lead: Lead) -> Iterator[tuple[Lead, str]]:
    """Yield a lead that was the acting agent's and is not to be seen any more, and what became of
    it: whoever is away must not find out by its absence.
    """
    if was is None or was.value("deleted") or not (desk.actor and was.owner == desk.actor.id):
        return
    if into := lead.value("merged_into"):
        yield was, f"was merged into {_told(desk, str(into))} elsewhere"
    elif lead.value("deleted"):
        yield was, "was deleted elsewhere"
    else:
        yield was, f"is {desk.book.settings.team.get(lead.owner).label}'s now"


def _told(desk: Desk, lead_id: str) -> str:
    """Return a lead as it may be named to the acting agent, by its id where it has no file."""
    try:
        return desk.told(desk.book.load(lead_id)).name
    except (NotFound, Invalid):
        return lead_id


def _versions(git: Git, commit: str, paths: list[str]) -> dict[str, Lead]:
    """Return the leads of some files as a commit has them, by id: a file may have been renamed."""
    prefix = git.ask("rev-parse", "--show-prefix")
    blobs = git.blobs([f"{commit}:{prefix}{path}" for path in paths])
    read = (_lead(data, path) for data, path in zip(blobs, paths, strict=True))
    return {lead.id: lead for lead in read if lead is not None}


def _lead(data: bytes | None, path: str) -> Lead | None:
    try:
        return parse_lead(data.decode(), path) if data else None
    except (Invalid, UnicodeDecodeError):
        return None


def _came(before: Lead | None, after: Lead) -> Iterator[Came]:
    if before is None:
        yield Came(after, after.history[-1].by if after.history else "", f"new, {after.status}")
        return
    known = counted(before.history)
    added = [event for event in after.history if not known[line_key(event)]]
    who = ", ".join(
        dict.fromkeys(event.by for event in added if event.by and event.by != "leadctl")
    )
    yield Came(after, who, changed_words(before, after), before)
