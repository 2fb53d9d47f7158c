"""What a column can be said to be: the fields of `--map` and of a layout's `[columns]`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from leadctl.errors import Usage
from leadctl.patterns import pattern
from leadctl.rules.importing import column_words
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.fields import FIELDS

MAP_FIELDS = {
    **{one.name: one.use for one in FIELDS if one.use},
    "full_name": "name.full",
    "first_name": "name.first",
    "middle_name": "name.middle",
    "last_name": "name.last",
    "name_suffix": "name.suffix",
    "company": "company",
    "note": "note",
    "notes": "note",
    "received": "received",
    "status_at": "status_at",
    "remind": "remind",
    "do_not_call": "bar:call,text",
    "do_not_text": "bar:text",
    "do_not_email": "bar:email",
    "do_not_mail": "bar:letter",
    "may_call": "allow:call,text",
    "may_text": "allow:text",
    "may_email": "allow:email",
    "may_mail": "allow:letter",
    "may_contact": "allow:all",
    "subscription": "words:email",
    "extra": "extra",
    "ignore": "ignored",
}
"""What stands left of `=` in `--map field=column`; any other lower-case word is a lead's field."""

RESERVED = frozenset({"id", "pipeline", "history", "archived", "schema"})
FIELD = pattern(r"[a-z][a-z0-9_]*")


def use_of_field(name: str) -> str:
    """Return the use that a field of a map means. Raises Usage for what no column can fill."""
    place, _, part = name.partition(".")
    if place in column_words.PLACES and part in column_words.PARTS:
        return name
    if name in MAP_FIELDS:
        return MAP_FIELDS[name]
    if name in RESERVED or not FIELD.fullmatch(name):
        close = difflib.get_close_matches(name, MAP_FIELDS, 1)
        raise Usage(
            f"“{name}” is no field that a column can fill.",
            hint=f"Did you mean “{close[0]}”?" if close else "Fields: " + ", ".join(MAP_FIELDS),
        )
    return f"field:{name}"


def unknown_words(name: str, declared: Iterable[str]) -> str:
    """Return that a field of a map is one that nobody declared, kept as a text; "" of any other."""
    known = {*MAP_FIELDS, *declared}
    if name in known or name.partition(".")[0] in column_words.PLACES:
        return ""
    there = ", ".join(sorted(known))
    return f"No pipeline here has a field “{name}”: it is kept as a text. Fields are: {there}"


def refuse_misspelt(name: str, declared: Iterable[str]) -> None:
    """Raise Usage for a field of a map that nobody declared and that is nearly a known one."""
    known = {*MAP_FIELDS, *declared}
    if name not in known and FIELD.fullmatch(name) and (near := nearest(name, known, 0.8)):
        raise Usage(f"There is no field “{name}”.", hint=near[0].upper() + near[1:])
