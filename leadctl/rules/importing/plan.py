"""What becomes of every column of one table.

A column's *use* is one of
  name.full name.first name.middle name.last name.suffix company
  remind          a date on which to be reminded of what the column says
  email phone tags note source received birthday status status_at id zip
  PLACE.PART      an address: address, property_address or mailing_address, and a key of PARTS
  bar:CHANNELS    a flag that bars channels ("bar:call,text")
  allow:CHANNELS  a consent: bars them where it says no
  words:CHANNELS  a status of a subscription: bars them where it says unsubscribed
  field:NAME      a further field of the lead, asked for by a map
  join:USE        more of the column with that use ("Date", and "Time" beside it)
  extra, ignored
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from leadctl.rules.importing import column_words, reach_words, row_words
from leadctl.rules.importing.layouts import Layout
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass, replace

MANY = frozenset({"email", "phone", "note", "tags", "remind", "extra", "ignored"})
"""Uses that several columns may share; the flags (bar:, allow:, words:) are such too."""

ROLE = "field:role"
BY_ROLES = "its words are roles here"
BY_STATUSES = "its words are statuses here"
BY_PHONES = "its cells are phones"
BY_NAMES = "its cells are people's names"
JOINED = "join:"
BARS = "bar:"

_KIND = ("type", "label")


@dataclass(frozen=True)
class Column:
    """One column: where it stands, its name as written, what it is used for and why.

    `bars` are the channels that are barred of whomever it names: of numbers not to be called.
    """

    index: int
    name: str
    use: str
    why: str = ""
    rank: int = 0
    number: int = 0
    bars: str = ""

    def __str__(self) -> str:
        return f"{self.name} -> {self.use}" + (f" ({self.why})" if self.why else "")


@dataclass(frozen=True)
class Plan:
    """What becomes of every column of one table."""

    columns: tuple[Column, ...]
    layout: Layout | None = None

    def using(self, use: str) -> list[int]:
        """Return the places of the columns with one use, lowest number first.

        Of phones the preferred and mobile ones come before: they take texts as well. One that is
        both, "Primary Mobile", comes before "Primary Phone".
        """
        found = [one for one in self.columns if one.use == use]
        key = _phone_order if use == "phone" else lambda one: (0, False, one.number, one.index)
        return [one.index for one in sorted(found, key=key)]

    def kinds(self, use: str, words: Sequence[str] = _KIND) -> dict[int, int]:
        """Return the columns that say of an e-mail or phone what kind it is, or with other `words`
        how it stands ("Phone 1 Status", "Phone Status 1"), by that other column.
        """
        named = {normal(one.name): one.index for one in self.columns}
        kinds = {}
        for at in self.using(use):
            name = normal(self.columns[at].name).removesuffix(" value")
            start, _, number = name.rpartition(" ")
            called = [f"{name} {word}" for word in words]
            called += [f"{start} {word} {number}" for word in words if number.isdigit()]
            if kind := next((one for one in called if one in named), ""):
                kinds[at] = named[kind]
        return kinds

    def names(self, use: str) -> list[str]:
        """Return the names of the columns with one use."""
        return [one.name for one in self.columns if one.use == use]

    @property
    def slug(self) -> str:
        """Return the recognised layout's short name, or ""."""
        return self.layout.slug if self.layout else ""

    @property
    def is_of_properties(self) -> bool:
        """Whether the table is a list of properties, whose people are their owners."""
        own = {phrase for phrases in column_words.OWNERS.values() for phrase in phrases}
        named = {normal(one.name) for one in self.columns if one.use.startswith("name.")}
        return bool(named & own) or has_places(list(self.columns), ("property_address.",))

    @property
    def own_numbers(self) -> list[int]:
        """Return the columns with one's own number, which only lists of calls have."""
        return [one.index for one in self.columns if normal(one.name) in row_words.OWN_NUMBERS]

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what stands before cells and is no part of them."""
        return self.layout.marks if self.layout else ()

    @property
    def joins(self) -> dict[int, list[int]]:
        """Return the columns that others are joined to, and those others, in their order."""
        found: dict[int, list[int]] = {}
        for one in self.columns:
            if one.use.startswith(JOINED):
                first = self.using(one.use.removeprefix(JOINED))
                if first:
                    found.setdefault(first[0], []).append(one.index)
        return {
            first: sorted(more, key=lambda at: self.columns[at].number)
            for first, more in found.items()
        }

    def with_barred(self, kinds: Mapping[int, str]) -> Plan:
        """Return the plan with flags that hold phones or e-mails read as those of barred people.

        `kinds` says of some columns "phone" or "email"; a table that has such a column is left.
        """
        there = {one.use for one in self.columns}
        barred = {at: kind for at, kind in kinds.items() if kind not in there}
        return replace(
            self,
            columns=tuple(
                replace(one, use=barred[one.index], bars=one.use.removeprefix(BARS))
                if one.index in barred and one.use.startswith(BARS)
                else one
                for one in self.columns
            ),
        )

    def without_steps(self, places: Iterable[int]) -> Plan:
        """Return the plan with columns called as steps that hold no dates left as they are."""
        gone = frozenset(places)
        columns = (replace(c, use="extra") if c.index in gone else c for c in self.columns)
        return replace(self, columns=tuple(columns))

    def with_role(self, at: int) -> Plan:
        """Return the plan with a column that nothing was known of read as people's roles."""
        return self._with(at, ROLE, BY_ROLES)

    def with_status(self, at: int) -> Plan:
        """Return the plan with a column that nothing was known of read as people's statuses."""
        return self._with(at, "status", BY_STATUSES)

    def with_name(self, at: int) -> Plan:
        """Return the plan with a column that nothing was known of read as people's names."""
        return self._with(at, "name.full", BY_NAMES)

    def with_phone(self, at: int) -> Plan:
        """Return the plan with a column that nothing was known of read as people's phones."""
        return self._with(at, "phone", BY_PHONES)

    def _with(self, at: int, use: str, why: str) -> Plan:
        columns = list(self.columns)
        columns[at] = replace(columns[at], use=use, why=why)
        return replace(self, columns=tuple(columns))

    def without_empty(self, empty: Iterable[int]) -> Plan:
        """Return the plan with unmapped columns that no row fills listed as ignored."""
        gone = frozenset(empty)
        return replace(
            self,
            columns=tuple(
                replace(one, use="ignored", why="empty in every row")
                if one.index in gone and one.use == "extra"
                else one
                for one in self.columns
            ),
        )


_FIRST = reach_words.MOBILE | {"primary", "preferred"}


def _phone_order(one: Column) -> tuple[int, bool, int, int]:
    """Return where a column of phones comes among several: that of an address ("Default Address
    Phone") behind the person's own.
    """
    said = frozenset(normal(one.name).split())
    return -len(_FIRST & said), "address" in said, one.number, one.index


def has_places(columns: list[Column], places: tuple[str, ...]) -> bool:
    """Whether a table says of its addresses that they are those of properties, or names one."""
    return any(
        one.use.startswith(places) or normal(one.name) in column_words.OF_PROPERTIES
        for one in columns
    )
