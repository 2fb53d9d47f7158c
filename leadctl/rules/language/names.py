"""Names in a definition: what they may refer to, and values that fit what is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leadctl.rules.language.contents import Field
from leadctl.rules.language.deadlines import Anchor, Clearing
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import Sheet
from leadctl.rules.language.source import Source
from leadctl.rules.language.wanted import Within
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, TOUCHES
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.outcomes import OUTCOMES

MOST_COMPARISONS = 50_000
"""About half a second of looking for what was meant by names that nothing has."""
COUNTED_FROM = {"date", "datetime", "month-day"}
"""The types of fields that a deadline may be counted from."""
CHANNELS = {*TOUCHES, "mail", "form", "file"}
_OF_TOUCHES = {
    touch: {
        **{name: Field() for name in ("text", "source")},
        "way": Field(choices=("in", "out")),
        **(
            {"outcome": Field(choices=tuple(o.name for o in OUTCOMES[touch]))}
            if touch in OUTCOMES
            else {}
        ),
    }
    for touch in TOUCHES
}
"""Touch -> what it says, and may be asked for."""


class Names:
    """What a definition's names may refer to, and where problems are noted."""

    def __init__(self, sheet: Sheet, pipeline: Pipeline) -> None:
        self.sheet = sheet
        self.pipeline = pipeline
        self.comparisons = 0
        self.logging = ""  # the event whose guards are being checked
        self.events = {*BUILT_IN_EVENTS, *pipeline.events}
        self.fields = {*BY_NAME, *pipeline.fields, *pipeline.derive, *pipeline.constants}

    def problem(self, source: Source, message: str, suggestion: str = "", *, key: str = "") -> None:
        """Note a problem at a rule, or at one of its keys."""
        self.sheet.problem_at(source, message, suggestion, key=key)

    def known(self, what: str, names: str | Iterable[str], source: Source, key: str = "") -> None:
        """Note each name that nothing of this kind has; an empty name is none."""
        known = self.of(what)
        for name in [names] if isinstance(names, str) else names:
            if name and name not in known:
                self.problem(
                    source, f'there is no {what} "{name}"', self.near(name, known), key=key
                )

    def near(self, name: str, known: Iterable[str]) -> str:
        """Return what was probably meant; "" once so many names were compared that it is slow."""
        names = list(known)
        self.comparisons += len(names)
        return nearest(name, names) if self.comparisons <= MOST_COMPARISONS else ""

    def of(self, what: str) -> Iterable[str]:
        """Return the names of one kind of thing."""
        p = self.pipeline
        kinds: dict[str, Iterable[str]] = {
            "status": p.statuses,
            "role": p.roles,
            "cadence": p.cadences,
            "message": p.messages,
            "record": p.records,
            "event": self.events,
            "field": self.fields,
            "channel": sorted(CHANNELS),
        }
        return kinds[what]

    def type_of(self, field: str) -> str:
        """Return the type of a field of a lead; "" where there is none."""
        known = self.pipeline.field_of(field)
        return known.type if known else ""

    def choices_of(self, field: str) -> tuple[str, ...]:
        """Return the values a field can have, where they are listed."""
        known = self.pipeline.field_of(field)
        return known.choices if known else ()

    def anchor(self, anchor: Anchor, source: Source) -> None:
        """An anchor's names, and a field that is a date."""
        if anchor.record:
            self._record_date(anchor, source)
            return
        self.known("field", anchor.field, source, "from")
        self.known("event", anchor.event, source, "from")
        kind = self.type_of(anchor.field)
        if anchor.field in self.fields and kind not in COUNTED_FROM:
            message = f'"{anchor.field}" is no date to count from, but {kind}'
            self.problem(source, message, 'give the field type = "date" or "datetime"', key="from")
        self.where((anchor.event,), anchor.where, source, "from")

    def fields_of(self, event: str, fields: Iterable[str], source: Source, key: str) -> None:
        """Fields that an event of one's own has."""
        own = self.pipeline.events.get(event)
        for name in fields if own else ():
            if own and name not in own.fields:
                message = f'"{event}" has no field "{name}"'
                self.problem(source, message, nearest(name, own.fields), key=key)

    def _record_date(self, anchor: Anchor, source: Source) -> None:
        """A record's kind, and a field of its events that is a date."""
        self.known("record", anchor.record, source, "from")
        kind = self.pipeline.records.get(anchor.record)
        fields = self.pipeline.record_fields(anchor.record) if kind else {}
        if kind is None or fields is None:
            return
        if anchor.field not in fields:
            message = f'no event of "{anchor.record}" has a field "{anchor.field}"'
            self.problem(source, message, nearest(anchor.field, fields), key="from")
        elif fields[anchor.field].type not in COUNTED_FROM:
            message = f'"{anchor.field}" is no date to count from, but {fields[anchor.field].type}'
            self.problem(source, message, 'give the field type = "date" or "datetime"', key="from")

    def clearings(self, clearings: Iterable[Clearing], source: Source, key: str) -> None:
        """The events that settle, stop or start something."""
        for clearing in clearings:
            self.known("event", clearing.names, source, key)
            self.where(clearing.names, clearing.where, source, key)

    def where(
        self, events: Iterable[str], where: Mapping[str, object], source: Source, key: str = "where"
    ) -> None:
        """An event of one's own, or a touch, is only asked for fields it has, and values they
        take.
        """
        for name in events:
            own = self.pipeline.events.get(name)
            fields = own.fields if own else _OF_TOUCHES.get(name)
            for asked, wanted in where.items() if fields is not None else ():
                if fields and asked in fields:
                    self.values(f"{asked} of {name}", fields[asked], wanted, source)
                elif asked != "by":
                    message = f'"{name}" has no field "{asked}"'
                    self.problem(source, message, nearest(asked, fields or ()), key=key)

    def record_values(
        self, record: str, asked: Mapping[str, object], source: Source, key: str
    ) -> None:
        """Records are only asked for fields that their events have, and values those take."""
        fields = self.pipeline.record_fields(record) if record in self.pipeline.records else None
        for name, wanted in asked.items() if fields is not None else ():
            if fields and name in fields:
                self.values(f"{name} of {record}", fields[name], wanted, source)
            else:
                message = f'no event of "{record}" has a field "{name}"'
                self.problem(source, message, nearest(name, fields or ()), key=key)

    def values(self, what: str, field: Field, wanted: object, source: Source) -> None:
        """Values compared with a field that could never have them."""
        if isinstance(wanted, Within):
            if field.type not in {"number", "money"}:
                self.problem(source, f"can never hold: {what} is no number, but {field.type}")
            return
        for value in wanted if isinstance(wanted, tuple) else (wanted,):
            if field.choices and value not in field.choices:
                message = f'can never hold: "{value}" is no choice of {what}'
                self.problem(source, message, nearest(str(value), field.choices))
            elif not field.kind.fits(value):
                self.problem(source, f'can never hold: "{value}" is no {field.type} for {what}')
