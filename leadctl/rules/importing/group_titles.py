"""Rows that head a group of people: "SATURDAY 28 NOV" alone, where every other row has a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.rules.importing import row_words
from leadctl.rules.importing.plan import Plan
from leadctl.rules.leads.normal_text import normal

TITLE = "titles of groups, not people"
_MOST_WITHOUT = 0.2
"""So many of the rows with more than one cell may lack a phone and an e-mail."""
_MOST_CAPITALS = 0.2


class RowShapes:
    """Counts, over all rows of a table, what tells whether a row of one cell is a title."""

    def __init__(self, plan: Plan) -> None:
        self._reach = [*plan.using("phone"), *plan.using("email")]
        self._names = [one.index for one in plan.columns if one.use.startswith("name.")]
        self._rows = self._alone = self._without = self._capitals = 0

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Count rows, each as its cells."""
        for cells in rows:
            self._rows += 1
            if any(cells[at] for at in self._reach):
                self._capitals += any(cells[at].isupper() for at in self._names)
            elif sum(map(bool, cells)) > 1:
                self._without += 1
            else:
                self._alone += 1

    @property
    def titled(self) -> str:
        """Return how titles are told: "" by nothing, "figures" by day or figure, "capitals" by
        capitals as well.
        """
        people = self._rows - self._alone
        if not self._alone or not people or self._without > people * _MOST_WITHOUT:
            return ""
        return "capitals" if self._capitals <= people * _MOST_CAPITALS else "figures"


def title(cells: Sequence[str], titled: str, columns: Sequence[int]) -> str:
    """Return why a row of one cell alone, in one of some columns, is a title; "" where it is none.

    By capitals it is a guess: so the title is told.
    """
    filled = [at for at, cell in enumerate(cells) if cell.strip()] if titled else []
    if len(filled) != 1 or filled[0] not in columns:
        return ""
    text = cells[filled[0]].strip()
    if not any(map(str.isalpha, text)) or "@" in text:
        return ""
    is_figure = any(map(str.isdigit, text)) or text.endswith(":")
    if is_figure or normal(text) in row_words.WEEKDAYS:
        return TITLE
    is_guess = titled == "capitals" and text.isupper()
    return f"of “{text}” alone, a title of a group" if is_guess else ""
