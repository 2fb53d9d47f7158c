"""A glance at a lead's file says what parsing says, or that the file must be parsed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from leadctl.book.text.lead_file import dump_lead
from leadctl.book.text.lead_glance import Glance, glance, rows_in
from leadctl.rules.leads.lead import Event, Lead

AT = datetime(2026, 11, 20, 15, 5, tzinfo=UTC)
LEAD = Lead(
    "k7f3q9m2",
    "Ana López",
    "buyers",
    "New",
    {
        "phone": "+14155550101",
        "email": "ana@example.com",
        "emails": ["a@example.org", "b@example.org"],
        "source_key": "fub:1",
        "archived": True,
    },
    (Event(AT, "received", "import", {"row": "ab"}), Event(AT, "import", "import", {"key": "g:2"})),
    {"email": "not hers"},
)
SEEN = Glance(
    "k7f3q9m2",
    "Ana López",
    ["ana@example.com", "a@example.org", "b@example.org"],
    ["+14155550101"],
    ["fub:1", "g:2"],
)


def test_a_canonical_file_is_understood_at_a_glance() -> None:
    """Id, e-mails, phones and keys are those of the lead, and none comes from [extra]."""
    assert glance(dump_lead(LEAD).encode()) == SEEN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('email = "ana@example.com"', "email = 'ana@example.com'"),
        ('email = "ana@example.com"', '"email" = "ana@example.com"'),
        ('email = "ana@example.com"', 'email = "ana\\u0040example.com"'),
        ('email = "ana@example.com"', 'email = "ana@example.com" # hers'),
        ('email = "ana@example.com"', 'email = """\nana@example.com"""'),
        ("emails = [", "emails = [\n"),
        ("\n[extra]", 'zip = "94601"\n\n[extra]'),
        ("\n", "\r\n"),
        ('id = "', '#:schema x\nid = "'),
    ],
)
def test_a_file_written_by_hand_is_left_to_the_parser(old: str, new: str) -> None:
    """Any other way of writing the same gives no glance, rather than a wrong one."""
    text = dump_lead(LEAD)
    assert old in text
    assert glance(text.replace(old, new).encode()) is None


def test_the_rows_of_a_file_and_the_one_that_was_taken_in_full() -> None:
    """All digests are found; one that made the lead was taken in full if none came after it."""
    made, joined = "0123456789abcdef", "0123456789abcdef01234567"
    received = Event(AT, "received", "import", {"row": made})
    alone = dump_lead(Lead("k7f3q9m2", "Ana", "buyers", "New", {}, (received,))).encode()
    assert rows_in(alone) == rows_in(alone, in_full=True) == [made]
    later = Event(AT, "import", "import", {"key": "g:2", "row": joined})
    both = dump_lead(Lead("k7f3q9m2", "Ana", "buyers", "New", {}, (received, later))).encode()
    assert rows_in(both) == [made, joined]
    assert rows_in(both, in_full=True) == []
    filled = dump_lead(Lead("k7f3q9m2", "Ana", "buyers", "New", {}, (later,))).encode()
    assert rows_in(filled, in_full=True) == []
    assert rows_in(b"") == rows_in(b"", in_full=True) == []
