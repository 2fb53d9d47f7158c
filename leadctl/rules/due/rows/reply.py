"""The row of a lead whose last word waits for an answer."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, do_words
from leadctl.rules.leads.deeds import DID, FORM
from leadctl.rules.time.moments import moment_words, since, small, span_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Event


class _Reply(RowKind):
    """It says what they said; what answers it says how long that took."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return their last word: `texted 9:10 "Is it still there?"`."""
        if row.over not in DID:
            words = do_words(row, reading.now, reading.zone)
            return f"{words}, {since(row.due, reading.now, reading.zone)}"
        said = f' "{row.said}"' if row.said else ""
        here = row.due.astimezone(reading.zone)
        is_bare = row.over == FORM and here.time() == time()  # a file's date without an hour
        when = here.date() if row.of_day or is_bare else row.due
        read = "" if row.by or not row.types else f"; {small(row.do)}"
        return f"{DID[row.over]} {moment_words(when, reading.now, reading.zone)}{said}{read}"

    def answered(self, row: Due, event: Event, zone: tzinfo) -> str:  # noqa: ARG002  # spans alone
        """Return how long the answer, or the try, took, counted from their last word."""
        if row.of_day or event.day:
            return ""
        verb = "Tried" if event.is_in_vain else "Answered"
        return f"{verb} {span_words(event.at - row.due)} after they {DID.get(row.over, 'wrote')}"


REPLY = _Reply(
    "reply", "answer", "they wrote or called last", counted="answer", keeps=False,
    stands=True, stays='"Answer them" stands until {name} is answered',
    moves="leadctl log {lead} call -o spoke\n"
    "If they asked for that time: leadctl snooze {lead} {when} --asked",
    owed=True, hears=True, named=False,
)  # fmt: skip
