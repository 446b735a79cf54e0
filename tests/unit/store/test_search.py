"""Every search word finds what it says, on a small store; the index follows the decks and is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.scheduling import retrievability
from mlsd_cards.review.search import parse
from mlsd_cards.store import CardText, DeckCard, Store, schema
from mlsd_cards.store.search import At, Order, Searching
from unit.store.scenes import DAY, answer, noon

CARDS = {
    # key: area, tags, front, back
    "ndcg": ("metrics", "formula metric::rank", "Which two corrections make nDCG@k?", "A rank discount."),
    "map": ("metrics", "use metric", "When is MAP better than nDCG?", "Binary grades, naïve users."),
    "bce": ("losses", "formula loss", "How is cross-entropy written?", "Sum of y log p, over a batch."),
    "hinge": ("losses", "", "What does the hinge loss ignore?", "Points beyond the margin."),
    "kafka": ("parts", "component Metric", "What keeps the order in Kafka?", "One partition (co-location)."),
}


def cards(names: tuple[str, ...] | None = None) -> list[DeckCard]:
    return [
        DeckCard(f"mlsd:t/{key}", f"mlsd:t/{key}", "mlsd:t", area, 1, place, tuple(tags.split()), "mlsd")
        for place, (key, (area, tags, *_)) in enumerate(CARDS.items())
        if names is None or key in names
    ]


TEXTS = [
    CardText(f"mlsd:t/{key}", front, back, f"Title of {area}")
    for key, (area, _, front, back) in CARDS.items()
]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.sync_cards(cards(), "decks-1", TEXTS, DAY - 5)
        yield opened


def found(
    store: Store, search: str, day: int = DAY, minutes: float = 0, order: Order = Order.PLACE
) -> list[str]:
    at = At(noon(day, minutes), store.options())
    with closing(Searching(store.path)) as searching:
        query = parse(search)
        first = searching.first(query, order, at)
        assert searching.matches(searching.numbers(query, order, at)) == first
        assert searching.first(query, order, at, 2) == first[:2]
    return [match.card.removeprefix("mlsd:t/") for match in first]


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("", "ndcg map bce hinge kafka"),
        ("ndcg", "ndcg map"),
        ("NDCG@K", "ndcg"),
        ("corr mak", "ndcg"),
        ("loss", "bce hinge"),  # text, tag and title
        ("w:corr", ""),
        ("w:corrections", "ndcg"),
        ('"rank disc"', "ndcg"),
        ('"discount rank"', ""),
        ("naive", "map"),
        ("NAÏVE", "map"),
        ("cross-entropy", "bce"),
        ("co-loc", "kafka"),
        ("t/bce", "bce"),
        ("gradient", ""),
        ("-ndcg", "bce hinge kafka"),
        ("-(ndcg or kafka)", "bce hinge"),
        ("ndcg or kafka", "ndcg map kafka"),
        ("ndcg and binary", "map"),
        ("(ndcg or hinge) -binary", "ndcg hinge"),
        ("tag:formula", "ndcg bce"),
        ("tag:FORMULA", "ndcg bce"),
        ("tag:metric", "ndcg map kafka"),
        ("tag:metric::rank", "ndcg"),
        ("tag:metr", ""),
        ("tag:metr*", "ndcg map kafka"),
        ("tag:m*k", "ndcg"),
        ("tag:f*s", ""),  # no tag alone: from one into the next
        ("tag:none", "hinge"),
        ("tag:m********************k", "ndcg"),
        ('tag:"formula metric::rank"', ""),  # two tags in a row are no tag
        ("deck:metrics", "ndcg map"),
        ("deck:mlsd", "ndcg map bce hinge kafka"),
        ("deck:mlsd::losses", "bce hinge"),
        ("deck:*s*", "ndcg map bce hinge kafka"),
        ("deck:l*", "bce hinge"),
        ("deck:p_rts", ""),
        ("id:t/bce", "bce"),
        ("id:mlsd:t/b*", "bce"),
        ("id:t", "ndcg map bce hinge kafka"),
        ("prop:pos>=3", "hinge kafka"),
        ("prop:reps=0", "ndcg map bce hinge kafka"),
        ("added:5", ""),
        ("added:6", "ndcg map bce hinge kafka"),
        ("is:new -tag:formula deck:losses", "hinge"),
    ],
)
def test_cards_are_found_by_what_the_decks_say(store: Store, search: str, keys: str) -> None:
    assert found(store, search) == keys.split()


@pytest.fixture
def lived(store: Store) -> Store:
    """`ndcg` is due, `map` lapsed into relearning, `bce` is suspended, `hinge` flagged, `kafka` new."""
    for key, ratings in {
        "ndcg": (Rating.Good, Rating.Good),
        "map": (Rating.Easy, Rating.Again),
        "bce": (Rating.Easy,),
    }.items():
        for number, rating in enumerate(ratings):
            answer(
                store,
                f"mlsd:t/{key}",
                rating,
                noon(DAY - 4, number * 10) if key != "map" else noon(DAY - 4 + number * 4),
            )
    store.append("mlsd:t/bce", Kind.SUSPEND, None, noon())
    store.append("mlsd:t/hinge", Kind.FLAG, 3, noon())
    store.append("mlsd:t/hinge", Kind.MARK, True, noon())
    store.append("mlsd:t/kafka", Kind.BURY, DAY, noon())
    return store


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("is:new", "hinge kafka"),
        ("is:learn", "map"),
        ("is:review", "ndcg map bce"),
        ("is:review -is:learn", "ndcg bce"),
        ("is:due", "ndcg map"),
        ("is:suspended", "bce"),
        ("is:buried", "kafka"),
        ("is:marked", "hinge"),
        ("tag:marked", "hinge"),
        ("is:leech", ""),
        ("flag:3", "hinge"),
        ("flag:0", "ndcg map bce kafka"),
        ("-flag:0 or is:due", "ndcg map hinge"),
        ("prop:reps>=2", "ndcg map"),
        ("prop:lapses=1", "map"),
        ("prop:due<0", "ndcg"),
        ("prop:due=0", "map"),
        ("prop:ivl>2", "bce"),
        ("prop:s<3", "ndcg map"),
        ("prop:s!=0", "ndcg map bce"),
        ("prop:d>0.5", "map"),
        ("prop:r<0.9", "ndcg"),
        ("prop:r>=0.999", "map"),
        ("prop:r>1e-300", "ndcg map bce"),
        ("prop:r<=0", ""),
        ("-prop:r<0.9", "map bce hinge kafka"),
        ("-prop:s<3", "bce"),  # hinge and kafka were never seen: they have no stability
        ("-(prop:s<3 or is:suspended)", ""),
        ("-is:due", "bce hinge kafka"),
        ("-prop:due<0", "map bce hinge kafka"),
        ("rated:1", "map"),
        ("rated:1:1", "map"),
        ("rated:1:4", ""),
        ("rated:5", "ndcg map bce"),
        ("rated:5:4", "map bce"),
        ("introduced:1", ""),
        ("introduced:5", "ndcg map bce"),
    ],
)
def test_cards_are_found_by_what_was_done(lived: Store, search: str, keys: str) -> None:
    assert found(lived, search, minutes=5) == keys.split()


def test_recall_is_what_the_memory_model_says(lived: Store) -> None:
    at = At(noon(DAY + 3), lived.options())
    for key in ("ndcg", "map", "bce"):
        recall = retrievability(lived.record(f"mlsd:t/{key}").schedule, at.now, at.options)
        assert recall is not None
        below, above = (
            found(lived, f"prop:r<{recall - 1e-4}", DAY + 3),
            found(lived, f"prop:r<{recall + 1e-4}", DAY + 3),
        )
        assert key not in below
        assert key in above


def test_an_answer_that_was_undone_or_forgotten_is_told_apart(lived: Store) -> None:
    lived.append("mlsd:t/map", Kind.FORGET, None, noon(DAY, 1))
    assert found(lived, "rated:1", minutes=5) == ["map"]
    lived.undo(noon(DAY, 2))
    lived.undo(noon(DAY, 2), among=["mlsd:t/map"])
    assert found(lived, "rated:1", minutes=5) == []


def test_found_cards_stand_in_the_order_asked_for(lived: Store) -> None:
    assert found(lived, "", order=Order.DUE) == ["ndcg", "map", "hinge", "kafka", "bce"]
    assert found(lived, "", order=Order.RECALL)[0] == "ndcg"
    assert found(lived, "is:review", order=Order.STABILITY)[-1] == "bce"


@pytest.mark.parametrize("search", ["", "is:new", "deck:metrics is:due"])
def test_cards_in_deck_order_are_walked_to_not_sorted(store: Store, search: str) -> None:
    with closing(Searching(store.path)) as searching:
        asked: list[str] = []
        searching._connection.set_trace_callback(asked.append)
        searching.first(parse(search), Order.PLACE, At(noon(), store.options()), 9)
        searching._connection.set_trace_callback(None)
        plan = searching._connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()
    assert "card_place" in plan[0][-1]
    assert not any("TEMP B-TREE" in step[-1] for step in plan)


def test_the_queue_keeps_its_own_index(store: Store) -> None:
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    store.new(20, DAY)
    store._connection.set_trace_callback(None)
    plans = [store._connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    assert "card_first" in plans[-1][0][-1]


def test_bulk_changes_are_undone_in_one_step(lived: Store) -> None:
    names = [f"mlsd:t/{key}" for key in found(lived, "deck:metrics")]
    lived.append_many(names, Kind.SUSPEND, None, noon(DAY, 1))
    assert found(lived, "is:suspended") == ["ndcg", "map", "bce"]
    lived.undo(noon(DAY, 2))
    assert found(lived, "is:suspended") == ["bce"]


def test_the_index_follows_the_decks(store: Store) -> None:
    changed = TEXTS[0]._replace(front="Which gradient?")
    store.sync_cards(cards(("ndcg", "bce")), "decks-2", [changed, TEXTS[2]], DAY)
    assert found(store, "gradient") == ["ndcg"]
    assert found(store, "corrections") == []
    assert found(store, "") == ["ndcg", "bce"]
    store.sync_cards(cards(), "decks-3", TEXTS, DAY)
    assert found(store, "hinge") == ["hinge"]
    assert found(store, "added:1") == []
    assert store.verify() == []


def test_texts_are_asked_for_only_when_the_decks_changed(store: Store) -> None:
    def never() -> Iterator[CardText]:
        yield pytest.fail("texts were read")

    store.sync_cards(cards(), "decks-1", never(), DAY)


def test_a_card_that_comes_later_was_added_then(store: Store) -> None:
    later = DeckCard("mlsd:t/late", "mlsd:t/late", "mlsd:t", "parts", 1, 9, (), "mlsd")
    store.sync_cards([*cards(), later], "decks-2", TEXTS, DAY)
    assert found(store, "added:1") == ["late"]
    assert found(store, "late") == ["late"]


def test_a_damaged_or_emptied_index_is_found_and_filled_again(store: Store) -> None:
    connection = store._connection
    connection.execute("DELETE FROM words WHERE rowid = 1")
    assert store.verify() == ["1 cards are missing in the search index"]
    connection.execute("UPDATE words_content SET c0 = 'other' WHERE id = 2")
    assert "the search index is damaged" in store.verify()
    store.rebuild()
    assert store.verify() == []
    store.sync_cards(cards(), "decks-1", TEXTS, DAY)
    assert found(store, "ndcg") == ["ndcg", "map"]
    assert store.verify() == []


def test_a_log_of_the_first_format_is_searched_after_the_next_sync(tmp_path: Path) -> None:
    fixture = Path(__file__).parent / "released" / "v1.sql"
    path = tmp_path / "data" / "reviews.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(fixture.read_text(encoding="utf-8"))
    with Store.open(path) as store:
        assert store.deck_fingerprint() == ""
        before: list[Any] = [store.record(f"mlsd:metrics/n{number}") for number in range(2)]
        known = DeckCard("mlsd:metrics/n0", "metrics/n0", "metrics", "metrics", 1, 0)
        store.sync_cards([known], "decks-1", [CardText("mlsd:metrics/n0", "A question", "", "")], DAY)
        with closing(Searching(path)) as searching:
            (match,) = searching.first(parse("question"), Order.PLACE, At(noon(), store.options()))
        assert match.record == before[0]
        assert store.record("mlsd:metrics/n1") == before[1]
        assert schema.missing_parts(store._connection) == []
