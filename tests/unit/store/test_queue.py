"""What waits to be studied, and what does not: absent, suspended and buried cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.store import AreaCounts, DeckCard, Scope, Store
from mlsd_cards.store.rows import QueueRow
from unit.store.scenes import DAY, answer, deck, noon

METRIC, LOSS = "mlsd:metrics/n{}", "mlsd:losses/n{}"


def names(rows: list[QueueRow]) -> list[str]:
    return [row.card.removeprefix("mlsd:") for row in rows]


@pytest.fixture
def studied(store: Store) -> Store:
    """Two reviews due on `DAY`, one the day after, one card learning; four are unseen."""
    for card in (METRIC.format(0), LOSS.format(0)):
        store.append(card, Kind.SET_DUE, DAY, noon(DAY - 9))
    store.append(METRIC.format(1), Kind.SET_DUE, DAY + 1, noon(DAY - 9))
    answer(store, METRIC.format(2), Rating.Good, noon(DAY))
    return store


def test_reviews_are_due_from_their_day_on(studied: Store) -> None:
    assert studied.due(DAY - 1) == []
    assert names(studied.due(DAY)) == ["losses/n0", "metrics/n0"]
    assert names(studied.due(DAY + 5)) == ["losses/n0", "metrics/n0", "metrics/n1"]
    row = studied.due(DAY)[1]
    assert row == QueueRow(
        *("mlsd:metrics/n0", "metrics/n0", "metrics", "metrics", 0, 1, DAY, None, 1, None, None, 0),
        phase=Phase.REVIEW,
    )
    assert row.phase is Phase.REVIEW


def test_steps_say_when_they_are_due(studied: Store) -> None:
    (row,) = studied.learning()
    assert (row.card, row.phase) == (METRIC.format(2), Phase.LEARNING)
    assert row.due_at == noon(DAY, minutes=10).utc_ms


def test_unseen_cards_come_by_position_over_all_areas(studied: Store) -> None:
    assert names(studied.new(3, DAY)) == ["metrics/n3", "losses/n1", "metrics/n4"]
    assert names(studied.new(9, DAY)) == ["metrics/n3", "losses/n1", "metrics/n4", "losses/n2"]
    assert studied.new(0, DAY) == []
    assert studied.new(-3, DAY) == []
    assert studied.new(1, DAY)[0].phase is Phase.NEW


def test_a_scope_narrows_everything_to_areas_and_tags(studied: Store) -> None:
    losses = Scope(frozenset({"losses"}))
    both = Scope(frozenset({"losses", "metrics"}))
    assert names(studied.due(DAY, losses)) == ["losses/n0"]
    assert studied.learning(losses) == []
    assert names(studied.new(9, DAY, losses)) == ["losses/n1", "losses/n2"]
    assert studied.new(3, DAY, both) == studied.new(3, DAY)
    one = Scope(tags=frozenset({"mlsd::metrics::t3"}))
    assert names(studied.new(9, DAY, one)) == ["metrics/n3"]
    assert studied.new(9, DAY, Scope(tags=frozenset({"mlsd::metrics::t"}))) == []
    below = Scope(tags=frozenset({"mlsd::metrics", "mlsd::losses::t1"}))
    assert names(studied.new(9, DAY, below)) == ["metrics/n3", "losses/n1", "metrics/n4"]
    for nothing in (Scope(frozenset()), Scope(tags=frozenset()), Scope(frozenset({"losses"}), one.tags)):
        assert studied.due(DAY, nothing) == studied.learning(nothing) == studied.new(9, DAY, nothing) == []


def test_suspended_cards_wait_for_nobody(studied: Store) -> None:
    cards = [METRIC.format(number) for number in (0, 2, 3)]
    studied.append_many(cards, Kind.SUSPEND, None, noon())
    assert names(studied.due(DAY)) == ["losses/n0"]
    assert studied.learning() == []
    assert "metrics/n3" not in names(studied.new(9, DAY))
    assert studied.counts(DAY, noon(DAY, 30).utc_ms) == {
        "losses": AreaCounts(1, 2, 0),
        "metrics": AreaCounts(0, 1, 0),
    }


def test_buried_cards_come_back_the_next_day(studied: Store) -> None:
    cards = [METRIC.format(number) for number in (0, 2, 3)]
    studied.append_many(cards, Kind.BURY, DAY, noon())
    assert names(studied.due(DAY)) == ["losses/n0"]
    assert studied.learning(day=DAY) == []
    assert len(studied.learning(day=DAY + 1)) == len(studied.learning()) == 1
    assert "metrics/n3" not in names(studied.new(9, DAY))
    assert names(studied.due(DAY + 1)) == ["losses/n0", "metrics/n0", "metrics/n1"]
    assert names(studied.new(1, DAY + 1)) == ["metrics/n3"]
    now = noon(DAY, 30).utc_ms
    assert studied.counts(DAY, now)["metrics"] == AreaCounts(0, 1, 0)
    assert studied.counts(DAY + 1, now)["metrics"] == AreaCounts(2, 2, 1)


def test_a_card_queued_for_today_is_shown_due_or_not_until_it_is_answered(studied: Store) -> None:
    early, unseen = METRIC.format(1), METRIC.format(4)
    studied.append_many([early, unseen], Kind.QUEUE_TODAY, DAY, noon())
    assert names(studied.due(DAY)) == ["losses/n0", "metrics/n0", "metrics/n1"]
    assert names(studied.new(1, DAY)) == ["metrics/n4", "metrics/n3"]
    assert names(studied.new(9, DAY + 1)) == ["metrics/n3", "losses/n1", "metrics/n4", "losses/n2"]
    assert studied.counts(DAY, 0)["metrics"] == AreaCounts(2, 2, 0)
    answer(studied, early)
    assert names(studied.due(DAY)) == ["losses/n0", "metrics/n0"]


def test_counts_are_of_every_area_that_has_cards(studied: Store) -> None:
    assert studied.counts(DAY, noon(DAY).utc_ms) == {
        "losses": AreaCounts(1, 2, 0),
        "metrics": AreaCounts(1, 2, 1),  # its step is due within the learn-ahead limit
    }
    assert studied.counts(DAY, noon(DAY, -15).utc_ms)["metrics"].learning == 0
    assert studied.counts(DAY + 1, noon(DAY).utc_ms)["metrics"].due == 2


# ------------------------------------------------------------ the deck's cards


def test_cards_that_left_the_decks_wait_no_more_but_keep_their_history(studied: Store) -> None:
    before = studied.record(METRIC.format(0))
    studied.sync_cards(deck(3, "losses"), "decks-2")
    assert studied.deck_fingerprint() == "decks-2"
    assert names(studied.due(DAY)) == ["losses/n0"]
    assert list(studied.counts(DAY, 0)) == ["losses"]
    assert studied.record(METRIC.format(0)) == before
    studied.sync_cards(deck(5), "decks-3")
    assert names(studied.due(DAY)) == ["metrics/n0"]


def test_decks_with_the_fingerprint_of_last_time_are_not_read(store: Store) -> None:
    def unread() -> list[DeckCard]:
        raise AssertionError

    store.sync_cards((card for _ in range(1) for card in unread()), "decks-1")
    assert len(store.new(99, DAY)) == 8


def test_only_what_differs_is_written(store: Store) -> None:
    cards = [*deck(5), *deck(3, "losses", 2)]
    before = store._connection.total_changes
    cards[1] = cards[1]._replace(priority=3)
    store.sync_cards(cards, "decks-2")
    assert store._connection.total_changes - before <= 3  # the card, the fingerprint, the areas
    assert store.new(2, DAY)[1].priority == 3


def test_two_cards_with_one_id_are_refused_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(ValueError, match="two cards have the id mlsd:metrics/n0"):
        store.sync_cards([*deck(2), *deck(1)], "decks-2")
    assert store.deck_fingerprint() == "decks-1"
    assert len(store.new(99, DAY)) == 8


def test_an_empty_store_waits_for_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.sqlite") as store:
        assert store.deck_fingerprint() == ""
        assert store.counts(DAY, 0) == {}
        assert store.due(DAY) == store.learning() == store.new(20, DAY) == []
        assert store.last_moment() is None


@pytest.mark.parametrize("area", [None, "metrics"])
def test_every_question_walks_along_an_index(store: Store, area: str | None) -> None:
    """No question may read all cards: with 100,000 of them the home screen would be late."""
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    scope = Scope(None if area is None else frozenset({area}))
    store.due(DAY, scope)
    store.learning(scope, DAY)
    store.new(20, DAY, scope)
    store.counts(DAY, 0)
    store.append_many(["mlsd:metrics/n0"], Kind.SUSPEND, None, noon())
    store.undo(noon(), among=["mlsd:metrics/n0"])
    store.history("mlsd:metrics/n0")
    store.options()
    store.record("mlsd:metrics/n0")
    store._connection.set_trace_callback(None)
    questions = [query for query in asked if query.startswith("SELECT")]
    assert len(questions) > 12
    for query in questions:
        for *_, detail in store._connection.execute(f"EXPLAIN QUERY PLAN {query}"):
            walk = detail.startswith(("SCAN", "SEARCH"))
            assert not walk or "USING" in detail, f"{query}: {detail}"
            few = "queued_on = " in query or "log WHERE id = " in query  # what is sorted is never many
            assert few or "FOR ORDER BY" not in detail, f"{query}: {detail}"
