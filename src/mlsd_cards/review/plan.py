"""A plan up to the interview: how many new cards a day, and what will be recalled on the day. Pure.

Days are simulated one after the other in expected values. On each day the cards compete by what an answer
adds to recall on the day of the interview, per second that it takes: new cards up to a share of them, reviews
that are due, and in the last week every card. A day's answers never take longer than the budget.

More minutes never predict less: the budget is a step of `LADDER`, and the plan is the best over that step
and all smaller ones, which somebody with more time could follow as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from mlsd_cards.review.memory import Memory
from mlsd_cards.review.outlook import Outlook, Prospect

LADDER = (*range(5, 60, 5), *range(60, 121, 10), *range(150, 601, 30))
"""Minutes a day for which plans are worked out."""

LAST_WEEK = 7
"""Days before the interview on which any card may come, due or not."""

_QUIET_DAYS = 2  # before the interview, kept free of new cards where there is time enough
_FRESH = 7  # days for which a card's value is taken as it was: it moves slowly, and asking is what takes time
_EARLY = 0.5  # of the days left, in which all new cards would come at today's pace
_NEVER = -1_000_000  # a day on which nothing was asked
_value = attrgetter("value")

WORTH = 0.002
"""A smaller gain in recall is not worth an answer."""


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
    """The step of the ladder that so many minutes reach; the first one for fewer."""
    step: int = LADDER[max(bisect_right(LADDER, minutes) - 1, 0)]
    return step


def plan(cards: Sequence[PlanCard], today: int, date: int, minutes: int, outlook: Outlook) -> Plan:
    """Plan the days from `today` to the one before `date` with at most so many minutes each.

    Raises:
        ValueError: the date is not after today, or there are fewer minutes than the first step.
    """
    if date <= today:
        raise ValueError("the date must be after today")
    if minutes < LADDER[0]:
        raise ValueError(f"a plan needs at least {LADDER[0]} minutes a day")
    best: Plan | None = None
    for step in LADDER[: LADDER.index(rung(minutes)) + 1]:
        tried = simulate(cards, today, date, step, outlook)
        if best is None or tried.recall > best.recall:
            best = tried
        if not any(day.short for day in tried.days):
            break  # more time would change nothing
    assert best is not None, "the ladder has a first step"
    return best


class _Card:
    """A card on its way to the date. `value` is what an answer gains per second, as seen on the day `asked`."""

    __slots__ = ("area", "asked", "due", "last", "memory", "name", "prospect", "value", "weight")

    def __init__(self, card: PlanCard) -> None:
        self.name, self.area, self.weight = card.card, card.area, card.weight
        self.memory, self.last, self.due = card.memory, card.last, card.due
        self.prospect: Prospect | None = None
        self.value, self.asked = 0.0, _NEVER

    def learn(self, memory: Memory, day: int, due: int) -> None:
        """The card was answered on `day`."""
        self.memory, self.last, self.due = memory, day, due
        self.prospect, self.asked = None, _NEVER


def simulate(cards: Sequence[PlanCard], today: int, date: int, minutes: int, outlook: Outlook) -> Plan:
    """Follow one budget day by day."""
    course = _Course(cards, today, date, outlook)
    days = tuple(course.spend(day, date - day, minutes * 60) for day in range(today, date))
    recalled: dict[str, float] = dict.fromkeys((card.area for card in cards), 0.0)
    for one in course.seen:
        assert one.memory is not None, "it was seen"
        recalled[one.area] += outlook.recall(one.memory, date - one.last)
    sizes = Counter(card.area for card in cards)
    return Plan(
        date,
        minutes,
        days,
        sum(recalled.values()) / max(len(cards), 1),
        {area: total / sizes[area] for area, total in recalled.items()},
        tuple(one.name for one in course.waiting),
    )


class _Course:
    """The cards on a day: those `waiting` to be seen first, those that may come now, and those of later days."""

    def __init__(self, cards: Sequence[PlanCard], today: int, date: int, outlook: Outlook) -> None:
        self._outlook = outlook
        everything = [_Card(card) for card in cards]
        # Sorting keeps the curriculum's order among cards of one weight.
        unseen = sorted((one for one in everything if one.memory is None), key=lambda one: -one.weight)
        self.waiting = deque(unseen)
        self.seen = [one for one in everything if one.memory is not None]
        self._open: list[_Card] = []
        self._coming: defaultdict[int, list[_Card]] = defaultdict(list)
        for one in self.seen:
            self._coming[max(one.due, today) if date - today > LAST_WEEK else today].append(one)

    def spend(self, day: int, ahead: int, seconds: float) -> PlannedDay:
        """Spend a day's seconds on what gains most for each of them."""
        if ahead == LAST_WEEK:
            self._open, self._coming = list(self.seen), defaultdict(list)
        self._open += self._coming.pop(day, [])
        outlook = self._outlook
        fresh = outlook.new(ahead)
        offers = list(islice(self.waiting, new_today(len(self.waiting), ahead)))
        for one in offers:
            one.value = -one.weight * fresh.gain / fresh.seconds
        new = reviews = 0
        offers += self._worth_asking(day, ahead)
        offers.sort(key=_value)
        left, short = seconds, False
        cheapest = min(fresh.seconds, outlook.least_seconds)
        for one in offers:
            if left < cheapest:
                short = True
                break
            memory = one.memory
            prospect = (
                fresh if memory is None else one.prospect or outlook.again(memory, day - one.last, ahead)
            )
            if prospect.seconds > left:
                short = True
                continue
            left -= prospect.seconds
            if memory is None:
                self.seen.append(self.waiting.popleft())
                new += 1
            else:
                reviews += 1
            one.learn(prospect.after, day, day + outlook.interval(prospect.after))
        self._put_away(offers, day, ahead)
        return PlannedDay(day, new, reviews, seconds - left, short)

    def _worth_asking(self, day: int, ahead: int) -> list[_Card]:
        """The cards that may come and gain enough today; the others stay where they are."""
        again = self._outlook.again
        found: list[_Card] = []
        rest: list[_Card] = []
        for one in self._open:
            if day >= one.asked + _FRESH:
                assert one.memory is not None, "it was seen"
                one.prospect = prospect = again(one.memory, day - one.last, ahead)
                one.asked = day
                one.value = -one.weight * prospect.gain / prospect.seconds if prospect.gain > WORTH else 0.0
            elif one.prospect is not None:
                one.prospect = None  # its order is still right; its gain and its seconds no longer
            (found if one.value else rest).append(one)
        self._open = rest
        return found

    def _put_away(self, offers: list[_Card], day: int, ahead: int) -> None:
        """Cards keep their order, which tomorrow's is much like; an answered one comes again when it is due."""
        for one in offers:
            if one.memory is None:
                continue
            if one.due <= day or ahead <= LAST_WEEK:
                self._open.append(one)
            else:
                self._coming[one.due].append(one)


def new_today(waiting: int, ahead: int) -> int:
    """How many new cards may come, `ahead` days before the interview: an even share of half the days left.

    What is seen early can be reviewed more often; over all the days left, up to 0.03 of recall is lost.
    """
    return ceil(waiting / max(1, (ahead - _QUIET_DAYS) * _EARLY))
