"""What a walk through a sound definition finds, and parts of it that nothing uses: warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from leadctl.errors import Problem
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.clauses.wording import sentence
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import Written, shown
from leadctl.rules.language.source import Source
from leadctl.rules.language.statuses import Status
from leadctl.rules.moves.effects.message import MessageEffect
from leadctl.rules.pipelines.policy import ADDS_UP
from leadctl.rules.pipelines.walk import Barrier, State, Walk, walk
from leadctl.rules.pipelines.walk_evidence import every_effect
from leadctl.rules.pipelines.walk_scenario import scenario
from leadctl.values import dataclass

COLORS = (
    *("red", "green", "yellow", "blue", "magenta", "purple"),
    *("cyan", "orange", "white", "black", "grey", "gray"),
)


@dataclass(frozen=True)
class Finding:
    """A warning; where it takes a lead to see it, a scenario to paste."""

    problem: Problem
    scenario: str = ""


def findings(pipeline: Pipeline, found: Written) -> list[Finding]:
    """Return the warnings of a sound definition; `found` is what stands in its file."""
    seen = _Seen(pipeline, walk(pipeline))
    barred = list(_barred(seen))
    told = {one.problem.place for one in barred}
    walked = [*barred, *_endless(seen, told), *_silent(seen)]
    unused = [
        *_unused(pipeline),
        *_braces(pipeline),
        *_open_ended(pipeline),
        *_colors(pipeline),
        *_raw(found),
    ]
    return [*walked, *(Finding(problem) for problem in unused)]


class _Seen:
    """A definition with the walk through it."""

    def __init__(self, pipeline: Pipeline, found: Walk) -> None:
        self.pipeline, self.walk = pipeline, found

    def finding(self, problem: Problem, state: State, expected: str) -> Finding:
        """Return a finding with the scenario that takes a lead there; `expected` holds then."""
        name = problem.message.split(":", maxsplit=1)[0]
        return Finding(problem, scenario(self.pipeline, self.walk, state, name, expected))

    def is_open(self, name: str) -> bool:
        """Whether a status is neither an end nor parked."""
        status = self.pipeline.status(name)
        return not (status.closed or status.parked)


def _barred(seen: _Seen) -> Iterator[Finding]:
    """Statuses that nobody can enter, by the clause that stands in every way."""
    found, pipeline = seen.walk, seen.pipeline
    for status in pipeline.statuses.values() if found.complete else ():
        ways = found.barriers.get(status.name, [])
        if status.name in found.statuses() or not ways:
            continue
        state, barrier = ways[0]
        why = "nothing can provide what it requires"
        if barrier.forbids:
            why = "what it forbids is wanted on every way there"
        said = f'no lead can enter "{status.name}": {why} ({sentence(barrier.clause, pipeline)})'
        expected = f"illegal = [{_quoted([status.name])}]"
        yield seen.finding(_problem(barrier.clause.source, said), state, expected)


def _endless(seen: _Seen, told: set[str]) -> Iterator[Finding]:
    """Open statuses from which no end can be reached: dead ends, or circles without a way out.

    What bars the way may have been `told` already: one mistake gives one message.
    """
    found = seen.walk
    if not found.complete:
        return
    ends = {status.name for status in seen.pipeline.statuses.values() if status.closed}
    ending = found.ending(ends) if ends else set(found.leads)
    open_ = [state for state in found.leads if seen.is_open(state[0])]
    stuck = [state for state in open_ if not found.onward.get(state)]
    lost = stuck or [state for state in open_ if state not in ending][:1]
    for state in {state[0]: state for state in reversed(lost)}.values():
        barred = [b for ways in found.barriers.values() for came, b in ways if came == state]
        if not any(str(barrier.clause.source) in told for barrier in barred):
            yield _stuck(seen, state, barred)


def _stuck(seen: _Seen, state: State, barred: list[Barrier]) -> Finding:
    pipeline, found, status = seen.pipeline, seen.walk, seen.pipeline.status(state[0])
    if found.onward.get(state):
        said = "from here no end can be reached"
    elif barred:
        why = sentence(barred[0].clause, pipeline)
        verb = "forbids" if barred[0].forbids else "requires"
        said = f"a lead that got here cannot leave: {barred[0].target} {verb} that {why}"
    else:
        said = "a lead that got here cannot leave: no move leads on, and it is no end"
    hint = 'say closed = "won" or "lost" where it is an end'
    illegal = [s.name for s in pipeline.statuses.values() if s.closed] or [b.target for b in barred]
    expected = f"illegal = [{_quoted(illegal)}]" if illegal else f'status = "{status.name}"'
    return seen.finding(_problem(status.source, said, hint), state, expected)


def _silent(seen: _Seen) -> Iterator[Finding]:
    """Open statuses in which nothing but "No next step" can fall due."""
    pipeline = seen.pipeline
    if pipeline.idle is not None:
        return  # the definition says itself how long somebody may hear nothing
    for state in {state[0]: state for state in reversed(seen.walk.leads)}.values():
        status = pipeline.status(state[0])
        if seen.is_open(status.name) and not _falls_due(pipeline, status):
            said = 'nothing but "No next step" can fall due here'
            hint = "give it a follow_up or a cadence, or say at the top how long may pass: "
            problem = _problem(status.source, said, f'{hint}idle = "7 days"')
            yield seen.finding(problem, state, 'due = ["idle"]')


def _falls_due(pipeline: Pipeline, status: Status) -> bool:
    everywhere = [rule for rule in pipeline.follow_up if _can_hold(rule, status)]
    rules = [rule for rule in (*status.follow_up, *everywhere) if KINDS[rule.kind].keeps]
    routing = pipeline.routing
    offered = bool(routing and routing.claim_window)
    claims = (
        offered and (not routing.offered or status.name in routing.offered) if routing else False
    )
    return bool(rules or status.cadence or claims)


def _can_hold(rule: FollowUp, status: Status) -> bool:
    named = [clause for clause in rule.when if isinstance(clause, StatusClause)]
    return all(status.name in clause.status for clause in named)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _problem(source: Source, message: str, suggestion: str = "", key: str = "") -> Problem:
    path = (*source.path, key) if key else source.path
    return Problem(source.file, source.line, shown(path), message, suggestion)


# What nothing uses, or is not what it looks like


def _unused(pipeline: Pipeline) -> Iterator[Problem]:
    used = {name for status in pipeline.statuses.values() for name in status.cadence}
    for cadence in pipeline.cadences.values():
        used |= {
            n for names in (cadence.branch.cases.values() if cadence.branch else ()) for n in names
        }
    for name, cadence in pipeline.cadences.items():
        if name not in used:
            hint = f'name it in the cadence of a status: cadence = ["{name}"]'
            yield _problem(cadence.source, "no status uses this cadence", hint)
    queued = {e.message for e in every_effect(pipeline) if isinstance(e, MessageEffect)}
    for name, message in pipeline.messages.items():
        if name not in queued:
            hint = f'queue it: enter = [{{ message = "{name}" }}]'
            yield _problem(message.source, "nothing queues this message", hint)
    groups = {status.group for status in pipeline.statuses.values()}
    for name, group in pipeline.groups.items():
        if name not in groups:
            yield _problem(group.source, "no status is in this group")
    if pipeline.moves == "open":
        for status in pipeline.statuses.values():
            for key in ("next", "back"):
                if getattr(status, key):
                    hint = 'it counts with moves = "listed"'
                    said = 'says nothing where moves are "open": any status may follow'
                    yield _problem(status.source, said, hint, key)


def _open_ended(pipeline: Pipeline) -> Iterator[Problem]:
    """Follow-ups that nothing settles but another status."""
    everywhere = [(rule, "") for rule in pipeline.follow_up]
    own = [(rule, s.name) for s in pipeline.statuses.values() for rule in s.follow_up]
    told = set()
    for rule, _ in (*everywhere, *own):
        acts = rule.until or rule.then or rule.suggest or rule.lapse
        if not acts and rule.source not in told:
            told.add(rule.source)
            said = f'nothing settles "{rule.do}" but another status'
            yield _problem(rule.source, said, 'say what does: until = ["touch out", "done"]')


def _braces(pipeline: Pipeline) -> Iterator[Problem]:
    """Braces in templates that are no name: they would be sent as they are."""
    for message in pipeline.messages.values():
        for key in ("text", "subject", "file", "promise"):
            if re.search(r"[{}]", re.sub(r"\{\w+\}", "", getattr(message, key))):
                said = "has a brace that belongs to no field: it would be sent as it is"
                yield _problem(message.source, said, "a field is written {name}", key)


def _colors(pipeline: Pipeline) -> Iterator[Problem]:
    named = {(group.color, group.source) for group in pipeline.groups.values()}
    groups = {color for color, _ in named}
    named |= {(s.color, s.source) for s in pipeline.statuses.values() if s.color not in groups}
    for color, source in sorted(named):
        if color and color.lower() not in COLORS:
            said = f'"{color}" is no colour that is known'
            yield _problem(source, said, nearest(color, COLORS), "color")


def _raw(found: Written) -> Iterator[Problem]:
    """What reading the file has already smoothed: empty lists beside a group's, levels twice."""
    for name, status in _tables(found.data, "status"):
        group = dict(_tables(found.data, "group")).get(str(status.get("group", "")), {})
        for key in ADDS_UP:
            if status.get(key) == [] and group.get(key):
                said = "an empty list takes nothing of the group's away"
                yield found.problem(("status", name, key), said, f'write without = ["{key}"]')
    texts = [*_texts(value for key, value in found.data.items() if key != "constant")]
    for name, _ in _tables(found.data, "constant"):
        if name not in texts and not any(f"{{{name}}}" in text for text in texts):
            yield found.problem(("constant", name), "nothing names this", f"write {{{name}}}")
    for name, derivation in _tables(found.data, "derive"):
        levels = derivation.get("levels", [])
        if isinstance(levels, list) and len({*map(str, levels)}) < len(levels):
            yield found.problem(("derive", name, "levels"), "names a level twice")


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Yield every text in some values, however deep."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from _texts(value.values() if isinstance(value, dict) else value)


def _tables(data: Mapping[str, object], key: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    found = data.get(key, {})
    for name, table in found.items() if isinstance(found, dict) else ():
        if isinstance(table, dict):
            yield name, table
