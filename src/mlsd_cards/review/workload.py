"""What another desired retention would cost: the coming days simulated, answer by answer. Pure and repeatable."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlsd_cards.review.histories import History
from mlsd_cards.review.memory import Memory, MemoryModel, Rating
from mlsd_cards.review.pace import USUAL, Mix, Seconds

_PRIOR = 50
"""Answers that the usual mix counts for, so that a short history does not decide alone."""

_PASSING = (Rating.Hard, Rating.Good, Rating.Easy)


@dataclass(frozen=True, slots=True)
class Known:
    """A card that was seen: its memory, and the days since its last answer and until it is due (negative: late)."""

    memory: Memory
    elapsed: int
    due_in: int


@dataclass(frozen=True, slots=True)
class Workload:
    """The mean day of a simulated time, and how many cards would be recalled on its last day."""

    retention: float
    days: int
    minutes: float
    reviews: float
    new: float
    remembered: float
    cards: int


def mix_of(histories: Iterable[History]) -> Mix:
    """A person's own mix of grades, drawn towards the usual one while answers are few."""
    first: Counter[Rating] = Counter()
    passing: Counter[Rating] = Counter()
    for history in histories:
        first[history[0].rating] += 1
        passing.update(
            review.rating for review in history[1:] if review.days > 0 and review.rating is not Rating.Again
        )
    one, two, three, four = _shares(first, tuple(Rating), USUAL.first)
    hard, good, easy = _shares(passing, _PASSING, USUAL.passing)
    return Mix((one, two, three, four), (hard, good, easy))


def _shares(counts: Mapping[Rating, int], ratings: Sequence[Rating], usual: Sequence[float]) -> list[float]:
    total = sum(counts[rating] for rating in ratings) + _PRIOR
    return [(counts[rating] + _PRIOR * share) / total for rating, share in zip(ratings, usual, strict=True)]


def workload(
    known: Sequence[Known],
    unseen: int,
    model: MemoryModel,
    retention: float,
    *,
    days: int,
    new_per_day: int,
    mix: Mix,
    seconds: Seconds,
    seed: int = 0,
) -> Workload:
    """Simulate `days` of study at a desired `retention` with grades drawn from `mix`; the same seed, the same answer.

    `model` is of the learner's parameters at that retention. Reviews take place on the day they are due;
    the fuzz of intervals and the day's limit of reviews are left out.
    """
    draw = random.Random(seed)  # noqa: S311  (a simulation)
    spent, reviews, remembered = 0.0, 0, 0.0
    introduced = min(unseen, new_per_day * days)
    for card in known:
        cost, count, recall = _life(
            card.memory, -card.elapsed, max(0, card.due_in), model, days, mix, seconds, draw
        )
        spent, reviews, remembered = spent + cost, reviews + count, remembered + recall
    for number in range(introduced):
        day = number // new_per_day
        rating = draw.choices(tuple(Rating), mix.first)[0]
        memory = model.memory_after(None, 0, rating)
        due = day + _days(model, memory)
        cost, count, recall = _life(memory, day, due, model, days, mix, seconds, draw)
        spent, reviews, remembered = spent + cost + seconds.new, reviews + count, remembered + recall
    return Workload(
        retention,
        days,
        spent / 60 / days,
        reviews / days,
        introduced / days,
        remembered,
        len(known) + unseen,
    )


def _life(
    memory: Memory,
    last: int,
    due: int,
    model: MemoryModel,
    days: int,
    mix: Mix,
    seconds: Seconds,
    draw: random.Random,
) -> tuple[float, int, float]:
    """One card until the end: seconds spent, reviews, and the chance of recalling it on the last day."""
    spent, reviews = 0.0, 0
    while due < days:
        recalled = draw.random() < model.retrievability(memory, due - last)
        rating = draw.choices(_PASSING, mix.passing)[0] if recalled else Rating.Again
        memory = model.memory_after(memory, due - last, rating)
        spent += seconds.recalled if recalled else seconds.forgotten
        reviews += 1
        last, due = due, due + _days(model, memory)
    return spent, reviews, model.retrievability(memory, days - last)


def _days(model: MemoryModel, memory: Memory) -> int:
    return max(1, round(model.interval(memory.stability)))
