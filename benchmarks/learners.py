"""Synthetic learners who follow different schedulers up to an interview: what do they recall on the day?

They forget by parameters of their own, which the scheduler does not know; it believes in the defaults.
Everything else is the app's: its steps, intervals, fuzz and queues.

python -m benchmarks.learners [--seeds 3]
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory, MemoryModel, Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Mix, Pace, Seconds, seconds_of
from mlsd_cards.review.plan import LAST_WEEK, PlanCard, plan
from mlsd_cards.review.plan_queue import Asked, build_plan_queue, room_left
from mlsd_cards.review.queue import QueueRow, build_queue, room_today
from mlsd_cards.review.scheduling import CardState, Phase, answer
from mlsd_cards.review.studyday import Moment, next_rollover, study_day

DAY_MS = 86_400_000
START = 20_000  # the study day on which everything begins
AFTER = 30  # days after the interview, without study
TIRED = 20  # answers to one card on one day, at most


class Costs(NamedTuple):
    """Seconds that an answer takes."""

    new: float = 25
    review: float = 15
    learning: float = 12

    @property
    def seconds(self) -> Seconds:
        return seconds_of(USUAL, Pace(*self), Options())


ANSWERS = Costs(60, 60, 0)
"""A visit to a card is a minute, whatever happens: minutes a day are cards a day."""


class Person(NamedTuple):
    """How somebody really forgets and grades."""

    name: str
    parameters: tuple[float, ...]
    mix: Mix


def changed(
    first: float = 1, growth: float = 0, lapse: float = 1, decay: float | None = None
) -> tuple[float, ...]:
    """FSRS parameters: first stabilities and those after a lapse times a factor, another growth and decay."""
    w = list(DEFAULT_PARAMETERS)
    w[:4] = [value * first for value in w[:4]]
    w[8] += growth
    w[11] *= lapse
    w[20] = w[20] if decay is None else decay
    return tuple(w)


STRICT = Mix((0.45, 0.2, 0.3, 0.05), (0.45, 0.5, 0.05))
EASY_GOING = Mix((0.1, 0.05, 0.5, 0.35), (0.05, 0.6, 0.35))
PEOPLE = (
    Person("as believed", changed(), USUAL),
    Person("forgets sooner", changed(0.5, -0.4, 0.8), USUAL),
    Person("forgets later", changed(2.0, 0.3), USUAL),
    Person("steeper curve", changed(1.3, 0, 1, 0.35), USUAL),
    Person("strict grades", changed(), STRICT),
    Person("generous grades", changed(0.7), EASY_GOING),
)


@dataclass(slots=True)
class Card:
    """What the scheduler believes of a card, and how it is."""

    state: CardState
    true: Memory | None = None
    at: int = 0  # UTC ms of the last answer


@dataclass(slots=True)
class Outcome:
    """How it went."""

    recall: float = 0.0
    later: float = 0.0
    unseen: float = 0.0
    visits: int = 0
    answers: int = 0
    minutes: float = 0.0
    predicted: float | None = None


Queue = Callable[["Life", int, Moment], Sequence[QueueRow]]


@dataclass
class Life:
    """One person, one deck, some days with so many minutes (0: as many as it takes)."""

    person: Person
    count: int
    days: int
    minutes: int
    costs: Costs
    options: Options
    seed: int
    cards: list[Card] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)
    spent: float = 0.0  # seconds, today
    introduced: int = 0
    reviewed: int = 0

    def __post_init__(self) -> None:
        self.cards = [Card(CardState(str(number))) for number in range(self.count)]
        self.draw = random.Random(self.seed)
        self.true = MemoryModel(self.person.parameters, 0.9)
        self.interview = START + self.days

    def rows(self) -> list[QueueRow]:
        """The cards as the store hands them over; no two are of one note."""
        return [
            QueueRow(
                *(state.card_id, state.card_id, state.card_id, "", number, 1, state.due_day, state.due_at),
                *(state.interval, state.memory and state.memory.stability, state.last_review, 0),
                *(state.memory and state.memory.difficulty, state.phase),
            )
            for number, state in enumerate(card.state for card in self.cards)
        ]

    def live(self, queue: Queue) -> Outcome:
        for day in range(START, self.interview):
            now = Moment(day * DAY_MS + 10 * 3_600_000)
            assert study_day(now, self.options.rollover_hour) == day
            self.spent, self.introduced, self.reviewed = 0.0, 0, 0
            while rows := queue(self, day, now):  # again and again, as the app does when a queue is done
                for row in rows:
                    if self.minutes and self.spent + self.costs.review / 2 >= self.minutes * 60:
                        break
                    new = row.phase is Phase.NEW
                    self.introduced, self.reviewed = self.introduced + new, self.reviewed + (not new)
                    later = Moment(now.utc_ms + int(self.spent * 1000))
                    self.spent += self.visit(self.cards[int(row.card)], later)
                else:
                    continue
                break
            self.outcome.minutes += self.spent / 60 / self.days
        return self.judged()

    def visit(self, card: Card, now: Moment) -> float:
        """Answer a card until it is done for today; returns the seconds that took."""
        self.outcome.visits += 1
        spent = 0.0
        for _ in range(TIRED):
            phase = card.state.phase
            spent += (
                self.costs.new
                if phase is Phase.NEW
                else (self.costs.review if phase is Phase.REVIEW else self.costs.learning)
            )
            self.outcome.answers += 1
            rating = self.grade(card, now)
            days = 0 if card.true is None else now.utc_ms // DAY_MS - card.at // DAY_MS
            card.true = self.true.memory_after(card.true, days, rating)
            card.state = answer(card.state, rating, now, self.options)
            card.at = now.utc_ms
            if card.state.due_at is None:
                break
            now = Moment(card.state.due_at)
        return spent

    def grade(self, card: Card, now: Moment) -> Rating:
        if card.true is None:
            return self.draw.choices(tuple(Rating), self.person.mix.first)[0]
        chance = self.true.retrievability(card.true, (now.utc_ms - card.at) / DAY_MS)
        if self.draw.random() >= chance:
            return Rating.Again
        if card.state.phase is not Phase.REVIEW:
            return Rating.Good
        return self.draw.choices((Rating.Hard, Rating.Good, Rating.Easy), self.person.mix.passing)[0]

    def judged(self) -> Outcome:
        def recall(at: float) -> float:
            known = ((card.true, at - card.at / DAY_MS) for card in self.cards)
            return sum(self.true.retrievability(true, days) for true, days in known if true) / self.count

        at = self.interview + 10 / 24  # ten o'clock
        self.outcome.recall, self.outcome.later = recall(at), recall(at + AFTER)
        self.outcome.unseen = sum(card.true is None for card in self.cards) / self.count
        return self.outcome


def anki(life: Life, day: int, _now: Moment) -> Sequence[QueueRow]:
    """An ordinary day: the limits of the options, due cards by overdueness, new ones mixed in."""
    rows = life.rows()
    due = [row for row in rows if row.due_day is not None and row.due_day <= day]
    new = [row for row in rows if row.phase is Phase.NEW]
    room = room_today(life.options, introduced=life.introduced, reviewed=life.reviewed)
    return build_queue(due, new, options=life.options, room=room, day=day)


def planned(life: Life, day: int, now: Moment) -> Sequence[QueueRow]:
    """A day of a plan, worked out anew each morning as the app does."""
    outlook = Outlook(DEFAULT_PARAMETERS, USUAL, life.costs.seconds)
    ahead = life.interview - day
    rows = life.rows()
    if life.outcome.predicted is None:
        cards = [PlanCard(row.card, "", 1) for row in rows]
        life.outcome.predicted = plan(cards, START, life.interview, life.minutes, outlook).recall
    new = [row for row in rows if row.phase is Phase.NEW]
    return build_plan_queue(
        [row for row in rows if row.due_day is not None and (row.due_day <= day or ahead <= LAST_WEEK)],
        new,
        room=room_left(
            life.minutes,
            len(new),
            ahead,
            spent=life.spent,
            introduced=life.introduced,
            asked=Asked(),
            outlook=outlook,
        ),
        ahead=ahead,
        rollover=next_rollover(now, life.options.rollover_hour),
        weigh=lambda _: 1.0,
        outlook=outlook,
        options=life.options,
        busy_notes=frozenset(
            row.note for row in rows if row.last_review and row.last_review // DAY_MS == day
        ),
    )


class Way(NamedTuple):
    """A scheduler to follow."""

    name: str
    queue: Queue
    options: Options
    in_time: bool = True  # whether the minutes end the day


WAYS = (
    Way("Anki's defaults, no time limit", anki, Options(), in_time=False),
    Way("Anki's defaults, same minutes", anki, Options()),
    Way("retention 0.95, same minutes", anki, Options(desired_retention=0.95)),
    Way("new cards without limit, same minutes", anki, Options(new_per_day=9999, reviews_per_day=9999)),
    Way("the plan", planned, Options()),
)


class Scenario(NamedTuple):
    name: str
    cards: int
    days: int
    minutes: int
    costs: Costs = Costs()


SCENARIOS = (
    Scenario("400 cards, 14 days, 40 answers a day", 400, 14, 40, ANSWERS),
    Scenario("1,200 cards, 60 days, 30 minutes a day", 1200, 60, 30),
    Scenario("1,200 cards, 30 days, 20 minutes a day", 1200, 30, 20),
    Scenario("1,200 cards, 14 days, 60 minutes a day", 1200, 14, 60),
)


def mean(outcomes: Sequence[Outcome]) -> Outcome:
    def of(name: str) -> float:
        return statistics.fmean(getattr(outcome, name) for outcome in outcomes)

    predicted = of("predicted") if outcomes[0].predicted is not None else None
    return Outcome(
        of("recall"),
        of("later"),
        of("unseen"),
        round(of("visits")),
        round(of("answers")),
        of("minutes"),
        predicted,
    )


def run(scenario: Scenario, person: Person, way: Way, seeds: int) -> Outcome:
    minutes = scenario.minutes if way.in_time else 0
    lives = (
        Life(person, scenario.cards, scenario.days, minutes, scenario.costs, way.options, seed)
        for seed in range(seeds)
    )
    return mean([life.live(way.queue) for life in lives])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--scenario", type=int, choices=range(len(SCENARIOS)))
    arguments = parser.parse_args()
    chosen = (
        SCENARIOS if arguments.scenario is None else SCENARIOS[arguments.scenario : arguments.scenario + 1]
    )
    for scenario in chosen:
        print(
            f"\n{scenario.name}\n\n| Learner | Scheduler | Recall on the day | Predicted | 30 days later | Unseen | Answers | Minutes a day |"
        )
        print("|---|---|--:|--:|--:|--:|--:|--:|")
        for person in PEOPLE:
            for way in WAYS:
                found = run(scenario, person, way, arguments.seeds)
                predicted = "" if found.predicted is None else f"{found.predicted:.2f}"
                print(
                    f"| {person.name} | {way.name} | {found.recall:.3f} | {predicted} | {found.later:.3f} | "
                    f"{found.unseen:.0%} | {found.answers:,} | {found.minutes:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
