"""What events make of a card, and which options hold where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mlsd_cards.review.events import NO_CARD, UNDOABLE, Event, Kind, suits
from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.options import NewReviewOrder, Options, OptionsError, ReviewOrder
from mlsd_cards.review.replay import (
    CardRecord,
    Timeline,
    apply,
    options_changes,
    replay,
    with_changes,
)
from mlsd_cards.review.scheduling import CardState, Phase, answer
from mlsd_cards.review.studyday import Moment

DAY = 20_000
CARD = "mlsd:ndcg/formula"


def noon(day: int = DAY) -> Moment:
    return Moment(day * 86_400_000 + 43_200_000)


def event(
    name: str, kind: Kind, value: Any = None, rating: Rating | None = None, day: int = DAY, card: str = CARD
) -> Event:
    return Event(name, "d", card, kind, noon(day), rating, value=value, seq=int(name))


def after(*events: Event) -> CardRecord:
    return replay(events)[0][CARD]


def test_a_rating_moves_the_schedule_and_introduces_a_new_card() -> None:
    record = after(
        event("1", Kind.RATING, rating=Rating.Good), event("2", Kind.RATING, rating=Rating.Easy, day=DAY + 1)
    )
    expected = CardState(CARD)
    for rating, day in ((Rating.Good, DAY), (Rating.Easy, DAY + 1)):
        expected = answer(expected, rating, noon(day), Options())
    assert record == CardRecord(expected, introduced_on=DAY)


@pytest.mark.parametrize(
    ("kind", "value", "field", "there"),
    [
        (Kind.SUSPEND, None, "suspended", True),
        (Kind.BURY, DAY, "buried_on", DAY),
        (Kind.FLAG, 3, "flag", 3),
        (Kind.MARK, True, "marked", True),
        (Kind.QUEUE_TODAY, DAY, "queued_on", DAY),
    ],
)
def test_what_is_done_to_a_card_changes_one_thing(kind: Kind, value: Any, field: str, there: Any) -> None:
    assert after(event("1", kind, value)) == CardRecord.new(CARD)._replace(**{field: there})


def test_what_was_done_can_be_done_back() -> None:
    done = (event("1", Kind.SUSPEND), event("2", Kind.BURY, DAY), event("3", Kind.MARK, value=True))
    back = (event("4", Kind.UNSUSPEND), event("5", Kind.UNBURY), event("6", Kind.MARK, value=False))
    assert after(*done, *back) == CardRecord.new(CARD)


def test_a_card_that_was_shown_because_it_was_queued_is_queued_no_more() -> None:
    record = after(event("1", Kind.QUEUE_TODAY, DAY), event("2", Kind.RATING, rating=Rating.Good))
    assert record.queued_on is None


def test_a_forgotten_card_is_new_but_keeps_what_the_learner_set() -> None:
    record = after(
        event("1", Kind.FLAG, 2), event("2", Kind.RATING, rating=Rating.Easy), event("3", Kind.FORGET)
    )
    assert record == CardRecord.new(CARD)._replace(flag=2)


def test_a_new_card_with_a_due_date_is_a_review_that_was_never_introduced() -> None:
    record = after(event("1", Kind.SET_DUE, DAY + 4))
    assert (record.schedule.phase, record.schedule.due_day, record.schedule.memory) == (
        Phase.REVIEW,
        DAY + 4,
        None,
    )
    record = after(event("1", Kind.SET_DUE, DAY), event("2", Kind.RATING, rating=Rating.Good))
    assert record.introduced_on is None
    assert record.schedule.memory is not None


def test_an_import_sets_the_schedule() -> None:
    value = {"phase": 2, "due_day": DAY, "interval": 9, "reps": 4, "memory": [8.5, 5], "other": 1}
    record = after(event("1", Kind.IMPORT, value))
    assert record.schedule == CardState(
        CARD, Phase.REVIEW, due_day=DAY, interval=9, reps=4, memory=Memory(8.5, 5.0)
    )


def test_a_leech_is_suspended_only_where_that_is_wanted() -> None:
    for suspend in (False, True):
        settings = event("1", Kind.SETTINGS, {"leech_threshold": 1, "leech_suspend": suspend}, card=NO_CARD)
        record = after(
            settings,
            event("2", Kind.RATING, rating=Rating.Easy),
            event("3", Kind.RATING, rating=Rating.Again, day=DAY + 9),
        )
        assert (record.leech, record.suspended) == (True, suspend)


def test_an_undone_event_never_was() -> None:
    first = event("1", Kind.RATING, rating=Rating.Good)
    second = event("2", Kind.RATING, rating=Rating.Again)
    undo = event("3", Kind.UNDO, "2")
    third = event("4", Kind.RATING, rating=Rating.Easy)
    assert after(first, second, undo, third) == after(first, third)
    assert after(undo, first, second) == after(first)


def test_undoing_an_undo_does_nothing() -> None:
    first = event("1", Kind.FLAG, 1)
    second = event("2", Kind.FLAG, 2)
    assert after(first, second, event("3", Kind.UNDO, "2"), event("4", Kind.UNDO, "3")) == after(first)


def test_an_unknown_kind_changes_nothing() -> None:
    unknown = Event("1", "d", CARD, "praise", noon(), value=[1])
    assert apply(CardRecord.new(CARD), unknown, Options()) == CardRecord.new(CARD)


# ------------------------------------------------------------ options


def test_options_hold_from_their_event_on() -> None:
    shorter = event("2", Kind.SETTINGS, {"learning_steps": [30]}, card=NO_CARD)
    dropped = event("4", Kind.SETTINGS, {"learning_steps": []}, card=NO_CARD)
    events = [
        event("1", Kind.RATING, rating=Rating.Again),
        shorter,
        event("3", Kind.RATING, rating=Rating.Again, card="b"),
        dropped,
        event("5", Kind.UNDO, "4", card=NO_CARD),
    ]
    cards, options = replay(events)
    assert cards[CARD].schedule.due_at == noon().utc_ms + 60_000
    assert cards["b"].schedule.due_at == noon().utc_ms + 30_000
    assert options == replace(Options(), learning_steps=(30,))
    timeline = Timeline(events)
    assert timeline.now == options
    assert [timeline.at(seq).learning_steps for seq in (1, 2, 9)] == [(60, 600), (30,), (30,)]
    assert timeline.starts == (2,)


def test_changes_are_recorded_as_json_can_hold_them_and_read_back() -> None:
    after = replace(
        Options(),
        learning_steps=(5,),
        new_review_order=NewReviewOrder.BEFORE,
        review_order=ReviewOrder.DUE_DATE,
        fuzz=False,
    )
    changes = options_changes(Options(), after)
    assert changes == {
        "learning_steps": [5],
        "new_review_order": "show before reviews",
        "review_order": "due date, then random",
        "fuzz": False,
    }
    assert with_changes(Options(), changes) == after
    assert options_changes(after, after) == {}


def test_options_of_a_later_version_are_ignored_and_wrong_values_are_not() -> None:
    assert with_changes(Options(), {"mood": "good"}) == Options()
    with pytest.raises(OptionsError, match="new_per_day"):
        with_changes(Options(), {"new_per_day": -1})
    with pytest.raises(ValueError, match="by mood"):
        with_changes(Options(), {"review_order": "by mood"})


# ------------------------------------------------------------ events


def test_the_kinds_that_undo_takes_back_are_those_a_key_does() -> None:
    assert (
        frozenset({Kind.UNDO, Kind.SETTINGS, Kind.IMPORT, Kind.MOCK, Kind.PLAN}) == frozenset(Kind) - UNDOABLE
    )


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.BURY, 5, None),
        (Kind.SET_DUE, 5, "5"),
        (Kind.FLAG, 0, -1),
        (Kind.MARK, False, 0),
        (Kind.UNBURY, None, 1),
        (Kind.LIMIT_TODAY, [1, 2, 3], [1, 2, True]),
        (Kind.IMPORT, {"phase": 2}, {"phase": 9}),
        (
            Kind.PLAN,
            {"date": "2026-12-15", "minutes": 30, "for": None},
            {"date": "2026-12-32", "minutes": 30},
        ),
        (Kind.PLAN, None, {"date": "2026-12-15", "minutes": 0}),
        (Kind.MOCK, {"session": "s", "case": "c", "do": "beat"}, {"session": "s", "case": "c"}),
    ],
)
def test_each_kind_has_its_values(kind: Kind, right: Any, wrong: Any) -> None:
    assert suits(kind, right)
    assert not suits(kind, wrong)


def test_values_are_stored_as_compact_json() -> None:
    assert event("1", Kind.FORGET).value_json() is None
    assert event("1", Kind.SETTINGS, {"a": [1, 2]}).value_json() == '{"a":[1,2]}'
