"""Roll-ups of the answers: by study day and area, and by study day and hour, so that nobody reads the log.

Like the daily tallies they are a cache of the log. An area is the one that the decks give a card now: when
a card moves, what was counted for it moves along.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mlsd_cards.review.events import Event
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.scheduling import CardState
from mlsd_cards.review.stages import Stage, stage_of, waited_days
from mlsd_cards.review.studyday import Moment, study_day
from mlsd_cards.store.tally import LONGEST_MS

if TYPE_CHECKING:
    from sqlite_utils import Database

_GRADES = ("again", "hard", "good", "easy")
COLUMNS: Final = (
    *(f"{stage.name.lower()}_{grade}" for stage in Stage for grade in _GRADES),
    *("steps_failed", "steps_passed", "ms"),
)
STEPS_FAILED, STEPS_PASSED, MS = 12, 13, 14
WIDTH = len(COLUMNS)

_NUMBERS = ",\n".join(f"  {name} INTEGER NOT NULL DEFAULT 0" for name in COLUMNS)
DAY_AREA = f"""
CREATE TABLE day_area (
  day INTEGER NOT NULL,
  area TEXT NOT NULL,
{_NUMBERS},
  PRIMARY KEY (day, area)
) STRICT, WITHOUT ROWID
"""
DAY_HOUR = """
CREATE TABLE day_hour (
  day INTEGER NOT NULL,
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  answers INTEGER NOT NULL DEFAULT 0,
  passed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, hour)
) STRICT, WITHOUT ROWID
"""
TABLES: Final = (DAY_AREA, DAY_HOUR)


def _adding(table: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, str]:
    """SQL that adds to a row, made if need be, and SQL that drops it once nothing is left."""
    names = (*keys, *columns)
    add = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608  (constants)
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET "
        + ", ".join(f"{name} = {name} + excluded.{name}" for name in columns)
    )
    where = " AND ".join([*(f"{key} = ?" for key in keys), *(f"{name} = 0" for name in columns)])
    return add, f"DELETE FROM {table} WHERE {where}"  # noqa: S608


_ADD_AREA, _DROP_AREA = _adding("day_area", ("day", "area"), COLUMNS)
_ADD_HOUR, _DROP_HOUR = _adding("day_hour", ("day", "hour"), ("answers", "passed"))
_AREA = "SELECT area FROM card WHERE card = ?"
_SELECT_AREAS = f"SELECT day, area, {', '.join(COLUMNS)} FROM day_area ORDER BY day, area"  # noqa: S608
_SELECT_HOURS = "SELECT day, hour, answers, passed FROM day_hour ORDER BY day, hour"


def _no_numbers() -> list[int]:
    return [0] * WIDTH


def _no_answers() -> list[int]:
    return [0, 0]


class Rollup:
    """Numbers on their way into the tables: by day and area, and by day and hour."""

    __slots__ = ("areas", "hours")

    def __init__(self) -> None:
        self.areas: defaultdict[tuple[int, str], list[int]] = defaultdict(_no_numbers)
        self.hours: defaultdict[tuple[int, int], list[int]] = defaultdict(_no_answers)

    def count(self, event: Event, area: str, before: CardState, options: Options) -> None:
        """Add what an event adds; only answers do."""
        if event.rating is None:
            return
        day = study_day(event.at, options.rollover_hour)
        numbers = self.areas[day, area]
        numbers[stage_of(before) * 4 + event.rating - 1] += 1
        numbers[MS] += min(event.duration_ms, LONGEST_MS)
        passed = event.rating is not Rating.Again
        if waited_days(before, event.at, options):
            numbers[STEPS_PASSED if passed else STEPS_FAILED] += 1
        hour = self.hours[day, hour_of(event.at)]
        hour[0] += 1
        hour[1] += passed

    def take(self, other: Rollup, area: str) -> None:
        """Count another one's answers for an area; hours know no areas."""
        for (day, _), numbers in other.areas.items():
            own = self.areas[day, area]
            for at, number in enumerate(numbers):
                own[at] += number

    def rows(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """The rows of both tables in their order, without those on which nothing is left."""
        areas: list[tuple[object, ...]] = [
            (*key, *own) for key, own in sorted(self.areas.items()) if any(own)
        ]
        hours: list[tuple[object, ...]] = [
            (*key, *own) for key, own in sorted(self.hours.items()) if any(own)
        ]
        return areas, hours


def hour_of(at: Moment) -> int:
    """The hour that the wall clock showed."""
    return (at.utc_ms // 60_000 + at.offset_minutes) // 60 % 24


def area_of(connection: sqlite3.Connection, card: str) -> str:
    """The area that the decks give a card; empty if they never had it."""
    row = connection.execute(_AREA, (card,)).fetchone()
    return "" if row is None else str(row[0])


def add(connection: sqlite3.Connection, rollup: Rollup) -> None:
    """Add numbers to the tables."""
    areas, hours = rollup.rows()
    for row in areas:
        connection.execute(_ADD_AREA, row)
    for row in hours:
        connection.execute(_ADD_HOUR, row)


def subtract(connection: sqlite3.Connection, rollup: Rollup) -> None:
    """Take back what was added; a row on which nothing is left goes."""
    areas, hours = rollup.rows()
    for sql, drop, rows in ((_ADD_AREA, _DROP_AREA, areas), (_ADD_HOUR, _DROP_HOUR, hours)):
        for first, second, *numbers in rows:
            connection.execute(sql, (first, second, *(-number for number in numbers)))  # type: ignore[operator]
            connection.execute(drop, (first, second))


def areas_of_cards(connection: sqlite3.Connection) -> dict[str, str]:
    """The area of every card that has one; equal areas are one string, which dictionaries find sooner."""
    rows = connection.execute("SELECT card, area FROM card WHERE area <> ''")
    return {card: sys.intern(area) for card, area in rows}


def write(connection: sqlite3.Connection, rollup: Rollup) -> None:
    """Make both tables anew, inside the caller's transaction."""
    for table, sql, rows in zip(("day_area", "day_hour"), (_ADD_AREA, _ADD_HOUR), rollup.rows(), strict=True):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  (constants)
        connection.executemany(sql, rows)


def differences(connection: sqlite3.Connection, rollup: Rollup) -> Iterable[str]:
    """Say where the tables are not what the log says."""
    names = ("tallies by area", "tallies by hour")
    for name, query, right in zip(names, (_SELECT_AREAS, _SELECT_HOURS), rollup.rows(), strict=True):
        found = connection.execute(query).fetchall()
        if found != right:
            yield f"{len(set(found) ^ set(right))} {name} are not what the log says"


def make(db: Database) -> None:
    """Version 2 of the file: make the roll-ups and count the whole log into them."""
    from mlsd_cards.store.rebuild import Replayed  # noqa: PLC0415  (only when a file is made or updated)

    for statement in TABLES:
        db.execute(statement)
    write(db.conn, Replayed(db.conn).rollup)
