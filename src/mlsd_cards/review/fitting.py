"""A person's own FSRS parameters, fitted by fsrs-rs (the extra `optimize`) and judged on cards held out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlsd_cards.errors import ExitCode, MlsdError
from mlsd_cards.review.histories import History, Quality, judged, split
from mlsd_cards.review.memory import MemoryModel

FEWEST_REVIEWS = 400
FEWEST_CARDS = 100
EXTRA = "optimize"


class MissingExtraError(MlsdError):
    """A library that only an extra installs is not there."""

    exit_code = ExitCode.FILE


class TooLittleHistoryError(MlsdError):
    """There are not enough answers to learn from."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters that a history led to, and how the old and the new ones predict the cards held out."""

    parameters: tuple[float, ...]
    before: Quality
    after: Quality
    fitted_cards: int
    held_out_cards: int

    @property
    def is_better(self) -> bool:
        """Whether the new parameters predict better by log loss, which a fit minimises."""
        return self.after.log_loss < self.before.log_loss


def fit(cards: Mapping[str, Sequence[History]], current: Sequence[float]) -> Fit:
    """Fit parameters to most cards and judge old and new on the rest.

    Raises:
        MissingExtraError: fsrs-rs-python is not installed.
        TooLittleHistoryError: fewer than 400 predictable answers, or than 100 cards.
    """
    learnt, held = split(cards)
    reviews = sum(review.days > 0 for own in cards.values() for history in own for review in history)
    before = judged(held, _model(current))
    if reviews < FEWEST_REVIEWS or len(cards) < FEWEST_CARDS or before is None:
        raise TooLittleHistoryError(
            f"there are {reviews} answers on a later day than the card's last one, of {len(cards)} cards: "
            f"a fit needs {FEWEST_REVIEWS} of {FEWEST_CARDS} cards"
        )
    parameters = _fitted(learnt)
    after = judged(held, _model(parameters))
    assert after is not None, "the same histories were judged before"
    return Fit(parameters, before, after, len(learnt), len(held))


def _fitted(learnt: Iterable[History]) -> tuple[float, ...]:
    """Parameters by fsrs-rs; items come card by card, for their order matters to it."""
    try:
        from fsrs_rs_python import FSRS, FSRSItem, FSRSReview  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(
            f"fitting needs fsrs-rs-python: pip install 'mlsd-cards[{EXTRA}]' (its wheel states no licence)"
        ) from error
    items = []
    for history in learnt:
        reviews = [FSRSReview(int(review.rating), review.days) for review in history]
        # One item for each answer that can be predicted, with all that led to it.
        items += [
            FSRSItem(reviews[: place + 1])
            for place, review in enumerate(history)
            if place > 0 and review.days > 0
        ]
    return tuple(float(parameter) for parameter in FSRS([]).compute_parameters(items))


def _model(parameters: Sequence[float]) -> MemoryModel:
    return MemoryModel(parameters, desired_retention=0.9)
