"""Whatever a person does: the cache is the log's replay, and undo leaves no trace but in the log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.review.events import NO_CARD, UNDOABLE, Event, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import ROLLOVER_HOURS
from mlsd_cards.review.replay import CardRecord, replay
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import DeckCard, Store
from mlsd_cards.store.tables import INSERT_EVENT, event_row

DAY = 20_000
CARDS = ["mlsd:a/1", "mlsd:a/2", "mlsd:b/1#c1"]
START = DAY * 86_400_000

cards = st.sampled_from(CARDS)
days = st.integers(DAY - 5, DAY + 400)
ratings = st.sampled_from(Rating)
moments = st.builds(Moment, st.integers(START, START + 400 * 86_400_000), st.integers(-720, 840))
settings = st.fixed_dictionaries(
    {},
    optional={
        "desired_retention": st.floats(0.7, 0.99),
        "learning_steps": st.lists(st.integers(1, 200_000), max_size=3).map(tuple),
        "relearning_steps": st.lists(st.integers(1, 200_000), max_size=2).map(tuple),
        "rollover_hour": st.sampled_from(ROLLOVER_HOURS),
        "leech_threshold": st.integers(1, 3),
        "leech_suspend": st.booleans(),
        "maximum_interval": st.integers(1, 400),
        "fuzz": st.booleans(),
    },
)
imports = st.fixed_dictionaries(
    {"phase": st.just(2), "due_day": days, "interval": st.integers(1, 400), "reps": st.integers(1, 9)},
    optional={
        "memory": st.tuples(st.floats(0.01, 400), st.floats(1, 10)).map(list),
        "last_review": st.integers(START - 10**9, START),
    },
)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.SUSPEND: st.none(),
    Kind.UNSUSPEND: st.none(),
    Kind.BURY: days,
    Kind.UNBURY: st.none(),
    Kind.FLAG: st.integers(0, 7),
    Kind.MARK: st.booleans(),
    Kind.FORGET: st.none(),
    Kind.SET_DUE: days,
    Kind.QUEUE_TODAY: days,
    Kind.IMPORT: imports,
}
things = st.sampled_from(list(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))
limits = st.tuples(days, st.integers(-5, 50), st.integers(-5, 50)).map(list)
Act = Callable[[Store], object]


def rate(card: str, rating: Rating, at: Moment, ms: int) -> Act:
    return lambda store: store.rate(card, rating, at, ms, expected=store.record(card))


acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(rate, cards, ratings, moments, st.integers(0, 300_000)),
    st.builds(rate, cards, ratings, moments, st.integers(0, 300_000)),
    st.builds(lambda card, thing, at: lambda store: store.append(card, *thing, at), cards, things, moments),
    st.builds(
        lambda many, thing, at: lambda store: store.append_many(many, *thing, at),
        st.lists(cards, max_size=3),
        things,
        moments,
    ),
    st.builds(
        lambda value, at: lambda store: store.append(NO_CARD, Kind.LIMIT_TODAY, value, at), limits, moments
    ),
    st.builds(
        lambda changes, at: lambda store: store.change_options(replace(store.options(), **changes), at),
        settings,
        moments,
    ),
    st.builds(lambda at: lambda store: store.undo(at), moments),
    st.builds(
        lambda at, among: lambda store: store.undo(at, among=among), moments, st.sets(cards, min_size=1)
    ),
)


def put_in_areas(areas: dict[str, str]) -> Act:
    """Let the decks give cards other areas; those left out vanish."""
    deck = [DeckCard(card, card, "t", area, 1, 0) for card, area in areas.items()]
    return lambda store: store.sync_cards(deck, repr(areas))


acts = st.one_of(acts, st.builds(put_in_areas, st.dictionaries(cards, st.sampled_from("xy"), max_size=3)))


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "reviews.sqlite") as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # the disk is not what is tested here
        yield store


ROLLUPS = ("day_area", "day_hour")


def everything(store: Store) -> tuple[list[CardRecord], object, object, object]:
    rollups = [
        store._connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in ROLLUPS
    ]
    return [store.record(card) for card in CARDS], store.tallies(0, 99_999), store.options(), rollups


@given(st.lists(acts, max_size=25))
def test_the_cache_is_the_replay_of_the_log(todo: list[Act]) -> None:
    with new_store() as store:
        for act in todo:
            act(store)
        told, options = replay(store.events())
        for card in CARDS:
            assert store.record(card) == told.get(card, CardRecord.new(card))
        assert store.options() == options
        assert store.verify() == []
        before = everything(store)
        store._connection.execute("DELETE FROM card WHERE area = ''")  # areas are the decks', not the log's
        store._connection.execute(
            "UPDATE card SET reps = reps + 7, suspended = 1 - suspended, due_day = NULL"
        )
        for table in ("day", *ROLLUPS):
            store._connection.execute(f"DELETE FROM {table}")
        store.rebuild()
        assert everything(store) == before


@given(st.lists(acts, max_size=12), cards, ratings, moments, moments)
def test_undo_after_an_answer_is_the_identity(
    todo: list[Act], card: str, rating: Rating, at: Moment, later: Moment
) -> None:
    with new_store() as store:
        for act in todo:
            act(store)
        before, history = everything(store), store.history(card)
        rate(card, rating, at, 5000)(store)
        undone = store.undo(later)
        assert undone is not None
        assert (undone.event.card, undone.event.rating) == (card, rating)
        assert undone.record == store.record(card)
        assert everything(store) == before
        assert store.history(card) == history


@given(st.lists(acts, max_size=12))
def test_undo_goes_back_to_the_beginning(todo: list[Act]) -> None:
    with new_store() as store:
        for act in todo:
            act(store)
        while store.undo(Moment(START)) is not None:
            pass
        assert not any(event.kind in UNDOABLE for card in CARDS for event in store.history(card))
        assert store.tallies(0, 99_999) == []
        assert everything(store)[-1] == [[], []]
        assert store.verify() == []


# ------------------------------------------------------------ logs from elsewhere


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Logs as a merge leaves them: several devices, times in any order, undo before what it undoes."""
    events = []
    for number in range(draw(st.integers(0, 25))):
        name, device = f"event-{number:03}", draw(st.sampled_from(["left", "right"]))
        at, card = draw(moments), draw(cards)
        match draw(st.integers(1, 9)):
            case 1:
                changes = {
                    key: list(value) if isinstance(value, tuple) else value
                    for key, value in draw(settings).items()
                }
                events.append(Event(name, device, NO_CARD, Kind.SETTINGS, at, value=changes))
            case 2:
                events.append(Event(name, device, NO_CARD, Kind.LIMIT_TODAY, at, value=draw(limits)))
            case 3:
                kind, value = draw(things)
                events.append(Event(name, device, card, kind, at, value=value))
            case 4:
                events.append(Event(name, device, card, "praise", at, value={"of": "later versions"}))
            case _:
                rating, ms = draw(ratings), draw(st.integers(0, 300_000))
                events.append(Event(name, device, card, Kind.RATING, at, rating, ms))
    for number, target in enumerate(draw(st.lists(st.sampled_from(events), max_size=5)) if events else []):
        undo = Event(f"undo-{number:04}", "left", target.card, Kind.UNDO, draw(moments), value=target.id)
        events.insert(draw(st.integers(0, len(events))), undo)
    return events


@given(logs())
def test_a_rebuild_says_what_replay_says_of_any_log(log: list[Event]) -> None:
    with new_store() as store:
        store._connection.executemany(INSERT_EVENT, map(event_row, log))
        store.rebuild()
        kept = list(store.events())
        assert [replace(event, seq=0) for event in kept] == log
        told, options = replay(kept)
        for card in CARDS:
            assert store.record(card) == told.get(card, CardRecord.new(card))
        assert store.verify() == []
        store._seen = -1
        assert store.options() == options
