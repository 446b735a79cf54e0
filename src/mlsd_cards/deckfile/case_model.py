"""A case study's validated blocks as the model's dataclasses; a block that is missing comes out empty."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from mlsd_cards.deckfile.drawings import diagram
from mlsd_cards.deckfile.fields import Strict
from mlsd_cards.deckfile.schema_case import (
    BLOCKS,
    ArchitectureYaml,
    CaseBlocks,
    DataYaml,
    InterviewYaml,
    MetricsYaml,
    ObjectiveYaml,
)
from mlsd_cards.model.case import (
    Architecture,
    Box,
    Budget,
    CaseStudy,
    Clarification,
    Data,
    DataSource,
    Estimate,
    Failure,
    Feature,
    FollowUp,
    Grading,
    Hop,
    Interview,
    Label,
    Metrics,
    ModelChoice,
    Negative,
    Objective,
    OfflineMetric,
    OnlineMetric,
    Point,
    Rejected,
    Requirements,
    Step,
    Trap,
)
from mlsd_cards.model.diagram import Diagram
from mlsd_cards.model.records import Record

_T = TypeVar("_T", bound=Record)


def absent_blocks(raw: CaseBlocks) -> tuple[str, ...]:
    """The blocks that are not there, or were broken and taken out."""
    return tuple(name for name in BLOCKS if getattr(raw, name) is None)


def case_study(title: str, raw: CaseBlocks) -> CaseStudy:
    """The case as the model knows it."""
    return CaseStudy(
        family=raw.family or "",
        level=tuple(raw.level or ()),
        topics=tuple(raw.topics or ()),
        prompt=raw.prompt or "",
        clarify=_all(Clarification, raw.clarify),
        requirements=_same(Requirements, raw.requirements) if raw.requirements else Requirements((), ()),
        objective=_objective(raw.objective),
        metrics=_metrics(raw.metrics),
        data=_data(raw.data),
        features=_all(Feature, raw.features),
        models=_all(ModelChoice, raw.models),
        architecture=_architecture(title, raw.architecture),
        budget=Budget(raw.budget.unit, raw.budget.total, _all(Hop, raw.budget.hops)) if raw.budget else None,
        scale=tuple(
            Estimate(
                estimate.key,
                estimate.text,
                estimate.calc,
                estimate.result,
                estimate.unit,
                estimate.ask or "",
                estimate.answer or "",
                tuple(estimate.steps or ()),
                tuple((name, tuple(values)) for name, values in (estimate.vary or {}).items()),
                estimate.factor,
            )
            for estimate in raw.scale or ()
        ),
        failures=_all(Failure, raw.failures),
        followups=_all(FollowUp, raw.followups),
        published=tuple(source.model() for source in raw.published or ()),
        interview=_interview(raw.interview),
        generate=None if raw.generate is None else tuple(raw.generate),
    )


def _same(kind: type[_T], raw: Strict) -> _T:
    """The dataclass whose fields have the names of the model's; a text that was left out is empty."""
    values = {field.name: getattr(raw, field.name) for field in fields(kind)}
    return kind(
        **{
            name: "" if value is None else tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
    )


def _all(kind: type[_T], raw: list[Any] | None) -> tuple[_T, ...]:
    return tuple(_same(kind, item) for item in raw or ())


def _objective(raw: ObjectiveYaml | None) -> Objective:
    if raw is None:
        return Objective("", "", "", "")
    return Objective(
        raw.business,
        raw.ml,
        raw.io.input,
        raw.io.output,
        raw.formula or "",
        raw.ask or "",
        _all(Rejected, raw.rejected),
    )


def _metrics(raw: MetricsYaml | None) -> Metrics:
    if raw is None:
        return Metrics((), ())
    return Metrics(_all(OfflineMetric, raw.offline), _all(OnlineMetric, raw.online), raw.ask or "")


def _data(raw: DataYaml | None) -> Data:
    if raw is None:
        return Data((), Label("", (), ""), ())
    label = raw.label
    return Data(
        _all(DataSource, raw.sources),
        Label(label.positive, _all(Negative, label.negatives), label.window, label.ask or ""),
        _all(Trap, raw.traps),
    )


def _architecture(title: str, raw: ArchitectureYaml | None) -> Architecture:
    if raw is None:
        return Architecture(Diagram(title, (), (), ()), ())
    drawing = diagram(title, raw.lanes, raw.nodes, raw.edges)
    return Architecture(drawing, _all(Box, raw.boxes), tuple(raw.no_fallback))


def _interview(raw: InterviewYaml | None) -> Interview:
    if raw is None:
        return Interview((), ())
    steps = tuple(
        Step(
            step.key,
            step.minutes,
            step.minutes_60,
            step.say,
            tuple(
                Point(point.key, point.w, point.level, point.point, tuple(point.ref)) for point in step.expect
            ),
            tuple(step.red_flags),
        )
        for step in raw.steps
    )
    return Interview(steps, tuple(raw.probes), _same(Grading, raw.grading))
