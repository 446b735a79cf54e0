"""Daily tallies: what each answer adds to its study day, so that nobody adds up the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from mlsd_cards.review.events import Event, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import study_day
from mlsd_cards.store.rows import DayTally, Pace

LONGEST_MS = 120_000
"""An answer's time counts up to this."""

_COLUMNS = DayTally._fields[1:]
_ADD = (
    f"INSERT INTO day (day, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)}) "  # noqa: S608  (constants)
    f"ON CONFLICT (day) DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in _COLUMNS)}"
)
_DROP_EMPTY = f"DELETE FROM day WHERE day = ? AND {' AND '.join(f'{name} = 0' for name in _COLUMNS)}"  # noqa: S608
SELECT = f"SELECT day, {', '.join(_COLUMNS)} FROM day"  # noqa: S608

# How a person paces before there are numbers of their own, in seconds, and for how many answers that counts.
_GUESS = Pace(new=25.0, review=15.0, learning=12.0)
_GUESS_WEIGHT = 10

Tallies = dict[int, list[int]]
"""By study day, in the order of `DayTally`'s fields after `day`."""

NEW, REVIEWS, LAPSES, LEARNING, NEW_MS, REVIEW_MS, LEARNING_MS, MORE_NEW, MORE_REVIEWS = range(len(_COLUMNS))


def of_event(event: Event, phase: Phase, options: Options) -> DayTally | None:
    """What an event adds; `phase` is the card's before it."""
    if event.rating is not None:
        ms, day = min(event.duration_ms, LONGEST_MS), study_day(event.at, options.rollover_hour)
        if phase is Phase.REVIEW:
            return DayTally(day, reviews=1, lapses=int(event.rating is Rating.Again), review_ms=ms)
        if phase is Phase.NEW:
            return DayTally(day, new=1, new_ms=ms)
        return DayTally(day, learning=1, learning_ms=ms)
    if event.kind == Kind.LIMIT_TODAY:
        day, more_new, more_reviews = event.value
        return DayTally(day, more_new=more_new, more_reviews=more_reviews)
    return None


def add(connection: sqlite3.Connection, tally: DayTally) -> None:
    """Add to a day; there is no row for one on which nothing is left."""
    connection.execute(_ADD, tally)
    if not tally.answers:  # limits may cancel each other out
        connection.execute(_DROP_EMPTY, (tally.day,))


def subtract(connection: sqlite3.Connection, tally: DayTally) -> None:
    """Take back what was added."""
    day, *numbers = tally
    connection.execute(_ADD, (day, *(-number for number in numbers)))
    connection.execute(_DROP_EMPTY, (day,))


def read(connection: sqlite3.Connection, first_day: int, last_day: int) -> list[DayTally]:
    """The days in between on which something happened, in order."""
    rows = connection.execute(f"{SELECT} WHERE day BETWEEN ? AND ? ORDER BY day", (first_day, last_day))
    return [DayTally._make(row) for row in rows]


def streak(connection: sqlite3.Connection, day: int) -> int:
    """Days in a row with answers, up to `day` or, as long as it has none yet, the day before."""
    rows = connection.execute(
        "SELECT day FROM day WHERE day <= ? AND new + reviews + learning > 0 ORDER BY day DESC", (day,)
    )
    length, last = 0, day
    for (found,) in rows:
        if found < last - 1:
            break
        length, last = length + 1, found
    return length


def pace(connection: sqlite3.Connection, days: int) -> Pace:
    """Seconds an answer took over the last days with answers, mixed with a guess while they are few."""
    (sums,) = connection.execute(
        "SELECT sum(new), sum(new_ms), sum(reviews), sum(review_ms), sum(learning), sum(learning_ms) FROM "
        "(SELECT * FROM day WHERE new + reviews + learning > 0 ORDER BY day DESC LIMIT ?)",
        (days,),
    ).fetchall()
    new, new_ms, reviews, review_ms, learning, learning_ms = (number or 0 for number in sums)
    return Pace(
        _mean(new, new_ms, _GUESS.new),
        _mean(reviews, review_ms, _GUESS.review),
        _mean(learning, learning_ms, _GUESS.learning),
    )


def _mean(count: int, ms: int, guess: float) -> float:
    return (ms / 1000 + guess * _GUESS_WEIGHT) / (count + _GUESS_WEIGHT)


def collect(tallies: Tallies, tally: DayTally) -> None:
    """Add one event's numbers to those of its day."""
    day, *numbers = tally
    there = tallies.setdefault(day, [0] * len(_COLUMNS))
    for at, number in enumerate(numbers):
        there[at] += number


def as_days(tallies: Tallies) -> Iterable[DayTally]:
    """The days on which anything is left, in order."""
    return [DayTally(day, *tallies[day]) for day in sorted(tallies) if any(tallies[day])]
