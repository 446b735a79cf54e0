"""Study days in numbers, kept up to date by each answer."""

from __future__ import annotations

import pytest

from mlsd_cards.review.events import NO_CARD, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.store import DayTally, Pace, Store
from unit.store.scenes import DAY, answer, noon

CARD, OTHER = "mlsd:metrics/n0", "mlsd:metrics/n1"


def test_answers_count_by_what_the_card_was_before(store: Store) -> None:
    answer(store, CARD, Rating.Easy, noon(DAY), ms=20_000)
    answer(store, OTHER, Rating.Good, noon(DAY), ms=10_000)
    answer(store, OTHER, Rating.Good, noon(DAY, 10), ms=4_000)
    answer(store, CARD, Rating.Again, noon(DAY + 20), ms=7_000)
    answer(store, CARD, Rating.Good, noon(DAY + 20, 10), ms=3_000)
    first, second = store.tallies(DAY - 5, DAY + 50)
    assert first == DayTally(DAY, new=2, learning=1, new_ms=30_000, learning_ms=4_000)
    assert second == DayTally(DAY + 20, reviews=1, lapses=1, learning=1, review_ms=7_000, learning_ms=3_000)
    assert (first.answers, first.ms, second.answers, second.ms) == (3, 34_000, 2, 10_000)
    assert store.tallies(DAY + 1, DAY + 19) == []
    assert store.today(DAY + 20) == second
    assert store.today(DAY + 1) == DayTally(DAY + 1)


def test_a_raised_limit_counts_for_the_day_it_names(store: Store) -> None:
    store.append(NO_CARD, Kind.LIMIT_TODAY, [DAY, 10, 0], noon())
    store.append(NO_CARD, Kind.LIMIT_TODAY, (DAY, 5, 50), noon())
    assert (store.today(DAY).more_new, store.today(DAY).more_reviews) == (15, 50)
    assert store.today(DAY).answers == 0
    assert store.streak(DAY) == 0


def test_after_midnight_it_is_still_the_same_study_day(store: Store) -> None:
    answer(store, CARD, at=noon(DAY, 15 * 60))
    assert store.today(DAY).new == 1
    assert store.today(DAY + 1).new == 0


def test_time_away_from_the_screen_is_not_time_spent(store: Store) -> None:
    answer(store, CARD, ms=3_600_000)
    assert store.today(DAY).ms == 120_000
    assert store.history(CARD)[0].duration_ms == 3_600_000


def test_a_streak_ends_at_the_first_day_without_answers(store: Store) -> None:
    assert store.streak(DAY) == 0
    for day in (DAY - 4, DAY - 2, DAY - 1, DAY):
        answer(store, CARD, at=noon(day))
    assert store.streak(DAY - 5) == 0
    assert store.streak(DAY - 4) == store.streak(DAY - 3) == 1
    assert store.streak(DAY) == 3
    assert store.streak(DAY + 1) == 3  # today's may still come
    assert store.streak(DAY + 2) == 0


def test_the_pace_is_a_guess_until_there_are_answers(store: Store) -> None:
    assert store.pace() == Pace(25.0, 15.0, 12.0)
    for number in range(5):
        answer(store, f"mlsd:metrics/n{number}", Rating.Easy, ms=55_000)
    assert store.pace() == Pace(35.0, 15.0, 12.0)


def test_the_pace_is_that_of_the_last_days(store: Store) -> None:
    answer(store, CARD, Rating.Easy, noon(DAY - 90), ms=100_000)
    answer(store, OTHER, Rating.Easy, noon(DAY), ms=14_000)
    assert store.pace(days=1).new == pytest.approx((14 + 250) / 11)
    assert store.pace(days=2).new == pytest.approx((114 + 250) / 12)
