"""A new lead as people type one."""

from __future__ import annotations

import pytest

from leadctl.rules.leads.typed_name import parted


@pytest.mark.parametrize(
    ("typed", "name", "reach"),
    [
        ("Paul Stone 212-555-0101", "Paul Stone", {"phone": "212-555-0101"}),
        ("Paul Stone (212) 555 0101", "Paul Stone", {"phone": "(212) 555 0101"}),
        ("Ana +34600123456 ana@x.es", "Ana", {"phone": "+34600123456", "email": "ana@x.es"}),
        ("Ana ana@x.es 600 123 456", "Ana", {"phone": "600 123 456", "email": "ana@x.es"}),
        ("Unit 7", "Unit 7", {}),
        ("Sam Hall 2", "Sam Hall 2", {}),
        ("212-555-0101", "212-555-0101", {}),
        ("Q @home", "Q @home", {}),
        ("Ana a@x.es b@x.es", "Ana a@x.es", {"email": "b@x.es"}),
        ("Case 12345678901234567890", "Case 12345678901234567890", {}),
        ("", "", {}),
    ],
)
def test_what_stands_behind_a_name_is_how_to_reach_them(
    typed: str, name: str, reach: dict[str, str]
) -> None:
    """A number or address is taken out of the name, in quotes or not; nothing else is."""
    assert parted(typed.split()) == (name, reach)
    assert parted([typed]) == (name, reach)
