"""Today's queue: limits, siblings, order and mix as Anki has them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.review.options import NewReviewOrder, Options, ReviewOrder
from mlsd_cards.review.queue import QueueRow, Room, build_queue, room_today, spread_topics
from mlsd_cards.review.scheduling import Phase

DAY = 20_000
PLENTY = Room(999, 999)


def new(card: str, position: int = 10, topic: str = "t") -> QueueRow:
    return QueueRow(card, card.partition("#")[0], topic, "a", position, 1)


def due(card: str, *, late: int = 0, interval: int = 10, stability: float = 10.0) -> QueueRow:
    row = new(card)
    return row._replace(phase=Phase.REVIEW, due_day=DAY - late, interval=interval, stability=stability)


def cards(queue: tuple[QueueRow, ...]) -> list[str]:
    return [row.card for row in queue]


def test_the_relatively_most_overdue_card_comes_first() -> None:
    rows = [
        due("a", late=1, interval=100, stability=100),
        due("b", late=1, interval=2, stability=2),
        due("c"),
    ]
    assert cards(build_queue(rows, [], options=Options(), room=PLENTY, day=DAY)) == ["b", "a", "c"]


def test_by_due_date_the_oldest_comes_first() -> None:
    rows = [due("a", late=1), due("b", late=5, interval=500, stability=500)]
    options = Options(review_order=ReviewOrder.DUE_DATE)
    assert cards(build_queue(rows, [], options=options, room=PLENTY, day=DAY)) == ["b", "a"]


def test_siblings_are_buried_before_limits_count() -> None:
    rows = [new("n#c1", 10), new("n#c2", 11), new("m", 20, "u")]
    queue = build_queue([], rows, options=Options(), room=Room(2, 9), day=DAY)
    assert cards(queue) == ["n#c1", "m"]


def test_a_due_card_buries_its_new_sibling_and_an_answered_one_both() -> None:
    queue = build_queue([due("n#c1")], [new("n#c2")], options=Options(), room=PLENTY, day=DAY)
    assert cards(queue) == ["n#c1"]
    busy = frozenset({"n"})
    assert (
        build_queue([due("n#c1")], [new("n#c2")], options=Options(), room=PLENTY, day=DAY, busy_notes=busy)
        == ()
    )


def test_new_cards_take_a_card_of_each_topic_before_a_second_one() -> None:
    rows = [new("a1", 10, "a"), new("a2", 20, "a"), new("b1", 30, "b"), new("a3", 25, "a")]
    assert cards(build_queue([], rows, options=Options(), room=PLENTY, day=DAY)) == ["a1", "b1", "a2", "a3"]


def test_new_cards_count_toward_the_review_limit() -> None:
    options = Options(new_per_day=20, reviews_per_day=10)
    assert room_today(options, introduced=3, reviewed=4) == Room(3, 3)
    free = Options(new_per_day=20, reviews_per_day=10, new_cards_ignore_review_limit=True)
    assert room_today(free, introduced=3, reviewed=4) == Room(17, 6)


def test_reviews_have_the_first_claim_on_the_limit() -> None:
    queue = build_queue(
        [due("a"), due("b")], [new("c"), new("d", 20, "u")], options=Options(), room=Room(9, 3), day=DAY
    )
    assert {row.card for row in queue} == {"a", "b", "c"}


def test_new_cards_are_spread_evenly_or_stand_before_or_after() -> None:
    reviews = [due(f"r{n}", late=9 - n) for n in range(6)]
    fresh = [new("x", 1, "x"), new("y", 2, "y")]
    mixed = cards(build_queue(reviews, fresh, options=Options(), room=PLENTY, day=DAY))
    assert [mixed.index("x"), mixed.index("y")] == [3, 7]
    before = Options(new_review_order=NewReviewOrder.BEFORE)
    assert cards(build_queue(reviews, fresh, options=before, room=PLENTY, day=DAY))[:2] == ["x", "y"]
    after = Options(new_review_order=NewReviewOrder.AFTER)
    assert cards(build_queue(reviews, fresh, options=after, room=PLENTY, day=DAY))[-2:] == ["x", "y"]


ROWS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 3), st.booleans(), st.integers(0, 5)),
    max_size=40,
    unique_by=lambda r: r[:2],
)


@given(ROWS, st.integers(0, 20), st.integers(0, 20), st.sampled_from(list(NewReviewOrder)))
def test_a_queue_never_holds_two_siblings_nor_more_than_the_limits(
    raw: list[tuple[int, int, bool, int]], new_room: int, review_room: int, order: NewReviewOrder
) -> None:
    rows = [
        (due if is_due else new)(f"n{note}#c{cloze}")._replace(topic=f"t{topic}")
        for note, cloze, is_due, topic in raw
    ]
    queue = build_queue(
        [row for row in rows if row.phase is Phase.REVIEW],
        [row for row in rows if row.phase is Phase.NEW],
        options=Options(new_review_order=order),
        room=Room(new_room, review_room),
        day=DAY,
    )
    assert len({row.note for row in queue}) == len(queue)
    assert len(queue) <= review_room
    assert sum(row.phase is Phase.NEW for row in queue) <= new_room
    assert set(queue) <= set(rows)


@given(ROWS)
def test_spreading_loses_nothing_and_keeps_each_topics_order(raw: list[tuple[int, int, bool, int]]) -> None:
    rows = [new(f"n{note}#c{cloze}", place, f"t{topic}") for place, (note, cloze, _, topic) in enumerate(raw)]
    spread = spread_topics(rows)
    assert sorted(spread) == sorted(rows)
    for topic in {row.topic for row in rows}:
        assert [row for row in spread if row.topic == topic] == [row for row in rows if row.topic == topic]


def test_new_cards_that_were_asked_for_come_first_and_beyond_the_limit() -> None:
    asked = [new(f"case/{key}", 900, "case")._replace(queued=True) for key in ("a", "b")]
    rows = [new("t/1", 1), new("u/1", 2, "u"), *asked]
    order = Options(new_review_order=NewReviewOrder.BEFORE)
    chosen = build_queue([], rows, options=order, room=Room(1, 100), day=DAY)
    assert cards(chosen) == ["case/a", "case/b"]
    chosen = build_queue([], rows, options=order, room=Room(3, 100), day=DAY)
    assert cards(chosen) == ["case/a", "case/b", "t/1"]


def test_of_a_notes_cards_the_one_asked_for_is_shown() -> None:
    rows = [new("t/1#c1"), new("t/1#c2")._replace(queued=True)]
    chosen = build_queue([], rows, options=Options(), room=Room(9, 9), day=DAY)
    assert cards(chosen) == ["t/1#c2"]
