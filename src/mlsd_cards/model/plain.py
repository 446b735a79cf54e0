"""Definitions as plain lists and back: what the cache keeps as JSON (never pickle)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlsd_cards.errors import Span
from mlsd_cards.model.definition import (
    Calc,
    Checklist,
    Cloze,
    Content,
    Definition,
    MissingBox,
    Note,
    Question,
)
from mlsd_cards.model.records import from_record, to_record
from mlsd_cards.model.source import Source

if TYPE_CHECKING:
    from mlsd_cards.model.case import CaseStudy
    from mlsd_cards.model.diagram import Diagram


def to_plain(definition: Definition) -> list[Any]:
    """A definition as nested lists of text and numbers; spans keep line and column only."""
    d = definition
    return [
        [d.id, d.kind, d.title, d.area, d.priority, d.gist, d.span.line, d.span.column],
        [d.requires, d.contrast, d.tags, d.extends],
        [[s.title, s.by, s.year, s.ref] for s in d.sources],
        [
            [
                n.id,
                n.roles,
                _content(n.content),
                n.span.line,
                n.span.column,
                n.extra,
                n.tags,
                n.source,
                n.replaces,
                "" if n.span.file == d.span.file else n.span.file,  # a learner's version stands elsewhere
            ]
            for n in d.notes
        ],
        None if d.case is None else to_record(d.case),
    ]


def from_plain(plain: list[Any], file: str) -> Definition:
    """The definition that `to_plain` wrote, standing in `file`."""
    (
        (name, kind, title, area, priority, gist, line, column),
        (requires, contrast, tags, extends),
        sources,
        notes,
        case,
    ) = plain
    return Definition(
        name,
        kind,
        title,
        area,
        priority,
        gist,
        Span(file, line, column),
        tuple(requires),
        tuple(contrast),
        tuple(Source(*source) for source in sources),
        tuple(_note(note, file) for note in notes),
        tuple(tags),
        extends,
        None if case is None else _case(case),
    )


def _note(plain: list[Any], file: str) -> Note:
    name, roles, content, line, column, extra, tags, source, replaces, elsewhere = plain
    span = Span(elsewhere or file, line, column)
    return Note(name, tuple(roles), _from_content(content), span, extra, tuple(tags), source, replaces)


def _content(content: Content) -> list[Any]:
    match content:
        case Question(ask, answer):
            return ["answer", ask, answer]
        case Cloze(text, ordinals):
            return ["cloze", text, ordinals]
        case Calc(ask, expression, result, answer, unit, tolerance, steps, vary, factor):
            return ["calc", ask, expression, result, answer, unit, tolerance, steps, vary, factor]
        case Checklist(ask, points):
            return ["points", ask, points]
        case MissingBox(ask, answer, diagram, hide):
            return ["diagram", ask, answer, to_record(diagram), hide]


def _from_content(plain: list[Any]) -> Content:
    match plain:
        case ["answer", ask, answer]:
            return Question(ask, answer)
        case ["cloze", text, ordinals]:
            return Cloze(text, tuple(ordinals))
        case ["calc", ask, expression, result, answer, unit, tolerance, steps, vary, factor]:
            inputs = tuple((name, tuple(values)) for name, values in vary)
            return Calc(ask, expression, result, answer, unit, tolerance, tuple(steps), inputs, factor)
        case ["points", ask, points]:
            return Checklist(ask, tuple(points))
        case ["diagram", ask, answer, diagram, hide]:
            return MissingBox(ask, answer, _diagram(diagram), hide)
    raise ValueError(f"unknown form {plain[0]!r}")


def _case(plain: list[Any]) -> CaseStudy:
    from mlsd_cards.model.case import CaseStudy  # noqa: PLC0415  (with cases only)

    return from_record(CaseStudy, plain)


def _diagram(plain: list[Any]) -> Diagram:
    from mlsd_cards.model.diagram import Diagram  # noqa: PLC0415  (with drawings only)

    return from_record(Diagram, plain)
