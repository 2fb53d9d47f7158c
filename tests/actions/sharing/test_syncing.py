"""Two clones of one book: what one changes the other gets, and knows of it."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from clones import Clone, make_clones

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Request
from leadctl.actions.recording.ownership import claim_leads
from leadctl.actions.sharing.merging import merge, taken_from
from leadctl.actions.sharing.publishing import LOCAL, publish
from leadctl.actions.sharing.sent import sent_to
from leadctl.actions.sharing.syncing import sync
from leadctl.book.book import Book
from leadctl.errors import LeadctlError, Usage


def desk_of(one: Clone) -> Desk:
    """Return the desk of a clone's agent."""
    from datetime import datetime

    book = Book.open(one.root, one.cli.env)
    now = datetime.fromisoformat(one.cli.now.replace("Z", "+00:00"))
    return Desk(book, now, book.settings.team.agents[one.cli.actor])


def test_what_one_sends_the_other_gets(cli: Cli) -> None:
    """Who, what, and as it was before; and an operation knows whether it has been sent."""
    sam, kim = make_clones(cli)
    sam.cli.noting().run("note Ana 'wants a garden'")
    number = max(sam.cli.run("undo --list --format json").json, key=lambda one: one["number"])
    assert sent_to(desk_of(sam).book, number["number"], None) == ""
    sync(desk_of(sam))
    assert sent_to(desk_of(sam).book, number["number"], None) != ""
    report = sync(desk_of(kim))
    assert [one.lead.name for one in report.came] == ["Ana"]
    assert "wants a garden" in kim.lead()


def test_a_claim_is_published_or_stays_here(cli: Cli) -> None:
    """Published it is in the remote at once; with --local it says that it holds here alone."""
    sam, kim = make_clones(cli, setup=("add Ana phone=4155550132", "release Ana"))
    desk = desk_of(sam)
    request = Request((desk.find("Ana"),), "claim Ana")
    outcome, note = publish(desk, request, claim_leads, local=True)
    assert note == LOCAL
    assert [one.after.owner for one in outcome.changes] == ["sam"]
    assert "sam" not in kim.git("log", "--format=%s", "origin/HEAD")


def test_whose_value_stands_is_read_as_it_is_typed(cli: Cli) -> None:
    """For all fields or by field; anything else is refused, and so is a lead without a conflict."""
    taken = taken_from("theirs", {"phone": "ours"})
    assert (taken.side("phone"), taken.side("name")) == ("ours", "theirs")
    with pytest.raises(Usage):
        taken_from("", {"phone": "mine"})
    sam, _ = make_clones(cli)
    with pytest.raises(LeadctlError):
        merge(desk_of(sam), "Ana", taken)
