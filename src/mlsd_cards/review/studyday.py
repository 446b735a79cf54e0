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
    utc_ms, offset_minutes = moment
    return (utc_ms // 1000 + offset_minutes * 60 - rollover_hour * 3600) // DAY_SECONDS


def next_rollover(moment: Moment, rollover_hour: int) -> int:
    """Return the UTC milliseconds at which the study day of `moment` ends, going by its own offset."""
    ends = (study_day(moment, rollover_hour) + 1) * DAY_SECONDS + rollover_hour * 3600
    return (ends - moment.offset_minutes * 60) * 1000


def days_elapsed(last_review: int, now: Moment, rollover_hour: int) -> int:
    """Count the days from `last_review` (UTC ms) to `now` as Anki does; never negative.

    Whole 86,400 s from the last review to the next rollover. Unlike a
    difference of study days it knows one offset only, that of `now`, and a
    review exactly on a rollover counts to the day before.
    """
    to_rollover = next_rollover(now, rollover_hour) // 1000 - last_review // 1000
    return max(0, to_rollover // DAY_SECONDS)


def date_of(day: int) -> date:
    """Return the calendar date on which study day `day` begins."""
    return _EPOCH + timedelta(days=day)
