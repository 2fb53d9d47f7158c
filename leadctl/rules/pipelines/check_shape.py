"""The shape of a definition: statuses nothing leads to, names shared, effects going round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.pipelines.check_circles import check_circles


def check_shape(names: Names) -> None:
    """Note what only shows when all statuses are seen together."""
    _check_start(names)
    _check_shared_names(names)
    _check_reachable(names)
    _check_loops(names)
    check_circles(names)


def _check_start(names: Names) -> None:
    p, source = names.pipeline, names.sheet.source
    names.known("status", p.initial, source(("initial",)))
    names.known("role", p.default_role, source(("default_role",)))
    if p.initial in p.statuses and p.statuses[p.initial].closed:
        names.problem(source(("initial",)), "new leads would be closed")
    names.known("status", p.status_map.values(), source(("status_map",)))
    if p.status_map and not p.replaces:
        names.problem(source(("status_map",)), 'is for "replaces", which is missing')


def _check_shared_names(names: Names) -> None:
    """Names and aliases that two statuses share, when case is ignored."""
    owner: dict[str, str] = {}
    for status in names.pipeline.statuses.values():
        for name in (status.name, *status.aliases):
            if not name.strip():
                names.problem(status.source, "a status has a name")
            if name.lower() in owner:
                names.problem(status.source, f'"{name}" names {owner[name.lower()]} as well')
            owner[name.lower()] = status.name


def _check_reachable(names: Names) -> None:
    """With listed moves every status is reached from the initial one."""
    p = names.pipeline
    if p.initial not in p.statuses or p.moves != "listed":
        return
    found, waiting = {p.initial}, [p.initial]
    while waiting:
        fresh = {name for name in exits(p, waiting.pop()) if name in p.statuses} - found
        found |= fresh
        waiting.extend(fresh)
    for status in p.statuses.values():
        if status.name not in found:
            hint = f'name it in the "next" of a status, say next = ["{status.name}"]'
            names.problem(status.source, f'no move leads to "{status.name}"', hint)


def exits(pipeline: Pipeline, name: str) -> Iterator[str]:
    """Yield where a lead can get to from a status: by people, by events, by itself."""
    status = pipeline.statuses[name]
    yield from (*status.next, *status.back)
    for effect in (*status.enter, *(e for rule in status.follow_up for e in rule.then)):
        yield effect.moves_to
    for rule in pipeline.automatic:
        if not rule.from_ or name in rule.from_:
            yield rule.to
    yield from (effect.moves_to for rule in pipeline.follow_up for effect in rule.then)


def _check_loops(names: Names) -> None:
    """Effects of entering that enter statuses in a circle, and moves to where the lead is."""
    p = names.pipeline
    leads_to = {s.name: {e.moves_to for e in s.enter if e.moves_to} for s in p.statuses.values()}
    circling = circles(leads_to)
    for status in p.statuses.values():
        if status.name in circling:
            names.problem(
                status.source, "entering it leads back to it, round and round", key="enter"
            )
        for rule in status.follow_up:
            if any(effect.moves_to == status.name for effect in rule.then):
                names.problem(rule.source, "moves to the status it is in", key="then")


def circles(leads_to: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the names from which a way leads back to themselves."""
    onward = {name: {to for to in after if to in leads_to} for name, after in leads_to.items()}
    back: dict[str, set[str]] = {name: set() for name in onward}
    for name, after in onward.items():
        for to in after:
            back[to].add(name)
    found: set[str] = set()
    left = _without_ends(onward, back)
    while left:  # what reaches a name and is reached by it circles with it
        name = left.pop()
        circle = _reached(onward, onward[name]) & _reached(back, back[name])
        found |= circle
        left -= circle
    return found


def _without_ends(onward: Mapping[str, set[str]], back: Mapping[str, set[str]]) -> set[str]:
    """Return the names that remain when those that lead nowhere are taken away, over and over."""
    ways = {name: len(after) for name, after in onward.items()}
    ends = [name for name, count in ways.items() if not count]
    left = set(onward) - set(ends)
    while ends:
        for before in back[ends.pop()]:
            ways[before] -= 1
            if not ways[before]:
                left.discard(before)
                ends.append(before)
    return left


def _reached(leads_to: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(leads_to.get(name, ()))
    return found
