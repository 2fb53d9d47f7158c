"""Cards of address books as rows: folded lines, labels, and what is no property at all."""

from __future__ import annotations

from leadctl.book.tables.vcard import UNREAD, vcard_header, vcard_rows


def row(*lines: str) -> dict[str, str]:
    """Return what a card of these lines says, by column, but for what is empty."""
    text = [f"{line}\n" for line in ("BEGIN:VCARD", *lines, "END:VCARD")]
    header = vcard_header(text)
    [(_, cells)] = vcard_rows(text, header)
    return {name: cell for name, cell in zip(header, cells, strict=True) if cell}


def test_a_folded_line_loses_its_first_blank_alone() -> None:
    """What a line is folded at is one blank; what stands behind it is the value's own."""
    assert row("FN:Ana", "NOTE:likes", "  gardens") == {
        "VCARD Full Name": "Ana",
        "Notes": "likes gardens",
    }
    assert row("FN:Ana Lo", " pez")["VCARD Full Name"] == "Ana Lopez"


def test_a_label_says_what_a_value_is() -> None:
    """A number's label stands beside it; a label of no group is none of anybody's."""
    lines = ("FN:Ana", "item1.TEL:+1 212", "item1.X-ABLabel:_$!<Home>!$_", "TEL;TYPE=CELL:+1 415")
    found = row(*lines)
    assert found["Phone 1"] == "+1 212"
    assert found["Phone 1 - Type"].casefold() == "home"
    assert (found["Phone 2"], found["Phone 2 - Type"]) == ("+1 415", "cell")
    assert not any("ABLABEL" in name.upper() for name in found)


def test_a_line_that_is_no_property_is_kept() -> None:
    """It has a column of its own, so that nothing of a card is lost."""
    assert row("FN:Ana", "a line of its own")[UNREAD] == "a line of its own"


def test_the_header_has_every_column_of_every_card() -> None:
    """Also one that only the last card fills."""
    cards = []
    for lines in (("FN:Ana",), ("FN:Ben", "EMAIL:b@x.org", "TITLE:Broker")):
        cards += [f"{line}\n" for line in ("BEGIN:VCARD", *lines, "END:VCARD")]
    header = vcard_header(cards)
    assert {"Email 1", "VCARD Full Name"} <= set(header)
    assert [
        dict(zip(header, cells, strict=True))["Email 1"] for _, cells in vcard_rows(cards, header)
    ] == ["", "b@x.org"]
