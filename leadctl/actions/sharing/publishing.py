"""Changes that the remote has to take before the command says yes: whose a lead is."""

from __future__ import annotations

from collections.abc import Callable

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Outcome, Request
from leadctl.actions.sharing.syncing import sync
from leadctl.book.git.publishing import Publisher, published
from leadctl.book.git.repository import Upstream
from leadctl.book.git.running import Git
from leadctl.book.git.stages import Resolved
from leadctl.book.git.sync import TRIES, Raced, fetch
from leadctl.errors import Busy

LOCAL = "Not published: it holds in this clone until the next leadctl sync."

RACED = "Others had pushed; what they did was taken in first. Claims go to whoever pushed first."

UNASKED = "The remote was not reached: this is as of the last leadctl sync."


def publish(
    desk: Desk, request: Request, change: Callable[[Desk, Request], Outcome], *, local: bool
) -> tuple[Outcome, str]:
    """Make a change and publish it, where the book's branch has an upstream.

    Where somebody pushed in between, what came in is taken first, and the change is judged again:
    so of two that claim one lead exactly one succeeds. What is refused altogether is judged again
    too, if others have pushed since: a lead may have been released. Return the outcome, and
    a note. Raises Busy offline: then nothing was written.
    """
    book = desk.book
    if local:
        return change(desk, request), LOCAL
    upstream = None if request.dry_run else published(book.root, book.env)
    if upstream is None:
        return change(desk, request), ""
    git, note = Git(book.root, book.env), ""
    for _ in range(TRIES):
        book.publisher = Publisher(book.root, book.private, git, upstream, book.why)
        try:
            outcome = change(desk, request)
        except Raced:
            _take(desk)
            note = RACED
            continue
        finally:
            book.publisher = None
        if note or not outcome.refusals or outcome.number is not None:
            return outcome, note
        note = _asked(git, upstream)  # a no is not said from what this clone saw last
        if note != RACED:
            return outcome, note
        _take(desk)
    raise Busy(f"Others keep pushing: {TRIES} tries.", hint="Nothing was written. Try again later.")


def _asked(git: Git, upstream: Upstream) -> str:
    """Return RACED where others have pushed what is not here yet, UNASKED offline, or ""."""
    try:
        fetch(git, upstream)
    except Raced:
        return RACED
    except Busy:
        return UNASKED
    return "" if git.run("merge-base", "--is-ancestor", upstream.tracking, "HEAD").ok else RACED


def _take(desk: Desk) -> None:
    """Take what others have pushed. Raises Busy where it cannot be joined."""
    stopped: Resolved | None = sync(desk, push=False).done.stopped
    if stopped is not None:
        raise Busy("What others pushed is in conflict with what is here.", hint="leadctl sync")
