"""Where boxes stand and which way arrows go, for the picture and the text alike.

A box stands in a lane, so far along the flow as its column says: its *rank*. Between and around the lanes
run aisles, between and around the ranks run gaps. Lanes and aisles, ranks and gaps are numbered through, so
that everything is a point of one lattice: a box has two odd coordinates, aisles and gaps have even ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from mlsd_cards.model.diagram import Diagram, Edge


class Point(NamedTuple):
    """A place on the lattice: `x` counts lanes and aisles, `y` counts ranks and gaps."""

    x: int
    y: int


Route = tuple[Point, ...]
"""Where an arrow begins, turns and ends."""

_ALONG, _ACROSS = 0, 1  # which way an arrow runs: with the flow, or from lane to lane
_STEPS = ((0, 1, _ALONG), (0, -1, _ALONG), (1, 0, _ACROSS), (-1, 0, _ACROSS))
_STEP, _BEND, _CROSSING, _SHARED, _OUTSIDE = 4, 7, 5, 5, 3  # what makes a way longer than it is


@dataclass(frozen=True, slots=True)
class Grid:
    """The boxes of a diagram as points of a lattice of `lanes` by `ranks` cells."""

    lanes: int
    ranks: int
    points: Mapping[str, Point]  # by node key

    @classmethod
    def of(cls, diagram: Diagram) -> Grid:
        lanes = {lane: number for number, lane in enumerate(diagram.lanes)}
        points = {node.key: Point(2 * lanes[node.lane] + 1, 2 * node.column + 1) for node in diagram.nodes}
        return cls(len(lanes), diagram.columns, points)


def neighbours(diagram: Diagram, edge: Edge) -> bool:
    """Whether an edge joins two boxes of a lane with no box between them."""
    start, end = diagram.node(edge.start), diagram.node(edge.end)
    if start.lane != end.lane:
        return False
    low, high = sorted((start.column, end.column))
    return not any(node.lane == start.lane and low < node.column < high for node in diagram.nodes)


def straight_edges(diagram: Diagram) -> Mapping[tuple[str, int], Edge]:
    """The arrows between neighbours by lane and the column on their left; the first one of each pair."""
    found: dict[tuple[str, int], Edge] = {}
    for edge in diagram.edges:
        if neighbours(diagram, edge):
            start, end = diagram.node(edge.start), diagram.node(edge.end)
            found.setdefault((start.lane, min(start.column, end.column)), edge)
    return found


def routes(diagram: Diagram) -> tuple[Route, ...]:
    """The way of each edge, in their order: along lanes, aisles, ranks and gaps, through no box but its own.

    Neighbours go first and straight; the others take the cheapest way around what is there, short ones
    before long ones. An edge from a box to itself is a `ValueError`.
    """
    search = _Search(Grid.of(diagram))
    points = search.grid.points

    def length(number: int) -> tuple[bool, int, int]:
        start, end = points[diagram.edges[number].start], points[diagram.edges[number].end]
        apart = abs(start.x - end.x) + abs(start.y - end.y)
        return not neighbours(diagram, diagram.edges[number]), apart, number

    found: dict[int, Route] = {}
    for number in sorted(range(len(diagram.edges)), key=length):
        edge = diagram.edges[number]
        if edge.start == edge.end:
            raise ValueError(f"{edge.start!r} has an edge to itself")
        found[number] = search.route(points[edge.start], points[edge.end])
    return tuple(found[number] for number in range(len(diagram.edges)))


class _Search:
    """Finds ways on the lattice and remembers which are taken."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._boxes = frozenset(grid.points.values())
        self._steps: Counter[tuple[Point, Point]] = Counter()
        self._passed: Counter[tuple[Point, int]] = Counter()  # how often a point is passed, by direction

    def route(self, start: Point, end: Point) -> Route:
        way = self._cheapest(start, end)
        for here, there in pairwise(way):
            self._steps[min(here, there), max(here, there)] += 1
            axis = _ALONG if here.x == there.x else _ACROSS
            for point in {here, there} - {start, end}:
                self._passed[point, axis] += 1
        return corners(way)

    def _cheapest(self, start: Point, end: Point) -> Sequence[Point]:
        """Dijkstra over points and directions."""
        waiting: list[tuple[int, Point, int]] = [(0, start, _ALONG), (0, start, _ACROSS)]
        best: dict[tuple[Point, int], int] = {(start, _ALONG): 0, (start, _ACROSS): 0}
        came: dict[tuple[Point, int], tuple[Point, int]] = {}
        while waiting:
            cost, here, axis = heappop(waiting)
            if here == end:
                return _way(came, (here, axis))
            if cost > best[here, axis]:
                continue
            for dx, dy, turned in _STEPS:
                there = Point(here.x + dx, here.y + dy)
                if not self._open(there, end) or (here == start and axis != turned):
                    continue
                total = cost + self._cost(here, there, turned) + (0 if axis == turned else _BEND)
                if total < best.get((there, turned), total + 1):
                    best[there, turned] = total
                    came[there, turned] = (here, axis)
                    heappush(waiting, (total, there, turned))
        raise AssertionError("aisles and gaps lead everywhere")

    def _open(self, point: Point, end: Point) -> bool:
        inside = 0 <= point.x <= 2 * self.grid.lanes and 0 <= point.y <= 2 * self.grid.ranks
        return inside and (point == end or point not in self._boxes)

    def _cost(self, here: Point, there: Point, axis: int) -> int:
        shared = self._steps[min(here, there), max(here, there)]
        crossed = self._passed[there, 1 - axis]
        outside = there.x in {0, 2 * self.grid.lanes} or there.y in {0, 2 * self.grid.ranks}
        return _STEP + _SHARED * shared + _CROSSING * crossed + _OUTSIDE * outside


def _way(came: Mapping[tuple[Point, int], tuple[Point, int]], last: tuple[Point, int]) -> Sequence[Point]:
    way = [last]
    while way[-1] in came:
        way.append(came[way[-1]])
    return [point for point, _ in reversed(way)]


def corners(way: Sequence[Point]) -> Route:
    """A way without the points at which it goes straight on."""
    kept = [way[0]]
    for before, here, after in zip(way, way[1:], way[2:], strict=False):
        if (before.x == here.x) != (here.x == after.x):
            kept.append(here)
    return (*kept, way[-1])
