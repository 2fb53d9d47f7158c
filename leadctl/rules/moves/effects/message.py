"""The effect that queues a message to the outbox."""

from __future__ import annotations

import re
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class MessageEffect(EffectKind):
    """A message waits in the outbox, its text made now."""

    subject = "message"
    means = "A message waits in the outbox, its text made now."
    example = '{ message = "thank-you" }'
    keys = {"message": key("text", "queue this message to the outbox")}
    message: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the message queued."""
        return queue(self.message, case, stamp)

    def says(self) -> str:
        """Return what waits."""
        return f'the message "{self.message}" waits in the outbox'

    def check(self, names: Names) -> None:
        """Note a message that the definition does not have."""
        names.known("message", self.message, self.source, "message")


def queue(name: str, case: Case, stamp: Stamp) -> Lead:
    """Return the lead with a message in the outbox, its text rendered now.

    What it promises is due `within` the time the message says (S2.15).
    """
    message = case.pipeline.messages[name]
    count = 1 + sum(event.name == "message" for event in case.lead.history)
    data: dict[str, Any] = {"id": f"{slug(name)}-{count}", "message": name}
    data |= {"to": message.to, "way": message.by}
    for part in ("subject", "text", "file", "promise"):
        if template := getattr(message, part):
            data[part] = render(template, case, stamp)
    if message.within:
        data["due"] = case.calendar.add(stamp.at, message.within, "wall")
    return case.lead.add(Event(stamp.at, "message", stamp.by, data))


def render(template: str, case: Case, stamp: Stamp) -> str:
    """Return a template's text; a value the lead lacks is written as "(no field)"."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        agent = case.agents.get(stamp.by)
        if name == "agent":
            return agent.label if agent else stamp.by
        known = case.value(name)
        return str(known) if known is not None else f"(no {name.replace('_', ' ')})"

    return re.sub(r"\{(\w+)\}", value, template)
