"""The kinds of events that every lead may have: one object each, from which all else reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class EventKind(NamedTuple):
    """One kind of event: what it means, and whether it is a touch, or says who owns the lead.

    `article` is what stands before a touch: "a call", "an email".
    """

    name: str
    means: str
    is_touch: bool = False
    is_owning: bool = False
    article: str = "a"


EVENTS = (
    EventKind("received", "the lead came in"),
    EventKind("call", "a telephone call", is_touch=True),
    EventKind("text", "a text message", is_touch=True),
    EventKind("email", "an e-mail", is_touch=True, article="an"),
    EventKind("meeting", "a meeting in person or by video", is_touch=True),
    EventKind("letter", "a letter or postcard", is_touch=True),
    EventKind("status", "a status was set"),
    EventKind("confirm", "an unchanged status was confirmed"),
    EventKind("note", "a note"),
    EventKind("done", "a follow-up was marked done"),
    EventKind("snooze", "a follow-up was put off, or a call-back asked for"),
    EventKind("claim", "an agent took the lead", is_owning=True),
    EventKind("release", "the lead went back to the pool", is_owning=True),
    EventKind("pass", "an agent passed on the lead", is_owning=True),
    EventKind("assign", "the lead was given to an agent", is_owning=True),
    EventKind("ask", "approval was asked for"),
    EventKind("approve", "approval was given"),
    EventKind("role", "the lead's role changed"),
    EventKind("migrate", "the lead moved to another definition"),
    EventKind("message", "a message was queued to the outbox"),
    EventKind("sent", "a queued message was sent"),
    EventKind("credit", "a KPI was credited"),
    EventKind("task", "a task was created"),
    EventKind("taken-over", "the lead was somebody's before the book had it"),
    EventKind("blocked", "something that could not happen by itself"),
    EventKind("applied", "what a deadline does by itself was done, and the deadline stands"),
    EventKind("stop", "every automatic follow-up was stopped"),
    EventKind("import", "an import added to the lead"),
    EventKind("merge", "another lead was joined into this one"),
    EventKind("merged-status", "a status of the lead joined into this one; it moves nothing"),
    EventKind("set", "a date that deadlines count from was set, or moved"),
    EventKind("forked", "git joined two moves from one status: one has to be confirmed"),
)
BUILT_IN_EVENTS: Mapping[str, EventKind] = {one.name: one for one in EVENTS}
TOUCHES = tuple(one.name for one in EVENTS if one.is_touch)
"""The ways of reaching somebody; each is logged with `way` "out" or "in"."""

ARTICLES = {"touch": "a"} | {one.name: one.article for one in EVENTS if one.is_touch}
"""What a definition may call a touch -> what stands before it; "touch" is any of them."""

OWNING = tuple(one.name for one in EVENTS if one.is_owning)
"""The events that say whose lead it is."""
