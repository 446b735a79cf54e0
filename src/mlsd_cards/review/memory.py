"""What is remembered of a card, stability and difficulty, moves by FSRS-6 in whole study days.

The formulae are those of `fsrs` (py-fsrs), which no other module imports. Its
`Scheduler.review_card` is not used: it counts 24-hour periods where Anki counts
rollovers, mixes memory with steps and intervals of its own, and costs as much
per call as a whole answer may. Its memory-state functions, which are private,
are what is called here; `tests/unit/review/test_memory.py` holds them against
the public `review_card`, so that an upgrade which moves them fails there.
"""
# ruff: noqa: SLF001 - see above

from collections.abc import Sequence
from typing import NamedTuple

from fsrs import Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

__all__ = ["DEFAULT_PARAMETERS", "STABILITY_MAX", "Memory", "MemoryModel", "Rating"]

STABILITY_MAX = 36_500.0
"""Days; Anki caps here, py-fsrs does not."""


class Memory(NamedTuple):
    """The memory state of one card, rounded as Anki stores it.

    Stability is in days, to 4 decimals: after that many, retrievability is
    0.9. Difficulty runs from 1 to 10, to 3 decimals.
    """

    stability: float
    difficulty: float


class MemoryModel:
    """FSRS-6 with one person's parameters and desired retention.

    Raises:
        ValueError: the parameters are not 21 numbers inside the bounds of FSRS-6.
    """

    __slots__ = ("_days_per_stability", "_fsrs", "short_term_counts")

    def __init__(self, parameters: Sequence[float], desired_retention: float) -> None:
        self._fsrs = Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        curve = desired_retention ** (1 / self._fsrs._DECAY) - 1
        self._days_per_stability = curve / self._fsrs._FACTOR
        # Anki lets FSRS schedule within a day only if w17 and w18 say something about it.
        self.short_term_counts = parameters[17] > 0 and parameters[18] > 0

    def stability_after(self, memory: Memory | None, days: int, rating: Rating) -> float:
        """Return the stability in days after `rating`, not rounded yet.

        `days` are study days since the last review; with 0 the same-day
        formula holds. `memory` is None before the first answer.
        """
        fsrs = self._fsrs
        if memory is None:
            return fsrs._initial_stability(rating=rating)
        stability, difficulty = memory
        if days <= 0:
            after = fsrs._short_term_stability(stability=stability, rating=rating)
        else:
            after = fsrs._next_stability(
                difficulty=difficulty,
                stability=stability,
                retrievability=self.retrievability(memory, days),
                rating=rating,
            )
        return min(after, STABILITY_MAX)

    def difficulty_after(self, memory: Memory | None, rating: Rating) -> float:
        """Return the difficulty, 1 to 10, after `rating`, not rounded yet."""
        if memory is None:
            return self._fsrs._initial_difficulty(rating=rating, clamp=True)
        return self._fsrs._next_difficulty(difficulty=memory.difficulty, rating=rating)

    def memory_after(self, memory: Memory | None, days: int, rating: Rating) -> Memory:
        """Return the memory state that is kept after `rating`, `days` study days after the last review."""
        return self.kept(self.stability_after(memory, days, rating), memory, rating)

    def kept(self, stability: float, memory: Memory | None, rating: Rating) -> Memory:
        """Round as Anki stores: `stability` after `rating` was worked out already, the difficulty is not."""
        return Memory(round(stability, 4), round(self.difficulty_after(memory, rating), 3))

    def retrievability(self, memory: Memory, days: float) -> float:
        """Return the chance of recall, 0 to 1, `days` after the last review (FSRS-6 forgetting curve)."""
        fsrs = self._fsrs
        return (1.0 + fsrs._FACTOR * days / memory.stability) ** fsrs._DECAY  # type: ignore[no-any-return]

    def interval(self, stability: float) -> float:
        """Return the days until retrievability falls to the desired retention; not rounded, not limited."""
        return stability * self._days_per_stability
