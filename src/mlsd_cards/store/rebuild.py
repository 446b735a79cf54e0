"""The cache made anew from the whole log, and where it differs from what the file holds."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.options import Options
from mlsd_cards.review.replay import CardRecord, apply, rated, with_changes
from mlsd_cards.review.scheduling import CardState
from mlsd_cards.review.statistics import MATURE_DAYS, waited_days
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, next_rollover, study_day
from mlsd_cards.store import fulltext, rollup, tally
from mlsd_cards.store.rows import DayTally
from mlsd_cards.store.tables import INSERT_STATE, RATINGS, STATE_COLUMNS, UPDATE_STATE, row_of

Progress = Callable[[int, int], None]
"""Is told how many entries of the log are done, and how many there are."""

# Of an answer neither the kind nor the value is read: that is a million strings less.
_ALL = (
    "SELECT id, card, rating, utc_ms, utc_offset, duration_ms, CASE WHEN rating IS NULL THEN kind END, value "
    "FROM log ORDER BY seq"
)
_UNDONE = "SELECT value FROM log WHERE kind = 'undo'"
_EVERY = 20_000
_NO_CARDS = {Kind.UNDO, Kind.MOCK, Kind.PLAN}  # say nothing of cards or days
_tuple = tuple.__new__  # calling a named tuple is slow
_DAY_MS = DAY_SECONDS * 1000


@contextmanager
def no_collector() -> Iterator[None]:
    """Tuples by the million, and no cycle among them: looking for one is a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Replayed:
    """All cards and days, by applying every entry of the log in order.

    Says the same as `review.replay`; answers, nearly all of a log, take a shorter way.
    """

    def __init__(self, connection: sqlite3.Connection, progress: Progress | None = None) -> None:
        self.cards: dict[str, CardRecord] = {}
        self.days: tally.Tallies = {}
        self.rollup = rollup.Rollup()
        self.options = Options()
        self._areas = rollup.areas_of_cards(connection)
        self._longest_step = _longest_step(self.options)
        self._gone = frozenset(str(json.loads(value)) for (value,) in connection.execute(_UNDONE))
        (total,) = connection.execute("SELECT ifnull(max(seq), 0) FROM log").fetchone()
        cursor = connection.execute(_ALL)
        done = 0
        while rows := cursor.fetchmany(_EVERY):
            self._add(rows)
            done += len(rows)
            if progress is not None:
                progress(done, total)

    def _add(self, rows: list[Any]) -> None:
        cards, gone, options = self.cards, self._gone, self.options
        day, until, day_offset = 0, 0, None  # the study day of the last answer, and when it ends
        for name, card, rating, utc_ms, offset, duration, kind, value in rows:
            if name in gone:
                continue
            if rating is not None:
                at = _tuple(Moment, (utc_ms, offset))
                record = cards.get(card) or CardRecord.new(card)
                cards[card] = rated(record, RATINGS[rating], at, options)
                if not (until - _DAY_MS <= utc_ms < until and offset == day_offset):
                    day, until = (
                        study_day(at, options.rollover_hour),
                        next_rollover(at, options.rollover_hour),
                    )
                    day_offset = offset
                self._count(day, at, record.schedule, rating, duration, until)
            elif kind == Kind.SETTINGS:
                options = self.options = with_changes(options, json.loads(value))
                self._longest_step = _longest_step(options)
                day_offset = None
            elif kind not in _NO_CARDS:
                parsed = None if value is None else json.loads(value)
                self._add_other(Event(name, "", card, kind, Moment(utc_ms, offset), value=parsed))

    def _count(self, day: int, at: Moment, before: CardState, rating: int, duration: int, until: int) -> None:
        """What `tally.of_event` and `Rollup.count` say of an answer."""
        there = self.days.get(day)
        if there is None:
            there = self.days[day] = [0] * (len(DayTally._fields) - 1)
        ms = min(duration, tally.LONGEST_MS)
        numbers = self.rollup.areas[day, self._areas.get(before.card_id, "")]
        numbers[rollup.MS] += ms
        phase = before.phase
        if phase == 2:
            there[tally.REVIEWS] += 1
            there[tally.REVIEW_MS] += ms
            if rating == 1:
                there[tally.LAPSES] += 1
            numbers[(7 if before.interval >= MATURE_DAYS else 3) + rating] += 1
        elif phase == 0:
            there[tally.NEW] += 1
            there[tally.NEW_MS] += ms
            numbers[rating - 1] += 1
        else:
            there[tally.LEARNING] += 1
            there[tally.LEARNING_MS] += ms
            numbers[rating - 1] += 1
            if self._longest_step >= until - at.utc_ms and waited_days(before, at, self.options):
                numbers[rollup.STEPS_FAILED if rating == 1 else rollup.STEPS_PASSED] += 1
        hour = self.rollup.hours[day, rollup.hour_of(at)]
        hour[0] += 1
        hour[1] += rating != 1

    def _add_other(self, event: Event) -> None:
        record = self.cards.get(event.card) or CardRecord.new(event.card)
        if added := tally.of_event(event, record.schedule.phase, self.options):
            tally.collect(self.days, added)
        if event.card != NO_CARD:
            self.cards[event.card] = apply(record, event, self.options)


def _longest_step(options: Options) -> int:
    """In ms, and a second more: an answer's milliseconds are cut off before steps are looked at."""
    return (max((*options.learning_steps, *options.relearning_steps, 0)) + 1) * 1000


def wrong_states(
    connection: sqlite3.Connection, cards: dict[str, CardRecord]
) -> Iterator[tuple[bool, tuple[Any, ...]]]:
    """The states that the file does not hold as the log says: whether it has the card, and its row.

    A card of which the log knows nothing must look new.
    """
    missing = dict.fromkeys(cards)
    columns = f"{', '.join(STATE_COLUMNS)}, card"
    for row in connection.execute(f"SELECT {columns} FROM card").fetchall():  # noqa: S608  (constants)
        card = row[-1]
        missing.pop(card, None)
        right = row_of(cards.get(card) or CardRecord.new(card))
        if row != right:
            yield True, right
    for card in missing:
        yield False, row_of(cards[card])


def write(connection: sqlite3.Connection, replayed: Replayed) -> None:
    """Put right what differs, inside the caller's transaction."""
    there: list[tuple[Any, ...]] = []
    absent: list[tuple[Any, ...]] = []
    for known, row in wrong_states(connection, replayed.cards):
        (there if known else absent).append(row)
    connection.executemany(UPDATE_STATE, there)
    connection.executemany(INSERT_STATE, absent)
    connection.execute("DELETE FROM day")
    for day in tally.as_days(replayed.days):
        tally.add(connection, day)
    rollup.write(connection, replayed.rollup)
    fulltext.empty(connection)


def differences(connection: sqlite3.Connection, replayed: Replayed) -> list[str]:
    """Say where the cache is not what the log says; a few cards by name, then how many more."""
    wrong = [row[-1] for _, row in wrong_states(connection, replayed.cards)]
    found = [f"the state of {card} is not what the log says" for card in wrong[:10]]
    if len(wrong) > 10:
        found.append(f"so are the states of {len(wrong) - 10} more cards")
    days = [DayTally._make(row) for row in connection.execute(f"{tally.SELECT} ORDER BY day")]
    right = list(tally.as_days(replayed.days))
    if days != right:
        found.append(f"{len(set(days) ^ set(right))} daily tallies are not what the log says")
    found += rollup.differences(connection, replayed.rollup)
    return [*found, *fulltext.problems(connection)]
