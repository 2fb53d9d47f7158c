"""Cells of other systems' tables: a whole row is cleaned as each of its cells would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.importing.headers import classify
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.importing.values import Found, clean, clean_all
from leadctl.rules.leads.normal_text import normal

_CELLS = st.text() | st.sampled_from(["'=1+1", "'it", " N/A ", "null", "-", "\ufeff x\xa0", "'"])


@given(st.lists(_CELLS))
def test_a_row_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    """The quick way over a whole row says of every cell what `clean` says of it."""
    assert clean_all(cells) == [clean(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("4155550133 (DNC)", Found(("+14155550133",), True, ("call", "text"))),
        ("(do not call) (415) 555-0133", Found(("+14155550133",), True, ("call", "text"))),
        ("4155550133 (mobile, DNC)", Found(("+14155550133",), True, ("call", "text"))),
        ("4155550133 (not DNC)", Found(("+14155550133",), True)),
        ("415-555-0133 cell", Found(("+14155550133",), True)),
        ("+44 20 7946 0018 x12", Found(("+442079460018",), True)),
        ("tel:+14155550133", Found(("+14155550133",))),
        ("Tel. 415 555 0133", Found(("+14155550133",))),
        ("415-555-CALL", Found(("+14155552255",))),
        ("555-0133 cell", Found((), True)),
        ("555-0133 DNC", Found((), True, ("call", "text"))),
    ],
)
def test_a_word_beside_a_phone_is_no_part_of_it(cell: str, found: Found) -> None:
    """The number is read, the word is told of, and a word that bars does so."""
    assert read_phones(cell, "US") == found


@pytest.mark.parametrize(
    ("header", "use"),
    [
        ("status changed on", "status_at"),
        ("date of status change", "status_at"),
        ("in stage since", "status_at"),
        ("deal stage modified date", "status_at"),
        ("last stage update", "status_at"),
        ("status set by", "extra"),
        ("time in stage", "extra"),
        ("loan status date", "extra"),
        ("last status", "extra"),
    ],
)
def test_a_column_says_since_when_a_status_stands(header: str, use: str) -> None:
    """By its words, whichever of them a program has put together."""
    assert classify(header)[0] == use


@pytest.mark.parametrize(
    ("header", "use"),
    [
        ("Opt Out", "bar:all"),
        ("DND", "bar:all"),
        ("Marketing Opt Out", "bar:all"),
        ("Do Not Disturb", "bar:all"),
        ("HasOptedOutOfEmail", "bar:email"),
        ("HasOptedOutOfFax", "extra"),
        ("Newsletters Opt Out", "bar:email"),
        ("Voicemail Opt Out", "bar:call,text"),
        ("Can't Text", "bar:text"),
        ("SMS Unsubscribed", "bar:text"),
        ("Cannot Log In", "extra"),
        ("TCPA Consent", "allow:call,text"),
        ("Recording Consent", "extra"),
        ("Text On", "allow:text"),
        ("Received on", "received"),
        ("Contact Phone 2", "phone"),
        ("Contact 2 Phone", "extra"),
    ],
)
def test_a_flag_bars_the_channel_that_its_name_says(header: str, use: str) -> None:
    """A name that says no channel is about all of them, unless it is about something else."""
    assert classify(normal(header))[0] == use
