"""`mlsd list` and `mlsd show`: read the decks without leaving the shell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import deck_root, decks_option
from mlsd_cards.cli.report import visible
from mlsd_cards.cli.table import table

if TYPE_CHECKING:
    from mlsd_cards.model.definition import Deck, Definition, Note
    from mlsd_cards.model.diagram import Diagram


def _sound_deck(decks: Path | None) -> Deck:
    from mlsd_cards.deckfile.deck import load, open_folder

    loaded = load(open_folder(deck_root(decks)))
    loaded.require_sound()
    return loaded.deck


@click.command("list")
@decks_option
@click.option("--area", help="One area only.")
@click.option("--priority", type=click.IntRange(1, 3), help="One priority only.")
def list_(decks: Path | None, area: str | None, priority: int | None) -> None:
    """List topics by area and priority, with their number of cards.

    \b
    Example:
      mlsd list --area metrics --priority 1
    """
    deck = _sound_deck(decks)
    if area is not None and area not in {known.id for known in deck.areas}:
        raise click.BadParameter(
            f"no area {area!r}; there are: {', '.join(known.id for known in deck.areas)}"
        )
    rows: list[list[object]] = [
        [
            topic.id,
            topic.title,
            topic.area,
            topic.priority,
            sum(1 for note in topic.notes for _ in note.cards()),
        ]
        for known in deck.areas
        for topic in deck.definitions
        if topic.area == known.id and area in (None, topic.area) and priority in (None, topic.priority)
    ]
    click.echo(visible_table(["Id", "Title", "Area", "Priority", "Cards"], rows))


def visible_table(head: list[str], rows: list[list[object]]) -> str:
    return "\n".join(visible(line) for line in table(head, rows).split("\n"))


@click.command()
@click.argument("id", metavar="ID")
@decks_option
def show(id: str, decks: Path | None) -> None:  # noqa: A002  (the word users type)
    """Print a topic (ndcg) or one note (ndcg/formula) as text.

    \b
    Example:
      mlsd show ndcg
    """
    deck = _sound_deck(decks)
    topic_id, _, key = id.partition("/")
    topic = next((definition for definition in deck.definitions if definition.id == topic_id), None)
    notes = [note for note in topic.notes if key in ("", note.key)] if topic else []
    if topic is None or not notes:
        raise click.BadParameter(_unknown(deck, id), param_hint="ID")
    if not key:
        for line in _head(topic):
            click.echo(visible(line))
    for note in notes:
        click.echo()
        for line in _lines(note, drawn=bool(key) or topic.case is None):
            click.echo(visible(line))


def _unknown(deck: Deck, id_: str) -> str:
    from difflib import get_close_matches

    known = [definition.id for definition in deck.definitions] + [note.id for _, note in deck.notes()]
    close = get_close_matches(id_, known, 3)
    return f"no topic or note {id_!r}" + (
        f"; did you mean {', '.join(close)}?" if close else "; see mlsd list"
    )


def _head(topic: Definition) -> Iterator[str]:
    yield f"{topic.title}  ({topic.area}, {topic.kind}, priority {topic.priority})"
    if topic.gist:
        yield topic.gist
    for source in topic.sources:
        yield f"  {source.title}, {source.by}, {source.year}: {source.url}"
    if topic.case is not None:
        yield ""
        yield from _drawing(topic.case.architecture.diagram)


def _drawing(diagram: Diagram, hide: str | None = None) -> Iterator[str]:
    from mlsd_cards.diagram.text import to_lines

    width = shutil.get_terminal_size((80, 24)).columns - 2
    for line in to_lines(diagram, width, hide=hide):
        yield f"  {line}".rstrip()


def _lines(note: Note, *, drawn: bool) -> Iterator[str]:
    from mlsd_cards.model.definition import Calc, Checklist, Cloze, MissingBox, Question
    from mlsd_cards.model.drill import instance

    yield f"── {note.id}  [{', '.join(note.roles)}]  {note.span}"
    match note.content:
        case Cloze(text):
            yield from _indented(text)
        case Question(ask, answer):
            yield from _indented(ask)
            yield from _indented(answer, "→ ")
        case Calc() as template:
            calc = instance(template, 0) if template.vary else template
            yield from _indented(calc.ask)
            yield from _indented(calc.shown, "→ ")
            yield f"  = {calc.expression}"
        case Checklist(ask, points):
            yield from _indented(ask)
            for point in points:
                yield from _indented(point, "• ")
        case MissingBox(ask, answer, diagram, hide):
            yield from _indented(ask)
            if drawn:
                yield from _drawing(diagram, hide)
            yield from _indented(answer, "→ ")
    if note.extra:
        yield from _indented(note.extra, "… ")


def _indented(text: str, mark: str = "") -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        yield "  " + (mark if number == 0 else " " * len(mark)) + line
