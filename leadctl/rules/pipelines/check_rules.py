"""Follow-ups, cadences and effects checked: names, times, clocks, and what would never end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.due.recurring import clock_of
from leadctl.rules.due.row_names import OWN
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.deadlines import Cadence, FollowUp
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.names import Names
from leadctl.rules.language.source import Source
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.ways import THE_WAY
from leadctl.rules.moves.effects.kind import kind_of
from leadctl.rules.pipelines.check_circles import DAY
from leadctl.rules.pipelines.check_clauses import check_clauses
from leadctl.rules.time.spans import Duration

_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def check_effects(effects: Iterable[Effect], names: Names) -> None:
    """Note the problems of effects, each by its own kind."""
    for effect in effects:
        kind_of(effect).check(names)


def check_rules(rules: Iterable[FollowUp], names: Names, taken: Iterable[str] = ()) -> None:
    """The follow-ups that stand together; `taken` are further names they cannot have."""
    seen = set(taken)
    for rule in rules:
        if rule.id in OWN:
            message = f'"{rule.id}" is what leadctl calls a row of its own'
            names.problem(rule.source, message, 'give it another "id"')
        elif rule.id in seen:
            message = f'another follow-up is called "{rule.id}" too'
            names.problem(rule.source, message, 'give it an "id" of its own')
        seen.add(rule.id)
        _check_rule(rule, names)


def _check_rule(rule: FollowUp, names: Names) -> None:
    source = rule.source
    _check_times(rule, names)
    if not rule.do:
        names.problem(source, '"do" is missing: what should the agent do?')
    if rule.wording and not rule.by:
        names.problem(source, f'"by" is missing: which way does {THE_WAY} stand for?', key="do")
    names.known("status", rule.suggest, source, "suggest")
    names.known("channel", rule.by, source, "by")
    names.anchor(rule.from_, source)
    names.clearings(rule.until, source, "until")
    names.clearings(rule.stop, source, "stop")
    if rule.stop and rule.every is None:
        names.problem(source, "ends what comes again and again: write until", key="stop")
    check_effects(rule.then, names)
    check_clauses(rule.when, names)
    _check_timeless(rule, names)


def _check_times(rule: FollowUp, names: Names) -> None:
    given = [span for span in (rule.after, rule.before, rule.every) if span is not None]
    if len(given) != 1:
        names.problem(rule.source, "wants exactly one of after, before and every")
    if rule.every is not None and not rule.every:
        names.problem(rule.source, "is no time at all: it would never end", key="every")
    if rule.then and rule.every and rule.every.roughly < DAY:
        message = f'is too often for something that happens by itself ("then"): {rule.every}'
        names.problem(rule.source, message, "a day or longer", key="every")
    if rule.early is not None and (rule.every is None) and not rule.until:
        names.problem(rule.source, 'says when "until" counts, and there is none', key="early")
    KINDS[rule.kind].check(rule, names)
    if rule.at is not None and any(span.seconds for span in given):
        names.problem(rule.source, "is a time of the day: count days, not hours", key="at")
    if rule.before is not None and not rule.from_.field:
        hint = 'from = { field = "..." }'
        names.problem(rule.source, "wants a field to count back from", hint, key="before")
    month_day = not rule.from_.record and names.type_of(rule.from_.field) == "month-day"
    if month_day and rule.every is None:
        names.problem(rule.source, "a day without a year wants every", 'every = "1 year"')
    if rule.ideal is not None and given and _is_later(rule.ideal, rule.after):
        names.problem(rule.source, "is no better than the deadline itself", key="ideal")
    check_clock(rule.clock, given, rule.source, names)


def _is_later(ideal: Duration, after: Duration | None) -> bool:
    if after is None:
        return True
    return ideal.roughly > after.roughly


def check_clock(clock: str, spans: Iterable[Duration], source: Source, names: Names) -> None:
    """The working clock wants a calendar, and time that it can reach."""
    if clock != "working":
        return
    calendar = names.pipeline.calendar
    if calendar is None:
        names.problem(source, "uses the working clock, and there is no [calendar]", key="clock")
        return
    for span in spans:
        try:
            calendar.add(_SOME_DAY, span, clock_of(clock))
        except ValueError as error:
            names.problem(source, str(error), key="clock")


def _check_timeless(rule: FollowUp, names: Names) -> None:
    """A deadline does not depend on now or on who asks, so neither may what it is for."""
    for clause in every_clause(rule.when):
        if not clause.timeless:
            message = "a follow-up may not depend on the time, on who asks or on other leads"
            names.problem(clause.source, message)


def check_cadence(cadence: Cadence, names: Names) -> None:
    """A cadence's steps, how it ends, and the cadences it branches to."""
    names.anchor(cadence.from_, cadence.source)
    names.clearings(cadence.until, cadence.source, "until")
    names.clearings(cadence.stop, cadence.source, "stop")
    if not cadence.steps and not cadence.repeat and cadence.branch is None:
        names.problem(cadence.source, "has no steps, no repeat and no branch")
    for step in cadence.steps:
        names.known("channel", step.by, step.source, "by")
    for repeat in cadence.repeat:
        names.known("channel", repeat.by, repeat.source, "by")
        if not repeat.every or not (repeat.times or repeat.for_ or cadence.stop):
            hint = 'give "times", "for", or the cadence a "stop"'
            names.problem(repeat.source, "never ends", hint)
    _check_branch(cadence, names)


def _check_branch(cadence: Cadence, names: Names) -> None:
    branch = cadence.branch
    if branch is None:
        return
    names.known("field", branch.field, branch.source, "field")
    choices = names.choices_of(branch.field)
    for value, cadences in branch.cases.items():
        names.known("cadence", cadences, branch.source, "cases")
        if choices and value not in choices:
            names.problem(branch.source, f'"{value}" is no choice of {branch.field}', key="cases")


def check_idle(status: Status, names: Names) -> None:
    """Deadlines on a status in which nothing falls due."""
    if (status.closed or status.parked) and (status.follow_up or status.cadence):
        kind = "closed" if status.closed else "parked"
        message = f"is {kind}, so its follow-ups and cadences would never run"
        names.problem(status.source, message, f"take them out, or the key {kind}")
