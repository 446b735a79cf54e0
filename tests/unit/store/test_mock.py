"""Mock interviews in the log: saved like answers, read back by session, and no business of any card."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_cards.review.events import NO_CARD, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.store import GoesOnElsewhere, Store
from unit.store.scenes import DAY, answer, noon


def value(session: str = "one", do: str = "notes", **more: object) -> dict[str, object]:
    return {"session": session, "case": "mlsd:feed", "do": do, **more}


def test_a_session_is_read_back_in_order_and_alone(store: Store) -> None:
    place = store.append_mock(value(do="start"), noon(), after=0)
    store.append_mock(value("two", do="start"), noon(), after=0)
    place = store.append_mock(value(text="a"), noon(minutes=1), after=place)
    store.append_mock(value(text="a b"), noon(minutes=2), after=place)
    texts = [event.value.get("text") for event in store.mock_events("one")]
    assert texts == [None, "a", "a b"]
    assert [event.at for event in store.mock_events("one")] == [noon(), noon(minutes=1), noon(minutes=2)]


def test_without_a_name_beginnings_and_ends_are_told(store: Store) -> None:
    place = 0
    for do in ("start", "notes", "reveal", "finish"):
        place = store.append_mock(value(do=do, text='"do":"start"'), noon(), after=place)
    store.append_mock(value("two", do="discard"), noon(), after=0)
    assert [event.value["do"] for event in store.mock_events()] == ["start", "finish", "discard"]


def test_notes_cannot_pass_for_another_session(store: Store) -> None:
    store.append_mock(value("two", text='"session":"one"'), noon(), after=0)
    assert store.mock_events("one") == []


def test_a_session_that_went_on_elsewhere_is_not_written_to(store: Store, path: Path) -> None:
    place = store.append_mock(value(do="start"), noon(), after=0)
    with Store.open(path) as other:
        newest = other.append_mock(value(text="there"), noon(), after=place)
    with pytest.raises(GoesOnElsewhere, match="another window"):
        store.append_mock(value(text="here"), noon(), after=place)
    store.append_mock(value("two", do="start"), noon(), after=0)
    store.append_mock(value(text="there and here"), noon(), after=newest)
    assert [event.value.get("text") for event in store.mock_events("one")] == [
        None, "there", "there and here",
    ]  # fmt: skip


def test_what_is_no_entry_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no mock event"):
        store.append_mock({"session": "one"}, noon(), after=0)
    with pytest.raises(ValueError, match="no mock event"):
        store.append("mlsd:metrics/n0", Kind.MOCK, value(), noon())
    assert list(store.events()) == []


def test_cards_days_and_undo_know_nothing_of_it(store: Store, path: Path) -> None:
    answer(store, "mlsd:metrics/n0", Rating.Good)
    before = store.record("mlsd:metrics/n0"), store.tallies(0, 99_999)
    store.append_mock(value(do="start"), noon(minutes=5), after=0)
    assert (store.record("mlsd:metrics/n0"), store.tallies(0, 99_999)) == before
    assert store.verify() == []
    store.rebuild()
    assert store.verify() == []
    undone = store.undo(noon(minutes=6))
    assert undone is not None
    assert undone.event.kind == Kind.RATING
    assert store.undo(noon(minutes=7)) is None
    assert len(store.mock_events("one")) == 1


def test_a_backup_holds_it(store: Store, path: Path, tmp_path: Path) -> None:
    store.append_mock(value(do="start"), noon(), after=0)
    copy = store.backup(tmp_path / "copies", "session")
    assert copy is not None
    with Store.open(copy, read_only=True) as saved:
        assert [event.value for event in saved.mock_events()] == [value(do="start")]


def test_unseen_cards_are_queued_beyond_the_limit_and_undo_takes_all_back(store: Store) -> None:
    cards = ["mlsd:metrics/n3", "mlsd:losses/n0"]
    store.queue_today(cards, DAY, noon())
    assert {row.card for row in store.new(0, DAY) if row.queued} == set(cards)
    assert (store.today(DAY).more_new, store.today(DAY).more_reviews) == (2, 2)
    store.undo(noon(minutes=1))
    assert store.new(0, DAY) == []
    assert store.today(DAY).more_new == 0
    assert store.verify() == []


def test_known_cards_are_queued_without_a_higher_limit(store: Store) -> None:
    answer(store, "mlsd:metrics/n0", Rating.Easy)
    store.queue_today(["mlsd:metrics/n0"], DAY + 1, noon(DAY + 1))
    assert "mlsd:metrics/n0" in {row.card for row in store.due(DAY + 1)}
    assert store.today(DAY + 1).more_new == 0
    assert [event.card for event in store.events() if event.kind == Kind.LIMIT_TODAY] == []
    assert NO_CARD not in {event.card for event in store.events()}
