"""The screens of a mock interview look as they did when somebody last looked at them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cases import FILES
from mlsd_cards.mock.session import Mark
from mlsd_cards.rehearsal import Rehearsal
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.context import Start
from mlsd_cards.tui.mock_check import MockCheckScreen
from mlsd_cards.tui.mock_step import MockStepScreen
from snapshot.screens import compare, screen_text
from unit.tui.learner import Learner

SIZES = [(80, 24), (120, 40)]
IDS = ["80x24", "120x40"]
WHOLE = Start(screen="mock", case="feed")
NOTES = {
    "clarify": "Goal: weekly return rate, reading time as proxy.\n20 M readers, 3 M posts a day.",
    "sketch": "app -> feed service -> retrieval -> ranker -> list\nevents -> log -> training -> registry",
    "data": "positive: read >= 20 s within the window",
}

# name: the stop to go to, what is done there
SCREENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mock-step": ("clarify", ()),
    "mock-ask": ("clarify", ("ctrl+o", "down")),
    "mock-asked": ("clarify", ("ctrl+o", "2", "tab")),
    "mock-skip": ("framing", ("ctrl+n",)),
    "mock-over": ("model", ("over",)),
    "mock-probe": ("probe.conflict", ()),
    "mock-check": ("data", ("x", "ctrl+n", "y", "p")),
    "mock-flag": ("framing", ("x", "ctrl+n", "y", "p", "n", "y", "r", "up")),
    "mock-drawing": ("sketch", ("x", "ctrl+n", "y")),
    "mock-unmarked": ("framing", ("x", "ctrl+n", "y", "enter")),
    "mock-help": ("clarify", ("tab", "question_mark")),
}


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    monkeypatch.chdir(tmp_path)
    one = Learner.open(tmp_path, FILES)
    with closing(one.store):
        yield one


def app_of(learner: Learner, start: Start = WHOLE, settings: Settings | None = None) -> MlsdApp:
    context = learner.context(start, settings)
    context.ticks = lambda: learner.clock.ms / 1000
    return MlsdApp(context)


def held(app: MlsdApp) -> Rehearsal:
    assert app.rehearsal is not None
    return app.rehearsal


def forward(learner: Learner, rehearsal: Rehearsal, stop: str | None) -> None:
    """Hold the interview up to a stop, or to its end, not perfectly."""
    number = 0
    while rehearsal.session.is_open and rehearsal.session.stop != stop:
        rehearsal.type(NOTES.get(rehearsal.session.stop, "something"))
        learner.clock.ms += rehearsal.stop.seconds * (900 if number % 3 else 1150)
        rehearsal.reveal()
        for place, point in enumerate(rehearsal.stop.points):
            rehearsal.mark(point.key, (Mark.YES, Mark.PARTIAL, Mark.NO)[(place * (number % 2 + 1)) % 3])
        rehearsal.go_on()
        number += 1


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.pause(0.05)


def taken(
    app: MlsdApp, learner: Learner, size: tuple[int, int], stop: str | None, keys: tuple[str, ...]
) -> str:
    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            if stop is not None:
                await pilot.press("enter")
                await settle(pilot)
                forward(learner, held(app), None if stop == "end" else stop)
                app.follow_rehearsal(held(app))
                await settle(pilot)
            for key in keys:
                if key == "over":
                    assert isinstance(app.screen, MockStepScreen)
                    learner.clock.ms += held(app).stop.seconds * 1100
                    app.screen._tick()
                else:
                    await pilot.press(key)
            await settle(pilot)
            return screen_text(app)

    return asyncio.run(run())


@pytest.mark.parametrize("size", SIZES, ids=IDS)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], learner: Learner) -> None:
    stop, keys = SCREENS[name]
    compare(f"{name}-{size[0]}x{size[1]}", taken(app_of(learner), learner, size, stop, keys))


@pytest.mark.parametrize("size", SIZES, ids=IDS)
def test_before_the_clock_starts(size: tuple[int, int], learner: Learner) -> None:
    compare(f"mock-start-{size[0]}x{size[1]}", taken(app_of(learner), learner, size, None, ("m", "down")))


@pytest.mark.parametrize("size", SIZES, ids=IDS)
def test_the_report(size: tuple[int, int], learner: Learner) -> None:
    taken(app_of(learner), learner, size, "end", ())
    learner.clock.ms += 86_400_000
    compare(f"mock-report-{size[0]}x{size[1]}", taken(app_of(learner), learner, size, "end", ()))
    text = taken(app_of(learner, Start(screen="mock")), learner, size, None, ("r", "end", "enter"))
    compare(f"mock-report-end-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", SIZES, ids=IDS)
def test_the_cases(size: tuple[int, int], learner: Learner) -> None:
    taken(app_of(learner), learner, size, "end", ())
    text = taken(app_of(learner, Start(screen="mock")), learner, size, None, ())
    compare(f"mock-cases-{size[0]}x{size[1]}", text)


def test_no_hint_is_clipped_at_60_columns(learner: Learner) -> None:
    app = app_of(learner)

    async def run() -> None:
        async with app.run_test(size=(60, 24)) as pilot:
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            for keys in (("tab",), ("tab", "x", "ctrl+n"), ("y",)):
                await pilot.press(*keys)
                await settle(pilot)
                assert screen_text(app).split("\n")[23].rstrip().endswith("q leave")
            assert isinstance(app.screen, MockCheckScreen)

    asyncio.run(run())


def test_200x50_and_20x6_do_not_break(learner: Learner) -> None:
    for size in ((200, 50), (20, 6), (44, 11), (80, 12)):
        taken(app_of(learner, Start(screen="mock")), learner, size, None, ("f", "down", "enter", "m"))
        taken(app_of(learner), learner, size, "sketch", ("x", "ctrl+n", "y", "down", "pagedown"))
        taken(app_of(learner), learner, size, None, ("q",))
