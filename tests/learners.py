"""Synthetic learners: they forget by parameters of their own, whatever the scheduler believes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from mlsd_cards.review.histories import History, Review
from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory, MemoryModel, Rating

SLOW_TO_FORGET = (
    *(value * 2.5 for value in DEFAULT_PARAMETERS[:4]),
    *DEFAULT_PARAMETERS[4:20],
    0.3,
)
"""Memories that last two and a half times as long at first, and fade more steeply later."""


def histories(
    cards: int, answers: int, seed: int, parameters: Sequence[float] = SLOW_TO_FORGET
) -> dict[str, list[History]]:
    """So many cards answered so often each, on the days that the default scheduler gives them."""
    draw = random.Random(seed)
    return {f"card-{number}": [tuple(_card(answers, draw, parameters))] for number in range(cards)}


def _card(answers: int, draw: random.Random, parameters: Sequence[float]) -> Iterator[Review]:
    true, scheduler = MemoryModel(parameters, 0.9), MemoryModel(DEFAULT_PARAMETERS, 0.9)
    memory: Memory | None = None
    believed: Memory | None = None
    days = 0
    for _ in range(answers):
        rating = _grade(memory, days, true, draw)
        yield Review(rating, days)
        memory = true.memory_after(memory, days, rating)
        believed = scheduler.memory_after(believed, days, rating)
        days = max(1, round(scheduler.interval(believed.stability)))


def _grade(memory: Memory | None, days: int, true: MemoryModel, draw: random.Random) -> Rating:
    if memory is None:
        return draw.choices(tuple(Rating), (0.2, 0.1, 0.5, 0.2))[0]
    if draw.random() >= true.retrievability(memory, days):
        return Rating.Again
    return draw.choices((Rating.Hard, Rating.Good, Rating.Easy), (0.2, 0.65, 0.15))[0]
