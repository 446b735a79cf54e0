"""Preparing for an interview: the plan for the cards of the store, today's part of it, and how ready one is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from mlsd_cards.model.profiles import profile_of
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.histories import Quality, histories, judged
from mlsd_cards.review.memory import Memory
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Mix
from mlsd_cards.review.plan import LADDER, LAST_WEEK, Plan, PlanCard, plan, rung
from mlsd_cards.review.plan_queue import Asked, Weigh, build_plan_queue, room_left
from mlsd_cards.review.queue import QueueRow
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import Moment, days_elapsed, next_rollover, study_day
from mlsd_cards.review.workload import mix_of
from mlsd_cards.store import Scope, Store, Today

MORE_MINUTES = 10
FEWER_DAYS = 3
_EVERY = 1_000_000  # cards
_FOR_EVER = 40_000  # days

Present = Callable[[Sequence[QueueRow]], list[QueueRow]]
"""Drops the rows that a sitting does not show."""


class LeftOut(NamedTuple):
    """Cards of an area and a priority that the plan never shows."""

    area: str
    priority: int
    cards: int


class Ready(NamedTuple):
    """Mean chance of recall now over an area's cards, unseen ones counting 0."""

    recall: float
    cards: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan for all cards that are not suspended, and what other minutes or an earlier date would lead to.

    `more` has about ten minutes more a day, None at the end of the ladder; `sooner` is three days earlier,
    None where that would be today or before. `came_out` says how past predictions did; None without any.
    """

    goal: Goal
    today: int
    cards: int
    plan: Plan
    more: Plan | None
    sooner: Plan | None
    ready: dict[str, Ready]
    left_out: tuple[LeftOut, ...]
    came_out: Quality | None

    @property
    def days(self) -> int:
        """Days of study that are left, today included."""
        return self.goal.day - self.today


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a plan is worked out from; nothing of it needs the store any more."""

    goal: Goal
    today: int
    rollover: int
    rows: tuple[QueueRow, ...]
    outlook: Outlook
    came_out: Quality | None


def gather(store: Store, goal: Goal, now: Moment) -> Gathered:
    """Read the learner's cards, parameters, grades and pace."""
    options = store.options()
    told = histories(store.statistics().sample().answers, options.rollover_hour)
    seen = [one for own in told.values() for one in own]
    return Gathered(
        goal,
        study_day(now, options.rollover_hour),
        next_rollover(now, options.rollover_hour),
        tuple(store.every()),
        _outlook(store, mix_of(seen)),
        judged(seen, options.model),
    )


def work_out(facts: Gathered) -> Prepared:
    """Plan from today to the interview; takes a second or so.

    Raises:
        ValueError: the interview is not after today.
    """
    goal, today = facts.goal, facts.today
    weigh = _weigh(goal)
    cards = [_plan_card(row, weigh(row), today, facts.rollover) for row in facts.rows]

    def planned(day: int, minutes: int | None) -> Plan | None:
        if minutes is None or day <= today:
            return None
        return plan(cards, today, day, minutes, facts.outlook)

    found = plan(cards, today, goal.day, goal.minutes, facts.outlook)
    return Prepared(
        goal,
        today,
        len(cards),
        found,
        planned(goal.day, _more(goal.minutes)),
        planned(goal.day - FEWER_DAYS, goal.minutes),
        _readiness(facts.rows, facts.rollover, facts.outlook),
        _left_out(found, facts.rows),
        facts.came_out,
    )


def prepare(store: Store, goal: Goal, now: Moment) -> Prepared:
    """Read and plan in one go."""
    return work_out(gather(store, goal, now))


def _outlook(store: Store, mix: Mix) -> Outlook:
    return Outlook.of(store.options(), mix, store.pace())


def _weigh(goal: Goal) -> Weigh:
    profile = profile_of(goal.profile)
    return lambda row: profile.weight(row.area, row.topic, row.priority)


def _more(minutes: int) -> int | None:
    """The step of the ladder that ten more minutes reach; the next one where those reach no other."""
    here = rung(minutes)
    return next((step for step in LADDER if step > here and step >= minutes + MORE_MINUTES), None)


def _plan_card(row: QueueRow, weight: float, today: int, rollover: int) -> PlanCard:
    if row.stability is None or row.difficulty is None or row.last_review is None:
        return PlanCard(row.card, row.area, weight)
    last = today - days_elapsed(row.last_review, rollover)
    due = today if row.due_day is None else row.due_day
    return PlanCard(row.card, row.area, weight, Memory(row.stability, row.difficulty), last, due)


def _left_out(found: Plan, rows: Sequence[QueueRow]) -> tuple[LeftOut, ...]:
    unseen = set(found.unseen)
    counted = Counter((row.area, row.priority) for row in rows if row.card in unseen)
    return tuple(LeftOut(area, priority, cards) for (area, priority), cards in counted.items())


def readiness(store: Store, now: Moment) -> dict[str, Ready]:
    """What would be recalled now, by area."""
    rollover = next_rollover(now, store.options().rollover_hour)
    return _readiness(store.every(), rollover, _outlook(store, USUAL))


def _readiness(rows: Sequence[QueueRow], rollover: int, outlook: Outlook) -> dict[str, Ready]:
    chances: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        chance = 0.0
        if row.stability is not None and row.difficulty is not None and row.last_review is not None:
            elapsed = days_elapsed(row.last_review, rollover)
            chance = outlook.recall(Memory(row.stability, row.difficulty), elapsed)
        chances[row.area].append(chance)
    return {area: Ready(sum(own) / len(own), len(own)) for area, own in chances.items()}


# --- today


def queue_today(
    store: Store, goal: Goal, scope: Scope, now: Moment, present: Present, busy_notes: frozenset[str]
) -> tuple[QueueRow, ...]:
    """Today's part of the plan, what was studied today already taken off its minutes."""
    options = store.options()
    day = study_day(now, options.rollover_hour)
    outlook, today, ahead = _outlook(store, USUAL), store.today(day), goal.day - day
    due = present(store.due(day, scope))
    queued = frozenset(row.card for row in due if row.due_day is not None and row.due_day > day)
    reviews = present(store.due(day + _FOR_EVER, scope)) if ahead <= LAST_WEEK else due
    new = present(store.new(_EVERY, day, scope))
    steps = len(store.learning(scope)) * store.pace().learning
    room = room_left(
        goal.minutes,
        len(new),
        ahead,
        spent=today.ms / 1000 + steps,
        introduced=today.new,
        asked=Asked(today.more_new, today.more_reviews),
        outlook=outlook,
    )
    return build_plan_queue(
        [row for row in reviews if row.phase is Phase.REVIEW],
        new,
        room=room,
        ahead=ahead,
        rollover=next_rollover(now, options.rollover_hour),
        weigh=_weigh(goal),
        outlook=outlook,
        options=options,
        queued=queued,
        busy_notes=busy_notes,
    )


def raised(store: Store, goal: Goal, today: Today, new: int, reviews: int) -> tuple[int, int]:
    """By how much to raise today's limits so that so many more cards come although the minutes are over."""
    outlook = _outlook(store, USUAL)
    budget = goal.minutes * 60 + Asked(today.more_new, today.more_reviews).seconds(outlook)
    over = max(0.0, today.ms / 1000 - budget)
    if new:
        return new + ceil(over / outlook.seconds.new), reviews
    return new, reviews + ceil(over / outlook.seconds.recalled)
