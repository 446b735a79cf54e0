"""Everything that decides a schedule, under Anki's names and with Anki's defaults.

Options are values: they live in the review log as events, so that replaying
the log needs nothing else. A wrong value never gets in: all that is wrong is
said at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, MemoryModel

ROLLOVER_HOURS = (0, *range(4, 13))
"""1 to 3 o'clock are left out: clocks are put back then, and a study day would run backwards."""

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_STEP = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([smhd]?)")
_STEP_MAX = 365 * 86_400


class OptionsError(ValueError):
    """One or more options have values that cannot be; `problems` names each in a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class NewReviewOrder(StrEnum):
    """When new cards are shown (Anki: New/review order)."""

    MIX = "mix with reviews"
    AFTER = "show after reviews"
    BEFORE = "show before reviews"


class ReviewOrder(StrEnum):
    """Which due card comes first (Anki: Review sort order)."""

    RELATIVE_OVERDUENESS = "relative overdueness"
    DUE_DATE = "due date, then random"


@dataclass(frozen=True, kw_only=True)
class Options:
    """The scheduling options of a collection.

    Steps are in seconds, intervals in days, limits in cards a day. Names and
    defaults are Anki's, but for FSRS being on and siblings being buried.

    Raises:
        OptionsError: some values cannot be; it names all of them.
    """

    desired_retention: float = 0.9
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    maximum_interval: int = 36_500
    fsrs_parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    fuzz: bool = True
    new_per_day: int = 20
    reviews_per_day: int = 200
    new_cards_ignore_review_limit: bool = False
    new_review_order: NewReviewOrder = NewReviewOrder.MIX
    review_order: ReviewOrder = ReviewOrder.RELATIVE_OVERDUENESS
    bury_siblings: bool = True
    learn_ahead_minutes: int = 20
    rollover_hour: int = 4
    leech_threshold: int = 8
    leech_suspend: bool = False

    def __post_init__(self) -> None:
        if problems := tuple(self._problems()):
            raise OptionsError(problems)

    @cached_property
    def model(self) -> MemoryModel:
        """The memory model of these parameters and this desired retention."""
        return MemoryModel(self.fsrs_parameters, self.desired_retention)

    def _problems(self) -> Iterator[str]:
        yield from _outside("desired_retention", self.desired_retention, 0.7, 0.99)
        yield from _wrong_steps("learning_steps", self.learning_steps)
        yield from _wrong_steps("relearning_steps", self.relearning_steps)
        yield from _outside("maximum_interval", self.maximum_interval, 1, 36_500, "days")
        yield from _outside("new_per_day", self.new_per_day, 0, 9999, "cards")
        yield from _outside("reviews_per_day", self.reviews_per_day, 0, 9999, "cards")
        yield from _outside("learn_ahead_minutes", self.learn_ahead_minutes, 0, 1440, "minutes")
        yield from _outside("leech_threshold", self.leech_threshold, 1, 9999, "lapses")
        if self.rollover_hour not in ROLLOVER_HOURS:
            yield f"rollover_hour is {self.rollover_hour}: it must be 0 or 4 to 12 (between, clocks are put back)"
        yield from _wrong_parameters(self.fsrs_parameters)


def _outside(name: str, value: float, low: float, high: float, unit: str = "") -> Iterator[str]:
    # `not … <=` also catches nan
    if not low <= value <= high:
        yield f"{name} is {value}: it must be from {low} to {high}{' ' + unit if unit else ''}"


def _wrong_steps(name: str, steps: tuple[int, ...]) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        if not 1 <= step <= _STEP_MAX:
            yield f"{name}: step {number} is {step} seconds: it must be from 1 second to 365 days"


def _wrong_parameters(parameters: tuple[float, ...]) -> Iterator[str]:
    if len(parameters) != len(DEFAULT_PARAMETERS):
        yield f"fsrs_parameters are {len(parameters)} numbers: FSRS-6 has {len(DEFAULT_PARAMETERS)}"
        return
    try:
        MemoryModel(parameters, desired_retention=0.9)
    except ValueError as error:
        details = str(error).split("\n")[1:]
        yield from (f"fsrs_{detail}" for detail in details)


def parse_steps(text: str) -> tuple[int, ...]:
    """Read steps as Anki writes them, `1m 10m 1d`; a bare number is minutes, nothing is no steps.

    Raises:
        OptionsError: a step is no number with s, m, h or d, or is under a second.
    """
    found = [(word, _STEP.fullmatch(word)) for word in text.split()]
    if wrong := tuple(f"{word!r} is no step: write 30s, 10m, 4h or 1d" for word, match in found if not match):
        raise OptionsError(wrong)
    steps = tuple(int(float(match[1]) * _UNIT_SECONDS[match[2] or "m"]) for _, match in found if match)
    if problems := tuple(_wrong_steps("steps", steps)):
        raise OptionsError(problems)
    return steps


def format_steps(steps: tuple[int, ...]) -> str:
    """Write steps (seconds) as `parse_steps` reads them, each in the largest unit that divides it."""
    return " ".join(_format_step(step) for step in steps)


def _format_step(seconds: int) -> str:
    unit = next(unit for unit in "dhms" if seconds % _UNIT_SECONDS[unit] == 0)
    return f"{seconds // _UNIT_SECONDS[unit]}{unit}"
