"""What is told of a calendar that can be read and is most likely not meant."""

from __future__ import annotations

from datetime import date

import pytest
from world import pipeline

from leadctl.rules.pipelines.calendar_notes import calendar_notes

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("calendar", "says"),
    [
        ('hours = { every = "00:00-23:59" }', ["write 24:00"]),
        ('hours = { mon = "00:00-24:00", "2026-12-24" = "09:00-23:59" }', ["write 24:00"]),
        ("holidays = [2025-12-25, 2026-01-01]", ["the last on 2026-01-01"]),
        ('hours = { every = "09:00-17:00", "2025-12-24" = [] }', ["the last on 2025-12-24"]),
        ('holidays = [2025-12-25, "*-01-01"]', []),
        ("holidays = [2025-12-25, 2026-12-25]", []),
        ('hours = { every = "09:00-17:00" }', []),
    ],
)
def test_what_is_told(calendar: str, says: list[str]) -> None:
    """A minute lost at midnight and holidays that are all over are told, and nothing else is."""
    made = pipeline(f'[calendar]\ntimezone = "UTC"\n{calendar}\n')
    told = [str(note) for note in calendar_notes(made, TODAY)]
    assert len(told) == len(says)
    assert all(word in note for word, note in zip(says, told, strict=True))
