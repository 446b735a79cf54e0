"""Measure a plan against one `fsrs_rs_python.simulate` of the same size, and what a plan costs home, in one run.

python -m benchmarks.plan (needs fsrs-rs-python: the extra `optimize`)
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.store import START_MS, cards
from mlsd_cards.preparation import prepare, queue_today, readiness
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory, Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, seconds_of
from mlsd_cards.review.plan import PlanCard, plan
from mlsd_cards.review.studyday import Moment, study_day
from mlsd_cards.store import Pace, Scope, Store

CARDS, DAYS, ROUNDS = 1_200, 60, 7
GOAL = 20  # times one simulation of fsrs-rs, for a new deck at half an hour a day


def best(call: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Milliseconds; the least of several is what the machine's other work disturbs least."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


def decks() -> dict[str, list[PlanCard]]:
    draw = random.Random(1)
    new = [PlanCard(f"card-{number}", f"area-{number % 8}", 3 - number % 3) for number in range(CARDS)]
    seen = [
        card._replace(
            memory=Memory(draw.uniform(1, 40), draw.uniform(1, 10)),
            last=-draw.randint(0, 20),
            due=draw.randint(-3, 30),
        )
        for card in new
    ]
    return {"new": new, "half of it seen": [*new[: CARDS // 2], *seen[CARDS // 2 :]], "seen": seen}


def plans() -> None:
    from fsrs_rs_python import default_simulator_config, simulate

    config = default_simulator_config()
    config.deck_size, config.learn_span = CARDS, DAYS
    theirs = best(lambda: simulate(list(DEFAULT_PARAMETERS), 0.9, config))
    print(f"fsrs-rs: {CARDS} cards, {DAYS} days: {theirs:.1f} ms")
    for name, deck in decks().items():
        for minutes in (30, 60):

            def ours(deck: list[PlanCard] = deck, minutes: int = minutes) -> None:
                # An outlook of its own each time: it remembers what it was asked.
                plan(
                    deck,
                    0,
                    DAYS,
                    minutes,
                    Outlook(DEFAULT_PARAMETERS, USUAL, seconds_of(USUAL, Pace(25, 15, 12), Options())),
                )

            took = best(ours, 5)
            goal = f"  (goal {GOAL})" if (name, minutes) == ("new", 30) else ""
            print(
                f"plan, deck {name}, {minutes} min a day: {took:6.1f} ms, {took / theirs:5.1f} x fsrs-rs{goal}"
            )


def screens() -> None:
    """What the home screen asks while a plan is in force, half of the cards being seen."""
    folder = Path(tempfile.mkdtemp(prefix="mlsd-bench-"))
    try:
        with Store.open(folder / "reviews.sqlite") as store:
            store.sync_cards(cards(CARDS), "decks-1")
            now = Moment(START_MS)
            for row in store.every()[::2]:
                store.rate(row.card, Rating.Good, now, 9000, expected=store.record(row.card))
            now = Moment(START_MS + 3 * 86_400_000)
            goal = Goal(study_day(now, 4) + DAYS, 30, "ads")
            last_week = Goal(study_day(now, 4) + 5, 30, "ads")
            for name, call in {
                "readiness by area": lambda: readiness(store, now),
                "today's queue": lambda: queue_today(store, goal, Scope(), now, list, frozenset()),
                "today's queue, last week": lambda: queue_today(
                    store, last_week, Scope(), now, list, frozenset()
                ),
                "the plan screen (three plans, in a thread)": lambda: prepare(store, goal, now),
            }.items():
                print(f"{name}: {best(call, 5):.1f} ms")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    plans()
    screens()


if __name__ == "__main__":
    main()
