"""The deck's cards in the store: what the deck files say, so that a queue needs no deck file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mlsd_cards.store import fulltext
from mlsd_cards.store.rows import CardText, DeckCard

_COLUMNS = "card, note, topic, area, priority, position, tags, deck"
_UPSERT = (
    f"INSERT INTO card ({_COLUMNS}, present) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1) "  # noqa: S608  (constants)
    "ON CONFLICT (card) DO UPDATE SET note = excluded.note, topic = excluded.topic, area = excluded.area, "
    "priority = excluded.priority, position = excluded.position, tags = excluded.tags, deck = excluded.deck, "
    "present = 1"
)

_ANSWERED = "SELECT card, area FROM card WHERE EXISTS (SELECT 1 FROM log WHERE log.card = card.card)"


class Move(NamedTuple):
    """A card that another area has now."""

    card: str
    before: str
    after: str


def fingerprint(connection: sqlite3.Connection) -> str:
    """Of the decks that were synced last."""
    (value,) = connection.execute("SELECT value FROM meta WHERE key = 'decks'").fetchone()
    return str(value)


def areas(connection: sqlite3.Connection) -> list[str]:
    """The areas that have cards, sorted."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'areas'").fetchone()
    return list(json.loads(row[0])) if row else []


def sync(
    connection: sqlite3.Connection,
    cards: Iterable[DeckCard],
    new_fingerprint: str,
    texts: Iterable[CardText] = (),
    day: int | None = None,
) -> list[Move]:
    """Write what differs; cards that vanished keep their history and are marked absent.

    `texts` are what cards are searched by; `day` is noted as that on which new ones came. Returns the cards
    that were answered and have another area now: what was counted must move along.

    Values are compared, not hashes of them: working out 100,000 hashes costs more than the comparison.

    Raises:
        ValueError: two cards have the same id.
    """
    rows = connection.execute(f"SELECT {_COLUMNS} FROM card WHERE present = 1")  # noqa: S608  (constants)
    known = {row[0]: row for row in rows}
    changed, seen, found_areas = [], set(), set()
    for card in cards:
        name = card.card
        if name in seen:
            raise ValueError(f"two cards have the id {name}")
        seen.add(name)
        found_areas.add(card.area)
        # Tags stand between spaces, so that one is found by looking for it with its spaces.
        row = (*card[:6], f" {' '.join(card.tags)} " if card.tags else "", card.deck)
        if known.get(name) != row:
            changed.append(row)
    moves = _moves(connection, changed)
    connection.executemany(_UPSERT, changed)
    vanished = [(name,) for name in known.keys() - seen]
    connection.executemany("UPDATE card SET present = 0 WHERE card = ?", vanished)
    fulltext.fill(connection, texts)
    if day is not None:
        fulltext.arrive(connection, seen - known.keys(), day)
    meta = [("decks", new_fingerprint), ("areas", json.dumps(sorted(found_areas)))]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta)
    return moves


def _moves(connection: sqlite3.Connection, changed: Sequence[tuple[Any, ...]]) -> list[Move]:
    """Which of the changed cards were answered and leave the area that the file has for them."""
    if not changed:
        return []
    answered: dict[str, str] = dict(connection.execute(_ANSWERED))
    found = ((row[0], answered[row[0]], row[3]) for row in changed if row[0] in answered)
    return [Move(card, before, after) for card, before, after in found if before != after]
