"""The study day of an instant, and the days that Anki counts between two."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mlsd_cards.review.studyday import Moment, date_of, days_elapsed, next_rollover, study_day

HOUR = 3_600_000


def moment(text: str, offset_minutes: int = 0) -> Moment:
    """Read a wall clock."""
    wall = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Moment(round(wall.timestamp() * 1000) - offset_minutes * 60_000, offset_minutes)


def elapsed(last: Moment, now: Moment, rollover_hour: int = 4) -> int:
    return days_elapsed(last.utc_ms, next_rollover(now, rollover_hour))


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        ("2026-03-02T00:30", "2026-03-01"),
        ("2026-03-02T03:59:59.999", "2026-03-01"),
        ("2026-03-02T04:00", "2026-03-02"),
        ("2026-03-02T23:59", "2026-03-02"),
    ],
)
@pytest.mark.parametrize("offset", [-480, 0, 345, 840])
def test_a_night_before_the_rollover_belongs_to_the_day_before_wherever_it_is(
    wall: str, day: str, offset: int
) -> None:
    assert date_of(study_day(moment(wall, offset), 4)) == date.fromisoformat(day)


def test_the_next_rollover_is_the_first_instant_of_the_next_study_day() -> None:
    now = moment("2026-03-02T21:15:07.5", 60)
    end = next_rollover(now, 5)
    assert end == moment("2026-03-03T05:00", 60).utc_ms
    assert study_day(Moment(end - 1, 60), 5) == study_day(now, 5)
    assert study_day(Moment(end, 60), 5) == study_day(now, 5) + 1


def test_days_are_counted_by_rollovers_and_not_by_24_hours() -> None:
    evening = moment("2026-03-02T23:00")
    assert elapsed(evening, moment("2026-03-03T03:00")) == 0
    assert elapsed(evening, moment("2026-03-03T05:00")) == 1
    assert elapsed(evening, moment("2026-03-04T03:00")) == 1


@pytest.mark.parametrize(
    ("last", "days"),
    [("03:59:59.999", 1), ("04:00:00", 1), ("04:00:00.999", 1), ("04:00:01", 0)],
)
def test_a_review_in_the_second_of_the_rollover_counts_to_the_day_before_as_in_anki(
    last: str, days: int
) -> None:
    assert elapsed(moment(f"2026-03-02T{last}"), moment("2026-03-02T09:00")) == days


@pytest.mark.parametrize(("now", "days"), [("03:59:59.999", 1), ("04:00:00", 2)])
def test_an_answer_in_the_second_of_the_rollover_counts_to_the_new_day_as_in_anki(
    now: str, days: int
) -> None:
    assert elapsed(moment("2026-03-01T03:00"), moment(f"2026-03-02T{now}")) == days


def test_a_clock_that_was_put_back_gives_no_negative_days() -> None:
    assert elapsed(moment("2026-03-05T12:00"), moment("2026-03-02T12:00")) == 0


def test_the_offset_of_a_moment_is_that_of_its_zone_then() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert Moment.in_zone(moment("2026-01-15T12:00").utc_ms, berlin).offset_minutes == 60
    assert Moment.in_zone(moment("2026-07-15T12:00").utc_ms, berlin).offset_minutes == 120
