"""Every screen at 80x24 and 120x40 looks as it did when somebody last looked at it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from decks import TOPIC
from mlsd_cards.review.memory import Rating
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.context import Start
from mlsd_cards.tui.review import ReviewScreen
from snapshot.screens import compare, screen_text
from unit.tui.learner import QUESTIONS, Learner, answer

# name: where it starts, the card to go to, keys
SCREENS = {
    "home": ("home", None, ()),
    "question": ("review", "formula", ()),
    "answer": ("review", "formula", ("space",)),
    "cloze": ("review", "discount", ()),
    "cloze-answer": ("review", "discount", ("space",)),
    "number": ("review", "worked", ("0", ".", "8")),
    "number-off": ("review", "worked", ("0", ".", "8", "enter")),
    "points": ("review", "steps", ("space", "1", "2", "down")),
    "points-graded": ("review", "steps", ("space", "1", "2", "enter")),
    "flagged": ("review", "formula", ("f", "3", "asterisk", "space")),
    "looking-back": ("review", "discount", ("left",)),
    "undone": ("review", "discount", ("u",)),
    "info": ("review", "discount", ("left", "i")),
    "flag": ("review", "formula", ("f",)),
    "open": ("review", "formula", ("o",)),
    "help": ("review", "formula", ("question_mark",)),
    "palette": ("review", "formula", ("ctrl+p",)),
    "settings": ("home", None, ("comma", "down", "down")),
    "settings-refused": ("home", None, ("comma", "down", "down", "enter", "x", "enter")),
}
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    monkeypatch.chdir(tmp_path)  # so that screens show the same paths everywhere
    one = Learner.open(tmp_path, {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    with closing(one.store):
        yield one


def taken(
    app: MlsdApp, learner: Learner, size: tuple[int, int], key: str | None, keys: tuple[str, ...]
) -> str:
    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if key is not None:
                assert isinstance(app.screen, ReviewScreen)
                _go_to(learner, app.screen, key)
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.pause(0.05)
            return screen_text(app)

    return asyncio.run(run())


def _go_to(learner: Learner, screen: ReviewScreen, key: str) -> None:
    learner.clock.ms += 9_000
    if key != "formula":
        learner.at(screen.sitting, "formula")
        answer(screen.sitting, Rating.Easy)
    learner.at(screen.sitting, key)
    screen.draw()


def start_of(learner: Learner, screen: str) -> MlsdApp:
    return MlsdApp(learner.context(Start(screen="review" if screen == "review" else "home")))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], learner: Learner) -> None:
    screen, key, keys = SCREENS[name]
    text = taken(start_of(learner, screen), learner, size, key, keys)
    compare(f"{name}-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_finished(size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    learner = Learner.open(tmp_path)
    app = start_of(learner, "review")

    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, ReviewScreen)
            sitting = app.screen.sitting
            answer(sitting, Rating.Again)
            while sitting.shown is not None:
                learner.clock.ms += 9_000
                answer(sitting, Rating.Easy)
            app.follow(sitting)
            await pilot.pause()
            return screen_text(app)

    with closing(learner.store):
        compare(f"finished-{size[0]}x{size[1]}", asyncio.run(run()))


def test_empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    learner = Learner.open(tmp_path, {"one/empty.yaml": "area: one\ndefinitions: [\n"})
    with closing(learner.store):
        text = taken(start_of(learner, "home"), learner, (80, 24), None, ())
    compare("home-empty-80x24", text)


def test_waiting(learner: Learner) -> None:
    options = replace(learner.store.options(), learning_steps=(7200,))
    learner.store.change_options(options, learner.clock())
    app = start_of(learner, "review")

    async def run() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for _ in range(20):
                await pilot.press("space", "enter", "1")
            await pilot.pause()
            return screen_text(app)

    compare("waiting-80x24", asyncio.run(run()))


def test_ascii_shows_nothing_but_ascii(learner: Learner) -> None:
    app = MlsdApp(learner.context(Start(screen="review"), Settings(ascii=True)))
    text = taken(app, learner, (80, 24), "steps", ("space", "1"))
    screen = text.split("\n")[:24]
    rules = [line for line in screen if set(line) <= {"─"}]
    assert all(line.isascii() for line in screen if line not in rules)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "nord"])
def test_the_words_are_the_same_in_every_theme(learner: Learner, theme: str) -> None:
    app = MlsdApp(learner.context(Start(screen="review"), Settings(theme=theme)))
    text = taken(app, learner, (80, 24), "formula", ("space",))
    dark = (Path(__file__).parent / "golden" / "answer-80x24.txt").read_text(encoding="utf-8")
    assert text.split("\n")[:24] == dark.split("\n")[:24]


def test_without_colour_grades_are_still_told_apart(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = start_of(learner, "review")
    text = taken(app, learner, (80, 24), "formula", ("space",))
    assert app.theme == "ansi-dark"
    assert "›3 Good 10m" in text
    legend = text.split("\n\n")[-1]
    assert "#" not in legend, "a colour was left"
    assert "black" not in legend


def test_200x50_and_20x6_do_not_break(learner: Learner) -> None:
    for size in ((200, 50), (20, 6), (44, 11), (80, 12)):
        taken(start_of(learner, "review"), learner, size, None, ("space", "question_mark", "q", "i", "q"))
        taken(start_of(learner, "home"), learner, size, None, ("down", "comma", "down", "q"))
