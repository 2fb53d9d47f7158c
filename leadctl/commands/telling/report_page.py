"""Reports as one page with pictures: for Monday morning, and to forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from leadctl.commands.starting.session import Session
from leadctl.commands.telling.report_rows import (
    UNITS,
    Reader,
    figure_of,
    listing_of,
    money_words,
    reader_of,
)
from leadctl.render.page import BoardColumn, Card, Section, document
from leadctl.render.pictures import Mark, bars, columns
from leadctl.render.relative_time import span_in_words
from leadctl.rules.reports.report import Figure, Part, Row, report_of
from leadctl.rules.time.clock_face import time_of_day
from leadctl.values import replace

if TYPE_CHECKING:
    from leadctl.commands.starting.typed import ReportTyped

CARDS = 12
"""So many cards of a column are shown; how many more there are is said."""


def page(
    session: Session,
    found: Sequence[tuple[str, Part, Sequence[Row]]],
    typed: ReportTyped,
    kind: str | None,
) -> str:
    """Return the page of one report or of all; people are named only with --with-names."""
    names = bool(typed["with_names"])
    sections = [_section(session, *one, names=names) for one in found if one[2]]
    book = session.book.root.name
    title = f"{book}: {found[0][1].title.lower() if kind else 'where things stand'}"
    foot = "Made by leadctl report. "
    foot += "" if names else "People are not named here. "
    foot += "What each figure means: leadctl report KIND --help"
    if not sections:
        sections = [Section("empty", "Nothing to report", "There are no such leads.")]
    return document(title, _about(session, typed), sections, foot)


def _about(session: Session, typed: ReportTyped) -> str:
    """Return of when and of whose leads a page is."""
    local = session.now.astimezone(session.zone)
    parts = [f"{local:%A} {local.day} {local:%B %Y}, {time_of_day(local)}"]
    parts += [f"for {session.actor.label}"] if session.actor and session.actor.label else []
    period = [f"{word} {typed[word]}" for word in ("since", "until") if typed[word]]
    period += [f"the last {typed['last']}"] if typed["last"] else []
    parts += [" ".join(period) if period else "all leads so far"]
    for name in ("owner", "pipeline", "source", "tag"):
        parts += [f"{name} {', '.join(typed[name])}"] if typed[name] else []
    return " - ".join(parts)


def _section(
    session: Session, kind: str, part: Part, rows: Sequence[Row], *, names: bool
) -> Section:
    key = f"{kind}-{part.by}" if part.by else kind
    note = report_of(kind).says if part is report_of(kind).parts[0] else ""
    if part.picture == "cards":
        called = reader_of(session).agents
        rows = [{**row, "owner": called.get(str(row["owner"]), row["owner"])} for row in rows]
        return Section(key, part.title, note, board=list(_boards(rows, names)))
    kept = _without_names(part, names)
    table = listing_of(kept, rows, reader_of(session))
    return Section(key, part.title, note, list(_pictures(kept, rows, reader_of(session))), table)


def _without_names(part: Part, names: bool) -> Part:
    """Return a part without what is personal, unless it is asked for."""
    if names:
        return part
    figures = tuple(figure for figure in part.figures if not figure.personal)
    return Part(part.by, part.title, figures, part.counter, part.picture)


def _pictures(part: Part, rows: Sequence[Row], reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield a picture for each pipeline, with its name where there are several."""
    chief = next((figure for figure in part.figures if figure.bar), None)
    if not part.picture or chief is None:
        return
    draw = bars if part.picture == "bars" else columns
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda r: r.get("pipeline"))]
    for name, group in groups:
        shown = str(name) if len(groups) > 1 else ""
        yield shown, draw(f"{part.title} {shown}".strip(), _marks(part, chief, group, reader))


def _marks(part: Part, chief: Figure, rows: Sequence[Row], reader: Reader) -> list[Mark]:
    """Return a mark for each name, those of one name together; of the hours, for each of the 24."""
    found = {f"{hour:02d}:00": Mark(f"{hour:02d}:00", 0, "0") for hour in range(24)}
    found = found if part.by == "hour" else {}
    for row in rows:
        mark = _mark(part, chief, row, reader)
        before = found.get(mark.label)
        if before and before.value:
            total = before.value + mark.value
            mark = Mark(mark.label, total, f"{total:,.0f}")
        found[mark.label] = mark
    return _with_years(list(found.values()))


def _with_years(marks: list[Mark]) -> list[Mark]:
    """Return days and months with their years, where they are of several: "Mar 2019"."""
    if len({mark.label[:4] for mark in marks if mark.short}) < 2:
        return marks
    return [
        replace(mark, short=f"{mark.short} {mark.label[:4]}" if mark.short else "")
        for mark in marks
    ]


def _mark(part: Part, chief: Figure, row: Row, reader: Reader) -> Mark:
    value = row[chief.key] or 0
    said = [UNITS[chief.unit](value, reader)]
    share = row.get("overall_share")
    if share is not None:
        said.append(UNITS["share"](share, reader))
    if part.label is None:
        return Mark("all", figure_of(value), ", ".join(said))
    name = str(row[part.label.key] or f"no {part.label.title.lower()}")
    name = reader.agents.get(name, name) if part.label.unit == "agent" else name
    return Mark(name, figure_of(value), ", ".join(said), _short(name))


def _short(name: str) -> str:
    """Return a day or a month as it fits below a column: "7 Sep", "Sep"; "" for other names."""
    for form, words in (("%Y-%m-%d", "{0.day} {0:%b}"), ("%Y-%m", "{0:%b}")):
        with suppress(ValueError):
            return words.format(datetime.strptime(name, form).replace(tzinfo=UTC))
    return ""


def _boards(rows: Sequence[Row], names: bool) -> Iterator[tuple[str, Sequence[BoardColumn]]]:
    """Yield a board for each pipeline, with its name where there are several."""
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda r: r["pipeline"])]
    for name, group in groups:
        found = [
            _column(str(status), list(cards), names)
            for status, cards in groupby(group, key=lambda r: r["status"])
        ]
        yield (str(name) if len(groups) > 1 else ""), found


def _column(status: str, cards: Sequence[Row], names: bool) -> BoardColumn:
    worth = money_words(sum(filter(None, map(_worth, cards)), start=Decimal(0)))
    many = f"{len(cards)} lead" + ("" if len(cards) == 1 else "s")
    about = ", ".join(filter(None, [many, worth]))
    shown = [_card(card, names) for card in cards[:CARDS]]
    return BoardColumn(status, about, shown, len(cards) - len(shown))


def _worth(card: Row) -> Decimal:
    return value if isinstance(value := card["value"], Decimal) else Decimal(0)


def _card(card: Row, names: bool) -> Card:
    age = card["age_seconds"]
    since = f"for {span_in_words(timedelta(seconds=figure_of(age)))}" if age is not None else ""
    said = [money_words(_worth(card)), since, str(card["owner"] or "")]
    return Card(str(card["name"] if names else card["id"]), ", ".join(filter(None, said)))
