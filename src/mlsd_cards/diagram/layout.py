"""A diagram in the picture's units: boxes, lanes and the ways of arrows, flowing from top to bottom.

Lanes stand side by side, because a phone is high: four of them share its 360 pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from mlsd_cards.diagram import lettering
from mlsd_cards.diagram.geometry import Grid, Point, Route, routes
from mlsd_cards.diagram.tracks import Key, Track, assign, most
from mlsd_cards.model.diagram import Diagram, Node, NodeKind

LABEL = 10.6
"""Font size in boxes (bold)."""

NOTE = 10.2
"""Font size beside arrows, in lane names and legends."""

LEADING = 11.8
"""From one line of a text to the next."""

HEAD = 7.0
"""Length of an arrow head."""

SHIFTS = {NodeKind.LOG: (-4.0, 0.0), NodeKind.STORE: (0.0, 3.0), NodeKind.CLIENT: (0.0, 3.0)}
"""How far from the middle of its box a kind's label stands: its outline takes some of the room."""

_IDEAL = 380.0  # width of the picture: 9.6 pixels of letters remain where it is 360 pixels wide
_BOX_WIDTHS = 62.0, 108.0  # the narrowest and the widest box
_WIDEST = 400.0  # what a long word may widen the picture to
_BOLD = LABEL * lettering.BOLD
_PADDING, _LEAST_PADDING = 5.0, 2.5  # in a box, left and right of its label
_MARGIN = 8.0
_STUB = 11.0  # between a box and the first track
_TRACK = 7.0
_PORTS = 13.0  # between the tracks that reach one side of a box: their numbers have room beside each other
_OUTSIDE = 18.0  # of an aisle or gap at the border with one track
_BELOW_TRACKS = 5.0  # between tracks and the words below them
_HEADER = 17.0  # lane names


class Spot(NamedTuple):
    """A point of the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, centre: Spot, width: float, height: float) -> Rect:
        x, y = centre
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> Spot:
        return Spot((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def grown(self, by: float) -> Rect:
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def touches(self, other: Rect) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Rect) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is drawn; `canvas` is the part above the legends."""

    canvas: Rect
    boxes: Mapping[str, Rect]
    labels: Mapping[str, tuple[str, ...]]
    lanes: tuple[Rect, ...]
    names: tuple[Rect, ...]  # of the lanes
    ways: tuple[tuple[Spot, ...], ...]  # of the edges, in their order


def lay_out(diagram: Diagram) -> Layout:
    """Give each box, lane and arrow of a diagram its place."""
    grid, ways = Grid.of(diagram), routes(diagram)
    tracks = assign(ways, grid)
    plan = _Plan(diagram, grid, ways, tracks)
    boxes = {
        key: Rect.around(Spot(plan.xs[point.x], plan.ys[point.y]), plan.box_width, plan.box_height)
        for key, point in grid.points.items()
    }
    top, bottom = _MARGIN, plan.bottom
    half = plan.box_width / 2 + 4
    lanes = tuple(
        Rect(plan.xs[2 * lane + 1] - half, top, plan.xs[2 * lane + 1] + half, bottom)
        for lane in range(grid.lanes)
    )
    names = tuple(
        Rect.around(Spot(lane.centre.x, lane.top + _HEADER / 2), lettering.width(name.upper(), NOTE), NOTE)
        for name, lane in zip(diagram.lanes, lanes, strict=True)
    )
    return Layout(
        Rect(0, 0, plan.width, bottom + _MARGIN),
        boxes,
        plan.labels,
        lanes,
        names,
        tuple(plan.way(number) for number in range(len(ways))),
    )


class _Plan:
    """Widths and heights by what has to pass; `xs` and `ys` are the middles of lattice lines."""

    def __init__(
        self, diagram: Diagram, grid: Grid, ways: Sequence[Route], tracks: Mapping[Key, Track]
    ) -> None:
        self._grid, self._ways, self._tracks = grid, ways, tracks
        aisles = [self._aisle(x) for x in range(0, 2 * grid.lanes + 1, 2)]
        self.box_width = self._box_width(diagram, sum(aisles))
        self.labels = {node.key: self._label(node) for node in diagram.nodes}
        lines = max((len(label) for label in self.labels.values()), default=1)
        self.box_height = 16 + LEADING * max(2, lines)
        self.xs = _middles(_MARGIN, aisles, self.box_width)
        self.width = 2 * _MARGIN + sum(aisles) + grid.lanes * self.box_width
        notes = self._note_heights(diagram)
        for gap, note in enumerate(notes):
            if note and most(self._tracks, self._ways, along=False, line=2 * gap):
                notes[gap] += _BELOW_TRACKS
        gaps = [self._gap(y, notes[y // 2]) for y in range(0, 2 * grid.ranks + 1, 2)]
        self.ys = _middles(_MARGIN + _HEADER, gaps, self.box_height)
        for number, note in enumerate(notes):  # tracks first, then the words of straight arrows
            self.ys[2 * number] -= note / 2
        self.bottom = _MARGIN + _HEADER + sum(gaps) + grid.ranks * self.box_height

    def _aisle(self, x: int) -> float:
        """The width of an aisle, by the arrows in it and through it."""
        number = most(self._tracks, self._ways, along=True, line=x)
        outside = x in {0, 2 * self._grid.lanes}
        crossed = any(
            here.y == there.y and min(here.x, there.x) < x < max(here.x, there.x)
            for way in self._ways
            for here, there in pairwise(way)
        )
        crossing = 30.0 if crossed else 14.0
        if not number:
            return 4.0 if outside else crossing
        taken = _TRACK * (number - 1)
        return _OUTSIDE + taken if outside else max(crossing, 2 * _STUB + taken)

    def _gap(self, y: int, note: float) -> float:
        number = most(self._tracks, self._ways, along=False, line=y)
        outside = y in {0, 2 * self._grid.ranks}
        if not number:
            return 6.0 if outside else max(16.0, 2 * _STUB + note)
        return (_OUTSIDE if outside else 2 * _STUB) + _TRACK * (number - 1) + note

    def _note_heights(self, diagram: Diagram) -> list[float]:
        """What the words of straight arrows need in each gap."""
        heights = [0.0] * (self._grid.ranks + 1)
        for edge, way in zip(diagram.edges, self._ways, strict=True):
            start, end = way[0], way[-1]
            if len(way) == 2 and start.x == end.x and abs(start.y - end.y) == 2:
                lines = next(
                    (
                        len(lines)
                        for lines in lettering.wraps(edge.label, NOTE)
                        if lettering.widest(lines, NOTE) <= self.note_room
                    ),
                    1,
                )
                gap = (start.y + end.y) // 4
                heights[gap] = max(heights[gap], lines * LEADING + 2)
        return heights

    @property
    def note_room(self) -> float:
        """How wide the words of a straight arrow may be."""
        return self.box_width + 10

    def _box_width(self, diagram: Diagram, aisles: float) -> float:
        """As wide as the picture allows, and a little wider where a word needs it."""
        narrowest, widest = _BOX_WIDTHS
        words = (
            lettering.longest_word(node.label, _BOLD) + 2 * (_LEAST_PADDING + _aside(node))
            for node in diagram.nodes
        )
        ideal, most = ((width - 2 * _MARGIN - aisles) / self._grid.lanes for width in (_IDEAL, _WIDEST))
        return min(widest, max(narrowest, ideal, min(most, max(words, default=0.0))))

    def _label(self, node: Node) -> tuple[str, ...]:
        """A label on lines: with air on both sides if its words allow it."""
        room = self.box_width - 2 * (_PADDING + _aside(node))
        if lettering.longest_word(node.label, _BOLD) > room:
            room = self.box_width - 2 * (_LEAST_PADDING + _aside(node))
        return lettering.fitted(node.label, _BOLD, room)

    def way(self, number: int) -> tuple[Spot, ...]:
        """An arrow from the edge of a box to the edge of another."""
        route = self._ways[number]
        lines = [
            self._line(number, place, here, there) for place, (here, there) in enumerate(pairwise(route))
        ]
        first, last = lines[0], lines[-1]
        spots = [self._border(route[0], route[1], first)]
        for one, two in pairwise(lines):
            spots.append(Spot(one[1], two[1]) if one[0] else Spot(two[1], one[1]))
        return (*spots, self._border(route[-1], route[-2], last))

    def _line(self, number: int, place: int, here: Point, there: Point) -> tuple[bool, float]:
        """Whether a piece runs along, and its x or its y."""
        track = self._tracks[number, place]
        along = here.x == there.x
        line, middles = (here.x, self.xs) if along else (here.y, self.ys)
        room = (self.box_width - 24 if along else self.box_height - 14) if line % 2 else float("inf")
        wide = _PORTS if line % 2 else _TRACK
        between = min(wide, room / max(1, track.of - 1))
        return along, middles[line] + track.offset * between

    def _border(self, box: Point, towards: Point, line: tuple[bool, float]) -> Spot:
        along, at = line
        if along:
            side = self.box_height / 2 if towards.y > box.y else -self.box_height / 2
            return Spot(at, self.ys[box.y] + side)
        side = self.box_width / 2 if towards.x > box.x else -self.box_width / 2
        return Spot(self.xs[box.x] + side, at)


def _aside(node: Node) -> float:
    """How far from the middle a label stands."""
    return abs(SHIFTS.get(node.kind, (0.0, 0.0))[0])


def _middles(start: float, between: Sequence[float], size: float) -> list[float]:
    """The middles of corridors and boxes by turns."""
    sizes = [size] * (2 * len(between) - 1)
    sizes[::2] = between
    ends = list(accumulate(sizes, initial=start))
    return [(low + high) / 2 for low, high in pairwise(ends)]
