"""Cross-checks of a definition: dangling names, unreachable statuses, impossible guards, ..."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadctl.rules.clauses import every_clause
from leadctl.rules.language import BUILT_IN_EVENTS, BUILT_IN_FIELDS
from leadctl.rules.lead import TOUCHES
from leadctl.rules.pipeline import (
    Anchor,
    Cadence,
    Clause,
    Clearing,
    Effect,
    FollowUp,
    Message,
    Pipeline,
    Source,
    Status,
)
from leadctl.rules.read_table import Sheet, nearest
from leadctl.rules.transition import neighbours

CHANNELS = {*TOUCHES, "mail", "form", "file"}


def check(sheet: Sheet, pipeline: Pipeline) -> None:
    """Note every problem that only shows when the whole definition is seen."""
    if pipeline.schema != 1:
        sheet.problem(("schema",), f"schema {pipeline.schema} is not known to this leadctl: 1 is")
    _Checker(sheet, pipeline).run()


class _Checker:
    def __init__(self, sheet: Sheet, pipeline: Pipeline) -> None:
        self.sheet = sheet
        self.pipeline = pipeline
        self.events = {*BUILT_IN_EVENTS, *pipeline.events}
        self.fields = {*BUILT_IN_FIELDS, *pipeline.fields, *pipeline.derive}

    def run(self) -> None:
        p = self.pipeline
        self.known("status", p.initial, p.statuses, self.sheet.source(("initial",)))
        if p.default_role:
            self.known("role", p.default_role, p.roles, self.sheet.source(("default_role",)))
        for new in p.status_map.values():
            self.known("status", new, p.statuses, self.sheet.source(("status_map",)))
        for name in (*p.events, *p.records):
            self.own_events(name)
        for status in p.statuses.values():
            self.status(status)
        self.rules(p.follow_up)
        for cadence in p.cadences.values():
            self.cadence(cadence)
        self.tables()
        self.names()
        self.reachable()
        self.derive_cycles()

    def known(self, what: str, name: str, names: Iterable[str], source: Source) -> None:
        if name not in names:
            self.sheet.problem_at(source, f'there is no {what} "{name}"', nearest(name, names))

    def own_events(self, name: str) -> None:
        source = self.sheet.source(("event", name))
        if name in self.pipeline.events and name in BUILT_IN_EVENTS:
            self.sheet.problem_at(source, f'"{name}" is a built-in event; give yours another name')
        event, record = self.pipeline.events.get(name), self.pipeline.records.get(name)
        if event is not None:
            for field in event.required:
                self.known("event field", field, event.fields, event.source)
        for spoken in record.events if record else ():
            self.known("event", spoken, self.events, record.source if record else source)

    def status(self, status: Status) -> None:
        for name in status.next:
            self.known("status", name, self.pipeline.statuses, status.source)
        for name in status.cadence:
            self.known("cadence", name, self.pipeline.cadences, status.source)
        self.clauses((*status.requires, *status.forbids, *status.expects))
        self.effects(status.enter)
        self.rules(status.follow_up)
        self.guards(status)
        if (status.closed or status.parked) and (status.follow_up or status.cadence):
            kind = "closed" if status.closed else "parked"
            self.sheet.problem_at(
                status.source,
                f'"{status.name}" is {kind}, so its follow-ups and cadences would never run',
                "take them out, or the closed key",
            )

    def guards(self, status: Status) -> None:
        """Guards nobody could ever satisfy."""
        for clause in status.requires:
            twin = any(_same(clause, other) for other in status.forbids)
            if twin:
                self.sheet.problem_at(
                    clause.source, f'"{status.name}" both requires and forbids this'
                )
            if clause.status and not self.can_come_from(status, clause.status):
                self.sheet.problem_at(
                    clause.source,
                    f'no lead can enter "{status.name}": {clause.status} never leads here',
                )

    def can_come_from(self, status: Status, names: Iterable[str]) -> bool:
        known = [name for name in names if name in self.pipeline.statuses]
        return any(status.name in neighbours(self.pipeline, name) for name in known)

    def clauses(self, clauses: Iterable[Clause]) -> None:
        for clause in every_clause(clauses):
            self.clause(clause)

    def clause(self, clause: Clause) -> None:
        source, p = clause.source, self.pipeline
        if clause.field:
            self.known("field", clause.field, self.fields, source)
        for name in clause.event:
            self.known("event", name, {*self.events, "touch"}, source)
            self.event_fields(name, clause)
        for name in clause.status:
            self.known("status", name, p.statuses, source)
        if clause.record:
            self.known("record", clause.record, p.records, source)
        if clause.at_least is not None and clause.at_most is not None:
            if clause.at_least > clause.at_most:
                self.sheet.problem_at(source, "can never hold: at_least is more than at_most")
        if clause.share_above is not None and not 0 <= clause.share_above < 1:
            self.sheet.problem_at(source, "can never hold: share_above is a part from 0 to below 1")
        if clause.past and clause.future:
            self.sheet.problem_at(source, "can never hold: past and future at once")
        if clause.absent and (clause.equals is not None or clause.one_of or clause.past):
            self.sheet.problem_at(source, "can never hold: absent, and yet of a value")
        self.choices(clause)

    def event_fields(self, name: str, clause: Clause) -> None:
        """An event of the definition's own is only asked for fields it has."""
        own = self.pipeline.events.get(name)
        for key in clause.where if own else ():
            if own and key != "by" and key not in own.fields:
                message = f'"{name}" has no field "{key}"'
                self.sheet.problem_at(clause.source, message, nearest(key, own.fields))
            elif own and key in own.fields and own.fields[key].choices:
                wanted = clause.where[key]
                for value in wanted if isinstance(wanted, tuple) else (wanted,):
                    self.known(
                        f"{key} of {name}", str(value), own.fields[key].choices, clause.source
                    )

    def choices(self, clause: Clause) -> None:
        """A field with choices is only compared with them."""
        known = self.pipeline.fields.get(clause.field)
        levels = self.pipeline.derive.get(clause.field)
        allowed = known.choices if known else levels.levels if levels else ()
        wanted = [v for v in (clause.equals, *clause.one_of) if v is not None]
        for value in wanted if allowed else ():
            if value not in allowed:
                message = f'can never hold: "{value}" is no choice of {clause.field}'
                self.sheet.problem_at(clause.source, message, nearest(str(value), allowed))

    def effects(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if effect.status:
                self.known("status", effect.status, self.pipeline.statuses, effect.source)
            if effect.message:
                self.known("message", effect.message, self.pipeline.messages, effect.source)
            for name in effect.set:
                self.known("field", name, self.fields, effect.source)

    def rules(self, rules: Iterable[FollowUp]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                self.sheet.problem_at(
                    rule.source, f'two follow-ups are called "{rule.id}": give an id'
                )
            seen.add(rule.id)
            self.rule(rule)

    def rule(self, rule: FollowUp) -> None:
        given = [rule.after, rule.before, rule.every]
        if sum(span is not None for span in given) != 1:
            self.sheet.problem_at(rule.source, "wants exactly one of after, before and every")
        if not rule.do:
            self.sheet.problem_at(rule.source, '"do" is missing: what should the agent do?')
        if rule.every is not None and not rule.every:
            self.sheet.problem_at(rule.source, '"every" is no time at all: it would never end')
        if rule.before is not None and not (rule.from_.field or rule.from_.event):
            self.sheet.problem_at(rule.source, '"before" wants a field to count back from')
        if rule.clock == "working" and self.pipeline.calendar is None:
            self.sheet.problem_at(rule.source, "uses the working clock, and there is no [calendar]")
        if rule.suggest:
            self.known("status", rule.suggest, self.pipeline.statuses, rule.source)
        self.anchor(rule.from_, rule.source)
        self.clearings(rule.until, rule.source)
        self.channels(rule.by, rule.source)
        self.effects(rule.then)
        self.clauses(rule.when)
        self.timeless(rule)

    def timeless(self, rule: FollowUp) -> None:
        """A deadline does not depend on now, so neither may what it is for."""
        for clause in every_clause(rule.when):
            if clause.past or clause.future or clause.actor or clause.actor_tenure_below:
                self.sheet.problem_at(
                    clause.source, "a follow-up may not depend on the time of day or on who asks"
                )

    def anchor(self, anchor: Anchor, source: Source) -> None:
        if anchor.field:
            self.known("field", anchor.field, self.fields, source)
        if anchor.event:
            self.known("event", anchor.event, self.events, source)

    def clearings(self, clearings: Iterable[Clearing], source: Source) -> None:
        for clearing in clearings:
            for name in clearing.names:
                self.known("event", name, self.events, source)

    def channels(self, names: Iterable[str], source: Source) -> None:
        for name in names:
            self.known("channel", name, CHANNELS, source)

    def cadence(self, cadence: Cadence) -> None:
        self.anchor(cadence.from_, cadence.source)
        self.clearings((*cadence.until, *cadence.stop), cadence.source)
        if not cadence.steps and not cadence.repeat and cadence.branch is None:
            self.sheet.problem_at(cadence.source, "has no steps, no repeat and no branch")
        for repeat in cadence.repeat:
            endless = not (repeat.times or repeat.for_ or cadence.stop)
            if endless or not repeat.every:
                self.sheet.problem_at(
                    repeat.source, "never ends", 'give "times", "for", or the cadence a "stop"'
                )
        for step in cadence.steps:
            self.channels(step.by, step.source)
        if cadence.branch is not None:
            self.known("field", cadence.branch.field, self.fields, cadence.branch.source)
            for names in cadence.branch.cases.values():
                for name in names:
                    self.known("cadence", name, self.pipeline.cadences, cadence.branch.source)

    def tables(self) -> None:
        """What is left: automatic moves, masks, derivations, prompts, routing."""
        p = self.pipeline
        for rule in p.automatic:
            self.clearings(rule.on, rule.source)
            self.clauses(rule.when)
            for name in (*rule.from_, *([rule.to] if rule.to else [])):
                self.known("status", name, p.statuses, rule.source)
            if rule.role:
                self.known("role", rule.role, p.roles, rule.source)
        for mask in p.visibility.mask if p.visibility else ():
            self.clauses(mask.until)
            for name in mask.fields:
                self.known("field", name, self.fields, mask.source)
        for prompt in p.prompts.values():
            self.clauses(prompt.when)
        for name in p.routing.offered if p.routing else ():
            self.known("status", name, p.statuses, p.routing.source if p.routing else Source())
        for message in p.messages.values():
            self.message(message)
        for field_name, field in p.fields.items():
            if field.type == "choice" and not field.choices:
                self.sheet.problem_at(field.source, f'the choice "{field_name}" has no choices')
            if field.choices and field.default is not None:
                self.known("choice", str(field.default), field.choices, field.source)

    def message(self, message: Message) -> None:
        """A promise says by when it is kept."""
        if bool(message.promise) != (message.within is not None):
            self.sheet.problem_at(message.source, '"promise" and "within" go together')

    def names(self) -> None:
        """Names and aliases that two statuses share, when case is ignored."""
        owner: dict[str, str] = {}
        for status in self.pipeline.statuses.values():
            for name in (status.name, *status.aliases):
                if name.lower() in owner:
                    message = f'"{name}" names {owner[name.lower()]} as well'
                    self.sheet.problem_at(status.source, message)
                owner[name.lower()] = status.name

    def reachable(self) -> None:
        """With listed moves every status must be reached from the initial one."""
        p = self.pipeline
        if p.initial not in p.statuses or p.moves != "listed":
            return
        found, waiting = {p.initial}, [p.initial]
        while waiting:
            for name in self.exits(p.statuses[waiting.pop()]):
                if name in p.statuses and name not in found:
                    found.add(name)
                    waiting.append(name)
        for status in p.statuses.values():
            if status.name not in found:
                self.sheet.problem_at(status.source, f'no move leads to "{status.name}"')

    def exits(self, status: Status) -> Iterator[str]:
        yield from status.next

    def derive_cycles(self) -> None:
        """A derived value may only use those above it; so no cycle can be."""
        above: set[str] = set()
        for name, derivation in self.pipeline.derive.items():
            if derivation.record:
                self.known("record", derivation.record, self.pipeline.records, derivation.source)
                if not derivation.latest:
                    self.sheet.problem_at(derivation.source, '"latest" is missing: which date?')
            for case in derivation.cases:
                self.known("level", case.to, derivation.levels, case.source)
                self.clauses(case.when)
                for clause in every_clause(case.when):
                    if clause.field in self.pipeline.derive and clause.field not in above:
                        self.sheet.problem_at(
                            clause.source,
                            f'"{name}" is derived from "{clause.field}", which does not stand above it',
                            "derived values may not go round in a circle",
                        )
            above.add(name)


def _same(one: Clause, other: Clause) -> bool:
    """Whether two clauses ask for the same thing, wherever they stand."""
    keys = [name for name in Clause.__slots__ if name not in {"source", "why"}]
    return all(getattr(one, key) == getattr(other, key) for key in keys)
