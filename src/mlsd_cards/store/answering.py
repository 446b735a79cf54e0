"""What a person does, written down: the log's row and, in the same transaction, what follows from it."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from mlsd_cards.review.events import NO_CARD, Event, Kind, suits
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.replay import CardRecord, Timeline, apply, rated
from mlsd_cards.review.scheduling import CardState
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import rollup, tally, undo
from mlsd_cards.store.decks import Move
from mlsd_cards.store.errors import AnsweredElsewhere
from mlsd_cards.store.rows import Undone
from mlsd_cards.store.tables import (
    INSERT_EVENT,
    INSERT_STATE,
    SELECT_STATE,
    UPDATE_STATE,
    due_text,
    event_row,
    record_of,
    row_of,
)

_DAY_MS = 86_400_000
_OF_COLLECTION = {Kind.LIMIT_TODAY, Kind.MOCK, Kind.PLAN}


def read(connection: sqlite3.Connection, card: str) -> CardRecord:
    """What is known of a card; a new one if the log says nothing of it."""
    row = connection.execute(SELECT_STATE, (card,)).fetchone()
    return CardRecord(CardState(card)) if row is None else record_of(card, row)


def new_id(at: Moment) -> str:
    """An id that no other device gives; it begins with the time, so that an index grows at its end only."""
    return f"{max(at.utc_ms, 0):012x}{secrets.token_hex(6)}"


class Change(NamedTuple):
    """An open write transaction, and what an event of this machine needs to know."""

    connection: sqlite3.Connection
    device: str
    timeline: Timeline

    def rate(
        self, card: str, rating: Rating, at: Moment, duration_ms: int, expected: CardRecord
    ) -> CardRecord:
        before = read(self.connection, card)
        if before != expected:
            raise AnsweredElsewhere(before)
        at = _not_before(at, before)
        after = rated(before, rating, at, self.timeline.now)
        stability, difficulty = after.schedule.memory or (None, None)
        duration = min(max(duration_ms, 0), _DAY_MS)
        event = Event(
            *(new_id(at), self.device, card, Kind.RATING, at, rating, duration, None),
            *(stability, difficulty, due_text(after.schedule)),
        )
        self._append(event, before)
        self._keep(after)
        return after

    def apply(self, card: str, kind: Kind, value: Any, at: Moment, name: str) -> CardRecord:
        if not suits(kind, value) or (card == NO_CARD) != (kind in _OF_COLLECTION):
            raise ValueError(f"no {kind} event holds {value!r} for {card!r}")
        before = read(self.connection, card)
        event = Event(name, self.device, card, kind, _not_before(at, before), value=value)
        self._append(event, before)
        if card == NO_CARD:
            return before
        after = apply(before, event, self.timeline.now)
        self._keep(after)
        return after

    def change_options(self, changes: dict[str, Any], at: Moment) -> None:
        event = Event(new_id(at), self.device, NO_CARD, Kind.SETTINGS, at, value=changes)
        self.connection.execute(INSERT_EVENT, event_row(event))

    def undo(self, at: Moment, among: Collection[str] | None) -> Undone | None:
        events = undo.to_undo(self.connection, self.device, among)
        cards = {event.card: undo.events_of_card(self.connection, event.card) for event in events}
        for event in events:
            moment = _not_before(at, read(self.connection, event.card))
            undoing = Event(new_id(moment), self.device, event.card, Kind.UNDO, moment, value=event.id)
            self.connection.execute(INSERT_EVENT, event_row(undoing))
        records = {card: self._tell_again(card, told) for card, told in cards.items()}
        return Undone(tuple(events), tuple(records[event.card] for event in events)) if events else None

    def _tell_again(self, card: str, before: list[Event]) -> CardRecord:
        """Work out a card of which something was taken back, and what its days lose by that."""
        after = undo.events_of_card(self.connection, card)
        area = rollup.area_of(self.connection, card)
        had = undo.tell(card, undo.effective(before), self.timeline, area)
        has = undo.tell(card, undo.effective(after), self.timeline, area)
        for day in tally.as_days(has.days):
            tally.add(self.connection, day)
        for day in tally.as_days(had.days):
            tally.subtract(self.connection, day)
        rollup.add(self.connection, has.rollup)
        rollup.subtract(self.connection, had.rollup)
        if card != NO_CARD:
            self._keep(has.record)
        return has.record

    def move(self, moves: Iterable[Move]) -> None:
        """Count what was answered of a card for the area that the decks give it now."""
        gone, come = rollup.Rollup(), rollup.Rollup()
        for card, before, after in moves:
            told = undo.tell(
                card, undo.effective(undo.events_of_card(self.connection, card)), self.timeline, before
            )
            gone.take(told.rollup, before)
            come.take(told.rollup, after)
        rollup.subtract(self.connection, gone)
        rollup.add(self.connection, come)

    def _append(self, event: Event, before: CardRecord) -> None:
        self.connection.execute(INSERT_EVENT, event_row(event))
        if added := tally.of_event(event, before.schedule.phase, self.timeline.now):
            tally.add(self.connection, added)
        if event.rating is not None:
            counted = rollup.Rollup()
            area = rollup.area_of(self.connection, event.card)
            counted.count(event, area, before.schedule, self.timeline.now)
            rollup.add(self.connection, counted)

    def _keep(self, record: CardRecord) -> None:
        row = row_of(record)
        if self.connection.execute(UPDATE_STATE, row).rowcount == 0:
            self.connection.execute(INSERT_STATE, row)


def _not_before(at: Moment, record: CardRecord) -> Moment:
    """A clock that was put back is not followed."""
    last = record.schedule.last_review
    return at if last is None or at.utc_ms >= last else at._replace(utc_ms=last)
