"""The fields that every lead may have: the one table that all else reads them from.

The file's order, its checks and schema, `set`, lists and exports, import maps, what is searched,
what a letter is sent to, completion and the checker of definitions are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.leads.field_types import TYPES
from leadctl.values import dataclass


@dataclass(frozen=True, kw_only=True)
class BuiltIn:
    """One field that leadctl itself knows.

    `of` is the type of a list's items; where they are ways to reach a lead, `every` is the word for
    all of these. `use` is what a column of an import is used for that fills it, "" where none does.
    `reaches` are the channels by which it reaches the lead. `set_by` is the command that sets it,
    where `set` does not. `first` is the field of which it holds the further values. `on_card` says
    that a card of an address book has a place for it. `letter` is its place among the fields that
    say where a letter goes: the first of these that a lead has. `standing` says where the lead
    stands, as pipeline and status do: merging two leads fills it in no more than these.
    """

    name: str
    means: str
    type: str = "text"
    of: str = ""
    every: str = ""
    use: str = ""
    searchable: bool = False
    reaches: tuple[str, ...] = ()
    mail_merge: bool = False
    set_by: str = ""
    required: bool = False
    first: str = ""
    on_card: bool = False
    standing: bool = False
    letter: int = 0

    @property
    def choices(self) -> tuple[str, ...]:
        """What its items are out of; () for one that takes any."""
        if not self.every:
            return ()
        from leadctl.rules.leads.event_kinds import CHANNELS

        return (*CHANNELS, self.every)

    @property
    def several(self) -> bool:
        """Whether it is a list."""
        return TYPES[self.type].several


FIELDS = (
    BuiltIn(
        name="id",
        means="Never changes; unique in the book.",
        set_by="nothing: an id never changes",
        required=True,
    ),
    BuiltIn(
        name="name",
        means="What people call the lead.",
        use="name.full",
        searchable=True,
        mail_merge=True,
        required=True,
        on_card=True,
    ),
    BuiltIn(
        name="pipeline",
        means="The id of its definition.",
        set_by="leadctl set LEAD role=..., or leadctl pipeline migrate",
        required=True,
        standing=True,
    ),
    BuiltIn(
        name="status",
        means="Its status, as the last status event of the history says.",
        use="status",
        set_by="leadctl status set",
        required=True,
        standing=True,
    ),
    BuiltIn(name="role", means="What the lead is to us: Buyer, Seller, ...", standing=True),
    BuiltIn(
        name="owner",
        means="The id of the agent whose lead it is; absent in the pool.",
        set_by="leadctl claim, release or assign",
    ),
    BuiltIn(
        name="phone",
        means="The first number, as +14155550132.",
        type="phone",
        use="phone",
        searchable=True,
        reaches=("call", "text"),
        mail_merge=True,
        on_card=True,
    ),
    BuiltIn(
        name="phones",
        means="Further numbers.",
        type="list",
        of="phone",
        use="phone",
        searchable=True,
        on_card=True,
        first="phone",
    ),
    BuiltIn(
        name="email",
        means="The first address.",
        type="email",
        use="email",
        searchable=True,
        reaches=("email",),
        mail_merge=True,
        on_card=True,
    ),
    BuiltIn(
        name="emails",
        means="Further addresses.",
        type="list",
        of="email",
        use="email",
        searchable=True,
        on_card=True,
        first="email",
    ),
    BuiltIn(name="source", means="Where the lead came from.", use="source"),
    BuiltIn(
        name="source_key",
        means="What the source calls it; importing twice makes one lead.",
        use="id",
    ),
    BuiltIn(name="tags", means="Words to select by.", type="list", use="tags", on_card=True),
    BuiltIn(
        name="address",
        means="Where the lead lives, on one line.",
        use="address.whole",
        mail_merge=True,
        on_card=True,
        letter=2,
    ),
    BuiltIn(
        name="property_address",
        means="The property it is about, on one line.",
        use="property_address.whole",
        mail_merge=True,
        on_card=True,
        letter=3,
    ),
    BuiltIn(
        name="mailing_address",
        means="Where letters go, on one line, if not where the lead lives.",
        use="mailing_address.whole",
        reaches=("letter",),
        mail_merge=True,
        on_card=True,
        letter=1,
    ),
    BuiltIn(name="zip", means="The postal code.", use="zip", mail_merge=True, on_card=True),
    BuiltIn(
        name="birthday",
        means="A date, or --03-07 without the year.",
        type="month-day",
        use="birthday",
        mail_merge=True,
        on_card=True,
    ),
    BuiltIn(name="value", means="What the lead is worth.", type="money", use="field:value"),
    BuiltIn(
        name="do_not_contact",
        means="The channels that are barred.",
        type="list",
        every="all",
        use="bar:all",
        on_card=True,
    ),
    BuiltIn(
        name="archived",
        means="true, or since when: hidden from the lists.",
        type="flag",
        standing=True,
    ),
)
"""In the order of a lead's file."""

BY_NAME: Mapping[str, BuiltIn] = {one.name: one for one in FIELDS}
REQUIRED = tuple(one.name for one in FIELDS if one.required)
"""The first keys of every file."""

OPTIONAL = tuple(one.name for one in FIELDS if not one.required)
FURTHER = {one.name: one.type for one in FIELDS if one.use == f"field:{one.name}"}
"""The types of those that a column fills by their own name."""

LISTS = tuple(one.name for one in FIELDS if one.several)
"""Those of which a lead may have several values."""

MORE = {one.first: one.name for one in FIELDS if one.first}
"""A field of one value -> the list of its further ones."""

REACH = frozenset({*MORE, *MORE.values()})
"""The fields by which somebody is reached at once, whoever has their values."""

STANDING = tuple(one.name for one in FIELDS if one.standing)
LETTER_TO = tuple(one.name for one in sorted(FIELDS, key=lambda one: one.letter) if one.letter)
"""The fields that say where a letter goes: the first of these that a lead has."""

ON_CARDS = tuple(one.name for one in FIELDS if one.on_card)
FILE_KEYS = ("history", "extra")
"""The keys of a lead's file that are no fields."""


def reaching(channel: str) -> str:
    """Return the field by which a channel reaches a lead, or ""."""
    return next((one.name for one in FIELDS if channel in one.reaches), "")
