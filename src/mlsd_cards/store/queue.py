"""What waits to be studied: each question is one walk along an index that holds nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from mlsd_cards.review.scheduling import Phase
from mlsd_cards.store import decks
from mlsd_cards.store.rows import AreaCounts, QueueRow, Scope
from mlsd_cards.store.tables import PHASES

_COLUMNS = "card, note, topic, area, position, priority, due_day, due_at, interval, stability, last_review, flag, difficulty"
_row = tuple.__new__  # `QueueRow._make` takes twice as long, and there may be thousands
_STUDIED = "present = 1 AND suspended = 0"
_SHOWN = "buried_on IS NOT ?"


def due(connection: sqlite3.Connection, day: int, scope: Scope) -> list[QueueRow]:
    """Review cards due by `day` in order of their days, and those that were queued for it."""
    inside, values = _in(scope)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM card WHERE phase = 2 AND {_STUDIED} AND due_day <= ? AND {_SHOWN}{inside} "  # noqa: S608
        "ORDER BY due_day",
        (day, day, *values),
    ).fetchall()
    queued = connection.execute(
        f"SELECT {_COLUMNS} FROM card WHERE queued_on = ? AND phase = 2 AND {_STUDIED} AND due_day > ?{inside}",  # noqa: S608
        (day, day, *values),
    ).fetchall()
    return _rows(rows + queued, Phase.REVIEW)


def learning(connection: sqlite3.Connection, scope: Scope, day: int | None) -> list[QueueRow]:
    """Cards in learning and relearning; those buried on `day` are left out."""
    inside, values = _in(scope)
    rows = connection.execute(
        f"SELECT {_COLUMNS}, phase FROM card "  # noqa: S608
        f"WHERE phase IN (1, 3) AND {_STUDIED} AND (?1 IS NULL OR buried_on IS NOT ?1){inside}",
        (day, *values),
    )
    return [_row(QueueRow, (*row[:-1], PHASES[row[-1]], False)) for row in rows]


def new(connection: sqlite3.Connection, limit: int, day: int, scope: Scope) -> list[QueueRow]:
    """The first unseen cards by position; before them, beyond the limit, those that were queued for `day`."""
    inside, values = _in(scope)
    queued = connection.execute(
        f"SELECT {_COLUMNS}, number FROM card WHERE queued_on = ? AND phase = 0 AND {_STUDIED}{inside} ORDER BY position",  # noqa: S608
        (day, *values),
    ).fetchall()
    # One walk for all areas or one for each: a walk over all that skips most of them reads too much.
    parts = [scope] if scope.areas is None else [Scope(frozenset({area}), scope.tags) for area in scope.areas]
    found = []
    for part in parts:
        inside, values = _in(part)
        found += connection.execute(
            f"SELECT {_COLUMNS}, number FROM card WHERE phase = 0 AND {_STUDIED} AND {_SHOWN} AND queued_on IS NOT ?"  # noqa: S608
            f"{inside} ORDER BY position, number LIMIT ?",
            (day, day, *values, max(limit, 0)),
        ).fetchall()
    if len(parts) > 1:
        found = sorted(found, key=lambda row: (row[4], row[-1]))[: max(limit, 0)]
    return _rows((row[:-1] for row in queued), Phase.NEW, queued=True) + _rows(
        (row[:-1] for row in found), Phase.NEW
    )


def every(connection: sqlite3.Connection) -> list[QueueRow]:
    """All cards that can be studied, seen or not, in the curriculum's order."""
    query = f"SELECT {_COLUMNS}, phase FROM card WHERE {_STUDIED} ORDER BY position, number"  # noqa: S608
    return [_row(QueueRow, (*row[:-1], PHASES[row[-1]], False)) for row in connection.execute(query)]


def row(connection: sqlite3.Connection, card: str) -> QueueRow | None:
    """A card of the decks as the queue sees it, whatever it waits for."""
    query = f"SELECT {_COLUMNS}, phase FROM card WHERE card = ? AND present = 1"  # noqa: S608
    found = connection.execute(query, (card,)).fetchone()
    return None if found is None else _row(QueueRow, (*found[:-1], PHASES[found[-1]], False))


def notes_answered(connection: sqlite3.Connection, since_ms: int) -> frozenset[str]:
    """The notes of which a card was answered since a moment: the newest entries of the log tell."""
    cards = set()
    for card, utc_ms in connection.execute("SELECT card, utc_ms FROM log ORDER BY seq DESC"):
        if utc_ms < since_ms:
            break
        cards.add(card)
    query = (
        "SELECT note FROM card WHERE card = ? AND last_review >= ?"  # an undone answer left no trace there
    )
    found = (connection.execute(query, (card, since_ms)).fetchone() for card in cards)
    return frozenset(note for (note,) in filter(None, found))


def counts(connection: sqlite3.Connection, day: int, until_ms: int) -> dict[str, AreaCounts]:
    """By area, how many cards wait on `day`; steps within the day count when due by `until_ms`."""

    def by_area(where: str, *values: Any) -> dict[str, int]:
        query = f"SELECT area, count(*) FROM card WHERE {where} AND {_STUDIED} GROUP BY area"  # noqa: S608
        return dict(connection.execute(query, values).fetchall())

    reviews = by_area("phase = 2 AND due_day <= ?", day)
    unseen = by_area("phase = 0")
    steps = by_area(f"phase IN (1, 3) AND (due_at <= ? OR due_day <= ?) AND {_SHOWN}", until_ms, day, day)
    queued = by_area("queued_on = ? AND phase = 2 AND due_day > ?", day, day)
    buried_reviews = by_area("buried_on = ? AND phase = 2 AND due_day <= ?", day, day)
    buried_unseen = by_area("buried_on = ? AND phase = 0 AND queued_on IS NOT ?", day, day)
    return {
        area: AreaCounts(
            reviews.get(area, 0) + queued.get(area, 0) - buried_reviews.get(area, 0),
            unseen.get(area, 0) - buried_unseen.get(area, 0),
            steps.get(area, 0),
        )
        for area in decks.areas(connection)
    }


def _in(scope: Scope) -> tuple[str, list[str]]:
    """The condition that a scope adds, and its values."""
    condition, values = "", []
    if scope.areas is not None:
        condition += f" AND area IN ({', '.join('?' * len(scope.areas))})"
        values += sorted(scope.areas)
    if scope.tags is not None:
        one = "instr(tags, ?) OR instr(tags, ?)"
        condition += f" AND ({' OR '.join([one] * len(scope.tags)) or 'FALSE'})"
        values += [f" {tag}{end}" for tag in sorted(scope.tags) for end in (" ", "::")]
    return condition, values


def _rows(rows: Iterable[tuple[Any, ...]], phase: Phase, *, queued: bool = False) -> list[QueueRow]:
    return [_row(QueueRow, (*row, phase, queued)) for row in rows]
