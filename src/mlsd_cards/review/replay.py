"""What the log says: the state of each card and the options in force, by applying events in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.goal import Goal, goal_of
from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.options import NewReviewOrder, Options, ReviewOrder
from mlsd_cards.review.scheduling import CardState, Phase, answer, became_leech
from mlsd_cards.review.studyday import Moment, study_day

__all__ = [
    "CardRecord",
    "Rating",
    "Timeline",
    "apply",
    "options_changes",
    "rated",
    "replay",
    "undone",
    "with_changes",
]

_NEW = Phase.NEW  # looking up an enum's member is slow, and so is calling a named tuple
_tuple = tuple.__new__


class CardRecord(NamedTuple):
    """All that the log says of a card: its schedule and what the learner did to it."""

    schedule: CardState
    suspended: bool = False
    buried_on: int | None = None  # hidden on that study day
    flag: int = 0
    marked: bool = False
    leech: bool = False
    queued_on: int | None = None  # to be shown on that study day, due or not
    introduced_on: int | None = (
        None  # study day of the first answer; None if its schedule came from elsewhere
    )

    @classmethod
    def new(cls, card: str) -> CardRecord:
        return cls(CardState(card))


def apply(record: CardRecord, event: Event, options: Options) -> CardRecord:
    """The card after an event; kinds that do not concern cards change nothing."""
    if event.rating is not None:
        return rated(record, event.rating, event.at, options)
    change = _CHANGES.get(event.kind)
    return record if change is None else change(record, event.value)


def rated(record: CardRecord, rating: Rating, at: Moment, options: Options) -> CardRecord:
    """The card after an answer, which must be quick: replaying a log makes a million of them."""
    before, suspended, buried_on, flag, marked, leech, _, introduced_on = record
    after = answer(before, rating, at, options)
    if after.lapses != before.lapses and became_leech(before, after, options):
        leech, suspended = True, suspended or options.leech_suspend
    if introduced_on is None and before.phase is _NEW:
        introduced_on = study_day(at, options.rollover_hour)
    return _tuple(CardRecord, (after, suspended, buried_on, flag, marked, leech, None, introduced_on))


def _due_on(state: CardState, day: int) -> CardState:
    """A review card due on a day of the learner's choice; a new one has no memory yet (Anki's Set Due Date)."""
    return state._replace(
        phase=Phase.REVIEW, due_at=None, due_day=day, interval=max(1, state.interval), remaining_steps=0
    )


_IMPORTED = ("due_at", "due_day", "interval", "remaining_steps", "reps", "lapses", "last_review")


def _imported(card: str, value: Mapping[str, Any]) -> CardState:
    memory = value.get("memory")
    plain = {key: value[key] for key in _IMPORTED if key in value}
    return CardState(card, Phase(value["phase"]), memory=Memory(*memory) if memory else None, **plain)


_CHANGES: dict[str, Callable[[CardRecord, Any], CardRecord]] = {
    Kind.SUSPEND: lambda record, _: record._replace(suspended=True),
    Kind.UNSUSPEND: lambda record, _: record._replace(suspended=False),
    Kind.BURY: lambda record, day: record._replace(buried_on=int(day)),
    Kind.UNBURY: lambda record, _: record._replace(buried_on=None),
    Kind.FLAG: lambda record, flag: record._replace(flag=int(flag)),
    Kind.MARK: lambda record, marked: record._replace(marked=bool(marked)),
    Kind.FORGET: lambda record, _: record._replace(
        schedule=CardState(record.schedule.card_id), introduced_on=None, leech=False
    ),
    Kind.SET_DUE: lambda record, day: record._replace(schedule=_due_on(record.schedule, int(day))),
    Kind.QUEUE_TODAY: lambda record, day: record._replace(queued_on=int(day)),
    Kind.IMPORT: lambda record, value: record._replace(schedule=_imported(record.schedule.card_id, value)),
}


def undone(events: Iterable[Event]) -> frozenset[str]:
    """The ids of the events that were taken back."""
    return frozenset(str(event.value) for event in events if event.kind == Kind.UNDO)


def replay(events: Iterable[Event]) -> tuple[dict[str, CardRecord], Options]:
    """The whole collection from the whole log. Options hold from their event on; an undone event never was.

    Undoing an undo does nothing.
    """
    ordered = list(events)
    gone = undone(ordered)
    cards: dict[str, CardRecord] = {}
    options = Options()
    for event in ordered:
        if event.id in gone or event.kind == Kind.UNDO:
            continue
        if event.kind == Kind.SETTINGS:
            options = with_changes(options, event.value)
        elif event.card != NO_CARD:
            record = cards.get(event.card) or CardRecord.new(event.card)
            cards[event.card] = apply(record, event, options)
    return cards, options


class Timeline:
    """The options in force at every place of the log and the goal of now, from the log's events without a card."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        """Read settings and plans from `events`, which stand in the log's order."""
        self._starts: list[int] = []
        self._options = [Options()]
        self.goal: Goal | None = None
        ordered = list(events)
        gone = undone(ordered)
        for event in ordered:
            if event.id in gone:
                continue
            if event.kind == Kind.PLAN:
                self.goal = goal_of(event.value)
            elif event.kind == Kind.SETTINGS:
                self._starts.append(event.seq)
                self._options.append(with_changes(self._options[-1], event.value))

    @property
    def now(self) -> Options:
        """The options after the last event."""
        return self._options[-1]

    @property
    def past(self) -> tuple[Options, ...]:
        """All options that ever held, oldest first; the last ones hold now."""
        return tuple(self._options)

    @property
    def starts(self) -> tuple[int, ...]:
        """The places at which options changed."""
        return tuple(self._starts)

    def at(self, seq: int) -> Options:
        """The options that hold for the event with this `seq`."""
        return self._options[bisect_right(self._starts, seq)]


def options_changes(before: Options, after: Options) -> dict[str, Any]:
    """The options that differ, as a settings event records them."""
    old, new = asdict(before), asdict(after)
    changed = ((key, value) for key, value in new.items() if value != old[key])
    return {key: list(value) if isinstance(value, tuple) else value for key, value in changed}


def with_changes(options: Options, changes: Mapping[str, Any]) -> Options:
    """Options after a settings event; names that this version does not know are ignored.

    Raises:
        OptionsError: a value cannot be.
        ValueError: an order has a name that this version does not know.
    """
    known = {field.name for field in fields(Options)}
    values: dict[str, Any] = {}
    for key, value in changes.items():
        if key not in known:
            continue
        if key == "new_review_order":
            values[key] = NewReviewOrder(value)
        elif key == "review_order":
            values[key] = ReviewOrder(value)
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return replace(options, **values)
