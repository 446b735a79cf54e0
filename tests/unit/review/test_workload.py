"""What a retention costs: more recall is more work, and the same question has the same answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learners import histories
from mlsd_cards.review.memory import Memory
from mlsd_cards.review.options import Options
from mlsd_cards.review.pace import USUAL, Seconds
from mlsd_cards.review.workload import Known, Workload, mix_of, workload

SECONDS = Seconds(new=50.0, recalled=10.0, forgotten=30.0)


def costs(retention: float, *, unseen: int = 200, known: int = 50, days: int = 60, new: int = 10) -> Workload:
    model = replace(Options(), desired_retention=retention).model
    seen = [Known(Memory(10.0, 5.0), elapsed=number % 10, due_in=10 - number % 10) for number in range(known)]
    return workload(seen, unseen, model, retention, days=days, new_per_day=new, mix=USUAL, seconds=SECONDS)


def test_more_retention_costs_more_minutes_and_remembers_more() -> None:
    low, usual, high = costs(0.8), costs(0.9), costs(0.95)
    assert low.minutes < usual.minutes < high.minutes
    assert low.remembered < usual.remembered < high.remembered


def test_the_same_question_has_the_same_answer() -> None:
    assert costs(0.85) == costs(0.85)


def test_new_cards_come_by_the_limit_until_there_are_none() -> None:
    assert costs(0.9, unseen=200, new=10).new == pytest.approx(200 / 60)
    assert costs(0.9, unseen=2_000, new=10).new == pytest.approx(10)
    none = costs(0.9, new=0)
    assert (none.new, none.cards) == (0, 250)


def test_without_cards_nothing_is_spent() -> None:
    assert costs(0.9, unseen=0, known=0) == Workload(0.9, 60, 0, 0, 0, 0, 0)


def test_a_mix_is_the_learners_own_once_there_are_answers_enough() -> None:
    assert mix_of([]).first == pytest.approx(USUAL.first)
    own = mix_of(history for card in histories(1_000, 6, seed=1).values() for history in card)
    assert own.first == pytest.approx((0.2, 0.1, 0.5, 0.2), abs=0.04)
    assert own.passing == pytest.approx((0.2, 0.65, 0.15), abs=0.03)
    assert sum(own.first) == pytest.approx(1)
