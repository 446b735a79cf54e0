"""A mock interview in the app: keys do what the hints say, and nothing is shown too early."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from cases import FILES
from mlsd_cards.mock.session import Flag, Mark, Phase
from mlsd_cards.rehearsal import Rehearsal, cases
from mlsd_cards.review.events import Kind
from mlsd_cards.settings import Settings
from mlsd_cards.tui.app import MlsdApp
from mlsd_cards.tui.confirm import ConfirmWindow
from mlsd_cards.tui.context import Start
from mlsd_cards.tui.home import HomeScreen
from mlsd_cards.tui.mock import MockScreen
from mlsd_cards.tui.mock_check import MockCheckScreen
from mlsd_cards.tui.mock_report import MockReportScreen
from mlsd_cards.tui.mock_start import MockStartScreen
from mlsd_cards.tui.mock_step import MockStepScreen, Notes
from unit.tui.learner import Learner
from unit.tui.test_keys import text_of

OPENED = Start(screen="mock", case="feed")
ONE_STEP = Start(screen="mock", case="feed", step="data")


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path, FILES)
    with closing(one.store):
        yield one


def app_of(learner: Learner, start: Start = OPENED, settings: Settings | None = None) -> MlsdApp:
    context = learner.context(start, settings)
    context.ticks = lambda: learner.clock.ms / 1000
    return MlsdApp(context)


def drive(
    app: MlsdApp, steps: Callable[[Pilot[int]], Awaitable[None]], size: tuple[int, int] = (80, 24)
) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(run())


def shows(app: MlsdApp, screen: type[Screen[Any]]) -> bool:
    return isinstance(app.screen, screen)


def step_of(app: MlsdApp) -> MockStepScreen:
    assert isinstance(app.screen, MockStepScreen)
    return app.screen


def held(app: MlsdApp) -> Rehearsal:
    assert app.rehearsal is not None
    return app.rehearsal


async def to_points(pilot: Pilot[int], notes: str = "x") -> None:
    await pilot.press(*notes, "ctrl+n")
    await pilot.pause()


def test_from_home_to_the_first_step_and_back(learner: Learner) -> None:
    app = app_of(learner, Start())

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("m")
        assert shows(app, MockScreen)
        await pilot.press("enter")
        assert shows(app, MockStartScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert shows(app, MockStepScreen)
        await pilot.press("tab", "q")
        await pilot.pause()
        assert shows(app, MockScreen)
        assert "saved; Enter takes the interview up again" in text_of(app)
        assert "unfinished" in text_of(app)
        await pilot.press("q")
        assert shows(app, HomeScreen)

    drive(app, steps)


def test_letters_are_notes_until_tab_makes_them_keys(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"qna?", "enter", "q")
        assert held(app).notes == "qna?\nq"
        await pilot.press("tab", "tab", "z")
        assert held(app).notes == "qna?\nqz"

    drive(app, steps)


def test_a_step_without_notes_asks_before_it_shows_its_points(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        point = held(app).stop.points[0].text
        await pilot.press("ctrl+n")
        assert shows(app, ConfirmWindow)
        await pilot.press("enter", "n")
        assert shows(app, MockStepScreen)
        assert point[:20] not in text_of(app)
        await pilot.press("ctrl+n", "y")
        await pilot.pause()
        assert shows(app, MockCheckScreen)
        assert point[:20] in text_of(app)
        assert held(app).session.skipped == {"clarify"}

    drive(app, steps)


def test_asking_reveals_the_answer_to_that_question_alone(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        first, second, *_ = held(app).open_questions
        await pilot.press("ctrl+o")
        assert first.assume[:25] not in text_of(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert second.assume[:25] in text_of(app)
        assert first.assume[:25] not in text_of(app)
        await pilot.press("ctrl+o")
        assert second.ask[:30] not in text_of(app).split("Ask the interviewer")[1]
        await pilot.press("1")
        await pilot.pause()
        assert [question.key for question in held(app).asked] == [second.key, first.key]

    drive(app, steps)


def test_requirements_come_after_the_questions(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        wanted = held(app).script.study.requirements.functional[0]
        assert wanted[:25] not in text_of(app)
        await to_points(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert held(app).stop.key == "framing"
        assert wanted[:25] in text_of(app)

    drive(app, steps)


def test_points_are_marked_with_letters_space_and_the_mouse(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await to_points(pilot)
        rehearsal = held(app)
        points, flags = rehearsal.stop.points, rehearsal.stop.red_flags
        await pilot.press("y", "p", "space", "space", "down", "y")
        marks = [rehearsal.session.mark_of(point.key) for point in points]
        assert marks == [Mark.YES, Mark.PARTIAL, Mark.PARTIAL]
        assert rehearsal.session.flag_of(flags[0]) is Flag.TICKED
        await pilot.press("r")
        assert rehearsal.session.flag_of(flags[0]) is Flag.REPAIRED
        await pilot.click("#page", offset=(20, 2))
        assert rehearsal.session.mark_of(points[0].key) is Mark.PARTIAL

    drive(app, steps)


def test_going_on_with_unmarked_points_takes_a_second_enter(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await to_points(pilot)
        await pilot.press("y", "enter")
        assert "not marked and would count as missed" in text_of(app)
        assert held(app).stop.key == "clarify"
        await pilot.press("enter")
        await pilot.pause()
        assert held(app).stop.key == "framing"

    drive(app, steps)


def test_the_clock_line_says_what_is_over(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        learner.clock.ms += 310_000
        step_of(app)._tick()
        await pilot.pause()
        assert "5:10 +0:10 of 5:00" in text_of(app)

    drive(app, steps)


def test_one_step_ends_in_its_score_and_offers_the_missed_cards(learner: Learner) -> None:
    app = app_of(learner, ONE_STEP)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert held(app).stop.key == "data"
        await to_points(pilot)
        await pilot.press(*["n"] * len(held(app).stop.points), "enter")
        await pilot.pause()
        assert shows(app, MockReportScreen)
        assert "0 % of the points" in text_of(app)
        assert "hire" not in text_of(app).lower()
        await pilot.press("enter")
        assert "in today's queue" in text_of(app)
        queued = [event.card for event in learner.store.events() if event.kind == Kind.QUEUE_TODAY]
        assert "test:feed/label.definition" in queued
        assert all(learner.store.record(card).queued_on for card in queued)
        await pilot.press("u")
        assert not any(learner.store.record(card).queued_on for card in queued)
        await pilot.press("n", "enter", "q")
        assert shows(app, MockScreen)
        await pilot.press("r")
        assert shows(app, MockReportScreen)
        await pilot.press("enter", "q", "r")
        assert "back to the cases" in text_of(app)  # what is in the queue is not offered again
        before = len(list(learner.store.events()))
        await pilot.press("enter")
        assert len(list(learner.store.events())) == before

    drive(app, steps)


def test_on_a_narrow_terminal_the_step_keeps_its_name_and_the_offer_is_whole(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await to_points(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        learner.clock.ms += 30 * 60_000
        await to_points(pilot)
        assert "Framing and metrics" in text_of(app)
        assert "30:00 +24:00 of 6:00  in all 30:00\n" in text_of(app)

    drive(app, steps, (60, 24))

    narrow = app_of(learner, ONE_STEP)

    async def more(pilot: Pilot[int]) -> None:
        await pilot.press("enter", "y")
        await pilot.pause()
        await to_points(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "to today's queue;  n: do not" in text_of(narrow)

    drive(narrow, more, (60, 24))


def test_a_brief_that_is_longer_than_its_room_says_how_to_read_on(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert "more" not in text_of(app).splitlines()[-1]
        await to_points(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        await pilot.pause()
        assert "Ctrl+↓ more" in text_of(app)

    drive(app, steps, (60, 16))


def test_a_deck_whose_cases_cannot_be_read_does_not_look_empty(tmp_path: Path) -> None:
    broken = {name: text.replace("mode: batch", "mode: bach") for name, text in FILES.items()}
    learner = Learner.open(tmp_path, broken)
    app = app_of(learner, Start(screen="mock"))

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.pause()
        assert "mlsd check lists the problems" in text_of(app)

    with closing(learner.store):
        drive(app, steps)


def test_an_unfinished_interview_is_taken_up_or_discarded(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"half", "tab", "q")
        await pilot.pause()
        await pilot.press("enter")
        assert "Go on with the interview" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(Notes).text == "half"
        await pilot.press("x", "tab", "q")
        await pilot.pause()
        await pilot.press("enter", "d", "y")
        await pilot.pause()
        assert cases(learner.library, learner.store)[0].unfinished is None

    drive(app, steps)


def test_starting_anew_asks_first(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        before = held(app).session.id
        await pilot.press("tab", "q")
        await pilot.pause()
        await pilot.press("enter", "down", "m", "enter")
        assert shows(app, ConfirmWindow)
        await pilot.press("y")
        await pilot.pause()
        assert held(app).session.id != before
        assert held(app).session.minutes == 60

    drive(app, steps)


def test_families_are_gone_round(learner: Learner) -> None:
    app = app_of(learner, Start(screen="mock"))

    async def steps(pilot: Pilot[int]) -> None:
        assert "all families" in text_of(app)
        await pilot.press("f")
        assert "family recommendation" in text_of(app)
        await pilot.press("F")
        assert "all families" in text_of(app)

    drive(app, steps)


def test_pasted_control_characters_do_not_reach_the_notes(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        from textual import events

        await pilot.press("enter")
        await pilot.pause()
        app.post_message(events.Paste("a\x1b]52;c;x\x07b\r\n\tc"))
        await pilot.pause()
        assert "\x1b" not in held(app).notes
        assert held(app).notes.split("\n")[1] == "    c"

    drive(app, steps)


def test_nothing_is_painted_while_the_clock_stands(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        line = step_of(app).query_one("#clock")
        before = line._repaint_required
        step_of(app)._tick()
        assert line._repaint_required == before
        learner.clock.ms += 1000
        step_of(app)._tick()
        assert line._repaint_required

    drive(app, steps)


def test_a_window_with_an_older_state_is_told_so(learner: Learner) -> None:
    app = app_of(learner)

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        here = held(app)
        case = cases(learner.library, learner.store)[0]
        Rehearsal.resume(here._place, case, here.session.id)
        await pilot.press("x", "ctrl+n")
        await pilot.pause()
        assert "goes on in another window" in text_of(app)
        assert here.phase is Phase.ANSWERING

    drive(app, steps)


def test_ascii_shows_nothing_but_ascii(learner: Learner) -> None:
    app = app_of(learner, ONE_STEP, Settings(ascii=True))

    async def steps(pilot: Pilot[int]) -> None:
        def seen() -> None:
            lines = [line for line in text_of(app).split("\n") if not set(line) <= set("─")]
            assert [line for line in lines if not line.isascii()] == []

        seen()
        await pilot.press("enter")
        await pilot.pause()
        seen()
        await to_points(pilot)
        await pilot.press("y", "p")
        seen()
        await pilot.press("enter", "enter")
        await pilot.pause()
        seen()

    drive(app, steps)
