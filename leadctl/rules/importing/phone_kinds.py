"""Columns of phones, split by what the columns beside them say of each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.rules.importing import reach_words
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.row_columns import RowColumns
from leadctl.rules.leads.normal_text import normal

_Cells = Sequence[str]


def by_kind(
    ones: Sequence[Incoming], columns: Sequence[_Cells], plan: RowColumns
) -> Iterator[tuple[int, _Cells]]:
    """Yield (place, cells) of the columns of phones, what rows call mobile first.

    Numbers of others, faxes, and those that a status beside them calls wrong reach nobody: they
    are kept as they are.
    """
    kinds = {at: _said(columns[kind]) for at, kind in plan.kinds.items()}
    shown = dict(_reaching(ones, columns, plan))
    for at, said in kinds.items():
        pairs = zip(shown[at], said, strict=True)
        yield at, [cell if kind & reach_words.MOBILE else "" for cell, kind in pairs]
    for at in plan.phones:
        if at not in kinds:
            yield at, shown[at]
            continue
        pairs = zip(shown[at], kinds[at], strict=True)
        yield at, ["" if kind & reach_words.APART else cell for cell, kind in pairs]
        for one, cell, kind in zip(ones, shown[at], kinds[at], strict=True):
            if cell and kind & reach_words.OF_OTHERS:
                one.extra[plan.names[at]] = cell


def _reaching(
    ones: Sequence[Incoming], columns: Sequence[_Cells], plan: RowColumns
) -> Iterator[tuple[int, _Cells]]:
    """Yield each column of phones without the numbers that are wrong, which are kept."""
    for at in plan.phones:
        if at not in plan.states:
            yield at, columns[at]
            continue
        wrong = [not said.isdisjoint(reach_words.WRONG) for said in _said(columns[plan.states[at]])]
        for one, cell, is_wrong in zip(ones, columns[at], wrong, strict=True):
            if cell and is_wrong:
                one.extra[plan.names[at]] = cell
        pairs = zip(columns[at], wrong, strict=True)
        yield at, ["" if is_wrong else cell for cell, is_wrong in pairs]


def with_country(cell: str, code: str) -> str:
    """Return a number that names no country with the one in the column for it."""
    code = code.lstrip("+0")
    if not cell or not code.isdigit() or cell.startswith(("+", "00")):
        return cell
    return f"+{code} {cell.lstrip('0')}"


def _said(column: _Cells) -> list[frozenset[str]]:
    return [frozenset(normal(cell).split()) for cell in column]
