"""The shape of a case study's blocks, as pydantic models.

A missing block is None here: `case_checks` reports it, so that one block never hides the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, WithJsonSchema

from mlsd_cards.deckfile.fields import ONE_OR_MORE, Key, Number, Slug, Strict, Text, one_of
from mlsd_cards.deckfile.schema_drawing import Edges, Lanes, Nodes
from mlsd_cards.model.case import FAMILIES, Level, MetricRole
from mlsd_cards.model.source import Source

MAX_VARIED = 6
"""Names of a calculation that vary: every combination of their extremes is tried."""

_ADDRESS = r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$|^(topic|note):[a-z0-9-]+$"
_NOTE_NAME = r"^[a-z]+(\.[a-z0-9-]+)?$"

Minutes = Annotated[int, Field(ge=1, le=60)]
Share = Annotated[float, Field(ge=0, le=1)]
Vary = dict[str, Annotated[list[Number], Field(min_length=3, max_length=12)]]


Unit = Annotated[str, one_of("ms", "s", "min", "h")]
Family = Annotated[str, one_of(*FAMILIES)]
Seniority = Annotated[str, one_of("junior", "mid", "senior", "staff")]


class SourceYaml(Strict):
    """Where a statement can be checked."""

    title: Text
    by: Text
    year: Annotated[int, Field(ge=1600, le=2100)]
    ref: Text = Field(description="https://…, doi:… or arXiv:…")

    def model(self) -> Source:
        return Source(self.title, self.by, self.year, self.ref)


class ClarificationYaml(Strict):
    """A question that a candidate should ask."""

    key: Key
    ask: Text
    why: Text
    assume: Text = Field(description="what the interviewer answers")
    must: bool = False


class RequirementsYaml(Strict):
    """What the system does, and how well."""

    functional: Annotated[list[Text], Field(min_length=1)]
    nonfunctional: Annotated[list[Text], Field(min_length=1)]


class InOutYaml(Strict):
    """What the model reads and what it gives."""

    input: Text
    output: Text


class RejectedYaml(Strict):
    """An objective that is not taken."""

    key: Key
    option: Text
    because: Text = Field(description="a clause that can follow 'because'")
    ask: Text | None = None


class ObjectiveYaml(Strict):
    """From the business goal to what a model predicts."""

    business: Text
    ml: Text
    io: InOutYaml
    formula: Text | None = None
    ask: Text | None = None
    rejected: Annotated[list[RejectedYaml], Field(min_length=1)]


class OfflineMetricYaml(Strict):
    """A number on logged data."""

    key: Key
    name: Text
    stage: Text
    target: Text | None = None


class OnlineMetricYaml(Strict):
    """A number of an experiment."""

    key: Key
    name: Text
    role: MetricRole
    limit: Text | None = None


class MetricsYaml(Strict):
    """How the team knows that it works."""

    offline: Annotated[list[OfflineMetricYaml], Field(min_length=1)]
    online: Annotated[list[OnlineMetricYaml], Field(min_length=1)]
    ask: Text | None = None


class DataSourceYaml(Strict):
    """Where examples come from."""

    key: Key
    what: Text
    volume: Text
    delay: Text


class NegativeYaml(Strict):
    """What counts as a negative."""

    key: Key
    what: Text


class LabelYaml(Strict):
    """What counts as what, and how long to wait."""

    positive: Text
    negatives: Annotated[list[NegativeYaml], Field(min_length=1)]
    window: Text
    ask: Text | None = None


class TrapYaml(Strict):
    """What goes wrong with the data, and the fix."""

    key: Key
    trap: Text
    fix: Text
    ask: Text | None = None


class DataYaml(Strict):
    """Sources, label, traps."""

    sources: Annotated[list[DataSourceYaml], Field(min_length=1)]
    label: LabelYaml
    traps: Annotated[list[TrapYaml], Field(min_length=1)]


class FeatureYaml(Strict):
    """A group of features."""

    key: Key
    group: Text
    what: Text
    freshness: Text
    stages: Annotated[list[Text], Field(min_length=1)]


class ModelChoiceYaml(Strict):
    """What is trained at a stage, and why that."""

    key: Key
    stage: Text
    model: Text
    why: Text = Field(description="a clause that can follow 'because'")
    loss: Text | None = None
    ask: Text | None = None


class BoxYaml(Strict):
    """A card that hides a node."""

    key: Slug = Field(description="of the node")
    why: Text
    ask: Text | None = None


class ArchitectureYaml(Strict):
    """The drawing, and the boxes that cards ask for."""

    lanes: Lanes
    nodes: Nodes
    edges: Edges
    boxes: list[BoxYaml] = Field([])
    no_fallback: list[Slug] = Field([])


class HopYaml(Strict):
    """A part of the budget."""

    key: Key
    time: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    what: Text | None = None


class BudgetYaml(Strict):
    """How the time of the serial path is shared out."""

    unit: Unit
    total: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    hops: Annotated[list[HopYaml], Field(min_length=2)]


class EstimateYaml(Strict):
    """A figure that follows from assumptions."""

    key: Key
    text: Text
    calc: Text
    result: Number
    unit: Text
    vary: Annotated[Vary, Field(min_length=1, max_length=MAX_VARIED)] | None = None
    factor: Annotated[float, Field(ge=1, le=100)] | None = Field(
        None, description="how far off a typed answer may be where `vary` is given; default 2"
    )
    ask: Text | None = None
    answer: Text | None = None
    steps: Annotated[list[Text], Field(min_length=1)] | None = None


class FailureYaml(Strict):
    """What breaks, how it shows, and what is done first."""

    key: Key
    when: Text
    detect: Text
    do: Text
    ask: Text | None = None


class FollowUpYaml(Strict):
    """An interviewer's what-if."""

    key: Key
    ask: Text
    points: Annotated[list[Text], Field(min_length=2)]


class PointYaml(Strict):
    """A checkable sentence of the rubric."""

    key: Key
    w: Annotated[int, Field(ge=1, le=2)]
    level: Level
    point: Text
    ref: Annotated[
        list[Annotated[str, StringConstraints(pattern=_ADDRESS)]],
        ONE_OR_MORE,
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
    ] = Field([], description="a path inside the case, topic:ID or note:KEY; or a list of them")


class StepYaml(Strict):
    """A part of the interview."""

    key: Key
    minutes: Minutes
    minutes_60: Minutes
    say: Text
    expect: Annotated[list[PointYaml], Field(min_length=1)]
    red_flags: list[Text] = Field([])


class GradingYaml(Strict):
    """Shares of the total weight that a grade needs."""

    strong_hire: Share = 0.80
    hire: Share = 0.65
    lean_no: Share = 0.50
    must_floor: Share = 0.75


class InterviewYaml(Strict):
    """The script of the mock interview."""

    steps: Annotated[list[StepYaml], Field(min_length=1)]
    probes: Annotated[list[Slug], Field(min_length=1)]
    grading: GradingYaml = GradingYaml()


def _need_blocks(schema: dict[str, Any]) -> None:
    """In an editor a missing block is an error of the schema, and so is an empty one."""
    schema["required"] = sorted({*schema.get("required", ()), *BLOCKS})
    for name in BLOCKS:
        block = schema["properties"][name]
        (shape, _) = block.pop("anyOf")
        del block["default"]
        block |= shape


class CaseBlocks(Strict):
    """The blocks of a case study."""

    model_config = ConfigDict(json_schema_extra=_need_blocks)

    family: Family | None = None
    level: Annotated[list[Seniority], Field(min_length=1)] | None = None
    topics: list[Slug] | None = Field(None, description="topics that the case exercises")
    prompt: Text | None = None
    clarify: list[ClarificationYaml] | None = None
    requirements: RequirementsYaml | None = None
    objective: ObjectiveYaml | None = None
    metrics: MetricsYaml | None = None
    data: DataYaml | None = None
    features: list[FeatureYaml] | None = None
    models: list[ModelChoiceYaml] | None = None
    architecture: ArchitectureYaml | None = None
    budget: BudgetYaml | None = None
    scale: list[EstimateYaml] | None = None
    failures: list[FailureYaml] | None = None
    followups: list[FollowUpYaml] | None = None
    published: list[SourceYaml] | None = None
    interview: InterviewYaml | None = None
    generate: list[Annotated[str, StringConstraints(pattern=_NOTE_NAME)]] | None = Field(
        None, description="which blocks become cards, in order; left out: all"
    )


BLOCKS: Mapping[str, None] = dict.fromkeys(name for name in CaseBlocks.model_fields if name != "generate")
"""The names of the blocks that every case has, in order."""
