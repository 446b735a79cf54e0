"""The report: what was missed, how long it took, and which cards teach it."""

from __future__ import annotations

from dataclasses import replace

from mlsd_cards.mock.entries import Do
from mlsd_cards.mock.report import cards_of_missed, report
from mlsd_cards.mock.score import Grade
from mlsd_cards.mock.session import Flag, Mark
from mlsd_cards.mock.words import caps
from mlsd_cards.model.definition import Definition
from unit.mock.attempts import DEFINITION, SCRIPT, all_marked, entry, told


def test_every_point_not_made_in_full_is_missed() -> None:
    entries = [
        replace(one, mark="partial")
        if one.do is Do.MARK and (one.stop, one.key) == ("data", "label")
        else one
        for one in all_marked()
        if not (one.do is Do.MARK and one.stop == "probe.fresh")
    ]
    found = report(SCRIPT, told(*entries))
    assert (found.missed[0].point.key, found.missed[0].partly) == ("label", True)
    assert {missed.stop.key for missed in found.missed[1:]} == {"probe.fresh"}
    assert not any(missed.partly for missed in found.missed[1:])


def test_time_and_points_stand_by_stop() -> None:
    found = report(SCRIPT, told(*all_marked(seconds=75)))
    assert [result.seconds for result in found.results] == [75] * len(SCRIPT.stops)
    assert [result.stop for result in found.results] == list(SCRIPT.stops)
    assert found.seconds == 75 * len(SCRIPT.stops)


def test_skips_and_red_flags_are_told() -> None:
    flag = SCRIPT.steps[0].red_flags[0]
    entries = [
        replace(one, skipped=True) if one.do is Do.REVEAL and one.stop == "data" else one
        for one in all_marked(flags={flag: Flag.REPAIRED})
    ]
    found = report(SCRIPT, told(*entries))
    assert [result.stop.key for result in found.results if result.skipped] == ["data"]
    assert [(one.text, one.repaired) for one in found.red_flags] == [(flag, True)]


def test_an_attempt_is_compared_with_the_one_before() -> None:
    found = report(SCRIPT, told(*all_marked()), told(*all_marked(Mark.PARTIAL)))
    assert found.before is not None
    assert (found.before.score.all.share, found.before.score.grade) == (0.5, Grade.LEAN_NO)
    assert all(
        result.before is not None and result.before.earned == result.earned.earned / 2
        for result in found.results
    )


def test_what_keeps_a_hire_away_is_said_and_nothing_else() -> None:
    flag = SCRIPT.steps[0].red_flags[0]
    assert list(caps(report(SCRIPT, told(*all_marked())))) == []
    raised = report(SCRIPT, told(*all_marked(flags={flag: Flag.TICKED})))
    assert list(caps(raised)) == ["A red flag was not repaired: lean no at best, whatever the points."]
    half = list(caps(report(SCRIPT, told(*all_marked(Mark.PARTIAL)))))
    assert half == ["Of the points that any hire makes you made 50 %; a hire needs 75 %."]


def test_the_reading_list_names_each_text_once() -> None:
    reading = report(SCRIPT, told(*all_marked())).reading
    assert reading[: len(SCRIPT.study.published)] == SCRIPT.study.published
    assert set(DEFINITION.sources) <= set(reading)
    assert len(set(reading)) == len(reading)


def topic(name: str) -> Definition | None:
    """A topic with five notes."""
    if name != "cascade":
        return None
    note = DEFINITION.notes[-1]
    notes = tuple(replace(note, id=f"cascade/n{number}") for number in range(5))
    return replace(DEFINITION, id="cascade", notes=notes, case=None)


def test_missed_points_lead_to_cards_of_blocks_notes_and_topics() -> None:
    points = {point.key: point for stop in SCRIPT.steps for point in stop.points}
    wanted = [points[key] for key in ("negatives", "numbers", "label", "depth", "ramp")]
    assert cards_of_missed(DEFINITION, wanted, topic) == (
        *("feed/label.definition", "feed/why-two-negatives"),
        *("cascade/n0", "cascade/n1", "cascade/n2"),
    )


def test_an_unfinished_session_can_be_told_as_well() -> None:
    found = report(SCRIPT, told(next(all_marked()), entry(Do.BEAT, "clarify", 5)))
    assert found.score.all.earned == 0
    assert len(found.missed) == sum(len(stop.points) for stop in SCRIPT.stops)
