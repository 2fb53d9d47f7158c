"""What two people do to one lead without knowing of each other, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from leadctl.book.text.lead_file import dump_lead
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import tombstone

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
Change = Callable[[Lead], Lead]
Text = Callable[[str], str]


def unchanged(text: str) -> str:
    """Return a text as it is."""
    return text


@dataclass(frozen=True)
class Scenario:
    """Two changes of one lead. `kept` and `gone` are pieces of text that the file must then have,
    and must not have; `conflict` says that somebody has to be asked first.

    `ours_text` and `theirs_text` edit the file by hand besides; `needs_lines` has something to do
    only where the lead has a history.
    """

    ours: Change
    theirs: Change
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    conflict: bool = False
    ours_text: Text = field(default=unchanged)
    theirs_text: Text = field(default=unchanged)
    needs_lines: bool = False


def made(name: str, number: int, events: int) -> Lead:
    """Return the lead of a scenario, with so many events."""
    lead = Lead(f"scen{number:04d}", name.title(), "streeteasy-buyer", "New Connection", {
        "role": "Buyer", "phone": "+14155550100", "email": "a@example.com", "tags": ["one", "two"],
    })  # fmt: skip
    lead = lead.add(Event(START, "received", "import"))
    for i in range(1, events):
        text = "SECRET" if i == events // 2 else f"event {i}"
        lead = lead.add(Event(START + timedelta(hours=i), "note", "boss", {"text": text}))
    return lead


def note(text: str, day: int = 30) -> Change:
    """Add a note."""
    return lambda lead: lead.add(Event(START + timedelta(days=day), "note", "kim", {"text": text}))


def move(status: str, day: int) -> Change:
    """Move to a status."""
    moved = Event(START + timedelta(days=day), "status", "kim", {"to": status})
    return lambda lead: lead.add(moved).set(status=status)


def put(**values: object) -> Change:
    """Set fields."""
    return lambda lead: lead.set(**values)


def both(*changes: Change) -> Change:
    """Make several changes."""

    def change(lead: Lead) -> Lead:
        for one in changes:
            lead = one(lead)
        return lead

    return change


def without(text: str) -> Change:
    """Take a line away."""
    return lambda lead: replace(
        lead, history=tuple(e for e in lead.history if e.data.get("text") != text)
    )


def rewrite(text: str, new: str) -> Change:
    """Write a line anew."""

    def line(event: Event) -> Event:
        return replace(event, data={"text": new}) if event.data.get("text") == text else event

    return lambda lead: replace(lead, history=tuple(map(line, lead.history)))


def bury(lead: Lead) -> Lead:
    """Delete a lead."""
    return tombstone(lead, START + timedelta(days=40))


def commented(text: str) -> str:
    """Write a comment into a file by hand."""
    return text.replace("phone =", "# rings twice\nphone =")


SCENARIOS = {
    "both append": Scenario(note("from ours"), note("from theirs"), ("from ours", "from theirs")),
    "both append the same": Scenario(note("tick"), note("tick"), once=("tick",)),
    "both move": Scenario(
        move("Nurture", 31),
        move("In Communication", 32),
        ("forked", 'to = "Nurture"', 'status = "In Communication"', 'also = "Nurture"'),
    ),
    "both move alike": Scenario(
        move("Nurture", 31), move("Nurture", 32), ('status = "Nurture"',), ("forked",)
    ),
    "move and note": Scenario(
        move("Nurture", 31), note("from theirs"), ('status = "Nurture"', "from theirs"), ("forked",)
    ),
    "same field": Scenario(put(phone="+14155550101"), put(phone="+14155550102"), conflict=True),
    "same field, same value": Scenario(
        put(phone="+14155550101"), put(phone="+14155550101"), ("0101",), ("0100",)
    ),
    "adjacent fields": Scenario(
        put(phone="+14155550101"), put(email="b@example.com"), ("0101", "b@ex"), ("0100", "a@ex")
    ),
    "new fields side by side": Scenario(
        put(zip="10001"), put(source="fair"), ('zip = "10001"', 'source = "fair"')
    ),
    "lists": Scenario(
        put(tags=["one", "two", "three"]), put(tags=["two"]), ('"two", "three"',), ('"one"',)
    ),
    "redact": Scenario(
        without("SECRET"), note("from theirs"), ("from theirs",), ("SECRET",), needs_lines=True
    ),
    "redact and amend elsewhere": Scenario(
        rewrite("SECRET", "erased"), note("from theirs"), ("erased", "from theirs"), ("SECRET",),
        needs_lines=True,
    ),
    "one line, two ways": Scenario(
        rewrite("SECRET", "erased"), rewrite("SECRET", "amended"), conflict=True, needs_lines=True
    ),
    "undo and append": Scenario(
        without("event 1"), note("from theirs"), ("from theirs",), ('"event 1"',), needs_lines=True
    ),
    "delete and edit": Scenario(
        bury, both(note("about them"), put(phone="+14155550102")), ("deleted",),
        ("about them", "0102", "SECRET", "received"),
    ),
    "extras": Scenario(
        lambda lead: replace(lead, extra={"Wants": "light"}),
        lambda lead: replace(lead, extra={"Has": "a dog"}),
        ("light", "a dog"),
    ),
    "a comment by hand": Scenario(
        lambda lead: lead, note("from theirs"), ("# rings twice", "from theirs"),
        ours_text=commented,
    ),
    "comments by hand on both sides": Scenario(
        note("from ours"), note("from theirs"),
        ("# rings twice", "# mornings", "from ours", "from theirs"), ours_text=commented,
        theirs_text=lambda text: "# mornings only\n" + text,
    ),
}  # fmt: skip


def texts(events: int) -> dict[str, tuple[str, str, str]]:
    """Return of each scenario the file before, ours and theirs."""
    found = {}
    for number, (name, one) in enumerate(SCENARIOS.items()):
        base = made(name, number, events)
        ours, theirs = dump_lead(one.ours(base)), dump_lead(one.theirs(base))
        found[name] = (dump_lead(base), one.ours_text(ours), one.theirs_text(theirs))
    return found
