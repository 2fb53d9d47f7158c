"""The kinds of rows of the morning list, one object each, and the sections they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Section(NamedTuple):
    """One part of the list. In a `folded` one each kind is a line with its count."""

    name: str
    heading: str
    folded: bool = False


SECTIONS = (
    Section("answer", "Answer them"),
    Section("new", "New"),
    Section("promised", "Promised"),
    Section("report", "Report today"),
    Section("decide", "To decide"),
    Section("today", "Today"),
    Section("touch", "Get in touch"),
    Section("again", "Get in touch again"),
    Section("ahead", "Ahead"),
    Section("and", "And", folded=True),
)
"""The sections in the order in which they are read. "ahead" holds what is due after today."""

RANK: Mapping[str, int] = {section.name: place for place, section in enumerate(SECTIONS)}
"""Section -> its place in the list."""


class Kind(NamedTuple):
    """One kind of row.

    `stands`: nothing puts it off, for somebody else waits for it or the definition itself acts.
    `waits`: a call-back puts it off. `step`: the lead has something ahead, and is not idle.
    `folds`: it says so many leads ("{} statuses to confirm", one and several) and `does` them all.
    """

    name: str
    section: str
    means: str
    stands: bool = False
    waits: bool = False
    step: bool = True
    one: str = ""
    several: str = ""
    does: str = ""


_ALL = (
    Kind("reply", "answer", "they wrote or called last", stands=True),
    Kind("sla", "new", "an answer that was promised to new leads", stands=True),
    Kind("claim", "new", "an agent's turn to claim a lead", stands=True),
    Kind("promise", "promised", "what a message told the lead we would do", stands=True),
    Kind("duty", "report", "what somebody else waits for", stands=True, step=False),
    Kind("approval", "decide", "a move that wants an approval", stands=True),
    Kind("blocked", "decide", "a move that could not be made", stands=True, step=False),
    Kind("hold", "decide", "the lead goes back to the pool by itself", stands=True),
    Kind("move", "decide", "the lead moves by itself", stands=True),
    Kind("appointment", "today", "an appointment", stands=True),
    Kind("call-back", "touch", "a call-back"),
    Kind("step", "touch", "a step of a cadence", waits=True),
    Kind("reminder", "touch", "what a rule or an agent wants to be reminded of", waits=True),
    Kind("task", "touch", "a task"),
    Kind("birthday", "touch", "a birthday", stands=True, step=False),
    Kind(
        "message", "and", "a message that waits in the outbox", step=False,
        one="message to send", several="messages to send", does="leadctl outbox list",
    ),
    Kind(
        "suggestion", "and", "a status to consider", waits=True, step=False,
        one="status to consider", several="statuses to consider",
        does="leadctl due --kind suggestion",
    ),
    Kind(
        "idle", "and", "an open lead with nothing ahead", step=False,
        one="person with no next step", several="people with no next step",
        does="leadctl list --idle",
    ),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Kind -> what there is to know of it."""
FOLLOW_UP_KINDS = tuple(KINDS)
"""The kinds by name, for the language and the help pages."""

CONFIRM = Kind(
    "confirm", "and", "a status to be confirmed", stands=True, step=False,
    one="status to confirm", several="statuses to confirm", does="leadctl status confirm --due",
)  # fmt: skip
"""A duty that only an update of the status settles: rows of kind "duty" that fold so."""
