"""What was typed before the command's name, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.values import dataclass, field


@dataclass(frozen=True)
class Globals:
    """The global options, unread: the session makes a book, a moment and an agent of them.

    `directory` is -C or LEADCTL_DIR, `now_text` is --now, `actor` is --as; None where not given.
    `line` is the whole command line, `stored` what it has stored for good so far, in words: a
    failure after that must not be told as if nothing had happened.
    """

    directory: str | None = None
    now_text: str | None = None
    actor: str | None = None
    quiet: bool = False
    no_color: bool = False
    no_input: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    stored: list[str] = field(default_factory=list)


def moment_in_utc(text: str) -> datetime | None:
    """Return a moment typed in full, as programs do ("2026-11-20T15:00:00Z"); None for others."""
    if (
        len(text) != len("2026-11-20T15:00:00Z")
        or text[-1] != "Z"
        or not "1000" <= text[:4] < "9000"
    ):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
