"""The first look at what is packed leaves out no lead that is meant."""

from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import example, given
from hypothesis import strategies as st

from leadctl.book.index.packing import may_hold, pack
from leadctl.book.selector import _piece, rank_of
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.leads.lead import Lead

LETTERS = st.text(st.sampled_from("aAnN lóLÓß小ﬁİΣ'-.\u0301\u05b0@10 "), max_size=8)
BROKEN = Broken(PurePosixPath("leads/x.toml"), (Problem("x.toml", 1, "name", "is missing"),))


@given(LETTERS, LETTERS, LETTERS)
@example("Ana López", "", "lopez")
@example("ﬁne", "", "fin")
@example("STRASSE ß", "", "strasse ss")
@example("小明", "", "明")
def test_whatever_fits_a_lead_may_be_in_it(name: str, email: str, wanted: str) -> None:
    """Law: a lead that a text fits, of any case, accent and script, passes the first look."""
    lead = Lead("k7f3q9m2", name, "p", "New", {"email": email})
    if rank_of(wanted, lead) is not None:
        assert may_hold(pack(lead), _piece(wanted))


def test_the_first_look_leaves_out_what_has_it_nowhere() -> None:
    """Else it would be none; a broken file is never left out."""
    for name in ("Ana Lin", "Ana López"):
        assert not may_hold(pack(Lead("k7f3q9m2", name, "p", "New", {})), "lopes")
    assert may_hold(pack(BROKEN), "lopes")
