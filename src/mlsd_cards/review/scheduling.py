"""One answer turns a card's state into its next: the rules of Anki's scheduler with FSRS on.

Every rule here was measured against Anki 26.9.3 and is held to it by
`tests/e2e/test_same_schedule_as_anki.py`. Nothing is read but the arguments,
so that replaying a log gives the same dates on every machine.
"""

from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from math import inf
from typing import NamedTuple

from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, days_elapsed, next_rollover, study_day


class Phase(IntEnum):
    """Where a card stands; the numbers are Anki's card types."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class CardState:
    """What scheduling knows of one card; `CardState(card_id)` is a new one.

    A card that was answered is due either at an instant (`due_at`, UTC ms:
    steps within the day) or on a study day (`due_day`: reviews, and steps
    beyond the rollover); the other is None. `interval` is in days: what a
    review card waits, what a lapsed card was cut to, 0 while learning.
    `remaining_steps` counts the current step too.
    """

    card_id: str
    phase: Phase = Phase.NEW
    due_at: int | None = None
    due_day: int | None = None
    interval: int = 0
    remaining_steps: int = 0
    reps: int = 0
    lapses: int = 0
    memory: Memory | None = None
    last_review: int | None = None


class Outcome(NamedTuple):
    """A state that a rating leads to, and the seconds from the answer until it is due, as a button shows them."""

    state: CardState
    seconds: int


class NextStates(NamedTuple):
    """The outcomes of the four ratings."""

    again: Outcome
    hard: Outcome
    good: Outcome
    easy: Outcome


class _Step(NamedTuple):
    """A card stays in (re)learning: for how long, and with how many steps left."""

    seconds: int
    remaining: int


class _Placing(NamedTuple):
    """Where an answer puts the card: its phase, its interval in days, and the step it waits for, if any."""

    phase: Phase
    days: int
    step: _Step | None = None


_PASSING_UP_TO = {
    Rating.Hard: (Rating.Hard,),
    Rating.Good: (Rating.Hard, Rating.Good),
    Rating.Easy: (Rating.Hard, Rating.Good, Rating.Easy),
}


def answer(state: CardState, rating: Rating, now: Moment, options: Options) -> CardState:
    """Return the state after `rating` at `now`.

    A clock that was put back is not followed: the answer counts as given no
    earlier than the last one.
    """
    return _outcome(state, rating, now, options).state


def next_states(state: CardState, now: Moment, options: Options) -> NextStates:
    """Return what each rating would lead to, for the buttons; `answer` at the same `now` does the same."""
    return NextStates(*(_outcome(state, rating, now, options) for rating in Rating))


def retrievability(state: CardState, now: Moment, options: Options) -> float | None:
    """Return the chance, 0 to 1, that the card is recalled at `now`; None for a new card.

    As in Anki's card info the time since the last review counts to the second.
    """
    if state.memory is None or state.last_review is None:
        return None
    seconds = max(0, now.utc_ms // 1000 - state.last_review // 1000)
    return options.model.retrievability(state.memory, seconds / DAY_SECONDS)


def became_leech(before: CardState, after: CardState, options: Options) -> bool:
    """Tell whether this answer's lapse makes the card a leech: at the threshold, then every half of it."""
    threshold = options.leech_threshold
    if after.lapses == before.lapses or after.lapses < threshold:
        return False
    return (after.lapses - threshold) % ((threshold + 1) // 2) == 0


def _outcome(state: CardState, rating: Rating, now: Moment, options: Options) -> Outcome:
    last_review, memory = state.last_review, state.memory
    elapsed = 0
    if last_review is not None:
        if now.utc_ms < last_review:
            now = now._replace(utc_ms=last_review)
        elapsed = days_elapsed(last_review, now, options.rollover_hour)
    stability = options.model.stability_after(memory, elapsed, rating)
    lapsed = state.phase is Phase.REVIEW and rating is Rating.Again
    if state.phase is Phase.REVIEW and not lapsed:
        placing = _Placing(Phase.REVIEW, _review_interval(state, rating, elapsed, stability, options))
    else:
        placing = _place_in_steps(state, rating, elapsed, stability, options)
    due_at, due_day, seconds = _due(placing, now, options)
    after = CardState(
        card_id=state.card_id,
        phase=placing.phase,
        due_at=due_at,
        due_day=due_day,
        interval=placing.days,
        remaining_steps=placing.step.remaining if placing.step else 0,
        reps=state.reps + 1,
        lapses=state.lapses + lapsed,
        memory=options.model.kept(stability, memory, rating),
        last_review=now.utc_ms,
    )
    return Outcome(after, seconds)


def _due(placing: _Placing, now: Moment, options: Options) -> tuple[int | None, int | None, int]:
    """Return instant or study day, and the seconds until then.

    A step that reaches the rollover makes the card due on a day, counted from
    the rollover on: 25 hours in the evening are due the day after tomorrow.
    """
    today = study_day(now, options.rollover_hour)
    if placing.step is None:
        return None, today + placing.days, placing.days * DAY_SECONDS
    seconds = placing.step.seconds
    beyond = seconds - (next_rollover(now, options.rollover_hour) // 1000 - now.utc_ms // 1000)
    if beyond < 0:
        return now.utc_ms + seconds * 1000, None, seconds
    return None, today + 1 + beyond // DAY_SECONDS, seconds


# ------------------------------------------------------------ learning and relearning


def _place_in_steps(
    state: CardState, rating: Rating, elapsed: int, stability: float, options: Options
) -> _Placing:
    """Place a new, learning or relearning card, or a review card that lapses."""
    if state.phase in (Phase.NEW, Phase.LEARNING):
        phase, steps = Phase.LEARNING, options.learning_steps
    else:
        phase, steps = Phase.RELEARNING, options.relearning_steps
    model = options.model
    step = _next_step(rating, state.remaining_steps or len(steps), steps)
    if step is None and not steps and rating is not Rating.Easy and model.short_term_counts:
        # Without steps FSRS schedules within the day what it would show again in under half a day.
        days = model.interval(stability)
        step = _Step(int(days * DAY_SECONDS), state.remaining_steps) if days < 0.5 else None
    if step is None:
        return _Placing(Phase.REVIEW, _graduation_interval(state, rating, elapsed, stability, options))
    if phase is Phase.LEARNING:
        return _Placing(phase, 0, step)
    return _Placing(phase, _lapse_interval(stability, options) if rating is Rating.Again else state.interval, step)


def _next_step(rating: Rating, remaining: int, steps: tuple[int, ...]) -> _Step | None:
    """Return the step that `rating` leads to; None graduates.

    Like Anki a card remembers how many steps remain, so that it goes on from
    the end when the steps were changed meanwhile.
    """
    if rating is Rating.Easy or not steps:
        return None
    if rating is Rating.Again:
        return _Step(steps[0], len(steps))
    at = max(0, len(steps) - remaining)
    if rating is Rating.Hard:
        return _Step(_hard_delay(at, steps), remaining)
    return _Step(steps[at + 1], len(steps) - at - 1) if at + 1 < len(steps) else None


def _hard_delay(at: int, steps: tuple[int, ...]) -> int:
    """Return the seconds after Hard: the step again, but on the first one midway to the second.

    With a single step it is half as long again, at most a day longer. Above a
    day these means are rounded to whole days.
    """
    if at > 0:
        return steps[at]
    seconds = (steps[0] + steps[1]) // 2 if len(steps) > 1 else min(steps[0] * 3 // 2, steps[0] + DAY_SECONDS)
    return _rounded(seconds / DAY_SECONDS) * DAY_SECONDS if seconds > DAY_SECONDS else seconds


def _lapse_interval(stability: float, options: Options) -> int:
    """Return the days of a lapsed card: Anki neither fuzzes nor limits them to the maximum interval."""
    return max(1, _rounded(options.model.interval(stability)))


def _graduation_interval(
    state: CardState, rating: Rating, elapsed: int, stability: float, options: Options
) -> int:
    """Return the days of a card that leaves (re)learning; Easy waits longer than Good."""
    if rating is Rating.Again:
        return _lapse_interval(stability, options)
    minimum, model, fuzz = 1, options.model, _fuzz(state, options)
    if rating is Rating.Easy:
        good = model.stability_after(state.memory, elapsed, Rating.Good)
        minimum = 1 + _limited(model.interval(good), 1, fuzz, options.maximum_interval)
    return _limited(model.interval(stability), minimum, fuzz, options.maximum_interval)


# ------------------------------------------------------------ review intervals


def _review_interval(
    state: CardState, rating: Rating, elapsed: int, stability: float, options: Options
) -> int:
    """Return the days of a review card that was recalled: Hard < Good < Easy, up to the maximum interval."""
    model, fuzz, days = options.model, _fuzz(state, options), 0
    for each in _PASSING_UP_TO[rating]:
        after = stability if each is rating else model.stability_after(state.memory, elapsed, each)
        ideal = model.interval(after)
        minimum = max(_least(ideal, state.interval), days + 1)
        days = _limited(ideal, minimum, fuzz, options.maximum_interval)
    return days


def _least(ideal: float, previous: int) -> int:
    """Return the days that a recalled card waits at least.

    More than before if `ideal` is more; as many as before if fuzz alone could
    have made the difference; else anything goes.
    """
    if _rounded(ideal) > previous:
        return previous + 1
    return previous if previous <= _rounded(ideal + _fuzz_reach(ideal)) else 0


def _limited(ideal: float, minimum: int, fuzz: float | None, maximum: int) -> int:
    """Round `ideal` days into `minimum` to `maximum` (which wins), or draw from its fuzz range in there.

    `fuzz` picks the place in the range, 0 up to but not including 1.
    """
    minimum = min(minimum, maximum)
    if fuzz is None:
        return min(max(_rounded(ideal), minimum), maximum)
    low, high = fuzz_range(ideal, minimum, maximum)
    return low + int(fuzz * (high - low + 1))


def fuzz_range(ideal: float, minimum: int, maximum: int) -> tuple[int, int]:
    """Return the shortest and the longest interval, in days, that fuzz may make of `ideal` (Anki's ranges)."""
    ideal = min(max(ideal, minimum), maximum)
    reach = _fuzz_reach(ideal)
    low = min(max(_rounded(ideal - reach), minimum), maximum)
    high = min(max(_rounded(ideal + reach), minimum), maximum)
    if low == high and 2 < high < maximum:
        high += 1
    return low, high


def _fuzz_reach(days: float) -> float:
    if days < 2.5:
        return 0.0
    bands = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))
    return 1.0 + sum(share * max(0.0, min(days, end) - start) for start, end, share in bands)


def _fuzz(state: CardState, options: Options) -> float | None:
    """Return this answer's place in any fuzz range, 0 to under 1; the same on every replay, for all four buttons.

    A hash and not `random.Random`, which takes as long to seed as the rest of an answer.
    """
    if not options.fuzz:
        return None
    digest = blake2b(f"{state.card_id}:{state.reps}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def _rounded(days: float) -> int:
    """Round half up, as Rust does and Python's `round` does not."""
    return int(days + 0.5)
