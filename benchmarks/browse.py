"""Measure browsing with 100,000 cards and 1,000,000 answers against bare SQL of the same questions, in one run.

python -m benchmarks.browse [--cards 100000] [--answers 1000000] [--folder /dev/shm]
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.scratch import run_in_scratch
from benchmarks.store import answers, cards, fill, milliseconds, show
from mlsd_cards.review.events import Kind
from mlsd_cards.review.search import parse
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import CardText, DeckCard, Match, Store
from mlsd_cards.store.search import At, Order, Searching

SCREEN = 60  # rows that a browser asks for first
GRADIENT = "gradient"
TYPED = ("g", "gr", "gra", "grad", "gradi", "gradient desc")


def texts(deck: Sequence[DeckCard]) -> list[CardText]:
    """Texts of some three hundred characters over words of which few are frequent, as in any language."""
    draw = random.Random(3)
    letters = "abcdefghijklmnoprstuvw"
    words = ["".join(draw.choices(letters, k=draw.randint(3, 10))) for _ in range(8000)]
    words[40:42] = [GRADIENT, "descent"]

    def text(count: int) -> str:
        return " ".join(words[min(int(30 * draw.paretovariate(0.7)) - 30, 7999)] for _ in range(count))

    return [
        CardText(card.card, f"{text(14)}?", f"{text(25)}.", f"Topic {number // 8}")
        for number, card in enumerate(deck)
    ]


def bare_database(path: Path, source: Path) -> sqlite3.Connection:
    """The same cards, words and log in plain tables with an index for each question."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("ATTACH ? AS source", (str(source),))
    connection.executescript("""
        BEGIN;
        CREATE TABLE log (seq INTEGER PRIMARY KEY, card TEXT, rating INTEGER, utc_ms INTEGER);
        INSERT INTO log SELECT seq, card, rating, utc_ms FROM source.log;
        CREATE INDEX log_time ON log (utc_ms, card);
        CREATE TABLE card AS SELECT * FROM source.card;
        CREATE UNIQUE INDEX card_number ON card (number);
        CREATE UNIQUE INDEX card_card ON card (card);
        CREATE INDEX card_position ON card (position);
        CREATE INDEX card_due ON card (phase, due_day);
        CREATE INDEX card_stability ON card (stability);
        CREATE VIRTUAL TABLE words USING fts5(front, back, title, name, tags);
        INSERT INTO words (rowid, front, back, title, name, tags)
          SELECT rowid, front, back, title, name, tags FROM source.words;
        COMMIT;
    """)
    connection.execute("DETACH source")
    return connection


ROW = (
    "number, card.card, topic, area, position, phase, due_at, due_day, interval, remaining_steps, reps, lapses, "
    "stability, difficulty, last_review, suspended, buried_on, flag, marked, leech, queued_on, introduced_on"
)
BY_PLACE = f"ORDER BY position LIMIT {SCREEN}"
WORDS = f"SELECT {ROW} FROM words JOIN card ON number = words.rowid WHERE words MATCH ? {BY_PLACE}"


def keystroke(searching: Searching, search: str, at: At) -> list[Match]:
    return searching.first(parse(search), Order.PLACE, at, SCREEN)


def questions(path: Path, bare: sqlite3.Connection, at: At) -> None:
    """The first screenful of what people look for."""
    day, week = at.day, at.start_of(7)

    def all_of(query: str, *values: Any) -> Callable[[], Any]:
        return lambda: bare.execute(query, values).fetchall()

    pairs: list[tuple[str, Callable[[], Any]]] = [
        ("", all_of(f"SELECT {ROW} FROM card {BY_PLACE}")),
        *((typed, all_of(WORDS, " AND ".join(f"{word}*" for word in typed.split()))) for typed in TYPED),
        ('"gradient descent"', all_of(WORDS, '"gradient descent"')),
        ("is:due", all_of(f"SELECT {ROW} FROM card WHERE phase > 0 AND due_day <= ? {BY_PLACE}", day)),
        ("is:new", all_of(f"SELECT {ROW} FROM card WHERE phase = 0 {BY_PLACE}")),
        (
            "deck:area-3 is:due",
            all_of(
                f"SELECT {ROW} FROM card WHERE phase > 0 AND due_day <= ? AND area = 'area-3' {BY_PLACE}", day
            ),
        ),
        ("prop:s<10", all_of(f"SELECT {ROW} FROM card WHERE stability < 10 {BY_PLACE}")),
        (
            "prop:r<0.8",
            all_of(
                f"SELECT {ROW} FROM card WHERE (? - last_review) / 86400000.0 > 3.5 * stability {BY_PLACE}",
                at.now.utc_ms,
            ),
        ),
        (
            "tag:mlsd::priority::2",
            all_of(f"SELECT {ROW} FROM card WHERE tags LIKE '% mlsd::priority::2 %' {BY_PLACE}"),
        ),
        ("flag:3", all_of(f"SELECT {ROW} FROM card WHERE flag = 3 {BY_PLACE}")),
        (
            "rated:7",
            all_of(
                f"SELECT {ROW} FROM card WHERE card IN (SELECT card FROM log WHERE utc_ms >= ?) {BY_PLACE}",
                week,
            ),
        ),
        (
            "gradient (is:due or flag:3) -tag:mlsd::priority::1",
            all_of(
                WORDS.replace(
                    "ORDER",
                    "AND (phase > 0 AND due_day <= ? OR flag = 3) AND card.tags NOT LIKE '% mlsd::priority::1 %' ORDER",
                ),
                "gradient*",
                day,
            ),
        ),
    ]
    with closing(Searching(path)) as searching:
        for search, theirs in pairs:
            ours = milliseconds(partial(keystroke, searching, search, at), 9)
            show(f"first rows of {search!r}", ours, milliseconds(theirs, 9), 2)
        for search in ("", "g", "gradient"):
            query = parse(search)
            every = all_of(
                "SELECT number FROM card ORDER BY position"
                if not search
                else "SELECT number FROM words JOIN card ON number = words.rowid WHERE words MATCH ? ORDER BY position",
                *([f"{search}*"] if search else []),
            )
            ours = milliseconds(partial(searching.numbers, query, Order.PLACE, at), 5)
            show(f"all of {search!r}", ours, milliseconds(every, 5), 2)
        numbers = searching.numbers(parse(""), Order.PLACE, at)[50_000:50_040]
        inside = ", ".join(map(str, numbers))
        theirs = all_of(f"SELECT {ROW} FROM card WHERE number IN ({inside})")
        show(
            "a screenful further down",
            milliseconds(lambda: searching.matches(numbers), 9),
            milliseconds(theirs, 9),
            None,
        )

    def alone() -> None:
        with closing(Searching(path)) as searching:
            keystroke(searching, "gradient", at)

    opened = milliseconds(alone, 9)
    print(f"a keystroke with a connection of its own: {opened:.2f} ms")


def bulk(store: Store, deck: Sequence[DeckCard], at: At) -> None:
    names = [card.card for card in deck[:1000]]
    done = milliseconds(lambda: store.append_many(names, Kind.FLAG, 2, at.now))
    print(f"flag 1,000 cards: {done:.0f} ms; undo: {milliseconds(lambda: store.undo(at.now)):.0f} ms")


def run(folder: Path, card_count: int, answer_count: int) -> None:
    deck, path = cards(card_count), folder / "data" / "reviews.sqlite"
    words = texts(deck)
    with Store.open(path) as store:
        bare_fill = milliseconds(lambda: store.sync_cards(deck, "decks-0"))
        filled = milliseconds(lambda: store.sync_cards(deck, "decks-1", words, 20_000))
        print(f"first sync: cards {bare_fill:.0f} ms, their texts {filled:.0f} ms", flush=True)
        compared = milliseconds(lambda: store.sync_cards(deck, "decks-2", words, 20_000))
        print(f"sync that finds no difference: {compared:.0f} ms", flush=True)
    fill(path, answers(deck, answer_count))
    with Store.open(path) as store:
        store.rebuild()
        store.sync_cards(deck, "decks-1", words, 20_000)
        last = store.last_moment()
        assert last is not None
        at = At(Moment(last.utc_ms + 3_600_000, 60), store.options())
        store.append_many([card.card for card in deck[::97]], Kind.FLAG, 3, at.now)
        print(f"{path.stat().st_size / 1e6:.0f} MB", flush=True)
        with closing(bare_database(folder / "bare.sqlite", path)) as bare:
            questions(path, bare, at)
        bulk(store, deck, at)


if __name__ == "__main__":
    run_in_scratch(run, __doc__)
