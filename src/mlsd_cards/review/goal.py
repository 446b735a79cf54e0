"""The interview that the learner prepares for, as the review log keeps it: when, with how much time, for which job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mlsd_cards.review.studyday import date_of

MINUTES = 30
"""A day, where nobody says otherwise."""

FEWEST_MINUTES, MOST_MINUTES = 5, 600
FURTHEST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Goal:
    """An interview on the study day `day`; `minutes` a day until then, weighed by a job `profile` or by none."""

    day: int
    minutes: int = MINUTES
    profile: str | None = None

    @property
    def date(self) -> date:
        """The day of the interview as a date."""
        return date_of(self.day)

    def holds(self, today: int) -> bool:
        """Whether it is still to come; on the day itself ordinary scheduling is back."""
        return today < self.day

    def as_value(self) -> dict[str, Any]:
        """What the event in the log holds."""
        return {"date": self.date.isoformat(), "minutes": self.minutes, "for": self.profile}


def day_of(on: date) -> int:
    """The study day that begins on a date."""
    return (on - date_of(0)).days


def goal_of(value: Any) -> Goal | None:
    """The goal of an event's value; None for none, and for one that cannot be read."""
    if not isinstance(value, Mapping):
        return None
    on, minutes, profile = value.get("date"), value.get("minutes"), value.get("for")
    if (
        isinstance(minutes, bool)
        or not isinstance(minutes, int)
        or not FEWEST_MINUTES <= minutes <= MOST_MINUTES
    ):
        return None
    if not isinstance(on, str) or not (profile is None or isinstance(profile, str)):
        return None
    try:
        return Goal(day_of(date.fromisoformat(on)), minutes, profile)
    except ValueError:
        return None
