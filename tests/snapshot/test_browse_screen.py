"""The browser: how it looks, and what its keys do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from decks import TOPIC
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.browse import BrowseScreen
from mlsd_cards.tui.browse_due import read_day
from mlsd_cards.tui.context import EditResult
from mlsd_cards.tui.home import HomeScreen
from mlsd_cards.tui.rows import Rows
from snapshot.screens import compare, screen_text
from unit.tui.learner import DAY, QUESTIONS, Learner
from unit.tui.test_keys import text_of

SIZES = [(80, 24), (120, 40), (60, 24)]


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    monkeypatch.chdir(tmp_path)
    one = Learner.open(tmp_path, {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    with closing(one.store):
        for number, rating in enumerate((Rating.Easy, Rating.Good, Rating.Again), 1):
            card = f"test:drift/q{number}"
            one.store.rate(card, rating, one.clock(), 20_000, expected=one.store.record(card))
        one.clock.ms += 9 * DAY
        one.store.append("test:ndcg/formula", Kind.FLAG, 3, one.clock())
        one.store.append("test:drift/q4", Kind.MARK, True, one.clock())
        one.store.append("test:drift/q5", Kind.SUSPEND, None, one.clock())
        yield one


async def settle(app: MlsdApp, pilot: Pilot[int]) -> None:
    """Wait until searches have answered and what they found is drawn."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def drive(
    learner: Learner,
    steps: Callable[[MlsdApp, Pilot[int]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    settings: Settings | None = None,
) -> str:
    """Open the browser from home, do something in it, and return the screen."""

    async def run() -> str:
        app = MlsdApp(learner.context(settings=settings))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("b")
            await settle(app, pilot)
            await steps(app, pilot)
            await settle(app, pilot)
            return screen_text(app)

    return asyncio.run(run())


def pressing(*keys: str) -> Callable[[MlsdApp, Pilot[int]], Awaitable[None]]:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settle(app, pilot)

    return steps


def browser(app: MlsdApp) -> BrowseScreen:
    assert isinstance(app.screen, BrowseScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40", "60x24"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("browse", ("down",)),
        ("browse-chosen", ("space", "space", "at")),
        ("browse-typing", ("slash", *"drift")),
        ("browse-wrong", ("slash", "i", "s", "colon", "x")),
        ("browse-nothing", ("slash", *"zebra")),
    ],
)
def test_the_browser(name: str, keys: tuple[str, ...], size: tuple[int, int], learner: Learner) -> None:
    compare(f"{name}-{size[0]}x{size[1]}", drive(learner, pressing(*keys), size))


@pytest.mark.parametrize(
    ("name", "keys"),
    [("browse-card", ("enter",)), ("browse-due", ("d", "x", "enter")), ("browse-help", ("question_mark",))],
)
def test_its_windows(name: str, keys: tuple[str, ...], learner: Learner) -> None:
    compare(f"{name}-80x24", drive(learner, pressing(*keys)))


def test_in_ascii_nothing_but_ascii_is_shown(learner: Learner) -> None:
    text = drive(learner, pressing("space", "down"), settings=Settings(ascii=True))
    screen = text.split("\n")[:24]
    assert all(line.isascii() for line in screen if set(line.strip()) - {"─"})


def test_it_stays_usable_where_there_is_little_room(learner: Learner) -> None:
    for size in ((44, 12), (200, 50), (20, 6)):
        drive(learner, pressing("down", "enter", "q", "slash", "x", "escape"), size)


def test_cards_are_found_while_one_types_and_the_cursor_goes_to_the_first(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("down", "down", "slash", *'"question 1"')(app, pilot)
        assert "4 cards" in text_of(app)  # 1, 10, 11 and 12
        assert "›  Question 1?" in text_of(app)
        await pressing("down")(app, pilot)
        assert app.focused is None
        assert "›  Question 10?" in text_of(app)

    drive(learner, steps)


def test_the_last_key_of_a_burst_decides(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *"questions", "backspace", "backspace", *"n 12")
        await settle(app, pilot)
        assert app.screen.query_one("#typed", Input).value == "question 12"
        assert "1 card ·" in text_of(app)

    drive(learner, steps)


def test_a_change_of_many_cards_is_taken_back_in_one_step(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("slash", *"deck:two -is:suspended", "enter", "a", "at")(app, pilot)
        assert "11 cards suspended; u takes it back" in text_of(app)
        assert "No card is found." in text_of(app)
        await pressing("u")(app, pilot)
        assert "undone: suspend of 11 cards" in text_of(app)
        assert "11 cards ·" in text_of(app)

    drive(learner, steps)
    assert not learner.store.record("test:drift/q1").suspended
    assert learner.store.record("test:drift/q5").suspended


def test_every_change_says_what_it_did_and_is_undone(learner: Learner) -> None:
    card = "test:ndcg/formula"
    before = learner.store.record(card)

    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("slash", *"id:ndcg/formula", "enter")(app, pilot)
        for keys, said in {
            ("at",): "suspended",
            ("minus",): "buried until tomorrow",
            ("f", "5"): "flagged 5",
            ("f", "0"): "no longer flagged",
            ("asterisk",): "marked",
            ("n",): "new again",
            ("d", "7", "enter"): "due on 2023-11-30",
        }.items():
            await pressing(*keys)(app, pilot)
            assert f"1 card {said}; u takes it back" in text_of(app)
            assert learner.store.record(card) != before or keys == ("n",)
            await pressing("u")(app, pilot)
            assert learner.store.record(card) == before
        await pressing("at", "at")(app, pilot)
        assert "1 card no longer suspended" in text_of(app)

    drive(learner, steps)


def test_more_than_twenty_cards_are_asked_about_first(tmp_path: Path) -> None:
    notes = "\n".join(
        f"      - {{key: q{number}, role: definition, ask: 'Question {number}?', answer: 'Answer.'}}"
        for number in range(30)
    )
    deck = QUESTIONS.split("    notes:\n")[0] + "    notes:\n" + notes
    with closing((one := Learner.open(tmp_path, {"two/drift.yaml": deck})).store):

        async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
            await pressing("a", "n")(app, pilot)
            assert "30 cards will be new again" in text_of(app)
            await pressing("n")(app, pilot)
            assert list(one.store.events()) == []
            await pressing("asterisk", "y")(app, pilot)
            assert "30 cards marked" in text_of(app)
            await pressing("end", "pageup", "home", "down")(app, pilot)
            assert "›✓ Question 1?" in text_of(app)

        drive(one, steps)


def test_keys_that_are_faster_than_the_search_concern_all_that_it_finds(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        screen = browser(app)
        screen.action_order()  # the search begins; nothing has been found yet
        screen.action_tick_all()
        assert len(screen._results.chosen) == 18
        screen.action_order()
        screen.action_edge(1)
        assert screen._results.cursor == 17
        screen.action_order()
        screen.action_suspend()

    drive(learner, steps)
    assert learner.store.record("test:ndcg/formula").suspended


def test_cards_are_buried_until_the_next_day_also_when_the_day_changed_meanwhile(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        learner.clock.ms += 2 * DAY
        await pressing("minus")(app, pilot)
        assert "buried" in text_of(app).split("›")[1].split("\n")[0]

    drive(learner, steps)


def test_the_caret_stands_below_the_place_also_behind_wide_characters(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        app.screen.query_one("#typed", Input).value = "日本 is:x"
        await settle(app, pilot)
        columns = text_of(app).split("\n")
        typed, pointed = next((a, b) for a, b in pairwise(columns) if "日本" in a)
        assert cell_len(typed.split("is:x")[0] + "is:") == pointed.index("^")

    drive(learner, steps)


@pytest.mark.parametrize("selected", [False, True])
def test_what_is_pasted_cannot_command_the_terminal(learner: Learner, selected: bool) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("slash", "x")(app, pilot)
        typed = app.screen.query_one("#typed", Input)
        if selected:
            typed.action_select_all()
        typed.post_message(Paste("\x1b[31mis:\x07\x00\tnew\u202e\nmore"))
        await settle(app, pilot)
        assert typed.value == "[31mis: new" if selected else "x[31mis: new"

    drive(learner, steps)


def test_an_undo_of_another_card_names_it(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("home", "u")(app, pilot)
        assert "undone: the card is no longer suspended (test:drift/q5)" in text_of(app)

    drive(learner, steps)


def test_the_order_goes_round(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        for words in ("due first", "least stable first", "least recalled first", "deck order"):
            await pressing("o")(app, pilot)
            assert words in text_of(app)

    drive(learner, steps)


def test_the_mouse_chooses_a_row_and_the_wheel_moves(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pilot.click(Rows, offset=(10, 4))
        await settle(app, pilot)
        assert text_of(app).split("\n")[8].strip().startswith("›")
        browser(app).query_one(Rows).post_message(Rows.Scrolled(3))
        await settle(app, pilot)
        assert text_of(app).split("\n")[11].strip().startswith("›")

    drive(learner, steps)


def test_info_and_the_way_back(learner: Learner) -> None:
    async def steps(app: MlsdApp, pilot: Pilot[int]) -> None:
        await pressing("slash", *"q1 rated:30", "enter", "i")(app, pilot)
        assert "Card info" in text_of(app)
        assert "4 Easy" in text_of(app)
        await pressing("q", "q")(app, pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(learner, steps)


def test_editing_is_offered_where_there_is_an_editor(learner: Learner) -> None:
    async def run() -> None:
        context = learner.context()
        context.edit = lambda _: EditResult("edited", library=learner.library)
        app = MlsdApp(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await pressing("b", "e")(app, pilot)
            assert "cannot be handed to an editor" in text_of(app)  # a test has no terminal

    asyncio.run(run())


@pytest.mark.parametrize(
    ("text", "day"),
    [("0", 19_000), (" 7 ", 19_007), ("2022-01-10", 19_002), ("2022-01-07", None), ("-1", None), ("soon", None), ("", None), ("99999", None)],
)  # fmt: skip
def test_a_day_is_read_from_days_or_a_date(text: str, day: int | None) -> None:
    assert read_day(text, 19_000) == day
