"""How a person answers: the mix of grades, and the time that cards take."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_cards.review.options import Options


@dataclass(frozen=True, slots=True)
class Mix:
    """How often each grade is given: `first` at first sight (Again to Easy), `passing` when recalled (Hard to Easy)."""

    first: tuple[float, float, float, float]
    passing: tuple[float, float, float]


USUAL = Mix((0.24, 0.094, 0.495, 0.171), (0.224, 0.631, 0.145))
"""Shares over many Anki users, as fsrs-rs takes them for its simulator (`SimulatorConfig`'s defaults)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that one answer takes a person: to a new card, to a review and in (re)learning."""

    new: float
    review: float
    learning: float


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time that cards take: all of a new one's first day, a recalled review, a forgotten one with relearning."""

    new: float
    recalled: float
    forgotten: float

    def review(self, retention: float) -> float:
        """Mean time of a review where such a share of them is recalled."""
        return retention * self.recalled + (1 - retention) * self.forgotten


def seconds_of(mix: Mix, pace: Pace, options: Options) -> Seconds:
    """Time that cards take at a pace, the options' steps included.

    Again and Hard at first sight lead to as many Good answers as there are steps, Good to one less.
    """
    again, hard, good, _ = mix.first
    steps = len(options.learning_steps)
    answers = (again + hard) * steps + good * max(0, steps - 1)
    relearning = len(options.relearning_steps) * pace.learning
    return Seconds(pace.new + answers * pace.learning, pace.review, pace.review + relearning)
