"""What is to be said of a whole file that was imported: its layout, its statuses, its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.actions.importing.result import ImportOptions, Prepared, Rejected
from leadctl.actions.importing.row_places import RowPlaces
from leadctl.actions.importing.rows import RowWork
from leadctl.book.tables.csv_table import TableSource
from leadctl.rules.importing.looks import map_option
from leadctl.rules.importing.plan import BY_NAMES, BY_PHONES, BY_ROLES, BY_STATUSES
from leadctl.rules.importing.reading import STEP
from leadctl.rules.leads.lead import OWN

_LINES_TOLD = 5
_WORD = 30
"""So much of a cell tells which line is meant."""


def about_layout(prepared: Prepared) -> Iterator[str]:
    """Yield which system's export a file is, where that was recognised."""
    if layout := prepared.plan.layout:
        what = "holds address cards" if prepared.table.vcard else f"is an export of {layout.name}"
        yield f"The file {what}."


def about_statuses(prepared: Prepared, options: ImportOptions, work: RowWork) -> Iterator[str]:
    """Yield which of their statuses are ours by name, and which nobody mapped: none is guessed."""
    column = work.places.status_column
    if exact := _exact(prepared, options):
        yield f"{column}: {_listed(exact)} taken as the pipeline's own."
    if unmapped := [word for word, _ in not_mapped(prepared, work.places)]:
        yield f"{column}: {_listed(unmapped)} not mapped to a status of ours; the words are kept."


def about_words(prepared: Prepared) -> Iterator[str]:
    """Yield which columns were taken for what their cells are, though nobody named it."""
    for one in prepared.plan.columns:
        if one.use == STEP:
            yield f"{one.name}: what it puts ahead is a reminder on its day, called so."
        if one.why == BY_ROLES:
            yield (
                f"{one.name}: {one.why}, and bring each person into the pipeline of theirs. "
                f"If they are not: {map_option('extra', one.name)}"
            )
        if one.why in {BY_STATUSES, BY_NAMES, BY_PHONES}:
            yield f"{one.name}: {one.why}. If they are not: {map_option('extra', one.name)}"


def not_mapped(prepared: Prepared, places: RowPlaces) -> Iterator[tuple[str, int]]:
    """Yield their statuses that nobody mapped to ours, with how many rows have each."""
    if prepared.plan.slug == OWN:
        return  # told of each row, which says its pipeline
    known = places.known_words()
    yield from ((word, n) for word, n in prepared.seen.items() if word.casefold() not in known)


def _exact(prepared: Prepared, options: ImportOptions) -> list[str]:
    """Return their statuses that are names of ours, of which nobody said anything."""
    if prepared.plan.slug == OWN:
        return []
    said = {word.casefold() for word in options.statuses}
    ours = {word.casefold() for word in options.ours}
    return [word for word in prepared.seen if word.casefold() in ours - said]


def about_lines(table: TableSource, twice: int, left_out: Sequence[Rejected]) -> Iterator[str]:
    """Yield how many lines were no rows of their own, and how many were left out: why, which."""
    nobody: dict[str, list[Rejected]] = {}
    for one in left_out:
        nobody.setdefault(one.reason, []).append(one)
    counted = {
        "repeat the header": table.repeated,
        "are titles of groups": table.titles,
        "are shorter than the header": table.short,
        "are in the file more than once": twice,
        "are below the table and were left out": table.below,
        **{f"{why}: left out ({_which(rows)})": len(rows) for why, rows in nobody.items()},
    }
    yield from (f"Lines: {count} {what}." for what, count in counted.items() if count)


def _which(rows: Sequence[Rejected]) -> str:
    """Return the first lines that are nobody, with the first words of each: "line 3 “Team A”"."""
    said = (_words_of(row.cells) for row in rows)
    told = [
        f"{row.line} “{word[:_WORD]}{'…' * (len(word) > _WORD)}”" if word else str(row.line)
        for row, word in zip(rows[:_LINES_TOLD], said, strict=False)
    ]
    return f"line {_first([*told, *('' for _ in rows[_LINES_TOLD:])])}"


def _words_of(cells: Sequence[str]) -> str:
    """Return the first cell in which stand words, or else the first that is filled."""
    filled = [" ".join(cell.split()) for cell in cells if cell.strip()]
    worded = (cell for cell in filled if any(map(str.isalpha, cell)))
    return next(worded, next(iter(filled), ""))


def remark(column: str, what: str, lines: Sequence[int]) -> str:
    """Return a remark on a column (or ""), with the first lines that it is about."""
    said = f"{column}: {what}" if column else what
    return f"{said} (line {_first([str(line) for line in lines])})."


def _listed(words: Sequence[str]) -> str:
    return _first([f"“{word}”" for word in words])


def _first(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_LINES_TOLD])
    return f"{shown} and {len(words) - _LINES_TOLD} more" if len(words) > _LINES_TOLD else shown
