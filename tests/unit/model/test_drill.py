"""Templates: the same count shows the same exercise, and its texts hold its own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.model.calc import evaluate
from mlsd_cards.model.definition import Calc
from mlsd_cards.model.drill import exact, instance, placeholders, rounded, variants

QPS = Calc(
    ask="{users} users make {requests} requests a day each. How many QPS arrive at peak?",
    expression="users * requests / 86400 * 3",
    result=34722,
    unit="QPS",
    steps=("{users} × {requests} = {= users * requests} a day", "× 3 / 86,400 = {result} QPS"),
    vary=(("users", (100e6, 50e6, 200e6)), ("requests", (10.0, 5.0, 20.0, 40.0))),
    factor=2.0,
)


def test_the_first_exercise_takes_the_first_values_and_writes_them_everywhere() -> None:
    exercise = instance(QPS, 0)
    assert exercise.ask == "100M users make 10 requests a day each. How many QPS arrive at peak?"
    assert exercise.expression == "100e6 * 10 / 86400 * 3"
    assert exercise.result == pytest.approx(34722.2, rel=1e-5)
    assert exercise.answer == "About 34,700 QPS"
    assert exercise.steps == ("100M × 10 = 1B a day", "× 3 / 86,400 = 34,700 QPS")
    assert exercise.vary == ()
    assert exercise.factor == 2.0


@given(st.integers(0, 10**9))
def test_every_exercise_computes_its_own_result_and_is_the_same_each_time(number: int) -> None:
    exercise = instance(QPS, number)
    assert evaluate(exercise.expression) == pytest.approx(exercise.result)
    assert exercise == instance(QPS, number)
    assert not list(placeholders(exercise.ask + exercise.answer + "".join(exercise.steps)))


def test_counts_lead_to_many_different_exercises() -> None:
    assert len({instance(QPS, number).ask for number in range(40)}) >= 10


def test_variants_differ_from_each_other_and_begin_with_the_first() -> None:
    three = variants(QPS)
    assert len({one.ask for one in three}) == 3
    assert three[0] == instance(QPS, 0)


def test_there_are_no_more_variants_than_combinations() -> None:
    few = Calc("How much is {some}?", "some * 2", 2, vary=(("some", (1.0, 2.0)),))
    assert sorted(one.result for one in variants(few)) == [2, 4]


def test_words_of_functions_and_unknown_braces_stay_as_they_are() -> None:
    calc = Calc(r"\(\frac{1}{n}\) of {size}?", "log2(size) * sqrt(4)", 20, vary=(("size", (1024.0, 2048.0)),))
    exercise = instance(calc, 0)
    assert exercise.ask == r"\(\frac{1}{n}\) of 1,024?"
    assert exercise.expression == "log2(1024) * sqrt(4)"


@pytest.mark.parametrize(
    ("value", "text"), [(100e6, "100M"), (1.5e9, "1.5B"), (86400, "86,400"), (0.05, "0.05"), (1e12, "1T")]
)
def test_inputs_are_written_in_full(value: float, text: str) -> None:
    assert exact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (17361111, "17.4M"),
        (23148.1, "23,100"),
        (1024, "1,024"),
        (3.9e22, "3.9e22"),
        (0.042486, "0.0425"),
        (999.7, "1,000"),
    ],
)
def test_results_have_three_digits(value: float, text: str) -> None:
    assert rounded(value) == text


@pytest.mark.parametrize(
    ("typed", "fine"), [(34722, True), (17500, True), (69000, True), (15000, False), (-34722, False)]
)
def test_an_answer_may_be_off_by_the_factor(typed: float, fine: bool) -> None:
    assert instance(QPS, 0).accepts(typed) is fine


def test_an_ordinary_calculation_is_checked_by_its_tolerance() -> None:
    calc = Calc("How much?", "50 * 2", 100)
    assert calc.accepts(101)
    assert not calc.accepts(103)
