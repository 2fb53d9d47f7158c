"""Who is in the book already: leads with the same name, number or e-mail address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from leadctl.actions.desk import Desk
from leadctl.actions.looking.handles import shared_words
from leadctl.book.book import PARANOID
from leadctl.book.index.day_rows import NEVER, microseconds
from leadctl.book.index.sharing import sharing
from leadctl.errors import Invalid, NotFound, Unreadable
from leadctl.rules.leads.lead import Lead


def alike(desk: Desk, lead: Lead) -> list[Lead]:
    """Return the other leads shown to the acting agent that share a lead's name, number or e-mail
    address, in the order of their files.

    The index is asked as it was left, where nothing but a file edited in place can have changed
    since: those edits alone are not seen before the next list is read.
    """
    is_compared = desk.book.index_use == PARANOID
    if not is_compared and desk.book.is_as_left():
        known = _from_index(desk, lead)
        if known is not None:
            return known
    found = list(_of(lead, _from_lists(desk, lead)))
    if is_compared and desk.book.up_to_date():
        known = _from_index(desk, lead)
        if known is not None and known != found:
            raise AssertionError("the index knows others of that name, number or address")
    return found


def _of(lead: Lead, others: Iterable[Lead]) -> Iterator[Lead]:
    words = set(shared_words(lead))
    for other in others:
        if other.id != lead.id and not words.isdisjoint(shared_words(other)):
            yield other


def _from_lists(desk: Desk, lead: Lead) -> Iterator[Lead]:
    from leadctl.actions.looking.all_seen import seen_like
    from leadctl.book.text.broken import Broken

    for seen in seen_like(desk, lead):
        if not isinstance(seen, Broken):
            yield seen.lead


def _from_index(desk: Desk, lead: Lead) -> list[Lead] | None:
    """Return what the index knows of, each read from its file; None where it does not say."""
    of = desk.book.rules_key(), desk.actor.id if desk.actor else ""
    alone = len(desk.book.settings.team.agents) < 2  # from whom nothing is hidden
    moment = NEVER if alone else microseconds(desk.now)
    paths = sharing(desk.book.index, of, set(shared_words(lead)), moment)
    return None if paths is None else list(_of(lead, _read(desk, paths)))


def _read(desk: Desk, paths: Iterable[str]) -> Iterator[Lead]:
    for path in paths:
        with suppress(NotFound, Invalid, Unreadable):
            found = desk.book.load_path(path)
            if not found.value("deleted") and not desk.hidden(found := desk.by_now(found)):
                yield found
