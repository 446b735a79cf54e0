"""The tables, and how a file of an older schema becomes one of this version's.

`log` is the truth. `card` (its state columns), `day` and the roll-ups are worked out from it; the deck columns
of `card` come from the deck files, as do `words` and `arrival`, which serve searching; `meta` holds this
file's device id and the decks' fingerprint.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mlsd_cards.store import fulltext, rollup

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x6D6C7364  # "mlsd"

LOG = """
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 8 AND 64),
  device TEXT NOT NULL CHECK (length(device) BETWEEN 1 AND 64),
  card TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  rating INTEGER CHECK (rating BETWEEN 1 AND 4),
  utc_ms INTEGER NOT NULL CHECK (utc_ms BETWEEN 0 AND 253402300799999),
  utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
  duration_ms INTEGER NOT NULL CHECK (duration_ms BETWEEN 0 AND 86400000),
  value TEXT CHECK (value <> ''),
  stability REAL,
  difficulty REAL,
  due TEXT,
  CHECK ((kind = 'rating') = (rating IS NOT NULL))
) STRICT
"""

CARD = """
CREATE TABLE card (
  number INTEGER PRIMARY KEY,
  card TEXT NOT NULL UNIQUE CHECK (card <> ''),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)),
  note TEXT NOT NULL DEFAULT '',
  topic TEXT NOT NULL DEFAULT '',
  area TEXT NOT NULL DEFAULT '',
  priority INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0,
  tags TEXT NOT NULL DEFAULT '',
  deck TEXT NOT NULL DEFAULT '',
  phase INTEGER NOT NULL DEFAULT 0 CHECK (phase BETWEEN 0 AND 3),
  due_at INTEGER,
  due_day INTEGER,
  interval INTEGER NOT NULL DEFAULT 0,
  remaining_steps INTEGER NOT NULL DEFAULT 0,
  reps INTEGER NOT NULL DEFAULT 0,
  lapses INTEGER NOT NULL DEFAULT 0,
  stability REAL,
  difficulty REAL,
  last_review INTEGER,
  suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  buried_on INTEGER,
  flag INTEGER NOT NULL DEFAULT 0 CHECK (flag BETWEEN 0 AND 7),
  marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)),
  leech INTEGER NOT NULL DEFAULT 0 CHECK (leech IN (0, 1)),
  queued_on INTEGER,
  introduced_on INTEGER
) STRICT
"""

DAY = """
CREATE TABLE day (
  day INTEGER PRIMARY KEY,
  new INTEGER NOT NULL DEFAULT 0,
  reviews INTEGER NOT NULL DEFAULT 0,
  lapses INTEGER NOT NULL DEFAULT 0,
  learning INTEGER NOT NULL DEFAULT 0,
  new_ms INTEGER NOT NULL DEFAULT 0,
  review_ms INTEGER NOT NULL DEFAULT 0,
  learning_ms INTEGER NOT NULL DEFAULT 0,
  more_new INTEGER NOT NULL DEFAULT 0,
  more_reviews INTEGER NOT NULL DEFAULT 0
) STRICT
"""

META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"

# An index of cards holds only those that can be studied, so that nothing is read in vain.
INDEXES = (
    "CREATE INDEX log_of_card ON log (card, seq)",
    "CREATE INDEX log_undone ON log (value) WHERE kind = 'undo'",
    "CREATE INDEX card_due ON card (due_day, area) WHERE phase = 2 AND present = 1 AND suspended = 0",
    "CREATE INDEX card_learning ON card (area) WHERE phase IN (1, 3) AND present = 1 AND suspended = 0",
    "CREATE INDEX card_new ON card (area, position) WHERE phase = 0 AND present = 1 AND suspended = 0",
    "CREATE INDEX card_first ON card (position) WHERE phase = 0 AND present = 1 AND suspended = 0",
    "CREATE INDEX card_buried ON card (buried_on) WHERE buried_on IS NOT NULL",
    "CREATE INDEX card_queued ON card (queued_on) WHERE queued_on IS NOT NULL",
)

# REPLACE deletes without asking the trigger against deletion; so an insert must be an append.
TRIGGERS = (
    """
CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
""",
    """
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
""",
    """
CREATE TRIGGER log_never_replaces BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE seq = new.seq OR id = new.id)
BEGIN SELECT RAISE(ABORT, 'the review log holds this event already'); END
""",
)


def create(db: Database) -> None:
    """Make version 1 out of an empty file."""
    for statement in (LOG, CARD, DAY, META, *INDEXES, *TRIGGERS):
        db.execute(statement)
    db.execute("INSERT INTO meta VALUES ('device', ?), ('decks', '')", (secrets.token_hex(8),))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


Migration = Callable[["Database"], None]
MIGRATIONS: tuple[Migration, ...] = (create, rollup.make, fulltext.make)
"""Step n makes version n + 1 of version n. A step that changes what replay says ends with a rebuild."""

VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest version, inside the caller's transaction.

    The version is read here, under the write lock: another process may have been quicker.

    Raises:
        sqlite3.DatabaseError: a step lost entries of the log.
    """
    from sqlite_utils import Database  # noqa: PLC0415  (70 ms that only a first start or an update costs)

    db = Database(connection)
    (version,) = db.execute("PRAGMA user_version").fetchone()
    before = _entries(db)
    for step in migrations[version:]:
        step(db)
    if _entries(db) != before:
        raise sqlite3.DatabaseError("the update would lose entries of the log")
    db.execute(f"PRAGMA user_version = {len(migrations)}")


def missing_parts(connection: sqlite3.Connection) -> list[str]:
    """The tables, indexes and triggers of this version that the file lacks or has otherwise."""
    from sqlite_utils import Database  # noqa: PLC0415

    found = {
        _plain(row[0]) for row in Database(connection).execute("SELECT sql FROM sqlite_master") if row[0]
    }
    wanted = (LOG, CARD, DAY, META, *rollup.TABLES, *fulltext.PARTS, *INDEXES, *TRIGGERS)
    return [
        " ".join(_plain(sql).replace("VIRTUAL ", "").split()[1:3])
        for sql in wanted
        if _plain(sql) not in found
    ]


def _entries(db: Database) -> int:
    return db["log"].count if "log" in db.table_names() else 0


def _plain(sql: str) -> str:
    return " ".join(sql.split())
