"""What a fit reads: answers grouped by card, and the memory of every card that was seen."""

from __future__ import annotations

import sqlite3

from mlsd_cards.review.events import Kind
from mlsd_cards.review.histories import Answered
from mlsd_cards.review.memory import Memory
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store.errors import reading
from mlsd_cards.store.tables import RATINGS

# A schedule that came from elsewhere hides the answers that led to it: such cards teach nothing.
_ANSWERS = """
SELECT card, rating, utc_ms, utc_offset FROM log
WHERE card <> '' AND kind IN (?, ?)
  AND id NOT IN (SELECT json_extract(value, '$') FROM log WHERE kind = ?)
  AND card NOT IN (SELECT card FROM log WHERE kind = ?)
ORDER BY card, seq
"""
_KNOWN = (
    "SELECT stability, difficulty, last_review, due_day FROM card "
    "WHERE present = 1 AND suspended = 0 AND stability IS NOT NULL AND last_review IS NOT NULL ORDER BY number"
)


class Histories:
    """Questions that read every answer of the log."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `Store.histories`."""
        self._connection = connection

    def answers(self) -> list[Answered]:
        """Answers and forgets that stand, card by card in the log's order; imported cards are left out."""
        with reading():
            rows = self._connection.execute(_ANSWERS, (Kind.RATING, Kind.FORGET, Kind.UNDO, Kind.IMPORT))
            return [
                Answered(card, RATINGS[rating or 0], Moment(utc_ms, offset))
                for card, rating, utc_ms, offset in rows
            ]

    def known(self) -> list[tuple[Memory, int, int | None]]:
        """Memory, last answer (UTC ms) and due day (None while learning) of the decks' cards that were seen.

        Suspended cards are left out.
        """
        with reading():
            rows = self._connection.execute(_KNOWN)
            return [(Memory(stability, difficulty), last, due) for stability, difficulty, last, due in rows]
