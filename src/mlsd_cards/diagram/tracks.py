"""Arrows that share an aisle, a gap, a lane or a rank run beside each other, each on a track of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from mlsd_cards.diagram.geometry import Grid, Route

Key = tuple[int, int]
"""A straight piece of an arrow: the arrow's number and the piece's place in it."""

_ROUNDS = 4  # of looking for a better order


@dataclass(frozen=True, slots=True)
class Run:
    """A straight piece of an arrow on the lattice line `line`, from `low` to `high`."""

    key: Key
    along: bool  # with the flow; else from lane to lane
    line: int
    low: float
    high: float

    def meets(self, other: Run) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Track:
    """Which of how many tracks a piece runs on."""

    number: int
    of: int

    @property
    def offset(self) -> float:
        """How many tracks it lies from the middle."""
        return self.number - (self.of - 1) / 2


@dataclass(slots=True)
class _Bundle:
    """Pieces of one line that are joined by overlaps; `tracks` holds those that do not overlap each other."""

    tracks: list[list[Run]]


def assign(routes: Sequence[Route], grid: Grid) -> Mapping[Key, Track]:
    """A track for each piece of each route, so that few arrows cross and none run over each other."""
    runs = [run for number, route in enumerate(routes) for run in _runs(number, route, grid)]
    lines: dict[tuple[bool, int], list[Run]] = defaultdict(list)
    for run in runs:
        lines[run.along, run.line].append(run)
    bundles = [bundle for key in sorted(lines) for bundle in _bundles(lines[key])]
    places = _Places(runs, bundles)
    several = [bundle for bundle in bundles if len(bundle.tracks) > 1]
    for _ in range(_ROUNDS):
        better = [places.improve(bundle) for bundle in several]
        if not any(better):
            break
    return {
        run.key: Track(number, len(bundle.tracks))
        for bundle in bundles
        for number, track in enumerate(bundle.tracks)
        for run in track
    }


def _runs(number: int, route: Route, grid: Grid) -> Iterator[Run]:
    """The pieces of a route; they end at the edge of a box, not in its middle."""
    boxes = frozenset(grid.points.values())
    for place, (here, there) in enumerate(pairwise(route)):
        along = here.x == there.x
        low, high = sorted((here, there))
        first, last = (low.y, high.y) if along else (low.x, high.x)
        yield Run(
            (number, place),
            along,
            here.x if along else here.y,
            first + (0.5 if low in boxes else 0),
            last - (0.5 if high in boxes else 0),
        )


def _bundles(runs: Sequence[Run]) -> Iterator[_Bundle]:
    """Group the pieces of one line that overlap, directly or through others."""
    bundle: list[list[Run]] = []
    end = float("-inf")
    for run in sorted(runs, key=lambda run: (run.low, run.high, run.key)):
        if run.low > end and bundle:
            yield _Bundle(bundle)
            bundle = []
        end = max(end, run.high) if bundle else run.high
        free = next((track for track in bundle if not any(run.meets(other) for other in track)), None)
        if free is None:
            bundle.append([run])
        else:
            free.append(run)
    if bundle:
        yield _Bundle(bundle)


class _Places:
    """Positions that keep the order of tracks, fine enough to count crossings."""

    def __init__(self, runs: Sequence[Run], bundles: Sequence[_Bundle]) -> None:
        self._at: dict[Key, float] = {}
        self._ends: dict[Key, tuple[float | Key, float | Key]] = {}
        self._along = [run.key for run in runs if run.along]
        self._across = [run.key for run in runs if not run.along]
        by_key = {run.key: run for run in runs}
        for run in runs:
            number, place = run.key
            before, after = by_key.get((number, place - 1)), by_key.get((number, place + 1))
            ends: list[float | Key] = [run.low, run.high]
            for other in (before, after):  # a piece ends where the next one of its arrow runs
                if other is not None:
                    ends[0 if abs(other.line - run.low) < abs(other.line - run.high) else 1] = other.key
            self._ends[run.key] = ends[0], ends[1]
        for bundle in bundles:
            self._place(bundle)

    def _place(self, bundle: _Bundle) -> None:
        for number, track in enumerate(bundle.tracks):
            for run in track:
                self._at[run.key] = run.line + Track(number, len(bundle.tracks)).offset / 50

    def improve(self, bundle: _Bundle) -> bool:
        """Swap two tracks wherever that saves a crossing; returns whether it did."""
        better, least = False, self.crossings()
        for one, two in combinations(range(len(bundle.tracks)), 2):
            tracks = bundle.tracks
            tracks[one], tracks[two] = tracks[two], tracks[one]
            self._place(bundle)
            crossings = self.crossings()
            if crossings < least:
                better, least = True, crossings
            else:
                tracks[one], tracks[two] = tracks[two], tracks[one]
                self._place(bundle)
        return better

    def crossings(self) -> int:
        """How often a piece with the flow crosses one from lane to lane."""
        across = [(self._at[key], *self._span(key)) for key in self._across]
        count = 0
        for key in self._along:
            x, (top, bottom) = self._at[key], self._span(key)
            count += sum(top < y < bottom and left < x < right for y, left, right in across)
        return count

    def _span(self, key: Key) -> tuple[float, float]:
        low, high = (self._at[end] if isinstance(end, tuple) else end for end in self._ends[key])
        return (low, high) if low <= high else (high, low)


def most(tracks: Mapping[Key, Track], routes: Sequence[Route], *, along: bool, line: int) -> int:
    """How many tracks lie side by side at the widest place of a line."""
    found = 0
    for (number, place), track in tracks.items():
        here, there = routes[number][place : place + 2]
        if (here.x == there.x) == along and (here.x if along else here.y) == line:
            found = max(found, track.of)
    return found
