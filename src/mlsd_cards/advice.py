"""A plan in sentences, for the command line and the screen alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from mlsd_cards.model.profiles import profile_of
from mlsd_cards.preparation import FEWER_DAYS, Prepared
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.plan import LAST_WEEK
from mlsd_cards.review.studyday import date_of

NO_CARDS = "There are no cards to plan for: the decks have none, or all are suspended."
_SURE_REVIEWS = 50  # fewer say little about predictions


def percent(share: float) -> str:
    """A whole number; what is not quite certain never reads as certain."""
    return ">99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


def long_date(on: date) -> str:
    """Tuesday 15 December 2026."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def count(number: int, word: str) -> str:
    """`1 day`, `2 days`, `1,200 cards`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def countdown(goal: Goal, today: int) -> str:
    """How long until the interview."""
    days = goal.day - today
    return "tomorrow" if days == 1 else f"in {count(days, 'day')}"


def heading(goal: Goal, today: int) -> str:
    """When it is, with how much time and for which job."""
    job = profile_of(goal.profile)
    aim = f", for {job.title}" if goal.profile else ""
    return (
        f"Interview on {long_date(goal.date)}, {countdown(goal, today)}: {goal.minutes} minutes a day{aim}."
    )


def course(found: Prepared) -> str:
    """New cards, answers and minutes a day."""
    plan = found.plan
    cards, minutes = (round(mean) for mean in (plan.answers_per_day, plan.minutes_per_day))
    spent = f"About {count(cards, 'card')} and {count(minutes, 'minute')} a day."
    if plan.last_new_day is None:
        return f"No new cards. {spent}"
    last = date_of(plan.last_new_day)
    year = "" if last.year == date_of(found.today).year else f" {last.year}"
    return (
        f"Up to {count(plan.new_per_day, 'new card')} a day, the last on {last.day} {last:%B}{year}. {spent}"
    )


def step(found: Prepared) -> str:
    """With how many minutes the plan was worked out, where it is not what was asked for; else nothing."""
    if found.plan.minutes == found.goal.minutes:
        return ""
    if any(day.short for day in found.plan.days):
        return f"The prediction is for {found.plan.minutes} minutes: plans are worked out in steps."
    return f"{found.plan.minutes} minutes a day are enough: more would change nothing."


def left_out(found: Prepared, titles: Mapping[str, str]) -> Iterator[str]:
    """What is never shown for lack of time, by area, the most first."""
    by_area: Counter[str] = Counter()
    must = 0
    for part in found.left_out:
        by_area[part.area] += part.cards
        must += part.cards if part.priority == 1 else 0
    total = by_area.total()
    if not total:
        yield "Every card is seen before the day."
        return
    parts = ", ".join(f"{titles.get(area, area)} {cards}" for area, cards in by_area.most_common())
    yield f"Left out for lack of time: {count(total, 'card')}, {must or 'none'} of priority 1 ({parts})."


def alternatives(found: Prepared) -> Iterator[str]:
    """What more minutes and an earlier date would change."""
    here = found.plan.recall
    if found.more is not None and found.more.minutes > found.plan.minutes:
        then = found.more.recall
        yield f"With {found.more.minutes} minutes a day: {percent(then)} ({_change(here, then)})."
    if found.sooner is not None:
        then = found.sooner.recall
        yield f"{FEWER_DAYS} days earlier: {percent(then)} ({_change(here, then)})."


def _change(before: float, after: float) -> str:
    """In whole points, as the difference of the two numbers that are read."""
    points = round(after * 100) - round(before * 100)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "no change"


def caution(found: Prepared) -> str:
    """That these are predictions, and how earlier ones came out."""
    checked = found.came_out
    words = "Predictions, not promises: they hold if you study every day."
    if checked is None or checked.reviews < _SURE_REVIEWS:
        return f"{words} Your reviews are too few yet to say how good they are."
    return (
        f"{words} Of {count(checked.reviews, 'review')} so far {percent(checked.predicted)} were predicted to be "
        f"recalled; {percent(checked.actual)} were (log loss {checked.log_loss:.3f}, RMSE {checked.rmse * 100:.1f} %)."
    )


def rules(goal: Goal, today: int) -> str:
    """What the plan does to the daily queue."""
    if goal.day - today <= LAST_WEEK:
        return "In this last week any card may come, due or not, by what it adds on the day."
    return (
        "Until then these minutes take the place of the daily limits, and due cards wait where unseen ones add more; "
        "the day itself is an ordinary one again."
    )
