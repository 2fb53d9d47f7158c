"""A definition's statuses and moves as a graph: what is drawn, in whatever format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from leadctl.rules.language.effect import Effect
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.statuses import Status
from leadctl.values import dataclass

FUNNEL, LISTED, ITSELF, SUGGESTED = "funnel", "listed", "itself", "suggested"
ANYWHERE, ANY_STATUS = "anywhere", "any status"
"""In an open pipeline: the arrow, and the box from which it leads to what no other reaches."""


@dataclass(frozen=True)
class Node:
    """One status, with the group that colours it."""

    name: str
    group: str
    color: str
    initial: bool
    closed: str
    parked: bool


@dataclass(frozen=True)
class Edge:
    """One move. `kind`: listed; the next of the funnel; by itself; suggested; from anywhere."""

    start: str
    end: str
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Graph:
    """All that is drawn. `note` says in words what is not drawn as arrows."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[tuple[str, str], ...]
    note: str = ""


def graph(pipeline: Pipeline) -> Graph:
    """Return the graph of a definition.

    Where any status may follow any other, only the funnel is drawn, and the note says so; what
    lies outside the funnel is reached from a box that stands for any status.
    """
    found = [*_shape(pipeline), *_by_themselves(pipeline), *_in_time(pipeline)]
    lonely = _lonely(pipeline, found)
    found += [Edge(ANY_STATUS, name, ANYWHERE) for name in lonely]
    edges = {(edge.start, edge.end): edge for edge in reversed(found)}
    note = ""
    if pipeline.moves == "open":
        note = "Any status may follow any other, unless something is required or forbidden."
    groups = tuple((group.label or name, group.color) for name, group in pipeline.groups.items())
    nodes = tuple(_node(pipeline, status) for status in pipeline.statuses.values())
    if lonely:
        nodes += (Node(ANY_STATUS, "", "", initial=False, closed="", parked=True),)
    ordered = tuple(sorted(edges.values(), key=found.index))
    return Graph(f"{pipeline.title} ({pipeline.id})", nodes, ordered, groups, note)


def _lonely(pipeline: Pipeline, edges: Sequence[Edge]) -> list[str]:
    """Return the statuses of an open pipeline to which no arrow leads."""
    if pipeline.moves != "open" or ANY_STATUS in pipeline.statuses:
        return []
    reached = {pipeline.initial, *(edge.end for edge in edges if edge.start != edge.end)}
    return [name for name in pipeline.statuses if name not in reached]


def _node(pipeline: Pipeline, status: Status) -> Node:
    group = pipeline.groups.get(status.group)
    color = status.color or (group.color if group else "")
    label = (group.label or status.group) if group else ""
    initial = status.name == pipeline.initial
    return Node(status.name, label, color, initial, status.closed, status.parked)


def _shape(pipeline: Pipeline) -> Iterator[Edge]:
    if pipeline.moves == "listed":
        for status in pipeline.statuses.values():
            yield from (Edge(status.name, name, LISTED) for name in status.next)
            yield from (Edge(status.name, name, LISTED, "back") for name in status.back)
        return
    ranks = sorted({status.rank for status in pipeline.statuses.values() if status.rank})
    steps = [[s.name for s in pipeline.statuses.values() if s.rank == rank] for rank in ranks]
    for here, there in pairwise(steps):
        yield from (Edge(one, other, FUNNEL) for one in here for other in there)


def _by_themselves(pipeline: Pipeline) -> Iterator[Edge]:
    """Moves that an event makes; one from anywhere is drawn from nowhere, but for the funnel."""
    for rule in pipeline.automatic:
        label = " or ".join(clearing.text for clearing in rule.on)
        yield from (Edge(start, rule.to, ITSELF, label) for start in rule.from_ if rule.to)


def _in_time(pipeline: Pipeline) -> Iterator[Edge]:
    for status in pipeline.statuses.values():
        for rule in status.follow_up:
            after = f"after {rule.after}" if rule.after else ""
            for effect in rule.then:
                yield from _moved(status, effect, after)
            if rule.suggest:
                yield Edge(status.name, rule.suggest, SUGGESTED, after)


def _moved(status: Status, effect: Effect, after: str) -> Iterator[Edge]:
    if effect.moves_to:
        yield Edge(status.name, effect.moves_to, ITSELF, after)
