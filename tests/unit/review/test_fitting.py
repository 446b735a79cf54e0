"""A fit predicts answers that it did not see better than the default, or says why there is none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from learners import histories
from mlsd_cards.review.fitting import TooLittleHistoryError, fit
from mlsd_cards.review.memory import DEFAULT_PARAMETERS, MemoryModel


def test_a_fit_to_another_memory_predicts_held_out_cards_better() -> None:
    found = fit(histories(500, 8, seed=3), DEFAULT_PARAMETERS)
    assert found.is_better
    assert found.after.rmse < found.before.rmse
    assert found.before.reviews == found.after.reviews > 300
    MemoryModel(found.parameters, 0.9)  # inside the bounds


def test_the_same_answers_give_the_same_parameters() -> None:
    cards = histories(200, 6, seed=4)
    assert fit(cards, DEFAULT_PARAMETERS).parameters == fit(cards, DEFAULT_PARAMETERS).parameters


@pytest.mark.parametrize(("cards", "answers"), [(99, 20), (150, 2), (0, 0)])
def test_too_little_history_is_said_with_its_numbers(cards: int, answers: int) -> None:
    with pytest.raises(TooLittleHistoryError, match=f"of {cards} cards: a fit needs 400 of 100 cards"):
        fit(histories(cards, answers, seed=5), DEFAULT_PARAMETERS)


def test_without_the_extra_the_error_names_the_command() -> None:
    program = """
import sys
sys.path.insert(0, "tests")
sys.modules["fsrs_rs_python"] = None  # as Python marks a module that cannot be imported
from learners import histories
from mlsd_cards.review.fitting import MissingExtraError, fit
from mlsd_cards.review.memory import DEFAULT_PARAMETERS
try:
    fit(histories(200, 6, seed=4), DEFAULT_PARAMETERS)
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "pip install 'mlsd-cards[optimize]'" in done.stdout, done.stderr
