"""One sitting: today's queue in memory, every answer through the store before the screen moves.

Screens and `review --plain` hold a `Study` and ask it what to show; it knows nothing of either. `now`
is a parameter everywhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mlsd_cards.answers import Given, Remaining, Tally
from mlsd_cards.library import Found, Library
from mlsd_cards.review.events import Event, Kind
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.pace import USUAL, seconds_of
from mlsd_cards.review.queue import QueueRow, build_queue, room_today
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.review.scheduling import NextStates, Phase, next_states, retrievability
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, next_rollover, study_day
from mlsd_cards.store import AnsweredElsewhere, CardText, DeckCard, Scope, Store

AHEAD_DAYS = 7
WEAKEST = 20
_FOR_EVER = 40_000  # days
_EVERY = 1_000_000  # cards
_FETCH = 6  # new cards fetched for each that may be shown: siblings and topics take some away


@dataclass(frozen=True, slots=True)
class Shown:
    """The card on the screen and what each rating would lead to."""

    found: Found
    record: CardRecord
    outcomes: NextStates

    @property
    def card(self) -> str:
        return self.found.card


def sync(store: Store, library: Library, now: Moment) -> None:
    """Tell the store which cards the decks have, if they are not those that it last heard of."""
    if store.deck_fingerprint() != library.fingerprint:
        cards = (DeckCard(*listed, deck=listed.card.partition(":")[0]) for listed in library.cards())
        texts = (CardText(*text) for text in library.texts())
        store.sync_cards(cards, library.fingerprint, texts, study_day(now, store.options().rollover_hour))


class Study:
    """A queue of cards of a scope, and the answers to them."""

    def __init__(
        self,
        store: Store,
        library: Library,
        scope: Scope,
        now: Moment,
        *,
        tags: Callable[[Found], bool] | None = None,
        seed: int = 0,
    ) -> None:
        self.store = store
        self.library = library
        self.scope = scope
        self.tally = Tally()
        self.day = 0
        self._wanted = tags
        self._seed = seed  # which numbers templates show, besides how often they were answered
        self._queue: deque[QueueRow] = deque()
        self._learning: dict[str, QueueRow] = {}
        self._extra: deque[QueueRow] = deque()  # studied on request: ahead of time, or the weakest
        self._current: str | None = None
        self._seen: CardRecord | None = None  # the card's record when it was shown
        self._pace = store.pace()
        self._refills = False  # something was answered since the queue was made
        self._drills = False
        self.reload(now)

    # --- what to show

    @property
    def options(self) -> Options:
        return self.store.options()

    def reload(self, now: Moment) -> None:
        """Ask the store anew: at the start, on a new study day, after an undo, when the decks changed."""
        sync(self.store, self.library, now)  # another window may have opened other decks on the same log
        options = self.options
        self.day = study_day(now, options.rollover_hour)
        learning = self._present(self.store.learning(self.scope))
        self._learning = {row.card: row for row in learning if row.due_day is None or row.due_day <= self.day}
        busy = frozenset(row.note for row in learning) | self.store.notes_answered(
            next_rollover(now, options.rollover_hour) - DAY_SECONDS * 1000
        )
        goal = self.goal
        if goal is not None:
            from mlsd_cards import preparation  # noqa: PLC0415  (ordinary days do without)

            queue = preparation.queue_today(self.store, goal, self.scope, now, self._present, busy)
        else:
            queue = self._ordinary(busy)
        self._queue = deque(queue)
        self._current = self._seen = None
        self._refills = False

    @property
    def goal(self) -> Goal | None:
        """The interview that decides what comes today; None on ordinary days."""
        goal = self.store.goal()
        return goal if goal is not None and goal.holds(self.day) else None

    def _ordinary(self, busy: frozenset[str]) -> tuple[QueueRow, ...]:
        """Due reviews and new cards within the day's limits."""
        options, today = self.options, self.store.today(self.day)
        room = room_today(
            options,
            introduced=today.new,
            reviewed=today.reviews,
            more_new=today.more_new,
            more_reviews=today.more_reviews,
        )
        due = [
            row for row in self._present(self.store.due(self.day, self.scope)) if row.phase is Phase.REVIEW
        ]
        new = (
            self._present(self.store.new(max(room.new, 1) * _FETCH + 20, self.day, self.scope))
            if room.new
            else []
        )
        return build_queue(due, new, options=options, room=room, day=self.day, busy_notes=busy)

    def _present(self, rows: Sequence[QueueRow]) -> list[QueueRow]:
        """Rows whose content the decks still have and that pass the sitting's own filter."""
        if self._wanted is None:
            return list(rows)
        found = ((row, self.library.find(row.card)) for row in rows)
        return [row for row, content in found if content is not None and self._wanted(content)]

    def current(self, now: Moment) -> Shown | None:
        """The card to show now; None when nothing is left (see `next_learning_at`)."""
        if study_day(now, self.options.rollover_hour) > self.day:
            self.reload(now)
        while True:
            card = self._current or self._choose(now) or self._refilled(now)
            if card is None:
                return None
            found = self.library.find(card)
            record = self.store.record(card)
            if found is not None and not record.suspended and record.buried_on != self.day:
                if (
                    card == self._current
                    and self._seen is not None
                    and record.schedule != self._seen.schedule
                ):
                    self.reload(now)  # answered elsewhere while it was shown
                    continue
                self._current, self._seen = card, record
                exercise = found.exercise(self._seed + record.schedule.reps)
                return Shown(exercise, record, next_states(record.schedule, now, self.options))
            self._drop(card)  # it left the decks, or was put aside elsewhere

    def _refilled(self, now: Moment) -> str | None:
        """A plan's day ends with its minutes: who was quicker than expected has more cards."""
        if self.goal is None or not self._refills:
            return None
        self.reload(now)
        return self._choose(now)

    def _choose(self, now: Moment) -> str | None:
        """Anki's order: learning cards that are due, then the queue, then learning cards ahead of time."""
        waiting = sorted(self._learning.values(), key=lambda row: (row.due_at or 0, row.card))
        if waiting and (waiting[0].due_at or 0) <= now.utc_ms:
            return waiting[0].card
        if self._queue:
            return self._queue[0].card
        if self._extra:
            return self._extra[0].card
        ahead = now.utc_ms + self.options.learn_ahead_minutes * 60_000
        if waiting and (waiting[0].due_at or 0) <= ahead:
            return waiting[0].card
        return None

    @property
    def next_learning_at(self) -> int | None:
        """When the next learning card comes (UTC ms), if any waits."""
        return min((row.due_at for row in self._learning.values() if row.due_at is not None), default=None)

    def remaining(self) -> Remaining:
        """Cards left by sort, and the minutes that they take with the steps that follow."""
        rows = [*self._queue, *self._extra]
        new = sum(row.phase is Phase.NEW for row in rows)
        review, learning = len(rows) - new, len(self._learning)
        options = self.options
        one = seconds_of(USUAL, self._pace, options)
        seconds = new * one.new + review * one.review(options.desired_retention)
        return Remaining(new, learning, review, (seconds + learning * self._pace.learning) / 60)

    # --- answers

    def clock_doubt(self, now: Moment) -> str | None:
        """Why the clock should not be trusted with an answer: it jumped since the newest event."""
        last = self.store.last_moment()
        if last is None:
            return None
        if now.utc_ms < last.utc_ms - DAY_SECONDS * 1000:
            return "the clock is more than a day behind the last answer"
        if now.utc_ms > last.utc_ms + 3653 * DAY_SECONDS * 1000:
            return "the clock is more than ten years ahead of the last answer"
        return None

    def rate(self, rating: Rating, now: Moment, duration_ms: int) -> CardRecord | None:
        """Answer the card on the screen; it is on disk when this returns.

        None: the card was answered elsewhere meanwhile and nothing was written; show what `current` says.
        """
        card = self._current
        assert card is not None, "nothing is shown"
        seen = self._seen
        before = seen if seen is not None and seen.schedule.card_id == card else self.store.record(card)
        try:
            record = self.store.rate(card, rating, now, duration_ms, expected=before)
        except AnsweredElsewhere:
            self.reload(now)
            return None
        row = self._drop(card)
        self._refills = not self._drills
        self.tally.given.append(Given(card, before.schedule.phase is Phase.NEW, rating, duration_ms))
        if row is not None:
            self._after(row, record)
        self._current = None
        return record

    def _after(self, row: QueueRow, record: CardRecord) -> None:
        """Put a learning card back in line and its siblings aside."""
        schedule = record.schedule
        if schedule.due_at is not None and not record.suspended:
            self._learning[row.card] = row._replace(
                phase=schedule.phase, due_at=schedule.due_at, due_day=None
            )
        if self.options.bury_siblings:
            self._queue = deque(other for other in self._queue if other.note != row.note)

    def _drop(self, card: str) -> QueueRow | None:
        """Take a card out of whatever line it stands in."""
        if self._current == card:
            self._current = None
        if card in self._learning:
            return self._learning.pop(card)
        for line in (self._queue, self._extra):
            for row in line:
                if row.card == card:
                    line.remove(row)
                    return row
        return None

    def put_aside(self, kind: Kind, now: Moment, *, whole_note: bool = False) -> None:
        """Bury or suspend the card on the screen, or its whole note."""
        card = self._current
        assert card is not None, "nothing is shown"
        cards = self.siblings(card) if whole_note else [card]
        self.store.append_many(cards, kind, self.day if kind is Kind.BURY else None, now)
        for one in cards:
            self._drop(one)

    def siblings(self, card: str) -> list[str]:
        """All cards of the card's note, itself included."""
        found = self.library.find(card)
        if found is None:
            return [card]
        namespace = card.partition(":")[0]
        return [f"{namespace}:{one}" for one in found.note.cards()]

    def set_flag(self, flag: int, now: Moment) -> None:
        assert self._current is not None, "nothing is shown"
        self._learnt(self.store.append(self._current, Kind.FLAG, flag, now))

    def _learnt(self, record: CardRecord) -> None:
        """Our own flag or mark is no news; a schedule that changed elsewhere stays one."""
        if self._seen is not None:
            self._seen = record._replace(schedule=self._seen.schedule)

    def toggle_mark(self, now: Moment) -> bool:
        """Mark or unmark the card on the screen; returns what it is now."""
        assert self._current is not None, "nothing is shown"
        marked = not self.store.record(self._current).marked
        self._learnt(self.store.append(self._current, Kind.MARK, marked, now))
        return marked

    def undo(self, now: Moment) -> Event | None:
        """Take back the newest event of this device and show its card again; None if there is none."""
        undone = self.store.undo(now)
        if undone is None:
            return None
        if undone.event.kind == Kind.RATING:
            self.tally.take_back(undone.event.card)
        self._seen = None
        self.reload(now)
        if undone.event.card and self.library.find(undone.event.card) is not None:
            self._current = undone.event.card
            self._stand(undone.event.card)
        return undone.event

    def _stand(self, card: str) -> None:
        """Make sure a card that is shown again stands in a line, so that its answer finds its row."""
        if card in self._learning or any(row.card == card for row in (*self._queue, *self._extra)):
            return
        row = self.store.row(card)
        if row is not None:
            self._queue.appendleft(row)

    # --- studying more

    def study_ahead(self, days: int = AHEAD_DAYS) -> int:
        """Line up reviews of the coming days; returns how many."""
        have = {row.card for row in (*self._queue, *self._extra)} | set(self._learning)
        rows = [
            row for row in self._present(self.store.due(self.day + days, self.scope)) if row.card not in have
        ]
        self._extra.extend(sorted(rows, key=lambda row: (row.due_day or 0, row.card)))
        return len(rows)

    def study_weakest(self, now: Moment, count: int = WEAKEST) -> int:
        """Line up the cards whose recall is least likely now; returns how many."""
        have = {row.card for row in (*self._queue, *self._extra)} | set(self._learning)
        rows = [
            row
            for row in self._present(self.store.due(self.day + _FOR_EVER, self.scope))
            if row.card not in have
        ]
        weak = sorted(rows, key=lambda row: (self.recall(row.card, now), row.card))[:count]
        self._extra.extend(weak)
        return len(weak)

    def drill(self, now: Moment, count: int) -> int:
        """Line up so many cards of the scope and nothing else: due ones, unseen ones, then the weakest.

        Returns how many there are.
        """
        rows = self._present(self.store.due(self.day + _FOR_EVER, self.scope))
        due = [row for row in rows if row.due_day is not None and row.due_day <= self.day]
        rest = sorted(
            (row for row in rows if row not in due), key=lambda row: (self.recall(row.card, now), row.card)
        )
        new = self._present(self.store.new(_EVERY, self.day, self.scope))
        steps = [
            row for row in self._present(self.store.learning(self.scope)) if row.card not in self._learning
        ]
        self._queue, self._drills = deque(), True
        self._extra = deque([*due, *new, *steps, *rest][: max(0, count - len(self._learning))])
        return len(self._extra) + len(self._learning)

    def more_today(self, now: Moment, *, new: int = 0, reviews: int = 0) -> None:
        """Raise today's limits, or the minutes of a plan by what so many cards take, for today only."""
        if self.goal is not None:
            from mlsd_cards import preparation  # noqa: PLC0415

            today = self.store.today(self.day)
            new, reviews = preparation.raised(self.store, self.goal, today, new, reviews)
        self.store.append("", Kind.LIMIT_TODAY, [self.day, new, reviews], now)
        self.reload(now)

    def recall(self, card: str, now: Moment) -> float:
        """The chance of recalling a card now; 0 for one that was never seen."""
        chance = retrievability(self.store.record(card).schedule, now, self.options)
        return 0.0 if chance is None else chance

    def weakest_of_sitting(self, count: int = 5) -> list[str]:
        """The cards of this sitting that are least likely to be recalled, for the finished screen."""
        records = {card: self.store.record(card) for card in self.tally.cards}
        known = [card for card, record in records.items() if record.schedule.memory is not None]

        def weakness(card: str) -> tuple[float, str]:
            memory = records[card].schedule.memory
            return (memory.stability if memory is not None else 0.0), card

        return sorted(known, key=weakness)[:count]
