"""Numbers of the past: retention, calibration, bins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.review.options import Options
from mlsd_cards.review.scheduling import CardState, Phase
from mlsd_cards.review.stages import Stage, stage_of, waited_days
from mlsd_cards.review.statistics import Answers, Retention, due_in, heat_levels, histogram, longest_streak
from mlsd_cards.review.studyday import Moment

HOUR = 3_600_000
NOON = Moment(20_000 * 24 * HOUR + 12 * HOUR)  # 16 hours before the rollover


@pytest.mark.parametrize(
    ("phase", "interval", "stage"),
    [
        (Phase.NEW, 0, Stage.LEARNING),
        (Phase.LEARNING, 0, Stage.LEARNING),
        (Phase.RELEARNING, 40, Stage.LEARNING),
        (Phase.REVIEW, 20, Stage.YOUNG),
        (Phase.REVIEW, 21, Stage.MATURE),
    ],
)
def test_a_card_is_mature_from_21_days_on(phase: Phase, interval: int, stage: Stage) -> None:
    assert stage_of(CardState("c", phase, interval=interval)) is stage


def test_an_answer_in_a_step_of_days_counts_as_a_review() -> None:
    options = Options(learning_steps=(60, 86_400), relearning_steps=(600,))
    learning, relearning = CardState("c", Phase.LEARNING), CardState("c", Phase.RELEARNING)
    assert waited_days(learning._replace(remaining_steps=1), NOON, options)
    assert not waited_days(learning._replace(remaining_steps=2), NOON, options)
    assert not waited_days(relearning._replace(remaining_steps=1), NOON, options)
    assert not waited_days(CardState("c", Phase.REVIEW, interval=9), NOON, options)
    assert not waited_days(learning, NOON, Options(learning_steps=()))


def test_a_step_that_would_reach_the_rollover_is_one_of_days() -> None:
    state = CardState("c", Phase.LEARNING, remaining_steps=1)
    options = Options(learning_steps=(600,))
    rollover = Moment(20_001 * 24 * HOUR + 4 * HOUR)
    assert waited_days(state, rollover._replace(utc_ms=rollover.utc_ms - 600_000), options)
    assert not waited_days(state, rollover._replace(utc_ms=rollover.utc_ms - 601_000), options)


def test_retention_is_unknown_without_reviews_and_less_sure_with_few() -> None:
    assert Retention().share is None
    assert Retention().margin == 0.5
    assert Retention(9, 1).share == 0.9
    assert Retention(900, 100).margin == pytest.approx(0.0186, abs=1e-4)
    assert Retention(9, 1).margin > 5 * Retention(900, 100).margin
    assert Retention(4, 0).margin > 0.1  # four answers prove little
    assert Retention(1, 2) + Retention(3, 4) == Retention(4, 6)


def test_answers_add_up_and_steps_of_days_count_for_young_cards() -> None:
    one = Answers((1, 2, 3, 4), (5, 0, 6, 0), (1, 0, 9, 0), (2, 3), 1000)
    assert one.young_retention == Retention(9, 7)
    assert one.mature_retention == Retention(9, 1)
    assert one.retention == Retention(18, 8)
    assert one.total == 31
    assert one + Answers() == one
    assert (one + one).retention == Retention(36, 16)


@given(st.lists(st.floats(0, 2000)))
def test_every_value_is_in_one_bin(values: list[float]) -> None:
    edges = (0.0, 1.0, 7.0, 30.0)
    found = histogram(values, edges)
    assert found.total == len(values)
    for low, high, count in zip(edges, [*edges[1:], float("inf")], found.counts, strict=True):
        assert count == sum(low <= value < high for value in values)
    assert (found.median is None) == (not values)


@given(st.lists(st.integers(0, 500)))
def test_intensities_begin_at_rising_values(values: list[int]) -> None:
    second, third, fourth = heat_levels(values)
    assert 1 < second < third < fourth


def test_the_longest_streak_may_lie_in_the_past() -> None:
    assert longest_streak([]) == 0
    assert longest_streak([3]) == 1
    assert longest_streak([1, 2, 3, 7, 8]) == 3


def test_a_step_due_soon_after_the_rollover_is_still_forecast_for_today() -> None:
    rollover = 20_001 * 24 * HOUR
    assert [due_in(rollover + hours * HOUR, rollover) for hours in (-30, -23, -1, 1, 23, 24, 49)] == [
        -1,
        0,
        0,
        0,
        0,
        1,
        2,
    ]
