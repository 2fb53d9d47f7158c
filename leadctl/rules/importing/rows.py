"""Rows of a table as what each says of one person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from leadctl.rules.importing import values, words
from leadctl.rules.importing.columns import Plan
from leadctl.rules.importing.dates import header_zone, parse_birthday
from leadctl.rules.importing.guess import may_be_labelled
from leadctl.rules.importing.incoming import Incoming, is_town
from leadctl.rules.importing.names import whole_name
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.importing.reading import DATED, Reading
from leadctl.rules.importing.typed_cells import Cell, typed
from leadctl.rules.importing.typed_cells import moment as moment_of
from leadctl.rules.leads.fields import CHANNELS
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import IN_UTC, normal

_Ones = Sequence[Incoming]
_Cells = Sequence[str]
_Columns = Sequence[_Cells]
_Barred = Sequence[set[str]]
_APART = words.MOBILE | words.OF_OTHERS
_NUMBER = re.compile(r"[1-9]\d{7,14}")
_SPELT = {"email": "an e-mail", "phone": "a phone"}


class RowReader:
    """Reads rows by one plan; whatever does not change from row to row is worked out once."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.reading = reading
        self._names = [one.name for one in plan.columns]
        self._emails = plan.using("email")
        self._phones = plan.using("phone")
        self._kinds = plan.kinds("phone")
        self._extra = plan.using("extra")
        self._notes = plan.using("note")
        self._tags = plan.using("tags")
        self._flags = [
            (one.index, (one.use.partition(":")[0], one.use.partition(":")[2]), one.number > 0)
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
        self._owners = plan.is_of_properties
        self._places = self._compile_places()
        self._further = [
            (one.index, one.use[6:]) for one in plan.columns if one.use.startswith("field:")
        ]
        self._further_at = dict(self._further)
        self._rest = {use: self._only(use) for use in ("source", "status", "zip", *DATED)}
        self._marks = plan.marks
        self._joins = plan.joins
        self._sets = plan.layout.sets if plan.layout else {}
        self._own = plan.slug == OWN
        named = (one.index for one in plan.columns if one.name == "pipeline")
        self._pipeline = next(named, -1) if self._own else -1
        self._zones = [_zone_of(name, reading.zone) for name in self._names]

    @property
    def fields(self) -> list[str]:
        """Return the further fields that a row may have, in the order in which it has them."""
        return [name for _, name in self._further]

    @property
    def extra(self) -> list[str]:
        """Return all that a row may have under [extra], in the order in which it has it."""
        flags, further = [at for at, *_ in self._flags], [at for at, _ in self._further]
        dates = [self._rest[use] for use in DATED]
        order = [*self._emails, *self._phones, *flags, *dates, *further, *self._extra]
        named = [self._names[at] for at in [*order, self._company] if at >= 0]
        return list(dict.fromkeys([*named, *self._names]))

    def _only(self, use: str) -> int:
        return next(iter(self.plan.using(use)), -1)

    def _compile_places(self) -> list[tuple[str, list[int]]]:
        parts = ("whole", "street", "street2", "city", "state", "zip", "country")
        found = [
            (place, [self._only(f"{place}.{part}") for part in parts])
            for place in ("address", "property_address", "mailing_address")
        ]
        return [(place, places) for place, places in found if any(at >= 0 for at in places)]

    def read(self, rows: Sequence[tuple[int, str, Sequence[str]]]) -> list[Incoming]:
        """Return what each row says; `rows` are (line, key, cells).

        What does not fit a field is in `extra`. It goes column by column: what is done with a
        whole column at once costs much less.
        """
        if not rows:
            return []
        ones = [Incoming(line, key) for line, key, _ in rows]
        columns = list(map(values.clean_all, zip(*[cells for *_, cells in rows], strict=True)))
        for at, more in self._joins.items():
            parts = zip(columns[at], *[columns[other] for other in more], strict=True)
            mark = "-" if self.plan.columns[at].use == "birthday" else " "
            columns[at] = [mark.join(filter(None, cells)) for cells in parts]
        if self._marks:
            columns = [[values.without_mark(cell, self._marks) for cell in c] for c in columns]
        columns.append([""] * len(ones))  # a column that is not there: its place is -1
        barred: list[set[str]] = [set() for _ in ones]
        self._read_reach(ones, columns, barred)
        self._read_places(ones, columns)
        self._read_source(ones, columns)
        self._read_notes(ones, columns)
        self._read_tags(ones, columns, barred)
        self._read_flags(ones, columns, barred)
        self._read_dates(ones, columns)
        self._read_further(ones, columns)
        self._read_extra(ones, columns)
        self._read_names(ones, columns)
        return ones

    def _read_reach(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        """Read e-mails and phones, and the channels that words beside them bar."""
        for at in self._emails:
            self._take(ones, columns[at], map(values.read_emails, columns[at]), at, "email")
        for at, shown in self._by_kind(ones, columns):
            column = list(map(_with_plus, shown)) if self._own else shown
            found = [read_phones(cell, self.reading.region) for cell in column]
            self._take(ones, column, found, at, "phone")
            for bars, one in zip(barred, found, strict=True):
                if one.bars:
                    bars.update(one.bars)

    def _by_kind(self, ones: _Ones, columns: _Columns) -> Iterator[tuple[int, _Cells]]:
        """Yield the columns of phones, what rows call mobile first; those of others are kept."""
        kinds = {
            at: [frozenset(normal(cell).split()) for cell in columns[kind]]
            for at, kind in self._kinds.items()
        }
        for at, said in kinds.items():
            pairs = zip(columns[at], said, strict=True)
            yield at, [cell if kind & words.MOBILE else "" for cell, kind in pairs]
        for at in self._phones:
            if at not in kinds:
                yield at, columns[at]
                continue
            pairs = zip(columns[at], kinds[at], strict=True)
            yield at, ["" if kind & _APART else cell for cell, kind in pairs]
            for one, cell, kind in zip(ones, columns[at], kinds[at], strict=True):
                if cell and kind & words.OF_OTHERS:
                    one.extra[self._names[at]] = cell

    def _take(
        self, ones: _Ones, column: _Cells, found: Iterable[values.Found], at: int, kind: str
    ) -> None:
        for one, cell, (several, junk, _) in zip(ones, column, found, strict=True):
            fields = one.fields
            for value in several:
                if kind not in fields:
                    fields[kind] = value
                elif value != fields[kind] and value not in fields.get(f"{kind}s", ()):
                    fields.setdefault(f"{kind}s", []).append(value)
            if junk:
                self._keep(one, at, cell, f"not all of it is {_SPELT[kind]}")

    def _read_places(self, ones: _Ones, columns: _Columns) -> None:
        for place, places in self._places:
            parts = zip(*[columns[at] for at in places], strict=True)
            for one, (whole, street, street2, *town) in zip(ones, parts, strict=True):
                if town[2] and "zip" not in one.fields:
                    one.fields["zip"] = town[2]
                text = values.one_address(whole, street, street2, town)
                if text and text != one.fields.get("zip"):
                    one.fields[place] = text

    def _read_source(self, ones: _Ones, columns: _Columns) -> None:
        if self._pipeline >= 0:
            for one, pipeline in zip(ones, columns[self._pipeline], strict=True):
                one.pipeline = pipeline
        otherwise = self.reading.source or (self.plan.layout.source if self.plan.layout else "")
        for one in ones if self._sets else ():
            one.fields.update({key: said for key, said in self._sets.items() if key != "source"})
        told = zip(ones, columns[self._rest["source"]], columns[self._rest["zip"]], strict=True)
        for one, source, postal in told:
            if source or otherwise:
                one.fields["source"] = " ".join((source or otherwise).split())
            if one.key and not one.key.startswith(f"{OWN}:"):
                one.fields["source_key"] = one.key
            if postal:
                one.fields["zip"] = postal

    def _read_notes(self, ones: _Ones, columns: _Columns) -> None:
        for at in self._notes:
            name = self._names[at]
            for one, text in zip(ones, columns[at], strict=True):
                if text:
                    one.notes.append((name, text.replace("\r\n", "\n")))
        for one, status in zip(ones, columns[self._rest["status"]], strict=True):
            one.status = status

    def _read_tags(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        for at in self._tags:
            for one, bars, cell in zip(ones, barred, columns[at], strict=True):
                if cell:
                    tags, barring = _labels(cell)
                    bars.update(barring)
                    both = [*one.fields.get("tags", ()), *tags]
                    one.fields["tags"] = list(dict.fromkeys(both))

    def _read_flags(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        for at, (kind, channels), of_one_number in self._flags:
            for one, bars, cell in zip(ones, barred, columns[at], strict=True):
                if cell:
                    barring, is_all = _bars(kind, channels, cell)
                    bars.update(barring)
                    if not is_all or not barring or of_one_number:
                        one.extra[self._names[at]] = cell
        for at in self._labelled:
            for bars, cell in zip(barred, columns[at], strict=True):
                if cell:
                    bars.update(_labels(cell)[1])
        for one, bars in zip(ones, barred, strict=True):
            if bars:
                one.fields["do_not_contact"] = [name for name in CHANNELS if name in bars]

    def _read_dates(self, ones: _Ones, columns: _Columns) -> None:
        at = self._rest["received"]
        for one, text in zip(ones, columns[at], strict=True):
            one.received = self._moment(one, text, at)
            if one.received:
                one.came = {self._names[at]: text}
        at = self._rest["status_at"]
        for one, text in zip(ones, columns[at], strict=True):
            one.status_at = self._moment(one, text, at)
            if one.status_at and not self._own:
                one.since = {self._names[at]: text}
        at = self._rest["birthday"]
        for one, text in zip(ones, columns[at], strict=True):
            if text and text not in words.NO_DATE:
                born = parse_birthday(text, self.reading.orders.get(at, "mdy"))
                if born is None:
                    self._keep(one, at, text, "is no date")
                else:
                    one.fields["birthday"] = born

    def _moment(self, one: Incoming, text: str, at: int) -> datetime | None:
        if not text or text in words.NO_DATE:
            return None
        moment = moment_of(text, self.reading.orders.get(at, "mdy"), self._zones[at])
        if moment is None:
            self._keep(one, at, text, "is no date")
        elif self.reading.latest and moment > self.reading.latest:
            self._keep(one, at, text, "lies in the future")
            return None
        return moment

    def _keep(self, one: Incoming, at: int, text: str, why: str) -> None:
        one.extra[self._names[at]] = text
        one.remarks.append((self._names[at], f"{why}; kept as it is"))

    def _read_further(self, ones: _Ones, columns: _Columns) -> None:
        for at, name in self._further:
            kind = self._type(name)
            for one, text in zip(ones, columns[at], strict=True):
                if not text:
                    continue
                value = self._typed(text, kind, at)
                if value is None:
                    self._keep(one, at, text, f"is no {kind}")
                else:
                    one.fields[name] = value

    def _type(self, name: str) -> str:
        kind = "agent" if name == "owner" and self.reading.agents else "text"
        return self.reading.types.get(name, kind)

    def _typed(self, text: str, kind: str, at: int) -> Any:
        order, zone = self.reading.orders.get(at, "mdy"), self._zones[at]
        return typed(Cell(text, self._further_at[at], order, zone, self.reading), kind)

    def _read_extra(self, ones: _Ones, columns: _Columns) -> None:
        for at in self._extra:
            name = self._names[at]
            for one, text in zip(ones, columns[at], strict=True):
                if text:
                    one.extra[name] = text

    def _read_names(self, ones: _Ones, columns: _Columns) -> None:
        parts = [["" if part == "0" else part for part in columns[at]] for at in self._name_parts]
        told = zip(ones, columns[self._company], zip(*parts, strict=True), strict=True)
        for one, company, pieces in told:
            own = self._own or one.key.startswith(f"{OWN}:")
            name, left = whole_name(pieces, owner=self._owners, own=own)
            for at in left:
                one.extra[self._names[self._name_parts[at]]] = pieces[at]
            if name and company:
                one.extra[self._names[self._company]] = company
            one.name = name or company or self._stand_in(one)

    def _stand_in(self, one: Incoming) -> str:
        """Return what to call somebody whose name nobody said."""
        order = ("email", "phone", "property_address", "address", "mailing_address")
        found = (str(one.fields[name]) for name in order if name in one.fields)
        return next((text for text in found if not is_town(text)), "")


def _zone_of(header: str, otherwise: tzinfo) -> tzinfo:
    """Return the zone of the moments below a header, which may name one."""
    if IN_UTC.search(normal(header)):
        return UTC
    return header_zone(header)[1] or otherwise


def _with_plus(cell: str) -> str:
    """Return a number of our own table with its plus, which a spreadsheet takes away."""
    return f"+{cell}" if _NUMBER.fullmatch(cell) else cell


@lru_cache(256)  # the rows of a file repeat few such cells
def _labels(cell: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the labels of a cell, and the channels that they bar."""
    tags = values.read_tags(cell)
    bars = (channel for tag in tags for channel in values.barred_by_tag(tag).split(","))
    return tuple(tags), frozenset(filter(None, bars))


@lru_cache(256)
def _bars(kind: str, channels: str, cell: str) -> tuple[frozenset[str], bool]:
    """Return the channels that a flag's cell bars, and whether that is all that it says."""
    if kind == "bar" and channels == "all" and (named := values.named_channels(cell)):
        return named, True
    says = {"bar": values.says_yes, "allow": values.says_no, "words": values.says_out}[kind]
    is_all = kind != "words" and values.is_plain(cell)
    if says(cell):
        return frozenset(channels.split(",")), is_all
    return _labels(cell)[1] if kind != "bar" else frozenset(), is_all
