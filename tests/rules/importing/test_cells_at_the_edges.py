"""Cells that hold several things, or nothing: e-mails by name, names that lack a part."""

from __future__ import annotations

import pytest

from leadctl.rules.importing.names import _left
from leadctl.rules.importing.values import read_emails


@pytest.mark.parametrize(
    ("cell", "emails", "junk"),
    [
        ("Ana <ana@example.com>", ("ana@example.com",), False),
        ("A <a@example.com>, B <b@example.com>", ("a@example.com", "b@example.com"), False),
        ("ana@example.com; BEN@example.com", ("ana@example.com", "ben@example.com"), False),
        ("ana@example.com, ANA@example.com", ("ana@example.com",), False),
        ("mailto:ana@example.com", ("ana@example.com",), False),
        ("ana@example.com, nobody knows", ("ana@example.com",), True),
        ("0", (), False),
        ("", (), False),
    ],
)  # fmt: skip
def test_the_emails_of_a_cell(cell: str, emails: tuple[str, ...], junk: bool) -> None:
    """Each once, in lower case, out of brackets or out of a list; other words are junk."""
    found = read_emails(cell)
    assert (found.values, found.junk) == (emails, junk)


def test_the_parts_that_a_name_lacks() -> None:
    """The first part is the name itself; an empty part says nothing."""
    assert _left(("Ana Lopez", "Ana", "Lopez"), "Ana Lopez") == ()
    assert _left(("Ana", "Ana", "Lopez"), "Ana") == (2,)
    assert _left(("Ana", "", "Lopez"), "Ana") == (2,)
    assert _left(("Bo", "Ana"), "Ana") == ()
