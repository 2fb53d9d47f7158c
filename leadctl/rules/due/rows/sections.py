"""The sections of the morning list, one object each, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from leadctl.values import dataclass


@dataclass(frozen=True)
class Section:
    """One part of the list.

    `folded`: each kind is a line with its count. `runs`: its rows are shown from their beginning,
    whenever they are due, for somebody waits. `noted`: what the agent noted since the last touch
    stands below them. `newest_first`: the last one to come is the first to be read. `soon`: its
    rows are shown when they are due within a day, whatever the date. `by_hour`: what has an hour
    stands in "today" until that has passed. `more` names its people whom a list that is cut only
    counts: "3 more to get in touch with"; "" where all of them are named, always.
    """

    name: str
    heading: str
    folded: bool = False
    runs: bool = False
    noted: bool = False
    newest_first: bool = False
    soon: bool = False
    by_hour: bool = False
    more: str = ""


SECTIONS = (
    Section("answer", "Answer them", runs=True, noted=True, newest_first=True, more="to answer"),
    Section("new", "New", runs=True, noted=True, more="new"),
    Section("promised", "Promised", runs=True, noted=True),
    Section("asked", "Promised", noted=True, by_hour=True),
    Section("report", "Report today", soon=True),
    Section("decide", "To decide"),
    Section("today", "Today", noted=True),
    Section("touch", "Get in touch", noted=True, more="to get in touch with"),
    Section("again", "Get in touch again", noted=True, more="to get in touch with again"),
    Section("ahead", "Ahead", more="on a later day"),
    Section("and", "And", folded=True),
)
"""The sections in the order in which they are read. "ahead" holds what is due after today."""

RANK: Mapping[str, int] = {section.name: place for place, section in enumerate(SECTIONS)}
"""Section -> its place in the list."""

RUNNING = frozenset(section.name for section in SECTIONS if section.runs)
"""Sections whose rows are shown from their beginning."""
SOON = frozenset(section.name for section in SECTIONS if section.soon)
"""Sections whose rows are shown when they are due within REPORTS_AHEAD."""
REPORTS_AHEAD = timedelta(hours=24)
"""A report is shown when it is due within so long."""
NOTED = frozenset(section.name for section in SECTIONS if section.noted)
"""Sections whose rows tell the agent's own note."""
NEWEST_FIRST = frozenset(section.name for section in SECTIONS if section.newest_first)
"""Sections in which the last one to come is the first to be read."""
BY_HOUR = frozenset(section.name for section in SECTIONS if section.by_hour)
"""Sections whose rows stand in "today" until their hour has passed."""
MORE: Mapping[str, str] = {section.name: section.more for section in SECTIONS if section.more}
"""Section -> what its people are called whom a list that is cut only counts."""
