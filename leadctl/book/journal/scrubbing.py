"""Taking one person out of the journal: their lead's lines, and what command lines say of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leadctl.book.files import open_plain, write_atomic
from leadctl.book.journal.entries import (
    FileChange,
    JournalEntry,
    head_line,
    last_line,
    read_change,
    read_head,
)
from leadctl.book.journal.journal import Journal
from leadctl.errors import Invalid
from leadctl.rules.leads.lead import Lead, listed
from leadctl.values import dataclass, replace

LEAST = 3
"""Shorter pieces of a name are in too many other words to be looked for."""


@dataclass(frozen=True)
class Traces:
    """What tells one person: the id, and words (name, e-mails, numbers) of at least 3 letters."""

    lead_id: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, lead: Lead) -> Traces:
        """Return what names a lead's person: the name and its words, e-mails, numbers."""
        fields = lead.fields
        reach = [fields.get("email"), fields.get("phone")]
        reach += [*listed(fields.get("emails")), *listed(fields.get("phones"))]
        digits = ["".join(filter(str.isdigit, str(one)))[-10:] for one in reach if one]
        found = [lead.name.strip(), *lead.name.split(), *map(str, filter(None, reach)), *digits]
        return cls(lead.id, tuple(dict.fromkeys(one for one in found if len(one) >= LEAST)))

    def in_text(self, text: str) -> bool:
        """Whether a text names the person."""
        folded, digits = text.casefold(), "".join(filter(str.isdigit, text))
        return any(word.casefold() in folded or word in digits for word in self.words)

    def in_change(self, change: FileChange) -> bool:
        """Whether a file's line is about the person, or holds what is theirs."""
        if self.lead_id in change.path:
            return True
        held = (change.before or b"") + (change.edit[2] if change.edit else b"")
        reach = [word.encode() for word in self.words if "@" in word or word.startswith("+")]
        return self.lead_id.encode() in held[:64] or any(word in held for word in reach)


def scrub(journal: Journal, traces: Traces) -> None:
    """Rewrite every operation that names the person; call it under the lock. Busy as it comes.

    What was theirs can't be undone any more; a damaged operation that may hold it is removed.
    """
    for number in journal.numbers():
        path = journal.path(number)
        try:
            with open_plain(path) as file:
                data = file.read()
            lines = [line + b"\n" for line in data.split(b"\n")[:-1]]
            text = _scrubbed(lines, traces, path.name)
        except Invalid:
            path.unlink()
            continue
        if text != data:
            write_atomic(path, text)
    for aside in _aside(journal.folder):
        aside.unlink()


def _scrubbed(lines: Sequence[bytes], traces: Traces, shown: str) -> bytes:
    record = read_head(lines[0] if lines else b"", shown)
    pairs = [(line, read_change(line, shown, n)) for n, line in enumerate(lines[1:], 2)]
    kept = [line for line, change in pairs if change and not traces.in_change(change)]
    gone = sum(change is not None for _, change in pairs) - len(kept)
    if gone or traces.in_text(record.command) or traces.lead_id in record.command:
        record = replace(record, command=_plain(record), erased=record.erased + gone)
    return head_line(record) + b"".join(kept) + last_line(len(kept))


def _plain(record: JournalEntry) -> str:
    """Return a command line without what it was about."""
    return f"{record.command.partition(' ')[0]} ... (erased)"


def _aside(folder: Path) -> list[Path]:
    """Return the damaged operations that were put aside: nobody can tell what they hold."""
    return sorted(folder.glob("*.damaged"))
