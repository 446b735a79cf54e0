"""What an attempt is worth: earned weights over all weights, and the grade that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mlsd_cards.mock.script import Script, Stop
from mlsd_cards.mock.session import Flag, Mark, Session
from mlsd_cards.model.case import Grading, Level


class Grade(StrEnum):
    """How an interviewer would vote."""

    STRONG_HIRE = "strong_hire"
    HIRE = "hire"
    LEAN_NO = "lean_no"
    NO_HIRE = "no_hire"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


RANK: Final = {Grade.NO_HIRE: 0, Grade.LEAN_NO: 1, Grade.HIRE: 2, Grade.STRONG_HIRE: 3}

EARNED: Final = {Mark.YES: 1.0, Mark.PARTIAL: 0.5, Mark.NO: 0.0}
"""The share of its weight that a point earns; one that was not marked earns nothing."""


@dataclass(frozen=True, slots=True)
class Earned:
    """Weights earned, of those that could be."""

    earned: float = 0.0
    total: float = 0.0

    @property
    def share(self) -> float:
        """0 to 1; all of nothing is 1."""
        return self.earned / self.total if self.total else 1.0

    def __add__(self, other: Earned) -> Earned:
        return Earned(self.earned + other.earned, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Score:
    """The weights of all steps and of the points that any hire makes; `grade` is None for a single step."""

    all: Earned
    must: Earned
    open_flags: int
    grade: Grade | None


def earned_at(stop: Stop, session: Session, level: Level | None = None) -> Earned:
    """What a stop earned, over all its points or those of one level."""
    points = [point for point in stop.points if level in (None, point.level)]
    gained = 0.0
    for point in points:
        mark = session.mark_of(point.key, stop.key)
        gained += EARNED[mark] * point.weight if mark is not None else 0.0
    return Earned(gained, float(sum(point.weight for point in points)))


def score(script: Script, session: Session) -> Score:
    """The score of a session as it stands; what was not reached counts as missed."""
    steps = script.steps
    whole = sum((earned_at(stop, session) for stop in steps), Earned())
    must = sum((earned_at(stop, session, Level.MUST) for stop in steps), Earned())
    flags = sum(session.flag_of(text, stop.key) is Flag.TICKED for stop in steps for text in stop.red_flags)
    grade = grade_of(whole.share, must.share, flags, script.grading) if script.is_whole else None
    return Score(whole, must, flags, grade)


def grade_of(share: float, must: float, open_flags: int, grading: Grading) -> Grade:
    """Thresholds, and two caps: without the must points, or with an open red flag, there is no hire."""
    hireable = must >= grading.must_floor and not open_flags
    if hireable and share >= grading.strong_hire:
        return Grade.STRONG_HIRE
    if hireable and share >= grading.hire:
        return Grade.HIRE
    return Grade.LEAN_NO if share >= grading.lean_no else Grade.NO_HIRE
