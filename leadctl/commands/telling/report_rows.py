"""The rows of a report made ready for every format, for people in words, for programs exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Literal, NamedTuple

from leadctl.commands.starting.session import Session
from leadctl.render.listing import Column, Listing, Shape
from leadctl.render.relative_time import span_in_words
from leadctl.render.report_table import BAR
from leadctl.rules.leads.deeds import deed
from leadctl.rules.reports.report import PIPELINE, TEXTS, Figure, Part, Row
from leadctl.rules.time.clock_face import stamp

LENGTH = 10
"""How many signs the longest bar has."""


class Reader(NamedTuple):
    """Whoever reads in words: in which zone, and what the agents are called, by their ids."""

    zone: tzinfo
    agents: Mapping[str, str] = {}


def reader_of(session: Session) -> Reader:
    """Return who reads what a command prints."""
    known = session.book.settings.team.agents
    return Reader(session.zone, {key: agent.label or key for key, agent in known.items()})


def listing_of(part: Part, rows: Sequence[Row], reader: Reader, *, bars: bool = False) -> Listing:
    """Return the rows of one part: for people in words, for programs exact, under its title.

    Of figures that all rows lack, and of a pipeline that all rows share, people see no column.
    `bars` draws the part's chief figure as well.
    """
    columns = [column for figure in part.figures for column in _columns(figure, rows)]
    made = [exact_row(part, row) | dict(_words(part, row, reader)) for row in rows]
    chief = next((figure for figure in part.figures if figure.bar), None)
    if bars and chief is not None:
        most = max((figure_of(row[chief.key]) for row in rows), default=0)
        columns.append(Column(BAR, "", shown="human"))
        for row in made:
            row[BAR] = bar(figure_of(row[chief.key]), most)
    return Listing(columns, made, title=part.title)


_SHAPES = {
    "text": "text?",
    "agent": "text?",
    "deed": "text?",
    "month": "text?",
    "week": "text?",
    "count": "count?",
    "money": "number?",
    "share": "number?",
    "seconds": "count?",
    "minutes": "number?",
    "moment": "moment?",
}
"""What programs read, by the unit of a figure."""


def row_shape(part: Part) -> Shape:
    """Return what a row is for programs."""
    return {figure.key: _SHAPES[figure.unit] for figure in part.figures}


LONG = {"kind": "text", "group": "text", "figure": "text", "value": "any"}
"""A row of the overview as one long table."""


def exact_row(part: Part, row: Row) -> dict[str, object]:
    """Return a row as programs have it: every figure always, seconds whole."""
    return {figure.key: _exact(figure, row[figure.key]) for figure in part.figures}


def _exact(figure: Figure, value: object) -> object:
    if isinstance(value, int | float) and figure.unit == "seconds":
        return round(value)
    if isinstance(value, Decimal) and figure.unit == "money":
        return round(value) if value == value.to_integral_value() else float(value)
    return value


def figure_of(value: object) -> float:
    """Return a figure as a number; 0 where there is none."""
    return float(value) if isinstance(value, int | float | Decimal) else 0


def bar(value: float, most: float, length: int = LENGTH) -> str:
    """Return a bar as long as a value is, of signs that any mail and any terminal shows."""
    return "#" * max(1, round(length * value / most)) if value and most else ""


def _columns(figure: Figure, rows: Sequence[Row]) -> Iterator[Column]:
    """Yield the column of a figure: one for people, where it says something, and an exact one."""
    if not figure.data and _says(figure, [row[figure.key] for row in rows]):
        left = figure.unit in {*TEXTS, "moment"}
        align: Literal["left", "right"] = "left" if left else "right"
        title = _title(figure, rows)
        yield Column(_shown(figure), title, align, weight=int(left), shown="human")
    yield Column(figure.key, figure.key, shown="data")


def _says(figure: Figure, values: Sequence[object]) -> bool:
    """Whether a column tells people anything."""
    if figure == PIPELINE:
        return len(set(values)) > 1
    nothing = (None, "", 0) if figure.quiet else (None, "")
    return any(value not in nothing for value in values)


def _title(figure: Figure, rows: Sequence[Row]) -> str:
    """Return the heading; of a promise that all rows share, the time itself: "In 30 min"."""
    spans = {str(row[figure.within]) for row in rows} if figure.within else set()
    return f"In {_short(spans.pop())}" if len(spans) == 1 else figure.title


def _short(span: str) -> str:
    return span.replace("minutes", "min").replace("hours", "h")


def _shown(figure: Figure) -> str:
    return f"{figure.key} in words"


APART = _shown(PIPELINE)
"""The column of which each value may have a table of its own."""


def _words(part: Part, row: Row, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield what people read of a row; its name is a dash where it has none."""
    for figure in part.figures:
        value = row[figure.key]
        words = "" if value is None else UNITS[figure.unit](value, reader)
        yield _shown(figure), words or ("-" if figure is part.label else "")


def money_words(amount: Decimal) -> str:
    """Return an amount: "450,000", "0.30"; "" for none."""
    if not amount:
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _moment(value: datetime, reader: Reader) -> str:
    return stamp(value.astimezone(reader.zone))


def _day_words(value: str, form: str) -> str:
    """Return a day in words; what is no day, as it is."""
    try:
        return form.format(date.fromisoformat(value))
    except ValueError:
        return value.removesuffix("-01")


UNITS: dict[str, Callable[..., str]] = {
    "text": lambda value, _: str(value),
    "agent": lambda value, reader: reader.agents.get(value, value),
    "deed": lambda value, _: deed(value),
    "month": lambda value, _: _day_words(f"{value}-01", "{0:%B} {0.year}"),
    "week": lambda value, _: _day_words(value, "{0.day} {0:%B} {0.year}"),
    "count": lambda value, _: f"{value:,}",
    "money": lambda value, _: money_words(value),
    "share": lambda value, _: f"{value * 100:.0f} %",
    "seconds": lambda value, _: span_in_words(timedelta(seconds=value)),
    "minutes": lambda value, _: span_in_words(timedelta(minutes=value)),
    "moment": _moment,
}
"""How people read each unit."""


def long_table(found: Sequence[tuple[str, Part, Sequence[Row]]]) -> Listing:
    """Return several reports as one table of single figures: kind, group, figure, value."""
    columns = [Column(key, key.capitalize()) for key in LONG]
    made = [
        {
            "kind": kind,
            "group": _group(part, row),
            "figure": figure.key,
            "value": _exact(figure, row[figure.key]),
        }
        for kind, part, rows in found
        for row in rows
        for figure in part.figures
        if figure.unit not in TEXTS
    ]
    return Listing(columns, made, title="Overview")


def _group(part: Part, row: Row) -> str:
    names = [row[figure.key] for figure in part.figures if figure.unit in TEXTS]
    return " / ".join(str(name) for name in names if name is not None)
