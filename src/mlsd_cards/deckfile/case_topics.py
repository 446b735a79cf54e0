"""What only the whole deck shows of a case: its file's name, and the topics that its blocks name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePath

from mlsd_cards.deckfile.definitions import Read
from mlsd_cards.deckfile.reporter import Path, nearest
from mlsd_cards.errors import Problem, Span
from mlsd_cards.model.case import CaseStudy
from mlsd_cards.model.definition import Definition

TOPIC = "topic:"
"""What a ref to a topic begins with."""


def case_problems(read: Read, known: Collection[str]) -> Iterator[Problem]:
    """E02 and E08 for the cases of one file; `known` are the ids of all topics of the deck."""
    for definition in read.definitions:
        case = definition.case
        if case is None:
            continue
        file = PurePath(definition.span.file)
        if file.stem != definition.id:
            message = f"the file of case {definition.id!r} is called {file.name!r}"
            yield Problem(
                definition.span, "E02", message, f"call it {definition.id}.yaml; the id is permanent"
            )
        for place, topic in _topics(case):
            if topic not in known:
                span = place_in(read, definition, place)
                yield Problem(span, "E08", f"unknown topic {topic!r}", nearest(topic, known))


def _topics(case: CaseStudy) -> Iterator[tuple[Path, str]]:
    """The topics that blocks name, with the ways to them inside the definition."""
    for number, topic in enumerate(case.topics):
        yield ("topics", number), topic
    for number, node in enumerate(case.architecture.diagram.nodes):
        if node.component:
            yield ("architecture", "nodes", number, "component"), node.component
    for number, step in enumerate(case.interview.steps):
        for place, point in enumerate(step.points):
            for ref in point.refs:
                if ref.startswith(TOPIC):
                    path = ("interview", "steps", number, "expect", place, "ref")
                    yield path, ref.removeprefix(TOPIC)


def place_in(read: Read, definition: Definition, inside: Path) -> Span:
    """The place inside the definition; of one that comes from the cache only its own place is known."""
    if read.document is None:
        return definition.span
    items = read.document.value["definitions"]
    index = next(n for n, item in enumerate(items) if item.get("id") == definition.id)
    return read.document.span(("definitions", index, *inside))
