"""A mock interview as it is held: everything is in the log, and a crash costs a second of typing at most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cases import FILES
from mlsd_cards.mock.score import Grade
from mlsd_cards.mock.session import Flag, Mark, Phase
from mlsd_cards.rehearsal import (
    HEARTBEAT,
    Case,
    MockError,
    Place,
    Rehearsal,
    case_of,
    cases,
    missed_cards,
    queue_missed,
    report_of,
)
from mlsd_cards.review.events import Kind
from mlsd_cards.review.studyday import study_day
from mlsd_cards.store import GoesOnElsewhere
from unit.tui.learner import MINUTE, Learner


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    one = Learner.open(tmp_path, FILES)
    assert not one.library.problems, one.library.problems[0]
    with closing(one.store):
        yield one


def place_of(learner: Learner) -> Place:
    return Place(learner.store, learner.clock, lambda: learner.clock.ms / 1000)


def case_in(learner: Learner) -> Case:
    return case_of("feed", cases(learner.library, learner.store))


def begun(learner: Learner, step: str | None = None) -> Rehearsal:
    return Rehearsal.begin(place_of(learner), case_in(learner), minutes=45, step=step)


def after_a_crash(learner: Learner) -> Rehearsal:
    """What the log gives when nothing was saved at the end."""
    case = case_in(learner)
    assert case.unfinished is not None
    return Rehearsal.resume(place_of(learner), case, case.unfinished.id)


def hold(learner: Learner, rehearsal: Rehearsal, mark: Mark, seconds: int = 60) -> None:
    """Go through all that is left."""
    while rehearsal.session.is_open:
        rehearsal.type(f"notes of {rehearsal.stop.key}")
        learner.clock.ms += seconds * 1000
        rehearsal.reveal()
        for point in rehearsal.stop.points:
            rehearsal.mark(point.key, mark)
        rehearsal.go_on()


def test_a_whole_interview_ends_in_a_report(learner: Learner) -> None:
    rehearsal = begun(learner)
    hold(learner, rehearsal, Mark.YES)
    case = case_in(learner)
    assert case.unfinished is None
    assert case.last is not None
    assert (case.last.grade, case.last.score) == ("strong_hire", 1.0)
    told = report_of(learner.store, case, case.last.id)
    assert told.session == rehearsal.session
    assert told.score.grade is Grade.STRONG_HIRE
    assert told.seconds == 60 * len(rehearsal.script.stops)
    assert missed_cards(learner.library, learner.store, told, learner.clock()) == []


def test_what_was_typed_is_saved_by_the_next_tick(learner: Learner) -> None:
    rehearsal = begun(learner)
    rehearsal.type("Whose goal?")
    assert after_a_crash(learner).notes == ""
    rehearsal = after_a_crash(learner)
    rehearsal.type("Whose goal?")
    rehearsal.tick()
    written = len(list(learner.store.events()))
    rehearsal.tick()
    assert len(list(learner.store.events())) == written
    assert after_a_crash(learner).notes == "Whose goal?"


def test_the_clock_is_saved_every_15_seconds_and_no_oftener(learner: Learner) -> None:
    rehearsal = begun(learner)
    before = len(list(learner.store.events()))
    for _ in range(60):
        learner.clock.ms += 1000
        rehearsal.tick()
    assert len(list(learner.store.events())) - before == 60 / HEARTBEAT
    assert rehearsal.seconds == 60
    learner.clock.ms += 10_000
    assert after_a_crash(learner).seconds == 60


def test_leaving_saves_and_stops_the_clock_and_resuming_goes_on(learner: Learner) -> None:
    rehearsal = begun(learner)
    rehearsal.type("half a thought")
    learner.clock.ms += 7_000
    rehearsal.leave()
    rehearsal.leave()
    learner.clock.ms += 3_600_000
    assert rehearsal.seconds == 7
    again = after_a_crash(learner)
    assert (again.notes, again.seconds) == ("half a thought", 7)
    learner.clock.ms += 3_000
    assert (again.seconds, again.total_seconds) == (10, 10)
    kinds = [event.value["do"] for event in learner.store.mock_events(again.session.id)]
    assert kinds == ["start", "notes", "pause", "resume"]


def test_the_clock_stands_while_points_are_marked_and_starts_anew_at_the_next_stop(learner: Learner) -> None:
    rehearsal = begun(learner)
    learner.clock.ms += 30_000
    rehearsal.reveal()
    learner.clock.ms += 600_000
    rehearsal.tick()
    rehearsal.mark("goal", Mark.YES)
    assert rehearsal.seconds == 30
    rehearsal.go_on()
    learner.clock.ms += 5_000
    assert (rehearsal.stop.key, rehearsal.seconds, rehearsal.total_seconds) == ("framing", 5, 35)


def test_a_reveal_without_notes_is_a_skip(learner: Learner) -> None:
    rehearsal = begun(learner)
    rehearsal.type("  \n ")
    rehearsal.reveal()
    assert rehearsal.session.skipped == {"clarify"}


def test_only_what_was_asked_is_answered(learner: Learner) -> None:
    rehearsal = begun(learner)
    questions = rehearsal.open_questions
    rehearsal.ask(questions[1].key)
    rehearsal.ask(questions[1].key)
    rehearsal.ask("nonsense")
    assert rehearsal.asked == [questions[1]]
    assert questions[1] not in rehearsal.open_questions
    assert after_a_crash(learner).asked == [questions[1]]


def test_two_windows_do_not_write_over_each_other(learner: Learner) -> None:
    here = begun(learner)
    there = after_a_crash(learner)
    there.type("there")
    there.tick()
    here.type("here")
    with pytest.raises(GoesOnElsewhere):
        here.tick()
    assert here.notes == "here"
    assert after_a_crash(learner).notes == "there"


def test_beginning_anew_discards_what_is_unfinished(learner: Learner) -> None:
    first = begun(learner)
    second = begun(learner, "data")
    case = case_in(learner)
    assert case.unfinished is not None
    assert case.unfinished.id == second.session.id
    assert [one.id for one in case.attempts if one.discarded] == [first.session.id]
    second.discard()
    assert case_in(learner).unfinished is None
    assert case_in(learner).last is None


def test_the_second_attempt_is_compared_and_interrupted_in_another_way(learner: Learner) -> None:
    first = begun(learner)
    hold(learner, first, Mark.PARTIAL)
    learner.clock.ms += 1000
    second = begun(learner)
    assert second.session.stops != first.session.stops
    hold(learner, second, Mark.YES)
    told = report_of(learner.store, case_in(learner), second.session.id)
    assert told.before is not None
    assert told.before.session == first.session
    assert report_of(learner.store, case_in(learner), first.session.id).before is None


def test_one_step_is_compared_with_that_step_of_the_whole_interview_before(learner: Learner) -> None:
    whole = begun(learner)
    while whole.session.is_open:
        whole.type("notes")
        whole.reveal()
        mark = Mark.YES if whole.session.stop == "data" else Mark.NO
        for point in whole.stop.points:
            whole.mark(point.key, mark)
        whole.go_on()
    learner.clock.ms += 1000
    alone = begun(learner, "data")
    hold(learner, alone, Mark.PARTIAL)
    told = report_of(learner.store, case_in(learner), alone.session.id)
    assert told.before is not None
    assert told.before.session == whole.session
    assert (told.before.score.all.share, told.before.score.grade) == (1.0, None)


def test_a_whole_interview_is_not_compared_with_one_step_of_it(learner: Learner) -> None:
    hold(learner, begun(learner, "data"), Mark.YES)
    learner.clock.ms += 1000
    whole = begun(learner)
    hold(learner, whole, Mark.PARTIAL)
    assert report_of(learner.store, case_in(learner), whole.session.id).before is None


def test_the_cards_of_missed_points_come_today_beyond_the_limit(learner: Learner) -> None:
    rehearsal = begun(learner)
    hold(learner, rehearsal, Mark.NO)
    told = report_of(learner.store, case_in(learner), rehearsal.session.id)
    cards = missed_cards(learner.library, learner.store, told, learner.clock())
    assert {"test:feed/why-two-negatives", "test:cascade/what", "test:feed/label.definition"} <= set(cards)
    learner.store.append("test:cascade/what", Kind.SUSPEND, None, learner.clock())
    cards = missed_cards(learner.library, learner.store, told, learner.clock())
    assert "test:cascade/what" not in cards
    options = learner.store.options()
    from dataclasses import replace

    learner.store.change_options(replace(options, new_per_day=0), learner.clock())
    assert learner.study().remaining().new == 0
    queue_missed(learner.store, cards, learner.clock())
    assert learner.study().remaining().new == len(cards)
    day = study_day(learner.clock(), options.rollover_hour)
    assert all(learner.store.record(card).queued_on == day for card in cards)
    assert missed_cards(learner.library, learner.store, told, learner.clock()) == []
    learner.clock.ms += 24 * 60 * MINUTE
    assert set(missed_cards(learner.library, learner.store, told, learner.clock())) == set(cards)


def test_a_red_flag_costs_the_hire_until_it_is_repaired(learner: Learner) -> None:
    rehearsal = begun(learner)
    rehearsal.reveal()
    flag = rehearsal.stop.red_flags[0]
    rehearsal.flag(flag, Flag.TICKED)
    for point in rehearsal.stop.points:
        rehearsal.mark(point.key, Mark.YES)
    assert rehearsal.unmarked == 0
    rehearsal.go_on()
    hold(learner, rehearsal, Mark.YES)
    assert rehearsal.session.grade == "lean_no"
    assert rehearsal.phase is Phase.FINISHED


def test_an_unknown_case_is_answered_with_those_that_read_alike(learner: Learner) -> None:
    known = cases(learner.library, learner.store)
    assert case_of("test:feed", known).id == "feed"
    with pytest.raises(MockError, match="did you mean feed"):
        case_of("feeds", known)
    with pytest.raises(MockError, match="mlsd mock --list"):
        case_of("zzz", known)


def test_an_unfinished_interview_stands_on_top(learner: Learner) -> None:
    assert [case.id for case in cases(learner.library, learner.store)] == ["feed"]
    begun(learner)
    top = cases(learner.library, learner.store)[0]
    assert top.unfinished is not None
    with pytest.raises(MockError, match="no mock interview"):
        Rehearsal.resume(place_of(learner), top, "nobody")
