"""The kinds of events that every lead may have: one object each, from which all else reads them."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.leads.event_kind import EventKind, Told


class _Status(EventKind):
    """A move: to where, and after what."""

    def tell(self, told: Told) -> str:
        """Return "moved to Booked, after a call"."""
        if told.get("recorded"):
            return f"stood in {told.get('to')}, as their file says{told.others('to', 'recorded')}"
        because = f", after {told.with_article('on')}" if told.get("on") else ""
        return f"moved to {told.get('to')}{because}{told.others('to')}"


class _Done(EventKind):
    """A follow-up that was ticked off."""

    def tell(self, told: Told) -> str:
        """Return "done: send the brochure"."""
        return f"done: {told.follow_up(told.get('what'))}"


class _Snooze(EventKind):
    """A follow-up that was put off, or a call-back."""

    def tell(self, told: Told) -> str:
        """Return "put off to Mon: send the brochure", or "call back Mon"."""
        if what := told.get("what"):
            return f"put off to {told.get('until')}: {told.follow_up(what)}"
        asked = f" (they asked for {told.get('asked')})" if told.get("asked") else ""
        return f"call back {told.get('until')}{asked}"


class _Task(EventKind):
    """Something to do, of one's own."""

    def tell(self, told: Told) -> str:
        """Return "to do for Mon: send the brochure"."""
        when = f" for {told.get('due')}" if told.get("due") else ""
        return f"to do{when}: {told.get('do')}"


class _Set(EventKind):
    """A date that was set, or taken away."""

    def tell(self, told: Told) -> str:
        """Return "appointment set to Mon 14:00"."""
        name = told.get("field").replace("_", " ")
        return f"{name} set to {told.get('to')}" if told.get("to") else f"{name} taken away"


class _Archive(EventKind):
    """The archive: into it, or out of it."""

    __slots__ = ()

    def tell(self, told: Told) -> str:
        """Return "put into the archive", or "taken out of the archive"."""
        way = "put into" if told.data.get("away") else "taken out of"
        return f"{way} the archive{told.others('away')}"


class _Blocked(EventKind):
    """What could not happen by itself, and why."""

    def tell(self, told: Told) -> str:
        """Return "Could not become Booked: a deposit has been logged"."""
        return could_not(told.data)


def could_not(blocked: Mapping[str, object]) -> str:
    """Return what could not happen: "Could not become Booked: a deposit has been logged"."""
    why = blocked.get("why", "")
    if "claim" in blocked:
        return f"Could not be claimed for {blocked['claim']}: {why}"
    return f"Could not become {blocked.get('to') or blocked.get('role')}: {why}"


SET = "set"
"""The event of a date that deadlines count from being set: {field, to, moved}."""

ARCHIVE = "archive"
"""The event of a lead that was put away, or taken up again: {away}."""

EVENTS = (
    EventKind("received", "the lead came in", fixed=True, by_people=False, says="came in"),
    EventKind(
        "call", "a telephone call", is_touch=True, is_channel=True, asked=("way", "outcome")
    ),
    EventKind("text", "a text message", is_touch=True, is_channel=True, asked=("way",)),
    EventKind("email", "an e-mail", is_touch=True, is_channel=True, article="an", asked=("way",)),
    EventKind(
        "meeting", "a meeting in person or by video", is_touch=True, asked=("way", "outcome")
    ),
    EventKind("letter", "a letter or postcard", is_touch=True, is_channel=True, asked=("way",)),
    _Status(
        "status", "a status was set", starts=False, stands=True, fixed=True,
        asked=("to", "reason", "forced", "on"),
    ),
    EventKind("confirm", "an unchanged status was confirmed", aside=True, says="status confirmed"),
    EventKind("note", "a note", aside=True, says="noted", asked=("text",)),
    _Done("done", "a follow-up was marked done", asked=("what",)),
    _Snooze("snooze", "a follow-up was put off, or a call-back asked for"),
    EventKind(
        "claim", "an agent took the lead", is_owning=True, stands=True, fixed=True, says="claimed"
    ),
    EventKind(
        "release", "the lead went back to the pool", is_owning=True, stands=True, fixed=True,
        says="went back, for anyone to take",
    ),
    EventKind(
        "pass", "an agent passed on the lead", is_owning=True, stands=True, fixed=True, aside=True,
        says="passed on",
    ),
    EventKind(
        "assign", "the lead was given to an agent", is_owning=True, stands=True, fixed=True,
        says="given to {to}", asked=("to", "was"),
    ),
    EventKind(
        "ask", "approval was asked for", fixed=True, says="approval asked for: {what}",
        asked=("what",),
    ),
    EventKind(
        "approve", "approval was given", fixed=True, says="approved: {what}",
        asked=("what", "role"),
    ),
    EventKind(
        "role", "the lead's role changed", starts=False, stands=True, fixed=True,
        says="is now: {to}",
    ),
    EventKind(
        "migrate", "the lead moved to another definition", starts=False, stands=True, fixed=True,
        says="goes by another pipeline now",
    ),
    EventKind(
        "message", "a message was queued to the outbox", starts=False, aside=True, by_people=False,
        says="message to be sent, {message}",
        unsaid=("to", "by", "promise", "due", "subject", "file"), asked=("message",),
    ),
    EventKind(
        "sent", "a queued message was sent", aside=True, by_people=False,
        says="sent: {id}", unsaid=("how",),
    ),
    EventKind(
        "credit", "a KPI was credited", starts=False, aside=True, by_people=False,
        says="counted: {kpi}", asked=("kpi",),
    ),
    _Task("task", "a task was created", asked=("id", "do")),
    EventKind(
        "taken-over", "the lead was somebody's before the book had it", starts=False,
        says="came in before you had the book; to get in touch again {start}",
    ),
    _Blocked("blocked", "something that could not happen by itself", starts=False),
    EventKind(
        "applied", "what a deadline does by itself was done, and the deadline stands", starts=False,
        by_people=False, says="done by itself: {what}",
    ),
    EventKind(
        "stop", "every automatic follow-up was stopped", starts=False, fixed=True, aside=True,
        by_people=False, says="everything automatic stopped",
    ),
    EventKind(
        "import", "an import added to the lead", starts=False, aside=True,
        says="an import added to it",
    ),
    EventKind(
        "merge", "another lead was joined into this one", starts=False, fixed=True, aside=True,
        says="joined with another lead",
    ),
    EventKind(
        "merged-status", "a status of the lead joined into this one; it moves nothing",
        starts=False, by_people=False, says="the other one's status then: {to}",
    ),
    _Set(
        "set", "a date that deadlines count from was set, or moved", starts=False, by_people=False,
        asked=("field", "to"),
    ),
    _Archive(
        ARCHIVE, "the lead was put into the archive, or taken out of it", starts=False,
        fixed=True, aside=True, by_people=False, asked=("away",),
    ),
    EventKind(
        "forked", "git joined two moves from one status: one has to be confirmed", starts=False,
        by_people=False, says="moved by two people at once",
    ),
)  # fmt: skip
BUILT_IN_EVENTS: Mapping[str, EventKind] = {one.name: one for one in EVENTS}
TOUCHES = tuple(one.name for one in EVENTS if one.is_touch)
"""The ways of reaching somebody; each is logged with `way` "out" or "in"."""

CHANNELS = tuple(one.name for one in EVENTS if one.is_channel)
"""The touches that a lead may bar."""

ARTICLES = {"touch": "a"} | {one.name: one.article for one in EVENTS if one.is_touch}
"""What a definition may call a touch -> what stands before it; "touch" is any of them."""

OWNING = tuple(one.name for one in EVENTS if one.is_owning)
"""The events that say whose lead it is."""

STANDING = frozenset(one.name for one in EVENTS if one.stands)
"""The events that say where a lead stands, and whose it is: in the file in the order of time."""

FIXED = frozenset(one.name for one in EVENTS if one.fixed)
"""Events that the lead's own fields follow from, or what it may become: their time can be mended
between the others of them, and no more.
"""

ASIDE = frozenset(one.name for one in EVENTS if one.aside)
"""Events after which a lead is no less idle than before."""
