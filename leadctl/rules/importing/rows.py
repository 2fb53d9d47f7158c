"""One row of a table as what it says of one person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import Any

from leadctl.rules.importing import values, words
from leadctl.rules.importing.columns import OWN, Plan
from leadctl.rules.importing.dates import Order, parse_birthday, parse_date
from leadctl.rules.importing.guess import may_be_labelled
from leadctl.rules.importing.headers import normal
from leadctl.rules.importing.numbers import parse_number
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.lead import YEARS

CHANNELS = ("call", "text", "email", "letter", "all")
"""The channels of `do_not_contact`, in the order in which they are stored."""

_SPELT = {"email": "an e-mail", "phone": "a phone"}

DATED = ("received", "status_at", "birthday")
"""The uses whose columns hold dates; fields of a date type are added by `date_columns`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are to be read: the book's region and zone, and what the user said.

    `orders` gives day and month's order by column index; `types` the pipeline's types of fields
    ("money", "number", "date", "datetime"); `slug` what goes before a source's own ids.
    """

    zone: tzinfo
    region: str = "US"
    source: str = ""
    slug: str = ""
    orders: Mapping[int, Order] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Incoming:
    """One person as a row tells of them, in the forms that a lead's file has.

    `notes` are (column, text) pairs; `remarks` are (column, what was wrong) pairs for the report;
    `status` is the other system's word.
    """

    line: int
    key: str = ""
    name: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    received: datetime | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    status: str = ""
    status_at: datetime | None = None
    row: str = ""
    remarks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def emails(self) -> list[str]:
        """Return all e-mails, the first one first."""
        return _all(self.fields, "email", "emails")

    @property
    def phones(self) -> list[str]:
        """Return all phones, the first one first."""
        return _all(self.fields, "phone", "phones")

    @property
    def identity(self) -> str:
        """Return the text from which the lead's id is derived: the same in every clone."""
        if self.key:
            return self.key
        if email := self.fields.get("email"):
            return f"email:{email}"
        who = " ".join(self.name.casefold().split())
        if phone := self.fields.get("phone"):
            return f"phone:{phone}:{who}"
        places = (self.fields.get(place) for place in words.PLACES)
        if where := next((place for place in places if place), ""):
            return f"name:{who}:{' '.join(str(where).casefold().split())}"
        return f"row:{self.row[:16]}"  # a name alone is nobody: there are many of it


def _all(fields: Mapping[str, Any], one: str, more: str) -> list[str]:
    first = fields.get(one)
    return [first, *fields.get(more, ())] if first else []


def date_columns(plan: Plan, types: Mapping[str, str]) -> list[int]:
    """Return the columns whose order of day and month must be decided before reading."""
    uses = set(DATED) | {f"field:{n}" for n, kind in types.items() if kind in {"date", "datetime"}}
    return [one.index for one in plan.columns if one.use in uses]


class RowReader:
    """Reads rows by one plan; whatever does not change from row to row is worked out once."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.reading = reading
        self._names = [one.name for one in plan.columns]
        self._salt = repr([(one.name, one.use) for one in plan.columns if one.use != "ignored"])
        self._salt += repr((reading.region, sorted(reading.orders.items())))
        self._own = next((one.index for one in plan.columns if one.name in OWN), len(self._names))
        self._key = self._only("id")
        self._emails = plan.using("email")
        self._phones = plan.using("phone")
        self._extra = plan.using("extra")
        self._notes = plan.using("note")
        self._tags = plan.using("tags")
        self._flags = [
            (one.index, (one.use.partition(":")[0], one.use.partition(":")[2]))
            for one in plan.columns
            if one.use.startswith(("bar:", "allow:", "words:"))
        ]
        self._labelled = [
            one.index
            for one in plan.columns
            if one.use == "status"
            or (one.use.startswith(("extra", "field:")) and may_be_labelled(normal(one.name)))
        ]
        self._name_parts = [
            self._only(f"name.{part}") for part in ("full", "first", "middle", "last", "suffix")
        ]
        self._company = self._only("company")
        self._places = self._compile_places()
        self._further = [
            (one.index, one.use[6:]) for one in plan.columns if one.use.startswith("field:")
        ]
        self._rest = {use: self._only(use) for use in ("source", "status", "zip", *DATED)}
        self._ads = plan.slug == "meta"

    def _only(self, use: str) -> int:
        return next(iter(self.plan.using(use)), -1)

    def _compile_places(self) -> list[tuple[str, list[int]]]:
        parts = ("whole", "street", "street2", "city", "state", "zip", "country")
        found = [
            (place, [self._only(f"{place}.{part}") for part in parts])
            for place in ("address", "property_address", "mailing_address")
        ]
        return [(place, places) for place, places in found if any(at >= 0 for at in places)]

    def status(self, cells: Sequence[str]) -> str:
        """Return the other system's word for where the person stands, or ""."""
        at = self._rest["status"]
        return values.clean(cells[at]) if at >= 0 else ""

    def digest(self, cells: Sequence[str], ours: str = "") -> str:
        """Return a short text that only an identical row, read in the same way, has too.

        `ours` is what its status was mapped to: mapped anew it says something new, of the same
        person, which its first 16 characters name.
        """
        text = "\x1f".join(cells[: self._own]) + self._salt
        row = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return row + hashlib.blake2b(ours.encode(), digest_size=4).hexdigest() if ours else row

    def key(self, cells: Sequence[str]) -> str:
        """Return the other system's name for the person ("followupboss:10231"), or ""."""
        if self._key < 0:
            return ""
        own = values.clean(cells[self._key])
        own = values.without_ad_prefix(own) if self._ads else own
        return f"{self.reading.slug}:{own}" if own and own != "0" else ""

    def is_test(self, cells: Sequence[str]) -> bool:
        """Whether an ad platform made the row up to try out a form."""
        return "<test lead:" in "".join(cells) and any(map(values.is_test_cell, cells))

    def read(self, line: int, cells: Sequence[str]) -> Incoming:
        """Return what a row says. Nothing in it is lost: what does not fit is in `extra`."""
        one = Incoming(line, self.key(cells))
        # The last text is what a column says that is not there: its place is -1.
        cells = [*values.clean_all(cells), ""]
        barred = self._read_reach(one, cells)
        self._read_places(one, cells)
        self._read_rest(one, cells)
        self._read_flags(one, cells, barred)
        self._read_dates(one, cells)
        if self._further:
            self._read_further(one, cells)
        extra = one.extra
        for at in self._extra:
            if text := cells[at]:
                extra[self._names[at]] = values.without_ad_prefix(text) if self._ads else text
        self._read_name(one, cells)
        return one

    def _read_reach(self, one: Incoming, cells: Sequence[str]) -> set[str]:
        """Read e-mails and phones; return the channels that words beside them bar."""
        barred: set[str] = set()
        for at in self._emails:
            if cells[at]:
                self._take(one, values.read_emails(cells[at]), at, cells, "email")
        for at in self._phones:
            if cells[at]:
                found = read_phones(cells[at], self.reading.region)
                self._take(one, found, at, cells, "phone")
                barred.update(found.bars)
        return barred

    def _take(
        self, one: Incoming, found: values.Found, at: int, cells: Sequence[str], kind: str
    ) -> None:
        fields = one.fields
        for value in found.values:
            if kind not in fields:
                fields[kind] = value
            elif value != fields[kind] and value not in fields.get(f"{kind}s", ()):
                fields.setdefault(f"{kind}s", []).append(value)
        if found.junk:
            one.extra[self._names[at]] = cells[at]
            one.remarks.append((self._names[at], f"not all of it is {_SPELT[kind]}; kept as text"))

    def _read_places(self, one: Incoming, cells: Sequence[str]) -> None:
        for place, places in self._places:
            whole, street, street2, city, state, postal, country = [cells[at] for at in places]
            text = values.one_address(whole, street, street2, (city, state, postal, country))
            if text:
                one.fields[place] = text
            if postal and "zip" not in one.fields:
                one.fields["zip"] = values.without_ad_prefix(postal)

    def _read_rest(self, one: Incoming, cells: Sequence[str]) -> None:
        source = cells[self._rest["source"]] or self.reading.source
        if not source and self.plan.system:
            source = self.plan.system.source
        if source:
            one.fields["source"] = " ".join(source.split())
        if one.key:
            one.fields["source_key"] = one.key
        if postal := cells[self._rest["zip"]]:
            one.fields["zip"] = values.without_ad_prefix(postal)
        for at in self._notes:
            if text := cells[at]:
                one.notes.append((self._names[at], text.replace("\r\n", "\n")))
        one.status = cells[self._rest["status"]]

    def _read_flags(self, one: Incoming, cells: Sequence[str], barred: set[str]) -> None:
        tags: list[str] = []
        for at in self._tags:
            labels, bars = _labels(cells[at])
            tags += labels
            barred |= bars
        for at, (kind, channels) in self._flags:
            if text := cells[at]:
                bars, is_all = _bars(kind, channels, text)
                barred |= bars
                if not is_all:
                    one.extra[self._names[at]] = text
        for at in self._labelled:
            if cells[at]:
                barred |= _labels(cells[at])[1]
        if tags:
            one.fields["tags"] = list(dict.fromkeys(tags))
        if barred:
            one.fields["do_not_contact"] = [name for name in CHANNELS if name in barred]

    def _read_dates(self, one: Incoming, cells: Sequence[str]) -> None:
        one.received = self._moment(one, cells, self._rest["received"])
        one.status_at = self._moment(one, cells, self._rest["status_at"])
        at = self._rest["birthday"]
        if text := cells[at]:
            born = parse_birthday(text, self.reading.orders.get(at, "mdy"))
            if born is None:
                self._keep(one, at, text, "is no date")
            else:
                one.fields["birthday"] = born

    def _moment(self, one: Incoming, cells: Sequence[str], at: int) -> datetime | None:
        text = cells[at]
        if not text:
            return None
        parsed = parse_date(text, self.reading.orders.get(at, "mdy"), self.reading.zone)
        moment = _moment(parsed, self.reading.zone)
        if moment is None:
            self._keep(one, at, text, "is no date")
        return moment

    def _keep(self, one: Incoming, at: int, text: str, why: str) -> None:
        one.extra[self._names[at]] = text
        one.remarks.append((self._names[at], f"{why}; kept as text"))

    def _read_further(self, one: Incoming, cells: Sequence[str]) -> None:
        for at, name in self._further:
            if not (text := cells[at]):
                continue
            value = self._typed(text, self.reading.types.get(name, "text"), at)
            if value is None:
                self._keep(one, at, text, f"is no {self.reading.types[name]}")
            else:
                one.fields[name] = value

    def _typed(self, text: str, kind: str, at: int) -> Any:
        if kind in {"money", "number"}:
            return parse_number(text)
        if kind in {"date", "datetime"}:
            zone = self.reading.zone
            parsed = parse_date(text, self.reading.orders.get(at, "mdy"), zone)
            if kind == "datetime":
                return _moment(parsed, zone)
            return parsed.date() if isinstance(parsed, datetime) else parsed
        return text

    def _read_name(self, one: Incoming, cells: Sequence[str]) -> None:
        parts = [cells[at] for at in self._name_parts]
        one.name = values.whole_name(*["" if part == "0" else part for part in parts])
        company = cells[self._company]
        if one.name and company:
            one.extra[self._names[self._company]] = company
        if not one.name:
            one.name = company or self._stand_in(one)

    def _stand_in(self, one: Incoming) -> str:
        """Return what to call somebody whose name nobody said."""
        order = ("email", "phone", "property_address", "address", "mailing_address")
        return next((str(one.fields[name]) for name in order if name in one.fields), "")


@lru_cache(256)  # the rows of a file repeat few such cells
def _labels(cell: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the labels of a cell, and the channels that they bar."""
    tags = values.read_tags(cell)
    bars = (channel for tag in tags for channel in values.barred_by_tag(tag).split(","))
    return tuple(tags), frozenset(filter(None, bars))


@lru_cache(256)
def _bars(kind: str, channels: str, cell: str) -> tuple[frozenset[str], bool]:
    """Return the channels that a flag's cell bars, and whether that is all that it says."""
    says = {"bar": values.says_yes, "allow": values.says_no, "words": values.says_out}[kind]
    is_all = kind != "words" and values.is_plain(cell)
    if says(cell):
        return frozenset(channels.split(",")), is_all
    return _labels(cell)[1] if kind != "bar" else frozenset(), is_all


def _moment(parsed: date | None, zone: tzinfo) -> datetime | None:
    """Return a day's first moment, or the moment itself, in UTC; None at the calendar's ends."""
    if parsed is None or parsed.year not in YEARS:
        return None
    at = parsed if isinstance(parsed, datetime) else datetime.combine(parsed, time(), zone)
    return at.astimezone(UTC)
