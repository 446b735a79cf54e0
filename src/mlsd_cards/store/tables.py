"""Rows of SQL to events and records and back; the column lists stand here once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from mlsd_cards.review.events import Event
from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.review.scheduling import CardState, Phase
from mlsd_cards.review.studyday import Moment, date_of

Row = Sequence[Any]

EVENT_COLUMNS = (
    "seq, id, device, card, kind, rating, utc_ms, utc_offset, duration_ms, value, stability, difficulty, due"
)
SELECT_COLLECTION = (
    f"SELECT {EVENT_COLUMNS} FROM log WHERE card = '' AND kind IN ('settings', 'plan', 'undo') ORDER BY seq"  # noqa: S608
)
"""What decides the options and the goal in force."""

STATE_COLUMNS = (
    "phase",
    "due_at",
    "due_day",
    "interval",
    "remaining_steps",
    "reps",
    "lapses",
    "stability",
    "difficulty",
    "last_review",
    "suspended",
    "buried_on",
    "flag",
    "marked",
    "leech",
    "queued_on",
    "introduced_on",
)

SELECT_STATE = f"SELECT {', '.join(STATE_COLUMNS)} FROM card WHERE card = ?"  # noqa: S608  (constants)
UPDATE_STATE = f"UPDATE card SET {', '.join(f'{name} = ?' for name in STATE_COLUMNS)} WHERE card = ?"  # noqa: S608
INSERT_STATE = (
    f"INSERT INTO card ({', '.join(STATE_COLUMNS)}, card) VALUES ({', '.join('?' * len(STATE_COLUMNS))}, ?)"  # noqa: S608
)
INSERT_EVENT = (
    "INSERT INTO log (id, device, card, kind, rating, utc_ms, utc_offset, duration_ms, value, stability, "
    "difficulty, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

PHASES = tuple(Phase)
RATINGS = (None, *Rating)  # by number: calling an enum is slow


def record_of(card: str, row: Row) -> CardRecord:
    """A record from its `STATE_COLUMNS`."""
    phase, due_at, due_day, interval, steps, reps, lapses, stability, difficulty, last_review, *rest = row
    suspended, buried_on, flag, marked, leech, queued_on, introduced_on = rest
    memory = None if stability is None else Memory(stability, difficulty)
    state = CardState(
        card, PHASES[phase], due_at, due_day, interval, steps, reps, lapses, memory, last_review
    )
    return CardRecord(
        state, suspended == 1, buried_on, flag, marked == 1, leech == 1, queued_on, introduced_on
    )


def row_of(record: CardRecord) -> tuple[Any, ...]:
    """What `UPDATE_STATE` and `INSERT_STATE` take: the state's columns and the card."""
    state, suspended, buried_on, flag, marked, leech, queued_on, introduced_on = record
    card, phase, due_at, due_day, interval, steps, reps, lapses, memory, last_review = state
    stability, difficulty = memory or (None, None)
    return (
        *(int(phase), due_at, due_day, interval, steps, reps, lapses, stability, difficulty, last_review),
        *(int(suspended), buried_on, flag, int(marked), int(leech), queued_on, introduced_on),
        card,
    )


def event_of(row: Row) -> Event:
    """An event from its `EVENT_COLUMNS`."""
    seq, name, device, card, kind, rating, utc_ms, offset, duration, value, stability, difficulty, due = row
    return Event(
        *(name, device, card, kind, Moment(utc_ms, offset), RATINGS[rating or 0], duration),
        *(None if value is None else json.loads(value), stability, difficulty, due, seq),
    )


def event_row(event: Event) -> tuple[Any, ...]:
    """What `INSERT_EVENT` takes."""
    return (
        *(event.id, event.device, event.card, str(event.kind)),
        None if event.rating is None else int(event.rating),
        *(event.at.utc_ms, event.at.offset_minutes, event.duration_ms, event.value_json()),
        *(event.stability, event.difficulty, event.due),
    )


def events_of(rows: Iterable[Row]) -> list[Event]:
    return [event_of(row) for row in rows]


def due_text(state: CardState) -> str | None:
    """When a card is due, for people who read the log: an ISO date, or a time in UTC."""
    if state.due_at is not None:
        return datetime.fromtimestamp(state.due_at / 1000, UTC).isoformat(timespec="seconds")
    return None if state.due_day is None else date_of(state.due_day).isoformat()
