"""A plan up to the interview: how many new cards a day, and what will be recalled on the day. Pure.

Days are simulated one after the other in expected values. On each day the cards compete by what an answer
adds to recall on the day of the interview, per second that it takes: new cards up to an even share, reviews
that are due, and in the last week every card. A day's answers never take longer than the budget.

More minutes never predict less: the budget is a step of `LADDER`, and the plan is the best over that step
and all smaller ones, which somebody with more time could follow as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from mlsd_cards.review.memory import Memory
from mlsd_cards.review.outlook import Outlook

LADDER = (*range(5, 60, 5), *range(60, 121, 10), *range(150, 601, 30))
"""Minutes a day for which plans are worked out."""

LAST_WEEK = 7
"""Days before the interview on which any card may come, due or not."""

_QUIET_DAYS = 2  # before the interview, kept free of new cards where there is time enough
_FRESH = 3  # days for which a card's value is taken as it was: it moves slowly, and asking is what takes time
_WORTH = 0.002  # a smaller gain in recall is not worth an answer


_first_two = itemgetter(0, 1)


class PlanCard(NamedTuple):
    """A card that competes: `weight` is what its recall is worth; `memory` None: never seen.

    `last` is the study day of the last answer and `due` that on which it comes up again.
    """

    card: str
    area: str
    weight: float
    memory: Memory | None = None
    last: int = 0
    due: int = 0


class PlannedDay(NamedTuple):
    """A day of a plan: answers to new cards and to others, and the seconds that they are expected to take.

    `short` says that something worth an answer was left for lack of time.
    """

    day: int
    new: int
    reviews: int
    seconds: float
    short: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What studying up to the `date` (a study day) is expected to lead to.

    `minutes` is the budget that was planned with. `recall` is the mean chance of recall on the date over
    all cards, those never seen counting 0; `areas` has the same by area. `unseen` are left out, least
    valuable last.
    """

    date: int
    minutes: int
    days: tuple[PlannedDay, ...]
    recall: float
    areas: dict[str, float]
    unseen: tuple[str, ...]

    @property
    def new_per_day(self) -> int:
        """New cards on the fullest day."""
        return max((day.new for day in self.days), default=0)

    @property
    def last_new_day(self) -> int | None:
        """The study day of the last new card; None if there is none."""
        return max((day.day for day in self.days if day.new), default=None)

    @property
    def answers_per_day(self) -> float:
        """Mean over the days, the steps of new cards not counted."""
        return sum(day.new + day.reviews for day in self.days) / max(len(self.days), 1)

    @property
    def minutes_per_day(self) -> float:
        """Mean over the days."""
        return sum(day.seconds for day in self.days) / 60 / max(len(self.days), 1)


def rung(minutes: int) -> int:
    """The step of the ladder that so many minutes reach; its first one for fewer."""
    step: int = LADDER[max(bisect_right(LADDER, minutes) - 1, 0)]
    return step


def plan(cards: Sequence[PlanCard], today: int, date: int, minutes: int, outlook: Outlook) -> Plan:
    """Plan the days from `today` to the one before `date` with at most so many minutes each.

    Raises:
        ValueError: the date is not after today, or there are no minutes.
    """
    if date <= today:
        raise ValueError("the date must be after today")
    if minutes < 1:
        raise ValueError("a plan needs at least one minute a day")
    best: Plan | None = None
    for step in LADDER[: LADDER.index(rung(minutes)) + 1]:
        tried = simulate(cards, today, date, step, outlook)
        if best is None or tried.recall > best.recall:
            best = tried
        if not any(day.short for day in tried.days):
            break  # more time would change nothing
    assert best is not None, "the ladder has a first step"
    return best


class _Seen:
    """A card on its way to the date. `value` is what an answer gains per second, as seen on the day `asked`."""

    __slots__ = ("area", "asked", "due", "last", "memory", "value", "weight")

    def __init__(self, area: str, weight: float, memory: Memory, last: int, due: int) -> None:
        self.area, self.weight = area, weight
        self.learn(memory, last, due)

    def learn(self, memory: Memory, day: int, due: int) -> None:
        """The card was answered on `day`."""
        self.memory, self.last, self.due = memory, day, due
        self.value, self.asked = 0.0, -1


def simulate(cards: Sequence[PlanCard], today: int, date: int, minutes: int, outlook: Outlook) -> Plan:
    """Follow one budget day by day."""
    seen = [
        _Seen(card.area, card.weight, card.memory, card.last, card.due)
        for card in cards
        if card.memory is not None
    ]
    # Sorting keeps the curriculum's order among cards of one weight.
    waiting = deque(sorted((card for card in cards if card.memory is None), key=lambda card: -card.weight))
    days = tuple(_a_day(seen, waiting, day, date - day, minutes * 60, outlook) for day in range(today, date))
    recalled: dict[str, float] = dict.fromkeys((card.area for card in cards), 0.0)
    for one in seen:
        recalled[one.area] += outlook.recall(one.memory, date - one.last)
    sizes = Counter(card.area for card in cards)
    return Plan(
        date,
        minutes,
        days,
        sum(recalled.values()) / max(len(cards), 1),
        {area: total / sizes[area] for area, total in recalled.items()},
        tuple(card.card for card in waiting),
    )


def _a_day(
    seen: list[_Seen], waiting: deque[PlanCard], day: int, ahead: int, seconds: float, outlook: Outlook
) -> PlannedDay:
    """Spend a day's seconds on what gains most for each of them; moves cards from `waiting` to `seen`."""
    fresh = outlook.new(ahead)
    worth = fresh.gain / fresh.seconds
    share = ceil(len(waiting) / max(1, ahead - _QUIET_DAYS))
    offers: list[tuple[float, int, _Seen | None]] = [
        (-card.weight * worth, place, None) for place, card in enumerate(islice(waiting, share))
    ]
    for place, one in enumerate(seen, len(offers)):
        if one.due <= day or ahead <= LAST_WEEK:
            if day >= one.asked + _FRESH or one.asked < 0:
                prospect = outlook.again(one.memory, day - one.last, ahead)
                one.asked = day
                one.value = -one.weight * prospect.gain / prospect.seconds if prospect.gain > _WORTH else 0.0
            if one.value:
                offers.append((one.value, place, one))
    offers.sort(key=_first_two)
    left, new, reviews, short = seconds, 0, 0, False
    cheapest = min(fresh.seconds, outlook.least_seconds)
    for _, _, taken in offers:
        if left < cheapest:
            short = True
            break
        prospect = fresh if taken is None else outlook.again(taken.memory, day - taken.last, ahead)
        if prospect.seconds > left:
            short = True
            continue
        left -= prospect.seconds
        due = day + outlook.interval(prospect.after)
        if taken is None:
            card = waiting.popleft()
            seen.append(_Seen(card.area, card.weight, prospect.after, day, due))
            new += 1
        else:
            taken.learn(prospect.after, day, due)
            reviews += 1
    return PlannedDay(day, new, reviews, seconds - left, short)
