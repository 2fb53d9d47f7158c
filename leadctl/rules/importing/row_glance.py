"""What of a row is told at a glance, before all of it is read: which one it is, and whose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from leadctl.rules.importing import cell_words, row_words, values
from leadctl.rules.importing.columns import ADDED
from leadctl.rules.importing.group_titles import title
from leadctl.rules.importing.layouts import matches
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reading import Reading
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal

SAME_ROW = 16
"""So many characters of a digest are the row's; those behind them say how its status was mapped."""
_CARD = "urn:leadctl:"
"""What goes before a lead's id in the cards that leadctl writes."""


class RowSigns:
    """Looks at rows by one plan; whatever does not change from row to row is worked out once."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        used = [(one.name, one.use) for one in plan.columns if one.use != "ignored"]
        self._salt = repr(used) + repr((reading.region, sorted(reading.orders.items())))
        self._slug = reading.slug
        self._marks = plan.marks
        self._skip = _skips(plan)
        self._key = next(iter(plan.using("id")), -1)
        self._status = next(iter(plan.using("status")), -1)
        columns = plan.columns
        self._titled = reading.titled
        self._heads = [
            one.index for one in columns if one.use.startswith(("name.", "company", "extra"))
        ]
        self._own = next((one.index for one in columns if one.name in ADDED), len(columns))
        self._own_numbers = plan.own_numbers
        self._phones = plan.using("phone") if self._own_numbers else []
        said = [(one.index, row_words.NOBODY.get(normal(one.name), "")) for one in columns]
        self._nobody = [(at, why) for at, why in said if why]

    def status(self, cells: Sequence[str]) -> str:
        """Return the other system's word for where the person stands, or ""."""
        return values.clean(cells[self._status]) if self._status >= 0 else ""

    def digest(self, cells: Sequence[str], ours: str = "") -> str:
        """Return a short text that only an identical row, read in the same way, has too.

        `ours` is what its status was mapped to: mapped anew it says something new, of the same
        person, which its first characters name.
        """
        row = _short_hash("\x1f".join(cells[: self._own]) + self._salt, SAME_ROW // 2)
        return row + _short_hash(ours, 4) if ours else row

    def key(self, cells: Sequence[str]) -> str:
        """Return the other system's name for the person ("followupboss:10231"), or ""."""
        if self._key < 0:
            return ""
        own = values.clean(cells[self._key])
        own = values.without_mark(own, self._marks)
        if own.startswith(_CARD):
            return f"{OWN}:{own.removeprefix(_CARD)}"
        return f"{self._slug}:{own}" if own and own != "0" else ""

    def nobody(self, cells: Sequence[str]) -> str:
        """Return why a row is nobody, as far as its layout says so; or ""."""
        for flag, why in self._nobody:
            said = values.answer(values.clean(cells[flag]))
            if said and said not in cell_words.NO and said not in cell_words.NO_DATE:
                return why
        if why := title(cells, self._titled, self._heads):
            return why
        if self._phones and self._is_own(cells):
            return "of one's own number"
        return self._skipped(cells) if self._skip else ""

    def _skipped(self, cells: Sequence[str]) -> str:
        """Return why the layout leaves a row out, or ""."""
        for at, patterns, why in self._skip:
            if isinstance(at, frozenset):
                if not any(cell.strip() for n, cell in enumerate(cells) if n not in at):
                    return why
            elif at >= 0:
                if matches(cells[at], patterns):
                    return why
            elif any(matches(cell, patterns) for cell in cells if ":" in cell):
                return why
        return ""

    def _is_own(self, cells: Sequence[str]) -> bool:
        """Whether a call came from the number that was called."""
        own = {_digits(cells[at]) for at in self._own_numbers} - {""}
        return any(_digits(cells[at]) in own for at in self._phones)


def _digits(cell: str) -> str:
    """Return the last ten digits of a number: with or without its country it is the same."""
    return re.sub(r"\D", "", cell)[-10:]


def _skips(plan: Plan) -> list[tuple[int | frozenset[int], tuple[str, ...], str]]:
    """Return the columns whose cells say that a row is nobody, and in words what they say."""
    places = {normal(one.name): one.index for one in plan.columns}
    skip = plan.layout.skip if plan.layout else {}
    found: list[tuple[int | frozenset[int], tuple[str, ...], str]] = []
    for name, patterns in skip.items():
        if name == "only":
            kept = frozenset(places[normal(one)] for one in patterns if normal(one) in places)
            found.append((kept, (), f"of whom {' and '.join(patterns)} alone is filled in"))
        elif name == "*":
            found.append((-1, patterns, "made up to try a form out"))
        elif normal(name) in places:
            named = " or ".join(f"“{one}”" if one else "empty" for one in patterns)
            told = "is filled in" if "?*" in patterns else f"is {named}"
            found.append((places[normal(name)], patterns, f"of whom {name} {told}"))
    return found


def _short_hash(text: str, size: int) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=size).hexdigest()
