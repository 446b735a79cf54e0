"""Mock interviews: no log breaks them, a crash leaves what was saved, and more points never cost anything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.mock.entries import Do, Entry, read_entry
from mlsd_cards.mock.report import report
from mlsd_cards.mock.score import RANK, score
from mlsd_cards.mock.script import script_of
from mlsd_cards.mock.session import Flag, Mark, Phase, apply, attempts, begin, replay
from mlsd_cards.rehearsal import Case, Place, Rehearsal
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import Store
from unit.mock.attempts import CASE, DEFINITION, SCRIPT, STOPS, all_marked, told

POINTS = [(stop.key, point.key) for stop in SCRIPT.steps for point in stop.points]
FLAGS = [text for stop in SCRIPT.steps for text in stop.red_flags]
names = st.sampled_from(["one", "two"])
keys = st.sampled_from([*STOPS, "goal", "label", "y", *FLAGS, ""])
entries = st.builds(
    Entry,
    session=names,
    case=st.just(CASE),
    do=st.sampled_from(Do),
    at=st.integers(0, 10**13),
    stop=st.sampled_from([*STOPS[:3], "gone"]),
    seconds=st.floats(0, 10_000),
    minutes=st.sampled_from([45, 60, 0, -3]),
    stops=st.lists(st.sampled_from([*STOPS, "gone"]), max_size=4).map(tuple),
    text=st.text(max_size=8),
    key=keys,
    mark=st.sampled_from([*Mark, *Flag, "loud", ""]),
    skipped=st.booleans(),
    score=st.none() | st.floats(0, 1),
    grade=st.sampled_from(["hire", "", "great"]),
)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from(["session", "case", "do", "stop", "seconds", "minutes", "stops", "text", "mark"])
values = json | st.dictionaries(fields, json | st.sampled_from([*map(str, Do)]), max_size=9)


@given(st.lists(values, max_size=20))
def test_whatever_the_log_holds_can_be_read(found: list[Any]) -> None:
    read = [one for value in found if (one := read_entry(value, 0)) is not None]
    replay(read)
    attempts(read)


@given(st.lists(entries, max_size=30))
def test_any_sequence_of_entries_replays_one_by_one(found: list[Entry]) -> None:
    sessions = replay(found)
    for name, session in sessions.items():
        mine = [one for one in found if one.session == name]
        first = next(number for number, one in enumerate(mine) if begin(one) is not None)
        state = begin(mine[first])
        assert state is not None
        for one in mine[first + 1 :]:
            state = apply(state, one)
        assert state == session
        script = script_of(CASE, DEFINITION, session.minutes, session.stops)
        report(script, session, session)


@given(st.lists(st.tuples(st.sampled_from(POINTS), st.sampled_from(Mark)), max_size=12), st.data())
def test_a_better_mark_never_lowers_the_score_or_the_grade(
    changes: list[tuple[tuple[str, str], Mark]], data: st.DataObject
) -> None:
    flags = data.draw(st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(Flag), max_size=2))
    chosen = dict(changes)
    whole = list(all_marked(data.draw(st.sampled_from(Mark)), flags))
    marked = [
        replace(one, mark=str(chosen.get((one.stop, one.key), one.mark))) if one.do is Do.MARK else one
        for one in whole
    ]
    place, better = data.draw(
        st.sampled_from(
            [
                (number, {"n": "partial", "partial": "y"}.get(one.mark, "y"))
                for number, one in enumerate(marked)
                if one.do is Do.MARK
            ]
        )
    )
    raised = [replace(one, mark=better) if number == place else one for number, one in enumerate(marked)]
    before, after = score(SCRIPT, told(*marked)), score(SCRIPT, told(*raised))
    assert before.grade is not None
    assert after.grade is not None
    assert after.all.earned >= before.all.earned
    assert RANK[after.grade] >= RANK[before.grade]


class Clock:
    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def __call__(self) -> Moment:
        return Moment(self.ms, 0)


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "reviews.sqlite") as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # the disk is not what is tested here
        yield store


acts = st.one_of(
    st.tuples(st.just("type"), st.text(max_size=12)),
    st.tuples(st.just("wait"), st.integers(0, 60)),
    st.tuples(st.just("ask"), st.sampled_from(["goal", "size", "none"])),
    st.tuples(st.just("mark"), st.sampled_from(Mark)),
    st.tuples(st.just("flag"), st.sampled_from(Flag)),
    st.tuples(st.sampled_from(["tick", "reveal", "go_on"]), st.none()),
)


def do(rehearsal: Rehearsal, clock: Clock, act: tuple[str, Any]) -> None:
    name, value = act
    match name:
        case "wait":
            clock.ms += value * 1000
        case "mark" if rehearsal.stop.points:
            rehearsal.mark(rehearsal.stop.points[0].key, value)
        case "flag" if rehearsal.stop.red_flags:
            rehearsal.flag(rehearsal.stop.red_flags[0], value)
        case "type" | "ask":
            getattr(rehearsal, name)(value)
        case "tick" | "reveal" | "go_on":
            getattr(rehearsal, name)()


@given(st.lists(acts, max_size=30))
def test_at_every_moment_the_log_holds_what_was_on_the_screen(todo: list[tuple[str, Any]]) -> None:
    clock = Clock()
    with new_store() as store:
        place = Place(store, clock, lambda: clock.ms / 1000)
        rehearsal = Rehearsal.begin(place, Case(CASE, DEFINITION), minutes=45)
        name = rehearsal.session.id
        for act in todo:
            if not rehearsal.session.is_open:
                break
            typed_before = rehearsal.notes
            do(rehearsal, clock, act)
            logged = [
                one
                for event in store.mock_events(name)
                if (one := read_entry(event.value, event.at.utc_ms)) is not None
            ]
            assert replay(logged)[name] == rehearsal.session
            if act[0] == "tick" and rehearsal.phase is Phase.ANSWERING:
                assert rehearsal.session.notes.get(rehearsal.session.stop, "") == typed_before
        assert store.verify() == []
