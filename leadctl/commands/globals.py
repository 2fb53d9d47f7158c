"""What was typed before the command's name, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.values import dataclass, field


@dataclass(frozen=True, slots=True)
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
    env: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    stored: list[str] = field(default_factory=list)
