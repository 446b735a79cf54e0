"""The plan screen and home with a plan: how they look, and what their keys do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from decks import TOPIC
from mlsd_cards.review.events import Kind
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import date_of, study_day
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.context import Start
from mlsd_cards.tui.plan import PlanScreen
from snapshot.screens import compare, screen_text
from unit.tui.learner import DAY, QUESTIONS, Learner

SIZES = [(80, 24), (120, 40), (60, 24)]


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    monkeypatch.chdir(tmp_path)
    one = Learner.open(tmp_path, {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    with closing(one.store):
        sitting = one.study()
        for _ in range(8):
            assert sitting.current(one.clock()) is not None
            sitting.rate(Rating.Easy, one.clock(), 20_000)
        one.clock.ms += 2 * DAY
        yield one


def today(learner: Learner) -> int:
    return study_day(learner.clock(), 4)


def aim(learner: Learner, days: int, minutes: int = 30) -> None:
    learner.store.set_goal(Goal(today(learner) + days, minutes), learner.clock())


def taken(
    learner: Learner, *keys: str, size: tuple[int, int] = (80, 24), settings: Settings | None = None
) -> str:
    """The screen after these keys, pressed on the home screen."""

    async def run() -> str:
        app = MlsdApp(learner.context(Start(screen="home"), settings))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
            await pilot.pause()
            await pilot.pause(0.05)
            return screen_text(app)

    return asyncio.run(run())


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=map(named, SIZES))
def test_the_plan(learner: Learner, size: tuple[int, int]) -> None:
    aim(learner, 3, minutes=5)
    compare(f"plan-{named(size)}", taken(learner, "p", size=size))


@pytest.mark.parametrize("size", SIZES, ids=map(named, SIZES))
def test_home_counts_down(learner: Learner, size: tuple[int, int]) -> None:
    aim(learner, 20)
    compare(f"home-plan-{named(size)}", taken(learner, size=size))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("table", ("t",)),
        ("tried", ("plus", "f")),
        ("date", ("d",)),
        ("drop", ("x",)),
        ("help", ("question_mark",)),
    ],
)
def test_the_plan_after_a_key(learner: Learner, name: str, keys: tuple[str, ...]) -> None:
    aim(learner, 20)
    compare(f"plan-{name}-80x24", taken(learner, "p", *keys))


def test_there_is_a_sentence_where_there_is_no_plan(learner: Learner) -> None:
    text = taken(learner, "p")
    assert "There is no interview to prepare for yet." in text
    assert "d sets its date." in text


def test_suspended_cards_alone_are_no_plan_but_a_sentence(learner: Learner) -> None:
    aim(learner, 20)
    learner.store.append_many(
        [row.card for row in learner.store.every()], Kind.SUSPEND, None, learner.clock()
    )
    text = taken(learner, "p")
    assert "There are no cards to plan for: the decks have none, or all are suspended." in text
    assert "Predicted recall" not in text


def test_ascii_is_ascii(learner: Learner) -> None:
    aim(learner, 20)
    screen = taken(learner, "p", settings=Settings(ascii=True)).split("\n")[:24]
    assert any("#" in line for line in screen)
    assert "".join(screen).replace("─", "").isascii()


def pressed(learner: Learner, *keys: str) -> PlanScreen:
    """The plan screen after these keys."""
    kept: list[PlanScreen] = []

    async def run() -> None:
        app = MlsdApp(learner.context(Start(screen="home")))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("p")
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
            await pilot.pause()
            screen = next(one for one in app.screen_stack if isinstance(one, PlanScreen))
            kept.append(screen)

    asyncio.run(run())
    return kept[0]


def typed(text: str) -> list[str]:
    names = {"-": "minus"}
    return ["d", *(names.get(letter, letter) for letter in text), "enter"]


def test_a_date_is_tried_first_and_put_in_force_by_enter(learner: Learner) -> None:
    keys = typed(str(date_of(today(learner) + 12)))
    pressed(learner, *keys)
    assert learner.store.goal() is None
    pressed(learner, *keys, "plus", "f", "enter")
    assert learner.store.goal() == Goal(today(learner) + 12, 35, "ads")


def test_a_date_that_cannot_be_stays_on_the_line(learner: Learner) -> None:
    for wrong, words in (
        ("2020-01-01", "must be after today"),
        ("soon", "is no date"),
        ("2099-01-01", "too far"),
    ):
        screen = taken(learner, "p", *typed(wrong))
        assert words in screen, wrong
        assert "Enter take it" in screen, wrong


def test_a_plan_is_dropped_after_a_question(learner: Learner) -> None:
    aim(learner, 12)
    pressed(learner, "x", "n")
    assert learner.store.goal() is not None
    pressed(learner, "x", "y")
    assert learner.store.goal() is None


def test_minutes_have_a_first_and_a_last_step(learner: Learner) -> None:
    aim(learner, 12, minutes=5)
    pressed(learner, "minus", "enter")
    assert learner.store.goal() == Goal(today(learner) + 12, 5)
    aim(learner, 12, minutes=600)
    pressed(learner, "plus", "enter")
    assert learner.store.goal() == Goal(today(learner) + 12, 600)
