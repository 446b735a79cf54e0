"""The cache made anew from the whole log, and where it differs from what the file holds."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.options import Options
from mlsd_cards.review.replay import CardRecord, apply, rated, with_changes
from mlsd_cards.review.scheduling import CardState, Phase
from mlsd_cards.review.stages import MATURE_DAYS, waited_days
from mlsd_cards.review.studyday import Moment, next_rollover, study_day
from mlsd_cards.store import fulltext, rollup, tally
from mlsd_cards.store.rows import DayTally
from mlsd_cards.store.tables import INSERT_STATE, RATINGS, STATE_COLUMNS, UPDATE_STATE, row_of

Progress = Callable[[int, int], None]
"""Is told how many entries of the log are done, and how many there are."""

# Of an answer neither id, kind nor value is read: that is millions of strings less.
_ALL = (
    "SELECT seq, card, rating, utc_ms, utc_offset, duration_ms, CASE WHEN rating IS NULL THEN kind END, value "
    "FROM log ORDER BY seq"
)
_UNDONE = (
    "SELECT gone.seq FROM log JOIN log gone ON gone.id = json_extract(log.value, '$') WHERE log.kind = 'undo'"
)
_EVERY = 20_000
_NO_CARDS = {Kind.UNDO, Kind.MOCK, Kind.PLAN}  # say nothing of cards or days
_REVIEW, _UNSEEN = (
    Phase.REVIEW,
    Phase.NEW,
)  # looking up an enum's member is slow, comparing it as a number too
_tuple = tuple.__new__  # calling a named tuple is slow
_HOUR_MS = 3_600_000
_LONGEST_MS = tally.LONGEST_MS

# Where the numbers of a day and an area stand while they are counted; ratings begin at 1.
_NEW, _LEARNING, _YOUNG, _MATURE = -1, 3, 7, 11
_NEW_MS, _REVIEW_MS, _LEARNING_MS, _STEPS, _CELL = 16, 17, 18, 19, 21


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


_Areas = defaultdict[str, list[int]]


class _Known:
    """A card while its history is told. A dictionary of these is asked once an answer."""

    __slots__ = ("area", "record")

    def __init__(self, card: str, area: str) -> None:
        self.record = CardRecord.new(card)
        self.area = area


class _Hour(NamedTuple):
    """An hour of a wall clock, and where its answers are counted. It lies in one study day: days begin on the hour."""

    begins: int  # UTC ms
    ends: int
    offset: int | None
    day_ends: int  # UTC ms
    areas: _Areas  # of the day
    ratings: list[int]  # how often each was given; there is no rating 0


def _no_numbers() -> list[int]:
    return [0] * _CELL


def _no_areas() -> _Areas:
    return defaultdict(_no_numbers)


def _no_ratings() -> list[int]:
    return [0] * len(RATINGS)


_NO_HOUR = _Hour(0, 0, None, 0, _no_areas(), _no_ratings())


class Replayed:
    """All cards and days, by applying every entry of the log in order.

    Says the same as `review.replay`; answers, nearly all of a log, take a shorter way.
    """

    def __init__(self, connection: sqlite3.Connection, progress: Progress | None = None) -> None:
        self.days: tally.Tallies = {}
        self.rollup = rollup.Rollup()
        self.options = Options()
        self._known: dict[str, _Known] = {}
        self._area_of = rollup.areas_of_cards(connection)
        self._areas: defaultdict[int, _Areas] = defaultdict(_no_areas)
        self._ratings: defaultdict[tuple[int, int], list[int]] = defaultdict(_no_ratings)
        self._gone = frozenset(seq for (seq,) in connection.execute(_UNDONE))
        (total,) = connection.execute("SELECT ifnull(max(seq), 0) FROM log").fetchone()
        cursor = connection.execute(_ALL)
        done = 0
        while rows := cursor.fetchmany(_EVERY):
            self._add(rows)
            done += len(rows)
            if progress is not None:
                progress(done, total)
        self.cards = {card: known.record for card, known in self._known.items()}
        self._fold()

    def _add(self, rows: list[Any]) -> None:
        """Apply entries; what an answer needs stands in local variables."""
        cards, gone, options = self._known, self._gone, self.options
        longest_step = _longest_step(options)
        begins, ends, hour_offset, day_ends, areas, ratings = _NO_HOUR
        for seq, card, rating, utc_ms, offset, duration, kind, value in rows:
            if seq in gone:
                continue
            if rating is not None:
                known = cards.get(card) or self._meet(card)
                record, at = known.record, _tuple(Moment, (utc_ms, offset))
                known.record = rated(record, RATINGS[rating], at, options)
                if not (begins <= utc_ms < ends and offset == hour_offset):
                    begins, ends, hour_offset, day_ends, areas, ratings = self._hour(at)
                ratings[rating] += 1
                numbers = areas[known.area]
                _count(numbers, record.schedule, rating, duration)
                if longest_step >= day_ends - utc_ms and waited_days(record.schedule, at, options):
                    numbers[_STEPS + (rating != 1)] += 1
            elif kind == Kind.SETTINGS:
                options = self.options = with_changes(options, json.loads(value))
                longest_step, ends = _longest_step(options), 0
            elif kind not in _NO_CARDS:
                parsed = None if value is None else json.loads(value)
                self._add_other(Event("", "", card, kind, Moment(utc_ms, offset), value=parsed))

    def _meet(self, card: str) -> _Known:
        known = self._known[card] = _Known(card, self._area_of.get(card, ""))
        return known

    def _hour(self, at: Moment) -> _Hour:
        """The hour of an answer, and where those in it are counted."""
        rollover = self.options.rollover_hour
        day, day_ends = study_day(at, rollover), next_rollover(at, rollover)
        begins = at.utc_ms - (at.utc_ms + at.offset_minutes * 60_000) % _HOUR_MS
        ratings = self._ratings[day, rollup.hour_of(at)]
        return _Hour(begins, begins + _HOUR_MS, at.offset_minutes, day_ends, self._areas[day], ratings)

    def _fold(self) -> None:
        """Make tallies and roll-ups of what was counted."""
        for day, areas in self._areas.items():
            for area, n in areas.items():
                new, learning, young, mature = n[0:4], n[4:8], n[8:12], n[12:16]
                times = n[_NEW_MS], n[_REVIEW_MS], n[_LEARNING_MS]
                counts = sum(new), sum(young) + sum(mature), young[0] + mature[0], sum(learning)
                tally.collect(self.days, DayTally(day, *counts, *times))
                steps = [a + b for a, b in zip(new, learning, strict=True)]
                self.rollup.areas[day, area] = [*steps, *young, *mature, *n[_STEPS:], sum(times)]
        for hour, (_, again, *passed) in self._ratings.items():
            self.rollup.hours[hour] = [again + sum(passed), sum(passed)]

    def _add_other(self, event: Event) -> None:
        if added := tally.of_event(event, _UNSEEN, self.options):  # a limit: the phase does not matter
            tally.collect(self.days, added)
        if event.card != NO_CARD:
            known = self._known.get(event.card) or self._meet(event.card)
            known.record = apply(known.record, event, self.options)


def _count(numbers: list[int], before: CardState, rating: int, ms: int) -> None:
    """Count an answer; `_fold` makes of it what `tally.of_event` and `Rollup.count` say. It must be quick."""
    if ms > _LONGEST_MS:  # noqa: PLR1730  (`min` is a call)
        ms = _LONGEST_MS
    phase = before.phase
    if phase is _REVIEW:
        numbers[(_MATURE if before.interval >= MATURE_DAYS else _YOUNG) + rating] += 1
        numbers[_REVIEW_MS] += ms
    elif phase is _UNSEEN:
        numbers[_NEW + rating] += 1
        numbers[_NEW_MS] += ms
    else:
        numbers[_LEARNING + rating] += 1
        numbers[_LEARNING_MS] += ms


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
