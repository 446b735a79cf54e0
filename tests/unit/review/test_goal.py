"""What the log says of the interview: the last word counts, nonsense is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mlsd_cards.review.events import NO_CARD, Event, Kind
from mlsd_cards.review.goal import Goal, day_of, goal_of
from mlsd_cards.review.replay import Timeline, replay
from mlsd_cards.review.studyday import Moment

GOAL = Goal(day_of(date(2026, 12, 15)), 45, "ads")


def planned(name: str, value: Any) -> Event:
    return Event(name, "device", NO_CARD, Kind.PLAN, Moment(1), value=value)


def test_a_goal_survives_the_log() -> None:
    assert goal_of(GOAL.as_value()) == GOAL
    assert GOAL.as_value() == {"date": "2026-12-15", "minutes": 45, "for": "ads"}


def test_it_holds_until_the_day_before() -> None:
    assert GOAL.holds(GOAL.day - 1)
    assert not GOAL.holds(GOAL.day)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"date": "2026-12-15"},
        {"date": "2026-12-32", "minutes": 30},
        {"date": "2026-12-15", "minutes": 4},
        {"date": "2026-12-15", "minutes": True},
        {"date": 5, "minutes": 30},
        {"date": "2026-12-15", "minutes": 30, "for": 1},
    ],
)
def test_what_is_no_goal_is_none(value: Any) -> None:
    assert goal_of(value) is None


def test_the_last_event_counts_and_none_drops_the_plan() -> None:
    other = Goal(GOAL.day + 3, 30)
    first, second = planned("first-event", GOAL.as_value()), planned("second-event", other.as_value())
    assert Timeline([first, second]).goal == other
    assert Timeline([first, planned("third-event", None)]).goal is None
    undo = Event("undo-event", "device", NO_CARD, Kind.UNDO, Moment(2), value="second-event")
    assert Timeline([first, second, undo]).goal == GOAL


def test_a_plan_changes_neither_cards_nor_options() -> None:
    assert replay([planned("first-event", GOAL.as_value())]) == replay([])
