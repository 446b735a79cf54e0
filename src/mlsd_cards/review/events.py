"""The review log: events that are only ever appended, and all that is known of a card follows from them.

An event never changes and is never deleted; taking an answer back is an event too. `at` is when it
happened on the learner's clock, `seq` the order in which the log holds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mlsd_cards.review.goal import goal_of
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment


class Kind(StrEnum):
    """What happened. Later versions add kinds; an unknown one is kept and ignored."""

    RATING = "rating"
    UNDO = "undo"  # value: the id of the event that is taken back; card: that event's
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"  # value: the study day on which the card is hidden
    UNBURY = "unbury"
    FLAG = "flag"  # value: 0 (none) to 7
    MARK = "mark"  # value: true or false
    FORGET = "forget"  # the card is new again; its history stays
    SET_DUE = "set due"  # value: study day
    QUEUE_TODAY = "queue today"  # value: study day
    SETTINGS = "settings"  # no card; value: the options that changed
    LIMIT_TODAY = "limit today"  # no card; value: [study day, more new cards, more reviews]
    IMPORT = "import"  # value: a card's state from elsewhere
    PLAN = "plan"  # no card; value: the interview prepared for (`review.goal`); none: no longer any
    MOCK = "mock"  # no card; value: what happened in a mock interview (`mlsd_cards.mock.entries`)


NO_CARD = ""
"""The card id of events that concern the collection."""

UNDOABLE = frozenset(Kind) - {Kind.UNDO, Kind.SETTINGS, Kind.IMPORT, Kind.MOCK, Kind.PLAN}
"""What the undo key takes back; settings are changed back where they were changed, an interview goes on."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log. `id` is unique over all devices; `duration_ms` is the time spent on the card.

    `value` holds what the kind needs, as JSON allows it. `stability` (days), `difficulty` and `due` (ISO
    date or time) record for audit what a rating led to; replay computes them anew.
    """

    id: str
    device: str
    card: str
    kind: str
    at: Moment
    rating: Rating | None = None
    duration_ms: int = 0
    value: Any = None
    stability: float | None = None
    difficulty: float | None = None
    due: str | None = None
    seq: int = 0  # given by the log

    def value_json(self) -> str | None:
        """The value as the log stores it."""
        return (
            None if self.value is None else json.dumps(self.value, separators=(",", ":"), ensure_ascii=False)
        )


def suits(kind: Kind, value: Any) -> bool:
    """Whether an event of this kind can hold this value; ratings, undo and settings have ways of their own."""
    fits = _VALUES.get(kind)
    return fits is not None and fits(value)


def _is_nothing(value: Any) -> bool:
    return value is None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_VALUES: dict[Kind, Callable[[Any], bool]] = {
    Kind.SUSPEND: _is_nothing,
    Kind.UNSUSPEND: _is_nothing,
    Kind.BURY: _is_number,
    Kind.UNBURY: _is_nothing,
    Kind.FLAG: lambda value: _is_number(value) and 0 <= value <= 7,
    Kind.MARK: lambda value: isinstance(value, bool),
    Kind.FORGET: _is_nothing,
    Kind.SET_DUE: _is_number,
    Kind.QUEUE_TODAY: _is_number,
    Kind.LIMIT_TODAY: lambda value: (
        isinstance(value, list | tuple) and len(value) == 3 and all(map(_is_number, value))
    ),
    Kind.IMPORT: lambda value: isinstance(value, Mapping) and value.get("phase") in {0, 1, 2, 3},
    Kind.PLAN: lambda value: value is None or goal_of(value) is not None,
    Kind.MOCK: lambda value: (
        isinstance(value, Mapping)
        and all(isinstance(value.get(key), str) and value[key] for key in ("session", "case", "do"))
    ),
}
