"""What `mlsd new` writes: files that pass the format checks and say what belongs where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from string import Template

from mlsd_cards.model.definition import Calc, Checklist, Cloze, Definition, MissingBox, Note, Question
from mlsd_cards.model.diagram import Diagram
from mlsd_cards.model.kinds import CASE_STUDY, ROLES, Kind

SHIPPED = "mlsd"

Tree = str | list["Tree"] | dict[str, "Tree"]
"""What YAML holds."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


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
    """A definition with one note for each role that its kind suggests, or a case with every block."""
    title = id_.replace("-", " ").capitalize()
    if kind.name == CASE_STUDY:
        template = resources.files(__package__).joinpath("case_study.yaml").read_text(encoding="utf-8")
        return Template(template).substitute(area=area, id=id_, title=title)
    lines = [
        f"area: {area}",
        "definitions:",
        f"  - id: {id_}  # permanent",
        f"    kind: {kind.name}",
        f"    title: {title}",
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
    lines += _entries(_note_texts(note), 8)
    if note.extra:
        lines += _entries({"extra": note.extra}, 8)
    return "\n".join(lines) + "\n"


def _note_texts(note: Note) -> dict[str, Tree]:
    match note.content:
        case Cloze(text):
            return {"cloze": text}
        case Question(ask, answer):
            return {"ask": ask, "answer": answer}
        case Calc() as calc:
            return _calculation(calc)
        case Checklist(ask, points):
            return {"ask": ask, "points": list(points)}
        case MissingBox(ask, answer, diagram, hide):
            return {"ask": ask, "answer": answer, "diagram": _drawing(diagram, hide)}


def _calculation(calc: Calc) -> dict[str, Tree]:
    usual_factor = Calc.DEFAULT_FACTOR if calc.vary else None
    optional: dict[str, Tree] = {
        "unit": calc.unit,
        "tolerance": repr(calc.tolerance) if calc.tolerance != Calc.DEFAULT_TOLERANCE else "",
        "answer": calc.answer,
        "steps": list(calc.steps),
        "vary": {name: [repr(value) for value in values] for name, values in calc.vary},
        "factor": repr(calc.factor) if calc.factor != usual_factor else "",
    }
    given = {key: value for key, value in optional.items() if value}
    return {"ask": calc.ask, "calc": calc.expression, "result": repr(calc.result), **given}


def _drawing(diagram: Diagram, hide: str) -> Tree:
    """A drawing of the note's own: one that its case draws is copied."""
    nodes: list[Tree] = []
    for node in diagram.nodes:
        written: dict[str, Tree] = {
            "key": node.key,
            "lane": node.lane,
            "col": str(node.column),
            "label": node.label,
            "short": node.short,
            "kind": node.kind.value,
        }
        nodes.append(written)
    edges: list[Tree] = [
        {"from": edge.start, "to": edge.end, "mode": edge.mode.value, "label": edge.label}
        for edge in diagram.edges
    ]
    return {"lanes": list(diagram.lanes), "nodes": nodes, "edges": edges, "hide": hide}


def _entries(tree: Mapping[str, Tree], indent: int) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(f"{' ' * indent}{key}:", value, indent + 2)


def _entry(start: str, value: Tree, indent: int) -> Iterator[str]:
    """A value after its key or dash. Texts are `|` blocks, which no YAML trap can reach; single words stay."""
    match value:
        case str() if _WORD.fullmatch(value):
            yield f"{start} {value}"
        case str():
            yield f"{start} |-"
            yield from (f"{' ' * indent}{line}".rstrip() for line in value.split("\n"))
        case list():
            yield start
            for item in value:
                yield from _entry(f"{' ' * indent}-", item, indent + 2)
        case _ if start.endswith("-"):
            first, *others = _entries(value, indent)
            yield from (f"{start} {first.lstrip()}", *others)
        case _:
            yield start
            yield from _entries(value, indent)
