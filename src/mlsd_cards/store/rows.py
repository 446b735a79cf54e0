"""What goes into the store and what comes out: small tuples, and nothing of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from mlsd_cards.review.events import Event
from mlsd_cards.review.pace import Pace
from mlsd_cards.review.queue import QueueRow
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.store.tables import record_of

__all__ = [
    "AreaCounts",
    "CardText",
    "DayTally",
    "DeckCard",
    "Match",
    "Pace",
    "QueueRow",
    "Scope",
    "Today",
    "Undone",
]


class DeckCard(NamedTuple):
    """A card as the deck files have it. `position` orders new cards; tags are single words, as in Anki."""

    card: str  # namespace:definition/key, for clozes with #c2
    note: str
    topic: str
    area: str
    priority: int
    position: int
    tags: tuple[str, ...] = ()
    deck: str = ""  # the namespace of its deck


class CardText(NamedTuple):
    """What a search looks through, besides a card's id and tags: the texts as their author wrote them."""

    card: str
    front: str
    back: str
    title: str  # of its topic


class Match(NamedTuple):
    """A card that a search found."""

    number: int  # the store's own, for this file
    card: str
    topic: str
    area: str
    position: int
    state: tuple[Any, ...]

    @property
    def record(self) -> CardRecord:
        """What is known of it; made when it is shown, which most cards never are."""
        return record_of(self.card, self.state)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards take part: None is all. A tag covers those below it (`mlsd::metrics`)."""

    areas: frozenset[str] | None = None
    tags: frozenset[str] | None = None


class AreaCounts(NamedTuple):
    """How many cards of an area wait: reviews due, unseen ones, and steps due by now or on this day."""

    due: int
    new: int
    learning: int


class DayTally(NamedTuple):
    """One study day in numbers. Answers to new cards, to reviews and in (re)learning are counted apart.

    An answer's time counts up to two minutes: nobody thinks longer with the app in front.
    """

    day: int
    new: int = 0
    reviews: int = 0
    lapses: int = 0  # of the reviews
    learning: int = 0
    new_ms: int = 0
    review_ms: int = 0
    learning_ms: int = 0
    more_new: int = 0  # by how much that day's limits were raised
    more_reviews: int = 0

    @property
    def answers(self) -> int:
        return self.new + self.reviews + self.learning

    @property
    def ms(self) -> int:
        """Time spent on cards."""
        return self.new_ms + self.review_ms + self.learning_ms


Today = DayTally
"""A study day so far."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, newest first: one event, or all those that were appended as one."""

    events: tuple[Event, ...]
    records: tuple[CardRecord, ...]  # of the events' cards, as they are now

    @property
    def event(self) -> Event:
        return self.events[0]

    @property
    def record(self) -> CardRecord:
        return self.records[0]
