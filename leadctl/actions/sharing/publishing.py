"""Changes that the remote has to take before the command says yes: whose a lead is."""

from __future__ import annotations

from collections.abc import Callable

from leadctl.actions.sharing.syncing import sync
from leadctl.actions.workspace import Desk, Outcome, Request
from leadctl.book.git.publishing import Publisher, published
from leadctl.book.git.running import Git
from leadctl.book.git.stages import Resolved
from leadctl.book.git.sync import TRIES, Raced
from leadctl.errors import Busy

LOCAL = "Not published: it holds in this clone until the next leadctl sync."

RACED = "Others had pushed; what they did was taken in first. Claims go to whoever pushed first."


def publish(
    desk: Desk, request: Request, change: Callable[[Desk, Request], Outcome], *, local: bool
) -> tuple[Outcome, str]:
    """Make a change and publish it, where the book's branch has an upstream.

    Where somebody pushed in between, what came in is taken first, and the change is judged again:
    so of two that claim one lead exactly one succeeds. Return the outcome, and a note. Raises Busy
    offline: then nothing was written.
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
            return change(desk, request), note
        except Raced:
            _take(desk)
            note = RACED
        finally:
            book.publisher = None
    raise Busy(f"Others keep pushing: {TRIES} tries.", hint="Nothing was written. Try again later.")


def _take(desk: Desk) -> None:
    """Take what others have pushed. Raises Busy where it cannot be joined."""
    stopped: Resolved | None = sync(desk, push=False).done.stopped
    if stopped is not None:
        raise Busy("What others pushed is in conflict with what is here.", hint="leadctl sync")
