"""The scheduling options: Anki's defaults, and what may not get in."""

from dataclasses import replace
from typing import Any

import pytest

from mlsd_cards.review.options import Options, OptionsError, format_steps, parse_steps


def test_the_defaults_are_ankis() -> None:
    options = Options()
    assert (options.learning_steps, options.relearning_steps) == ((60, 600), (600,))
    assert (options.new_per_day, options.reviews_per_day) == (20, 200)
    assert not options.new_cards_ignore_review_limit
    assert (options.desired_retention, options.maximum_interval, options.rollover_hour) == (0.9, 36_500, 4)
    assert (options.leech_threshold, options.leech_suspend, options.learn_ahead_minutes) == (8, False, 20)
    assert len(options.fsrs_parameters) == 21


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"desired_retention": 0.5}, "desired_retention is 0.5: it must be from 0.7 to 0.99"),
        ({"desired_retention": float("nan")}, "desired_retention is nan"),
        ({"learning_steps": (60, 0)}, "learning_steps: step 2 is 0 seconds"),
        ({"relearning_steps": (-5,)}, "relearning_steps: step 1 is -5 seconds"),
        ({"maximum_interval": 0}, "maximum_interval is 0: it must be from 1 to 36500 days"),
        ({"new_per_day": -1}, "new_per_day is -1"),
        ({"reviews_per_day": 10_000}, "reviews_per_day is 10000"),
        ({"leech_threshold": 0}, "leech_threshold is 0"),
        ({"learn_ahead_minutes": -1}, "learn_ahead_minutes is -1"),
        ({"rollover_hour": 3}, "rollover_hour is 3: it must be 0 or 4 to 12"),
        ({"fsrs_parameters": (1.0,) * 19}, "fsrs_parameters are 19 numbers: FSRS-6 has 21"),
        (
            {"fsrs_parameters": (*Options().fsrs_parameters[:20], 9.0)},
            "fsrs_parameters[20] = 9.0 is out of bounds",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionsError) as caught:
        replace(Options(), **wrong)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(said)


def test_all_wrong_values_are_said_at_once() -> None:
    with pytest.raises(OptionsError) as caught:
        Options(desired_retention=2, rollover_hour=2, new_per_day=-3)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("hour", [0, 4, 12])
def test_the_day_may_roll_over_at_midnight_or_from_4_to_12(hour: int) -> None:
    assert Options(rollover_hour=hour).rollover_hour == hour


@pytest.mark.parametrize(
    ("text", "steps"),
    [("1m 10m", (60, 600)), ("30s  1.5h 1d", (30, 5400, 86_400)), ("10", (600,)), ("", ())],
)
def test_steps_are_read_as_anki_writes_them(text: str, steps: tuple[int, ...]) -> None:
    assert parse_steps(text) == steps
    assert parse_steps(format_steps(steps)) == steps


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1m ten", "'ten' is no step: write 30s, 10m, 4h or 1d"),
        ("0m", "steps: step 1 is 0 seconds"),
        ("-1m", "'-1m'"),
    ],
)
def test_a_step_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(OptionsError, match=said.replace("'", ".")):
        parse_steps(text)


def test_steps_are_written_in_the_largest_unit_that_divides_them() -> None:
    assert format_steps((90, 600, 86_400, 5400)) == "90s 10m 1d 90m"
