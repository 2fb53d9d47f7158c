"""Cards hold what the lead says, in a form that address books take."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.vcf import Version, vcf
from leadctl.rules.leads.lead import Lead

ANA = Lead(
    "k7f3q9m2",
    "Ana López",
    "streeteasy-buyer",
    "Nurture",
    {
        "phone": "+14155550132",
        "phones": ["+14155550133"],
        "email": "ana@example.com",
        "address": "1 Main St, Brooklyn; NY",
        "zip": "11201",
        "property_address": "2 Side St",
        "tags": ["two bedroom", "a,b"],
        "birthday": date(1990, 2, 3),
        "do_not_contact": ["call"],
    },
)


def card(text: str) -> list[tuple[str, str]]:
    """Return the lines of one card, unfolded and split, read the slow and obvious way."""
    assert text.endswith("\r\n")
    unfolded = text[:-2].replace("\r\n ", "")
    return [tuple(re.split("[:;]", line, maxsplit=1)) for line in unfolded.split("\r\n")]  # type: ignore[misc]  # each has one colon


@pytest.mark.parametrize(("version", "birthday"), [("4.0", "19900203"), ("3.0", "1990-02-03")])
def test_a_card(version: Version, birthday: str) -> None:
    """Every field is on its line, and separators within a value are escaped."""
    assert card(vcf([ANA], version=version)) == [
        ("BEGIN", "VCARD"),
        ("VERSION", version),
        ("UID", "urn:leadctl:k7f3q9m2"),
        ("FN", "Ana López"),
        ("N", "López;Ana;;;"),
        ("TEL", "+14155550132"),
        ("TEL", "+14155550133"),
        ("EMAIL", "ana@example.com"),
        ("ADR", ";;1 Main St\\, Brooklyn\\; NY;;;11201;"),
        ("BDAY", birthday),
        ("CATEGORIES", "two bedroom,a\\,b"),
        ("NOTE", "Do not contact: call\\nStatus: Nurture\\nProperty: 2 Side St"),
        ("X-DO-NOT-CALL", "yes"),
        ("END", "VCARD"),
    ]


def test_a_lead_that_says_little() -> None:
    """A card always has a name, the lead's id if need be, and no empty lines."""
    lines = dict(card(vcf([Lead("k7f3q9m2", "", "p", "New")])))
    assert lines["FN"] == "k7f3q9m2"
    assert set(lines) == {"BEGIN", "VERSION", "UID", "FN", "N", "NOTE", "END"}


def test_first_and_last_name() -> None:
    """Where the lead has them apart, so has the card."""
    lead = ANA.set(first_name="Ana", last_name="López")
    assert dict(card(vcf([lead])))["N"] == "López;Ana;;;"


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        ("Élodie Dupont", "Dupont;Élodie;;;"),
        ("Ana Maria López Jr.", "López Jr.;Ana Maria;;;"),
        ("Ana", ";Ana;;;"),
        ("ana@example.com", ";ana@example.com;;;"),
    ],
)
def test_a_name_is_parted_as_in_a_spreadsheet(name: str, parted: str) -> None:
    """The last word is the family's, where there are several and they are a name."""
    assert dict(card(vcf([ANA.set(name=name)])))["N"] == parted


@given(st.text(st.sampled_from("ab,;:\\\n\r王🏠"), min_size=1, max_size=120))
def test_no_name_adds_a_line(name: str) -> None:
    """Whatever a name holds, a card has its own lines and no others, of at most 75 octets."""
    drawn = vcf([ANA.set(name=name)])
    assert [key for key, _ in card(drawn)] == [key for key, _ in card(vcf([ANA]))]
    assert all(len(line.encode()) <= 75 for line in drawn.split("\r\n"))


def test_several_cards_follow_each_other() -> None:
    """Two leads are two cards, and none are no text."""
    assert vcf([ANA, ANA]) == 2 * vcf([ANA])
    assert vcf([]) == ""
