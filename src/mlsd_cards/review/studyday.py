"""A study day runs from one rollover to the next on the learner's wall clock.

Instants are UTC milliseconds. Each is recorded with the wall clock's offset
from UTC at that moment, so a past review keeps its study day when the learner
travels or the clocks change. Study days are numbered like dates: day 0 is
1 January 1970. As in Anki, seconds are what the clock shows: the milliseconds
of an instant are cut off before days are counted.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1)


class Moment(NamedTuple):
    """An instant and what the wall clock said: UTC milliseconds and offset from UTC in minutes."""

    utc_ms: int
    offset_minutes: int = 0

    @classmethod
    def in_zone(cls, utc_ms: int, zone: tzinfo) -> "Moment":
        """Read the offset off `zone`; an offset with seconds (before 1972) is cut to minutes."""
        offset = datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone(zone).utcoffset() or timedelta()
        return cls(utc_ms, int(offset.total_seconds() // 60))


def study_day(moment: Moment, rollover_hour: int) -> int:
    """Number the study day of `moment`; an instant on the rollover opens the new day.

    `rollover_hour` is 0 or 4 to 12: between 1 and 3 o'clock some zones put
    their clocks back, and a day would run backwards.
    """
    seconds = moment.utc_ms // 1000
    return (seconds - _start_of_day_0(moment, rollover_hour)) // DAY_SECONDS


def next_rollover(moment: Moment, rollover_hour: int) -> int:
    """Return the UTC milliseconds at which the study day of `moment` ends, going by its own offset."""
    seconds = moment.utc_ms // 1000
    since_rollover = (seconds - _start_of_day_0(moment, rollover_hour)) % DAY_SECONDS
    return (seconds - since_rollover + DAY_SECONDS) * 1000


def _start_of_day_0(moment: Moment, rollover_hour: int) -> int:
    return rollover_hour * 3600 - moment.offset_minutes * 60


def days_elapsed(last_review: int, rollover: int) -> int:
    """Count the days from `last_review` to the study day that ends at `rollover` (both UTC ms); never negative.

    Anki's count: whole 86,400 s between the two. Unlike a difference of study
    days it knows one offset only, that of the later day, and a review exactly
    on a rollover counts to the day before.
    """
    days = (rollover // 1000 - last_review // 1000) // DAY_SECONDS
    return max(0, days)


def date_of(day: int) -> date:
    """Return the calendar date on which study day `day` begins."""
    return _EPOCH + timedelta(days=day)
