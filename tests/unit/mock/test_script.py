"""The script of an interview and its clock."""

from __future__ import annotations

import pytest

from mlsd_cards.mock.clock import Stopwatch, Tone, clock_text, tone
from mlsd_cards.mock.script import PROBE_SECONDS, script_of, stops_of
from unit.mock.attempts import CASE, DEFINITION, SCRIPT, STOPS


@pytest.mark.parametrize("minutes", [45, 60])
def test_the_steps_take_the_minutes_and_each_probe_a_little_more(minutes: int) -> None:
    script = script_of(CASE, DEFINITION, minutes, STOPS)
    assert sum(stop.seconds for stop in script.steps) == minutes * 60
    assert script.seconds == minutes * 60 + 2 * PROBE_SECONDS
    assert script.is_whole


def test_another_attempt_is_interrupted_in_another_way() -> None:
    assert stops_of(DEFINITION, attempt=1)[4] != STOPS[4]
    assert stops_of(DEFINITION, attempt=2) == STOPS


def test_one_step_stands_alone() -> None:
    assert stops_of(DEFINITION, step="data") == ("data",)
    assert not script_of(CASE, DEFINITION, 45, ("data",)).is_whole
    with pytest.raises(ValueError, match="no step 'dta'; there are: clarify"):
        stops_of(DEFINITION, step="dta")


def test_a_probe_asks_a_follow_up_and_has_its_points() -> None:
    probe = SCRIPT.stop("probe.conflict")
    followup = next(one for one in SCRIPT.study.followups if one.key == "conflict")
    assert probe.say == followup.ask
    assert tuple(point.text for point in probe.points) == followup.points
    assert probe.points[0].refs == ("followups.conflict",)


def test_a_step_that_the_case_lost_is_an_empty_stop() -> None:
    stop = script_of(CASE, DEFINITION, 45, ("gone", "data")).stop("gone")
    assert stop.points == ()


def test_requirements_are_known_after_the_questions() -> None:
    assert not SCRIPT.shows_requirements("clarify")
    assert SCRIPT.shows_requirements("framing")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, Tone.FINE), (99.9, Tone.FINE), (100, Tone.AMBER), (129.9, Tone.AMBER), (130, Tone.RED)],
)
def test_the_clock_turns_amber_at_its_share_and_red_at_130_percent(seconds: float, expected: Tone) -> None:
    assert tone(seconds, 100) is expected


def test_a_clock_reads_minutes_and_seconds() -> None:
    assert [clock_text(value) for value in (0, 59.9, 65, 3840, -3)] == [
        "0:00",
        "0:59",
        "1:05",
        "64:00",
        "0:00",
    ]


def test_a_stopwatch_gathers_only_while_it_runs() -> None:
    watch = Stopwatch(10.0).running(100.0)
    assert watch.read(105.0) == 15.0
    assert watch.running(103.0) == watch
    standing = watch.standing(105.0)
    assert standing.read(999.0) == 15.0
    assert standing.running(200.0).read(201.0) == 16.0
    assert watch.read(90.0) == 10.0
