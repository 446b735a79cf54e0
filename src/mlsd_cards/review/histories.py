"""Review histories: what was answered when, card by card, as FSRS learns from it and is judged by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log, sqrt
from typing import NamedTuple

from mlsd_cards.review.memory import Memory, MemoryModel, Rating
from mlsd_cards.review.studyday import Moment, days_elapsed, next_rollover

HELD_OUT_SHARE = 5
"""One card in so many is kept out of a fit and judges it."""

BINS = 20
"""Bins of equal width over predicted recall for the RMSE, as Anki's calibration graph has them."""

_SURE = 1e-4  # a prediction is never taken as more certain than this: one answer must not decide a log loss


class Answered(NamedTuple):
    """An entry of the log: an answer, or (`rating` None) that the card was forgotten and begins anew."""

    card: str
    rating: Rating | None
    at: Moment


class Review(NamedTuple):
    """An answer and the study days since the one before; 0 for a card's first."""

    rating: Rating
    days: int


History = tuple[Review, ...]
"""All answers to a card, from its first."""


class Prediction(NamedTuple):
    """How likely recall was just before an answer, and what the answer said."""

    recall: float
    recalled: bool


class Bin(NamedTuple):
    """Predictions of about the same recall: the mean predicted, the actual one, and how many there are."""

    predicted: float
    actual: float
    reviews: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How predictions of `reviews` came out: log loss and RMSE (lower is better), and bin by bin."""

    reviews: int
    log_loss: float
    rmse: float
    bins: tuple[Bin, ...]

    @property
    def predicted(self) -> float:
        """Mean predicted recall."""
        return sum(each.predicted * each.reviews for each in self.bins) / self.reviews

    @property
    def actual(self) -> float:
        """The share that was recalled."""
        return sum(each.actual * each.reviews for each in self.bins) / self.reviews


def histories(answers: Iterable[Answered], rollover_hour: int) -> dict[str, list[History]]:
    """Group answers, which come card by card in the log's order; a forgotten card begins another history."""
    found: dict[str, list[History]] = {}
    reviews: list[Review] = []
    card, last = "", 0
    for answered in answers:
        if answered.card != card or answered.rating is None:
            _keep(found, card, reviews)
            card, reviews = answered.card, []
        if answered.rating is None:
            continue
        days = days_elapsed(last, next_rollover(answered.at, rollover_hour)) if reviews else 0
        reviews.append(Review(answered.rating, days))
        last = answered.at.utc_ms
    _keep(found, card, reviews)
    return found


def _keep(found: dict[str, list[History]], card: str, reviews: Sequence[Review]) -> None:
    if reviews:
        found.setdefault(card, []).append(tuple(reviews))


def is_held_out(card: str) -> bool:
    """Whether a card judges fits instead of taking part in them; the same on every machine."""
    return blake2b(card.encode(), digest_size=4).digest()[0] % HELD_OUT_SHARE == 0


def split(cards: Mapping[str, Sequence[History]]) -> tuple[list[History], list[History]]:
    """The histories to fit with, and those held out; by card, so that nothing of a card is in both."""
    fit = [history for card, own in cards.items() if not is_held_out(card) for history in own]
    held = [history for card, own in cards.items() if is_held_out(card) for history in own]
    return fit, held


def predictions(history: History, model: MemoryModel) -> Iterator[Prediction]:
    """Yield a prediction for each answer on a later day than the one before it."""
    memory: Memory | None = None
    for review in history:
        if memory is not None and review.days > 0:
            yield Prediction(model.retrievability(memory, review.days), review.rating is not Rating.Again)
        memory = model.memory_after(memory, review.days, review.rating)


def judge(some: Iterable[Prediction]) -> Quality | None:
    """Log loss (natural) and RMSE over bins of predicted recall, weighted by size; None without predictions.

    The RMSE compares, in each of `BINS` bins, mean predicted with actual recall.
    """
    sums = [[0.0, 0, 0] for _ in range(BINS)]
    loss = 0.0
    for recall, recalled in some:
        chance = min(max(recall, _SURE), 1 - _SURE)
        loss -= log(chance if recalled else 1 - chance)
        own = sums[min(int(recall * BINS), BINS - 1)]
        own[0] += recall
        own[1] += recalled
        own[2] += 1
    bins = tuple(Bin(recall / count, right / count, int(count)) for recall, right, count in sums if count)
    total = sum(each.reviews for each in bins)
    if not total:
        return None
    square = sum(each.reviews * (each.predicted - each.actual) ** 2 for each in bins)
    return Quality(total, loss / total, sqrt(square / total), bins)


def judged(cases: Iterable[History], model: MemoryModel) -> Quality | None:
    """How well a memory model predicts these histories."""
    return judge(prediction for history in cases for prediction in predictions(history, model))
