"""The warnings of case studies: how many elements the blocks should have, and how many cards they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

from mlsd_cards.deckfile.case_topics import place_in
from mlsd_cards.deckfile.deck import Loaded
from mlsd_cards.deckfile.definitions import Read
from mlsd_cards.deckfile.reporter import Path
from mlsd_cards.errors import Problem
from mlsd_cards.model.case import CaseStudy
from mlsd_cards.model.definition import Definition
from mlsd_cards.model.recipes import generated

MOST_GENERATED = 12
LEAST_GENERATED, LEAST_WRITTEN = 8, 2
"""Cards that a must-know case has from its blocks and by hand."""

_SIZES: Mapping[str, tuple[int, int]] = {
    "topics": (5, 12),
    "clarify": (4, 6),
    "requirements.functional": (2, 4),
    "requirements.nonfunctional": (2, 4),
    "objective.rejected": (1, 3),
    "metrics.offline": (2, 5),
    "data.sources": (2, 4),
    "data.label.negatives": (1, 3),
    "data.traps": (3, 5),
    "features": (4, 7),
    "models": (3, 6),
    "architecture.diagram.lanes": (2, 4),
    "architecture.diagram.nodes": (7, 14),
    "architecture.diagram.edges": (7, 18),
    "architecture.boxes": (1, 3),
    "budget.hops": (4, 9),
    "scale": (3, 6),
    "failures": (3, 6),
    "followups": (3, 6),
    "published": (1, 4),
    "interview.probes": (2, 3),
}
_POINTS = (22, 30)
_POINTS_OF_STEP, _POINTS_OF_CLOSE, _POINTS_OF_FOLLOWUP = (2, 5), (1, 2), (3, 5)
"""Fewest and most elements that a block should have."""


def case_warnings(loaded: Loaded) -> Iterator[Problem]:
    """W25 to W28 for every case that could be read whole."""
    for read in loaded.reads:
        for definition in read.definitions:
            if definition.case is not None:
                yield from _cards(read, definition, definition.case)
                for path, count, (fewest, most), what in _sizes(definition.case):
                    if not fewest <= count <= most:
                        message = f"{definition.id!r}: {count} {what}, not {fewest} to {most}"
                        yield Problem(place_in(read, definition, path), "W27", message)


def _cards(read: Read, definition: Definition, case: CaseStudy) -> Iterator[Problem]:
    name, span = repr(definition.id), definition.span
    made = {f"{definition.id}/{note.key}": note for note in generated(definition.title, case)}
    written = sum(note.id not in made for note in definition.notes)
    if len(made) > MOST_GENERATED:
        message = f"the blocks of {name} give {len(made)} cards, not {MOST_GENERATED} at most"
        yield Problem(span, "W25", message, "choose the best with `generate`")
    if definition.priority == 1 and (len(made) < LEAST_GENERATED or written < LEAST_WRITTEN):
        message = f"{name} has {len(made)} cards from blocks and {written} by hand"
        hint = f"a must-know case has {LEAST_GENERATED} and {LEAST_WRITTEN} at least"
        yield Problem(span, "W26", message, hint)
    for id_, note in made.items():
        if not note.has_own_front:
            place = place_in(read, definition, note.place)
            yield Problem(place, "W28", f"{id_}: nobody wrote its front", "give the block an `ask`")


def _sizes(case: CaseStudy) -> Iterator[tuple[Path, int, tuple[int, int], str]]:
    """Yield where a block stands, how many elements it has and should have, and what they are."""
    for name, limits in _SIZES.items():
        if name != "budget.hops" or case.budget is not None:
            path = name.replace("diagram.", "")
            yield tuple(path.split(".")), len(attrgetter(name)(case)), limits, path
    if case.budget is not None:
        margins = sum(hop.key == "margin" for hop in case.budget.hops)
        yield ("budget", "hops"), margins, (1, 1), "hops called 'margin'"
    for number, followup in enumerate(case.followups):
        yield (
            ("followups", number, "points"),
            len(followup.points),
            _POINTS_OF_FOLLOWUP,
            "points of a follow-up",
        )
    for number, step in enumerate(case.interview.steps):
        limits = _POINTS_OF_CLOSE if step.key == "close" else _POINTS_OF_STEP
        yield (
            ("interview", "steps", number, "expect"),
            len(step.points),
            limits,
            f"points of step {step.key!r}",
        )
    points = sum(1 for _ in case.interview.points())
    yield ("interview",), points, _POINTS, "points of the interview"
