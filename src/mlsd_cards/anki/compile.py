"""Compile notes into the fields and tags of Anki notes. Pure: same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from mlsd_cards.deckfile.notes import NoteText
from mlsd_cards.diagram.svg import box_share, to_svg
from mlsd_cards.diagram.text import LIST_BELOW, to_lines
from mlsd_cards.hashing import content_hash
from mlsd_cards.markup.giveaway import gives_away
from mlsd_cards.markup.html import text_to_html, to_html
from mlsd_cards.markup.parser import parse
from mlsd_cards.model.definition import Area, Calc, Checklist, Cloze, Content, Definition, MissingBox, Note
from mlsd_cards.model.drill import DRILL, variant_ids, variants
from mlsd_cards.model.source import Source

SPARES = ("", "", "", "")
_TOLD = LIST_BELOW - 1  # width at which a drawing is told in words


@dataclass(frozen=True, slots=True)
class CompiledNote:
    """A note as Anki will store it; `ordinals` are the card numbers, from 0."""

    id: str
    area: str
    notetype: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    drawings: tuple[tuple[str, str], ...] = ()
    """Pictures that we drew for the note, as SVG by their names in the package."""

    @property
    def hash(self) -> str:
        """Changes when, and only when, what a learner sees or searches changes."""
        return content_hash(self.notetype, *self.fields, " ".join(self.tags))


def compile_notes(
    text: NoteText, definition: Definition, area: Area, namespace: str, media: Mapping[str, str]
) -> Iterator[CompiledNote]:
    """Compile a note; of a template, several exercises with fixed numbers, for Anki's cards cannot change theirs."""
    content = text.note.content
    if not isinstance(content, Calc) or not content.vary:
        yield _compiled(text, definition, area, namespace, media)
        return
    for name, exercise in zip(variant_ids(text.note), variants(content), strict=True):
        note = replace(text.note, id=name, content=exercise, tags=(*text.note.tags, DRILL))
        variant = replace(text, note=note, front=parse(exercise.ask), back=parse(exercise.answer))
        yield _compiled(variant, definition, area, namespace, media)


def _compiled(
    text: NoteText, definition: Definition, area: Area, namespace: str, media: Mapping[str, str]
) -> CompiledNote:
    """Compile one note from its parsed texts. `media` maps a picture's name to its name in the package."""
    note, content = text.note, text.note.content
    title, cloze = text_to_html(definition.title), isinstance(content, Cloze)
    common = (
        _extra(text, media),
        title,
        "" if gives_away(definition.title, text.front, None if cloze else text.back) else title,
        text_to_html(area.title),
        text_to_html(note.roles[0]),
        _citation(note, definition.sources),
        note.id,
        *SPARES,
    )
    drawing = _drawing(content, definition) if isinstance(content, MissingBox) else None
    sides = _sides(text, media) if drawing is None else _occlusion(text, drawing, media)
    return CompiledNote(
        id=note.id,
        area=area.id,
        notetype=notetype_of(content),
        fields=(*sides, *common),
        tags=tuple(sorted(set(_tags(note, definition, namespace)))),
        ordinals=tuple(number - 1 for number in content.ordinals) if isinstance(content, Cloze) else (0,),
        drawings=() if drawing is None else (drawing,),
    )


def notetype_of(content: Content) -> str:
    """The name of the Anki note type that a content needs; a note keeps it for ever."""
    match content:
        case Cloze():
            return "cloze"
        case MissingBox():
            return "occlusion"
        case _:
            return "question"


def _drawing(content: MissingBox, definition: Definition) -> tuple[str, str]:
    """The whole drawing (Anki hides the box) and its name, the same for all notes that show it."""
    picture = to_svg(content.diagram)
    return f"case-{definition.id}-arch-{content_hash(picture)}.svg", picture


def _occlusion(text: NoteText, drawing: tuple[str, str], media: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of Anki's own image occlusion: mask, picture, question, answer, comments.

    Who does not see the picture gets the drawing in words, with a question mark for the hidden box.
    """
    content = text.note.content
    assert isinstance(content, MissingBox)
    place = box_share(content.diagram, content.hide)
    sides = {"left": place.left, "top": place.top, "width": place.width, "height": place.height}
    rect = ":".join(f"{name}={f'{share:.4f}'.lstrip('0')}" for name, share in sides.items())
    told = escape("\n".join(to_lines(content.diagram, _TOLD, hide=content.hide))).replace("\n", "&#10;")
    return (
        f"{{{{c1::image-occlusion:rect:{rect}:oi=1}}}}<br>",
        f'<img src="{drawing[0]}" alt="{told}">',
        to_html(text.front, media),
        to_html(text.back, media),
        "",
    )


def _sides(text: NoteText, media: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that a learner is asked by: text, or question and answer."""
    match text.note.content:
        case Cloze():
            return (to_html(text.front, media, cloze=True),)
        case Checklist(points=points):
            items = "".join(f"<li>{to_html(parse(point), media)}</li>" for point in points)
            return to_html(text.front, media), f'<ol class="points">{items}</ol>'
        case Calc(answer="") as calc:
            return to_html(text.front, media), text_to_html(calc.shown)
        case _:
            return to_html(text.front, media), to_html(text.back, media)


def _extra(text: NoteText, media: Mapping[str, str]) -> str:
    """The explanation that folds under the answer; a calculation's steps and expression stand there too."""
    extra = to_html(text.extra, media) if text.extra else ""
    content = text.note.content
    if not isinstance(content, Calc):
        return extra
    steps = "".join(f"<li>{to_html(parse(step), media)}</li>" for step in content.steps)
    worked = f"<ol>{steps}</ol>" if steps else ""
    return f'{extra}{worked}<div class="worked"><code>{text_to_html(content.expression)}</code></div>'


def _citation(note: Note, sources: Sequence[Source]) -> str:
    """The source of this note, or of its topic, in small print."""
    chosen = sources if note.source is None else sources[note.source - 1 : note.source]
    return " · ".join(
        f'<a href="{escape(source.url)}">{text_to_html(source.title)}</a>, {text_to_html(source.by)}, {source.year}'
        for source in chosen
    )


def _tags(note: Note, definition: Definition, namespace: str) -> Iterator[str]:
    """Tags a learner filters by. The first level is the deck's namespace."""
    yield f"{namespace}::{definition.area}::{definition.id}"
    yield f"{namespace}::priority::{definition.priority}"
    for role in note.roles:
        yield f"{namespace}::role::{role}"
    for tag in (*definition.tags, *note.tags):
        yield f"{namespace}::{tag}"
