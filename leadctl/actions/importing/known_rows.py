"""The rows that a book has already: nearly all, where an export comes again every night."""

from __future__ import annotations

from leadctl.book.book import Book
from leadctl.book.text.lead_glance import rows_in

MANY = 3
"""A file with a row for every so many leads is worth a look at all of them."""


class KnownRows:
    """The rows that are in the files of leads, each with the id that its file is named by.

    With `update` only those that were taken in full, as far as that is seen at a glance.
    """

    def __init__(self, book: Book, *, update: bool) -> None:
        self._lead: dict[str, str] = {}
        for lead_id, paths in book.listing.by_id().items():
            for digest in rows_in(book.glimpse(paths[0]), in_full=update):
                self._lead.setdefault(digest, lead_id)

    def has(self, digest: str, lead_id: str) -> bool:
        """Whether a row is known, by its digest and the id that its key stands for, if it has one.

        Two sources may tell the same of two people: with a key the lead must be its own.
        """
        held = self._lead.get(digest)
        return held is not None and lead_id in {"", held}
