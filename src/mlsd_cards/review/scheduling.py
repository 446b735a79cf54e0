"""One answer turns a card's state into its next: the rules of Anki's scheduler with FSRS on.

Every rule here was measured against Anki 26.9.3 and is held to it by
`tests/e2e/test_same_schedule_as_anki.py`. Nothing is read but the arguments,
so that replaying a log gives the same dates on every machine.
"""

from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from mlsd_cards.review.memory import Memory, Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, days_elapsed, next_rollover, study_day


class Phase(IntEnum):
    """Where a card stands; the numbers are Anki's card types."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class CardState(NamedTuple):
    """What scheduling knows of one card; `CardState(card_id)` is a new one.

    A card that was answered is due either at an instant (`due_at`, UTC ms:
    steps within the day) or on a study day (`due_day`: reviews, and steps
    beyond the rollover); the other is None. `interval` is in days: what a
    review card waits, what a lapsed card was cut to, 0 while learning.
    `remaining_steps` counts the current step too. `last_review` is in UTC ms.

    A tuple, because replaying a log makes a million of them.
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


_Days = TypeVar("_Days", int, float)
_AGAIN, _EASY, _REVIEW = Rating.Again, Rating.Easy, Phase.REVIEW  # looking up an enum's member is slow
_tuple = tuple.__new__  # calling a named tuple is slow
_Step = tuple[int, int]
"""The seconds until a card in (re)learning is shown again, and the steps that remain then."""


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
    last_review, memory, model = state.last_review, state.memory, options.model
    if last_review is not None and now.utc_ms < last_review:
        now = now._replace(utc_ms=last_review)
    rollover = next_rollover(now, options.rollover_hour)
    elapsed = 0 if last_review is None else days_elapsed(last_review, rollover)
    if rating is _AGAIN:
        stabilities: tuple[float, ...] = (model.stability_after(memory, elapsed, rating),)
    else:
        stabilities = model.passing_stabilities(memory, elapsed)[: rating - 1]
    phase, interval, step = _place(state, rating, stabilities, options)
    due_at, due_day, seconds = _due(interval, step, now, rollover, options)
    lapses = state.lapses + (rating is _AGAIN and state.phase is _REVIEW)
    kept, remaining = model.kept(stabilities[-1], memory, rating), step[1] if step else 0
    reps = state.reps + 1
    after = (state.card_id, phase, due_at, due_day, interval, remaining, reps, lapses, kept, now.utc_ms)
    return _tuple(Outcome, (_tuple(CardState, after), seconds))


def _due(
    interval: int, step: _Step | None, now: Moment, rollover: int, options: Options
) -> tuple[int | None, int | None, int]:
    """Return the instant or the study day on which the card is due, and the seconds until then.

    A step that reaches the rollover makes the card due on a day, counted from
    the rollover on: 25 hours in the evening are due the day after tomorrow.
    """
    today = study_day(now, options.rollover_hour)
    if step is None:
        return None, today + interval, interval * DAY_SECONDS
    seconds = step[0]
    beyond = seconds - (rollover // 1000 - now.utc_ms // 1000)
    if beyond < 0:
        return now.utc_ms + seconds * 1000, None, seconds
    return None, today + 1 + beyond // DAY_SECONDS, seconds


def _place(
    state: CardState, rating: Rating, stabilities: tuple[float, ...], options: Options
) -> tuple[Phase, int, _Step | None]:
    """Return the phase, the interval in days and the step, if any, that `rating` leads to.

    `stabilities` are those after Hard and so on up to `rating`; after Again its own only.
    """
    if state.phase is _REVIEW and rating is not _AGAIN:
        return _REVIEW, _review_interval(state, stabilities, options), None
    learning = state.phase is Phase.NEW or state.phase is Phase.LEARNING
    steps = options.learning_steps if learning else options.relearning_steps
    remaining = len(steps) if state.phase is Phase.NEW else state.remaining_steps
    step = _next_step(rating, remaining, steps)
    if not steps and rating is not _EASY:
        step = _step_without_steps(0 if rating is _AGAIN else remaining, stabilities[-1], options)
    if step is None:
        return _REVIEW, _graduation_interval(state, rating, stabilities, options), None
    if learning:
        return Phase.LEARNING, 0, step
    lapsed = rating is _AGAIN
    return Phase.RELEARNING, _lapse_interval(stabilities[-1], options) if lapsed else state.interval, step


# ------------------------------------------------------------ learning and relearning


def _next_step(rating: Rating, remaining: int, steps: tuple[int, ...]) -> _Step | None:
    """Return the step that `rating` leads to; None graduates.

    Like Anki a card remembers how many steps remain, so that it goes on from
    the end when the steps were changed meanwhile.
    """
    if rating is _EASY or not steps:
        return None
    if rating is _AGAIN:
        return steps[0], len(steps)
    at = min(max(0, len(steps) - remaining), len(steps) - 1)
    if rating is Rating.Hard:
        return _hard_delay(at, steps), remaining
    return (steps[at + 1], len(steps) - at - 1) if at + 1 < len(steps) else None


def _hard_delay(at: int, steps: tuple[int, ...]) -> int:
    """Return the seconds after Hard: the step again, but on the first one midway to the second.

    With a single step it is half as long again, at most a day longer. Above a
    day these means are rounded to whole days.
    """
    if at > 0:
        return steps[at]
    seconds = (steps[0] + steps[1]) // 2 if len(steps) > 1 else min(steps[0] * 3 // 2, steps[0] + DAY_SECONDS)
    return _rounded(seconds / DAY_SECONDS) * DAY_SECONDS if seconds > DAY_SECONDS else seconds


def _step_without_steps(remaining: int, stability: float, options: Options) -> _Step | None:
    """Let FSRS choose the delay where no steps are set, if it is under half a day."""
    model = options.model
    if not model.short_term_counts or model.interval(stability) >= 0.5:
        return None
    return model.seconds(stability), remaining


def _lapse_interval(stability: float, options: Options) -> int:
    """Return the days of a lapsed card: Anki neither fuzzes nor limits them to the maximum interval."""
    return max(1, _rounded(options.model.interval(stability)))


def _graduation_interval(
    state: CardState, rating: Rating, stabilities: tuple[float, ...], options: Options
) -> int:
    """Return the days of a card that leaves (re)learning; Easy waits longer than Good."""
    if rating is _AGAIN:
        return _lapse_interval(stabilities[-1], options)
    minimum, fuzz, maximum = 1, _fuzz(state, options), options.maximum_interval
    if rating is _EASY:
        minimum = 1 + _limited(options.model.interval(stabilities[-2]), 1, fuzz, maximum)
    return _limited(options.model.interval(stabilities[-1]), minimum, fuzz, maximum)


# ------------------------------------------------------------ review intervals


def _review_interval(state: CardState, stabilities: tuple[float, ...], options: Options) -> int:
    """Return the days of a review card that was recalled: Hard < Good < Easy, up to the maximum interval."""
    fuzz, days = _fuzz(state, options), 0
    for stability in stabilities:
        ideal = options.model.interval(stability)
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
    if minimum >= maximum:
        return maximum
    if fuzz is None:
        return _clamped(_rounded(ideal), minimum, maximum)
    low, high = fuzz_range(ideal, minimum, maximum)
    return low + int(fuzz * (high - low + 1))


def fuzz_range(ideal: float, minimum: int, maximum: int) -> tuple[int, int]:
    """Return the shortest and the longest interval, in days, that fuzz may make of `ideal` (Anki's ranges)."""
    ideal = _clamped(ideal, minimum, maximum)
    reach = _fuzz_reach(ideal)
    low, high = _rounded(ideal - reach), _rounded(ideal + reach)
    low, high = _clamped(low, minimum, maximum), _clamped(high, minimum, maximum)
    if low == high and 2 < high < maximum:
        high += 1
    return low, high


def _fuzz_reach(days: float) -> float:
    """Return by how many days fuzz may miss: 1, and 15 % of the days from 2.5 to 7, 10 % to 20, 5 % above."""
    if days < 2.5:
        return 0.0
    if days < 7:
        return 1.0 + 0.15 * (days - 2.5)
    if days < 20:
        return 1.675 + 0.10 * (days - 7)
    return 2.975 + 0.05 * (days - 20)


def _fuzz(state: CardState, options: Options) -> float | None:
    """Return this answer's place in any fuzz range, 0 to under 1; the same on every replay, for all four buttons.

    A hash and not `random.Random`, which takes as long to seed as the rest of an answer;
    checksums are faster still, but crowd neighbouring cards into neighbouring days.
    """
    if not options.fuzz:
        return None
    digest = blake2b(f"{state.card_id}:{state.reps}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def _rounded(days: float) -> int:
    """Round half up, as Rust does and Python's `round` does not."""
    return int(days + 0.5)


def _clamped(days: _Days, minimum: int, maximum: int) -> _Days | int:
    if days < minimum:
        return minimum
    if days > maximum:
        return maximum
    return days
