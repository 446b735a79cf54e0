"""Search words that Anki has find the cards that Anki finds: the same cards, states and history, asked of both."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from anki.collection import Collection

from mlsd_cards.cli.context import now
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.query import All, Not, Query, Some, all_of, some_of
from mlsd_cards.review.search import parse
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import CardText, DeckCard, Store
from mlsd_cards.store.search import At, Order, Searching

DAY_MS = 86_400_000
COUNT = 120
NOUNS = ("gradient descent", "descent of gradients", "hinge loss", "log-loss", "naïve Bayes", "kernel trick")
TAGS = ("metrics", "metrics::rank", "losses", "Formula", "rank")


class Both:
    """The same cards in Anki and in our store."""

    def __init__(self, anki: Collection, store: Store) -> None:
        self.anki: Any = anki
        self.store = store

    def ask(self, search: str) -> tuple[list[int], list[int]]:
        """The cards that Anki finds and those that we find, by number."""
        at = At(now(), self.store.options())
        with closing(Searching(self.store.path)) as searching:
            ours = searching.first(parse(search), Order.PLACE, at)
        theirs = self.anki.db.list("select id from cards") if not search else self.anki.find_cards(search)
        fronts = {card: int(self.anki.get_card(card).note()["Front"].split()[0]) for card in theirs}
        return sorted(fronts.values()), sorted(int(match.card.rpartition("n")[2]) for match in ours)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("search")
    collection = Collection(str(folder / "collection.anki2"))
    fill(collection, random.Random(4))
    with Store.open(folder / "data" / "reviews.sqlite") as store:
        copy(collection, store)
        yield Both(collection, store)
    collection.close()


def fill(collection: Any, draw: random.Random) -> None:
    """Cards in every state, with days and memories that lie apart."""
    collection.set_config("fsrs", True)
    preset = collection.decks.get_config(1)
    preset["fsrsParams6"] = Options().fsrs_parameters
    collection.decks.save(preset)
    basic = collection.models.by_name("Basic")
    for number in range(COUNT):
        note = collection.new_note(basic)
        note["Front"] = f"{number} {draw.choice(NOUNS)}"
        note["Back"] = f"{draw.choice(NOUNS)} and {draw.choice(NOUNS)}"
        note.tags = draw.sample(TAGS, draw.randint(0, 2))
        collection.add_note(note, collection.decks.id(draw.choice(("test::one", "test::two"))))
    cards = collection.db.list("select id from cards order by id")
    for card in cards[: COUNT * 2 // 3]:
        for _ in range(draw.randint(1, 4)):
            answered(collection, card, draw.choice((1, 2, 3, 3, 4)))
    for card in draw.sample(cards, 50):
        age_by(collection, card, draw.randint(0, 30), draw)
    collection.sched.suspend_cards(draw.sample(cards, 12))
    collection.sched.bury_cards(draw.sample(cards, 12), manual=True)
    for flag in (1, 3, 7):
        collection.set_user_flag_for_cards(flag, draw.sample(cards, 10))


def answered(collection: Any, card: int, rating: int) -> None:
    states = collection._backend.get_scheduling_states(card)
    found = collection.get_card(card)
    found.start_timer()
    collection.sched.answer_card(collection.sched.build_answer(card=found, states=states, rating=rating - 1))


def age_by(collection: Any, card: int, days: int, draw: random.Random) -> None:
    """Let a card's history have happened so many days earlier."""
    db = collection.db
    db.execute("update revlog set id = id - ? where cid = ?", days * DAY_MS + draw.randint(0, 999), card)
    db.execute("update cards set due = due - ? where id = ? and type = 2", days, card)
    data = json.loads(db.scalar("select data from cards where id = ?", card) or "{}")
    if "lrt" in data:
        data["lrt"] -= days * 86_400
        db.execute("update cards set data = ? where id = ?", json.dumps(data), card)


def copy(collection: Any, store: Store) -> None:
    """Our store's cards: the decks, the answers as they were given, and Anki's states over what they led to."""
    db, at = collection.db, now()
    today = collection.sched.today
    store.change_options(Options(), at)
    day = At(at, store.options()).day
    names = {}
    cards, texts = [], []
    rows = db.all(
        "select id, nid, did, type, queue, due, ivl, reps, lapses, flags, data from cards order by id"
    )
    for card, nid, did, phase, _, due, *_ in rows:
        note = collection.get_note(nid)
        number = int(note["Front"].split()[0])
        names[card] = name = f"test:n{number}"
        namespace, area = collection.decks.name(did).split("::")
        position = due if phase == 0 else number
        cards.append(DeckCard(name, name, name, area, 1, position, tuple(note.tags), namespace))
        texts.append(CardText(name, note["Front"], note["Back"], ""))
    store.sync_cards(cards, "anki", texts, day)
    for cid, utc_ms, ease in db.all("select cid, id, ease from revlog order by id"):
        name, moment = names[cid], Moment(utc_ms, at.offset_minutes)
        store.rate(name, Rating(ease), moment, 1000, expected=store.record(name))
    for card, _, _, phase, queue, due, interval, reps, lapses, flags, data in rows:
        if phase:
            state = {"phase": phase, "interval": interval, "reps": reps, "lapses": lapses}
            state |= due_of(phase, due, day - today) | memory_of(data)
            store.append(names[card], Kind.IMPORT, state, at)
        if queue == -1:
            store.append(names[card], Kind.SUSPEND, None, at)
        if queue in (-2, -3):
            store.append(names[card], Kind.BURY, day, at)
        if flags:
            store.append(names[card], Kind.FLAG, flags & 7, at)


def due_of(phase: int, due: int, day_0: int) -> dict[str, int]:
    within_a_day = phase in (1, 3) and due > 1_000_000_000
    return {"due_at": due * 1000} if within_a_day else {"due_day": day_0 + due}


def memory_of(data: str) -> dict[str, Any]:
    stored = json.loads(data or "{}")
    if "s" not in stored:
        return {}
    return {"memory": [stored["s"], stored["d"]], "last_review": stored["lrt"] * 1000}


TERMS = (
    *("is:new", "is:learn", "is:review", "is:due", "is:suspended", "is:buried"),
    *("flag:0", "flag:1", "flag:3", "flag:7"),
    *("tag:metrics", "tag:metrics::rank", "tag:formula", "tag:m*", "tag:*ank", "tag:none", "tag:nothing"),
    *("deck:test", "deck:test::one", "deck:test::t*", "deck:none"),
    *("prop:ivl>=2", "prop:ivl<2", "prop:ivl=1", "prop:ivl!=0", "prop:due<=0", "prop:due=1", "prop:due>-3"),
    *("prop:reps>1", "prop:lapses=0", "prop:lapses>=1"),
    *("prop:s<1", "prop:s>3.5", "prop:d>0.5", "prop:d<=0.2"),
    *("prop:r<0.8", "prop:r>=0.9", "prop:r<0.99"),
    *("rated:1", "rated:7", "rated:20", "rated:7:1", "rated:30:3", "introduced:1", "introduced:9"),
    *("gradient", "desc", '"gradient descent"', '"hinge loss"', '"log-loss"', "naïve", "kernel", "nothing"),
)  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_a_search_word_finds_what_anki_finds(both: Both, term: str) -> None:
    theirs, ours = both.ask(term)
    assert ours == theirs


def test_the_collection_has_something_for_nearly_every_word(both: Both) -> None:
    empty = [term for term in TERMS if not both.ask(term)[0]]
    assert set(empty) <= {"tag:nothing", "deck:none", "nothing"}


def test_words_that_are_joined_find_what_anki_finds(both: Both) -> None:
    draw = random.Random(11)
    terms = [parse(term) for term in TERMS]
    for _ in range(150):
        search = str(joined(draw, terms, 3))
        theirs, ours = both.ask(search)
        assert ours == theirs, search


def joined(draw: random.Random, terms: list[Query], depth: int) -> Query:
    """Terms joined by and, or, minus and brackets."""
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(terms)
    if draw.random() < 0.25:
        inner = joined(draw, terms, depth - 1)
        return inner.term if isinstance(inner, Not) else Not(inner)
    parts = [joined(draw, terms, depth - 1) for _ in range(draw.randint(2, 3))]
    return draw.choice((all_of, some_of))(parts)


def test_trees_of_every_sort_are_asked() -> None:
    draw = random.Random(11)
    found = {type(joined(draw, [parse("is:new")], 3)) for _ in range(60)}
    assert {All, Some, Not} <= found
