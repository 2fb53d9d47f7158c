"""Which column of a table is what: a plan that accounts for every column.

A column's *use* is one of
  name.full name.first name.middle name.last name.suffix company
  email phone tags note source received birthday status status_at id zip
  PLACE.PART      an address: address, property_address or mailing_address, and a key of PARTS
  bar:CHANNELS    a flag that bars channels ("bar:call,text")
  allow:CHANNELS  a consent: bars them where it says no
  words:CHANNELS  a status of a subscription: bars them where it says unsubscribed
  field:NAME      a further field of the lead, asked for by a map
  extra, ignored
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from leadctl.errors import Usage
from leadctl.rules.importing import words
from leadctl.rules.importing.guess import classify
from leadctl.rules.importing.systems import System, recognise
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal, unique_names
from leadctl.values import dataclass, replace

MANY = frozenset({"email", "phone", "note", "tags", "extra", "ignored"})
"""Uses that several columns may share; the flags (bar:, allow:, words:) are such too."""

ADDED = ("leadctl_reason", "leadctl_line")
"""The columns that leadctl adds to a file of rejected rows."""

MAP_FIELDS = {
    "name": "name.full",
    "full_name": "name.full",
    "first_name": "name.first",
    "middle_name": "name.middle",
    "last_name": "name.last",
    "company": "company",
    "email": "email",
    "emails": "email",
    "phone": "phone",
    "phones": "phone",
    "tags": "tags",
    "note": "note",
    "notes": "note",
    "source": "source",
    "received": "received",
    "birthday": "birthday",
    "status": "status",
    "status_at": "status_at",
    "source_key": "id",
    "zip": "zip",
    "address": "address.whole",
    "property_address": "property_address.whole",
    "mailing_address": "mailing_address.whole",
    "do_not_call": "bar:call,text",
    "do_not_text": "bar:text",
    "do_not_email": "bar:email",
    "do_not_mail": "bar:letter",
    "do_not_contact": "bar:all",
    "extra": "extra",
    "ignore": "ignored",
}
"""What stands left of `=` in `--map field=column`; any other lower-case word is a lead's field."""

_KIND = ("type", "label")
_RESERVED = frozenset({"id", "pipeline", "history", "archived", "schema"})
_FIELD = re.compile(r"[a-z][a-z0-9_]*")


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
    system: System | None = None

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
        """Return the recognised system's short name, or ""."""
        return self.system.slug if self.system else ""

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


def recognised(cells: Sequence[str], more: Iterable[str] = ()) -> int:
    """Return how many cells of a row are names of columns that we know, or that a map names."""
    known = {normal(name) for name in more}
    texts = {normal(cell) for cell in cells if len(cell) < 80}
    texts.discard("")
    return sum(text in known or classify(text)[0] not in {"extra", "id"} for text in texts)


def make_plan(
    header: Sequence[str], maps: Sequence[tuple[str, str]] = (), *, keyed: bool = False
) -> Plan:
    """Return what each column of a header is used for.

    `maps` are (field, column) pairs that override; `keyed` says that a column of ids may be used
    though no system is recognised, because the caller named the source. Raises Usage for a map
    that names no field or no column.
    """
    names = unique_names(list(header))
    system = recognise(normal(name) for name in names)
    columns = [_first_guess(place, name, system) for place, name in enumerate(names)]
    columns = _without_second_people(_owners_are_leads(columns))
    columns = _apply_maps(columns, maps)
    columns = _settle_ids(columns, system, keyed)
    return Plan(tuple(_settle_places(_one_each(columns))), system)


def _first_guess(place: int, name: str, system: System | None) -> Column:
    text = normal(re.sub(r" \(\d+\)$", "", name))
    if name.casefold() in ADDED:
        return Column(place, name, "ignored", "written by leadctl")
    if system and text in system.uses:
        return Column(place, name, system.uses[text], system.name)
    use, rank, number = classify(text)
    if system and system.slug == OWN and use == "extra" and _FIELD.fullmatch(name):
        return Column(place, name, f"field:{name}", system.name)
    if system and system.bare != "address" and use.startswith("address."):
        prefix = text.split()[0]
        if prefix not in {"home", "person", "contact", "current"}:
            use = f"{system.bare}.{use.split('.')[1]}"
    return Column(place, name, use, "", rank, number)


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
    owned = [replace(one, use=uses.get(normal(one.name), one.use)) for one in columns]
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
        if normal(one.name).partition(" ")[0] in named and not one.use.startswith("name.")
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
        columns[index] = replace(columns[index], use=use, why="map", rank=-1)
    return columns


def use_of_field(name: str) -> str:
    """Return the use that a field of a map means. Raises Usage for what no column can fill."""
    place, _, part = name.partition(".")
    if place in words.PLACES and part in words.PARTS:
        return name
    if name in MAP_FIELDS:
        return MAP_FIELDS[name]
    if name in _RESERVED or not _FIELD.fullmatch(name):
        close = difflib.get_close_matches(name, MAP_FIELDS, 1)
        raise Usage(
            f"“{name}” is no field that a column can fill.",
            hint=f"Did you mean “{close[0]}”?" if close else "Fields: " + ", ".join(MAP_FIELDS),
        )
    return f"field:{name}"


def refuse_misspelt(name: str, declared: Iterable[str]) -> None:
    """Raise Usage for a field of a map that nobody declared and that is nearly a known one."""
    known = {*MAP_FIELDS, *declared}
    if name not in known and _FIELD.fullmatch(name) and (near := nearest(name, known, 0.8)):
        raise Usage(f"There is no field “{name}”.", hint=near[0].upper() + near[1:])


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


def _settle_ids(columns: list[Column], system: System | None, keyed: bool) -> list[Column]:
    """Keep one column of ids: the system's own, or any where the caller named the source."""

    def is_key(one: Column) -> bool:
        if one.use != "id" or one.why == "map":
            return one.use == "id"
        return one.why == system.name if system else keyed

    mapped = any(one.use == "id" and one.why == "map" for one in columns)
    return [
        replace(one, use="extra")
        if one.use == "id" and (not is_key(one) or (mapped and one.why != "map"))
        else one
        for one in _promote_id(columns, system)
    ]


def _promote_id(columns: list[Column], system: System | None) -> list[Column]:
    if not system:
        return columns
    named = [normal(one.name) for one in columns if one.why != "map"]
    key = next((name for name in system.ids if name in named), None)
    return [
        replace(one, use="id", why=system.name)
        if normal(one.name) == key and one.why != "map"
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
