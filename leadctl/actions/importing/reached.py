"""By what leads are found while a file is imported: e-mail addresses, phones, further keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.book.index.numbers import Numbers, id_number, id_text
from leadctl.rules.leads.lead import ID

if TYPE_CHECKING:
    from leadctl.actions.importing.rows import Row
    from leadctl.book.text.lead_glance import Glance

_MOST = 50
"""Of so many leads with one phone the first are remembered."""


class Reached:
    """Which leads have an e-mail address, a phone or a key; the first has it where several do.

    Of most people of a long file nothing but that is ever asked, so it is held as numbers.
    """

    def __init__(self) -> None:
        self.ways = Numbers()
        self.shared: dict[str, list[str]] = {}
        self.keys: dict[str, str] = {}

    def has_any(self, row: Row) -> bool:
        """Whether some lead has the key of a row, an e-mail or a phone of it."""
        ways = self.ways
        return row.key in self.keys or ways.has_any(row.emails) or ways.has_any(row.phones)

    def sure(self, row: Row) -> list[str]:
        """Return the leads that have the key of a row as a further one, or an e-mail of it."""
        found = [self.ways.get(email) for email in row.emails]
        by_key = [self.keys[row.key]] if row.key in self.keys else []
        return [*by_key, *[id_text(number) for number in found if number]]

    def by_phone(self, row: Row) -> list[str]:
        """Return the leads that have a phone of a row."""
        found: list[str] = []
        for phone in row.phones:
            if phone in self.shared:
                found += self.shared[phone]
            elif number := self.ways.get(phone):
                found.append(id_text(number))
        return found

    def learn(self, seen: Glance) -> None:
        """Take in a lead of the book; one whose id is none is found by nothing."""
        if not ID.fullmatch(seen.id):
            return
        for email in seen.emails:
            self.ways.put(email.lower(), id_number(seen.id))
        for phone in seen.phones:
            self._add_phone(phone, seen.id)
        for key in seen.keys:
            self.keys.setdefault(key, seen.id)

    def add(self, lead_id: str, row: Row) -> None:
        """From now on a lead is found by what a row says."""
        number = id_number(lead_id)
        for email in row.emails:
            self.ways.put(email, number)
        for phone in row.phones:
            self._add_phone(phone, lead_id)

    def _add_phone(self, phone: str, lead_id: str) -> None:
        if self.ways.put(phone, id_number(lead_id)):
            return
        first = id_text(self.ways.get(phone))
        held = self.shared.get(phone, [first])
        if lead_id not in held and len(held) < _MOST:
            self.shared[phone] = [*held, lead_id]
