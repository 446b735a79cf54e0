"""What stands on the two sides of a card, as drawn lines, for `--plain`; the app draws with boxes and colours."""

from __future__ import annotations

from collections.abc import Sequence

from mlsd_cards.library import Found
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.terminal import Line, draw
from mlsd_cards.model.definition import Calc, Checklist, Cloze, Question


def question(found: Found, *, width: int, ascii: bool = False) -> tuple[Line, ...]:  # noqa: A002
    """The front: the question, or the sentence with its deletion left out."""
    content = found.note.content
    if isinstance(content, Cloze):
        return draw(parse(content.text, cloze=True), width=width, ascii=ascii, hide=found.ordinal)
    return draw(parse(content.ask), width=width, ascii=ascii)


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
