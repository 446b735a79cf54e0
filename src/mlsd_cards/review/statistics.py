"""What the past says in numbers: retention, calibration, bins. Definitions are Anki's where Anki has them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from operator import add
from typing import Final, NamedTuple

from mlsd_cards.review.histories import Quality
from mlsd_cards.review.studyday import DAY_SECONDS


class Retention(NamedTuple):
    """Answers that said how much was still known: reviews, and steps of days."""

    passed: int = 0
    failed: int = 0

    @property
    def reviews(self) -> int:
        return self.passed + self.failed

    @property
    def share(self) -> float | None:
        """The part that was recalled; None without reviews."""
        return self.passed / self.reviews if self.reviews else None

    @property
    def margin(self) -> float:
        """By how much the share may be off by chance: half of Wilson's 95 % interval. 0.5 without reviews."""
        count, z = self.reviews, 1.96
        if not count:
            return 0.5
        share = self.passed / count
        return z / (1 + z * z / count) * sqrt(share * (1 - share) / count + z * z / (4 * count * count))

    def __add__(self, other: object) -> Retention:
        assert isinstance(other, Retention)
        return Retention(self.passed + other.passed, self.failed + other.failed)


class Answers(NamedTuple):
    """Answers by stage and rating (Again to Easy), those in steps of days that count for retention, and their time."""

    learning: tuple[int, ...] = (0, 0, 0, 0)
    young: tuple[int, ...] = (0, 0, 0, 0)
    mature: tuple[int, ...] = (0, 0, 0, 0)
    steps: tuple[int, ...] = (0, 0)  # failed, passed; among `learning` too
    ms: int = 0

    @property
    def total(self) -> int:
        return sum(self.learning) + sum(self.young) + sum(self.mature)

    @property
    def young_retention(self) -> Retention:
        failed, passed = self.steps
        return Retention(sum(self.young[1:]) + passed, self.young[0] + failed)

    @property
    def mature_retention(self) -> Retention:
        return Retention(sum(self.mature[1:]), self.mature[0])

    @property
    def retention(self) -> Retention:
        return self.young_retention + self.mature_retention

    def __add__(self, other: object) -> Answers:
        assert isinstance(other, Answers)
        learning, young, mature, steps = (
            tuple(map(add, own, theirs)) for own, theirs in zip(self[:4], other[:4], strict=True)
        )
        return Answers(learning, young, mature, steps, self.ms + other.ms)


class Hour(NamedTuple):
    """Answers within an hour of the wall clock, and how many of them were not Again."""

    answers: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predicted against actual recall. `cards` were looked at, of `known`; None: no review came on a later day."""

    quality: Quality | None
    cards: int
    known: int


class Histogram(NamedTuple):
    """How many values fall from each edge up to the next; the last edge is open."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    median: float | None = None

    @property
    def total(self) -> int:
        return sum(self.counts)


DAY_EDGES: Final = (0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0, 240.0, 365.0, 730.0)
"""Edges for intervals and stabilities in days, each about twice the one before."""

DIFFICULTY_EDGES: Final = tuple(float(number) for number in range(1, 10))
RECALL_EDGES: Final = tuple(number / 20 for number in range(20))
"""Bins of 5 %, as Anki's graph of retrievability has them."""


def histogram(values: Sequence[float], edges: Sequence[float]) -> Histogram:
    """Count values into bins; one below the first edge counts into the first bin."""
    ordered = sorted(values)
    places = [0, *(bisect_left(ordered, edge) for edge in edges[1:]), len(ordered)]
    counts = tuple(after - before for before, after in pairwise(places))
    return Histogram(tuple(edges), counts, ordered[len(ordered) // 2] if ordered else None)


def heat_levels(values: Iterable[int]) -> tuple[int, int, int]:
    """Where the second, third and fourth intensity begin: at the quartiles of the days that have answers."""
    there = sorted(value for value in values if value > 0)
    if not there:
        return 2, 3, 4
    found = [there[len(there) * quarter // 4] for quarter in (1, 2, 3)]
    fourth = max(4, found[2])
    third = min(max(3, found[1]), fourth - 1)
    return min(max(2, found[0]), third - 1), third, fourth


def longest_streak(days: Iterable[int]) -> int:
    """The most study days in a row, given those with answers in order."""
    longest, length, last = 0, 0, None
    for day in days:
        length = length + 1 if last is not None and day == last + 1 else 1
        longest, last = max(longest, length), day
    return longest


def due_in(due_at: int, rollover: int) -> int:
    """In how many study days a step within the day comes up (Anki's forecast): whole days from the rollover on."""
    seconds = (due_at // 1000) - (rollover // 1000)
    return int(seconds / DAY_SECONDS)  # towards zero, as Rust divides
