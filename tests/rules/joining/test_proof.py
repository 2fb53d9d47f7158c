"""The proof of a join can fail: what is lost, or made up, is told; a burial may drop everything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from world import at, event, lead

from leadctl.rules.joining.histories import rewritten
from leadctl.rules.joining.proof import faults
from leadctl.rules.joining.values import join_lists
from leadctl.rules.joining.versions import Joined
from leadctl.rules.leads.tombstone import tombstone

BASE = lead(phone="+1")
GRAVE = tombstone(BASE, at(0))


@dataclass(frozen=True)
class Side:
    """How a side is: buried, or alive with a note of its own."""

    buried: bool

    @property
    def lead(self):
        """The lead of this side."""
        return GRAVE if self.buried else BASE.add(event("note", -1, text="mine"))


@pytest.mark.parametrize(("ours", "theirs"), [(True, False), (False, True), (True, True)])
def test_a_burial_of_either_side_may_drop_everything(ours: bool, theirs: bool) -> None:
    """Where one side has only a tombstone left, a tombstone is what there is."""
    assert faults(BASE, Side(ours).lead, Side(theirs).lead, Joined(GRAVE)) == []


def test_nobody_is_buried_whom_neither_side_buried() -> None:
    """A tombstone out of two living leads has lost something; so has a lead without a line."""
    alive = Side(False).lead
    assert faults(BASE, alive, alive, Joined(GRAVE))
    assert faults(BASE, alive, BASE, Joined(BASE))
    assert faults(BASE, alive, BASE, Joined(alive)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "joined"),
    [
        (["a"], ["b"], []),
        (["a", "b", "c"], ["b"], ["b", "c"]),
        (["a", "b"], ["a"], ["a"]),
        (["b", "a", "d"], ["a", "c"], ["a", "c", "d"]),
        ([], [], []),
    ],
)
def test_what_either_side_took_out_of_a_list_is_out(
    ours: list[str], theirs: list[str], joined: list[str]
) -> None:
    """Of a and b stays what both kept; what either added is in."""
    assert join_lists(["a", "b"], ours, theirs) == joined
    assert join_lists(["a", "b"], theirs, ours) == joined


def test_a_line_that_both_keep_is_not_rewritten() -> None:
    """Only a line that is gone from both sides was replaced: others beside it were added."""
    was, one, two = (event("note", -3, text=text) for text in ("was", "one", "two"))
    assert rewritten([was], [was, one], [was, two]) == []
    assert rewritten([was], [one], [was, two]) == []
    assert rewritten([was], [was, one], [two]) == []
    assert [found.base for found in rewritten([was], [one], [two])] == [was]
    assert rewritten([was], [one], [one]) == []
