"""Learners to draw: one who did nothing yet, one after a single day, one after most of a year."""

from __future__ import annotations

import random
from datetime import timedelta

from mlsd_cards.review.histories import Prediction, judge
from mlsd_cards.review.statistics import (
    DAY_EDGES,
    DIFFICULTY_EDGES,
    RECALL_EDGES,
    Answers,
    Calibration,
    Hour,
    histogram,
)
from mlsd_cards.review.studyday import date_of
from mlsd_cards.standing import PERIODS, Area, Standing
from mlsd_cards.store import DayTally, Pace
from mlsd_cards.store.statistics import Leech, Progress, Slow

DAY = 20_000
NASTY = "<script>alert(1)</script> & Co \x1b[31m"


def nothing() -> Standing:
    none = histogram([], DAY_EDGES)
    return Standing(
        day=DAY,
        target=0.9,
        days=(),
        streak=0,
        longest=0,
        periods=dict.fromkeys(PERIODS, Answers()),
        areas=(),
        hours=(Hour(),) * 24,
        pace=Pace(25.0, 15.0, 12.0),
        forecast={},
        intervals=none,
        stabilities=none,
        difficulties=none,
        recall=none,
        remembered=0.0,
        leeches=(),
        slowest=(),
        calibration=Calibration(None, 0, 0),
    )


def learner(days: int) -> Standing:
    """Somebody who studied on most of so many days; always the same person."""
    draw = random.Random(days)
    there = [back for back in range(days - 1, -1, -1) if back == 0 or draw.random() < 0.8]
    tallies = tuple(
        DayTally(
            DAY - back,
            draw.randint(0, 9),
            draw.randint(0, 60),
            3,
            draw.randint(1, 20),
            90_000,
            400_000,
            60_000,
        )
        for back in there
    )
    one = Answers((9, 4, 60, 12), (30, 12, 240, 20), (6, 4, 90, 8), (1, 2), 4_000_000)
    told = [Prediction(0.5 + draw.random() / 2, draw.random() < 0.8) for _ in range(400)]
    recall = [0.6 + draw.random() * 0.4 for _ in range(300)]
    return Standing(
        day=DAY,
        target=0.9,
        days=tallies,
        streak=4,
        longest=max(4, days // 9),
        periods=dict.fromkeys(PERIODS, one),
        areas=(
            Area(
                "metrics",
                "Metrics",
                one,
                (Progress("metrics", 1, 10, 4, 60, 20), Progress("metrics", 3, 5, 0, 0, 0)),
            ),
            Area(
                "losses", "Losses, objectives and all that", one + one, (Progress("losses", 2, 0, 0, 9, 40),)
            ),
            Area("cases", NASTY, Answers(), (Progress("cases", 1, 30, 0, 0, 0),)),
        ),
        hours=tuple(Hour(hour * 7, hour * 6) if hour > 6 else Hour() for hour in range(24)),
        pace=Pace(24.0, 9.5, 12.0),
        forecast={-3: 2, 0: 12, **{ahead: draw.randint(0, 30) for ahead in range(1, 40)}},
        intervals=histogram([draw.expovariate(1 / 40) for _ in range(300)], DAY_EDGES),
        stabilities=histogram([draw.expovariate(1 / 50) for _ in range(300)], DAY_EDGES),
        difficulties=histogram([draw.uniform(1, 10) for _ in range(300)], DIFFICULTY_EDGES),
        recall=histogram(recall, RECALL_EDGES),
        remembered=sum(recall),
        leeches=(Leech("test:ndcg/formula", 9, 30, suspended=True),),
        slowest=(Slow("test:ndcg/worked", 61.5, 4),),
        calibration=Calibration(judge(told), 60, 120),
    )


TODAY = date_of(DAY)
YESTERDAY = TODAY - timedelta(days=1)
