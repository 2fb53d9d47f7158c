"""What tells a person in the journal: words in any case, numbers in any spelling, the lead's id."""

from __future__ import annotations

import pytest

from leadctl.book.journal.entries import FileChange
from leadctl.book.journal.scrubbing import Traces

ANA = Traces("k7f3q9m2", ("Ana Lopez", "Lopez", "ana@example.com", "+14155550132", "4155550132"))


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("leadctl note lopez hello", True),
        ("leadctl set x phone=(415) 555-0132", True),
        ("leadctl set x phone=415-555-0133", False),
        ("leadctl note ben hello", False),
        ("", False),
    ],
)
def test_a_command_line_names_them_in_any_spelling(text: str, tells: bool) -> None:
    """Case and the way a number is written do not matter."""
    assert ANA.in_text(text) is tells


@pytest.mark.parametrize(
    ("path", "before", "edit", "tells"),
    [
        ("leads/2026/ana-k7f3q9m2.toml", None, None, True),
        ("leads/2026/ben-k7f3q9m3.toml", b'id = "k7f3q9m3"\n', None, False),
        ("leads/2026/ben.toml", b'id = "k7f3q9m2"\n', None, True),
        ("leads/2026/ben-k7f3q9m3.toml", b'mail = "ana@example.com"\n', None, True),
        ("leads/2026/ben-k7f3q9m3.toml", None, (0, 0, b"+14155550132"), True),
        ("leads/2026/ben-k7f3q9m3.toml", b'note = "Lopez called"\n', None, False),
    ],
)
def test_a_files_line_is_theirs_by_id_mail_or_number(
    path: str, before: bytes | None, edit: tuple[int, int, bytes] | None, tells: bool
) -> None:
    """The name alone may be somebody else's; an id, an e-mail, a number are not."""
    assert ANA.in_change(FileChange(path, before, "a", 1, 0o600, edit)) is tells
