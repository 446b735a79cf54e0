"""Measure the store with 100,000 cards and 1,000,000 answers against bare SQL and bare py-fsrs, in one run.

python -m benchmarks.store [--cards 100000] [--answers 1000000] [--folder /dev/shm]
"""

from __future__ import annotations

import gc
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.scratch import run_in_scratch
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import DeckCard, Scope, Store

START_MS = 1_600_000_000_000
RATINGS = random.Random(5).choices((1, 2, 3, 4), (10, 10, 70, 10), k=10_007)
AREAS = [f"area-{number}" for number in range(9)]
STATE = "phase, due_at, due_day, interval, stability, last_review, flag"
PRAGMAS = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA busy_timeout = 5000"


def milliseconds(call: Callable[[], Any], times: int = 1) -> float:
    found = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        found.append((time.perf_counter() - started) * 1000)
    return statistics.median(found)


def show(what: str, ours: float, bare: float, goal: float | None) -> None:
    target = "" if goal is None else f"  (goal {goal})"
    print(f"{what:52} {ours:10.3f} ms  bare {bare:10.3f} ms  ratio {ours / bare:5.2f}{target}", flush=True)


def cards(count: int) -> list[DeckCard]:
    return [
        DeckCard(
            f"mlsd:topic-{number // 8}/note-{number % 8}",
            f"topic-{number // 8}/note-{number % 8}",
            f"topic-{number // 8}",
            AREAS[number // 8 % 9],
            1 + number % 3,
            number,
            (f"mlsd::{AREAS[number // 8 % 9]}", f"mlsd::priority::{1 + number % 3}"),
            "mlsd",
        )
        for number in range(count)
    ]


def answers(deck: Sequence[DeckCard], count: int) -> list[tuple[str, int, int]]:
    """Card, rating and time of answers over three years; a fifth of the cards stays unseen."""
    seen = [card.card for card in deck[: len(deck) * 4 // 5]]
    step = 3 * 365 * 86_400_000 // count
    shuffled = random.Random(1).sample(seen, len(seen))
    return [
        (shuffled[number % len(seen)], RATINGS[number % len(RATINGS)], START_MS + number * step)
        for number in range(count)
    ]


def fill(path: Path, log: Sequence[tuple[str, int, int]]) -> None:
    """Append answers as an import would; their states are worked out by the rebuild that is measured."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.executemany(
        "INSERT INTO log (id, device, card, kind, rating, utc_ms, utc_offset, duration_ms) "
        "VALUES (?, 'benchmark', ?, 'rating', ?, ?, 60, 9000)",
        ((f"{at:012x}{number:012x}", card, rating, at) for number, (card, rating, at) in enumerate(log)),
    )
    connection.commit()
    connection.close()


def bare_fsrs(log: Sequence[tuple[str, int, int]]) -> None:
    from fsrs import Card, Scheduler
    from fsrs import Rating as Grade

    scheduler = Scheduler(enable_fuzzing=False)
    grades = {int(grade): grade for grade in Grade}
    states: dict[str, Card] = {}
    for card, rating, at in log:
        state = states.get(card) or Card(card_id=1)
        moment = datetime.fromtimestamp(at / 1000, UTC)
        states[card], _ = scheduler.review_card(state, grades[rating], moment)


def bare_database(path: Path, source: Path) -> sqlite3.Connection:
    """The same cards and log in plain tables with an index for each question."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(PRAGMAS)
    connection.execute("ATTACH ? AS source", (str(source),))
    connection.executescript(f"""
        BEGIN;
        CREATE TABLE log (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, card TEXT, rating INTEGER,
          utc_ms INTEGER, utc_offset INTEGER, duration_ms INTEGER);
        INSERT INTO log SELECT seq, id, card, rating, utc_ms, utc_offset, duration_ms FROM source.log;
        CREATE INDEX log_card ON log (card);
        CREATE TABLE card (card TEXT PRIMARY KEY, note, topic, area, position, priority, {STATE}, hash BLOB);
        INSERT INTO card SELECT card, note, topic, area, position, priority, {STATE}, randomblob(16)
          FROM source.card;
        CREATE INDEX card_due ON card (phase, due_day);
        CREATE INDEX card_area ON card (phase, area);
        CREATE INDEX card_position ON card (phase, position);
        COMMIT;
    """)
    connection.execute("DETACH source")
    return connection


def questions(store: Store, bare: sqlite3.Connection) -> None:
    """Today's queue, counts and new cards on a day on which 2,000 reviews wait."""
    (day,) = bare.execute(
        "SELECT due_day FROM card WHERE phase = 2 ORDER BY due_day LIMIT 1 OFFSET 2000"
    ).fetchone()
    now = day * 86_400_000 + 50_000_000
    columns = "card, note, topic, area, position, priority, due_day, due_at, interval, stability, "
    columns += "last_review, flag, phase"

    def all_of(query: str, *values: Any) -> Callable[[], Any]:
        return lambda: bare.execute(query, values).fetchall()

    due = all_of(f"SELECT {columns} FROM card WHERE phase = 2 AND due_day <= ? ORDER BY due_day", day)
    learning = all_of(f"SELECT {columns} FROM card WHERE phase IN (1, 3)")
    new = all_of(f"SELECT {columns} FROM card WHERE phase = 0 ORDER BY position LIMIT 20")
    one_area = all_of(f"SELECT {columns} FROM card WHERE phase = 2 AND due_day <= ? AND area = 'area-3'", day)
    counted = [
        all_of("SELECT area, count(*) FROM card WHERE phase = 0 GROUP BY area"),
        all_of("SELECT area, count(*) FROM card WHERE phase = 2 AND due_day <= ? GROUP BY area", day),
        all_of("SELECT area, count(*) FROM card WHERE phase IN (1, 3) AND due_at <= ? GROUP BY area", now),
    ]
    pairs: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        (f"{len(store.due(day))} due", lambda: store.due(day), due),
        ("due in one area", lambda: store.due(day, Scope(frozenset({"area-3"}))), one_area),
        (f"{len(store.learning())} learning", store.learning, learning),
        ("20 new", lambda: store.new(20, day), new),
        ("counts by area", lambda: store.counts(day, now), lambda: [count() for count in counted]),
    ]
    total = [0.0, 0.0]
    for what, ours, theirs in pairs:
        times = milliseconds(ours, 9), milliseconds(theirs, 9)
        total = [total[0] + times[0], total[1] + times[1]]
        show(what, *times, 2)
    show("all that the home screen and the queue ask", total[0], total[1], 2)


def one_answer(store: Store, bare: sqlite3.Connection, deck: Sequence[DeckCard], times: int) -> None:
    """Answers to cards of every phase, alternating with a raw transaction of the same rows."""
    chosen = random.Random(9).sample(deck, times)
    at = START_MS + 4 * 365 * 86_400_000
    ours, raw, took_back = [], [], []
    for number, card in enumerate(chosen):
        expected, moment = store.record(card.card), Moment(at + number * 9000, 60)
        started = time.perf_counter()
        after = store.rate(card.card, Rating.Good, moment, 9000, expected=expected)
        ours.append((time.perf_counter() - started) * 1000)
        state = after.schedule
        started = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(
            "INSERT INTO log VALUES (NULL, ?, ?, 3, ?, 60, 9000)",
            (f"{at + number:012x}ffff{number:08x}", card.card, moment.utc_ms),
        )
        bare.execute(
            "UPDATE card SET phase = ?, due_at = ?, due_day = ?, interval = ?, stability = ?, last_review = ? "
            "WHERE card = ?",
            (
                int(state.phase),
                state.due_at,
                state.due_day,
                state.interval,
                1.5,
                state.last_review,
                card.card,
            ),
        )
        bare.execute("COMMIT")
        raw.append((time.perf_counter() - started) * 1000)
        if number % 4 == 0:
            started = time.perf_counter()
            store.undo(moment)
            took_back.append((time.perf_counter() - started) * 1000)
    show("one answer, median", statistics.median(ours), statistics.median(raw), 1.7)
    show("one answer, 99 of 100", sorted(ours)[times * 99 // 100], sorted(raw)[times * 99 // 100], None)
    show(
        "one undo, median (against one raw answer)",
        statistics.median(took_back),
        statistics.median(raw),
        None,
    )


def opening(path: Path, bare: sqlite3.Connection, deck: Sequence[DeckCard]) -> None:
    known = dict(bare.execute("SELECT card, hash FROM card"))

    def compare_hashes() -> None:
        found = dict(bare.execute("SELECT card, hash FROM card"))
        assert all(found[card.card] == known[card.card] for card in deck)

    def open_unchanged() -> None:
        with Store.open(path) as store:
            store.sync_cards(deck, "decks-1")

    hashes = milliseconds(compare_hashes, 5)
    show("open with unchanged decks", milliseconds(open_unchanged, 5), hashes, 2)
    marks = iter(range(100))
    with Store.open(path) as store:
        show(
            "sync that finds no difference",
            milliseconds(lambda: store.sync_cards(deck, f"again-{next(marks)}"), 5),
            hashes,
            None,
        )
        store.sync_cards(deck, "decks-1")


def run(folder: Path, card_count: int, answer_count: int) -> None:
    deck, path = cards(card_count), folder / "data" / "reviews.sqlite"
    log = answers(deck, answer_count)
    with Store.open(path) as store:
        print(
            f"first sync of {card_count} cards: {milliseconds(lambda: store.sync_cards(deck, 'decks-1')):.0f} ms"
        )
    fill(path, log)
    print(f"{answer_count} answers: {path.stat().st_size / 1e6:.0f} MB", flush=True)
    bare_ms = milliseconds(lambda: bare_fsrs(log))
    gc.collect()
    with Store.open(path) as store:
        print(
            f"backup, verified: {milliseconds(lambda: store.backup(path.parent / 'backups', 'benchmark')):.0f} ms"
        )
        rebuild_ms = milliseconds(store.rebuild)
        show("rebuild of all states (against py-fsrs)", rebuild_ms, bare_ms, 1.5)
        print(f"check_later: {milliseconds(store.check_later):.0f} ms")
        bare = bare_database(folder / "bare.sqlite", path)
        questions(store, bare)
        one_answer(store, bare, deck, 400)
    opening(path, bare, deck)
    bare.close()


if __name__ == "__main__":
    run_in_scratch(run, __doc__)
