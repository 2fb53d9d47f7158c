"""Graphs as text that other programs draw: Mermaid and Graphviz DOT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadctl.render.graph_colors import fill_of
from leadctl.render.safe import safe
from leadctl.rules.pipelines.graph import FUNNEL, LISTED

if TYPE_CHECKING:
    from leadctl.rules.pipelines.graph import Graph, Node

_ARROWS = {LISTED: "-->", FUNNEL: "-->"}


def mermaid(graph: Graph) -> str:
    """Return a Mermaid flowchart, as GitHub and others show it inside Markdown."""
    return "\n".join(_mermaid(graph)) + "\n"


def _mermaid(graph: Graph) -> Iterator[str]:
    yield "---"
    yield f"title: {_mermaid_text(graph.title)}"
    yield "---"
    yield "flowchart TD"
    ids = {node.name: f"s{number}" for number, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        left, right = ("([", "])") if node.initial or node.closed else ("[", "]")
        yield f"    {ids[node.name]}{left}{_mermaid_text(_label(node))}{right}"
        yield f"    style {ids[node.name]} fill:{fill_of(node.color)},color:#111"
    for edge in graph.edges:
        arrow = _ARROWS.get(edge.kind, "-.->")
        label = f"|{_mermaid_text(edge.label)}|" if edge.label else ""
        yield f"    {ids[edge.start]} {arrow}{label} {ids[edge.end]}"
    if graph.note:
        yield f"    note[{_mermaid_text(graph.note)}]"
        yield "    style note fill:none,stroke:none"


def _mermaid_text(text: str) -> str:
    """Return a text in quotes, with entities for what Mermaid or HTML would act on."""
    known = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
    return '"' + "".join(known.get(letter, letter) for letter in safe(text)) + '"'


def dot(graph: Graph) -> str:
    """Return a Graphviz digraph."""
    return "\n".join(_dot(graph)) + "\n"


def _dot(graph: Graph) -> Iterator[str]:
    yield f"digraph {_quoted(graph.title)} {{"
    note = f"\n{graph.note}" if graph.note else ""
    yield f"    graph [rankdir=TB, labelloc=t, label={_quoted(graph.title + note)}];"
    yield '    node [shape=box, style="rounded,filled", fontname="sans-serif"];'
    yield '    edge [fontname="sans-serif", fontsize=10];'
    for node in graph.nodes:
        bold = ", penwidth=2" if node.initial else ""
        double = ", peripheries=2" if node.closed else ""
        fill = f'fillcolor="{fill_of(node.color)}"'
        yield f"    {_quoted(node.name)} [label={_quoted(_label(node))}, {fill}{bold}{double}];"
    for edge in graph.edges:
        style = "" if edge.kind in _ARROWS else ", style=dashed"
        label = f" [label={_quoted(edge.label)}{style}]"
        yield f"    {_quoted(edge.start)} -> {_quoted(edge.end)}{label};"
    yield "}"


def _quoted(text: str) -> str:
    lines = (safe(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def _label(node: Node) -> str:
    return f"{node.name} ({node.closed})" if node.closed else node.name
