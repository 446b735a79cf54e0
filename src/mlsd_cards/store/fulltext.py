"""The words of the decks' cards, indexed to be searched, and the day on which each card arrived.

What `words` holds comes from the deck files: it may be dropped and is filled again with the next sync.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from mlsd_cards.store.errors import code
from mlsd_cards.store.rows import CardText

if TYPE_CHECKING:
    from sqlite_utils import Database

WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
  front, back, title, name, tags, tokenize = 'unicode61 remove_diacritics 2'
)
"""  # its rows are numbered like those of `card`
ARRIVAL = """
CREATE TABLE arrival (
  card TEXT PRIMARY KEY,
  day INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
# `card <> ''`, which always holds, keeps it for those who say so: the queue's questions have better indexes.
CARD_PLACE = "CREATE INDEX card_place ON card (position, number, phase) WHERE present = 1 AND card <> ''"
PARTS: Final = (WORDS, ARRIVAL, CARD_PLACE)

_COLUMNS = "front, back, title, name, tags"
_INSERT = f"INSERT INTO words (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608  (constants, as below)
_THERE = f"SELECT rowid, {_COLUMNS} FROM words"  # noqa: S608
_WANTED = "SELECT number, card, tags FROM card WHERE present = 1"
_MISSING = "SELECT count(*) FROM card WHERE present = 1 AND number NOT IN (SELECT id FROM words_docsize)"


def make(db: Database) -> None:
    """Make version 3 of version 2. The next sync looks at all cards again, and so fills the index."""
    for statement in PARTS:
        db.execute(statement)
    db.execute("UPDATE meta SET value = '' WHERE key = 'decks'")


def fill(connection: sqlite3.Connection, texts: Iterable[CardText]) -> None:
    """Write what differs; a card without a text given keeps the one that it has. Vanished cards go."""
    given = {text.card: text[1:] for text in texts}
    known = {number: tuple(columns) for number, *columns in connection.execute(_THERE)}
    wanted = {}
    for number, card, tags in connection.execute(_WANTED):
        text = given.get(card) or known.get(number, ("", "", ""))[:3]
        wanted[number] = (*text, card.partition(":")[2], tags)
    changed = {number: row for number, row in wanted.items() if known.get(number) != row}
    gone = [(number,) for number in known if number in changed or number not in wanted]
    connection.executemany("DELETE FROM words WHERE rowid = ?", gone)
    connection.executemany(_INSERT, ((number, *row) for number, row in changed.items()))


def arrive(connection: sqlite3.Connection, cards: Collection[str], day: int) -> None:
    """Note the day on which cards came; one that was here before keeps its day."""
    rows = ((card, day) for card in cards)
    connection.executemany("INSERT OR IGNORE INTO arrival VALUES (?, ?)", rows)


def empty(connection: sqlite3.Connection) -> None:
    """Make the index anew, damaged or not; the next sync fills it."""
    connection.execute("DROP TABLE words")
    connection.execute(WORDS)
    connection.execute("UPDATE meta SET value = '' WHERE key = 'decks'")


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the index, as far as the file itself can tell; the deck files are not read.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    (synced,) = connection.execute("SELECT value <> '' FROM meta WHERE key = 'decks'").fetchone()
    (missing,) = connection.execute(_MISSING).fetchone()
    if synced and missing:
        yield f"{missing} cards are missing in the search index"
    try:
        connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        match code(error):
            case sqlite3.SQLITE_CORRUPT:
                yield "the search index is damaged"
            case sqlite3.SQLITE_READONLY:
                pass  # FTS5 looks only where it may also write
            case _:
                raise
