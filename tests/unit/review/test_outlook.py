"""Expected values against the memory model itself, grade by grade."""

from __future__ import annotations

import pytest

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory, MemoryModel, Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Seconds, seconds_of
from mlsd_cards.store import Pace

MODEL = MemoryModel(DEFAULT_PARAMETERS, 0.9)
OUTLOOK = Outlook(DEFAULT_PARAMETERS, USUAL, Seconds(40, 15, 30))


@pytest.mark.parametrize("memory", [Memory(2.0, 5.0), Memory(10.0, 8.5), Memory(60.0, 3.0)])
@pytest.mark.parametrize("elapsed", [1, 5, 40])
@pytest.mark.parametrize("ahead", [1, 10, 60])
def test_a_gain_is_the_mean_over_the_grades(memory: Memory, elapsed: int, ahead: int) -> None:
    now = MODEL.retrievability(memory, elapsed)
    chances = dict(
        zip((Rating.Hard, Rating.Good, Rating.Easy), (now * share for share in USUAL.passing), strict=True)
    )
    after = {rating: MODEL.memory_after(memory, elapsed, rating) for rating in chances}
    lapsed = MODEL.memory_after(MODEL.memory_after(memory, elapsed, Rating.Again), 0, Rating.Good)
    expected = sum(chance * MODEL.retrievability(after[rating], ahead) for rating, chance in chances.items())
    expected += (1 - now) * MODEL.retrievability(lapsed, ahead)
    expected -= MODEL.retrievability(memory, elapsed + ahead)
    found = OUTLOOK.again(memory, elapsed, ahead)
    assert found.gain == pytest.approx(expected, abs=0.005)
    assert found.seconds == pytest.approx(now * 15 + (1 - now) * 30, abs=1e-3)
    # The memory that is kept says the same of the day.
    assert OUTLOOK.recall(found.after, ahead) - OUTLOOK.recall(memory, elapsed + ahead) == pytest.approx(
        found.gain
    )


def test_answering_twice_on_a_day_gains_little() -> None:
    once = OUTLOOK.again(Memory(5.0, 5.0), 5, 10)
    assert OUTLOOK.again(once.after, 0, 10).gain < once.gain / 2


def test_a_first_sight_leaves_a_memory_between_the_grades() -> None:
    again, easy = MODEL.memory_after(None, 0, Rating.Again), MODEL.memory_after(None, 0, Rating.Easy)
    assert again.stability < OUTLOOK.first.stability < easy.stability
    assert easy.difficulty < OUTLOOK.first.difficulty < again.difficulty


def test_an_interval_is_the_schedulers() -> None:
    for stability in (0.4, 3.0, 77.0):
        assert OUTLOOK.interval(Memory(stability, 5.0)) == max(1, round(MODEL.interval(stability)))


def test_the_steps_of_a_day_take_time() -> None:
    seconds = seconds_of(USUAL, Pace(25, 15, 12), Options())
    assert seconds.new == pytest.approx(25 + 12 * (2 * 0.334 + 0.495))
    assert (seconds.recalled, seconds.forgotten) == (15, 27)
    assert seconds.review(0.75) == pytest.approx(18)
    without = Options(learning_steps=(), relearning_steps=())
    assert Outlook.of(without, USUAL, Pace(25, 15, 12)).seconds == Seconds(25, 15, 15)
