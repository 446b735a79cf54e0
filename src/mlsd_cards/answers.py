"""Answers: what a sitting gave and what is left of it, which grade to suggest, how an interval is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mlsd_cards.model.calc import read_number
from mlsd_cards.model.definition import Calc
from mlsd_cards.review.memory import Rating


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of today: cards by sort, and the minutes they will take at the learner's own pace."""

    new: int
    learning: int
    review: int
    minutes: float

    @property
    def total(self) -> int:
        return self.new + self.learning + self.review


class Given(NamedTuple):
    """An answer of this sitting."""

    card: str
    new: bool  # the card had never been seen
    rating: Rating
    milliseconds: int


@dataclass(slots=True)
class Tally:
    """What this sitting did, for the finished screen."""

    given: list[Given] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return len(self.given)

    @property
    def new(self) -> int:
        return sum(one.new for one in self.given)

    @property
    def again(self) -> int:
        return sum(one.rating is Rating.Again for one in self.given)

    @property
    def milliseconds(self) -> int:
        return sum(one.milliseconds for one in self.given)

    @property
    def cards(self) -> list[str]:
        """The cards that were answered, each once."""
        return list(dict.fromkeys(one.card for one in self.given))

    def take_back(self, card: str) -> None:
        """Forget the newest answer to a card."""
        for place in range(len(self.given) - 1, -1, -1):
            if self.given[place].card == card:
                del self.given[place]
                return


def suggested_for_points(ticked: int, total: int) -> Rating:
    """The grade to suggest for a checklist: all said Good, most of them Hard, else Again."""
    if ticked >= total:
        return Rating.Good
    return Rating.Hard if ticked * 3 >= total * 2 else Rating.Again


def check_number(calc: Calc, typed: str) -> bool | None:
    """Whether a typed number is close enough; None if it is no number."""
    value = read_number(typed)
    return None if value is None else calc.accepts(value)


def interval_label(seconds: int) -> str:
    """An interval as Anki writes it on a button: `<1m`, `10m`, `3d`, `1.2mo`, `1.5y`."""
    if seconds < 60:
        return "<1m"
    if seconds < 3600:
        return f"{round(seconds / 60)}m"
    if seconds < 86_400:
        return f"{round(seconds / 3600)}h"
    days = seconds / 86_400
    if days < 30:
        return f"{round(days)}d"
    if days < 365:
        return f"{days / 30:.1f}".removesuffix(".0") + "mo"
    return f"{days / 365:.1f}".removesuffix(".0") + "y"
