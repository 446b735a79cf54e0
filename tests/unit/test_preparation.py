"""A plan in force in a real store: today's queue, what is left of the minutes, and the day it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from decks import TOPIC
from mlsd_cards import advice
from mlsd_cards.preparation import prepare, readiness
from mlsd_cards.review.events import Kind
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.plan import PlannedDay
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import date_of, study_day
from mlsd_cards.store import Scope, Store
from mlsd_cards.study import Study
from unit.tui.learner import DAY, MINUTE, QUESTIONS, Learner

CARDS = 18


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path, {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    with closing(one.store):
        yield one


def today(learner: Learner) -> int:
    return study_day(learner.clock(), 4)


def aim(learner: Learner, days: int, minutes: int = 30, profile: str | None = None) -> Goal:
    goal = Goal(today(learner) + days, minutes, profile)
    learner.store.set_goal(goal, learner.clock())
    return goal


def answer_all(learner: Learner, sitting: Study, seconds: int = 20, rating: Rating = Rating.Easy) -> int:
    answers = 0
    while sitting.current(learner.clock()) is not None:
        learner.clock.ms += seconds * 1000
        sitting.rate(rating, learner.clock(), seconds * 1000)
        answers += 1
        assert answers < 100
    return answers


def test_a_plan_spreads_new_cards_over_the_days_whatever_the_limit_says(learner: Learner) -> None:
    assert learner.study().remaining().new > 10
    aim(learner, 14)
    assert learner.study().remaining().new == 3  # an even share of half the days left, two kept free
    aim(learner, 3)
    assert learner.study().remaining().new > 10


def test_other_windows_and_devices_see_the_plan_at_once(learner: Learner) -> None:
    with closing(Store.open(learner.store.path)) as other:
        assert other.goal() is None
        goal = aim(learner, 14)
        assert other.goal() == goal
        other.set_goal(None, learner.clock())
        assert learner.store.goal() is None


def test_undo_leaves_the_plan_and_a_rebuild_does_not_mind_it(learner: Learner) -> None:
    goal = aim(learner, 14)
    assert learner.store.undo(learner.clock()) is None
    learner.store.rebuild()
    assert learner.store.verify() == []
    assert learner.store.goal() == goal


def test_the_minutes_end_the_day_and_more_can_be_asked_for(learner: Learner) -> None:
    aim(learner, 2, minutes=5)
    given = answer_all(learner, learner.study(), seconds=100)
    assert 0 < given < 8
    sitting = learner.study()
    assert sitting.remaining().total == 0
    sitting.more_today(learner.clock(), new=2)
    assert sitting.remaining().new == 2
    assert learner.study().remaining().new == 2


def test_who_is_quicker_than_expected_has_more_cards_in_the_same_sitting(learner: Learner) -> None:
    aim(learner, 2, minutes=5)
    sitting = learner.study()
    expected = sitting.remaining().total
    assert answer_all(learner, sitting, seconds=3) > expected


def test_a_drill_stays_a_drill(learner: Learner) -> None:
    aim(learner, 2)
    sitting = learner.study()
    assert sitting.drill(learner.clock(), 3) == 3
    assert answer_all(learner, sitting, seconds=3) == 3


def test_a_new_day_has_its_minutes_again(learner: Learner) -> None:
    aim(learner, 3, minutes=5)
    answer_all(learner, learner.study(), seconds=100)
    learner.clock.ms += DAY
    assert learner.study().remaining().total > 0


def test_in_the_last_week_cards_come_that_are_not_due(learner: Learner) -> None:
    answer_all(learner, learner.study())
    learner.clock.ms += DAY
    assert not learner.store.due(today(learner))
    aim(learner, 30)
    assert learner.study().remaining().review == 0
    aim(learner, 8)
    assert learner.study().remaining().review == 0
    aim(learner, 7)
    assert learner.study().remaining().review > 5


def test_on_the_day_itself_ordinary_days_are_back(learner: Learner) -> None:
    ordinary = learner.study().remaining()
    aim(learner, 14)
    assert learner.study().goal is not None
    assert learner.study().remaining() != ordinary
    learner.clock.ms += 14 * DAY
    assert learner.study().goal is None
    assert learner.study().remaining() == ordinary


def test_a_sitting_over_midnight_goes_on_with_the_next_day(learner: Learner) -> None:
    aim(learner, 1, minutes=5)
    sitting = learner.study()
    learner.clock.ms += DAY
    assert sitting.current(learner.clock()) is not None
    assert sitting.goal is None


def test_only_the_area_asked_for_comes(learner: Learner) -> None:
    aim(learner, 2)
    sitting = Study(learner.store, learner.library, Scope(frozenset({"two"})), learner.clock())
    assert sitting.remaining().new > 0
    shown = sitting.current(learner.clock())
    assert shown is not None
    assert shown.found.topic.area == "two"


def test_cards_asked_for_today_come_first(learner: Learner) -> None:
    aim(learner, 30)
    last = learner.store.every()[-1].card
    learner.store.queue_today([last], today(learner), learner.clock())
    shown = learner.study().current(learner.clock())
    assert shown is not None
    assert shown.card == last


def test_what_is_prepared_counts_all_cards_but_suspended_ones(learner: Learner) -> None:
    goal = aim(learner, 20)
    first = learner.store.every()[0]
    learner.store.append(first.card, Kind.SUSPEND, None, learner.clock())
    found = prepare(learner.store, goal, learner.clock())
    assert found.cards == CARDS - 1
    assert sum(ready.cards for ready in found.ready.values()) == CARDS - 1
    assert found.plan.recall > 0.8
    assert found.days == 20
    assert not found.left_out
    assert found.sooner is not None
    assert found.sooner.date == goal.day - 3
    assert found.more is not None
    assert found.more.recall >= found.plan.recall
    assert found.came_out is None


def test_readiness_grows_with_answers_and_fades_without(learner: Learner) -> None:
    assert {ready.recall for ready in readiness(learner.store, learner.clock()).values()} == {0.0}
    answer_all(learner, learner.study())
    after = readiness(learner.store, learner.clock())["one"].recall
    assert after > 0.3
    learner.clock.ms += 30 * DAY
    assert 0 < readiness(learner.store, learner.clock())["one"].recall < after


def test_what_is_left_out_is_said_and_how_predictions_came_out(learner: Learner) -> None:
    for _ in range(6):
        answer_all(learner, learner.study(), rating=Rating.Good)
        learner.clock.ms += DAY
    goal = aim(learner, 2, minutes=5)
    found = prepare(learner.store, goal, learner.clock())
    assert found.came_out is not None
    assert found.came_out.actual == 1
    assert "too few" in advice.caution(found)
    assert "Every card is seen" in next(advice.left_out(found, {}))


def test_a_plan_is_told_in_whole_numbers_that_agree_with_one_another(learner: Learner) -> None:
    found = prepare(learner.store, aim(learner, 20), learner.clock())
    day = PlannedDay(found.today, 1, 0, 60.0, short=False)
    plain = replace(found.plan, days=(day,), recall=0.404)
    told = replace(found, plan=plain, sooner=replace(plain, recall=0.396), more=None)
    assert advice.course(told).endswith("About 1 card and 1 minute a day.")
    assert list(advice.alternatives(told)) == ["3 days earlier: 40 % (no change)."]
    far = replace(told, plan=replace(plain, days=(day._replace(day=found.today + 800),)))
    year = date_of(found.today + 800).year
    assert f" {year}. About" in advice.course(far)
    assert f" {date_of(found.today).year}. About" not in advice.course(told)


def test_past_predictions_are_judged_as_the_statistics_judge_them(learner: Learner) -> None:
    for _ in range(4):
        answer_all(learner, learner.study(), rating=Rating.Good)
        learner.clock.ms += 3 * DAY
    found = prepare(learner.store, aim(learner, 20), learner.clock())
    quality = learner.store.statistics().calibration(learner.store.options()).quality
    assert quality is not None
    assert found.came_out == quality
    said = advice.caution(replace(found, came_out=replace(quality, reviews=90)))
    assert f"log loss {quality.log_loss:.3f}, RMSE {quality.rmse * 100:.1f} %" in said


def test_an_answer_elsewhere_and_a_study_ahead_work_as_ever(learner: Learner) -> None:
    aim(learner, 14)
    sitting = learner.study()
    answer_all(learner, sitting)
    learner.clock.ms += MINUTE
    assert sitting.study_ahead(60) > 0
    shown = sitting.current(learner.clock())
    assert shown is not None
    assert shown.record.schedule.phase is Phase.REVIEW
