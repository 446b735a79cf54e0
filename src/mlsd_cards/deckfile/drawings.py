"""Drawings in deck files: what is written becomes a diagram, and E17 says where it does not fit its grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsd_cards.deckfile.reporter import Finding, Path, did_you_mean
from mlsd_cards.deckfile.schema_drawing import EdgeYaml, NodeYaml
from mlsd_cards.markup.width import cells
from mlsd_cards.model.diagram import Diagram, Edge, Node, NodeKind


def diagram(
    title: str, lanes: Sequence[str], nodes: Sequence[NodeYaml], edges: Sequence[EdgeYaml]
) -> Diagram:
    """The drawing that these parts give."""
    return Diagram(
        title,
        tuple(lanes),
        tuple(
            Node(n.key, n.lane, n.col, n.label, n.short, n.kind, n.component or "", n.fallback or "")
            for n in nodes
        ),
        tuple(Edge(edge.start, edge.end, edge.mode, edge.label) for edge in edges),
    )


def drawing_findings(drawing: Diagram) -> Iterator[Finding]:
    """What does not fit; paths begin at the mapping that holds `lanes`, `nodes` and `edges`."""
    yield from _lanes(drawing)
    yield from _nodes(drawing)
    yield from _edges(drawing)
    yield from _characters(drawing)


def _lanes(drawing: Diagram) -> Iterator[Finding]:
    used = {node.lane for node in drawing.nodes}
    for number, lane in enumerate(drawing.lanes):
        if lane in drawing.lanes[:number]:
            yield Finding(("lanes", number), "E02", f"duplicate lane {lane!r}")
        elif lane not in used:
            yield Finding(("lanes", number), "E17", f"no node stands in lane {lane!r}", "take it out")


def _nodes(drawing: Diagram) -> Iterator[Finding]:
    taken: dict[tuple[str, int], str] = {}
    seen: set[str] = set()
    touched = {key for edge in drawing.edges for key in (edge.start, edge.end)}
    for number, node in enumerate(drawing.nodes):
        place = ("nodes", number)
        if node.key in seen:
            yield Finding((*place, "key"), "E02", f"duplicate key {node.key!r}")
        seen.add(node.key)
        if node.lane not in drawing.lanes:
            hint = did_you_mean(node.lane, drawing.lanes)
            yield Finding((*place, "lane"), "E17", f"no lane {node.lane!r}", hint)
        other = taken.setdefault((node.lane, node.column), node.key)
        if other != node.key:
            message = (
                f"{node.key!r} stands in the cell of {other!r}: lane {node.lane!r}, column {node.column}"
            )
            yield Finding((*place, "col"), "E17", message)
        if node.key not in touched and node.kind is not NodeKind.CLIENT:
            yield Finding(place, "E17", f"no arrow begins or ends at {node.key!r}")


def _edges(drawing: Diagram) -> Iterator[Finding]:
    keys = [node.key for node in drawing.nodes]
    seen: set[tuple[str, str]] = set()
    for number, edge in enumerate(drawing.edges):
        place = ("edges", number)
        for end, key in (("from", edge.start), ("to", edge.end)):
            if key not in keys:
                yield Finding((*place, end), "E17", f"no node {key!r}", did_you_mean(key, keys))
        if edge.start == edge.end:
            yield Finding(place, "E17", f"an arrow from {edge.start!r} to itself")
        elif (edge.start, edge.end) in seen:
            yield Finding(
                place, "E17", f"a second arrow from {edge.start!r} to {edge.end!r}", "join the labels"
            )
        seen.add((edge.start, edge.end))


def _characters(drawing: Diagram) -> Iterator[Finding]:
    """Labels are drawn in cells of one character: no wide, combining or control characters."""
    texts: list[tuple[Path, str]] = [(("lanes", number), lane) for number, lane in enumerate(drawing.lanes)]
    for number, node in enumerate(drawing.nodes):
        texts += [(("nodes", number, "label"), node.label), (("nodes", number, "short"), node.short)]
    texts += [(("edges", number, "label"), edge.label) for number, edge in enumerate(drawing.edges)]
    for path, text in texts:
        if cells(text) != len(text) or not text.isprintable():
            yield Finding(path, "E17", f"{text!r} has characters that are not one cell wide")
