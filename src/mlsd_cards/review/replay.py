"""What the log says: the state of each card and the options in force, by applying events in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.options import NewReviewOrder, Options, ReviewOrder
from mlsd_cards.review.scheduling import CardState, Phase, answer, became_leech
from mlsd_cards.review.studyday import study_day


class CardRecord(NamedTuple):
    """All that the log says of a card: its schedule and what the learner did to it."""

    schedule: CardState
    suspended: bool = False
    buried_on: int | None = None  # hidden on that study day
    flag: int = 0
    marked: bool = False
    leech: bool = False
    queued_on: int | None = None  # to be shown on that study day, due or not
    introduced_on: int | None = None  # study day of the first answer

    @classmethod
    def new(cls, card: str) -> CardRecord:
        return cls(CardState(card))


def apply(record: CardRecord, event: Event, options: Options) -> CardRecord:
    """The card after an event; kinds that do not concern cards change nothing."""
    match event.kind:
        case Kind.RATING if event.rating is not None:
            return _rated(record, event, options)
        case Kind.SUSPEND:
            return record._replace(suspended=True)
        case Kind.UNSUSPEND:
            return record._replace(suspended=False)
        case Kind.BURY:
            return record._replace(buried_on=int(event.value))
        case Kind.UNBURY:
            return record._replace(buried_on=None)
        case Kind.FLAG:
            return record._replace(flag=int(event.value))
        case Kind.MARK:
            return record._replace(marked=bool(event.value))
        case Kind.FORGET:
            return record._replace(
                schedule=CardState(record.schedule.card_id), introduced_on=None, leech=False
            )
        case Kind.SET_DUE:
            return record._replace(schedule=_due_on(record.schedule, int(event.value)))
        case Kind.QUEUE_TODAY:
            return record._replace(queued_on=int(event.value))
        case Kind.IMPORT:
            return record._replace(schedule=_imported(record.schedule.card_id, event.value))
        case _:
            return record


def _rated(record: CardRecord, event: Event, options: Options) -> CardRecord:
    assert event.rating is not None
    before = record.schedule
    after = answer(before, event.rating, event.at, options)
    leech = became_leech(before, after, options)
    introduced = record.introduced_on
    if introduced is None:
        introduced = study_day(event.at, options.rollover_hour)
    return record._replace(
        schedule=after,
        leech=record.leech or leech,
        suspended=record.suspended or (leech and options.leech_suspend),
        introduced_on=introduced,
        queued_on=None,
    )


def _due_on(state: CardState, day: int) -> CardState:
    """A review card due on a day of the learner's choice; a new one keeps no memory (Anki's Set Due Date)."""
    return state._replace(
        phase=Phase.REVIEW, due_at=None, due_day=day, interval=max(1, state.interval), remaining_steps=0
    )


def _imported(card: str, value: Mapping[str, Any]) -> CardState:
    memory = value.get("memory")
    plain = {
        key: value[key]
        for key in ("due_at", "due_day", "interval", "remaining_steps", "reps", "lapses", "last_review")
        if key in value
    }
    return CardState(card, Phase(value["phase"]), memory=Memory(*memory) if memory else None, **plain)


def undone(events: Iterable[Event]) -> frozenset[str]:
    """The ids of the events that were taken back."""
    return frozenset(str(event.value) for event in events if event.kind == Kind.UNDO)


def replay(events: Iterable[Event]) -> tuple[dict[str, CardRecord], Options]:
    """The whole collection from the whole log. Options hold from their event on; an undone event never was."""
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


def options_changes(before: Options, after: Options) -> dict[str, Any]:
    """The options that differ, as a settings event records them."""
    old, new = asdict(before), asdict(after)
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in new.items()
        if value != old[key]
    }


def with_changes(options: Options, changes: Mapping[str, Any]) -> Options:
    """Options after a settings event; names that this version does not know are ignored.

    Raises:
        OptionsError: a value cannot be.
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


__all__ = ["CardRecord", "Rating", "apply", "options_changes", "replay", "undone", "with_changes"]
