"""Taking back: which event goes, and what its card is without it. Only that card's events are read."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from mlsd_cards.review.events import NO_CARD, UNDOABLE, Event, Kind
from mlsd_cards.review.replay import CardRecord, Timeline, apply, undone
from mlsd_cards.store import tally
from mlsd_cards.store.rollup import Rollup
from mlsd_cards.store.tables import EVENT_COLUMNS, events_of

_KINDS = ", ".join(f"'{kind}'" for kind in sorted(UNDOABLE))
_CANDIDATES = f"SELECT seq, id, card FROM log WHERE device = ? AND kind IN ({_KINDS})"  # noqa: S608  (constants)
_OF_CARD = f"SELECT {EVENT_COLUMNS} FROM log WHERE card = ? ORDER BY seq"  # noqa: S608
_TOGETHER = (
    f"SELECT {EVENT_COLUMNS} FROM log WHERE id = ?1 OR (id > ?1 || '.' AND id < ?1 || '/') ORDER BY seq DESC"  # noqa: S608
)


def events_of_card(connection: sqlite3.Connection, card: str) -> list[Event]:
    """All that the log says of a card, in order."""
    return events_of(connection.execute(_OF_CARD, (card,)))


def effective(events: Iterable[Event]) -> list[Event]:
    """The events that still count."""
    ordered = list(events)
    gone = undone(ordered)
    return [event for event in ordered if event.kind != Kind.UNDO and event.id not in gone]


def to_undo(connection: sqlite3.Connection, device: str, among: Collection[str] | None) -> list[Event]:
    """The newest event of a device that still counts and all that was appended with it, newest first."""
    for _seq, name, card in _candidates(connection, device, among):
        if name not in undone(events_of_card(connection, card)):
            together = events_of(connection.execute(_TOGETHER, (operation_of(name),)))
            return [event for event in together if event.kind != Kind.UNDO]
    return []


def operation_of(event_id: str) -> str:
    """What the ids of events that were appended together begin with."""
    return event_id.partition(".")[0]


def _candidates(
    connection: sqlite3.Connection, device: str, among: Collection[str] | None
) -> Iterator[tuple[int, str, str]]:
    """Events that undo may take back, newest first, read one by one."""
    if among is None:
        return iter(connection.execute(f"{_CANDIDATES} ORDER BY seq DESC", (device,)))
    query = f"{_CANDIDATES} AND card = ? ORDER BY seq DESC"
    cursors = [connection.execute(query, (device, card)) for card in among]
    return heapq.merge(*cursors, reverse=True)


class Told(NamedTuple):
    """What a card's events make of it, and what they add to their days."""

    record: CardRecord
    days: tally.Tallies
    rollup: Rollup


def tell(card: str, events: Iterable[Event], timeline: Timeline, area: str) -> Told:
    """Tell a card's history; what it adds is counted for `area`."""
    record, days, rollup = CardRecord.new(card), tally.Tallies(), Rollup()
    for event in events:
        options = timeline.at(event.seq)
        rollup.count(event, area, record.schedule, options)
        if added := tally.of_event(event, record.schedule.phase, options):
            tally.collect(days, added)
        if card != NO_CARD:
            record = apply(record, event, options)
    return Told(record, days, rollup)
