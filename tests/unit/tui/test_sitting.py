"""A sitting does with each key what the state allows, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.store import StoreError
from mlsd_cards.tui.sitting import Sitting, Stage
from unit.tui.learner import DAY, MINUTE, QUESTIONS, Learner, answer


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path)
    with closing(one.store):
        yield one


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Learner]:
    """A learner with twelve plain questions."""
    one = Learner.open(tmp_path, {"two/drift.yaml": QUESTIONS})
    with closing(one.store):
        yield one


def stage(sitting: Sitting) -> Stage:
    return sitting.stage


def suggested(sitting: Sitting) -> Rating:
    return sitting.suggested


def ratings(learner: Learner) -> int:
    return sum(event.kind == Kind.RATING for event in learner.store.events())


def test_a_grade_before_the_answer_is_shown_does_nothing(asked: Learner) -> None:
    sitting = asked.sitting()
    before = sitting.shown
    assert sitting.rate(Rating.Good) is None
    assert sitting.shown is before
    assert ratings(asked) == 0


def test_each_reveal_takes_one_grade_and_no_more(asked: Learner) -> None:
    sitting = asked.sitting()
    for _ in range(3):
        sitting.reveal()
        for _ in range(4):
            sitting.rate(Rating.Easy)
    assert ratings(asked) == 3
    assert len(sitting.given) == 3


def test_the_time_spent_on_a_card_is_logged(asked: Learner) -> None:
    sitting = asked.sitting()
    asked.clock.ms += 7_000
    answer(sitting, Rating.Good)
    (event,) = [event for event in asked.store.events() if event.kind == Kind.RATING]
    assert event.duration_ms == 7_000


def test_undo_shows_the_card_again_as_often_as_asked(asked: Learner) -> None:
    sitting = asked.sitting()
    shown = []
    for _ in range(3):
        assert sitting.shown is not None
        shown.append(sitting.shown.card)
        answer(sitting, Rating.Easy)
    for card in reversed(shown):
        assert sitting.undo() is not None
        assert sitting.shown is not None
        assert sitting.shown.card == card
        assert sitting.shown.record == CardRecord.new(card)
    assert sitting.undo() is None
    assert sitting.given == []


def test_undo_works_when_the_sitting_is_finished(learner: Learner) -> None:
    sitting = learner.sitting()
    while sitting.shown is not None:
        answer(sitting, Rating.Easy)
    assert stage(sitting) is Stage.FINISHED
    assert sitting.undo() is not None
    assert stage(sitting) is Stage.QUESTION


def test_a_save_that_fails_keeps_the_card_and_can_be_tried_again(
    asked: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = asked.sitting()
    sitting.reveal()
    shown = sitting.shown

    def full(*_: object, **__: object) -> CardRecord:
        raise StoreError("not saved: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(type(asked.store), "rate", full)
        with pytest.raises(StoreError):
            sitting.rate(Rating.Good)
    assert sitting.shown is shown
    assert stage(sitting) is Stage.ANSWER
    sitting.rate(Rating.Good)
    assert ratings(asked) == 1


def test_points_are_ticked_first_and_suggest_the_grade(learner: Learner) -> None:
    sitting = learner.at(learner.sitting(), "steps")
    sitting.reveal()
    assert stage(sitting) is Stage.TICKING
    sitting.rate(Rating.Easy)
    assert stage(sitting) is Stage.TICKING
    assert suggested(sitting) is Rating.Again
    sitting.tick(0)
    sitting.tick(2)
    assert suggested(sitting) is Rating.Hard
    sitting.tick(1)
    sitting.tick(7)
    assert suggested(sitting) is Rating.Good
    sitting.tick(1)
    sitting.done_ticking()
    assert stage(sitting) is Stage.ANSWER
    assert suggested(sitting) is Rating.Hard


@pytest.mark.parametrize(
    ("typed", "verdict", "grade"),
    [
        ("0.84", True, Rating.Good),
        ("0.5", False, Rating.Again),
        ("3/", None, Rating.Good),
        ("", None, Rating.Good),
    ],
)
def test_a_number_is_checked_within_its_tolerance(
    learner: Learner, typed: str, verdict: bool | None, grade: Rating
) -> None:
    sitting = learner.at(learner.sitting(), "worked")
    for character in typed:
        sitting.type(character)
    assert sitting.typed == typed
    assert sitting.verdict is verdict
    assert suggested(sitting) is grade


def test_on_an_empty_line_keys_that_begin_no_number_stay_commands(learner: Learner) -> None:
    sitting = learner.at(learner.sitting(), "worked")
    assert [sign for sign in "0.(-*e/" if sitting.takes(sign)] == ["0", ".", "("]
    sitting.type("1")
    assert all(sitting.takes(sign) for sign in "0.-*e")
    sitting.erase()
    assert not sitting.takes("e")


def test_earlier_cards_can_be_looked_at_and_nothing_be_graded_there(asked: Learner) -> None:
    sitting = asked.sitting()
    answer(sitting, Rating.Easy)
    answer(sitting, Rating.Hard)
    sitting.look_back(5)
    assert sitting.back == 2
    assert sitting.looking_at == sitting.given[0]
    sitting.reveal()
    sitting.rate(Rating.Good)
    assert ratings(asked) == 2
    sitting.look_back(-5)
    assert sitting.looking_at is None


def test_burying_and_suspending_go_on_to_the_next_card(asked: Learner) -> None:
    sitting = asked.sitting()
    assert sitting.shown is not None
    card = sitting.shown.card
    sitting.put_aside(Kind.SUSPEND, whole_note=False)
    assert asked.store.record(card).suspended
    assert sitting.shown is not None
    assert sitting.shown.card != card
    sitting.undo()
    assert sitting.shown.card == card


def test_flag_and_mark_stay_on_the_card_shown(asked: Learner) -> None:
    sitting = asked.sitting()
    sitting.set_flag(3)
    assert sitting.toggle_mark() is True
    assert sitting.shown is not None
    assert (sitting.shown.record.flag, sitting.shown.record.marked) == (3, True)


def test_when_the_minutes_are_over_the_sitting_ends_and_may_go_on(asked: Learner) -> None:
    sitting = asked.sitting(minutes=5)
    asked.clock.ms += 6 * MINUTE
    answer(sitting, Rating.Easy)
    assert stage(sitting) is Stage.FINISHED
    assert sitting.time_is_up
    sitting.more_time()
    assert stage(sitting) is Stage.QUESTION


def test_a_clock_that_jumped_is_doubted_once(asked: Learner) -> None:
    sitting = asked.sitting()
    answer(sitting, Rating.Easy)
    assert sitting.clock_doubt() is None
    asked.clock.ms -= 2 * DAY
    assert "behind" in (sitting.clock_doubt() or "")
    asked.clock.ms += 4000 * DAY
    assert "ahead" in (sitting.clock_doubt() or "")
    sitting.trust_clock()
    assert sitting.clock_doubt() is None


def test_it_waits_while_only_later_steps_are_left(learner: Learner) -> None:
    from dataclasses import replace

    options = replace(learner.store.options(), learning_steps=(7200,), learn_ahead_minutes=20)
    learner.store.change_options(options, learner.clock())
    sitting = learner.sitting()
    while sitting.shown is not None:
        answer(sitting, Rating.Again)
    assert stage(sitting) is Stage.WAITING
    learner.clock.ms += 119 * MINUTE
    sitting.advance()
    assert stage(sitting) is Stage.QUESTION
