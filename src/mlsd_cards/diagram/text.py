"""A diagram as lines for a terminal: a row of boxes for each lane, then the edges that no row shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlsd_cards.diagram.geometry import straight_edges
from mlsd_cards.model.diagram import Diagram, Edge, Mode, Node

WIDEST = 85
"""No line is longer."""

LIST_BELOW = 70
"""With fewer cells there is no room for five boxes, and every edge is told in words."""

HIDDEN = "?"
_STAND_IN = "\ue000"  # a character that no label has

ARROWS = {Mode.SYNC: "-->", Mode.ASYNC: "..>", Mode.STREAM: "~~>", Mode.BATCH: "==>"}
_BACKWARDS = {Mode.SYNC: "<--", Mode.ASYNC: "<..", Mode.STREAM: "<~~", Mode.BATCH: "<=="}
_SIZES = ((13, 5), (12, 5), (12, 4))  # cells of a box and between two, the best first: 85, 80, 76 for five


@dataclass(frozen=True, slots=True)
class _Pen:
    """What lines are drawn with."""

    corners: str = "┌┐└┘"
    across: str = "─"
    upright: str = "│"

    @classmethod
    def of(cls, *, ascii: bool) -> _Pen:  # noqa: A002  (the setting's name, here and below)
        return cls("++++", "-", "|") if ascii else cls()


def to_lines(diagram: Diagram, width: int, *, ascii: bool = False, hide: str | None = None) -> list[str]:  # noqa: A002
    """Draw a diagram in at most `width` and never more than 85 cells; the box `hide` shows a question mark.

    Below 70 cells, and where the boxes of a long row have no room, boxes and edges are listed. Labels are
    taken to be one cell a character; lines of a list are broken at `width`, if it is at least 20.
    """
    width = max(20, min(width, WIDEST))
    fits = (sizes for sizes in _SIZES if diagram.columns * sum(sizes) - sizes[1] <= width)
    box, arrow = next(fits, (0, 0))
    if not box or width < LIST_BELOW:
        return list(_list(diagram, width, hide))
    return list(_Rows(diagram, box, arrow, width, _Pen.of(ascii=ascii), hide).lines())


def _name(node: Node, hide: str | None) -> str:
    return HIDDEN if node.key == hide else node.short


# --- boxes


def to_pieces(
    diagram: Diagram,
    width: int,
    *,
    ascii: bool = False,  # noqa: A002
    node: str,
    name: str,
) -> list[list[tuple[str, bool]]]:
    """Draw as `to_lines` does, with `name` for the box `node`; pieces that show it are marked true."""
    stand_in = tuple(
        replace(one, short=_STAND_IN * len(name)) if one.key == node else one for one in diagram.nodes
    )
    lines = to_lines(replace(diagram, nodes=stand_in), width, ascii=ascii)
    return [
        [
            (name[: len(piece)] if piece.startswith(_STAND_IN) else piece, piece.startswith(_STAND_IN))
            for piece in re.split(f"({_STAND_IN}+)", line)
            if piece
        ]
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Draws lanes as rows of boxes of `box` cells with `arrow` cells between them."""

    diagram: Diagram
    box: int
    arrow: int
    width: int
    pen: _Pen
    hide: str | None

    def lines(self) -> Iterator[str]:
        straight = straight_edges(self.diagram)
        for lane in self.diagram.lanes:
            yield lane.upper()
            nodes = {node.column: node for node in self.diagram.nodes if node.lane == lane}
            arrows = {column: edge for (of, column), edge in straight.items() if of == lane}
            yield from self._notes(arrows, sorted(nodes))
            yield from self._boxes(arrows, nodes)
        others = [edge for edge in self.diagram.edges if edge not in straight.values()]
        if others:
            yield "other edges" if straight else "edges"
            yield from _told(self.diagram, others, self.width, self.hide)

    def _start(self, column: int) -> int:
        return column * (self.box + self.arrow)

    def _boxes(self, arrows: Mapping[int, Edge], nodes: Mapping[int, Node]) -> Iterator[str]:
        """The three lines of a lane's boxes, with the arrows between them."""
        rows, inner = [""] * 3, self.box - 2
        for column, node in sorted(nodes.items()):
            lid, name = self.pen.across * inner, _name(node, self.hide)[:inner].center(inner)
            drawn = (
                self.pen.corners[0] + lid + self.pen.corners[1],
                self.pen.upright + name + self.pen.upright,
                self.pen.corners[2] + lid + self.pen.corners[3],
            )
            rows = [row.ljust(self._start(column)) + part for row, part in zip(rows, drawn, strict=True)]
            if column in arrows:
                room = self._start(_next(nodes, column)) - len(rows[1])
                rows[1] += _arrow(arrows[column], room, forwards=arrows[column].start == node.key)
        yield from rows

    def _notes(self, arrows: Mapping[int, Edge], columns: Sequence[int]) -> Iterator[str]:
        """The words of a lane's arrows, above their middle, on as many lines as the longest needs."""
        texts = []
        for column, edge in sorted(arrows.items()):
            after = _next(columns, column)
            room = (after - column) * (self.box + self.arrow) - 1
            middle = (self._start(column) + self._start(after) + self.box) / 2
            texts.append((middle, _even(edge.label, room)))
        for number in range(max((len(lines) for _, lines in texts), default=0), 0, -1):
            row = ""
            for middle, lines in texts:
                if len(lines) >= number:
                    text = lines[-number]
                    start = max(0, min(round(middle - len(text) / 2), self.width - len(text)))
                    row = row.ljust(max(start, len(row) + 1 if row else 0)) + text
            yield row


def _next(columns: Iterable[int], column: int) -> int:
    return min(other for other in columns if other > column)


def _arrow(edge: Edge, cells: int, *, forwards: bool) -> str:
    """An arrow of so many cells, with a space on both sides; where there is room for one, behind its tail."""
    sign = (ARROWS if forwards else _BACKWARDS)[edge.mode]
    drawn = sign[1] * (cells - 5) + sign if forwards else sign + sign[1] * (cells - 5)
    if len(drawn) + 2 <= cells:
        return drawn.center(cells)
    return drawn.rjust(cells) if forwards else drawn.ljust(cells)


# --- words


def _list(diagram: Diagram, width: int, hide: str | None) -> Iterator[str]:
    """Every box by lane, and every edge."""
    for lane in diagram.lanes:
        nodes = sorted((node for node in diagram.nodes if node.lane == lane), key=lambda node: node.column)
        yield from _wrapped(f"{lane.upper()}: {', '.join(_name(node, hide) for node in nodes)}", width, 2)
    if diagram.edges:
        yield "edges"
        yield from _told(diagram, diagram.edges, width, hide)


def _told(diagram: Diagram, edges: Sequence[Edge], width: int, hide: str | None) -> Iterator[str]:
    for edge in edges:
        start, end = (_name(diagram.node(key), hide) for key in (edge.start, edge.end))
        label = f"  ({edge.label})" if edge.label else ""
        yield from _wrapped(f"  {start} {ARROWS[edge.mode]} {end}{label}", width, 6)


def _even(text: str, width: int) -> list[str]:
    """A text on as few lines as it needs, about equally long."""
    lines = _wrapped(text, width)
    for narrower in range(width - 1, 0, -1):
        tried = _wrapped(text, narrower)
        if len(tried) > len(lines) or any(len(line) >= narrower and " " not in line for line in tried):
            break
        lines = tried
    return lines


def _wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    """A text on lines of at most `width` cells; the lines after the first stand further in."""
    lines, rest = [], text
    while len(rest) > width:
        end = rest.rfind(" ", hang + 1, width + 1)
        end = end if end > 0 and rest[:end].strip() else width
        lines.append(rest[:end].rstrip())
        rest = " " * hang + rest[end:].lstrip()
    return [*lines, rest] if rest.strip() else lines
