"""One thing a person does is one transaction: all of it is on the disk, or nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from mlsd_cards.errors import ExitCode
from mlsd_cards.review.events import NO_CARD, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options, ReviewOrder
from mlsd_cards.review.replay import CardRecord, replay
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import AnsweredElsewhere, BusyError, NotSavedError, Store, StoreError
from unit.store.scenes import DAY, answer, noon

CARD, OTHER = "mlsd:metrics/n0", "mlsd:metrics/n1"


def test_an_answer_is_found_by_whoever_opens_the_file_next(store: Store, path: Path) -> None:
    after = answer(store, CARD, Rating.Good)
    with Store.open(path) as again:
        assert again.record(CARD) == after
        assert again.device == store.device
    assert after.schedule.phase is Phase.LEARNING
    assert after.introduced_on == DAY


def test_the_log_records_for_audit_what_an_answer_led_to(store: Store) -> None:
    answer(store, CARD, Rating.Good, ms=-5)
    after = answer(store, CARD, Rating.Easy, noon(minutes=10), ms=10**9)
    first, second = store.history(CARD)
    assert (first.duration_ms, second.duration_ms) == (0, 86_400_000)
    assert first.due == "2024-10-04T12:10:00+00:00"
    assert (second.stability, second.difficulty) == after.schedule.memory
    assert second.due is not None
    assert len(second.due) == len("2024-10-12")


def test_a_card_of_which_the_log_says_nothing_is_new(store: Store) -> None:
    assert store.record("mlsd:nowhere/n") == CardRecord.new("mlsd:nowhere/n")


def test_a_card_that_no_deck_has_can_be_answered_too(store: Store) -> None:
    after = answer(store, "mine:gone/n")
    assert store.record("mine:gone/n") == after
    assert store.verify() == []


def test_an_answer_to_a_card_that_was_answered_elsewhere_writes_nothing(store: Store, path: Path) -> None:
    shown = store.record(CARD)
    with Store.open(path) as elsewhere:
        there = answer(elsewhere, CARD, Rating.Easy)
    with pytest.raises(AnsweredElsewhere) as caught:
        store.rate(CARD, Rating.Again, noon(minutes=1), 900, expected=shown)
    assert caught.value.record == there == store.record(CARD)
    assert len(store.history(CARD)) == 1


def test_a_clock_that_was_put_back_is_not_followed(store: Store) -> None:
    answer(store, CARD, at=noon(DAY))
    answer(store, CARD, at=Moment(noon(DAY - 3).utc_ms, 120))
    assert [event.at for event in store.history(CARD)] == [noon(DAY), Moment(noon(DAY).utc_ms, 120)]
    assert store.last_moment() == Moment(noon(DAY).utc_ms, 120)


@pytest.mark.parametrize(
    ("kind", "value", "field", "expected"),
    [
        (Kind.SUSPEND, None, "suspended", True),
        (Kind.BURY, DAY, "buried_on", DAY),
        (Kind.FLAG, 7, "flag", 7),
        (Kind.MARK, True, "marked", True),
        (Kind.QUEUE_TODAY, DAY, "queued_on", DAY),
    ],
)
def test_what_is_done_to_a_card_shows_and_can_be_taken_back(
    store: Store, kind: Kind, value: object, field: str, expected: object
) -> None:
    before = store.record(CARD)
    assert getattr(store.append(CARD, kind, value, noon()), field) == expected
    assert getattr(store.record(CARD), field) == expected
    undone = store.undo(noon())
    assert undone is not None
    assert (undone.event.kind, undone.event.value, undone.record) == (kind, value, before)
    assert store.record(CARD) == before


@pytest.mark.parametrize(
    ("card", "kind", "value"),
    [
        (CARD, Kind.FLAG, 8),
        (CARD, Kind.FLAG, True),
        (CARD, Kind.BURY, None),
        (CARD, Kind.SUSPEND, 1),
        (CARD, Kind.RATING, 3),
        (CARD, Kind.UNDO, "0123456789"),
        (CARD, Kind.LIMIT_TODAY, [DAY, 1, 1]),
        (NO_CARD, Kind.LIMIT_TODAY, [DAY, 1]),
        (NO_CARD, Kind.SUSPEND, None),
    ],
)
def test_a_value_that_the_kind_cannot_hold_is_refused(
    store: Store, card: str, kind: Kind, value: object
) -> None:
    with pytest.raises(ValueError, match=str(kind)):
        store.append(card, kind, value, noon())
    assert list(store.events()) == []


def test_undo_goes_back_one_thing_at_a_time_to_the_beginning(store: Store) -> None:
    fresh, today = store.record(CARD), store.today(DAY)
    answer(store, CARD)
    first = store.record(CARD)
    answer(store, CARD, Rating.Again, noon(minutes=10))
    store.append(NO_CARD, Kind.LIMIT_TODAY, [DAY, 5, 0], noon())
    assert store.today(DAY).more_new == 5
    assert store.undo(noon()) is not None
    assert store.undo(noon()) is not None
    assert store.record(CARD) == first
    assert store.undo(noon()) is not None
    assert store.undo(noon()) is None
    assert store.record(CARD) == fresh
    assert store.today(DAY) == today
    assert store.history(CARD) == []
    assert len(list(store.events())) == 6
    assert store.verify() == []


def test_undo_among_some_cards_leaves_the_others_alone(store: Store) -> None:
    answer(store, CARD)
    answer(store, OTHER)
    undone = store.undo(noon(), among=[CARD, "mlsd:metrics/n4"])
    assert undone is not None
    assert undone.event.card == CARD
    assert store.undo(noon(), among=[CARD]) is None
    assert len(store.history(OTHER)) == 1


def test_undo_reaches_past_what_was_taken_back_already(store: Store) -> None:
    for rating in (Rating.Good, Rating.Good, Rating.Again):
        answer(store, CARD, rating)
    store.undo(noon())
    answer(store, CARD, Rating.Easy)
    store.undo(noon())
    store.undo(noon())
    assert [event.rating for event in store.history(CARD)] == [Rating.Good]
    assert store.verify() == []


def test_an_undone_answer_may_lie_before_others_of_the_card(store: Store, path: Path) -> None:
    answer(store, CARD, Rating.Good, noon(DAY))
    with Store.open(path) as opened:
        opened._connection.execute("UPDATE meta SET value = 'elsewhere' WHERE key = 'device'")
    with Store.open(path) as elsewhere:
        answer(elsewhere, CARD, Rating.Easy, noon(DAY + 1))
    undone = store.undo(noon(DAY + 1))
    assert undone is not None
    assert undone.event.rating is Rating.Good
    assert undone.record.introduced_on == DAY + 1
    assert (store.today(DAY).new, store.today(DAY + 1).new) == (0, 1)
    assert store.undo(noon(DAY + 1)) is None
    assert store.verify() == []


def test_what_was_appended_as_one_is_taken_back_as_one(store: Store) -> None:
    store.append_many([CARD, OTHER, CARD], Kind.SUSPEND, None, noon())
    assert store.record(CARD).suspended
    assert store.record(OTHER).suspended
    undone = store.undo(noon())
    assert undone is not None
    assert [event.card for event in undone.events] == [OTHER, CARD]
    assert not store.record(CARD).suspended
    assert not store.record(OTHER).suspended
    assert store.undo(noon()) is None


def test_a_wrong_value_among_many_writes_none_of_them(store: Store) -> None:
    with pytest.raises(ValueError, match="suspend"):
        store.append_many([CARD, NO_CARD], Kind.SUSPEND, None, noon())
    assert list(store.events()) == []


def test_options_are_events_that_hold_from_then_on_also_for_others(store: Store, path: Path) -> None:
    with Store.open(path) as other:
        assert other.options() == Options()
        wanted = replace(
            Options(),
            desired_retention=0.85,
            learning_steps=(60,),
            review_order=ReviewOrder.DUE_DATE,
            fsrs_parameters=tuple(number * 1.0001 for number in Options().fsrs_parameters),
        )
        answer(store, CARD)
        store.change_options(wanted, noon())
        store.change_options(wanted, noon())
        assert store.options() == other.options() == wanted
        assert answer(other, OTHER).schedule.phase is Phase.REVIEW
    events = list(store.events())
    assert [event.kind for event in events] == ["rating", "settings", "rating"]
    assert set(events[1].value) == {
        "desired_retention",
        "learning_steps",
        "review_order",
        "fsrs_parameters",
    }
    assert replay(events)[1] == wanted
    assert store.verify() == []


def test_undo_leaves_settings_alone(store: Store) -> None:
    store.change_options(replace(Options(), new_per_day=5), noon())
    assert store.undo(noon()) is None


def test_settings_that_this_version_cannot_read_are_named(store: Store, path: Path) -> None:
    store._connection.execute(
        "INSERT INTO log (id, device, card, kind, utc_ms, utc_offset, duration_ms, value) "
        "VALUES ('12345678', 'd', '', 'settings', 0, 0, 0, '{\"review_order\":\"by mood\"}')"
    )
    with pytest.raises(StoreError, match="newer mlsd-cards"):
        Store.open(path)


# ------------------------------------------------------------ when it cannot be saved


def test_a_full_disk_saves_nothing_and_the_same_answer_works_later(store: Store) -> None:
    shown = store.record(CARD)
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    value = {"phase": 2, "note": "x" * 100_000}
    with pytest.raises(NotSavedError, match="not saved: the disk is full") as caught:
        store.append(CARD, Kind.IMPORT, value, noon())
    assert caught.value.exit_code is ExitCode.STORE
    assert store.record(CARD) == shown
    store._connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    store.append(CARD, Kind.IMPORT, value, noon())
    assert store.verify() == []


def test_a_disk_that_stops_writing_saves_nothing_and_the_same_answer_works_later(
    store: Store, path: Path
) -> None:
    resource = pytest.importorskip("resource")  # Windows has none
    shown = store.record(CARD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        with pytest.raises(NotSavedError, match="not saved: "):
            answer(store, CARD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.record(CARD) == shown
    after = answer(store, CARD)
    with Store.open(path) as again:
        assert again.record(CARD) == after
        assert again.verify() == []


def test_another_program_that_holds_the_file_is_waited_for_and_then_named(store: Store, path: Path) -> None:
    store._connection.execute("PRAGMA busy_timeout = 20")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(BusyError, match="not saved: another program"):
        store.append(CARD, Kind.MARK, True, noon())
    with pytest.raises(BusyError, match="in use"):
        store.record(CARD)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert store.append(CARD, Kind.MARK, True, noon()).marked


def test_a_store_opened_to_read_says_that_it_cannot_save(store: Store, path: Path) -> None:
    answer(store, CARD)
    with Store.open(path, read_only=True) as reader:
        assert reader.record(CARD) == store.record(CARD)
        with pytest.raises(NotSavedError, match="not saved: the file is read-only"):
            answer(reader, OTHER)


def test_a_file_that_was_replaced_while_open_swallows_nothing(store: Store, path: Path) -> None:
    path.rename(path.with_name("elsewhere.sqlite"))
    with pytest.raises(NotSavedError, match="moved or replaced"):
        answer(store, CARD)
    path.with_name("elsewhere.sqlite").rename(path)
    answer(store, CARD)
    assert len(store.history(CARD)) == 1


def test_a_time_outside_all_calendars_is_not_saved(store: Store) -> None:
    with pytest.raises(StoreError, match="not saved"):
        store.append(CARD, Kind.MARK, True, Moment(-1))


# ------------------------------------------------------------ the log itself


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET rating = 4",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log SELECT * FROM log",
        "INSERT OR REPLACE INTO log SELECT seq + 1, id, device, card, 'mark', NULL, 0, 0, 0, NULL, 0, 0, '' FROM log",
    ],
)
def test_the_log_refuses_change_from_any_program(store: Store, path: Path, statement: str) -> None:
    answer(store, CARD)
    before = list(store.events())
    stranger = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|holds this event"):
        stranger.execute(statement)
    stranger.close()
    assert list(store.events()) == before


def test_a_kind_of_a_later_version_is_kept_and_ignored(store: Store) -> None:
    answer(store, CARD)
    before = store.record(CARD)
    store._connection.execute(
        "INSERT INTO log (id, device, card, kind, utc_ms, utc_offset, duration_ms, value) "
        "VALUES ('12345678', 'd', ?, 'praise', 5, 0, 0, '[1]')",
        (CARD,),
    )
    store.rebuild()
    assert store.record(CARD) == before
    assert store.history(CARD)[-1].kind == "praise"
    assert store.verify() == []
