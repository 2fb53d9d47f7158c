"""The rows of a report made ready for every format, for people in words, for programs exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Literal

from leadctl.render.listing import Column, Listing
from leadctl.render.relative_time import span_in_words
from leadctl.rules.reports.report import PIPELINE, Figure, Part, Row

BAR = 16
"""How many signs the longest bar has."""


def listing_of(part: Part, rows: Sequence[Row], zone: tzinfo, *, bars: bool = False) -> Listing:
    """Return the rows of one part: for people in words, for programs exact, under its title.

    Of figures that all rows lack, and of a pipeline that all rows share, people see no column.
    `bars` draws the part's chief figure as well.
    """
    columns = [column for figure in part.figures for column in _columns(figure, rows)]
    made = [exact_row(part, row) | dict(_words(part, row, zone)) for row in rows]
    chief = next((figure for figure in part.figures if figure.bar), None)
    if bars and chief is not None:
        most = max((row[chief.key] or 0 for row in rows), default=0)
        columns.append(Column("bar", "", shown="human"))
        for row in made:
            row["bar"] = bar(row[chief.key] or 0, most)
    return Listing(columns, made, title=part.title)


def exact_row(part: Part, row: Row) -> dict[str, Any]:
    """Return a row as programs have it: every figure always, seconds whole."""
    return {figure.key: _exact(figure, row[figure.key]) for figure in part.figures}


def _exact(figure: Figure, value: Any) -> Any:
    if value is None or figure.unit not in {"seconds", "money"}:
        return value
    whole = figure.unit == "seconds" or value == value.to_integral_value()
    return round(value) if whole else float(value)


def bar(value: float, most: float, length: int = BAR) -> str:
    """Return a bar as long as a value is, of signs that any mail and any terminal shows."""
    return "#" * max(1, round(length * value / most)) if value and most else ""


def _columns(figure: Figure, rows: Sequence[Row]) -> Iterator[Column]:
    """Yield the column of a figure: one for people, where it says something, and an exact one."""
    if not figure.data and _says(figure, [row[figure.key] for row in rows]):
        left = figure.unit in {"text", "moment"}
        align: Literal["left", "right"] = "left" if left else "right"
        title = _title(figure, rows)
        yield Column(_shown(figure), title, align, weight=int(left), shown="human")
    yield Column(figure.key, figure.key, shown="data")


def _says(figure: Figure, values: Sequence[Any]) -> bool:
    """Whether a column tells people anything."""
    if figure == PIPELINE:
        return len(set(values)) > 1
    nothing = (None, "", 0) if figure.quiet else (None, "")
    return any(value not in nothing for value in values)


def _title(figure: Figure, rows: Sequence[Row]) -> str:
    """Return the heading; of a promise that all rows share, the time itself: "In 30 min"."""
    spans = {row[figure.within] for row in rows} if figure.within else set()
    return f"In {_short(spans.pop())}" if len(spans) == 1 else figure.title


def _short(span: str) -> str:
    return span.replace("minutes", "min").replace("hours", "h")


def _shown(figure: Figure) -> str:
    return f"{figure.key} in words"


def _words(part: Part, row: Row, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """Yield what people read of a row; its name is a dash where it has none."""
    for figure in part.figures:
        value = row[figure.key]
        words = "" if value is None else UNITS[figure.unit](value, zone)
        yield _shown(figure), words or ("-" if figure is part.label else "")


def money_words(amount: Decimal, zone: tzinfo | None = None) -> str:  # noqa: ARG001 - as the others
    """Return an amount: "450,000", "0.30"; "" for none."""
    if not amount:
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _moment(value: datetime, zone: tzinfo) -> str:
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"


UNITS: dict[str, Callable[[Any, tzinfo], str]] = {
    "text": lambda value, _: str(value),
    "count": lambda value, _: f"{value:,}",
    "money": money_words,
    "share": lambda value, _: f"{value * 100:.0f} %",
    "seconds": lambda value, _: span_in_words(timedelta(seconds=value)),
    "minutes": lambda value, _: span_in_words(timedelta(minutes=value)),
    "moment": _moment,
}
"""How people read each unit."""


def long_table(found: Sequence[tuple[str, Part, Sequence[Row]]]) -> Listing:
    """Return several reports as one table of single figures: kind, group, figure, value."""
    columns = [Column(key, key.capitalize()) for key in ("kind", "group", "figure", "value")]
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
        if figure.unit != "text"
    ]
    return Listing(columns, made, title="Overview")


def _group(part: Part, row: Row) -> str:
    names = [row[figure.key] for figure in part.figures if figure.unit == "text"]
    return " / ".join(str(name) for name in names if name is not None)
