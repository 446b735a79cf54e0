"""What a fit reads from the log: answers that stand, and nothing that was taken back or came from elsewhere."""

from __future__ import annotations

from mlsd_cards.review.events import Kind
from mlsd_cards.review.histories import Answered
from mlsd_cards.review.memory import Rating
from mlsd_cards.store import Store
from unit.store.scenes import DAY, answer, noon


def test_answers_come_card_by_card_without_those_taken_back(store: Store) -> None:
    answer(store, "mlsd:metrics/n1", Rating.Good, noon())
    answer(store, "mlsd:metrics/n0", Rating.Hard, noon(minutes=1))
    answer(store, "mlsd:metrics/n1", Rating.Easy, noon(DAY + 3))
    answer(store, "mlsd:metrics/n0", Rating.Again, noon(DAY + 4))
    store.undo(noon(DAY + 4, minutes=1))
    assert store.histories().answers() == [
        Answered("mlsd:metrics/n0", Rating.Hard, noon(minutes=1)),
        Answered("mlsd:metrics/n1", Rating.Good, noon()),
        Answered("mlsd:metrics/n1", Rating.Easy, noon(DAY + 3)),
    ]


def test_a_forgotten_card_says_so_and_an_imported_one_is_left_out(store: Store) -> None:
    answer(store, "mlsd:metrics/n0", at=noon())
    store.append("mlsd:metrics/n0", Kind.FORGET, None, noon(DAY + 1))
    answer(store, "mlsd:metrics/n1", at=noon())
    store.append(
        "mlsd:metrics/n1", Kind.IMPORT, {"phase": 2, "memory": [9, 5], "due_day": DAY}, noon(DAY + 1)
    )
    assert [(one.card, one.rating) for one in store.histories().answers()] == [
        ("mlsd:metrics/n0", Rating.Good),
        ("mlsd:metrics/n0", None),
    ]


def test_cards_that_were_seen_are_known_unless_suspended(store: Store) -> None:
    record = answer(store, "mlsd:metrics/n0", Rating.Easy, noon())
    answer(store, "mlsd:metrics/n1", Rating.Easy, noon())
    store.append("mlsd:metrics/n1", Kind.SUSPEND, None, noon())
    assert store.histories().known() == [(record.schedule.memory, noon().utc_ms, record.schedule.due_day)]


def test_past_options_are_all_that_ever_held(store: Store) -> None:
    from dataclasses import replace

    first = store.options()
    store.change_options(replace(first, new_per_day=7), noon())
    assert store.past_options() == (first, store.options())
