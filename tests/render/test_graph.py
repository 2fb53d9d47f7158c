"""Graphs: sound in each format, escaped, and never a thicket of arrows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions
from leadctl.render.graph_layout import layout
from leadctl.render.graph_svg import svg
from leadctl.render.graph_text import dot, mermaid
from leadctl.rules.pipelines.graph import ANY_STATUS, FUNNEL, LISTED, Edge, Graph, Node, graph

SHIPPED = Definitions(None)
NAMES = list(SHIPPED.files)
SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>&"\\`\x1b#'


def made(edges: list[tuple[str, str]], *names: str) -> Graph:
    """Return a graph with arrows from name to name, the first one initial."""
    known = list(dict.fromkeys([*names, *(name for pair in edges for name in pair)]))
    nodes = [Node(name, "", "", name == known[0], "", False) for name in known]
    return Graph("Made", tuple(nodes), tuple(Edge(a, b, LISTED) for a, b in edges), ())


def boxes(picture: str) -> list[tuple[float, float, float, float]]:
    """Return the left, upper, right and lower edge of each status's box."""
    found = ET.fromstring(picture).iter(f"{SVG}rect")
    sizes = [[float(box.get(key, 0)) for key in ("x", "y", "width", "height")] for box in found]
    return [(x, y, x + w, y + h) for x, y, w, h in sizes if h == 36]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_definition_is_drawn(name: str) -> None:
    """Every status is in the picture, no two boxes overlap, and none leaves it."""
    pipeline = SHIPPED.read(name).pipeline
    picture = svg(graph(pipeline))
    root = ET.fromstring(picture)
    texts = " | ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    anywhere = any(node.name == ANY_STATUS for node in graph(pipeline).nodes)
    assert [status for status in pipeline.statuses if status not in texts] == []
    found = boxes(picture)
    assert len(found) == len(pipeline.statuses) + anywhere
    for a, b in combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    assert all(x >= 0 and y >= 0 and right <= wide and low <= high for x, y, right, low in found)


@pytest.mark.parametrize("name", NAMES)
def test_open_moves_are_said_not_drawn(name: str) -> None:
    """Where anything may follow anything, only the funnel is drawn, and a note says the rest."""
    pipeline = SHIPPED.read(name).pipeline
    found = graph(pipeline)
    assert len(found.edges) < 4 * len(found.nodes)
    assert bool(found.note) == (pipeline.moves == "open")

    if pipeline.moves == "listed":
        listed = {(s.name, name) for s in pipeline.statuses.values() for name in s.next}
        assert listed <= {(edge.start, edge.end) for edge in found.edges}
    else:
        ranks = {name: status.rank for name, status in pipeline.statuses.items()}
        funnel = [edge for edge in found.edges if edge.kind == FUNNEL]
        assert all(0 < ranks[edge.start] < ranks[edge.end] for edge in funnel)


@pytest.mark.parametrize("name", NAMES)
def test_no_status_looks_as_if_nothing_led_to_it(name: str) -> None:
    """In an open pipeline an arrow leads to each status: from the funnel, or from any status."""
    pipeline = SHIPPED.read(name).pipeline
    if pipeline.moves == "open":
        reached = {edge.end for edge in graph(pipeline).edges}
        assert set(pipeline.statuses) - {pipeline.initial} <= reached


def test_arrows_run_down() -> None:
    """Each arrow that closes no circle leads to a lower row."""
    found = made([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "b")])
    places = layout(found).places
    for start, end in pairwise("abcd"):
        assert places[start][0] < places[end][0]


def test_a_crossing_is_taken_out() -> None:
    """Two arrows that would cross are put side by side."""
    found = layout(made([("r", "a"), ("r", "b"), ("a", "y"), ("b", "x")], "r", "a", "b", "x", "y"))
    assert found.rows[1:] in ((("a", "b"), ("y", "x")), (("b", "a"), ("x", "y")))


def test_circles_and_loose_statuses_have_a_place() -> None:
    """A circle, a status that leads to itself and one without arrows are all drawn."""
    found = made([("a", "b"), ("b", "a"), ("c", "c")], "a", "b", "c", "d")
    assert sorted(layout(found).places) == ["a", "b", "c", "d"]
    assert len(boxes(svg(found))) == 4
    assert boxes(svg(made([]))) == []


def test_a_long_chain_is_drawn() -> None:
    """A hundred statuses in a row do not exhaust anything."""
    assert len(boxes(svg(made(list(pairwise(f"s{n}" for n in range(100))))))) == 100


def test_names_cannot_act() -> None:
    """Markup, quotes and escapes in names are text in every format."""
    evil = made([(EVIL, "b")])
    picture = svg(evil)
    assert "<script>" not in picture
    assert "\x1b" not in picture + dot(evil) + mermaid(evil)
    ET.fromstring(picture)
    quoted = re.findall(r'"(?:[^"\\]|\\.)*"', dot(evil))
    assert any("script" in text for text in quoted)
    assert dot(evil).count('\\"') == 3
    assert "<script>" not in mermaid(evil)
    assert "#lt;script#gt;#amp;#quot;" in mermaid(evil)


def test_mermaid_and_dot_hold_every_status_and_arrow() -> None:
    """Both texts name every status, and have an arrow for each move."""
    for name in NAMES:
        found = graph(SHIPPED.read(name).pipeline)
        flow, digraph = mermaid(found), dot(found)
        assert len(re.findall(r"^    s\d+ -", flow, re.MULTILINE)) == len(found.edges)
        assert digraph.count(" -> ") == len(found.edges)
        assert all(node.name in flow and f'"{node.name}"' in digraph for node in found.nodes)


def test_the_command(cli: Cli) -> None:
    """Each format is printed on stdout, alone."""
    assert cli.fast("pipeline", "graph", "wholesale").out.startswith("---\ntitle:")
    assert cli.fast("pipeline", "graph", "wholesale", "-f", "dot").out.startswith("digraph ")
    assert cli.fast("pipeline", "graph", "wholesale", "-f", "svg").out.startswith("<svg ")
    cli.exits(4, "leadctl pipeline list").fast("pipeline", "graph")
