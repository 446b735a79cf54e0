"""A card's texts as `Content`. What parses Markdown and formulae is loaded when the first text is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from mlsd_cards.library import Found
from mlsd_cards.model.definition import Calc, Checklist, Cloze, MissingBox, Question
from mlsd_cards.tui.content import to_content
from mlsd_cards.tui.text import safe

if TYPE_CHECKING:
    from mlsd_cards.markup.parser import Parsed
    from mlsd_cards.markup.runs import Line


@dataclass(frozen=True, slots=True)
class Paper:
    """What a side is drawn on: `width` in cells."""

    width: int
    ascii: bool = False

    def text(self, text: str) -> str:
        """Foreign text without anything that a terminal would obey."""
        return safe(text, ascii=self.ascii)

    def lines(
        self, parsed: Parsed, *, hide: int | None = None, reveal: int | None = None
    ) -> tuple[Line, ...]:
        from mlsd_cards.markup.terminal import draw  # noqa: PLC0415

        return draw(parsed, width=self.width, ascii=self.ascii, hide=hide, reveal=reveal)

    def markdown(self, text: str) -> Content:
        return to_content(self.lines(_parse(text)))

    def box(self, content: MissingBox, *, reveal: bool = False) -> tuple[Line, ...]:
        """A question and its drawing, with a question mark or the answer in the box."""
        from mlsd_cards.faces import drawing  # noqa: PLC0415

        drawn = drawing(content, width=self.width, ascii=self.ascii, reveal=reveal)
        return (*self.lines(_parse(content.ask)), (), *drawn)

    def narrower(self, cells: int) -> Paper:
        return Paper(max(20, self.width - cells), self.ascii)


class Piece(NamedTuple):
    """A run of a line, in a form that JSON keeps."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Front:
    """A drawn question, and whether the topic may be named above it."""

    lines: tuple[tuple[Piece, ...], ...]
    may_name: bool

    @property
    def content(self) -> Content:
        return to_content(self.lines)

    def to_plain(self) -> list[Any]:
        return [self.lines, self.may_name]

    @classmethod
    def from_plain(cls, plain: list[Any]) -> Front:
        lines, may_name = plain
        return cls(tuple(tuple(Piece(*run) for run in line) for line in lines), may_name)


def _parse(text: str, *, cloze: bool = False) -> Parsed:
    from mlsd_cards.markup.parser import parse  # noqa: PLC0415

    return parse(text, cloze=cloze)


def draw_front(found: Found, paper: Paper) -> Front:
    """The question, or the sentence with its deletion left out."""
    content = found.note.content
    if isinstance(content, Cloze):
        lines = paper.lines(_parse(content.text, cloze=True), hide=found.ordinal)
    elif isinstance(content, MissingBox):
        lines = paper.box(content)
    else:
        lines = paper.lines(_parse(content.ask))
    return Front(_plain(lines), may_name=title_is_safe(found))


def is_filled_in(found: Found) -> bool:
    """Whether the answer stands in the question itself: a cloze, or a drawing with a hidden box."""
    return isinstance(found.note.content, Cloze | MissingBox)


def draw_revealed(found: Found, paper: Paper) -> Content:
    """A cloze or a drawing with the answer marked; any other question as it is."""
    content = found.note.content
    if isinstance(content, Cloze):
        return to_content(paper.lines(_parse(content.text, cloze=True), reveal=found.ordinal))
    if isinstance(content, MissingBox):
        return to_content(paper.box(content, reveal=True))
    return paper.markdown(content.ask)


def _plain(lines: Sequence[Line]) -> tuple[tuple[Piece, ...], ...]:
    return tuple(tuple(Piece(run.text, run.style) for run in line) for line in lines)


def title_is_safe(found: Found) -> bool:
    """Whether the topic's title may stand above the question without telling the answer."""
    from mlsd_cards.markup.giveaway import gives_away  # noqa: PLC0415

    content, title = found.note.content, found.topic.title
    match content:
        case Cloze(text):
            return not gives_away(title, _parse(text, cloze=True), None)
        case Question(ask, text) | Calc(ask=ask, answer=text) | MissingBox(ask, text):
            return not gives_away(title, _parse(ask), _parse(text))
        case Checklist(ask, points=items):
            return not gives_away(title, _parse(ask), _parse("\n\n".join(items)))
