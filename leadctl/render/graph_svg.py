"""Graphs as SVG, drawn here: readable as it is, in any browser, without any other program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from leadctl.render.graph_colors import fill_of
from leadctl.render.graph_layout import Layout, layout
from leadctl.render.safe import safe
from leadctl.render.width import cells
from leadctl.rules.pipelines.graph import FUNNEL, LISTED
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.pipelines.graph import Edge, Graph, Node

LETTER, HEIGHT, ACROSS, DOWN, MARGIN, HEAD = 8, 36, 36, 56, 24, 44
_STYLE = (
    "text{font:14px sans-serif;fill:#111}.t{font-weight:bold;font-size:16px}"
    ".l{font-size:11px;fill:#444}.e{fill:none;stroke:#555;stroke-width:1.3}"
    ".d{stroke-dasharray:5 4}.b{stroke:#555}.i{stroke:#111;stroke-width:2.4}"
)
_ARROW = (
    '<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#555"/></marker>'
)


@dataclass(frozen=True)
class Box:
    """Where one status is drawn: its left upper corner and its width, in pixels."""

    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """Return the middle from left to right."""
        return self.x + self.width // 2


def svg(graph: Graph) -> str:
    """Return a whole SVG file."""
    found = layout(graph)
    boxes = _boxes(graph, found)
    foot = [graph.note] if graph.note else []
    legend = [(label, color) for label, color in graph.groups if color]
    right = max((box.x + box.width for box in boxes.values()), default=200)
    widest = max([cells(text) for text in (graph.title, *foot)], default=0) * LETTER
    lower = max((box.y for box in boxes.values()), default=HEAD) + HEIGHT
    lanes = 14 * sum(edge.start in boxes and _is_back(edge, found) for edge in graph.edges)
    width = max(right + lanes, widest + MARGIN, _legend_width(legend)) + MARGIN
    height = lower + MARGIN + 24 * bool(legend) + 24 * bool(foot)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{_text(graph.title)}</title><style>{_STYLE}</style><defs>{_ARROW}</defs>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text class="t" x="{MARGIN}" y="{MARGIN + 4}">{_text(graph.title)}</text>',
        *_edges(graph, boxes, found, right),
        *(_drawn(node, boxes[node.name]) for node in graph.nodes),
        *_legend(legend, lower + MARGIN),
        *(f'<text class="l" x="{MARGIN}" y="{height - 14}">{_text(line)}</text>' for line in foot),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return escape(safe(text))


def _label(node: Node) -> str:
    return f"{node.name} ({node.closed})" if node.closed else node.name


def _boxes(graph: Graph, found: Layout) -> Mapping[str, Box]:
    """Return the box of each status: rows centred on the widest."""
    labels = {node.name: _label(node) for node in graph.nodes}
    widths = {name: max(90, cells(label) * LETTER + 24) for name, label in labels.items()}
    lengths = [sum(widths[n] for n in row) + ACROSS * (len(row) - 1) for row in found.rows]
    widest = max(lengths, default=0)
    boxes: dict[str, Box] = {}
    for number, (row, length) in enumerate(zip(found.rows, lengths, strict=True)):
        x = MARGIN + (widest - length) // 2
        for name in row:
            boxes[name] = Box(x, HEAD + number * (HEIGHT + DOWN), widths[name])
            x += widths[name] + ACROSS
    return boxes


def _drawn(node: Node, box: Box) -> str:
    kind = "b i" if node.initial else "b"
    round_ = HEIGHT // 2 if node.closed or node.initial else 6
    dashed = ' stroke-dasharray="3 3"' if node.parked else ""
    x, y = box.middle, box.y + HEIGHT // 2 + 5
    return (
        f'<rect class="{kind}" x="{box.x}" y="{box.y}" width="{box.width}" height="{HEIGHT}" '
        f'rx="{round_}" fill="{fill_of(node.color)}"{dashed}/>'
        f'<text x="{x}" y="{y}" text-anchor="middle">{_text(_label(node))}</text>'
    )


def _is_back(edge: Edge, found: Layout) -> bool:
    """Whether an arrow does not run from one row to the very next: it takes a lane outside."""
    places = found.places
    return places[edge.end][0] - places[edge.start][0] != 1


def _edges(graph: Graph, boxes: Mapping[str, Box], found: Layout, right: int) -> Iterator[str]:
    lane = right
    for edge in graph.edges:
        if edge.start == edge.end:
            continue
        start, end = boxes[edge.start], boxes[edge.end]
        if _is_back(edge, found):
            lane += 14
            yield _lane(edge, start, end, lane)
        else:
            yield _straight(edge, start, end)


def _straight(edge: Edge, start: Box, end: Box) -> str:
    x1, y1, x2, y2 = start.middle, start.y + HEIGHT, end.middle, end.y
    bend = (y2 - y1) // 2
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
    return _path(edge, path) + _edge_label(edge, (x1 + x2) // 2 + 6, y1 + bend + 4)


def _lane(edge: Edge, start: Box, end: Box, lane: int) -> str:
    """Draw an arrow around the right side of all boxes, a lane for each."""
    y1, y2 = start.y + HEIGHT // 2 + 6, end.y + HEIGHT // 2 - 6
    x1, x2 = start.x + start.width, end.x + end.width
    path = f"M{x1} {y1}C{lane} {y1} {lane} {y1} {lane} {(y1 + y2) // 2}"
    path += f"S{lane} {y2} {x2} {y2}"
    return _path(edge, path) + _edge_label(edge, x1 + 6, y1 + 14)


def _path(edge: Edge, path: str) -> str:
    dashed = "" if edge.kind in {LISTED, FUNNEL} else " d"
    title = f"{edge.start} -> {edge.end}" + (f": {edge.label}" if edge.label else "")
    return (
        f'<path class="e{dashed}" d="{path}" marker-end="url(#arrow)">'
        f"<title>{_text(title)}</title></path>"
    )


def _edge_label(edge: Edge, x: int, y: int) -> str:
    return f'<text class="l" x="{x}" y="{y}">{_text(edge.label)}</text>' if edge.label else ""


def _legend_width(groups: list[tuple[str, str]]) -> int:
    return MARGIN + sum(cells(label) * LETTER + 44 for label, _ in groups)


def _legend(groups: list[tuple[str, str]], y: int) -> Iterator[str]:
    x = MARGIN
    for label, color in groups:
        yield (
            f'<rect class="b" x="{x}" y="{y}" width="16" height="12" fill="{fill_of(color)}"/>'
            f'<text class="l" x="{x + 22}" y="{y + 10}">{_text(label)}</text>'
        )
        x += cells(label) * LETTER + 44
