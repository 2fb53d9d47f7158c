"""Where the boxes of a graph go: layers from the top, few crossings, no external program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.pipelines.graph import Graph

WIDEST = 4
"""So many boxes without arrows stand side by side before a new row begins."""
SWEEPS = 8


@dataclass(frozen=True)
class Layout:
    """The boxes row by row, from the top; each row in the order of its columns."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Return the row and the column of each box."""
        return {name: (r, c) for r, row in enumerate(self.rows) for c, name in enumerate(row)}


def layout(graph: Graph) -> Layout:
    """Return a layout: arrows run down where they can; boxes without any stand below."""
    forward = _forward(graph)
    joined = {name for pair in forward for name in pair}
    depth = _depths([node.name for node in graph.nodes if node.name in joined], forward)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name, row in depth.items():
        rows[row].append(name)
    rows = _untangled(rows, forward)
    loose = [node for node in graph.nodes if node.name not in joined]
    by_group: dict[str, list[str]] = {}
    for node in loose:
        by_group.setdefault(node.group, []).append(node.name)
    for names in by_group.values():
        rows += [names[start : start + WIDEST] for start in range(0, len(names), WIDEST)]
    return Layout(tuple(map(tuple, rows)))


def _forward(graph: Graph) -> list[tuple[str, str]]:
    """Return the arrows without those that close a circle, seen from the initial status."""
    following: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.start != edge.end:
            following.setdefault(edge.start, []).append(edge.end)
    order = sorted(graph.nodes, key=lambda node: not node.initial)
    finished: set[str] = set()
    kept: list[tuple[str, str]] = []
    for node in order:
        _walk(node.name, following, finished, kept)
    return kept


def _walk(
    root: str,
    following: Mapping[str, list[str]],
    finished: set[str],
    kept: list[tuple[str, str]],
) -> None:
    """Walk in depth without recursion; an arrow back to the present path is left out."""
    if root in finished:
        return
    path, waiting = [root], [iter(following.get(root, ()))]
    while path:
        name = next(waiting[-1], None)
        if name is None:
            finished.add(path.pop())
            waiting.pop()
        elif name not in path:
            kept.append((path[-1], name))
            if name not in finished:
                path.append(name)
                waiting.append(iter(following.get(name, ())))


def _depths(names: list[str], forward: list[tuple[str, str]]) -> dict[str, int]:
    """Return the row of each box: one below the lowest that leads to it."""
    depth = dict.fromkeys(names, 0)
    for _ in names:
        before = dict(depth)
        for start, end in forward:
            depth[end] = max(depth[end], depth[start] + 1)
        if depth == before:
            break
    return depth


def _untangled(rows: list[list[str]], forward: list[tuple[str, str]]) -> list[list[str]]:
    """Order each row by the middle of its neighbours, downwards and upwards in turn."""
    near: dict[str, list[str]] = {}
    for start, end in forward:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    for sweep in range(SWEEPS):
        place = {name: (column + 0.5) / len(row) for row in rows for column, name in enumerate(row)}
        for row in rows if sweep % 2 == 0 else reversed(rows):
            middles = {name: _middle(name, near, place) for name in row}
            row.sort(key=middles.__getitem__)
            place |= {name: (column + 0.5) / len(row) for column, name in enumerate(row)}
    return rows


def _middle(name: str, near: Mapping[str, list[str]], place: Mapping[str, float]) -> float:
    found = [place[other] for other in near.get(name, ())]
    return sum(found) / len(found) if found else place[name]
