"""Warnings about words over the whole deck: acronyms nobody explains (W13), confusable pairs nobody contrasts (W19)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from mlsd_cards.deckfile import reading
from mlsd_cards.deckfile.deck import CONFUSIONS_FILE, GLOSSARY_FILE, Loaded, display_name, read_text
from mlsd_cards.deckfile.notes import NoteText
from mlsd_cards.deckfile.schema import ConfusionsYaml, GlossaryYaml
from mlsd_cards.deckfile.shape import shape_problems
from mlsd_cards.errors import Problem, Span
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.model.definition import Definition
from mlsd_cards.model.kinds import KINDS

_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?\b")  # GraphSAGE and LoRA are names
_Shape = TypeVar("_Shape", bound=BaseModel)


def vocabulary_problems(loaded: Loaded) -> Iterator[tuple[Problem, bool]]:
    """W13 and W19, and what is wrong with the two files themselves, each with whether its note waives it.

    A deck without the files is left alone.
    """
    glossary, problems = _read(loaded.folder.root / GLOSSARY_FILE, loaded.folder.root, GlossaryYaml)
    yield from ((problem, False) for problem in problems)
    if glossary is not None:
        yield from _acronyms(loaded, frozenset(glossary.acronyms))
    confusions, problems = _read(loaded.folder.root / CONFUSIONS_FILE, loaded.folder.root, ConfusionsYaml)
    yield from ((problem, False) for problem in problems)
    if confusions is not None:
        yield from ((problem, False) for problem in _confusions(loaded, confusions))


def _read(path: Path, root: Path, shape: type[_Shape]) -> tuple[_Shape | None, list[Problem]]:
    if not path.is_file():
        return None, []
    text = read_text(path, root)
    if isinstance(text, Problem):
        return None, [text]
    document, problems = reading.parse(text, display_name(path))
    if document is None:
        return None, problems
    try:
        return shape.model_validate(document.value), problems
    except ValidationError as error:
        return None, [*problems, *shape_problems(document, error)]


def _texts(loaded: Loaded) -> Iterator[tuple[Definition, NoteText]]:
    for read in loaded.reads:
        for definition in read.definitions:
            if (kind := KINDS.get(definition.kind)) is None or not kind.content_rules:
                continue
            for note in definition.notes:
                if note.id in read.texts:
                    yield definition, read.texts[note.id]


def _acronyms(loaded: Loaded, known: frozenset[str]) -> Iterator[tuple[Problem, bool]]:
    """W13: an acronym on a card that neither the glossary nor the topic explains."""
    for definition, text in _texts(loaded):
        sides = f"{plain_text(text.front, keep_latex=False)}\n{plain_text(text.back)}"
        prose = f"{definition.title} {definition.gist} {sides} {text.note.extra}"
        for acronym in dict.fromkeys(_ACRONYM.findall(_without_maths(text))):
            bare = acronym.removesuffix("s")
            if bare in known or _expanded(bare, prose):
                continue
            problem = Problem(text.note.span, "W13", f"{text.note.id}: {acronym} is explained nowhere")
            yield problem, "W13" in text.allow


def _without_maths(text: NoteText) -> str:
    """The words of both sides without formulae and code: their names explain themselves in place."""
    parts = (
        child.content
        for parsed in (text.front, text.back)
        for token in parsed.tokens
        if token.type == "inline"
        for child in token.children or ()
        if child.type == "text"
    )
    return " ".join(parts)


def _expanded(acronym: str, prose: str) -> bool:
    """`area under the curve (AUC)`, `AUC (area …)`, or its letters as initials in the prose."""
    if f"({acronym}" in prose or f"{acronym} (" in prose:
        return True
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", prose)).casefold()
    return len(acronym) > 2 and acronym.casefold() in initials


def _confusions(loaded: Loaded, confusions: ConfusionsYaml) -> Iterator[Problem]:
    """W19: a listed pair without a contrast or choice card that names both of its terms."""
    place = Span(display_name(loaded.folder.root / CONFUSIONS_FILE))
    contrasts: dict[str, list[str]] = {}
    topics = {definition.id for definition in loaded.deck.definitions}
    for definition, text in _texts(loaded):
        if {"contrast", "choice"} & set(text.note.roles):
            shown = f"{plain_text(text.front)} {plain_text(text.back)} {text.note.extra}"
            contrasts.setdefault(definition.id, []).append(shown.casefold())
    for pair in confusions.pairs:
        if unknown := [topic for topic in pair.topics if topic not in topics]:
            yield Problem(place, "E08", f"unknown topic {unknown[0]!r} in {' / '.join(pair.terms)}")
        elif not any(
            _names_all(text, pair.terms) for topic in pair.topics for text in contrasts.get(topic, ())
        ):
            yield Problem(
                place,
                "W19",
                f"no contrast card between {' and '.join(pair.terms)} in {', '.join(pair.topics)}",
            )


def _names_all(text: str, terms: Iterable[str]) -> bool:
    return all(term.casefold() in text for term in terms)
