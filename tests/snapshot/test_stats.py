"""The statistics at 80x24 and 120x40, as charts and as tables, and in a narrow window, in ASCII and without colours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from decks import TOPIC
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.stats import StatsScreen
from snapshot.screens import compare, screen_text
from unit.tui.learner import DAY, MORNING, QUESTIONS, Learner

PAGES = ("days", "retention", "memory", "time", "cards")
SIZES = [(80, 24), (120, 40)]
LAST = "Slowest cards"


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    monkeypatch.chdir(tmp_path)
    one = Learner.open(tmp_path, {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    with closing(one.store):
        yield one


def study(learner: Learner) -> None:
    """Half a year of mornings, some of them free; every seventh answer is Again."""
    store = learner.store
    store.change_options(replace(store.options(), leech_threshold=2), Moment(MORNING - 200 * DAY))
    answers = 0
    for back in range(180, -1, -1):
        if back % 9 == 4:
            continue
        at = MORNING - back * DAY
        day = at // DAY
        waiting = [
            row.card
            for row in (*store.due(day), *store.learning(), *store.new(1 if back % 12 == 0 else 0, day))
        ]
        for card in waiting:
            answers += 1
            at += 4_000 + answers * 37 % 11_000
            rating = Rating.Again if answers % 7 == 3 else Rating.Hard if answers % 5 == 2 else Rating.Good
            store.rate(card, rating, Moment(at), at % 31_000, expected=store.record(card))
    learner.clock.ms = MORNING + 3_600_000


def shown(learner: Learner, size: tuple[int, int], *keys: str, settings: Settings | None = None) -> str:
    app = MlsdApp(learner.context(settings=settings))

    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("t")
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.pause(0.05)
            assert isinstance(app.screen, StatsScreen)
            return screen_text(app)

    return asyncio.run(run())


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("page", PAGES)
def test_charts(page: str, size: tuple[int, int], learner: Learner) -> None:
    study(learner)
    turns = ["right"] * PAGES.index(page)
    compare(f"stats-{page}-{size[0]}x{size[1]}", shown(learner, size, *turns))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("page", PAGES[:2])
def test_tables(page: str, size: tuple[int, int], learner: Learner) -> None:
    study(learner)
    turns = ["right"] * PAGES.index(page)
    text = shown(learner, size, *turns, "t")
    assert "█" not in text.partition("\n\na none")[0]
    compare(f"stats-{page}-table-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("page", PAGES)
def test_sixty_columns_clip_nothing(page: str, learner: Learner) -> None:
    study(learner)
    turns = ["right"] * PAGES.index(page)
    compare(f"stats-{page}-60x24", shown(learner, (60, 24), *turns))


def test_before_the_first_answer(learner: Learner) -> None:
    compare("stats-empty-80x24", shown(learner, (80, 24)))


def test_ascii_shows_nothing_but_ascii(learner: Learner) -> None:
    study(learner)
    for turns in range(len(PAGES)):
        for more in ((), ("t",)):
            text = shown(learner, (80, 24), *["right"] * turns, *more, settings=Settings(ascii=True))
            lines = [line[:79] for line in text.split("\n")[:24]]  # the scrollbar and the rule are Textual's
            assert all(line.isascii() or set(line) == {"─"} for line in lines), text


def test_without_colours_all_is_still_told(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    study(learner)
    coloured = shown(learner, (80, 24), "right")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown(learner, (80, 24), "right")
    assert plain.split("\n")[:24] == coloured.split("\n")[:24]
    assert "[Retention]" in plain


def test_keys_of_both_keymaps_turn_pages_and_lead_home(learner: Learner) -> None:
    study(learner)
    for keymap, keys in (("anki", ("right", "left", "left")), ("vim", ("l", "h", "h"))):
        app = MlsdApp(learner.context(settings=Settings(keymap=keymap)))

        async def run(app: MlsdApp = app, keys: tuple[str, ...] = keys) -> None:
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                await pilot.press("t", *keys)
                await pilot.pause()
                assert "[Cards]" in screen_text(app)
                await pilot.press("end")
                await pilot.pause()
                assert LAST in screen_text(app)
                await pilot.press("q")
                await pilot.pause()
                assert not isinstance(app.screen, StatsScreen)

        asyncio.run(run())
