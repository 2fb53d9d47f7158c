"""What an import says of a file's columns, and of leads that came in before the book had them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from leadctl.rules.leads.value_words import value_said
from leadctl.rules.time.moments import so_many

if TYPE_CHECKING:
    from leadctl.actions.importing.result import Past
    from leadctl.rules.importing.looks import Look
    from leadctl.rules.importing.plan import Plan
    from leadctl.rules.leads.lead import Lead


def past_words(past: Past, created: int) -> str:
    """Return what becomes of the leads that were taken over, with the numbers."""
    who = "All" if past.count == created > 1 else "It" if created == 1 else f"{past.count} of them"
    before = f"{who} came in before today"
    when = f"{before} ({_months(past)})" if past.dated else _undated(past, created)
    days = sorted(past.starts)
    daily = -(-past.count // len(days))
    each = "" if past.count == 1 else ", one a day" if daily == 1 else f", about {daily} a day"
    on = " on" if len(days) > 1 else ""
    begin = f"you get in touch again from {day_words(days[0])}{on}{each}"
    if past.count == 1:
        begin = f"you get in touch again on {day_words(days[0])}"
    return f"{when}: what was owed then is let go, and {begin}."


def parked_words(past: Past) -> str:
    """Return how many new leads are in roles that are on no list, and in which."""
    count = past.parked.total()
    roles = ", ".join(f"{many} {role}" for role, many in past.parked.items())
    return f"Parked, and so on no list: {so_many(count, 'lead')} ({roles})."


def _undated(past: Past, created: int) -> str:
    """Return that a file does not say when its people came in."""
    if created == 1:
        return "The file does not say when it came in"
    whom = "" if past.count == created else f", of {past.count} of them"
    return f"The file does not say when they came in{whom}"


def _months(past: Past) -> str:
    first, last = f"{past.first:%b %Y}", f"{past.last:%b %Y}"
    months = first if first == last else f"{first} to {last}"
    undated = past.count - past.dated
    return f"{months}; of {undated} the file does not say when" if undated else months


def day_words(day: date) -> str:
    """Return a day as people say it: "Mon 9 March"."""
    return f"{day:%a} {day.day} {day:%B}"


def person_lines(lead: Lead, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Yield in words what an import would know of somebody: who, where they stand, their values,
    what was noted, and what is kept as it was in the file.
    """
    stands = ", ".join(filter(None, (lead.status, lead.role)))
    yield f"  {lead.name}: {stands}"
    values = {key: value for key, value in lead.fields.items() if key != "role" and value}
    said = [f"{key.replace('_', ' ')} {value_said(one, now, zone)}" for key, one in values.items()]
    texts = [str(event.data["text"]) for event in lead.history if event.data.get("text")]
    noted = [f"noted “{_start(text)}”" for text in texts]
    kept = [f"{key} “{_start(str(value))}” kept as it is" for key, value in lead.extra.items()]
    yield from (f"    {words}" for words in (*said, *noted, *kept))


def _start(text: str) -> str:
    """Return the start of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE else f"{line[:EXAMPLE]}…"


MEANT = {
    "extra": "kept as it is",
    "ignored": "not taken",
    "id": "who it is in that system",
    "name.full": "name",
    "status_at": "since when the status",
}
"""What the uses of columns are called, where they are not words of their own."""
_FLAGS = {"bar": "do not {}", "allow": "may {}", "words": "subscription to {}"}
EXAMPLE = 40


def _meant(use: str) -> str:
    """Return what a column is used for, in words."""
    kind, _, of = use.partition(":")
    if kind in _FLAGS:
        channels = ["contact" if one == "all" else one for one in of.split(",")]
        return _FLAGS[kind].format(" or ".join(channels))
    if kind == "join":
        return f"more of the {_meant(of)}"
    plain = use.removeprefix("name.").removeprefix("field:").replace("_", " ").replace(".", ", ")
    return MEANT.get(use, plain)


def column_lines(plan: Plan, looks: Sequence[Look]) -> Iterator[str]:
    """Yield a line for each column: what it is taken for, how much of it is filled, an example,
    and where nobody knows its header what it looks like, and the option that says so.
    """
    for look in looks:
        one = plan.columns[look.index]
        meant = ", ".join(_meant(use) for use in (one.use, one.bars and f"bar:{one.bars}") if use)
        why = f" ({one.why})" if one.why else ""
        shown = _start(look.example)
        told = f", “{shown}”" if shown else ""
        said = f", looks like {look.kind}" if look.kind not in {"texts", "nothing"} else ""
        option = f": {look.map_option}" if look.field else ""
        yield f"{look.name}: {meant}{why}; {look.filled:.0%} filled{told}{said}{option}"
