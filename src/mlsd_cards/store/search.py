"""Searching cards: what a tree of `review.query` finds, in which order.

Words at the top of a search are asked of the full-text index first, and the cards joined to what it says;
everything else is a condition on the card table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from mlsd_cards.review.query import All, Query, Words
from mlsd_cards.review.studyday import DAY_SECONDS
from mlsd_cards.store.conditions import At, Condition, condition, has_tag, phrase
from mlsd_cards.store.errors import reading
from mlsd_cards.store.files import connect
from mlsd_cards.store.rows import Match
from mlsd_cards.store.tables import STATE_COLUMNS

__all__ = ["At", "Order", "Searching"]

_COLUMNS = f"number, card, topic, area, position, {', '.join(f'card.{name}' for name in STATE_COLUMNS)}"
_OWN = 5  # columns before those of the state
_AT_ONCE = 500  # values of one IN


class Order(StrEnum):
    """Which card stands first."""

    PLACE = "deck order"
    DUE = "due first"
    STABILITY = "least stable first"
    RECALL = "least recalled first"


class Searching:
    """A connection of its own that only reads; it belongs to the thread that made it."""

    def __init__(self, path: Path) -> None:
        """Open the log again.

        Raises:
            StoreError: it cannot be read.
        """
        with reading():
            self._connection = connect(path, read_only=True)
            self._connection.create_function("has_tag", 2, has_tag, deterministic=True)

    def close(self) -> None:
        self._connection.close()

    def first(self, query: Query, order: Order, at: At, limit: int | None = None) -> list[Match]:
        """The first cards that a search finds; all without a limit."""
        where, values = _source(query, at)
        sql = f"SELECT {_COLUMNS} {where} ORDER BY {_order(order, at)} LIMIT ?"
        with reading():
            return _matches(self._connection.execute(sql, (*values, -1 if limit is None else limit)))

    def numbers(self, query: Query, order: Order, at: At) -> list[int]:
        """The numbers of all cards that a search finds, in order."""
        where, values = _source(query, at)
        sql = f"SELECT number {where} ORDER BY {_order(order, at)}"
        with reading():
            return [number for (number,) in self._connection.execute(sql, values)]

    def matches(self, wanted: Sequence[int]) -> list[Match]:
        """The cards of these numbers, in their order; one that the decks no longer have is left out."""
        found: dict[int, Match] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            inside = ", ".join("?" * len(part))
            sql = f"SELECT {_COLUMNS} FROM card WHERE present = 1 AND number IN ({inside})"  # noqa: S608
            with reading():
                found.update((match.number, match) for match in _matches(self._connection.execute(sql, part)))
        return [found[number] for number in wanted if number in found]


def _matches(rows: sqlite3.Cursor) -> list[Match]:
    return [Match._make((*row[:_OWN], row[_OWN:])) for row in rows]


# ------------------------------------------------------------ SQL


def _source(query: Query, at: At) -> Condition:
    """The tables and the condition of a search, and their values."""
    terms = query.terms if isinstance(query, All) else (query,)
    phrases = [phrase(term) for term in terms if isinstance(term, Words)]
    conditions = [condition(term, at) for term in terms if not isinstance(term, Words)]
    conditions.append(("present = 1 AND card.card <> ''", []))  # as the index of places has it
    tables = "card"
    if phrases:
        tables = "words CROSS JOIN card ON card.number = words.rowid"  # CROSS: the words come first
        conditions.insert(0, ("words MATCH ?", [" AND ".join(phrases)]))
    sql = " AND ".join(f"({sql})" for sql, _ in conditions)
    return f"FROM {tables} WHERE {sql}", [value for _, values in conditions for value in values]


def _order(order: Order, at: At) -> str:
    match order:
        case Order.PLACE:
            return "position, number"
        case Order.DUE:
            # Today's steps come among today's reviews; suspended cards and unseen ones are not due.
            day = f"(due_at / 1000 - {at.start_of(1) // 1000}) / {DAY_SECONDS} + {at.day}"
            return f"suspended, phase = 0, coalesce(due_day, {day}), due_at, position, number"
        case Order.STABILITY:
            return "stability IS NULL, stability, position, number"
        case Order.RECALL:
            return f"stability IS NULL, ({at.now.utc_ms} - last_review) / stability DESC, position, number"
