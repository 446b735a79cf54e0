"""A case study: one open prompt, told in blocks that cards, the drawing and the mock interview all read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mlsd_cards.model.diagram import Diagram
from mlsd_cards.model.source import Source

FAMILIES = (
    "recommendation",
    "search",
    "ads",
    "integrity",
    "risk",
    "logistics",
    "llm",
    "vision",
    "platform",
    "growth",
)
"""What a case is about, for the catalogue's filter."""

LENGTHS = (45, 60)
"""Minutes that a whole interview can have."""


class MetricRole(StrEnum):
    """What an online metric is for."""

    PRIMARY = "primary"
    NORTH_STAR = "north_star"
    GUARDRAIL = "guardrail"


class Level(StrEnum):
    """Who is expected to make a point."""

    MUST = "must"  # any hire
    GOOD = "good"  # a solid one
    SENIOR = "senior"  # what tells levels apart


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question that a candidate should ask, why, and what the interviewer answers."""

    key: str
    ask: str
    why: str
    assume: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the system does, and how well."""

    functional: tuple[str, ...]
    nonfunctional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An objective that sounds right, and why it is not taken."""

    key: str
    option: str
    because: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """From the business goal to what a model predicts."""

    business: str
    ml: str
    input: str
    output: str
    formula: str = ""
    ask: str = ""
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class OfflineMetric:
    """A number on logged data, and the stage that it judges."""

    key: str
    name: str
    stage: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class OnlineMetric:
    """A number of an experiment; `limit` is what a guardrail may not pass."""

    key: str
    name: str
    role: MetricRole
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """How the team knows that it works."""

    offline: tuple[OfflineMetric, ...]
    online: tuple[OnlineMetric, ...]
    ask: str = ""

    def of_role(self, role: MetricRole) -> tuple[OnlineMetric, ...]:
        """The online metrics of one role."""
        return tuple(metric for metric in self.online if metric.role is role)


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where examples come from; `volume` is an assumption."""

    key: str
    what: str
    volume: str
    delay: str


@dataclass(frozen=True, slots=True)
class Negative:
    """What counts as a negative, where that differs by stage or source."""

    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Label:
    """What counts as what, and how long to wait before it does."""

    positive: str
    negatives: tuple[Negative, ...]
    window: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """What goes wrong with the data, and the fix."""

    key: str
    trap: str
    fix: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """Sources, label, traps."""

    sources: tuple[DataSource, ...]
    label: Label
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """A group of features, how fresh it must be and which stages read it."""

    key: str
    group: str
    what: str
    freshness: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """What is trained at a stage, and why that."""

    key: str
    stage: str
    model: str
    why: str
    loss: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A "missing box" card: the node that is hidden, and why it stands there."""

    key: str  # of the node
    why: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The drawing, the boxes that are asked for, and the online nodes that have no fallback on purpose."""

    diagram: Diagram
    boxes: tuple[Box, ...]
    no_fallback: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """A part of the budget, in its unit."""

    key: str
    time: float
    what: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """How the time that the serial path may take is shared out; the hops sum to `total`."""

    unit: str  # ms, s, min or h
    total: float
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An assumption-based figure: `expression` gives `result`, in `unit`.

    With `vary`, names in the expression take one of the listed values each; the first ones give `result`.
    """

    key: str
    text: str
    expression: str
    result: float
    unit: str
    ask: str = ""
    answer: str = ""
    steps: tuple[str, ...] = ()
    vary: tuple[tuple[str, tuple[float, ...]], ...] = ()
    factor: float | None = None  # how far off a typed answer may be where numbers vary


@dataclass(frozen=True, slots=True)
class Failure:
    """What breaks, how it shows, and what is done first."""

    key: str
    when: str
    detect: str
    do: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An interviewer's what-if, and the points of a good reply."""

    key: str
    ask: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A checkable sentence of the rubric, worth `weight`; `refs` lead to what teaches it.

    A ref is a dotted path inside the case (`data.traps.position`), `topic:ID` or `note:KEY`.
    """

    key: str
    weight: int
    level: Level
    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the interview: `minutes` of 45, `minutes_60` of 60."""

    key: str
    minutes: int
    minutes_60: int
    say: str
    points: tuple[Point, ...]
    red_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grading:
    """Shares of the total weight that a grade needs; no hire below the share `must_floor` of the must points."""

    strong_hire: float = 0.80
    hire: float = 0.65
    lean_no: float = 0.50
    must_floor: float = 0.75


@dataclass(frozen=True, slots=True)
class Interview:
    """The script: its steps, and the follow-ups that interrupt it, by key."""

    steps: tuple[Step, ...]
    probes: tuple[str, ...]
    grading: Grading = Grading()

    def points(self) -> Iterator[tuple[Step, Point]]:
        """Yield every point with its step."""
        for step in self.steps:
            for point in step.points:
                yield step, point


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """The blocks of a case. `generate` names the notes that blocks give (None: all of them)."""

    family: str
    level: tuple[str, ...]
    topics: tuple[str, ...]
    prompt: str
    clarify: tuple[Clarification, ...]
    requirements: Requirements
    objective: Objective
    metrics: Metrics
    data: Data
    features: tuple[Feature, ...]
    models: tuple[ModelChoice, ...]
    architecture: Architecture
    budget: Budget | None
    scale: tuple[Estimate, ...]
    failures: tuple[Failure, ...]
    followups: tuple[FollowUp, ...]
    published: tuple[Source, ...]
    interview: Interview
    generate: tuple[str, ...] | None = None
