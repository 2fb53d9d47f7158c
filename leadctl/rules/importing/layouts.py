"""Layouts: what one system calls its columns, as data. One TOML file a system says it.

`[recognise]` the header, `[columns]` a field and its columns, `[skip]` rows that are nobody,
`[set]` what is true of every row, `[status]` their status and ours, `[options]` how it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TypedDict, cast, get_args

from leadctl.errors import Usage
from leadctl.rules.importing.dates import Order
from leadctl.rules.importing.map_fields import use_of_field
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass, field

OPTIONS = {
    "source": "The name of the system, said of leads whose row names no source.",
    "delimiter": "What stands between cells, where it cannot be told.",
    "header_line": "The line of the header, where it cannot be told.",
    "encoding": "The file's encoding, where it cannot be told.",
    "date_order": "dmy or mdy, for 03/04/2026.",
    "zone": "The time zone of moments without one.",
    "region": "The country of phone numbers without one.",
    "plain_address": "Whose a plain “Address” is: address, property_address, mailing_address.",
    "fill_down": "Columns of which an empty cell means what stands above it: merged cells.",
    "cell_marks": "What stands before cells and is no part of them: “p:” before phones.",
}
"""What `[options]` may say; all are texts, but for `header_line` and `fill_down`, a list."""

TABLES = ("recognise", "columns", "skip", "set", "status", "options")
SETTABLE = ("source", "role", "owner", "tags")
"""What `[set]` may say of every row."""

WHERE = ("book", "yours", "shipped")
"""Where layouts are looked for, in this order."""


class LayoutOptions(TypedDict, total=False):
    """What `[options]` says, by OPTIONS."""

    source: str
    delimiter: str
    header_line: int
    encoding: str
    date_order: Order
    zone: str
    region: str
    plain_address: str
    cell_marks: str
    fill_down: list[str]


@dataclass(frozen=True)
class Layout:
    """One known export.

    `signs` are normal header names of which at least `needed` must be there. `columns` are (field,
    column) pairs in the order of the file; several columns of one field are joined, but of
    `source_key`, whose first one that is there names a person for ever. `skip` gives for a column
    ("*" for any) the cells of rows that are nobody, with "*" for any text, and for "only" the
    columns that alone are filled in such a row; `sets` what is true of
    each row.
    """

    slug: str
    name: str
    signs: frozenset[str] = frozenset()
    needed: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sets: Mapping[str, object] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    options: LayoutOptions = field(default_factory=LayoutOptions)
    where: str = "shipped"

    @property
    def source(self) -> str:
        """Return what is said of every lead that names no source itself."""
        return str(self.sets.get("source", "") or self.options.get("source", ""))

    @property
    def ids(self) -> list[str]:
        """Return the columns that can name a person, the best one first, in normal form."""
        return [normal(column) for name, column in self.columns if name == "source_key"]

    @property
    def plain_address(self) -> str:
        """Return whose address a plain "Address" is."""
        return str(self.options.get("plain_address", "address"))

    @property
    def filled_down(self) -> frozenset[str]:
        """Return the columns, in normal form, whose empty cells mean what stands above them."""
        return frozenset(map(normal, self.options.get("fill_down", ())))

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what stands before cells and is no part of them."""
        return tuple(str(self.options.get("cell_marks", "")).split())

    def score(self, present: frozenset[str]) -> float:
        """Return how well a header fits, 1 being enough."""
        return len(self.signs & present) / self.needed if self.needed else 0.0


def recognise(headers: Iterable[str], layouts: Sequence[Layout]) -> Layout | None:
    """Return the layout whose signs a header (in normal form) carries most of, or None.

    One of the book's comes before one of the user's, and that before a shipped one.
    """
    present = frozenset(headers)
    fit = [one for one in layouts if one.score(present) >= 1]
    for where in WHERE:
        if here := [one for one in fit if one.where == where]:
            return max(here, key=lambda one: one.score(present))
    return None


def matches(cell: str, patterns: Sequence[str]) -> bool:
    """Whether a cell is one of those; "*" stands for any text, "" for an empty cell."""
    text = cell.strip().casefold()
    return any(fnmatchcase(text, pattern.casefold()) for pattern in patterns)


def read_layout(
    document: Mapping[str, object], slug: str, shown: str, where: str = "shipped"
) -> Layout:
    """Return a layout from its TOML document; `shown` is what to call its file.

    Raises Usage for a table, a field or a value that a layout does not have.
    """
    if unknown := [key for key in document if key not in {"name", *TABLES}]:
        told = ", ".join(f"[{name}]" for name in TABLES)
        raise Usage(f"{shown} has a table [{unknown[0]}]; a layout has {told}.")
    tables = {name: _table(document, name, shown) for name in TABLES}
    signs, needed = _recognise(tables["recognise"], shown)
    return Layout(
        slug,
        str(document.get("name", slug)),
        signs,
        needed,
        _columns(tables["columns"], shown),
        {key: _texts(value, f"skip.{key}", shown) for key, value in tables["skip"].items()},
        _sets(tables["set"], shown),
        _statuses(tables["status"], shown),
        _options(tables["options"], shown),
        where,
    )


def _table(document: Mapping[str, object], key: str, shown: str) -> Mapping[str, object]:
    table = document.get(key, {})
    if not isinstance(table, Mapping):
        raise Usage(f"{shown}: {key} is not a table.")
    return table


def _texts(value: object, key: str, shown: str) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(one, str) for one in texts):
        raise Usage(f"{shown}: {key} is not a text, or a list of texts.")
    return tuple(texts)


def _recognise(table: Mapping[str, object], shown: str) -> tuple[frozenset[str], int]:
    if not table:
        return frozenset(), 0
    columns = _texts(table.get("columns", ()), "recognise.columns", shown)
    needed = table.get("needed", len(columns))
    if type(needed) is not int or not 0 < needed <= len(columns):
        raise Usage(f"{shown}: recognise.needed is no number from 1 to {len(columns)}.")
    return frozenset(map(normal, columns)), needed


def _columns(table: Mapping[str, object], shown: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for key, value in table.items():
        use_of_field(key)
        if not isinstance(value, str | list):
            raise Usage(f"{shown}: columns.{key} is not the name of a column, or a list.")
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            raise Usage(f"{shown}: columns.{key} is not the name of a column.")
        pairs += [(key, column) for column in ([value] if isinstance(value, str) else value)]
    return tuple(pairs)


def _sets(table: Mapping[str, object], shown: str) -> dict[str, object]:
    for key, value in table.items():
        if key not in SETTABLE:
            raise Usage(f"{shown}: set.{key} is none of {', '.join(SETTABLE)}.")
        if not isinstance(value, list if key == "tags" else str):
            raise Usage(f"{shown}: set.{key} is not a {'list' if key == 'tags' else 'text'}.")
    return dict(table)


def _statuses(table: Mapping[str, object], shown: str) -> dict[str, str]:
    if not all(isinstance(ours, str) for ours in table.values()):
        raise Usage(f"{shown}: a line of [status] is not “theirs” = “ours”.")
    return {theirs: str(ours) for theirs, ours in table.items()}


def _options(table: Mapping[str, object], shown: str) -> LayoutOptions:
    for key, value in table.items():
        if key == "fill_down":
            _texts(value, "options.fill_down", shown)
            continue
        fits = type(value) is int if key == "header_line" else isinstance(value, str)
        if key not in OPTIONS or not fits:
            raise Usage(f"{shown}: options.{key} is none of {', '.join(OPTIONS)} as a text.")
        if key == "date_order" and value not in get_args(Order):
            raise Usage(f"{shown}: options.date_order is dmy or mdy, not {value}.")
    listed = {"fill_down": _texts(table["fill_down"], "", shown)} if "fill_down" in table else {}
    return cast("LayoutOptions", {**table, **listed})


OURS = (
    Layout(
        OWN,
        "leadctl",
        frozenset(
            [
                *("id", "pipeline", "source key", "do not contact", "letter to", "received"),
                *("entered", "next due", "next do"),
            ]
        ),
        6,
        (
            ("source_key", "id"),
            ("name", "name"),
            ("status_at", "entered"),
            *((name, name) for name in ("role", "owner", "zip")),
            *(("ignore", name) for name in ("pipeline", "archived", "letter to")),
            *(("ignore", name) for name in ("next due", "next do")),
        ),
        where="book",
    ),
    Layout(
        "vcard",
        "vCard",
        frozenset({"vcard uid", "vcard version", "vcard full name"}),
        2,
        (("source_key", "vcard uid"), ("name", "vcard full name"), ("ignore", "vcard version")),
        where="book",
    ),
)
"""The two forms that leadctl itself writes, which are no other system's."""
