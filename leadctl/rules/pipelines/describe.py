"""A definition's rules in words: what follows, what happens, what is planned, who may what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadctl.rules.clauses.wording import sentence
from leadctl.rules.clauses.words import where_words, with_article
from leadctl.rules.due.deadline_words import anchor_words, beginning_words, deadline_words
from leadctl.rules.due.settling import clears_words, settled_words
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.contents import Derivation, Field
from leadctl.rules.language.deadlines import Cadence, FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.messages import Constant, Message, Prompt
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.routing import Mask, Routing
from leadctl.rules.language.statuses import Automatic, Role, Status
from leadctl.rules.moves.effects.kind import kind_of
from leadctl.rules.time.moments import so_many
from leadctl.rules.time.working_calendar import Calendar

OUR_READING = "leadctl's reading, not in the source"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clause_words(clauses: Iterable[Clause], pipeline: Pipeline) -> str:
    """Return clauses that must all hold, joined: "the lead is in your name and ..."."""
    return " and ".join(sentence(clause, pipeline) for clause in clauses)


def guard_words(clause: Clause, pipeline: Pipeline) -> str:
    """Return one guard with its reason."""
    return sentence(clause, pipeline) + (f": {clause.why}" if clause.why else "")


def effect_words(effect: Effect) -> str:
    """Return what an effect does."""
    return kind_of(effect).says()


def follow_up_words(rule: FollowUp, pipeline: Pipeline) -> str:
    """Return a rule with its deadline, its channels and what settles it, in one line."""
    by = f", by {' or '.join(rule.by)}" if rule.by else ""
    words = f"{rule.do}{by} - {deadline_words(rule)}"
    if rule.when:
        words += f", while {clause_words(rule.when, pipeline)}"
    words += f"; settled by {settled_words(rule)}"
    if rule.stop:
        words += f"; ends with {clears_words(rule.stop)}"
    if rule.then:
        words += f"; once it has passed, {' and '.join(map(effect_words, rule.then))}"
    if rule.suggest:
        words += f"; suggests {rule.suggest}, never sets it"
    return words + (f"; let go {rule.lapse} later" if rule.lapse else "")


def cadence_words(cadence: Cadence) -> Iterator[str]:
    """Yield a cadence's steps, how it goes on, and what ends it, a line each."""
    start = anchor_words(cadence.from_)
    for step in cadence.steps:
        yield f"{step.after} after {start}: {step.do}{_by(step.by)}"
    for repeat in cadence.repeat:
        times = f", {so_many(repeat.times, 'time')}" if repeat.times else ""
        length = f", for {repeat.for_}" if repeat.for_ else ""
        yield f"then every {repeat.every}{times}{length}: {repeat.do}{_by(repeat.by)}"
    if cadence.branch:
        label = cadence.branch.field.replace("_", " ")
        for value, names in cadence.branch.cases.items():
            yield f"where {label} is {value}: {', '.join(names)}"
    if cadence.steps or cadence.repeat:
        yield f"a step is settled by {clears_words(cadence.until)}"
    if cadence.stop:
        yield f"all of it ends with {clears_words(cadence.stop)}"


def _by(channels: tuple[str, ...]) -> str:
    return f" ({' or '.join(channels)})" if channels else ""


def automatic_words(rule: Automatic, pipeline: Pipeline) -> str:
    """Return a move that an event makes by itself."""
    start = f" in {' or '.join(rule.from_)}" if rule.from_ else ""
    when = f", while {clause_words(rule.when, pipeline)}" if rule.when else ""
    target = f"the lead moves to {rule.to}" if rule.to else f"the role becomes {rule.role}"
    return f"{clears_words(rule.on)}{start}{when}: {target}"


def calendar_words(calendar: Calendar) -> str:
    """Return the working hours: "Mon-Fri 09:00-18:30 (America/New_York), 2 holidays"."""
    groups: list[tuple[list[int], str]] = []
    for day, shifts in enumerate(calendar.hours):
        words = " and ".join(f"{_clock(a)}-{_clock(b)}" for a, b in shifts) or "closed"
        if groups and groups[-1][1] == words:
            groups[-1][0].append(day)
        else:
            groups.append(([day], words))
    parts = [f"{_day_range(days)} {words}" for days, words in groups]
    holidays = f", {_many(len(calendar.holidays), 'holiday')}" if calendar.holidays else ""
    holidays += f", the holidays of {' and '.join(calendar.places)}" if calendar.places else ""
    own = f", {_many(len(calendar.special), 'day')} with other hours" if calendar.special else ""
    return f"{'; '.join(parts)} ({calendar.timezone}){holidays}{own}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _day_range(days: list[int]) -> str:
    if len(days) == 7:
        return "every day"
    return _DAYS[days[0]] + (f"-{_DAYS[days[-1]]}" if len(days) > 1 else "")


def role_words(role: Role, pipeline: Pipeline) -> str:
    """Return what a role means for a lead."""
    if role.parked:
        return "parked: outside funnel and clocks"
    return "this pipeline" if role.pipeline in {"", pipeline.id} else f"uses {role.pipeline}"


def routing_words(routing: Routing, pipeline: Pipeline) -> Iterator[str]:
    """Yield who may take a lead nobody owns, and when."""
    if routing.claim_window:
        where = f", only in {' or '.join(routing.offered)}" if routing.offered else ""
        start = beginning_words(routing.from_)
        yield (
            f"each agent in the book's rank has {routing.claim_window} to claim it, "
            f"one after the other, counted from {start}{where}; after the last, whoever is first"
        )
    else:
        yield f"a lead nobody owns is in the {routing.pool}: whoever claims it first has it"
    if routing.assign:
        yield f"only {with_article(routing.assign)} gives leads to other agents"
    for clause in routing.requires:
        yield f"whoever is to have one: required: {guard_words(clause, pipeline)}"
    for clause in routing.forbids:
        yield f"whoever is to have one: forbidden: {guard_words(clause, pipeline)}"


def mask_words(mask: Mask, pipeline: Pipeline) -> str:
    """Return what is hidden until when, and why."""
    names = ", ".join(name.replace("_", " ") for name in mask.fields)
    why = f" ({mask.why})" if mask.why else ""
    return f"{names}: hidden until {clause_words(mask.until, pipeline)}{why}"


def derivation_words(derivation: Derivation, pipeline: Pipeline) -> Iterator[str]:
    """Yield how a value is computed, a line for each level."""
    if derivation.record or derivation.event:
        which = "sum of the" if derivation.sum else "latest"
        taken = (derivation.sum or derivation.latest).replace("_", " ")
        where = where_words(derivation.where)
        whose = f"its {derivation.record} records" if derivation.record else derivation.event
        yield f"the {which} {taken} of {whose}{where}"
        return
    if derivation.raise_only:
        yield f"rises only, through {', '.join(derivation.levels)}"
    for case in derivation.cases:
        back = ", even from a higher one" if case.reset else ""
        yield f"{case.to}{back}: {clause_words(case.when, pipeline) or 'in every other case'}"


def message_words(message: Message) -> str:
    """Return what is sent to whom, and what it promises."""
    subject = f' "{message.subject}"' if message.subject else ""
    promise = f"; promises: {message.promise}, within {message.within}" if message.promise else ""
    text = " ".join(message.text.split())
    return f"{message.by} to {message.to}{subject}{promise}: {text}"


def constant_words(name: str, constant: Constant) -> str:
    """Return what a book says once, and how it is set."""
    label = f"{constant.label}, " if constant.label else ""
    said = f" - {constant.help}" if constant.help else ""
    return f'{label}set once: leadctl config set constants.{name} "..."{said}'


def prompt_words(prompt: Prompt, pipeline: Pipeline) -> str:
    """Return a piece of advice and when it is shown."""
    return f"{prompt.say} (while {clause_words(prompt.when, pipeline)})"


def field_words(field: Field) -> str:
    """Return what kind of value a field takes."""
    choices = f": {', '.join(field.choices)}" if field.choices else ""
    default = f", {field.default} unless set" if field.default is not None else ""
    label = f"{field.label}, " if field.label else ""
    return f"{label}{field.type}{choices}{default}" + (f" - {field.help}" if field.help else "")


def state_words(status: Status) -> list[str]:
    """Return what is special about a status: closed, parked, its place in the funnel."""
    said: list[tuple[object, str]] = [
        (status.closed, f"closed, {status.closed}"),
        (status.parked, "parked: outside funnel and clocks"),
        (status.rank, f"step {status.rank} of the funnel"),
        (status.repeats, "may be set again while it holds"),
        (status.aliases, f"also called {', '.join(status.aliases)}"),
        (status.inferred, OUR_READING),
    ]
    return [words for is_set, words in said if is_set]
