"""Columns of which a spreadsheet's merged cells have left the first line of each block alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.values import is_plain
from leadctl.rules.time.moments import so_many

_FEWEST = 4
"""So many rows tell whether a column is filled in blocks."""
_LONGEST = 60
"""A longer text is a note of one person, and belongs to no others."""
_OF_ONE = (
    *("name.", "email", "phone", "note", "received", "birthday", "status_at", "remind", "id"),
    *("bar:", "allow:", "words:", "ignored"),
)
"""What is one person's alone: nobody is barred by what stands in the line above."""


def in_blocks(plan: Plan, columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that seem to be filled in the first line of each block alone.

    `columns` are the cells of the first rows. The first is filled, no two that follow each other
    are, and each differs from the one before it: whatever is true of several lines is words.
    """
    return [
        at
        for at, cells in enumerate(columns)
        if not plan.columns[at].use.startswith(_OF_ONE) and _is_in_blocks(cells)
    ]


def _is_in_blocks(cells: Sequence[str]) -> bool:
    texts = [cell.strip() for cell in cells]
    filled = [at for at, text in enumerate(texts) if text]
    if len(texts) < _FEWEST or len(filled) < 2 or filled[0] or 2 * len(filled) > len(texts):
        return False
    pairs = list(pairwise(filled))
    words = all(_is_word(texts[at]) for at in filled)
    said = all(is_plain(texts[at]) for at in filled)  # yes or no
    return words and not said and all(b - a > 1 and texts[a] != texts[b] for a, b in pairs)


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST and text[0].isalpha() and not any(map(str.isdigit, text))


def filled_down(cells: Sequence[str], columns: Sequence[int], above: dict[int, str]) -> list[str]:
    """Return a row whose empty cells in some columns have what stands above them, kept in `above`.

    A row of one cell alone is a title, and left as it is.
    """
    found = list(cells)
    if sum(bool(cell.strip()) for cell in cells) < 2:
        return found
    for at in columns:
        if found[at].strip():
            above[at] = found[at]
        else:
            found[at] = above.get(at, "")
    return found


def blocks_words(names: Sequence[str], filled: Mapping[str, int], total: int) -> str:
    """Return that columns are filled in blocks, and how to fill them down."""
    said = ", ".join(f"“{name}” in {filled[name]}" for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f"Filled in the first line of each block alone, as merged cells are: {said} of the first "
        f"{so_many(total, 'line')}. The lines below have none. To fill it down: --save-map NAME, "
        f"and in that file, under [options]: fill_down = [{listed}]"
    )
