"""A session is what its entries say, whatever else the log holds."""

from __future__ import annotations

import pytest

from mlsd_cards.mock.entries import Do, Entry, read_entry
from mlsd_cards.mock.session import Flag, Mark, Phase, attempts, begin, replay
from unit.mock.attempts import STOPS, all_marked, entry, started, told


def test_a_start_opens_the_first_stop() -> None:
    session = told(started())
    assert session.phase is Phase.ANSWERING
    assert session.stop == "clarify"
    assert session.next_stop == "framing"


def test_the_stops_of_the_script_alternate_steps_and_probes() -> None:
    assert (
        *("clarify", "framing", "sketch", "data", "probe.conflict", "model", "probe.fresh"),
        *("serving", "operate", "close"),
    ) == STOPS


def test_the_clock_of_a_stop_never_runs_backwards_and_stands_while_points_are_marked() -> None:
    session = told(
        started(),
        entry(Do.BEAT, "clarify", 20.0),
        entry(Do.NOTES, "clarify", 12.0, text="late"),
        entry(Do.REVEAL, "clarify", 25.0),
        entry(Do.MARK, "clarify", 90.0, key="goal", mark="y"),
    )
    assert session.seconds == {"clarify": 25.0}


def test_only_the_newest_notes_of_a_stop_count() -> None:
    session = told(started(), entry(Do.NOTES, "clarify", text="a"), entry(Do.NOTES, "clarify", text="a b"))
    assert session.notes == {"clarify": "a b"}


def test_points_are_marked_after_the_reveal_alone() -> None:
    early = told(started(), entry(Do.MARK, "clarify", key="goal", mark="y"))
    assert early.mark_of("goal") is None
    late = told(started(), entry(Do.REVEAL, "clarify"), entry(Do.MARK, "clarify", key="goal", mark="partial"))
    assert late.mark_of("goal") is Mark.PARTIAL


def test_a_red_flag_is_ticked_repaired_and_taken_away() -> None:
    entries = [started(), entry(Do.REVEAL, "clarify")]
    for mark in ("ticked", "repaired", "off"):
        entries.append(entry(Do.FLAG, "clarify", key="Starts with a model", mark=mark))
        assert told(*entries).flag_of("Starts with a model") is Flag(mark)


def test_nobody_jumps_ahead_of_the_next_stop() -> None:
    revealed = (started(), entry(Do.REVEAL, "clarify"))
    assert told(*revealed, entry(Do.NEXT, "clarify", key="data")).stop == "clarify"
    assert told(*revealed, entry(Do.NEXT, "clarify", key="framing")).stop == "framing"
    assert told(started(), entry(Do.NEXT, "clarify", key="framing")).stop == "clarify"


def test_a_skip_is_kept() -> None:
    assert told(started(), entry(Do.REVEAL, "clarify", skipped=True)).skipped == {"clarify"}


def test_a_whole_interview_finishes_and_then_nothing_changes_it() -> None:
    entries = list(all_marked())
    session = told(*entries)
    assert session.phase is Phase.FINISHED
    assert session.total_seconds == 60 * len(STOPS)
    assert told(*entries, entry(Do.DISCARD), entry(Do.NOTES, "close", text="x")) == session


def test_an_interview_does_not_finish_before_its_last_stop() -> None:
    assert told(started(), entry(Do.REVEAL, "clarify"), entry(Do.FINISH, "clarify")).is_open


def test_sessions_are_told_apart() -> None:
    other = Entry("two", "test:feed", Do.START, minutes=60, stops=("data",))
    sessions = replay([started(), other, entry(Do.NOTES, "clarify", text="mine")])
    assert sessions["one"].notes == {"clarify": "mine"}
    assert sessions["two"].notes == {}


def test_a_session_without_a_start_is_nobodys() -> None:
    assert replay([entry(Do.NOTES, "clarify", text="x")]) == {}


@pytest.mark.parametrize("stops", [(), ("data", "data")])
def test_a_start_needs_stops_and_each_once(stops: tuple[str, ...]) -> None:
    assert begin(started(stops)) is None


def test_an_entry_says_the_same_after_the_log() -> None:
    for one in all_marked():
        assert read_entry(one.value(), one.at) == one


def test_notes_that_were_cleared_are_said() -> None:
    assert entry(Do.NOTES, "data", text="").value()["text"] == ""


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"session": "s", "case": "c", "do": "dance"},
        {"session": "", "case": "c", "do": "beat"},
        {"session": "s", "case": "c", "do": "beat", "seconds": "soon"},
        {"session": "s", "case": "c", "do": "beat", "seconds": -1},
        {"session": "s", "case": "c", "do": "beat", "seconds": float("nan")},
        {"session": "s", "case": "c", "do": "start", "stops": "data"},
        {"session": "s", "case": "c", "do": "start", "stops": [1]},
        {"session": "s", "case": "c", "do": "notes", "text": 7},
        {"session": "s", "case": "c", "do": "finish", "score": "all"},
    ],
)
def test_what_cannot_be_read_is_no_entry(value: object) -> None:
    assert read_entry(value, 0) is None


def test_attempts_are_told_by_their_ends() -> None:
    discarded = Entry("two", "test:feed", Do.DISCARD, at=9)
    entries = [*all_marked(), Entry("two", "test:feed", Do.START, stops=("data",)), discarded]
    first, second = attempts(entries)
    assert (first.is_finished, first.is_whole, first.score, first.grade) == (True, True, 1.0, "strong_hire")
    assert (second.is_finished, second.is_open, second.ended) == (False, False, 9)
