"""One lead that cannot be worked out hides no other."""

from __future__ import annotations

import pytest

from leadctl.actions.guarding import Guarding
from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Problem, Usage


def test_what_goes_wrong_is_told_and_ends_the_block_alone() -> None:
    """A definition's problem and a bug alike; each names the lead, or its own place."""
    problems: list[Problem] = []
    with Guarding("aaaaaaaa", problems):
        raise Invalid([Problem("small.toml", 3, "status", "is wrong")])
    with Guarding("bbbbbbbb", problems):
        raise ZeroDivisionError("a bug")
    with Guarding("cccccccc", problems):
        pass
    assert problems[0] == Problem("small.toml", 3, "status", "is wrong")
    assert problems[-1].place == "lead bbbbbbbb"


@pytest.mark.parametrize(
    ("error", "about"),
    [(NotFound("No pipeline own."), "pipeline"), (Usage("That is no time."), "")],
)
def test_what_is_about_a_lead_names_the_lead_and_no_line(error: LeadctlError, about: str) -> None:
    """It is about the whole of it; a pipeline that is not there is said to be one."""
    problems: list[Problem] = []
    with Guarding("aaaaaaaa", problems):
        raise error
    [found] = problems
    assert (found.place, found.path, found.message) == ("lead aaaaaaaa", about, error.sentence)


@pytest.mark.parametrize("error", [Busy("The book is busy."), OSError("no files")])
def test_what_all_leads_share_is_no_fault_of_one(error: Exception) -> None:
    """A busy book, and a system without free files, end the whole command."""
    problems: list[Problem] = []
    with pytest.raises(type(error)), Guarding("aaaaaaaa", problems):
        raise error
    assert problems == []


def test_what_stops_python_is_let_through() -> None:
    """Ctrl-C ends the command."""
    with pytest.raises(KeyboardInterrupt), Guarding("aaaaaaaa", []):
        raise KeyboardInterrupt
