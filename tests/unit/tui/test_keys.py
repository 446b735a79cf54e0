"""Keys reach the sitting whatever their number and speed, and every binding can be named and moved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen

from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.base import AppScreen, Window
from mlsd_cards.tui.browse import BrowseScreen
from mlsd_cards.tui.browse_card import CardWindow
from mlsd_cards.tui.browse_due import DueWindow
from mlsd_cards.tui.confirm import ConfirmWindow
from mlsd_cards.tui.context import EditResult, Start
from mlsd_cards.tui.finished import FinishedScreen
from mlsd_cards.tui.flag import FlagWindow
from mlsd_cards.tui.grades import GradeRow
from mlsd_cards.tui.help import HelpScreen, bindings_of
from mlsd_cards.tui.home import HomeScreen
from mlsd_cards.tui.info import InfoWindow
from mlsd_cards.tui.keys import KEYMAPS, key_label
from mlsd_cards.tui.link import LinkWindow, is_openable
from mlsd_cards.tui.mock import MockScreen
from mlsd_cards.tui.mock_ask import AskWindow
from mlsd_cards.tui.mock_check import MockCheckScreen
from mlsd_cards.tui.mock_report import MockReportScreen
from mlsd_cards.tui.mock_start import MockStartScreen
from mlsd_cards.tui.mock_step import MockStepScreen
from mlsd_cards.tui.plan import PlanScreen
from mlsd_cards.tui.review import ReviewScreen
from mlsd_cards.tui.settings import SettingsScreen
from mlsd_cards.tui.sitting import Stage
from mlsd_cards.tui.stats import StatsScreen
from mlsd_cards.tui.waiting import WaitingScreen, waiting_text
from unit.tui.learner import MINUTE, QUESTIONS, Learner

SCREENS: list[type[Screen[Any]]] = [
    HomeScreen, ReviewScreen, WaitingScreen, FinishedScreen, SettingsScreen,
    HelpScreen, InfoWindow, FlagWindow, ConfirmWindow, LinkWindow, Window, AppScreen,
    MockScreen, MockStartScreen, MockStepScreen, MockCheckScreen, MockReportScreen, AskWindow,
    StatsScreen, PlanScreen,
    BrowseScreen, CardWindow, DueWindow,
]  # fmt: skip
REVIEW = Start(screen="review")


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path, {"two/drift.yaml": QUESTIONS})
    with closing(one.store):
        yield one


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path)
    with closing(one.store):
        yield one


def drive(
    app: MlsdApp, steps: Callable[[Pilot[int]], Awaitable[None]], size: tuple[int, int] = (80, 24)
) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(run())


def text_of(app: MlsdApp) -> str:
    """The screen as a person reads it."""
    update = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in update)


def ratings(learner: Learner) -> list[Rating | None]:
    return [event.rating for event in learner.store.events() if event.kind == Kind.RATING]


def review_of(app: MlsdApp) -> ReviewScreen:
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


@pytest.mark.parametrize("screen", SCREENS)
def test_every_binding_has_an_id(screen: type[Screen[Any]]) -> None:
    for binding in screen.BINDINGS:
        if isinstance(binding, Binding) and screen.__module__.startswith("mlsd_cards"):
            assert binding.id, binding


def test_keymaps_name_bindings_that_exist() -> None:
    ids = {binding.id for screen in SCREENS for binding in screen.BINDINGS if isinstance(binding, Binding)}
    for keymap in KEYMAPS.values():
        assert set(keymap) <= ids


def test_a_burst_of_twenty_keys_gives_ten_answers_each_once(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press(*("space", "4") * 10)

    drive(app, steps)
    assert ratings(asked) == [Rating.Easy] * 10


def test_grade_keys_that_come_too_early_or_twice_are_ignored(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("4", "3", "space", "4", "4", "4", "1")

    drive(app, steps)
    assert ratings(asked) == [Rating.Easy]


def test_space_shows_the_answer_and_then_grades_good(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        assert "Answer" not in text_of(app)
        await pilot.press("space")
        assert "Answer" in text_of(app)
        assert "›3 Good 10m" in text_of(app)
        await pilot.press("enter")
        assert "Answer" not in text_of(app)

    drive(app, steps)
    assert ratings(asked) == [Rating.Good]


def test_keys_left_over_do_nothing_on_the_finished_screen(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press(*("space", "4") * 14)
        assert isinstance(app.screen, FinishedScreen)
        assert len(ratings(asked)) == 12
        await pilot.press("space", "enter", "3", "u")
        await pilot.pause()
        sitting = review_of(app).sitting
        assert sitting.stage is Stage.QUESTION
        assert sitting.shown is not None
        assert asked.store.history(sitting.shown.card) == []
        assert "undone: Easy" in text_of(app)

    drive(app, steps)


def test_points_are_ticked_with_digits_and_the_cursor(learner: Learner) -> None:
    app = MlsdApp(learner.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        sitting = learner.at(review_of(app).sitting, "steps")
        review_of(app).draw()
        await pilot.press("space", "1", "down", "down", "space")
        assert "[✓] Gain" in text_of(app)
        assert "› 3 [✓] Divide" in text_of(app)
        await pilot.click("#page", offset=(12, 5))
        assert sitting.ticked == {0, 1, 2}
        await pilot.press("2", "enter")
        assert "›2 Hard" in text_of(app)
        given = len(ratings(learner))
        await pilot.press("enter")
        assert ratings(learner)[given:] == [Rating.Hard]

    drive(app, steps)


def test_a_number_is_typed_and_compared(learner: Learner) -> None:
    app = MlsdApp(learner.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        learner.at(review_of(app).sitting, "worked")
        review_of(app).draw()
        await pilot.press("0", ".", "4", "x", "backspace", "4", "1", "7", "enter")
        assert "✗ 0.417 is off by -50.0 %" in text_of(app)
        assert "= (3 + 7/log2(3)) / (7 + 3/log2(3))" in text_of(app)
        assert "›1 Again" in text_of(app)
        await pilot.press("4")

    drive(app, steps)
    assert ratings(learner)[-1] is Rating.Easy


def test_what_is_no_number_is_said_and_can_be_mended(learner: Learner) -> None:
    app = MlsdApp(learner.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        learner.at(review_of(app).sitting, "worked")
        review_of(app).draw()
        await pilot.press("1", "slash", "enter")
        assert "is no number" in text_of(app)
        await pilot.press("2", "enter")
        assert "is off" in text_of(app)

    drive(app, steps)


def test_the_mouse_reveals_and_grades(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.click(GradeRow)
        await pilot.click(GradeRow, offset=(75, 0))
        await pilot.click(GradeRow)
        await pilot.click(GradeRow, offset=(10, 0))

    drive(app, steps)
    assert ratings(asked) == [Rating.Easy, Rating.Again]


def test_every_action_on_a_card_says_what_it_did(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        card = review_of(app).sitting.shown.card  # type: ignore[union-attr]
        await pilot.press("f", "3")
        await pilot.press("asterisk")
        assert "marked · flag 3" in text_of(app)
        await pilot.press("i")
        assert "Card info" in text_of(app)
        assert "flag 3" in text_of(app)
        await pilot.press("q", "at")
        assert "card suspended; u takes it back" in text_of(app)
        assert asked.store.record(card).suspended
        await pilot.press("u")
        assert "no longer suspended" in text_of(app)
        await pilot.press("minus")
        assert "card buried until tomorrow" in text_of(app)
        await pilot.press("o")
        assert "no address that can be opened" in text_of(app) or "card buried" in text_of(app)

    drive(app, steps)


def test_looking_back_shows_the_earlier_answer(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW, Settings(keymap="vim")))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("space", "2", "h")
        assert "looking back 1 of 1: Hard" in text_of(app)
        assert "Answer" in text_of(app)
        await pilot.press("3", "space", "l")
        assert "Answer" not in text_of(app)

    drive(app, steps)
    assert ratings(asked) == [Rating.Hard]


def test_help_lists_the_keys_of_the_keymap_in_use(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW, Settings(keymap="vim")))

    async def steps(pilot: Pilot[int]) -> None:
        keys = {name: keys for name, _, keys in bindings_of(review_of(app))}
        assert keys["move.down"] == ["j", "↓"]
        assert keys["review.back"] == ["h", "←"]
        await pilot.press("question_mark")
        assert "Show the answer, then grade it" in text_of(app)
        await pilot.press("q")
        review_of(app)

    drive(app, steps)


def test_an_area_is_studied_from_home_and_q_comes_back(learner: Learner) -> None:
    app = MlsdApp(learner.context())

    async def steps(pilot: Pilot[int]) -> None:
        assert "Area One" in text_of(app)
        await pilot.press("enter")
        review_of(app)
        await pilot.press("space", "q")
        assert isinstance(app.screen, HomeScreen)
        await pilot.click("#areas", offset=(5, 0))
        review_of(app)

    drive(app, steps)


def test_a_setting_is_changed_refused_with_a_reason_and_kept(learner: Learner) -> None:
    app = MlsdApp(learner.context())

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("comma", "enter", "end", "x", "enter")
        assert "'20x' is no whole number" in text_of(app)
        await pilot.press("backspace", "5", "enter")
        assert learner.store.options().new_per_day == 205
        await pilot.press(*["down"] * 17, "right")
        assert app.context.settings.keymap == "vim"
        await pilot.press("j", "q")
        assert isinstance(app.screen, HomeScreen)

    drive(app, steps)
    assert 'keymap = "vim"' in (learner.root / "config.toml").read_text()


def test_a_theme_chosen_in_the_palette_is_kept(learner: Learner) -> None:
    app = MlsdApp(learner.context())

    async def steps(pilot: Pilot[int]) -> None:
        app.theme = "nord"
        await pilot.pause()

    drive(app, steps)
    assert 'theme = "nord"' in (learner.root / "config.toml").read_text()
    assert app.context.settings.theme == "nord"


def test_waiting_counts_down_and_shows_the_card_when_it_is_due(learner: Learner) -> None:
    from dataclasses import replace

    options = replace(learner.store.options(), learning_steps=(7200,))
    learner.store.change_options(options, learner.clock())
    app = MlsdApp(learner.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        sitting = review_of(app).sitting
        while sitting.stage is not Stage.WAITING:
            await pilot.press("space", "enter", "1")
        await pilot.pause()
        assert isinstance(app.screen, WaitingScreen)
        assert "The next card comes in 120 minutes" in text_of(app) or "in 2 hours" in text_of(app)
        learner.clock.ms += 119 * MINUTE
        app.screen._tick()
        await pilot.pause()
        review_of(app)

    drive(app, steps)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (1, "in less than 10 seconds"),
        (61, "in 2 minutes"),
        (60, "in 1 minute"),
        (7200, "in 2 hours"),
    ],
)
def test_a_wait_is_said_in_round_words(seconds: int, words: str) -> None:
    assert waiting_text(seconds) == words


def test_an_edit_reloads_the_card_in_place(asked: Learner) -> None:
    from mlsd_cards.cache import Cache
    from mlsd_cards.library import Library

    context = asked.context(REVIEW)
    path = asked.root / "deck" / "two" / "drift.yaml"

    def edit(_: object) -> EditResult:
        path.write_text(path.read_text().replace("Question 1?", "A better question?"))
        asked.library = Library.open([asked.root / "deck"], Cache(None), 1)
        asked.sync()
        return EditResult("saved", library=asked.library)

    context.edit = edit
    app = MlsdApp(context)

    async def steps(pilot: Pilot[int]) -> None:
        app.suspend = _no_suspend  # type: ignore[method-assign, assignment]
        before = review_of(app).sitting.shown.card  # type: ignore[union-attr]
        await pilot.press("e")
        await pilot.pause()
        assert review_of(app).sitting.shown.card == before  # type: ignore[union-attr]
        assert "A better question?" in text_of(app)
        assert "saved" in text_of(app)

    drive(app, steps)


def _no_suspend() -> closing[_Nothing]:
    return closing(_Nothing())


class _Nothing:
    def close(self) -> None: ...


def test_a_terminal_that_is_too_small_says_so(asked: Learner) -> None:
    app = MlsdApp(asked.context(REVIEW))

    async def steps(pilot: Pilot[int]) -> None:
        assert "terminal is too" in text_of(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Question" in text_of(app)

    drive(app, steps, size=(20, 6))


def test_keys_are_labelled_as_they_are_printed() -> None:
    assert [key_label(key) for key in ("question_mark", "ctrl+p", "up", "G")] == ["?", "Ctrl+P", "↑", "G"]
    assert key_label("up", ascii=True) == "Up"


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://arxiv.org/abs/1", True),
        ("http://a.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://a.org/\x1b[31m", False),
        ("--help", False),
        ("https://[", False),
    ],
)
def test_only_web_addresses_are_opened(address: str, opened: bool) -> None:
    assert is_openable(address) is opened
