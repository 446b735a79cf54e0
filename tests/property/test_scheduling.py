"""What holds for every card, every clock and every history."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import ROLLOVER_HOURS, Options
from mlsd_cards.review.scheduling import CardState, Phase, answer, fuzz_range, next_states
from mlsd_cards.review.studyday import Moment, date_of, days_elapsed, next_rollover, study_day

ZONES = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Gaza",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Antarctica/Troll",
]
QUARTER = 15 * 60 * 1000
FIRST, LAST = (round(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000) for year in (2016, 2026))


def moments_around_changes(zone: str) -> list[Moment]:
    """Take every quarter hour of the days on which the zone's offset changes in ten years, else two a day."""
    info, moments = ZoneInfo(zone), []
    day = 86_400_000
    for start in range(FIRST, LAST, day):
        quiet = Moment.in_zone(start, info).offset_minutes == Moment.in_zone(start + day, info).offset_minutes
        moments += [
            Moment.in_zone(at, info) for at in range(start, start + day, day // 2 if quiet else QUARTER)
        ]
    return moments


@pytest.mark.parametrize("zone", ZONES)
def test_the_study_day_never_runs_backwards_nor_skips_in_ten_years(zone: str) -> None:
    moments = moments_around_changes(zone)
    for hour in ROLLOVER_HOURS:
        days = [study_day(moment, hour) for moment in moments]
        assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(days))


@pytest.mark.parametrize(("zone", "hour"), [("Antarctica/Troll", 2), ("Pacific/Chatham", 3)])
def test_at_the_hours_that_are_refused_it_would_run_backwards(zone: str, hour: int) -> None:
    days = [study_day(moment, hour) for moment in moments_around_changes(zone)]
    assert any(later < earlier for earlier, later in pairwise(days))


zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.integers(FIRST, LAST)
hours = st.sampled_from(ROLLOVER_HOURS)


@given(instants, zones, hours)
def test_a_study_day_ends_at_its_next_rollover(utc_ms: int, zone: ZoneInfo, hour: int) -> None:
    now = Moment.in_zone(utc_ms, zone)
    end = next_rollover(now, hour)
    assert 0 < end - utc_ms <= 86_400_000
    assert study_day(now._replace(utc_ms=end - 1), hour) == study_day(now, hour)
    assert study_day(now._replace(utc_ms=end), hour) == study_day(now, hour) + 1
    wall = datetime.fromtimestamp(utc_ms / 1000, zone)
    assert 0 <= (wall.date() - date_of(study_day(now, hour))).days <= 1


@given(instants, st.integers(0, 400 * 86_400_000), st.integers(-720, 840), hours)
def test_at_one_offset_days_elapsed_are_the_difference_of_study_days(
    last: int, gap: int, offset: int, hour: int
) -> None:
    before, now = Moment(last, offset), Moment(last + gap, offset)
    elapsed = days_elapsed(last, next_rollover(now, hour))
    on_rollover = (last // 1000 + offset * 60 - hour * 3600) % 86_400 == 0
    assert elapsed == study_day(now, hour) - study_day(before, hour) + on_rollover


steps = st.lists(st.integers(1, 3 * 86_400), max_size=3).map(tuple)
options = st.builds(
    Options,
    desired_retention=st.floats(0.7, 0.99),
    learning_steps=steps,
    relearning_steps=steps,
    maximum_interval=st.integers(1, 36_500),
    fuzz=st.booleans(),
    rollover_hour=hours,
)
ratings = st.sampled_from(Rating)
histories = st.lists(
    st.tuples(st.integers(0, 200 * 86_400_000), st.integers(-720, 840), ratings), max_size=12
)


def replayed(history: list[tuple[int, int, Rating]], opts: Options) -> tuple[CardState, Moment]:
    state, now = CardState("mlsd:ndcg/formula"), Moment(FIRST)
    for gap, offset, rating in history:
        now = Moment(now.utc_ms + gap, offset)
        state = answer(state, rating, now, opts)
    return state, now


@given(histories, options)
@settings(max_examples=300)
def test_the_buttons_promise_what_the_answer_does(
    history: list[tuple[int, int, Rating]], opts: Options
) -> None:
    state, now = replayed(history, opts)
    for rating, outcome in zip(Rating, next_states(state, now, opts), strict=True):
        assert answer(state, rating, now, opts) == outcome.state


@given(histories, options)
@settings(max_examples=300)
def test_states_are_whole(history: list[tuple[int, int, Rating]], opts: Options) -> None:
    state, now = replayed(history, opts)
    today = study_day(now, opts.rollover_hour)
    for outcome in next_states(state, now, opts):
        after = outcome.state
        assert (after.due_at is None) != (after.due_day is None)
        assert after.due_at is None or after.due_at >= now.utc_ms
        assert after.due_day is None or after.due_day > today
        assert after.memory is not None
        assert 0.001 <= after.memory.stability <= 36_500
        assert 1 <= after.memory.difficulty <= 10
        assert after.reps == state.reps + 1
        assert (after.phase is Phase.REVIEW) <= (after.due_day == today + after.interval)


@given(histories, options)
@settings(max_examples=300)
def test_hard_good_and_easy_of_a_review_are_in_order_up_to_the_maximum(
    history: list[tuple[int, int, Rating]], opts: Options
) -> None:
    state, now = replayed(history, opts)
    if state.phase is not Phase.REVIEW:
        return
    days = [outcome.state.interval for outcome in next_states(state, now, opts)[1:]]
    assert all(short < long or long == opts.maximum_interval for short, long in pairwise(days))
    assert days[0] >= 1
    assert days[-1] <= opts.maximum_interval


@given(histories, options)
@settings(max_examples=300)
def test_fuzz_changes_a_first_interval_only_inside_its_range(
    history: list[tuple[int, int, Rating]], opts: Options
) -> None:
    state, now = replayed(history, replace(opts, fuzz=True))
    drawn = next_states(state, now, replace(opts, fuzz=True)).hard
    exact = next_states(state, now, replace(opts, fuzz=False)).hard
    assert drawn.state._replace(interval=0, due_day=None) == exact.state._replace(interval=0, due_day=None)
    if exact.state.phase is Phase.REVIEW and drawn.state.interval != exact.state.interval:
        low, high = fuzz_range(exact.state.interval, 1, opts.maximum_interval)
        assert low - 1 <= drawn.state.interval <= high + 1


@given(st.floats(0.01, 40_000), st.integers(1, 36_500), st.integers(1, 36_500))
def test_a_fuzz_range_stays_inside_its_limits(ideal: float, one: int, other: int) -> None:
    minimum, maximum = sorted((one, other))
    low, high = fuzz_range(ideal, minimum, maximum)
    assert minimum <= low <= high <= maximum
