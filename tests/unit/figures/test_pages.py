"""What the statistics say in words: numbers and nouns agree, and a part is called a part."""

from __future__ import annotations

from dataclasses import replace

from mlsd_cards.figures.pages import pages
from mlsd_cards.review.histories import Prediction, judge
from mlsd_cards.review.statistics import Calibration
from mlsd_cards.standing import Standing
from mlsd_cards.store import DayTally
from unit.figures.standings import DAY, learner


def notes(found: Standing) -> dict[str, str]:
    """The sentence below each title."""
    return {figure.title: figure.note for page in pages(found, str) for figure in page.figures}


def test_one_is_not_many() -> None:
    day = DayTally(DAY, 1, 0, 0, 0, 60_000, 0, 0)
    quality = judge([Prediction(0.9, recalled=True)])
    told = notes(
        replace(learner(1), days=(day,), streak=1, longest=1, calibration=Calibration(quality, 1, 1))
    )
    assert told["Answers by day"].startswith("1 answer on 1 day, 1 minute in all. 1 day in a row now")
    assert told["Answers, last 30 days"] == "1 answer a day on the 1 day studied."
    assert told["Minutes, last 30 days"] == "1 minute a day on the 1 day studied."
    assert "over 1 answer; lower is better" in told["Predicted and actual recall"]


def test_a_few_seconds_are_not_nothing() -> None:
    found = replace(learner(1), days=(DayTally(DAY, 1, 0, 0, 0, 2_400, 0, 0),))
    assert notes(found)["Minutes, last 30 days"] == "0.04 minutes a day on the 1 day studied."


def test_a_judgement_of_some_cards_says_of_how_many() -> None:
    found = learner(300)
    assert found.calibration.cards < found.calibration.known
    assert "over 400 answers to 60 of 120 cards; lower" in notes(found)["Predicted and actual recall"]
    whole = replace(found, calibration=replace(found.calibration, cards=120))
    assert "over 400 answers; lower" in notes(whole)["Predicted and actual recall"]


def test_the_last_days_end_today_and_name_every_seventh() -> None:
    found = learner(300)
    (answers,) = (
        each for page in pages(found, str) for each in page.figures if each.title == "Answers, last 30 days"
    )
    rows = answers.table()[1]
    assert len(rows) == 30
    by_day = {day.day: day.answers for day in found.days}
    assert [int(row[1]) for row in rows] == [by_day.get(DAY - back, 0) for back in reversed(range(30))]
