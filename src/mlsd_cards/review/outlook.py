"""What an answer today adds to recall on a day to come: FSRS-6 in expected values. Pure.

A card's future branches with every grade. Planning needs one number, so a card keeps one expected memory:
the grades' stabilities are averaged in their logarithm, difficulties plainly. Formulas are FSRS-6's as in
`review.memory`, in ordinary floats: a forecast needs no agreement in the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import exp, log, log1p
from typing import NamedTuple

from mlsd_cards.review.memory import STABILITY_MAX, Memory
from mlsd_cards.review.workload import Mix, Seconds

_LEAST = 0.001  # days of stability, as FSRS has it


class Prospect(NamedTuple):
    """Answering a card today: `gain` in the chance of recall on the day, its `seconds`, and the memory after it."""

    gain: float
    seconds: float
    after: Memory


class Outlook:
    """Forecasts with one person's FSRS `parameters`, mix of grades and pace."""

    def __init__(
        self, parameters: Sequence[float], mix: Mix, seconds: Seconds, *, retention: float = 0.9
    ) -> None:
        self._w = w = tuple(float(parameter) for parameter in parameters)
        self._mix = mix
        self._seconds = seconds
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._growth, self._lapse = exp(w[8]), exp(w[17] * w[18])
        self._easy_difficulty = w[4] - exp(w[5] * 3) + 1
        self._interval = (retention ** (1 / self._decay) - 1) / self._factor
        self._known: dict[tuple[float, float, int, int], Prospect] = {}

    def recall(self, memory: Memory, days: float) -> float:
        """The chance of recall so many days after the last answer (FSRS-6 forgetting curve)."""
        faded: float = (1 + self._factor * max(days, 0) / memory.stability) ** self._decay
        return faded

    @property
    def least_seconds(self) -> float:
        """No answer to a card that was seen takes less."""
        return min(self._seconds.recalled, self._seconds.forgotten)

    def interval(self, memory: Memory) -> int:
        """Days until recall falls to the desired retention, at least one."""
        days: int = max(1, round(memory.stability * self._interval))
        return days

    def new(self, ahead: int) -> Prospect:
        """Seeing a card for the first time, `ahead` days before the day that counts."""
        return Prospect(self.recall(self.first, ahead), self._seconds.new, self.first)

    def again(self, memory: Memory, elapsed: int, ahead: int) -> Prospect:
        """Answering a card `elapsed` days after its last answer, `ahead` days before the day that counts."""
        key = (memory.stability, memory.difficulty, elapsed, ahead)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._prospect(memory, elapsed, ahead)
        return found

    @cached_property
    def first(self) -> Memory:
        """The expected memory after a card's first day, learning steps included.

        Again is followed by two Good answers on the same day, Hard and Good by one; Easy graduates at once.
        """
        w, shares = self._w, self._mix.first
        again, hard, good, easy = (max(start, _LEAST) for start in w[:4])
        stabilities = (
            self._same_day(self._same_day(again)),
            self._same_day(hard),
            self._same_day(good),
            easy,
        )
        difficulties = (min(max(w[4] - exp(w[5] * grade) + 1, 1.0), 10.0) for grade in range(4))
        return Memory(
            exp(sum(share * log(one) for share, one in zip(shares, stabilities, strict=True))),
            sum(share * one for share, one in zip(shares, difficulties, strict=True)),
        )

    def _same_day(self, stability: float) -> float:
        """After Good on the same day; it never falls."""
        w = self._w
        after: float = stability * max(1.0, self._lapse * stability ** -w[19])
        return after

    def _prospect(self, memory: Memory, elapsed: int, ahead: int) -> Prospect:
        now = self.recall(memory, elapsed)
        seconds = now * self._seconds.recalled + (1 - now) * self._seconds.forgotten
        after = self._after(memory, elapsed, now)
        return Prospect(self.recall(after, ahead) - self.recall(memory, elapsed + ahead), seconds, after)

    def _after(self, memory: Memory, elapsed: int, now: float) -> Memory:
        """The expected memory after an answer that comes when the chance of recall is `now`."""
        w, (stability, difficulty) = self._w, memory
        if elapsed <= 0:
            return Memory(self._same_day(stability), difficulty)
        growth = self._growth * (11 - difficulty) * stability ** -w[9] * (exp((1 - now) * w[10]) - 1)
        lapsed = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - now) * w[14])
        lapsed = self._same_day(max(_LEAST, min(lapsed, stability / self._lapse)))
        hard, good, easy = self._mix.passing
        # Means over the grades; a stability's growth is averaged in its logarithm.
        grown = hard * log1p(growth * w[15]) + good * log1p(growth) + easy * log1p(growth * w[16])
        stability *= exp((1 - now) * log(lapsed / stability) + now * grown)
        step = -w[6] * (now * (easy - hard) - 2 * (1 - now))
        moved = difficulty + (10 - difficulty) * step / 9
        moved = w[7] * self._easy_difficulty + (1 - w[7]) * moved
        return Memory(min(stability, STABILITY_MAX), min(max(moved, 1.0), 10.0))
