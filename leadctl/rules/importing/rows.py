"""Rows of a table as what each says of one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from leadctl.patterns import pattern
from leadctl.rules.importing import cell_words, row_words, values
from leadctl.rules.importing.addresses import Parts, one_address
from leadctl.rules.importing.dates import parse_birthday
from leadctl.rules.importing.flag_cells import bars_of, labels, says_set
from leadctl.rules.importing.incoming import Incoming, is_total, is_town
from leadctl.rules.importing.names import whole_name
from leadctl.rules.importing.noted_bars import noted_bars
from leadctl.rules.importing.packed_names import unpacked
from leadctl.rules.importing.phone_kinds import by_kind, with_country
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reading import Reading
from leadctl.rules.importing.row_columns import RowColumns
from leadctl.rules.importing.typed_cells import Cell, day_or_moment, typed
from leadctl.rules.importing.typed_cells import moment as moment_of
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.lead import OWN, listed

_Ones = Sequence[Incoming]
_Cells = Sequence[str]
_Columns = Sequence[_Cells]
_Barred = Sequence[set[str]]
_NUMBER = pattern(r"[1-9]\d{7,14}")
_NOBODY = "without a name or a way to reach them"
_TOTAL = "of totals and pages, not of people"
_MAY_OBJECT = "may ask for no contact; kept as it is"
_CALLED = {"datetime": "day or time"}
_SPELT = {"email": "an e-mail", "phone": "a phone"}


class RowReader:
    """Reads rows by one plan, column by column."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.reading = reading
        self.columns = RowColumns(plan, reading)

    def read(self, rows: Sequence[tuple[int, str, Sequence[str]]]) -> list[Incoming]:
        """Return what each row says; `rows` are (line, key, cells).

        What does not fit a field is in `extra`. It goes column by column: what is done with a
        whole column at once costs much less.
        """
        if not rows:
            return []
        ones = [Incoming(line, key) for line, key, _ in rows]
        columns = list(map(values.clean_all, zip(*[cells for *_, cells in rows], strict=True)))
        for at, more in self.columns.joins.items():
            parts = zip(columns[at], *[columns[other] for other in more], strict=True)
            mark = "-" if self.plan.columns[at].use == "birthday" else " "
            columns[at] = [mark.join(filter(None, cells)) for cells in parts]
        if self.columns.marks:
            columns = [
                [values.without_mark(cell, self.columns.marks) for cell in c] for c in columns
            ]
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
        for one in ones:
            one.asked += noted_bars(one) if one.notes else ()
        return ones

    def _read_reach(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        """Read e-mails and phones, and the channels that words beside them bar."""
        for at in self.columns.emails:
            self._take(ones, columns[at], map(values.read_emails, columns[at]), at, "email")
        for at, shown in by_kind(ones, columns, self.columns):
            column = list(map(_with_plus, shown)) if self.columns.own else shown
            read = column
            if self.columns.country_code >= 0:
                read = list(map(with_country, column, columns[self.columns.country_code]))
            found = [read_phones(cell, self.reading.region) for cell in read]
            self._take(ones, column, found, at, "phone")
            for bars, one in zip(barred, found, strict=True):
                if one.bars:
                    bars.update(one.bars)
        for at, channels in self.columns.barring.items():
            for bars, cell in zip(barred, columns[at], strict=True):
                bars.update(channels if cell else ())

    def _take(
        self, ones: _Ones, column: _Cells, found: Iterable[values.Found], at: int, kind: str
    ) -> None:
        for one, cell, (several, junk, _) in zip(ones, column, found, strict=True):
            fields = one.fields
            for value in several:
                if kind not in fields:
                    fields[kind] = value
                elif value != fields[kind] and value not in (
                    more := listed(fields.get(f"{kind}s"))
                ):
                    fields[f"{kind}s"] = [*more, value]
            if junk:
                self._keep(one, at, cell, f"not all of it is {_SPELT[kind]}")

    def _read_places(self, ones: _Ones, columns: _Columns) -> None:
        for one, postal in zip(ones, columns[self.columns.rest["zip"]], strict=True):
            if postal:
                one.fields["zip"] = postal
        for place, places, postal_first in self.columns.places:
            parts = zip(*[columns[at] for at in places], strict=True)
            for one, cells in zip(ones, map(Parts._make, parts), strict=True):
                text, postal = one_address(cells, postal_first=postal_first), cells.postal
                if text and text != postal:
                    one.fields[place] = text
                is_said = text != postal and postal in text
                if postal and one.fields.setdefault("zip", postal) != postal and not is_said:
                    one.extra[self.columns.names[places[6]]] = postal  # of another place

    def _read_source(self, ones: _Ones, columns: _Columns) -> None:
        if self.columns.pipeline >= 0:
            for one, pipeline in zip(ones, columns[self.columns.pipeline], strict=True):
                one.pipeline = pipeline
        otherwise = self.reading.source or (self.plan.layout.source if self.plan.layout else "")
        for one in ones if self.columns.sets else ():
            one.fields.update(
                {key: said for key, said in self.columns.sets.items() if key != "source"}
            )
        for one, source in zip(ones, columns[self.columns.rest["source"]], strict=True):
            if source or otherwise:
                one.fields["source"] = " ".join((source or otherwise).split())
            if one.key and not one.key.startswith(f"{OWN}:"):
                one.fields["source_key"] = one.key

    def _read_notes(self, ones: _Ones, columns: _Columns) -> None:
        for at in self.columns.notes:
            name = self.columns.names[at]
            for one, text in zip(ones, columns[at], strict=True):
                if text:
                    one.notes.append((name, text.replace("\r\n", "\n")))
        for one, status in zip(ones, columns[self.columns.rest["status"]], strict=True):
            one.status = status

    def _read_tags(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        for at in self.columns.tags:
            for one, bars, cell in zip(ones, barred, columns[at], strict=True):
                if cell:
                    tags, barring = labels(cell)
                    bars.update(barring)
                    both = [*listed(one.fields.get("tags")), *tags]
                    one.fields["tags"] = list(dict.fromkeys(both))

    def _read_flags(self, ones: _Ones, columns: _Columns, barred: _Barred) -> None:
        for at, (kind, channels), of_one_number in self.columns.flags:
            for one, bars, cell in zip(ones, barred, columns[at], strict=True):
                if cell:
                    barring, is_all = bars_of(kind, channels, cell)
                    bars.update(barring)
                    if not is_all or not barring or of_one_number:
                        one.extra[self.columns.names[at]] = cell
        for at in self.columns.labelled:
            for bars, cell in zip(barred, columns[at], strict=True):
                if cell:
                    bars.update(labels(cell)[1])
        for one, bars in zip(ones, barred, strict=True):
            if bars:
                ways = BY_NAME["do_not_contact"].choices
                one.fields["do_not_contact"] = [name for name in ways if name in bars]

    def _read_dates(self, ones: _Ones, columns: _Columns) -> None:
        at = self.columns.rest["received"]
        for one, text in zip(ones, columns[at], strict=True):
            one.received = self._moment(one, text, at)
            if one.received:
                one.came = {self.columns.names[at]: text}
        at = self.columns.rest["status_at"]
        for one, text in zip(ones, columns[at], strict=True):
            one.status_at = self._moment(one, text, at)
            if one.status_at and not self.columns.own:
                one.since = {self.columns.names[at]: text}
        for at in self.columns.steps:
            self._read_steps(ones, columns[at], at)
        at = self.columns.rest["birthday"]
        for one, text in zip(ones, columns[at], strict=True):
            if text and text not in cell_words.NO_DATE:
                born = parse_birthday(text, self.reading.orders.get(at, "mdy"))
                if born is None:
                    self._keep(one, at, text, "is no date")
                else:
                    one.fields["birthday"] = born

    def _read_steps(self, ones: _Ones, column: _Cells, at: int) -> None:
        """Read on what dates somebody wants to be reminded; the cells are kept as well."""
        order, name = self.reading.orders.get(at, "mdy"), self.columns.names[at]
        for one, text in zip(ones, column, strict=True):
            if text and text not in cell_words.NO_DATE:
                one.extra[name] = text
                if due := day_or_moment(text, order, self.columns.zones[at]):
                    one.steps.append((name, due))
                else:
                    one.remarks.append((name, "is no date; kept as it is"))

    def _moment(self, one: Incoming, text: str, at: int) -> datetime | None:
        if not text or text in cell_words.NO_DATE:
            return None
        moment = moment_of(text, self.reading.orders.get(at, "mdy"), self.columns.zones[at])
        if moment is None:
            self._keep(one, at, text, "is no date")
        elif self.reading.latest and moment > self.reading.latest:
            self._keep(one, at, text, "lies in the future")
            return None
        return moment

    def _keep(self, one: Incoming, at: int, text: str, why: str) -> None:
        one.extra[self.columns.names[at]] = text
        one.remarks.append((self.columns.names[at], f"{why}; kept as it is"))

    def _read_further(self, ones: _Ones, columns: _Columns) -> None:
        for at, name in self.columns.further:
            kind = self._type(name)
            for one, text in zip(ones, columns[at], strict=True):
                if not text:
                    continue
                value = self._typed(text, kind, at)
                if value is None:
                    self._keep(one, at, text, f"is no {_CALLED.get(kind, kind)}")
                elif one.fields.setdefault(name, value) != value:  # another column says it too
                    one.extra[self.columns.names[at]] = text

    def _type(self, name: str) -> str:
        kind = "agent" if name == "owner" and self.reading.agents else "text"
        return self.reading.types.get(name, kind)

    def _typed(self, text: str, kind: str, at: int) -> object:
        order, zone = self.reading.orders.get(at, "mdy"), self.columns.zones[at]
        return typed(Cell(text, self.columns.further_at[at], order, zone, self.reading), kind)

    def _read_extra(self, ones: _Ones, columns: _Columns) -> None:
        for at in self.columns.extra:
            name = self.columns.names[at]
            for one, text in zip(ones, columns[at], strict=True):
                if text:
                    one.extra[name] = text
                    if at in self.columns.may_object and says_set(text):
                        one.remarks.append((name, _MAY_OBJECT))

    def _read_names(self, ones: _Ones, columns: _Columns) -> None:
        parts = [
            ["" if part == "0" else part for part in columns[at]] for at in self.columns.name_parts
        ]
        told = zip(ones, columns[self.columns.company], zip(*parts, strict=True), strict=True)
        for one, said, cells in told:
            own = self.columns.own or one.key.startswith(f"{OWN}:")
            pieces = cells if own else unpacked(one, cells, self.reading.region)
            name, left = whole_name(pieces, owner=self.columns.owners, own=own)
            is_none = not own and self._names_nobody(name, said)
            for at in range(len(pieces)) if is_none else left:
                if pieces[at]:
                    one.extra[self.columns.names[self.columns.name_parts[at]]] = pieces[at]
            name = "" if is_none else name
            company = "" if name or self.columns.of_calls else said
            if said and not company:
                one.extra[self.columns.names[self.columns.company]] = said
            one.name = name or company or self._stand_in(one)
            one.nobody = _NOBODY if (is_none or self.columns.of_calls) and not one.name else ""
            if not own and is_total(one):
                one.nobody = _TOTAL

    def _names_nobody(self, name: str, company: str) -> bool:
        """Whether a name is what is written for want of one: of a call, also one's own company."""
        if name and not any(map(str.isalnum, name)):
            return True
        return name.casefold().strip("[]()<>.- ") in row_words.NO_NAMES or (
            self.columns.of_calls and name == company != ""
        )

    def _stand_in(self, one: Incoming) -> str:
        """Return what to call somebody whose name nobody said."""
        order = ("email", "phone", "property_address", "address", "mailing_address")
        found = (str(one.fields[name]) for name in order if name in one.fields)
        return next((text for text in found if not is_town(text)), "")


def _with_plus(cell: str) -> str:
    """Return a number of our own table with its plus, which a spreadsheet takes away."""
    return f"+{cell}" if _NUMBER.fullmatch(cell) else cell
