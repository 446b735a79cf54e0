"""Mock interviews in the log: they stand among the events without a card, and are read back by session."""

from __future__ import annotations

import json
import sqlite3

from mlsd_cards.review.events import Event
from mlsd_cards.store.tables import EVENT_COLUMNS, events_of

_MOCK = "card = '' AND kind = 'mock'"
_NEWER = f"SELECT value FROM log WHERE {_MOCK} AND seq > ?"  # noqa: S608  (constants, as below)
_EVENTS = f"SELECT {EVENT_COLUMNS} FROM log WHERE {_MOCK}"  # noqa: S608
# Values are compact JSON, in which a quote inside a text is escaped: these cannot stand in notes.
_SESSION = "instr(value, ?)"
_LANDMARKS = " OR ".join(f'instr(value, \'"do":"{do}"\')' for do in ("start", "finish", "discard"))


def events(connection: sqlite3.Connection, session: str) -> list[Event]:
    """A session's events, or for an empty name those that begin and end sessions."""
    if not session:
        return events_of(connection.execute(f"{_EVENTS} AND ({_LANDMARKS}) ORDER BY seq"))
    return events_of(connection.execute(f"{_EVENTS} AND {_SESSION} ORDER BY seq", (_named(session),)))


def has_newer(connection: sqlite3.Connection, session: object, after: int) -> bool:
    """Whether a session has events beyond a place of the log."""
    rows = connection.execute(f"{_NEWER} AND {_SESSION} LIMIT 1", (after, _named(session)))
    return rows.fetchone() is not None


def newest_place(connection: sqlite3.Connection) -> int:
    """The place that the last event of this connection was given."""
    (place,) = connection.execute("SELECT max(seq) FROM log").fetchone()
    return int(place)


def _named(session: object) -> str:
    return f'"session":{json.dumps(session, ensure_ascii=False)}'
