"""The script of a mock interview: a case's steps in order, with a follow-up as an interruption after two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlsd_cards.model.case import LENGTHS, CaseStudy, Grading, Level, Point, Step
from mlsd_cards.model.definition import Definition

PROBE_SECONDS = 90
"""What an interruption may take."""

_PROBE = "probe."
_INTERRUPTED = ("data", "model")  # the steps after which the interviewer interrupts

_SKETCH = "sketch"
_CLARIFY = "clarify"

TITLES: Final = {
    "clarify": "Clarify",
    "framing": "Framing and metrics",
    "sketch": "Sketch",
    "data": "Data and features",
    "model": "Model and evaluation",
    "serving": "Serving and scale",
    "operate": "Operate",
    "close": "Close",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch of the interview with a clock and notes of its own: a step, or a probe between two."""

    key: str
    title: str
    say: str
    seconds: int  # its share of the time
    points: tuple[Point, ...] = ()
    red_flags: tuple[str, ...] = ()

    @property
    def is_probe(self) -> bool:
        """A probe's points are a check for oneself; they do not enter the score."""
        return self.key.startswith(_PROBE)

    @property
    def shows_drawing(self) -> bool:
        """After the sketch comes the drawing to hold it against."""
        return self.key == _SKETCH


@dataclass(frozen=True, slots=True)
class Script:
    """What is asked in one session, in order."""

    case: str  # namespace:case
    definition: Definition
    minutes: int
    stops: tuple[Stop, ...]

    @property
    def study(self) -> CaseStudy:
        return study_of(self.definition)

    @property
    def grading(self) -> Grading:
        return self.study.interview.grading

    @property
    def steps(self) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if not stop.is_probe)

    @property
    def is_whole(self) -> bool:
        """Whether all of the interview is held, so that there can be a grade."""
        return {step.key for step in self.study.interview.steps} <= {stop.key for stop in self.stops}

    @property
    def seconds(self) -> int:
        return sum(stop.seconds for stop in self.stops)

    def stop(self, key: str) -> Stop:
        return next(stop for stop in self.stops if stop.key == key)

    def shows_requirements(self, key: str) -> bool:
        """Whether the requirements are known at a stop: they follow from the questions at the start."""
        return key != _CLARIFY


def study_of(definition: Definition) -> CaseStudy:
    """The blocks of a case (`ValueError` if the definition is no case)."""
    if definition.case is None:
        raise ValueError(f"{definition.id} is no case study")
    return definition.case


def stops_of(definition: Definition, *, step: str | None = None, attempt: int = 0) -> tuple[str, ...]:
    """The stops of a session: all steps with probes between them, or one step alone.

    `attempt` counts earlier sessions: the next one is interrupted by other follow-ups if there are any.

    Raises:
        ValueError: the case has no such step.
    """
    interview = study_of(definition).interview
    keys = [each.key for each in interview.steps]
    if step is not None:
        if step not in keys:
            raise ValueError(f"no step {step!r}; there are: {', '.join(keys)}")
        return (step,)
    stops: list[str] = []
    for key in keys:
        stops.append(key)
        if key in _INTERRUPTED and interview.probes:
            probe = _PROBE + interview.probes[(attempt + _INTERRUPTED.index(key)) % len(interview.probes)]
            stops += [probe] if probe not in stops else []
    return tuple(stops)


def script_of(case: str, definition: Definition, minutes: int, stops: Sequence[str]) -> Script:
    """The script for these stops; what the case no longer has is an empty stop, so that a session can go on."""
    known = {step.key: _step(step, minutes) for step in study_of(definition).interview.steps}
    return Script(
        case,
        definition,
        minutes,
        tuple(
            known.get(key)
            or _probe(definition, key)
            or Stop(key, key, "The case no longer has this step.", 60)
            for key in stops
        ),
    )


def _step(step: Step, minutes: int) -> Stop:
    share = step.minutes_60 if minutes == LENGTHS[1] else step.minutes
    title = TITLES.get(step.key, step.key)
    return Stop(step.key, title, step.say, share * 60, step.points, step.red_flags)


def _probe(definition: Definition, key: str) -> Stop | None:
    for followup in study_of(definition).followups:
        if key == _PROBE + followup.key:
            points = tuple(
                Point(str(number), 1, Level.GOOD, text, (f"followups.{followup.key}",))
                for number, text in enumerate(followup.points, 1)
            )
            return Stop(key, "Interruption", followup.ask, PROBE_SECONDS, points)
    return None
