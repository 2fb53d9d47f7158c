"""The fields that every lead may have: the one table that all else reads them from.

The file's order, its checks and schema, `set`, lists and exports, import maps, what is searched,
what a letter is sent to, completion and the checker of definitions are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.leads.field_types import TYPES
from leadctl.values import dataclass

CHANNELS = ("call", "text", "email", "letter", "all")
"""What can be barred for a lead; "all" is every one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIn:
    """One field that leadctl itself knows.

    `of` is the type of a list's items, `every` the choice that stands for all of them. `use` is
    what a column of an import is used for that fills it, "" where none does. `reaches` are the
    channels by which it reaches the lead. `set_by` is the command that sets it, where `set` does
    not.
    """

    name: str
    means: str
    type: str = "text"
    choices: tuple[str, ...] = ()
    of: str = ""
    every: str = ""
    use: str = ""
    searchable: bool = False
    reaches: tuple[str, ...] = ()
    mail_merge: bool = False
    set_by: str = ""
    required: bool = False

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
    ),
    BuiltIn(
        name="pipeline",
        means="The id of its definition.",
        set_by="leadctl set LEAD role=..., or leadctl pipeline migrate",
        required=True,
    ),
    BuiltIn(
        name="status",
        means="Its status, as the last status event of the history says.",
        use="status",
        set_by="leadctl status set",
        required=True,
    ),
    BuiltIn(name="role", means="What the lead is to us: Buyer, Seller, ..."),
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
    ),
    BuiltIn(
        name="phones",
        means="Further numbers.",
        type="list",
        of="phone",
        use="phone",
        searchable=True,
    ),
    BuiltIn(
        name="email",
        means="The first address.",
        type="email",
        use="email",
        searchable=True,
        reaches=("email",),
        mail_merge=True,
    ),
    BuiltIn(
        name="emails",
        means="Further addresses.",
        type="list",
        of="email",
        use="email",
        searchable=True,
    ),
    BuiltIn(name="source", means="Where the lead came from.", use="source"),
    BuiltIn(
        name="source_key",
        means="What the source calls it; importing twice makes one lead.",
        use="id",
    ),
    BuiltIn(name="tags", means="Words to select by.", type="list", use="tags"),
    BuiltIn(
        name="address",
        means="Where the lead lives, on one line.",
        use="address.whole",
        mail_merge=True,
    ),
    BuiltIn(
        name="property_address",
        means="The property it is about, on one line.",
        use="property_address.whole",
        mail_merge=True,
    ),
    BuiltIn(
        name="mailing_address",
        means="Where letters go, on one line, if not where the lead lives.",
        use="mailing_address.whole",
        reaches=("letter",),
        mail_merge=True,
    ),
    BuiltIn(name="zip", means="The postal code.", use="zip", mail_merge=True),
    BuiltIn(
        name="birthday",
        means="A date, or --03-07 without the year.",
        type="month-day",
        use="birthday",
        mail_merge=True,
    ),
    BuiltIn(name="value", means="What the lead is worth.", type="money", use="field:value"),
    BuiltIn(
        name="do_not_contact",
        means="The channels that are barred.",
        type="list",
        choices=CHANNELS,
        every="all",
        use="bar:all",
    ),
    BuiltIn(
        name="archived",
        means="true, or since when: hidden from the lists.",
        type="flag",
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
LETTER_TO = ("mailing_address", "address", "property_address")
"""Where a letter goes: the first of these that a lead has."""

FILE_KEYS = ("history", "extra")
"""The keys of a lead's file that are no fields."""


def reaching(channel: str) -> str:
    """Return the field by which a channel reaches a lead, or ""."""
    return next((one.name for one in FIELDS if channel in one.reaches), "")
