"""Histories: days as the scheduler counts them, and predictions that are judged like Anki's."""

from __future__ import annotations

from math import log

import pytest

from learners import SLOW_TO_FORGET
from learners import histories as learnt
from mlsd_cards.review.histories import (
    Answered,
    Bin,
    Prediction,
    Review,
    histories,
    is_held_out,
    judge,
    judged,
    predictions,
    split,
)
from mlsd_cards.review.memory import DEFAULT_PARAMETERS, MemoryModel, Rating
from mlsd_cards.review.studyday import Moment

HOUR = 3_600_000
MODEL = MemoryModel(DEFAULT_PARAMETERS, 0.9)


def at(day: int, hour: int = 12) -> Moment:
    return Moment((20_000 + day) * 24 * HOUR + hour * HOUR, 0)


def test_days_are_study_days_and_a_card_begins_at_zero() -> None:
    answers = [
        Answered("a", Rating.Good, at(0, 23)),
        Answered("a", Rating.Good, at(1, 3)),  # before the rollover: the same study day
        Answered("a", Rating.Again, at(4)),
        Answered("b", Rating.Easy, at(2)),
    ]
    assert histories(answers, 4) == {
        "a": [(Review(Rating.Good, 0), Review(Rating.Good, 0), Review(Rating.Again, 4))],
        "b": [(Review(Rating.Easy, 0),)],
    }


def test_a_forgotten_card_begins_another_history() -> None:
    answers = [
        Answered("a", Rating.Good, at(0)),
        Answered("a", None, at(1)),
        Answered("a", Rating.Good, at(9)),
    ]
    assert histories(answers, 4) == {"a": [(Review(Rating.Good, 0),), (Review(Rating.Good, 0),)]}


def test_only_answers_on_a_later_day_are_predicted() -> None:
    history = (
        Review(Rating.Good, 0),
        Review(Rating.Good, 0),
        Review(Rating.Again, 3),
        Review(Rating.Good, 1),
    )
    made = list(predictions(history, MODEL))
    memory = MODEL.memory_after(MODEL.memory_after(None, 0, Rating.Good), 0, Rating.Good)
    assert made[0] == Prediction(MODEL.retrievability(memory, 3), recalled=False)
    assert [one.recalled for one in made] == [False, True]


def test_the_log_loss_is_that_of_the_definition() -> None:
    quality = judge([Prediction(0.9, True), Prediction(0.8, False)])
    assert quality is not None
    assert quality.log_loss == pytest.approx(-(log(0.9) + log(0.2)) / 2)
    assert quality.reviews == 2


def test_the_rmse_compares_bins_and_not_answers() -> None:
    exact = judge([Prediction(0.8, True)] * 8 + [Prediction(0.8, False)] * 2)
    off = judge([Prediction(0.8, True)] * 5 + [Prediction(0.8, False)] * 5)
    assert exact is not None
    assert off is not None
    assert exact.rmse == pytest.approx(0)
    assert off.rmse == pytest.approx(0.3)


def test_a_quality_says_how_each_bin_came_out() -> None:
    told = [
        each for own in learnt(200, 12, seed=3).values() for one in own for each in predictions(one, MODEL)
    ]
    quality = judge(told)
    assert quality is not None
    assert len(quality.bins) > 3
    assert sum(each.reviews for each in quality.bins) == quality.reviews == len(told)
    assert quality.predicted == pytest.approx(sum(one.recall for one in told) / len(told))
    assert quality.actual == pytest.approx(sum(one.recalled for one in told) / len(told))
    certain = judge([Prediction(1.0, recalled=True)])
    assert certain is not None
    assert certain.bins == (Bin(1.0, 1.0, 1),)


def test_a_certain_prediction_that_fails_costs_a_finite_loss() -> None:
    quality = judge([Prediction(1.0, False)])
    assert quality is not None
    assert quality.log_loss < 10


def test_nothing_predicted_is_nothing_judged() -> None:
    assert judged([(Review(Rating.Good, 0),)], MODEL) is None


def test_a_card_is_either_learnt_from_or_held_out() -> None:
    cards = learnt(200, 3, seed=1)
    fit, held = split(cards)
    assert len(fit) + len(held) == 200
    assert 20 <= len(held) <= 60
    assert len(held) == sum(map(is_held_out, cards))


def test_the_parameters_by_which_a_learner_forgets_predict_best() -> None:
    own = [history for card in learnt(300, 6, seed=2).values() for history in card]
    true, default = judged(own, MemoryModel(SLOW_TO_FORGET, 0.9)), judged(own, MODEL)
    assert true is not None
    assert default is not None
    assert true.log_loss < default.log_loss
