"""The join of two files of one lead: the joined lead, and every comment that either side wrote."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenarios import made, note, put

from leadctl.book.text.comments import comments
from leadctl.book.text.joining import join_texts
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.book.text.markers import with_markers
from leadctl.errors import Invalid
from leadctl.rules.joining.versions import join_versions
from leadctl.rules.leads.lead import Lead

BASE = made("ana", 1, 4)
LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
EDITS = [note("one"), note("two", 5), put(zip="10001"), put(source="fair"), put(tags=["one"]),
         put(phone=None), put(own="kept"), lambda lead: lead]  # fmt: skip


@st.composite
def sides(draw: st.DrawFn, name: str) -> tuple[Lead, str, list[str]]:
    """Return one side: the lead, its file with comments at any line, and those comments."""
    lead = BASE
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=3)):
        lead = edit(lead)
    lines = dump_lead(lead).split("\n")
    remarks = [f"# {name} {i}" for i in range(draw(st.integers(0, 3)))]
    for remark in remarks:
        lines.insert(draw(st.integers(0, len(lines) - 1)), remark)
    return lead, "\n".join(lines), remarks


@LAWS
@given(sides("ours"), sides("theirs"), st.booleans(), st.booleans())
def test_the_lead_is_the_joiners_and_no_comment_is_lost(
    ours: tuple[Lead, str, list[str]],
    theirs: tuple[Lead, str, list[str]],
    ours_crlf: bool,
    theirs_crlf: bool,
) -> None:
    """Whatever the layout: the file says what the joiner says, with the remarks of both."""
    texts = [
        text.replace("\n", "\r\n") if crlf else text
        for (_, text, _), crlf in ((ours, ours_crlf), (theirs, theirs_crlf))
    ]
    base = dump_lead(BASE).encode()
    found = join_texts(base, texts[0].encode(), texts[1].encode(), "x.toml")
    wanted = join_versions(BASE, ours[0], theirs[0])
    assert found.lead == parse_lead(found.text, "x.toml") == wanted.lead
    assert sorted(comments(found.text)) == sorted(ours[2] + theirs[2])
    assert ("\r\n" in found.text) is (ours_crlf and theirs_crlf)


@LAWS
@given(sides("ours"), sides("theirs"))
def test_both_directions_write_the_same_bytes(
    ours: tuple[Lead, str, list[str]], theirs: tuple[Lead, str, list[str]]
) -> None:
    """Where nothing is in conflict it makes no difference who merges whom."""
    base = dump_lead(BASE).encode()
    one = join_texts(base, ours[1].encode(), theirs[1].encode(), "x.toml")
    two = join_texts(base, theirs[1].encode(), ours[1].encode(), "x.toml")
    if not one.conflicts:
        assert one.text == two.text


def test_a_base_with_markers_of_its_own_brings_nothing_back() -> None:
    """Where histories cross, the base may be in conflict itself: what was erased stays so."""
    secret = note("PRIVATE")(BASE)
    base = dump_lead(secret).replace('phone = "+14155550100"\n', (
        '<<<<<<<<< ours\nphone = "+1"\n=========\nphone = "+2"\n>>>>>>>>> theirs\n'
    ))  # fmt: skip
    ours, theirs = put(phone="+1")(BASE), put(phone="+1", zip="10001")(secret)
    found = join_texts(base.encode(), *(dump_lead(side).encode() for side in (ours, theirs)), "x")
    assert "PRIVATE" not in found.text
    assert 'zip = "10001"' in found.text


def test_conflicts_stand_between_markers_and_are_no_lead() -> None:
    """A file with an open conflict cannot be taken for a joined one; both values are in it."""
    ours, theirs = put(phone="+1")(BASE), put(phone="+2")(BASE)
    found = join_texts(*(dump_lead(side).encode() for side in (BASE, ours, theirs)), "x")
    text = with_markers(found.text, found.conflicts)
    assert '<<<<<<< ours\nphone = "+1"\n=======\nphone = "+2"\n>>>>>>> theirs\n' in text
    with pytest.raises(Invalid, match="conflict markers"):
        parse_lead(text, "x")


def test_an_unreadable_side_is_refused() -> None:
    """Neither a broken file nor one of another lead is joined."""
    text = dump_lead(BASE)
    with pytest.raises(Invalid):
        join_texts(text.encode(), text.encode(), b"name = ", "x")
    with pytest.raises(Invalid, match="two different leads"):
        join_texts(None, text.encode(), dump_lead(made("b", 2, 3)).encode(), "x")
