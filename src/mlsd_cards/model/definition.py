"""Definitions hold notes, notes yield cards; ids are permanent, everything else may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from mlsd_cards.errors import Span
from mlsd_cards.model.calc import agrees
from mlsd_cards.model.kinds import ROLES, Bucket
from mlsd_cards.model.source import Source

if TYPE_CHECKING:  # their many classes cost an app that reviews other cards its start
    from mlsd_cards.model.case import CaseStudy
    from mlsd_cards.model.diagram import Diagram


@dataclass(frozen=True, slots=True)
class Question:
    """Ask and answer."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Cloze:
    """A sentence with deletions `{{c1::…}}`; `ordinals` are the numbers that occur, ascending."""

    text: str
    ordinals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calc:
    """A question whose answer is computed: `expression` evaluates to `result`, in `unit`.

    `tolerance` is the relative error that a typed answer may have; where there is a `factor`, the answer may
    be off by that much instead. With `vary` it is a template: names in the expression and `{name}` in the
    texts take one of the listed values each (`model.drill`), and the first ones give `result`.
    """

    DEFAULT_TOLERANCE: ClassVar[float] = 0.02
    DEFAULT_FACTOR: ClassVar[float] = 2.0

    ask: str
    expression: str
    result: float
    answer: str = ""
    unit: str = ""
    tolerance: float = DEFAULT_TOLERANCE
    steps: tuple[str, ...] = ()
    vary: tuple[tuple[str, tuple[float, ...]], ...] = ()
    factor: float | None = None  # of templates; DEFAULT_FACTOR unless the author says otherwise

    @property
    def shown(self) -> str:
        """The answer that a learner reads."""
        return self.answer or f"{self.result:.10g} {self.unit}".strip()

    def accepts(self, value: float) -> bool:
        """Whether a typed answer is close enough."""
        if self.factor is None:
            return agrees(value, self.result, self.tolerance)
        ratio = value / self.result if self.result else 0.0
        return 1 / self.factor <= ratio <= self.factor


@dataclass(frozen=True, slots=True)
class Checklist:
    """A question with several points, graded by how many were recalled."""

    ask: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingBox:
    """A drawing in which the label of the node `hide` is left out; `answer` is what stands there, and why."""

    ask: str
    answer: str
    diagram: Diagram
    hide: str  # key of the node


Content = Question | Cloze | Calc | Checklist | MissingBox


@dataclass(frozen=True, slots=True)
class Note:
    """What Anki updates as one: its GUID derives from `id` alone, so wording may change."""

    id: str  # definition/key
    roles: tuple[str, ...]
    content: Content
    span: Span
    extra: str = ""
    tags: tuple[str, ...] = ()
    source: int | None = None  # counts from 1 in the definition's sources
    replaces: bool = False  # stands in for the note of that id in another deck

    @property
    def key(self) -> str:
        return self.id.partition("/")[2]

    @property
    def bucket(self) -> Bucket:
        """What the note's cards train, by its first role."""
        return ROLES[self.roles[0]].bucket

    @property
    def front(self) -> str:
        """The text that stands on the front of the note's (first) card."""
        return self.content.text if isinstance(self.content, Cloze) else self.content.ask

    def cards(self) -> Iterator[str]:
        """Yield the ids of the note's cards (siblings): one for a question, one per deletion number."""
        if isinstance(self.content, Cloze):
            for ordinal in self.content.ordinals:
                yield f"{self.id}#c{ordinal}"
        else:
            yield self.id


@dataclass(frozen=True, slots=True)
class Definition:
    """One topic of one kind, with its notes in teaching order."""

    id: str
    kind: str
    title: str
    area: str
    priority: int
    gist: str
    span: Span
    requires: tuple[str, ...] = ()
    contrast: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    tags: tuple[str, ...] = ()
    extends: bool = False  # notes for the topic of that id in another deck
    case: CaseStudy | None = None  # the blocks of a case study


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the subject. `deck` is the name of its Anki deck and never changes."""

    id: str
    title: str
    deck: str


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything below one `deck.yaml`: ids live in its `namespace`."""

    name: str
    namespace: str
    areas: tuple[Area, ...]
    definitions: tuple[Definition, ...] = field(default=())

    def notes(self) -> Iterator[tuple[Definition, Note]]:
        """Yield every note with the definition that it belongs to."""
        for definition in self.definitions:
            for note in definition.notes:
                yield definition, note
