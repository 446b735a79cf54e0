"""Plans up to an interview: what they spend, whom they leave out, and what real forgetting makes of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from benchmarks.learners import ANSWERS, PEOPLE, WAYS, Life, Outcome

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Seconds
from mlsd_cards.review.plan import LADDER, LAST_WEEK, PlanCard, new_today, plan, rung, simulate

OUTLOOK = Outlook(DEFAULT_PARAMETERS, USUAL, Seconds(40, 15, 30))


def unseen(count: int, weight: float = 1.0, area: str = "one") -> list[PlanCard]:
    return [PlanCard(f"{area}-{number}", area, weight) for number in range(count)]


def known(count: int, stability: float = 10.0, due: int = 0) -> list[PlanCard]:
    return [
        PlanCard(f"known-{number}", "two", 1.0, Memory(stability, 5.0), -10, due) for number in range(count)
    ]


def test_with_time_enough_every_card_is_seen_and_the_last_days_bring_nothing_new() -> None:
    found = plan(unseen(100), 0, 30, 30, OUTLOOK)
    assert not found.unseen
    assert found.recall > 0.9
    assert found.last_new_day is not None
    assert found.last_new_day < 28
    assert sum(day.new for day in found.days) == 100


def test_when_time_is_short_the_heavy_cards_are_seen_and_the_light_ones_named() -> None:
    cards = [*unseen(60, 1.0, "light"), *unseen(60, 3.0, "heavy")]
    found = plan(cards, 0, 5, 10, OUTLOOK)
    assert found.unseen
    assert all(name.startswith("light") for name in found.unseen)
    assert found.areas["heavy"] > found.areas["light"]
    assert found.recall == pytest.approx((found.areas["heavy"] + found.areas["light"]) / 2)


def test_new_cards_come_early_and_fewer_each_day() -> None:
    new = [day.new for day in plan(unseen(300), 0, 40, 60, OUTLOOK).days]
    assert sum(new[:20]) > sum(new[20:])
    assert all(later <= earlier + 1 for earlier, later in pairwise(new))
    assert new_today(0, 10) == 0
    assert new_today(1, 1) == 1


def test_cards_that_are_not_due_come_in_the_last_week_only() -> None:
    found = plan(known(20, stability=8.0, due=1_000), 0, 30, 30, OUTLOOK)
    assert not any(day.reviews for day in found.days[:-LAST_WEEK])
    assert sum(day.reviews for day in found.days[-LAST_WEEK:]) >= 20


def test_no_card_comes_twice_on_a_day() -> None:
    due = [card._replace(due=day) for day, card in enumerate(known(25, stability=4.0))]
    assert all(day.reviews <= 25 for day in plan(due, 0, 25, 600, OUTLOOK).days)


def test_what_gains_nothing_is_not_asked() -> None:
    found = plan(known(20, stability=30_000.0), 0, 10, 30, OUTLOOK)
    assert not any(day.reviews for day in found.days)
    assert found.recall > 0.99


def test_more_time_than_there_is_to_do_stops_at_a_smaller_step() -> None:
    found = plan(known(3), 0, 20, 600, OUTLOOK)
    assert found.minutes == LADDER[0]
    assert found == plan(known(3), 0, 20, 5, OUTLOOK)


def test_the_steps_of_the_ladder() -> None:
    assert [rung(minutes) for minutes in (5, 7, 30, 59, 65, 10_000)] == [5, 5, 30, 55, 60, 600]


def test_a_plan_needs_a_day_and_some_minutes() -> None:
    with pytest.raises(ValueError, match="after today"):
        plan(unseen(1), 5, 5, 30, OUTLOOK)
    with pytest.raises(ValueError, match="at least 5 minutes"):
        plan(unseen(1), 5, 6, 0, OUTLOOK)


def test_nothing_to_learn_is_a_plan_too() -> None:
    found = plan([], 0, 5, 30, OUTLOOK)
    assert (found.recall, found.unseen, found.new_per_day, found.last_new_day) == (0, (), 0, None)


def test_a_day_ends_with_its_seconds() -> None:
    found = simulate(unseen(200), 0, 4, 10, OUTLOOK)
    assert [day.seconds for day in found.days] == [600] * 4
    assert all(day.short and day.new == 15 for day in found.days)


def outcome(way: int) -> Outcome:
    life = Life(PEOPLE[0], 150, 10, 20, ANSWERS, WAYS[way].options, 1)
    return life.live(WAYS[way].queue)


def test_somebody_who_forgets_as_believed_recalls_what_was_predicted() -> None:
    planned = outcome(-1)
    assert planned.predicted == pytest.approx(planned.recall, abs=0.03)
    assert planned.visits <= 200


def test_in_the_same_time_a_plan_leads_to_more_than_ordinary_days() -> None:
    ordinary, strict, planned = outcome(1), outcome(2), outcome(-1)
    assert planned.recall > ordinary.recall + 0.1 > strict.recall
