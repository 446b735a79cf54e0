"""What the statistics ask: roll-ups and the card table, never the whole log."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from mlsd_cards.review.events import Kind
from mlsd_cards.review.histories import Answered, histories, judged
from mlsd_cards.review.options import Options
from mlsd_cards.review.stages import MATURE_DAYS
from mlsd_cards.review.statistics import Answers, Calibration, Hour, due_in
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store.errors import reading
from mlsd_cards.store.rollup import COLUMNS
from mlsd_cards.store.rows import DayTally
from mlsd_cards.store.tables import RATINGS
from mlsd_cards.store.tally import SELECT

NEWEST = 20_000
"""As many of the newest entries of the log tell which cards are slow."""

SAMPLE = 20_000
"""About so many answers tell how good the predictions are; more would only take longer."""

_SLOWEST_FEWEST = 3  # one slow answer makes no slow card

_SUMS = ", ".join(f"sum({name})" for name in COLUMNS)
_BY_AREA = f"SELECT area, {_SUMS} FROM day_area WHERE day BETWEEN ? AND ? GROUP BY area"  # noqa: S608  (constants)
_HOURS = "SELECT hour, sum(answers), sum(passed) FROM day_hour WHERE day BETWEEN ? AND ? GROUP BY hour"
_DAYS = f"{SELECT} WHERE new + reviews + learning > 0 ORDER BY day"
_FORECAST = """
SELECT due_day, count(*) FROM card
WHERE phase = 2 AND present = 1 AND suspended = 0 AND (due_day > ?1 OR buried_on IS NOT ?1)
GROUP BY due_day
"""
_STEPS = """
SELECT due_at, due_day, buried_on IS ? FROM card WHERE phase IN (1, 3) AND present = 1 AND suspended = 0
"""
_PROGRESS = f"""
SELECT area, priority, CASE WHEN phase = 2 THEN 2 + (interval >= {MATURE_DAYS}) ELSE phase > 0 END, count(*)
FROM card WHERE present = 1 GROUP BY 1, 2, 3
"""  # noqa: S608  (a constant)
_MEMORIES = """
SELECT phase, interval, stability, difficulty, last_review FROM card
WHERE present = 1 AND phase > 0
"""
_LEECHES = """
SELECT card, lapses, reps, suspended FROM card WHERE leech = 1 AND present = 1
ORDER BY lapses DESC, number LIMIT ?
"""
_STANDS = "NOT EXISTS (SELECT 1 FROM log u WHERE u.kind = 'undo' AND u.value = '\"' || a.id || '\"')"
_SLOWEST = f"""
SELECT a.card, avg(min(a.duration_ms, 120000)), count(*)
FROM (SELECT * FROM log ORDER BY seq DESC LIMIT {NEWEST}) a JOIN card ON card.card = a.card AND card.present = 1
WHERE a.kind = 'rating' AND {_STANDS}
GROUP BY a.card HAVING count(*) >= {_SLOWEST_FEWEST} ORDER BY 2 DESC, a.card LIMIT ?
"""  # noqa: S608
_OF_CARD = f"""
SELECT a.kind, a.rating, a.utc_ms, a.utc_offset FROM log a
WHERE a.card = ? AND a.kind IN ('rating', 'forget', 'import') AND {_STANDS} ORDER BY a.seq
"""  # noqa: S608


class Progress(NamedTuple):
    """How far the cards of an area and a priority are."""

    area: str
    priority: int
    unseen: int
    learning: int
    young: int
    mature: int


class KnownCard(NamedTuple):
    """The memory of a card that was seen. `interval` is 0 while it is learned for the first time."""

    phase: int
    interval: int
    stability: float | None
    difficulty: float | None
    last_review: int | None  # UTC ms


class Leech(NamedTuple):
    card: str
    lapses: int
    reps: int
    suspended: bool


class Slow(NamedTuple):
    card: str
    seconds: float  # a mean
    answers: int


class Sample(NamedTuple):
    """Answers card by card, of `cards` of the `known` ones that have more than one answer."""

    answers: list[Answered]
    cards: int
    known: int


class Statistics:
    """Questions about the past and about all cards; each costs the same however long the log is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `Store.statistics`."""
        self._connection = connection

    def _rows(self, query: str, *values: object) -> list[Any]:
        with reading():
            return self._connection.execute(query, values).fetchall()

    def tallies(self) -> list[DayTally]:
        """Every study day with answers, in order."""
        return [DayTally._make(row) for row in self._rows(_DAYS)]

    def answers_by_area(self, first: int, last: int) -> dict[str, Answers]:
        """The answers of some study days by the area of their cards."""
        return {
            area: Answers(tuple(n[:4]), tuple(n[4:8]), tuple(n[8:12]), tuple(n[12:14]), n[14])
            for area, *n in self._rows(_BY_AREA, first, last)
        }

    def hours(self, first: int, last: int) -> tuple[Hour, ...]:
        """The 24 hours of the wall clock, from midnight on."""
        found = {hour: Hour(answers, passed) for hour, answers, passed in self._rows(_HOURS, first, last)}
        return tuple(found.get(hour, Hour()) for hour in range(24))

    def forecast(self, day: int, rollover: int) -> dict[int, int]:
        """How many cards come up in how many days; below 0 they wait already (Anki's future due).

        `rollover` is the end of the day in UTC ms. What is buried on it is left out.
        """
        found = {due - day: count for due, count in self._rows(_FORECAST, day)}
        for due_at, due_day, buried in self._rows(_STEPS, day):
            days = due_day - day if due_at is None else due_in(due_at, rollover)
            if days > 0 or not buried:
                found[days] = found.get(days, 0) + 1
        return found

    def progress(self) -> list[Progress]:
        """Cards of the decks by area and priority; suspended ones count as what they are."""
        found: dict[tuple[str, int], list[int]] = {}
        for area, priority, state, count in self._rows(_PROGRESS):
            found.setdefault((area, priority), [0, 0, 0, 0])[state] = count
        return [Progress(*key, *counts) for key, counts in sorted(found.items())]

    def memories(self) -> list[KnownCard]:
        """Every card of the decks that was seen."""
        make = tuple.__new__  # there may be a hundred thousand
        return [make(KnownCard, row) for row in self._rows(_MEMORIES)]

    def leeches(self, limit: int) -> list[Leech]:
        """Leeches, those with the most lapses first."""
        rows = self._rows(_LEECHES, limit)
        return [Leech(card, lapses, reps, suspended == 1) for card, lapses, reps, suspended in rows]

    def slowest(self, limit: int) -> list[Slow]:
        """The cards that take longest among the newest entries of the log; an answer counts up to two minutes."""
        return [Slow(card, ms / 1000, count) for card, ms, count in self._rows(_SLOWEST, limit)]

    def sample(self, size: int = SAMPLE) -> Sample:
        """The answers of every card, or of every n-th if that makes more than `size`; imported ones are left out."""
        cards = self._rows("SELECT card, reps FROM card WHERE reps > 1 ORDER BY number")
        every = max(1, -(-sum(reps for _, reps in cards) // size))
        found: list[Answered] = []
        taken = 0
        for card, _ in cards[::every]:
            own = self._answers(card)
            taken += bool(own)
            found += own
        return Sample(found, taken, len(cards))

    def calibration(self, options: Options) -> Calibration:
        """Predicted against actual recall, with the parameters in force; from a sample of a long log."""
        answers, cards, known = self.sample()
        told = histories(answers, options.rollover_hour)
        return Calibration(judged((one for own in told.values() for one in own), options.model), cards, known)

    def _answers(self, card: str) -> list[Answered]:
        rows = self._rows(_OF_CARD, card)
        if any(kind == Kind.IMPORT for kind, *_ in rows):
            return []
        return [
            Answered(card, RATINGS[rating or 0], Moment(utc_ms, offset)) for _, rating, utc_ms, offset in rows
        ]
