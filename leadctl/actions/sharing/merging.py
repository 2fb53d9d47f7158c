"""Ending a merge, rebase, cherry-pick or revert that has stopped at leads."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.actions.desk import Desk
from leadctl.actions.sharing.settling import refuse_settling
from leadctl.book.git.burials import Fate
from leadctl.book.git.committing import commit_paths
from leadctl.book.git.place import in_middle_of
from leadctl.book.git.said_so_far import keep, with_earlier
from leadctl.book.git.stages import Resolved, Stopped, settle
from leadctl.book.git.sync import repository
from leadctl.book.git.to_carry import carry
from leadctl.book.git.who_wrote import Stop
from leadctl.book.journal.lock import locked
from leadctl.book.writing.changing import private_folders
from leadctl.errors import NotFound, Usage
from leadctl.rules.joining.versions import OURS, THEIRS, Taken
from leadctl.values import dataclass


@dataclass(frozen=True)
class Merged:
    """What came of it: what git was in the middle of, how many leads were joined, what is left.

    `buried` is what became of leads that one side merged or deleted, and the other added to.
    """

    what: str
    joined: int
    left: Resolved | None = None
    buried: tuple[Fate, ...] = ()


def merge(desk: Desk, lead: str, taken: Taken) -> Merged:
    """Join every lead that git could not, and end what it is in the middle of.

    `taken` says whose values stand in one lead, beside what was said of it before. Raises NotFound
    where that one has no conflict, Refused where the acting agent may not have it so.
    """
    book = desk.book
    git = repository(book.root, book.env)
    what = in_middle_of(book.root)
    joined, last = 0, None
    buried: list[Fate] = []
    message = f"merge: joined by {desk.actor.label if desk.actor else 'leadctl'}"
    private_folders(book)
    with locked(book.private, "leadctl merge"):
        now = _said(desk, Stopped(book.root, git), lead, taken) if lead else {}
        said = with_earlier(book.root, now)
        for result in settle(book.root, git, said, message):
            joined += len(result.joined)
            buried += result.buried
            last = result
        left = last if last and not last.done else None
        keep(book.root, said, left.stops if left else ())
        if left is None:
            carried = carry(book.root, git)
            buried += carried.fates
            if carried.written and (what or not last):
                commit_paths(git, carried.written, message)
    book.forget()
    return Merged(what or ("stash" if last else ""), joined, left, tuple(buried))


def _said(desk: Desk, stopped: Stopped, lead: str, taken: Taken) -> dict[str, Taken]:
    """Return whose values stand, by the id of the lead that is meant."""
    stops = stopped.stops()
    found = {stop.lead for stop in stops if _is_meant(stop, lead)}
    if len(found) != 1:
        said = "No lead in conflict matches" if not found else "Several leads in conflict match"
        raise NotFound(f"{said} {lead!r}.", hint="See them all: leadctl merge")
    named = {stop.conflict.field for stop in stops if stop.lead in found}
    for name in taken.fields:
        if name not in named:
            hint = f"In conflict there: {', '.join(sorted(named))}"
            raise NotFound(f"{name} is not in conflict.", hint=hint)
    refuse_settling(desk, [stop for stop in stops if stop.lead in found], taken)
    return {next(iter(found)): taken}


def _is_meant(stop: Stop, words: str) -> bool:
    plain = words.casefold()
    return stop.lead.startswith(plain) or plain in stop.name.casefold() or words in stop.path


def taken_from(take: str, fields: Mapping[str, str]) -> Taken:
    """Return whose values stand, as typed: `--take theirs`, `phone=ours`. Raises Usage."""
    for name, side in fields.items():
        if side not in {OURS, THEIRS}:
            raise Usage(f"{name}={side}: say {name}=ours or {name}=theirs.")
    return Taken(dict(fields), take)
