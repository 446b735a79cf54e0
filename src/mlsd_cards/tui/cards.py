"""What stands below the rule: the answer, a checklist's boxes, the explanation, worked steps and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from mlsd_cards.library import Found
from mlsd_cards.model.definition import Calc, Checklist, Cloze, MissingBox, Question
from mlsd_cards.model.source import Source
from mlsd_cards.tui.drawing import Paper

_QUIET = "$foreground-muted"
_BOX = 8  # cells before a point: cursor, number and box
_NUMBER = 4  # cells before a step


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which points of a checklist are ticked, and the one under the cursor (None: no cursor)."""

    ticked: frozenset[int] = frozenset()
    cursor: int | None = None


def answer(found: Found, paper: Paper, ticks: Ticks | None = None) -> Content:
    """What stands below the rule: answer, explanation, worked steps and sources."""
    return Content("\n\n").join(part for part in _parts(found, paper, ticks or Ticks()) if part.plain)


def _parts(found: Found, paper: Paper, ticks: Ticks) -> Iterator[Content]:
    note, content = found.note, found.note.content
    match content:
        case Question(answer=text) | MissingBox(answer=text):
            yield paper.markdown(text)
        case Calc(answer=""):
            yield Content.styled(paper.text(content.shown), "bold")
        case Calc(answer=text):
            yield paper.markdown(text)
        case Checklist():
            yield points(content, paper, ticks)
        case Cloze():
            pass
    if note.extra:
        yield paper.markdown(note.extra)
    if isinstance(content, Calc):
        yield _worked(content, paper)
    yield _citation(found, paper)


def points(content: Checklist, paper: Paper, ticks: Ticks) -> Content:
    """The points with a box each; a tick is a sign, not only a colour."""
    narrower = paper.narrower(_BOX)
    tick, pointer = ("x", ">") if paper.ascii else ("✓", "›")
    rows = []
    for number, point in enumerate(content.points):
        box = "[" + (tick if number in ticks.ticked else " ") + "]"
        before = pointer if number == ticks.cursor else " "
        label = f"{number + 1}" if number < 9 else " "
        style = (
            "bold $text-success" if number in ticks.ticked else "bold" if number == ticks.cursor else _QUIET
        )
        first, *rest = narrower.markdown(point).split("\n") or [Content("")]
        rows.append(Content.assemble((f"{before} {label} {box} ", style), first))
        rows += [Content.assemble(" " * _BOX, line) for line in rest]
    return Content("\n").join(rows)


def point_at(content: Checklist, paper: Paper, line: int) -> int | None:
    """Which point stands on a line of the answer (both from 0)."""
    narrower = paper.narrower(_BOX)
    for number, point in enumerate(content.points):
        line -= len(narrower.markdown(point).split("\n"))
        if line < 0:
            return number
    return None


def _worked(content: Calc, paper: Paper) -> Content:
    narrower = paper.narrower(_NUMBER)
    rows = []
    for number, step in enumerate(content.steps, 1):
        first, *rest = narrower.markdown(step).split("\n") or [Content("")]
        rows.append(Content.assemble((f"{number:>2}. ", _QUIET), first))
        rows += [Content.assemble(" " * _NUMBER, line) for line in rest]
    sum_ = f"= {content.expression}"
    rows.append(Content.styled(paper.text(sum_), "$text-secondary"))
    return Content("\n").join(rows)


def citations(found: Found) -> tuple[Source, ...]:
    """The sources of a note: its own one, or all of its topic."""
    sources, chosen = found.topic.sources, found.note.source
    return sources if chosen is None else sources[chosen - 1 : chosen]


def _citation(found: Found, paper: Paper) -> Content:
    lines = [f"{source.title}, {source.by}, {source.year}" for source in citations(found)]
    return Content.styled("\n".join(paper.text(line) for line in lines), _QUIET)
