"""Which column of a table is what: a plan that accounts for every column.

A column's *use* is one of
  name.full name.first name.middle name.last name.suffix company
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

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from leadctl.errors import Usage
from leadctl.rules.importing import words
from leadctl.rules.importing.dates import header_zone
from leadctl.rules.importing.guess import classify
from leadctl.rules.importing.layouts import OURS, Layout, recognise
from leadctl.rules.importing.map_fields import FIELD, use_of_field
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal, unique_names
from leadctl.values import dataclass, replace

MANY = frozenset({"email", "phone", "note", "tags", "extra", "ignored"})
"""Uses that several columns may share; the flags (bar:, allow:, words:) are such too."""

ADDED = ("leadctl_reason", "leadctl_line")
"""The columns that leadctl adds to a file of rejected rows."""

_SAID = -1
"""The rank of a column of which a layout or a map says what it is."""
JOINED = "join:"
_SWITCHES = frozenset({"bar", "allow", "words"})
_KIND = ("type", "label")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands, its name as written, what it is used for and why."""

    index: int
    name: str
    use: str
    why: str = ""
    rank: int = 0
    number: int = 0

    def __str__(self) -> str:
        return f"{self.name} -> {self.use}" + (f" ({self.why})" if self.why else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of every column of one table."""

    columns: tuple[Column, ...]
    layout: Layout | None = None

    def using(self, use: str) -> list[int]:
        """Return the places of the columns with one use, lowest number first.

        Of phones the preferred and mobile ones come before: they take texts as well.
        """
        found = [one for one in self.columns if one.use == use]
        first = words.MOBILE | {"primary", "preferred"} if use == "phone" else frozenset[str]()
        return [
            one.index
            for one in sorted(
                found,
                key=lambda one: (first.isdisjoint(normal(one.name).split()), one.number, one.index),
            )
        ]

    def kinds(self, use: str) -> dict[int, int]:
        """Return the columns that say what kind of e-mail or phone stands in which other one."""
        named = {normal(one.name): one.index for one in self.columns}
        kinds = {}
        for at in self.using(use):
            name = normal(self.columns[at].name).removesuffix(" value")
            kind = next((f"{name} {word}" for word in _KIND if f"{name} {word}" in named), "")
            if kind:
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
        own = {phrase for phrases in words.OWNERS.values() for phrase in phrases}
        named = {normal(one.name) for one in self.columns if one.use.startswith("name.")}
        return bool(named & own) or _has_places(list(self.columns), ("property_address.",))

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


def recognised(
    cells: Sequence[str], more: Iterable[str] = (), signs: frozenset[str] = frozenset()
) -> int:
    """Return how many cells of a row are names of columns that we know, or that a map names, or
    that are `signs` of a layout.
    """
    known = {normal(name) for name in more} | signs
    texts = {normal(cell) for cell in cells if len(cell) < 80}
    texts.discard("")
    return sum(text in known or classify(text)[0] not in {"extra", "id"} for text in texts)


def make_plan(
    header: Sequence[str],
    maps: Sequence[tuple[str, str]] = (),
    *,
    layouts: Sequence[Layout] = (),
    named: Layout | None = None,
    keyed: bool = False,
) -> Plan:
    """Return what each column of a header is used for.

    The layout is the one `named`, else the one of `layouts` (and of our own forms) that is
    recognised. `maps` are (field, column) pairs that override; `keyed` says that a column of ids
    may be used though no layout is recognised, because the caller named the source. Raises Usage
    for a map that names no field or no column.
    """
    names = unique_names(list(header))
    layout = named or recognise(map(normal, names), [*OURS, *layouts])
    said = _said(layout, names)
    columns = [_first_guess(place, name, layout, said) for place, name in enumerate(names)]
    columns = _without_second_people(_owners_are_leads(columns))
    columns = _joined_parts(columns)
    columns = _apply_maps(columns, maps)
    columns = _settle_ids(columns, layout, keyed)
    return Plan(tuple(_settle_places(_one_each(columns))), layout)


def _said(layout: Layout | None, names: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return what a layout says of columns that are there: a use, and its place in a join."""
    present = {normal(name) for name in names}
    said: dict[str, tuple[str, int]] = {}
    taken: set[str] = set()
    for number, (name, column) in enumerate(layout.columns if layout else ()):
        use, text = use_of_field(name), normal(column)
        if text not in present or text in said or (use == "id" and use in taken):
            continue
        is_single = use not in MANY and use.partition(":")[0] not in _SWITCHES
        said[text] = (JOINED + use if is_single and use in taken else use), number
        taken.add(use)
    return said


def _first_guess(
    place: int, name: str, layout: Layout | None, said: Mapping[str, tuple[str, int]]
) -> Column:
    plain = re.sub(r" \(\d+\)$", "", name)
    text = normal(plain)
    text = text if text in said else normal(header_zone(plain)[0])
    if name.casefold() in ADDED:
        return Column(place, name, "ignored", "written by leadctl")
    if layout and text in said:
        use, number = said[text]
        return Column(place, name, use, layout.name, _SAID, number if JOINED in use else 0)
    use, rank, number = classify(text)
    if layout and layout.slug == OWN and use == "extra" and FIELD.fullmatch(name):
        return Column(place, name, f"field:{name}", layout.name)
    if layout and layout.plain_address != "address" and use.startswith("address."):
        prefix = text.split()[0]
        if prefix not in {"home", "person", "contact", "current"}:
            use = f"{layout.plain_address}.{use.split('.')[1]}"
    return Column(place, name, use, "", rank, number)


_TOGETHER = {
    "birthday": ("birth year", "birth month", "birth day"),
    "received": ("date", "time"),
}
"""Uses that several columns hold together, each a part of it."""


def _joined_parts(columns: list[Column]) -> list[Column]:
    """Take columns that hold one date together for that date."""
    for use, names in _TOGETHER.items():
        places = {normal(one.name): one.index for one in columns}
        taken = any(one.use == use and normal(one.name) not in names for one in columns)
        if taken or not all(name in places for name in names):
            continue
        for number, name in enumerate(names):
            one = columns[places[name]]
            part = use if not number else JOINED + use
            columns[one.index] = replace(one, use=part, number=number)
    return columns


def _owners_are_leads(columns: list[Column]) -> list[Column]:
    """Take the owner's name for the lead's in a list of properties that names no other person.

    A plain "Address" in it is the property's.
    """
    places = ("property_address.", "mailing_address.")
    if not _has_places(columns, places) or any(one.use.startswith("name.") for one in columns):
        return columns
    uses = {phrase: use for use, phrases in words.OWNERS.items() for phrase in phrases}
    if any(uses.get(normal(one.name)) == "name.first" for one in columns):
        uses.pop(words.OWNERS_LABEL)
    owned = [
        one if one.rank == _SAID else replace(one, use=uses.get(normal(one.name), one.use))
        for one in columns
    ]
    owned = [
        replace(one, use="property_address.whole")
        if normal(one.name) in words.WHERE_IT_IS and one.use == "extra"
        else one
        for one in owned
    ]
    if owned == columns or any(one.use.startswith("property_address.") for one in columns):
        return owned
    return [replace(one, use=re.sub(r"^address\.", "property_address.", one.use)) for one in owned]


def _has_places(columns: list[Column], places: tuple[str, ...]) -> bool:
    return any(
        one.use.startswith(places) or normal(one.name) in words.OF_PROPERTIES for one in columns
    )


def _without_second_people(columns: list[Column]) -> list[Column]:
    """Keep the e-mails and phones of a second person, and of a CRM's owner, as extra."""
    unused = {normal(one.name) for one in columns if one.use == "extra"}
    named = {name.split()[0] for name in unused.intersection(words.SECOND_PEOPLE)}
    if _has_places(columns, ("property_address.",)):
        named.discard("owner")
    elif any(one.use.startswith("name.") for one in columns):
        named.add("owner")  # of a CRM: the agent
    return [
        replace(one, use="extra", why="of another person")
        if normal(one.name).partition(" ")[0] in named
        and not one.use.startswith("name.")
        and one.rank != _SAID
        else one
        for one in columns
    ]


def _apply_maps(columns: list[Column], maps: Sequence[tuple[str, str]]) -> list[Column]:
    for name, column in maps:
        use = use_of_field(name)
        index = _find(columns, column)
        columns = [
            replace(one, use="extra", why="")
            if one.use == use and one.why != "map" and use not in MANY
            else one
            for one in columns
        ]
        columns[index] = replace(columns[index], use=use, why="map", rank=_SAID)
    return columns


def _find(columns: list[Column], wanted: str) -> int:
    for same in (lambda one: one.name == wanted, lambda one: normal(one.name) == normal(wanted)):
        found = [one.index for one in columns if same(one)]
        if found:
            return found[0]
    names = [one.name for one in columns]
    raise Usage(f"The file has no column “{wanted}”.", hint=_nearest_column(wanted, names))


def _nearest_column(wanted: str, names: list[str]) -> str:
    """Return which columns may have been meant; where none is near, all that there are."""
    plain = {normal(name): name for name in reversed(names)}
    close = [plain[one] for one in difflib.get_close_matches(normal(wanted), plain, 3)]
    if close:
        return f"Did you mean {' or '.join(f'“{name}”' for name in close)}?"
    return "Its columns: " + ", ".join(names)


def _settle_ids(columns: list[Column], layout: Layout | None, keyed: bool) -> list[Column]:
    """Keep one column of ids: the system's own, or any where the caller named the source."""

    def is_key(one: Column) -> bool:
        if one.use != "id" or one.why == "map":
            return one.use == "id"
        return one.why == layout.name if layout and layout.ids else keyed

    mapped = any(one.use == "id" and one.why == "map" for one in columns)
    return [
        replace(one, use="extra")
        if one.use == "id" and (not is_key(one) or (mapped and one.why != "map"))
        else one
        for one in columns
    ]


def _one_each(columns: list[Column]) -> list[Column]:
    best: dict[str, Column] = {}
    for one in columns:
        held = best.get(one.use)
        if held is None or (one.rank, one.index) < (held.rank, held.index):
            best[one.use] = one
    return [
        one
        if one.use in MANY or ":" in one.use or best[one.use] is one
        else replace(one, use="extra", why=f"{best[one.use].name} is the {one.use}")
        for one in columns
    ]


def _settle_places(columns: list[Column]) -> list[Column]:
    """Keep the pieces of an address as extra where the file has no street and no city of it."""
    real = {
        one.use.split(".")[0]
        for one in columns
        if one.use.endswith((".whole", ".street", ".city")) and "name" not in one.use
    }
    settled = []
    for one in columns:
        place, _, part = one.use.partition(".")
        if place in words.PLACES and place not in real:
            settled.append(replace(one, use="zip" if part == "zip" else "extra"))
        else:
            settled.append(one)
    return _one_each(settled)
