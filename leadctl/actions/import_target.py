"""The book as an import sees it: who is there already, and where rows are stored."""

from __future__ import annotations

import contextlib
from collections import OrderedDict

from leadctl.book.book import Book
from leadctl.book.layout import id_from_key
from leadctl.book.lead_glance import Glance, glance
from leadctl.book.operation import Operation
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.importing.joining import can_be_one, reach
from leadctl.rules.importing.rows import Incoming
from leadctl.rules.importing.values import same_name
from leadctl.rules.lead import Lead

WINDOW = 256
"""How many changed leads are held back: rows of one person mostly stand close to each other."""


class UnreadableError(Exception):
    """A row may belong to a lead whose file cannot be read: at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Target:
    """Finds the lead a row belongs to, and stores leads, each as late and as seldom as possible.

    Who has which e-mail and phone is learnt from the whole book, and only when a row is not
    known by its key.
    """

    def __init__(self, book: Book, operation: Operation) -> None:
        self.book, self.operation = book, operation
        self.named = book.named_paths()
        self.window: OrderedDict[str, Lead] = OrderedDict()
        self.new: set[str] = set()
        self.stored: set[str] = set()
        self.emails: dict[str, str] = {}
        self.phones: dict[str, str | list[str]] = {}
        self.people: dict[str, tuple[str, bool]] = {}
        self.keys: dict[str, str] = {}
        self.learnt = not self.named
        self.asked = ("", "")
        self.problems: list[Problem] = []
        self.unread: dict[str, str] = {}

    # Finding

    def has_row(self, identity: str, digest: str) -> bool:
        """Whether the lead that an identity names has this very row in its history."""
        lead_id = self._id(identity)
        if lead_id in self.window:
            return self.remembers(self.window[lead_id], digest)
        paths = self.named.get(lead_id)
        if not paths or lead_id in self.stored:
            return False
        return b'row = "%b"' % digest.encode() in self._bytes(paths[0])

    def _bytes(self, path: str) -> bytes:
        """Return what is in a lead's file; nothing where it cannot be read, or is gone."""
        with contextlib.suppress(Invalid):
            return self.book.read_file(path) or b""
        return b""

    def _id(self, identity: str) -> str:
        """Return the id of an identity; each is asked for several times in a row."""
        if identity != self.asked[0]:
            self.asked = identity, id_from_key(identity)
        return self.asked[1]

    @staticmethod
    def remembers(lead: Lead, digest: str) -> bool:
        """Whether a lead's history names a row."""
        return any(event.data.get("row") == digest for event in lead.history)

    def match(self, incoming: Incoming) -> tuple[Lead | None, bool]:
        """Return the lead that a row belongs to, by its key, an e-mail, or a phone.

        The second value says that a phone alone is shared, by somebody of another name: such a
        row is a lead of its own. Raises UnreadableError where nobody can tell.
        """
        if incoming.key and (lead := self._by_id(incoming)):
            return lead, False
        self._learn()
        self._refuse_unread(incoming)
        held = self.keys.get(incoming.key) if incoming.key else None
        for lead_id in (held, *(self.emails.get(email) for email in incoming.emails)):
            if lead_id and (lead := self._load(lead_id)):
                return lead, False
        if not incoming.key and (lead := self._by_id(incoming)):
            return lead, False
        return self._by_phone(incoming)

    def _by_id(self, incoming: Incoming) -> Lead | None:
        lead_id, attempt = self._id(incoming.identity), 0
        while lead_id in self.named or lead_id in self.new:
            found = self._load(lead_id)
            lead = found and self._heir(found)
            if lead and (lead is not found or can_be_one(lead, incoming)):
                return lead
            attempt += 1
            lead_id = id_from_key(incoming.identity, attempt)
        return None

    def _heir(self, lead: Lead) -> Lead | None:
        """Return the lead that a lead was merged into, however often; itself where it was not."""
        for _ in range(20):
            into = lead.value("merged_into")
            if not into:
                return lead
            found = self._load(str(into))
            if found is None:
                return lead
            lead = found
        return lead

    def _by_phone(self, incoming: Incoming) -> tuple[Lead | None, bool]:
        shared = False
        for phone in incoming.phones:
            held = self.phones.get(phone, ())
            for lead_id in [held] if isinstance(held, str) else held:
                one = _is_one_person(*self.people[lead_id], incoming)
                if one and (lead := self._load(lead_id)):
                    return lead, False
                shared = shared or not one
        return None, shared

    def free_id(self, incoming: Incoming) -> str:
        """Return the id of a new lead: from its key, the first that nobody else has."""
        lead_id, attempt = self._id(incoming.identity), 0
        while lead_id in self.named or lead_id in self.new:
            attempt += 1
            lead_id = id_from_key(incoming.identity, attempt)
        return lead_id

    def _load(self, lead_id: str) -> Lead | None:
        if lead_id in self.window:
            return self.window[lead_id]
        try:
            if lead_id in self.stored:
                return self.operation.read(lead_id)
            paths = self.named.get(lead_id, [])
            only = len(paths) == 1 and lead_id not in self.book.hand_named()
            lead = self.book.load_path(paths[0]) if only else self.book.load(lead_id)
            return lead if lead.id == lead_id else None
        except NotFound:
            return None
        except Invalid as error:
            self.problems += error.problems
            raise UnreadableError(error.problems[0].file) from None

    def _refuse_unread(self, incoming: Incoming) -> None:
        """Raise UnreadableError where a broken file holds an e-mail, phone or key of the row."""
        if not self.unread:
            return
        known = [
            word.lower() for word in (*incoming.emails, *incoming.phones, incoming.key) if word
        ]
        for path, text in self.unread.items():
            if any(word in text for word in known):
                raise UnreadableError(path)

    # Learning who is there

    def _learn(self) -> None:
        if self.learnt:
            return
        self.learnt = True
        known = set(self.window) | self.stored
        for path in self.book.names():
            try:
                data = self.book.read_file(path)
                if data is None:
                    continue  # removed since it was listed
                seen = glance(data) or _look_at(self.book.load_path(path))
            except Invalid as error:
                self.problems += error.problems
                self.unread[path] = self._bytes(path).decode("utf-8", "replace").lower()
                continue
            if seen.id not in known:
                self._index(seen)

    def _index(self, seen: Glance) -> None:
        for email in seen.emails:
            self.emails.setdefault(email.lower(), seen.id)
        for phone in seen.phones:
            self._index_phone(phone, seen.id)
        if seen.phones:
            self.people[seen.id] = seen.name, bool(seen.emails)
        for key in seen.keys:
            self.keys.setdefault(key, seen.id)

    def _index_phone(self, phone: str, lead_id: str) -> None:
        held = self.phones.get(phone)
        if held is None:
            self.phones[phone] = lead_id
        elif isinstance(held, str):
            if held != lead_id:
                self.phones[phone] = [held, lead_id]
        elif lead_id not in held and len(held) < 50:
            held.append(lead_id)

    # Storing

    def add(self, lead: Lead, incoming: Incoming) -> None:
        """Hold a new lead for storing."""
        self.new.add(lead.id)
        self.change(lead, incoming)

    def change(self, lead: Lead, incoming: Incoming) -> None:
        """Hold a changed lead for storing; from now on it is found by what the row added."""
        self.window[lead.id] = lead
        for email in incoming.emails:
            self.emails.setdefault(email, lead.id)
        phones = incoming.phones
        for phone in phones:
            self._index_phone(phone, lead.id)
        if phones or lead.id in self.people:
            self.people[lead.id] = lead.name, bool(reach(lead.fields, "email"))
        if incoming.key and incoming.key != lead.fields.get("source_key"):
            self.keys.setdefault(incoming.key, lead.id)
        if len(self.window) > WINDOW:
            self._store(*self.window.popitem(last=False))

    def _store(self, lead_id: str, lead: Lead) -> None:
        if lead_id not in self.new or lead_id in self.stored:
            with contextlib.suppress(NotFound):  # of a dry run nothing can be read back
                self.operation.read(lead_id)
        self.stored.add(lead_id)
        self.operation.save(lead)
        self.operation.forget(lead_id)

    def finish(self) -> None:
        """Store all that is held."""
        for lead_id, lead in self.window.items():
            self._store(lead_id, lead)
        self.window.clear()


def _look_at(lead: Lead) -> Glance:
    imports = [event for event in lead.history if event.name == "import"]
    keys = [lead.fields.get("source_key"), *(event.data.get("key") for event in imports)]
    emails, phones = reach(lead.fields, "email"), reach(lead.fields, "phone")
    return Glance(lead.id, lead.name, emails, phones, [str(key) for key in keys if key])


def _is_one_person(name: str, has_email: bool, incoming: Incoming) -> bool:
    """Whether a shared phone means one person: no other name, and nameless only without e-mails."""
    named = [each for each in (name, incoming.name) if "@" not in each and each[:1] != "+"]
    if len(named) == 2:
        return same_name(*named)
    return not has_email or not incoming.emails
