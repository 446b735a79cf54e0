"""What `mlsd new` writes: files that pass the format checks and say what belongs where."""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_cards.model.definition import Calc, Checklist, Cloze, Definition, Note, Question
from mlsd_cards.model.kinds import ROLES, Kind

SHIPPED = "mlsd"


def deck_yaml(name: str, area: str) -> str:
    """A deck file for a folder of one's own. The namespace keeps its ids apart from every other deck's."""
    slug = (
        "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in name.casefold()).split())
        or "my-deck"
    )
    slug = f"my-{slug}" if slug == SHIPPED else slug  # the shipped deck's ids are taken
    return (
        "# Names of decks and the namespace are permanent: your reviews hang on them.\n"
        f"name: {slug.replace('-', ' ').title()}\n"
        f"namespace: {slug}\n"
        "areas:\n"
        f"  - {{id: {area}, title: {area.replace('-', ' ').title()}}}\n"
    )


_WAYS = (
    "Which question",
    "What sentence",
    "Which short line",
    "What words",
    "Which phrase",
    "What prompt",
    "Which cue",
)


def definition_yaml(kind: Kind, id_: str, area: str) -> str:
    """A definition with one note for each role that its kind suggests."""
    lines = [
        f"area: {area}",
        "definitions:",
        f"  - id: {id_}  # permanent",
        f"    kind: {kind.name}",
        f"    title: {id_.replace('-', ' ').capitalize()}",
        "    priority: 2  # 1 must know, 2 should, 3 nice",
        "    gist: The topic in one sentence.",
    ]
    if kind.content_rules:
        lines += [
            "    sources:",
            '      - {title: Title of the source, by: Author, year: 2024, ref: "https://example.org"}',
        ]
    lines.append("    notes:")
    seen: dict[str, int] = {}
    for number, role in enumerate(kind.scaffold):
        seen[role] = seen.get(role, 0) + 1
        key = role if seen[role] == 1 else f"{role}-{seen[role]}"
        lines += [
            f"      - key: {key}  # permanent",
            f"        role: {role}",
            f"        ask: {_WAYS[number % len(_WAYS)]} about {id_} asks {ROLES[role].asks.replace(';', ' and')} ({key})?",
            f"        answer: One idea that answers it ({key}).",
        ]
    return "\n".join(lines) + "\n"


def replacement_yaml(topic: Definition, note: Note) -> str:
    """A learner's own version of a note of another deck, as a deck file."""
    lines = [
        f"area: {topic.area}",
        "definitions:",
        f"  - extends: {topic.id}",
        "    notes:",
        f"      - replaces: {note.id}  # keeps the cards and their history",
        f"        role: [{', '.join(note.roles)}]",
    ]
    for key, text in _note_texts(note):
        lines += _block(key, text)
    if note.extra:
        lines += _block("extra", note.extra)
    return "\n".join(lines) + "\n"


def _note_texts(note: Note) -> Iterator[tuple[str, str | list[str]]]:
    match note.content:
        case Cloze(text):
            yield "cloze", text
        case Question(ask, answer):
            yield from (("ask", ask), ("answer", answer))
        case Calc(ask, expression, result, answer, unit, tolerance, steps):
            yield from (("ask", ask), ("calc", expression), ("result", repr(result)))
            if unit:
                yield "unit", unit
            if tolerance != Calc.DEFAULT_TOLERANCE:
                yield "tolerance", repr(tolerance)
            if answer:
                yield "answer", answer
            if steps:
                yield "steps", list(steps)
        case Checklist(ask, points):
            yield from (("ask", ask), ("points", list(points)))


def _block(key: str, text: str | list[str]) -> list[str]:
    """A text as a `|` block, which no YAML trap can reach."""
    if isinstance(text, list):
        return [f"        {key}:", *(line for item in text for line in _item(item))]
    return [f"        {key}: |-", *(f"          {line}".rstrip() for line in text.split("\n"))]


def _item(text: str) -> list[str]:
    return ["          - |-", *(f"            {line}".rstrip() for line in text.split("\n"))]
