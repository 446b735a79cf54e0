"""What is remembered of a card, stability and difficulty, moves by FSRS-6 in whole study days.

`fsrs` (py-fsrs) is imported here and nowhere else: its ratings, its default
parameters and their bounds. The formulas are FSRS-6's, but py-fsrs' own
evaluation gets in the way twice. `Scheduler.review_card` counts 24-hour
periods where Anki counts rollovers. And all of it runs in 64-bit floats, where
Anki runs in 32 bits and stores rounded numbers: the last stored digit then
differs now and again, and a difficulty near 10 that is off by one digit moves
the next stability by a tenth of a per cent (measured: 1 answer in 500 left the
tolerance). So the formulas are evaluated as fsrs-rs, Anki's library, does: the
same operations in the same order, each rounded to 32 bits. In 64 bits they are
py-fsrs', which `tests/unit/review/test_memory.py` holds them against.
"""

from collections.abc import Sequence
from math import exp, floor
from typing import NamedTuple

from fsrs import Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS, STABILITY_MIN

__all__ = ["DEFAULT_PARAMETERS", "STABILITY_MAX", "Memory", "MemoryModel", "Rating"]

STABILITY_MAX = 36_500.0
"""Days; Anki caps here, py-fsrs does not."""

_tuple = tuple.__new__  # calling a named tuple is slow


class Memory(NamedTuple):
    """The memory state of one card, rounded as Anki stores it.

    Stability is in days, to 4 decimals: after that many, retrievability is
    0.9. Difficulty runs from 1 to 10, to 3 decimals.
    """

    stability: float
    difficulty: float


class MemoryModel:
    """FSRS-6 with one person's parameters and desired retention.

    Stabilities and days elapsed are in study days; 0 days elapsed is the
    same-day formula. `memory` is None before the first answer.

    Raises:
        ValueError: the parameters are not 21 numbers inside the bounds of FSRS-6.
    """

    def __init__(self, parameters: Sequence[float], desired_retention: float) -> None:
        Scheduler(parameters)  # raises when they are out of bounds
        self._w = w = tuple(_single(parameter) for parameter in parameters)
        self._decay = -w[20]
        per_decay = _single(1 / self._decay)
        self._factor = _single(_single(_single(0.9) ** per_decay) - 1)
        self._curve = _single(_single(_single(desired_retention) ** per_decay) - 1)
        # Anki lets FSRS schedule within a day only if w17 and w18 say something about it.
        self.short_term_counts = w[17] > 0 and w[18] > 0
        # What does not depend on the card, by rating (there is no rating 0):
        self._growth = _single(exp(w[8]))
        self._same_day = tuple(
            _single(exp(_single(w[17] * _single(rating - 3 + w[18])))) for rating in range(5)
        )
        self._lapse_divisor = _single(exp(_single(w[17] * w[18])))
        self._mean_difficulty = self._unbounded_difficulty(Rating.Easy)
        self._difficulties: dict[float, float] = {}

    def stability_after(self, memory: Memory | None, days: int, rating: Rating) -> float:
        """Return the stability after `rating`, not rounded yet."""
        if rating != 1:
            return self.passing_stabilities(memory, days)[rating - 2]
        if memory is None:
            return self._w[0]
        stability = _single(memory.stability)
        if days <= 0:
            after = _single(stability * _single(self._same_day[1] * _single(stability ** -self._w[19])))
        else:
            after = self._forgotten(stability, memory, days)
        return max(after, STABILITY_MIN)

    def passing_stabilities(self, memory: Memory | None, days: int) -> tuple[float, float, float]:
        """Return the stabilities after Hard, Good and Easy, not rounded yet; together they cost little more."""
        if memory is None:
            _, hard, good, easy, *_ = self._w
            return hard, good, easy
        stability = _single(memory.stability)
        if days <= 0:
            fading = _single(stability ** -self._w[19])
            _, _, hard, good, easy = self._same_day
            hard, good, easy = _single(hard * fading), _single(good * fading), _single(easy * fading)
            hard, good, easy = _grown(stability, hard), _grown(stability, good), _grown(stability, easy)
        else:
            gain = self._recall_gain(stability, memory, days)
            hard = _single(stability * _single(_single(gain * self._w[15]) + 1))
            good = _single(stability * _single(gain + 1))
            easy = _single(stability * _single(_single(gain * self._w[16]) + 1))
        if easy > STABILITY_MAX:
            return min(hard, STABILITY_MAX), min(good, STABILITY_MAX), STABILITY_MAX
        return hard, good, easy

    def _recall_gain(self, stability: float, memory: Memory, days: int) -> float:
        """Return by what part of itself stability grows after Good."""
        w = self._w
        surprise = _single(_single(exp(_single(_single(1 - self.retrievability(memory, days)) * w[10]))) - 1)
        ease = _single(self._growth * _single(11 - _single(memory.difficulty)))
        return _single(_single(ease * _single(stability ** -w[9])) * surprise)

    def _forgotten(self, stability: float, memory: Memory, days: int) -> float:
        """Return the stability after a lapse; it never grows."""
        w = self._w
        after = _single(w[11] * _single(_single(memory.difficulty) ** -w[12]))
        after = _single(after * _single(_single(_single(stability + 1) ** w[13]) - 1))
        after = _single(after * _single(exp(_single(_single(1 - self.retrievability(memory, days)) * w[14]))))
        return min(after, _single(stability / self._lapse_divisor))

    def memory_after(self, memory: Memory | None, days: int, rating: Rating) -> Memory:
        """Return the memory state that is kept after `rating`."""
        return self.kept(self.stability_after(memory, days, rating), memory, rating)

    def kept(self, stability: float, memory: Memory | None, rating: Rating) -> Memory:
        """Return the memory state after `rating` whose `stability` was worked out already, rounded to be stored."""
        if memory is None:
            return Memory(_stored(stability, 10_000), _stored(self._initial_difficulty(rating), 1_000))
        # Difficulties are stored to 3 decimals: there are few, and they come back again and again.
        key = memory.difficulty + 16 * rating
        difficulty = self._difficulties.get(key)
        if difficulty is None:
            difficulty = self._difficulties[key] = _stored(self._moved(memory.difficulty, rating), 1_000)
        return _tuple(Memory, (_stored(stability, 10_000), difficulty))

    def _initial_difficulty(self, rating: int) -> float:
        return min(max(self._unbounded_difficulty(rating), 1.0), 10.0)

    def _unbounded_difficulty(self, rating: int) -> float:
        return _single(_single(self._w[4] - _single(exp(_single(self._w[5] * (rating - 1))))) + 1)

    def _moved(self, difficulty: float, rating: int) -> float:
        """Move the difficulty by `rating`, less the nearer 10, and draw it a little to that of Easy."""
        before = _single(difficulty)
        step = _single(_single(_single(10 - before) * _single(-self._w[6] * (rating - 3))) / 9)
        moved = _single(before + step)
        reverted = _single(_single(self._w[7] * _single(self._mean_difficulty - moved)) + moved)
        return min(max(reverted, 1.0), 10.0)

    def retrievability(self, memory: Memory, days: float) -> float:
        """Return the chance of recall, 0 to 1, `days` after the last review (FSRS-6 forgetting curve)."""
        faded = _single(_single(days / _single(memory.stability)) * self._factor)
        return _single(_single(faded + 1) ** self._decay)

    def interval(self, stability: float) -> float:
        """Return the days until retrievability falls to the desired retention, 36,500 at most; not rounded."""
        days = _single(_single(stability / self._factor) * self._curve)
        if days > STABILITY_MAX:
            return STABILITY_MAX
        return days

    def seconds(self, stability: float) -> int:
        """Return `interval` in seconds, the fraction cut off."""
        return int(_single(self.interval(stability) * 86_400))


def _single(number: float) -> float:
    """Round to the nearest 32-bit float: Veltkamp's splitting, twice as fast as a trip through `struct`."""
    shifted = number * 536_870_913.0  # 2**29 + 1 leaves 24 of the 53 bits
    return shifted - (shifted - number)


def _grown(stability: float, factor: float) -> float:
    """Multiply; within a day a card that was recalled never loses stability."""
    return _single(stability * factor) if factor > 1 else stability


def _stored(number: float, scale: int) -> float:
    return floor(_single(number * scale) + 0.5) / scale
