"""Content rules that block a build (E04, E09, E11, E12): they need whole topics, not the text of one note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from mlsd_cards.deckfile.calculations import shown
from mlsd_cards.errors import Problem
from mlsd_cards.model.definition import Calc, Deck, Definition, Note
from mlsd_cards.model.kinds import KINDS

NEAR = 0.85
"""Two fronts of a topic whose words overlap by this much (Jaccard) ask the same."""

_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+|[-+*/<>=^_|]", re.IGNORECASE)


def content_problems(deck: Deck) -> Iterator[Problem]:
    """Check the definitions whose kind asks for it; fronts are compared over the whole deck."""
    for definition in deck.definitions:
        kind = KINDS.get(definition.kind)
        if kind is None or not kind.content_rules:
            continue
        yield from _sources(definition)
        yield from _roles(definition)
        yield from _near_fronts(definition)
    yield from _same_fronts(deck)


def _sources(definition: Definition) -> Iterator[Problem]:
    if not 1 <= len(definition.sources) <= 3:
        message = f"{definition.id!r} has {len(definition.sources)} sources, not 1 to 3"
        yield Problem(definition.span, "E09", message)


def _roles(definition: Definition) -> Iterator[Problem]:
    roles = {role for note in definition.notes for role in note.roles}
    if "formula" in roles:
        for needed in sorted({"intuition", "use"} - roles):
            message = f"{definition.id!r} has a formula but no {needed!r} note"
            yield Problem(definition.span, "E11", message)
    for alternatives in KINDS[definition.kind].required:
        if not alternatives & roles:
            needed = " or ".join(sorted(alternatives))
            yield Problem(definition.span, "E12", f"{definition.id!r} needs a note with role {needed}")


def _words(note: Note) -> tuple[str, ...]:
    front = shown(note.content).ask if isinstance(note.content, Calc) else note.front
    return tuple(word.casefold() for word in _WORD.findall(front))


def _near_fronts(definition: Definition) -> Iterator[Problem]:
    words = [(note, frozenset(_words(note))) for note in definition.notes if "contrast" not in note.roles]
    for (first, a), (second, b) in combinations(words, 2):
        if a and len(a & b) / len(a | b) >= NEAR and _words(first) != _words(second):
            message = f"the front of {second.id!r} nearly repeats {first.id!r}"
            yield Problem(second.span, "E04", message, "ask something else, or merge the two")


def _same_fronts(deck: Deck) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], Note] = {}
    for definition, note in deck.notes():
        if KINDS.get(definition.kind, KINDS["topic"]).content_rules:
            first = seen.setdefault(_words(note), note)
            if first is not note:
                yield Problem(note.span, "E04", f"the front of {note.id!r} repeats {first.id!r}")
