"""Where the learner stands: everything that the statistics say, as one value; drawn by `figures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlsd_cards.library import Library
from mlsd_cards.review.memory import Memory
from mlsd_cards.review.options import Options
from mlsd_cards.review.statistics import (
    DAY_EDGES,
    DIFFICULTY_EDGES,
    RECALL_EDGES,
    Answers,
    Calibration,
    Histogram,
    Hour,
    histogram,
    longest_streak,
)
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, next_rollover, study_day
from mlsd_cards.store import DayTally, Pace, Store
from mlsd_cards.store.statistics import KnownCard, Leech, Progress, Slow

SHOWN = 10
"""As many leeches and slow cards are named."""

PERIODS: Mapping[str, tuple[int, int]] = {
    "today": (0, 0),
    "yesterday": (1, 1),
    "7 days": (6, 0),
    "30 days": (29, 0),
    "365 days": (364, 0),
    "all time": (1_000_000, 0),
}
"""From so many days ago up to so many days ago; Anki's periods."""

YEAR = "365 days"
"""The period of the numbers by area, by button and by hour."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the decks: the year's answers, and its cards by priority."""

    id: str
    title: str
    answers: Answers
    progress: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it. `day` is today's study day, `target` the desired retention; `forecast` counts by days from today."""

    day: int
    target: float
    days: tuple[DayTally, ...]
    streak: int
    longest: int
    periods: Mapping[str, Answers]
    areas: tuple[Area, ...]
    hours: tuple[Hour, ...]
    pace: Pace
    forecast: Mapping[int, int]
    intervals: Histogram
    stabilities: Histogram
    difficulties: Histogram
    recall: Histogram
    remembered: float  # the cards that would be recalled now, expected
    leeches: tuple[Leech, ...]
    slowest: tuple[Slow, ...]
    calibration: Calibration

    @property
    def answers(self) -> int:
        """All that were ever given."""
        return sum(day.answers for day in self.days)


def standing(store: Store, library: Library, now: Moment) -> Standing:
    """Ask the store for everything.

    Raises:
        StoreError: the log cannot be read.
    """
    options, ask = store.options(), store.statistics()
    day, rollover = study_day(now, options.rollover_hour), next_rollover(now, options.rollover_hour)
    days = ask.tallies()
    by_area = {name: ask.answers_by_area(day - first, day - last) for name, (first, last) in PERIODS.items()}
    cards = ask.memories()
    recall = _recall(cards, options, now)
    return Standing(
        day=day,
        target=options.desired_retention,
        days=tuple(days),
        streak=store.streak(day),
        longest=longest_streak(each.day for each in days),
        periods={name: sum(found.values(), Answers()) for name, found in by_area.items()},
        areas=_areas(library, by_area[YEAR], ask.progress()),
        hours=ask.hours(day - PERIODS[YEAR][0], day),
        pace=store.pace(),
        forecast=ask.forecast(day, rollover),
        intervals=histogram([card.interval for card in cards if card.phase > 1], DAY_EDGES),
        stabilities=histogram([card.stability for card in cards if card.stability is not None], DAY_EDGES),
        difficulties=histogram(
            [card.difficulty for card in cards if card.difficulty is not None], DIFFICULTY_EDGES
        ),
        recall=histogram(recall, RECALL_EDGES),
        remembered=sum(recall),
        leeches=tuple(ask.leeches(SHOWN)),
        slowest=tuple(ask.slowest(SHOWN)),
        calibration=ask.calibration(options),
    )


def _areas(
    library: Library, answers: Mapping[str, Answers], progress: Sequence[Progress]
) -> tuple[Area, ...]:
    """The areas of the decks in teaching order, those that have cards."""
    own: dict[str, list[Progress]] = {}
    for each in progress:
        own.setdefault(each.area, []).append(each)
    return tuple(
        Area(area.id, area.title, answers.get(area.id, Answers()), tuple(own[area.id]))
        for area in library.areas
        if area.id in own
    )


def _recall(cards: Sequence[KnownCard], options: Options, now: Moment) -> list[float]:
    """The chance of recalling each card now, to the second as on a card's info."""
    model, seconds = options.model, now.utc_ms // 1000
    return [
        model.retrievability(
            Memory(card.stability, card.difficulty or 0.0),
            max(0, seconds - card.last_review // 1000) / DAY_SECONDS,
        )
        for card in cards
        if card.stability is not None and card.last_review is not None
    ]


def card_name(library: Library, card: str) -> str:
    """What a learner calls a card: its topic and what it asks; its id if the decks lost it."""
    found = library.find(card)
    return card if found is None else f"{found.topic.title}: {found.note.key}"
