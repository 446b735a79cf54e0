"""The store that everybody uses: one transaction for each thing a person does, and quick answers about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.replay import CardRecord, Timeline, options_changes
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import backup, decks, mock, queue, rebuild, schema, tally, undo
from mlsd_cards.store.answering import Change, new_id, read
from mlsd_cards.store.errors import GoesOnElsewhere, StoreError, not_saved, reading
from mlsd_cards.store.files import connect, damage
from mlsd_cards.store.opening import QUICK_CHECK_BYTES, open_file, quick_check
from mlsd_cards.store.rows import AreaCounts, CardText, DayTally, DeckCard, Pace, QueueRow, Scope, Undone
from mlsd_cards.store.tables import EVENT_COLUMNS, SELECT_COLLECTION, events_of

if TYPE_CHECKING:
    from mlsd_cards.store.histories import Histories
    from mlsd_cards.store.statistics import Statistics

_EVERYTHING = Scope()


class Store:
    """The review log of one person on this machine, open.

    A store belongs to the thread that opened it, but for `check_later`, `changed_since_backup` and
    `backup`, which open the file for themselves.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `Store.open`."""
        self.path = path
        self._connection = connection
        self._timeline = Timeline()
        self._seen = -1
        with reading():
            (self.device,) = connection.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
        self.options()

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False) -> Store:
        """Open the log at `path`, or make it; nothing that cannot be used is written to.

        Raises:
            StoreError: it cannot be used; the sentence says what to do.
        """
        path = path.expanduser().resolve()
        connection = open_file(path, create=create, read_only=read_only)
        try:
            return cls(path, connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ options

    def options(self) -> Options:
        """The options in force now, also when another program changed them."""
        with reading():
            self._follow()
        return self._timeline.now

    def past_options(self) -> tuple[Options, ...]:
        """All options that ever held, oldest first; the last ones hold now."""
        self.options()
        return self._timeline.past

    def change_options(self, after: Options, at: Moment) -> None:
        """Put options in force from now on; nothing is written if none differs."""
        with self._write() as change:
            if changes := options_changes(self._timeline.now, after):
                change.change_options(changes, at)
        self._seen = -1

    def goal(self) -> Goal | None:
        """The interview that is prepared for, also when another program set it; it may be over."""
        self.options()
        return self._timeline.goal

    def set_goal(self, goal: Goal | None, at: Moment) -> None:
        """Prepare for an interview from now on, or for none. Raises `StoreError`: nothing was written."""
        self.append(NO_CARD, Kind.PLAN, None if goal is None else goal.as_value(), at)
        self._seen = -1

    def _follow(self) -> None:
        """Read the options again if another connection wrote to the file."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._seen:
            try:
                self._timeline = Timeline(events_of(self._connection.execute(SELECT_COLLECTION)))
            except ValueError as error:
                raise StoreError(
                    f"{self.path} holds settings of a newer mlsd-cards ({error}): update it"
                ) from error
            self._seen = version

    # ------------------------------------------------------------ answering

    def record(self, card: str) -> CardRecord:
        """What is known of a card; a new one if the log says nothing of it."""
        with reading():
            return read(self._connection, card)

    def rate(
        self, card: str, rating: Rating, at: Moment, duration_ms: int, *, expected: CardRecord
    ) -> CardRecord:
        """Log an answer; when this returns, it is on the disk. The card counts as answered no earlier than before.

        Raises:
            AnsweredElsewhere: the card is no longer as `expected`; nothing was written.
            StoreError: nothing was written; the same call may be made again.
        """
        with self._write() as change:
            return change.rate(card, rating, at, duration_ms, expected)

    def append(self, card: str, kind: Kind, value: Any, at: Moment) -> CardRecord:
        """Log what a person did to a card, or to the collection (`NO_CARD`); return what the card is now.

        Raises:
            ValueError: such an event holds no such value.
            StoreError: nothing was written.
        """
        with self._write() as change:
            return change.apply(card, kind, value, at, new_id(at))

    def append_many(self, cards: Sequence[str], kind: Kind, value: Any, at: Moment) -> None:
        """Log the same of several cards at once; undo takes all of it back at once.

        Raises:
            ValueError: such an event holds no such value.
            StoreError: nothing was written.
        """
        operation = new_id(at)
        with self._write() as change:
            for number, card in enumerate(dict.fromkeys(cards)):
                change.apply(card, kind, value, at, f"{operation}.{number}")

    def queue_today(self, cards: Sequence[str], day: int, at: Moment) -> None:
        """Show cards on a study day, due or not; the day's limits rise by the unseen ones among them.

        Undo takes all of it back at once.

        Raises:
            StoreError: nothing was written.
        """
        operation = new_id(at)
        with self._write() as change:
            different = dict.fromkeys(cards)
            unseen = sum(read(change.connection, card).schedule.phase is Phase.NEW for card in different)
            for number, card in enumerate(different):
                change.apply(card, Kind.QUEUE_TODAY, day, at, f"{operation}.{number}")
            if unseen:
                change.apply(NO_CARD, Kind.LIMIT_TODAY, [day, unseen, unseen], at, f"{operation}.limit")

    def undo(self, at: Moment, *, among: Collection[str] | None = None) -> Undone | None:
        """Take back the newest thing done on this machine, or done to the cards `among`; None if there is none.

        Settings and imports stay. What was appended as one is taken back as one.

        Raises:
            StoreError: nothing was written.
        """
        with self._write() as change:
            return change.undo(at, among)

    # ------------------------------------------------------------ the deck's cards

    def deck_fingerprint(self) -> str:
        """The fingerprint given with the last `sync_cards`; empty at first."""
        with reading():
            return decks.fingerprint(self._connection)

    def sync_cards(
        self,
        cards: Iterable[DeckCard],
        fingerprint: str,
        texts: Iterable[CardText] = (),
        day: int | None = None,
    ) -> None:
        """Take over the cards of all decks; nothing is read or compared while the fingerprint is the last one.

        `texts` are what they are searched by; `day` is the study day on which unknown ones count as added.

        Raises:
            ValueError: two cards have the same id.
            StoreError: nothing was written.
        """
        if fingerprint != self.deck_fingerprint():
            there, words = list(cards), list(texts)  # worked out before others have to wait
            with self._write() as change:
                change.move(decks.sync(change.connection, there, fingerprint, words, day))

    # ------------------------------------------------------------ what waits

    def due(self, day: int, scope: Scope = _EVERYTHING) -> list[QueueRow]:
        """Review cards due by a study day, in order of their days; those queued for it come last."""
        with reading():
            return queue.due(self._connection, day, scope)

    def learning(self, scope: Scope = _EVERYTHING, day: int | None = None) -> list[QueueRow]:
        """Cards in (re)learning, due or not; given a day, without those buried on it."""
        with reading():
            return queue.learning(self._connection, scope, day)

    def new(self, limit: int, day: int, scope: Scope = _EVERYTHING) -> list[QueueRow]:
        """The first unseen cards by position; those queued for the day come first, beyond the limit."""
        with reading():
            return queue.new(self._connection, limit, day, scope)

    def every(self) -> list[QueueRow]:
        """All cards of the decks that are not suspended, in the curriculum's order."""
        with reading():
            return queue.every(self._connection)

    def row(self, card: str) -> QueueRow | None:
        """A card of the decks as the queue sees it; None if the decks do not have it."""
        with reading():
            return queue.row(self._connection, card)

    def notes_answered(self, since_ms: int) -> frozenset[str]:
        """The notes of which a card was answered since a moment (UTC ms) and not undone."""
        with reading():
            return queue.notes_answered(self._connection, since_ms)

    def counts(self, day: int, now_ms: int) -> dict[str, AreaCounts]:
        """What waits in each area that has cards; steps within the day count up to the learn-ahead limit."""
        until = now_ms + self.options().learn_ahead_minutes * 60_000
        with reading():
            return queue.counts(self._connection, day, until)

    # ------------------------------------------------------------ what was done

    def today(self, day: int) -> DayTally:
        """What was done on a study day, and by how much its limits were raised."""
        return next(iter(self.tallies(day, day)), DayTally(day))

    def tallies(self, first_day: int, last_day: int) -> list[DayTally]:
        """The study days in between on which something happened."""
        with reading():
            return tally.read(self._connection, first_day, last_day)

    def streak(self, day: int) -> int:
        """Study days in a row with answers, up to `day` or, while it has none yet, the day before."""
        with reading():
            return tally.streak(self._connection, day)

    def histories(self) -> Histories:
        """All that was answered, for fitting."""
        from mlsd_cards.store.histories import Histories  # noqa: PLC0415  (a review does without)

        return Histories(self._connection)

    def statistics(self) -> Statistics:
        """Where the learner stands, in numbers."""
        from mlsd_cards.store.statistics import Statistics  # noqa: PLC0415  (a review does without)

        return Statistics(self._connection)

    def pace(self, days: int = 30) -> Pace:
        """Seconds an answer takes, over the last `days` days with answers."""
        with reading():
            return tally.pace(self._connection, days)

    def history(self, card: str) -> list[Event]:
        """A card's events that still count, oldest first."""
        with reading():
            return undo.effective(undo.events_of_card(self._connection, card))

    def events(self, after: int = 0) -> Iterator[Event]:
        """The whole log from an entry on, undone events and all, a part at a time."""
        query = f"SELECT {EVENT_COLUMNS} FROM log WHERE seq > ? ORDER BY seq LIMIT 5000"  # noqa: S608  (constants)
        while True:
            with reading():
                part = events_of(self._connection.execute(query, (after,)).fetchall())
            if not part:
                return
            yield from part
            after = part[-1].seq

    def last_moment(self) -> Moment | None:
        """When the newest event happened; a clock far from it has jumped."""
        with reading():
            row = self._connection.execute(
                "SELECT utc_ms, utc_offset FROM log ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return Moment(*row) if row else None

    # ------------------------------------------------------------ mock interviews

    def append_mock(self, value: Mapping[str, Any], at: Moment, *, after: int) -> int:
        """Log what happened in a mock interview; returns its place in the log.

        `after` is the place of the session's newest event that the caller knows of, 0 for none.

        Raises:
            GoesOnElsewhere: the session has a newer event; nothing was written.
            ValueError: no such event can be.
            StoreError: nothing was written; the same call may be made again.
        """
        with self._write() as change:
            if mock.has_newer(change.connection, value.get("session"), after):
                raise GoesOnElsewhere
            change.apply(NO_CARD, Kind.MOCK, value, at, new_id(at))
            return mock.newest_place(change.connection)

    def mock_events(self, session: str = "") -> list[Event]:
        """What happened in a session; without one, the events that begin and end sessions, in order."""
        with reading():
            return mock.events(self._connection, session)

    # ------------------------------------------------------------ maintenance

    def check_later(self) -> None:
        """Look at every page of a file that was too large to be looked at when it was opened.

        Raises:
            DamagedError: it is damaged.
        """
        if self.path.stat().st_size > QUICK_CHECK_BYTES:
            with reading(), closing(connect(self.path, read_only=True)) as connection:
                quick_check(connection, self.path)

    def rebuild(self, progress: rebuild.Progress | None = None) -> None:
        """Work out all states and tallies from the log again; a backup is made first.

        Raises:
            StoreError: nothing was written.
        """
        self.backup(backup.folder_for(self.path), "rebuild")
        with rebuild.no_collector(), self._write() as change:
            rebuild.write(change.connection, rebuild.Replayed(change.connection, progress))

    def verify(self) -> list[str]:
        """What is wrong with the file, or with the cache by what the log says; reads everything."""
        with rebuild.no_collector(), reading():
            found = damage(self._connection, "integrity_check")
            found += [f"the {part} is missing or altered" for part in schema.missing_parts(self._connection)]
            return found or rebuild.differences(self._connection, rebuild.Replayed(self._connection))

    def changed_since_backup(self) -> bool:
        """Whether the log holds what the newest backup does not."""
        return not backup.is_current(self.path, backup.folder_for(self.path))

    def backup(self, folder: Path, reason: str, now_ms: int | None = None) -> Path | None:
        """Make a verified copy and thin the old ones; None if the newest backup holds all of the log.

        Raises:
            StoreError: no copy was made; the older ones are still there.
        """
        if backup.is_current(self.path, folder):
            return None
        copy = backup.back_up(self.path, folder, reason, now_ms)
        backup.thin(folder)
        return copy

    # ------------------------------------------------------------ writing

    @contextmanager
    def _write(self) -> Iterator[Change]:
        """The one way to write: all of it is on the disk afterwards, or nothing."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._follow()
                yield Change(connection, self.device, self._timeline)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise not_saved(error) from error
