"""Which column of a table is what: from names, layouts and maps to a plan."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from leadctl.errors import Usage
from leadctl.rules.importing import column_words
from leadctl.rules.importing.columns_by_company import (
    SAID,
    callers_are_leads,
    joined_parts,
    named_as_persons,
    named_by_their_word,
    owners_are_leads,
    with_house_numbers,
    with_second_surnames,
    without_second_people,
)
from leadctl.rules.importing.dates import header_zone
from leadctl.rules.importing.headers import classify
from leadctl.rules.importing.layouts import OURS, Layout, recognise
from leadctl.rules.importing.map_fields import FIELD, use_of_field
from leadctl.rules.importing.plan import BARS, JOINED, MANY, Column, Plan
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal, unique_names
from leadctl.values import replace

ADDED = ("leadctl_reason", "leadctl_line")
"""The columns that leadctl adds to a file of rejected rows."""

_SWITCHES = frozenset({"bar", "allow", "words"})


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
    columns = without_second_people(owners_are_leads(columns))
    columns = named_by_their_word(callers_are_leads(columns))
    columns = with_second_surnames(named_as_persons(columns))
    columns = joined_parts(with_house_numbers(columns))
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
        return Column(place, name, use, layout.name, SAID, number if JOINED in use else 0)
    use, rank, number = _classified(text, numbered=plain.rstrip().endswith("#"))
    if layout and layout.slug == OWN and use == "extra" and FIELD.fullmatch(name):
        return Column(place, name, f"field:{name}", layout.name)
    if layout and layout.plain_address != "address" and use.startswith("address."):
        prefix = text.split()[0]
        if prefix not in {"home", "person", "contact", "current"}:
            use = f"{layout.plain_address}.{use.split('.')[1]}"
    return Column(place, name, use, "", rank, number)


def _classified(text: str, *, numbered: bool) -> tuple[str, int, int]:
    """Return what a header is for; of one that ends in "#", a number: no name ("Client #")."""
    if not numbered:
        return classify(text)
    found = classify(f"{text} number")
    found = found if found[0] != "extra" else classify(text)
    return ("extra", 0, 0) if found[0].startswith(("name.", "company")) else found


def _apply_maps(columns: list[Column], maps: Sequence[tuple[str, str]]) -> list[Column]:
    said: dict[str, int] = {}
    for place, (name, column) in enumerate(maps):
        use = use_of_field(name)
        index = _find(columns, column)
        columns = [
            replace(one, use="extra", why="")
            if one.use in {use, f"{JOINED}{use}"} and one.why != "map" and use not in MANY
            else one
            for one in columns
        ]
        first = said.setdefault(use, index)
        if is_more := first != index and use not in MANY and not use.startswith(_FLAGS):
            _refuse_two(name, use, columns[first].name, columns[index].name)
        one = replace(columns[index], use=use, why="map", rank=SAID)
        columns[index] = replace(one, use=f"{JOINED}{use}", number=place) if is_more else one
    return columns


_FLAGS = (BARS, "allow:", "words:")
_JOINABLE = ("name.", "received", "birthday", *(f"{place}." for place in column_words.PLACES))
"""Uses of which two columns can say one thing together."""


def _refuse_two(name: str, use: str, first: str, second: str) -> None:
    if not use.startswith(_JOINABLE):
        raise Usage(
            f"“{name}” is one column, and two are named: “{first}” and “{second}”.",
            hint="Leave one out: it is kept beside the lead's fields as it is.",
        )


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
        if place in column_words.PLACES and place not in real:
            settled.append(replace(one, use="zip" if part == "zip" else "extra"))
        else:
            settled.append(one)
    return _one_each(settled)
