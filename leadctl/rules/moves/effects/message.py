"""The effect that queues a message to the outbox."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp
from leadctl.rules.moves.effects.texts import text_of


class MessageEffect(EffectKind):
    """A message waits in the outbox."""

    subject = "message"
    makes = ("message", "sent")
    means = "A message waits in the outbox; one to the lead has the values it has when it is sent."
    example = '{ message = "thank-you" }'
    keys = {"message": key("text", "queue this message to the outbox")}
    message: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the message queued."""
        return queue(self.message, case, stamp)

    def says(self) -> str:
        """Return what waits."""
        return f'the message "{self.message}" is put into the outbox'

    def check(self, names: Names) -> None:
        """Note a message that the definition does not have."""
        names.known("message", self.message, self.source, "message")


def queue(name: str, case: Case, stamp: Stamp) -> Lead:
    """Return the lead with a message in the outbox, its text as it would be now.

    What it promises is due `within` the time the message says (S2.15).
    """
    message = case.pipeline.messages[name]
    count = 1 + sum(event.name == "message" for event in case.lead.history)
    data: dict[str, object] = {"id": f"{slug(name)}-{count}", "message": name}
    data |= {"to": message.to, "way": message.by}
    for part in ("subject", "text", "file", "promise"):
        if template := getattr(message, part):
            data[part] = text_of(template, case, stamp).said
    if message.within:
        data["due"] = case.calendar.add(stamp.at, message.within, "wall")
    return case.lead.add(Event(stamp.written, "message", stamp.by, data))
