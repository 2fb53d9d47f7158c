"""The book as an import sees it: who is there already, and where rows are stored."""

from __future__ import annotations

import contextlib
from array import array
from collections import OrderedDict
from collections.abc import Sequence

from leadctl.actions.importing.known_people import Known, can_be_one, known_of, look_at
from leadctl.actions.importing.reached import Reached
from leadctl.actions.importing.rows import Row
from leadctl.book.book import Book
from leadctl.book.index.numbers import id_number, id_text
from leadctl.book.own_files.brought_in import remember
from leadctl.book.own_files.places import id_from_key
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.text.lead_glance import glance, rows_in
from leadctl.book.writing.operation import Operation
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.importing.names import plain_name, same_words, same_words_by_email
from leadctl.rules.importing.row_into_lead import has_taken
from leadctl.rules.leads.lead import Lead

HELD = 256
"""How many changed leads are held back: rows of one person mostly stand close to each other."""


class UnreadableError(Exception):
    """A row may belong to a lead whose file cannot be read: at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Target:
    """Finds the lead a row belongs to, and stores leads, each as late and as seldom as possible.

    Who has which e-mail and phone is learnt from the whole book, and only when a row is not
    known by its key. `before` are the files by id as they were before the import.
    """

    def __init__(self, book: Book, operation: Operation, *, update: bool = False) -> None:
        self.book, self.operation, self.update = book, operation, update
        self.before = book.listing.by_id()
        self.held: OrderedDict[str, Lead] = OrderedDict()
        self.stored: set[str] = set()
        self.looked_at = ""
        self.reached = Reached()
        self.people: dict[str, Known] = {}
        self.plain: dict[str, str] = {}
        self.learnt = not self.before
        self.problems: list[Problem] = []
        self.unread: dict[str, str] = {}
        self.made = array("Q")

    # Finding

    def has(self, lead_id: str) -> bool:
        """Whether a file has an id, also that of a new lead."""
        return self.book.listing.has(lead_id)

    def has_row(self, row: Row) -> bool:
        """Whether the file of the lead that a row names has this very row in its history."""
        if row.lead_id not in self.before:
            return False
        data = self.book.glimpse(self.before[row.lead_id][0])
        if row.digest not in rows_in(data):
            return False
        if not self.update or row.digest in rows_in(data, in_full=True):
            return True
        with contextlib.suppress(UnreadableError):
            lead = self.load(row.lead_id)
            return lead is not None and self.has_taken(lead, row)
        return False

    def has_taken(self, lead: Lead, row: Row) -> bool:
        """Whether a lead has a row already, so that it says nothing new."""
        return has_taken(lead, row.key, row.digest, update=self.update)

    def knows(self, row: Row) -> bool:
        """Whether anybody may be the one of whom a row tells: of most rows nobody is."""
        if self.has(row.lead_id):
            return True
        if not self.learnt:
            self._learn()
        return bool(self.unread) or self.reached.has_any(row)

    def match(self, row: Row) -> tuple[Lead | None, str, str]:
        """Return the lead that a row belongs to, by its key, or an e-mail or a phone with its name.

        The second value is the id of somebody of another name who has an e-mail or a phone of the
        row, the third which of the two: such a row is a lead of its own. Raises UnreadableError
        where nobody can tell.
        """
        if row.key and (lead := self._by_id(row)):
            return lead, "", ""
        if not self.learnt:
            self._learn()
        if self.unread:
            self._refuse_unread(row)
        further = self.reached.keys.get(row.key, "")
        if further and (lead := self.load(further)):
            return lead, "", ""
        lead, by_email = self._by_name(row, self.reached.by_email(row), sure=True)
        if lead is None and not row.key:
            lead = self._by_id(row)
        if lead:
            return lead, "", ""
        lead, by_phone = self._by_name(row, self.reached.by_phone(row), sure=False)
        other = "" if lead else by_email or by_phone
        return lead, other, "an e-mail" if by_email else "a phone"

    def _by_id(self, row: Row) -> Lead | None:
        lead_id, attempt = row.lead_id, 0
        while self.has(lead_id):
            found = self.load(lead_id)
            lead = found and self._heir(found)
            if lead and (lead is not found or can_be_one(lead, row)):
                return lead
            attempt += 1
            lead_id = id_from_key(row.identity, attempt)
        return None

    def _heir(self, lead: Lead) -> Lead | None:
        """Return the lead that a lead was merged into, however often; itself where it was not."""
        for _ in range(20):
            into = lead.value("merged_into")
            if not into:
                return lead
            found = self.load(str(into))
            if found is None:
                return lead
            lead = found
        return lead

    def _by_name(self, row: Row, sharing: Sequence[str], *, sure: bool) -> tuple[Lead | None, str]:
        """Return whom of those who share a way with a row it means: nobody of another name, but
        where an e-mail, which is `sure`, is all that is known of both; and one of the two nameless
        only where the way is sure, or no e-mail tells them apart.
        """
        plain, others = plain_name(row.name), list[str]()
        for lead_id in sharing:
            name = self._plain(lead_id)
            who = self._person(lead_id)
            if not (plain and name):
                one = sure or not (who.has_email and row.emails)
            elif sure:
                apart = bool(row.phones) or who.has_phone
                one = not apart or same_words_by_email(plain, name)
            else:
                one = same_words(plain, name)
            if one and (lead := self.load(lead_id)):
                return lead, ""
            others += [] if one else [lead_id]
        return None, self._nearest(row.name, others)

    def _nearest(self, name: str, others: Sequence[str]) -> str:
        """Return the first of those whose name is alike, else the first of all; "" for nobody."""
        if len(others) <= 1:
            return next(iter(others), "")
        from leadctl.rules.joining.duplicates import names_alike

        near = (one for one in others if names_alike(name, self._person(one).name))
        return next(near, others[0])

    def _plain(self, lead_id: str) -> str:
        """Return a lead's name as names are compared: few share a way, but those it is often."""
        if lead_id not in self.plain:
            self.plain[lead_id] = plain_name(self._person(lead_id).name)
        return self.plain[lead_id]

    def shown(self, lead_id: str) -> Lead | None:
        """Return a lead of which something is to be said; None where it cannot be read."""
        with contextlib.suppress(UnreadableError):
            return self.load(lead_id)
        return None

    def _person(self, lead_id: str) -> Known:
        """Return what tells whether a lead is a row's; of leads that this import has made it is
        read from the file, for few of them are ever asked for.
        """
        if lead_id not in self.people:
            lead = self.load(lead_id)
            self.people[lead_id] = known_of(lead) if lead else Known("", False, False)
        return self.people[lead_id]

    def free_id(self, row: Row) -> str:
        """Return the id of a new lead: from its key, the first that nobody else has."""
        lead_id, attempt = row.lead_id, 0
        while self.has(lead_id):
            attempt += 1
            lead_id = id_from_key(row.identity, attempt)
        return lead_id

    def load(self, lead_id: str) -> Lead | None:
        """Return a lead as it is by now, or None. Raises UnreadableError.

        A change must be made of the lead that was loaded last: of it alone it is known what its
        file held, so that an edit made since is seen.
        """
        if held := self.held.get(lead_id):
            return held
        if self.looked_at not in self.held:
            self.operation.forget(self.looked_at)
        try:
            lead = self.operation.read(lead_id, self._path(lead_id))
            self.looked_at = lead.id
            return lead if lead.id == lead_id else None
        except NotFound:
            return None
        except Invalid as error:
            self.problems += error.problems
            raise UnreadableError(error.problems[0].file) from None

    def _path(self, lead_id: str) -> str:
        """Return the file of a lead, where only one can be it, or ""."""
        paths = self.book.listing.of(lead_id)
        return paths[0] if len(paths) == 1 and lead_id not in self.book.hand_named() else ""

    def _refuse_unread(self, row: Row) -> None:
        """Raise UnreadableError where a broken file holds an e-mail, phone or key of the row."""
        known = [word.lower() for word in (*row.emails, *row.phones, row.key) if word]
        for path, text in self.unread.items():
            if any(word in text for word in known):
                raise UnreadableError(path)

    # Learning who is there

    def _learn(self) -> None:
        self.learnt = True
        known = set(self.held) | self.stored
        for path in self.book.listing.fresh():
            try:
                data = self.book.read_file(path)
                if data is None:
                    continue  # removed since it was listed
                seen = glance(data) or look_at(self.book.load_path(path))
            except Invalid as error:
                self.problems += error.problems
                self.unread[path] = self.book.glimpse(path).decode("utf-8", "replace").lower()
                continue
            if seen.id not in known:
                self.reached.learn(seen)
                if seen.phones:
                    self.people[seen.id] = Known(seen.name, bool(seen.emails), True)

    # Storing

    def add(self, row: Row) -> None:
        """Store the new lead that a row makes."""
        self.operation.create(row.lead_id, row.path, row.text)
        self.made.append(id_number(row.lead_id))
        self.reached.add(row.lead_id, row)

    def change(self, lead: Lead, row: Row) -> None:
        """Hold a changed lead; the one held longest is stored."""
        self.held[lead.id] = lead
        self.reached.add(lead.id, row)
        if lead.id in self.people:
            self.people[lead.id] = known_of(lead)
            self.plain.pop(lead.id, None)
        if row.key and row.lead_id != lead.id:  # else its id tells it
            self.reached.keys.setdefault(row.key, lead.id)
        if len(self.held) > HELD:
            self._store(self.held.popitem(last=False)[1])

    def _store(self, lead: Lead) -> None:
        path = self._path(lead.id)
        if self.operation.makes(path):
            self.operation.write(path, dump_lead(lead))
        else:
            self.stored.add(lead.id)
            self.operation.save(lead)
        self.operation.forget(lead.id)

    def finish(self, by: str) -> None:
        """Store all that is held, and note which agent has brought the new leads in."""
        for lead in self.held.values():
            self._store(lead)
        self.held.clear()
        if self.made and by in self.book.settings.team.agents and not self.operation.dry_run:
            remember(self.book.private, by, map(id_text, self.made))
