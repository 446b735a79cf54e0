"""What stands on the two sides of a card, as drawn lines, for `--plain`; the app draws with boxes and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mlsd_cards.diagram.text import HIDDEN, to_pieces
from mlsd_cards.library import Found
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.runs import merged, shown
from mlsd_cards.markup.terminal import Line, draw
from mlsd_cards.model.definition import Calc, Checklist, Cloze, MissingBox, Question


def question(found: Found, *, width: int, ascii: bool = False) -> tuple[Line, ...]:  # noqa: A002
    """The front: the question, or the sentence with its deletion left out."""
    content = found.note.content
    if isinstance(content, Cloze):
        return draw(parse(content.text, cloze=True), width=width, ascii=ascii, hide=found.ordinal)
    lines = draw(parse(content.ask), width=width, ascii=ascii)
    if isinstance(content, MissingBox):
        return (*lines, (), *drawing(content, width=width, ascii=ascii))
    return lines


def answer(found: Found, *, width: int, ascii: bool = False) -> tuple[Line, ...]:  # noqa: A002
    """The back without the front; for a cloze the whole sentence with the answer marked."""
    match found.note.content:
        case Cloze(text):
            return draw(parse(text, cloze=True), width=width, ascii=ascii, reveal=found.ordinal)
        case Question(answer=text):
            return draw(parse(text), width=width, ascii=ascii)
        case Checklist(points=points):
            return draw(parse(_numbered(points)), width=width, ascii=ascii)
        case Calc() as calc:
            return draw(parse(calc.shown), width=width, ascii=ascii)
        case MissingBox(answer=text) as box:
            drawn = drawing(box, width=width, ascii=ascii, reveal=True)
            return (*drawn, (), *draw(parse(text), width=width, ascii=ascii))


def drawing(
    content: MissingBox,
    *,
    width: int,
    ascii: bool = False,  # noqa: A002
    reveal: bool = False,
) -> tuple[Line, ...]:
    """The drawing with a question mark in the hidden box, or with what stands there marked."""
    diagram = replace(
        content.diagram,
        lanes=tuple(shown(lane, ascii=ascii) for lane in content.diagram.lanes),
        nodes=tuple(
            replace(node, lane=shown(node.lane, ascii=ascii), short=shown(node.short, ascii=ascii))
            for node in content.diagram.nodes
        ),
        edges=tuple(replace(edge, label=shown(edge.label, ascii=ascii)) for edge in content.diagram.edges),
    )
    name, style = (diagram.node(content.hide).short, "cloze") if reveal else (HIDDEN, "cloze-hidden")
    lines = to_pieces(diagram, width, ascii=ascii, node=content.hide, name=name)
    return tuple(merged((text, style if marked else "") for text, marked in line) for line in lines)


def _numbered(items: Sequence[str]) -> str:
    """Items as a Markdown list; continuation lines stand under their item's text."""
    marked = ((f"{number}. ", item) for number, item in enumerate(items, 1))
    return "\n".join(mark + item.replace("\n", "\n" + " " * len(mark)) for mark, item in marked)


def worked(found: Found, *, width: int, ascii: bool = False) -> tuple[Line, ...]:  # noqa: A002
    """A calculation's steps and expression; nothing for other notes."""
    content = found.note.content
    if not isinstance(content, Calc):
        return ()
    return draw(parse(f"{_numbered(content.steps)}\n\n`{content.expression}`"), width=width, ascii=ascii)


def explanation(found: Found, *, width: int, ascii: bool = False) -> tuple[Line, ...]:  # noqa: A002
    """What explains the answer and is never needed to give it."""
    return draw(parse(found.note.extra), width=width, ascii=ascii) if found.note.extra else ()
