"""The reference page of the pipeline language, in Markdown, made from its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.kinds import KINDS as ROWS
from leadctl.rules.due.rows.sections import RUNNING, SECTIONS
from leadctl.rules.language.keys import Key, Table
from leadctl.rules.leads.event_kind import EventKind
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.leads.fields import FIELDS, BuiltIn
from leadctl.rules.leads.outcomes import CALLS, MEETINGS, Outcome
from leadctl.rules.pipelines.key_examples import Place
from leadctl.rules.pipelines.tables import FAMILIES, TABLES, AnyFamily

HEADINGS = {
    "pipeline": "The top of the file",
    "calendar": "`[calendar]`",
    "field": "`[field.NAME]`",
    "event": "`[event.NAME]`",
    "record": "`[record.NAME]`",
    "role": "`[role.NAME]`",
    "group": "`[group.NAME]`",
    "status": '`[status."NAME"]`',
    "clause": "Clauses",
    "effect": "Effects",
    "follow_up": "`[[follow_up]]`",
    "cadence": "`[cadence.NAME]`",
    "step": "`steps` of a cadence",
    "repeat": "`repeat` of a cadence",
    "branch": "`branch` of a cadence",
    "automatic": "`[[automatic]]`",
    "routing": "`[routing]`",
    "visibility": "`[visibility]`",
    "mask": "`[[visibility.mask]]`",
    "derive": "`[derive.NAME]`",
    "share": "A share of a field",
    "case": "`cases` of a derivation",
    "constant": "`[constant.NAME]`",
    "message": "`[message.NAME]`",
    "prompt": "`[prompt.NAME]`",
    "call_back": "`[call_back]`",
}

_LONGEST = 100

KINDS = {
    "text": "text",
    "texts": "text, or a list of texts",
    "flag": "true or false",
    "number": "number",
    "count": "whole number",
    "duration": 'duration, such as "30 minutes"',
    "dates": 'list of dates, "*-12-25" for every year, "US-NY" for a place',
    "time": 'time of the day, such as "18:00"',
    "zone": "timezone",
    "hours": "hours by day",
    "map": "texts by name",
    "lists": "lists of texts by name",
    "scalars": "values by name; a list means one of them",
    "wanted": "values by name; a list means one of them, a table bounds a number: "
    "`{ at_least = 3 }`",
    "anchor": 'a moment, `{ field = "..." }`, `{ event = "...", where = {...}, last = true }` '
    'or `{ record = "...", field = "..." }`',
    "clearings": 'events: "touch out", "reply", "status", `{ event = "...", where = {...} }`',
    "value": "one value",
    "values": "a list of values",
}

INTRODUCTION = """\
# The pipeline language

A definition is a TOML file in `pipelines/` whose name is its `id`. `leadctl pipeline check` reports
every problem at once, with its line. This page is made from the tables that the reader itself uses;
its examples stand in definitions that a test finds sound. How the parts work together (durations,
clocks, what settles a deadline, records, approvals, scenario files) is in
[How definitions work](how-definitions-work.md).
"""


def language_reference(examples: Mapping[Place, str] | None = None) -> str:
    """Return the whole reference page: every table, key, moment and built-in event.

    `examples` has a line for each key, out of definitions that are sound.
    """
    return "\n".join(_page(examples or {}))


def _page(examples: Mapping[Place, str]) -> Iterator[str]:
    yield INTRODUCTION
    for name, table in TABLES.items():
        yield from _table(HEADINGS.get(name, f"`{name}`"), name, table, examples)
    for name, family in FAMILIES.items():
        yield from _family(HEADINGS[name], name, family, examples)
    moments = "Moments a deadline may be counted `from`"
    yield from _meanings(moments, "moment", {m.name: m.means for m in MOMENTS.values()})
    yield "## Kinds of rows\n"
    yield (
        "Without `kind` a follow-up gives a `reminder`; with `suggest` a `suggestion`; with `then` "
        "a `move`, or a `hold` where that releases the lead.\n"
    )
    head = ("kind", "what it is", "heading in the list", "on the list", "may be put off")
    yield from _rows(head, map(_kind_of_row, ROWS.values()))
    yield "## Events every lead may have\n"
    yield "A `where` may ask of any event `by`, the id of who logged it.\n"
    events = ((f"`{one.name}`", one.means, _asked(one)) for one in BUILT_IN_EVENTS.values())
    yield from _rows(("event", "when", "a `where` may ask"), events)
    yield "## What comes of a call or a meeting\n"
    yield (
        'A call or a meeting has an `outcome`, as in `where = { outcome = "spoke" }`, where '
        "`log` was told one with `-o`. A call without one counts as made, and not as answered.\n"
    )
    rows = (_outcome("call", one) for one in CALLS), (_outcome("meeting", one) for one in MEETINGS)
    yield from _rows(("of a", "outcome", "counts as"), chain(*rows))
    yield from _meanings("Types of fields", "type", {t.name: t.means for t in TYPES.values()})
    yield "## Fields every lead may have\n"
    fields = ((f"`{one.name}`", _type(one), one.means) for one in FIELDS)
    yield from _rows(("field", "type", "what it holds"), fields)


def _kind_of_row(one: RowKind) -> tuple[str, ...]:
    """Return what a kind of row means for the list: its heading, from when it is shown."""
    section = next(section for section in SECTIONS if section.name == one.section)
    shown = "on its day"
    if section.name in RUNNING:
        shown = "from its beginning"
    elif section.name == "report":
        shown = "from 24 hours before"
    heading = f"{section.heading} (counted in a line)" if section.folded else section.heading
    return f"`{one.name}`", one.means, heading, shown, "no" if one.stands else "yes"


def _asked(one: EventKind) -> str:
    """Return the values of an event that a `where` may ask; of a touch its own."""
    return ", ".join(f"`{name}`" for name in one.asked)


def _outcome(touch: str, one: Outcome) -> tuple[str, str, str]:
    """Return what an outcome makes of a touch: a talk, an attempt, or nothing that took place."""
    attempt = "an attempt: it goes one way"
    counts = "a talk: it goes both ways" if one.talk else attempt if one.took_place else "none"
    return touch, f"`{one.name}`", counts


def _type(one: BuiltIn) -> str:
    if one.choices:
        return f"{one.type} of {', '.join(f'`{choice}`' for choice in one.choices)}"
    return f"{one.type} of {one.of}s" if one.of else one.type


def _table(heading: str, name: str, table: Table, examples: Mapping[Place, str]) -> Iterator[str]:
    yield f"## {heading}\n"
    yield f"{table.means}\n"
    if table.one_of:
        yield f"At least one of {', '.join(f'`{name}`' for name in table.one_of)}.\n"
    yield from _keys(name, table.keys, examples)


def _family(
    heading: str,
    name: str,
    family: AnyFamily,
    examples: Mapping[Place, str],
) -> Iterator[str]:
    """Yield what a family is for, then each of its kinds with an example and its keys."""
    yield f"## {heading}\n"
    some = "One or more of these subjects" if family.several else "One of these subjects"
    yield f"{family.means} {some}: {', '.join(f'`{name}`' for name in family.kinds)}.\n"
    for subject, kind in family.kinds.items():
        yield f"### `{subject}`\n"
        yield f"{kind.means} For example `{kind.example}`.\n"
        yield from _keys(f"{name} {subject}", kind.keys, examples)
    if family.shared:
        yield "### With every subject\n"
        yield from _keys(name, family.shared, examples)


def _keys(table: str, keys: Mapping[str, Key], examples: Mapping[Place, str]) -> Iterator[str]:
    head = ("key", "value", "what it says", "for example")
    rows = (
        (*_row(name, key), _example(examples.get((table, name), ""))) for name, key in keys.items()
    )
    return _rows(head, rows)


def _row(name: str, key: Key) -> tuple[str, str, str]:
    required = " (required)" if key.required else ""
    return f"`{name}`", _kind(key), f"{key.means}{required}"


def _example(line: str) -> str:
    """Return an example that fits into a table; a long one is in the table of its own keys."""
    return f"`{line}`" if 0 < len(line) <= _LONGEST else ""


def _kind(key: Key) -> str:
    kind, _, name = key.kind.partition(":")
    if key.choices:
        return ", ".join(f"`{choice}`" for choice in key.choices)
    heading = HEADINGS.get(name, name).strip("`").lower() if name in {"clause", "effect"} else name
    nested = {"table": "a table", "tables": "a list", "named": "tables by name"}
    return f"{nested[kind]}: {heading}" if kind in nested else KINDS[kind]


def _meanings(heading: str, what: str, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"## {heading}\n"
    yield from _rows((what, "when"), ((f"`{name}`", means) for name, means in meanings.items()))


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (head, ("---",) * len(head), *rows):
        safe = [cell.replace("|", "\\|") for cell in cells]
        yield f"| {' | '.join(safe)} |"
    yield ""
