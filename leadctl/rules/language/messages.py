"""What a definition says to people: messages to send, advice, and when to call back."""

from __future__ import annotations

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.source import Source
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text, form or draft that entering a status queues to the outbox."""

    source: Source = Source()
    to: str = "lead"
    by: str = "text"
    subject: str = ""
    text: str = ""
    file: str = ""
    promise: str = ""
    within: Duration | None = None
    while_: tuple[Clause, ...] = ()
    expires: Duration | None = None

    @property
    def templates(self) -> tuple[str, ...]:
        """What is written with names in braces."""
        return self.text, self.subject, self.file, self.promise


@dataclass(frozen=True, kw_only=True)
class Constant:
    """Something that a book's settings say once: the address of a form, the end of a term."""

    source: Source = Source()
    type: str = "text"
    label: str = ""
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Advice shown while its clauses hold, and one of the ways is open that it speaks of."""

    source: Source = Source()
    say: str = ""
    by: tuple[str, ...] = ()
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallBack:
    """What a definition does with "call me back in ..."."""

    source: Source = Source()
    factor: float = 1.0
    why: str = ""
