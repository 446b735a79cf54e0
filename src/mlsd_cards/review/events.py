"""The review log: events that are only ever appended, and all that is known of a card follows from them.

An event never changes and is never deleted; taking an answer back is an event too. `at` is when it
happened on the learner's clock, `seq` the order in which the log holds it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment


class Kind(StrEnum):
    """What happened. Later versions add kinds; an unknown one is kept and ignored."""

    RATING = "rating"
    UNDO = "undo"  # value: the id of the event that is taken back
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"  # value: the study day until whose end the card is hidden
    UNBURY = "unbury"
    FLAG = "flag"  # value: 0 (none) to 7
    MARK = "mark"  # value: true or false
    FORGET = "forget"  # the card is new again; its history stays
    SET_DUE = "set due"  # value: study day
    QUEUE_TODAY = "queue today"  # value: study day
    SETTINGS = "settings"  # no card; value: the options that changed
    LIMIT_TODAY = "limit today"  # no card; value: study day, more new cards, more reviews
    IMPORT = "import"  # value: a card's state from elsewhere


NO_CARD = ""
"""The card id of events that concern the collection."""


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
