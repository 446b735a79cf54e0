"""The database as a file: its header, how SQLite is told to keep it, and writing that survives a power cut."""

from __future__ import annotations

import os
import sqlite3
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from mlsd_cards.store import schema
from mlsd_cards.store.errors import DAMAGED, code

_MAGIC = b"SQLite format 3\x00"
_PRAGMAS = """
PRAGMA busy_timeout = 5000;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA recursive_triggers = ON;
PRAGMA fullfsync = ON;
PRAGMA synchronous = EXTRA;
"""


class Found(Enum):
    """What lies at a path, by the first 100 bytes."""

    NOTHING = auto()
    EMPTY = auto()
    NO_FILE = auto()
    NO_DATABASE = auto()
    FOREIGN = auto()
    CUT_SHORT = auto()
    NEWER = auto()
    OURS = auto()


class Header(NamedTuple):
    """What lies at a path, and which version of the schema it says it has."""

    found: Found
    version: int = 0


def read_header(path: Path) -> Header:
    """Look at a file without SQLite, which might write to it.

    Raises:
        OSError: it cannot be read.
    """
    if not path.exists():
        return Header(Found.NOTHING)
    if not path.is_file():
        return Header(Found.NO_FILE)
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return Header(Found.EMPTY)
    return _judge(path, header)


def _judge(path: Path, header: bytes) -> Header:
    if len(header) < 100 or not header.startswith(_MAGIC):
        return Header(Found.NO_DATABASE)
    application, version = (int.from_bytes(header[at : at + 4], "big") for at in (68, 60))
    if application != schema.APPLICATION_ID:
        return Header(Found.FOREIGN)
    if version > schema.VERSION:
        return Header(Found.NEWER, version)
    if version == 0 or _is_short(path, _promised(header)):
        return Header(Found.CUT_SHORT)
    return Header(Found.OURS, version)


def _is_short(path: Path, promised: int) -> bool:
    """Whether bytes are missing for good: not while, or just after, somebody commits."""

    def short() -> bool:
        return path.stat().st_size < promised

    return short() and not has_journal(path) and short()


def _promised(header: bytes) -> int:
    """The bytes that the header promises; 0 if it does not say."""
    page_size = int.from_bytes(header[16:18], "big")
    counted = header[24:28] == header[92:96]
    return (65_536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big") if counted else 0


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def has_journal(path: Path) -> bool:
    """Whether a crash left changes that SQLite will take back."""
    journal = journal_of(path)
    return journal.exists() and journal.stat().st_size > 0


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Connect to an existing file; every transaction is begun by hand.

    Raises:
        sqlite3.Error: as ever.
    """
    uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)
    try:
        connection.executescript(_PRAGMAS)
        if not read_only:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def damage(connection: sqlite3.Connection, check: str = "quick_check") -> list[str]:
    """What SQLite finds wrong when it looks at every page.

    Raises:
        sqlite3.Error: the file could not be read for a reason other than damage.
    """
    try:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}(10)")]
    except sqlite3.DatabaseError as error:
        if code(error) not in DAMAGED:
            raise
        found = [str(error)]
    return [] if found == ["ok"] else [line for text in found for line in text.splitlines()]


def last_event(connection: sqlite3.Connection) -> tuple[int, str]:
    """The number and the id of the newest entry of the log; it tells whether two files hold the same log."""
    row = connection.execute("SELECT seq, id FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def make_private(path: Path) -> None:
    """Make an empty file, and its folder, that nobody else can read; leave one that exists.

    Raises:
        OSError: as ever.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def flush(path: Path) -> None:
    """Wait until a file, or a folder's entries, are on the disk; Windows keeps folders by itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
