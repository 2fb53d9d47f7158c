"""The line that says of a lead that two clones moved it."""

from __future__ import annotations

from world import event, lead

from leadctl.rules.leads.forked import fork_words, open_fork


def test_both_ways_a_lead_forks_are_told_apart() -> None:
    """Two statuses of one pipeline are both named; a move to another pipeline has one status."""
    assert fork_words(event("forked", to="Won", also="Lost")) == (
        "moved to Lost in one clone and to Won in another"
    )
    assert "to another pipeline" in fork_words(event("forked", to="Won"))


def test_a_fork_is_open_until_somebody_says_what_holds() -> None:
    """A status that is set or confirmed after it is the answer; a note is none."""
    fork = event("forked", -3, to="Won", also="Lost")
    assert open_fork(lead(fork, event("note", -2))) == fork
    assert open_fork(lead(fork, event("confirm", -2))) is None
    assert open_fork(lead(fork, event("status", -2, to="Won"), event("note", -1))) is None
    assert open_fork(lead(event("status", -4, to="Won"))) is None
