"""The decks as the app studies them: read once, kept in the cache, found again by card id.

Opening an unchanged library parses no YAML: the files' bytes are hashed and, if they are the known
ones, each topic comes from the cache when it is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from mlsd_cards.cache import Cache
from mlsd_cards.errors import Problem
from mlsd_cards.hashing import code_hash, content_hash
from mlsd_cards.model.definition import Calc, Checklist, Cloze, Definition, MissingBox, Note, Question
from mlsd_cards.model.drill import DRILL, instance
from mlsd_cards.model.plain import from_plain, to_plain

_AT_ONCE = 500  # topics read from the cache
_DELETION = re.compile(r"\{\{c\d+::|\}\}")
_CODE = ("library", "deckfile", "diagram", "errors", "markup", "model")


class Listed(NamedTuple):
    """A card of the decks, as the store lists it; `position` is its place in the curriculum."""

    card: str
    note: str
    topic: str
    area: str
    priority: int
    position: int
    tags: tuple[str, ...] = ()  # roles, the author's tags, topic, area and priority, to choose by


@dataclass(frozen=True, slots=True)
class AreaTitle:
    """An area over all decks: its id and what the learner reads."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """A card's content: its topic, its note, and which deletion it asks for (None: no cloze).

    Of a `template` the note is the exercise of that `number`.
    """

    card: str
    topic: Definition
    note: Note
    ordinal: int | None
    template: Calc | None = None
    number: int = 0

    def exercise(self, number: int) -> Found:
        """The same card with other numbers, if it is a template; else as it is."""
        if self.template is None:
            return self
        return replace(self, note=replace(self.note, content=instance(self.template, number)), number=number)


class Library:
    """All decks that are studied together. Cards are called `namespace:topic/key` or `…#c2`."""

    def __init__(
        self, roots: Sequence[Path], fingerprint: str, areas: Sequence[AreaTitle], cache: Cache, today: int
    ) -> None:
        self.fingerprint = fingerprint
        self._roots = tuple(roots)
        self.areas = tuple(areas)
        self.problems: tuple[Problem, ...] = ()
        self._cards: tuple[Listed, ...] | None = None
        self._cache = cache
        self._today = today
        self._topics: dict[str, Definition] = {}

    @classmethod
    def open(cls, roots: Sequence[Path], cache: Cache, today: int) -> Library:
        """Open the decks of these folders. A broken deck contributes what is sound; `problems` has the rest."""
        fingerprint = _fingerprint(roots)
        key = f"library:{fingerprint}"
        kept = cache.get([key], today).get(key)
        if kept is not None:
            cache.touch(fingerprint, today)
            return cls(roots, fingerprint, [AreaTitle(*area) for area in json.loads(kept)], cache, today)
        return cls._read(roots, fingerprint, cache, today)

    @classmethod
    def _read(cls, roots: Sequence[Path], fingerprint: str, cache: Cache, today: int) -> Library:
        from mlsd_cards.deckfile.studied import read_decks  # noqa: PLC0415  (only when something changed)

        read = read_decks(roots)
        areas = [AreaTitle(area.id, area.title) for area in read.areas]
        cards = [
            Listed(
                f"{topic.namespace}:{card}",
                f"{topic.namespace}:{note.id}",
                topic.name,
                topic.definition.area,
                topic.definition.priority,
                topic.positions[note.id],
                _tags(topic.definition, note),
            )
            for topic in read.topics
            for note in topic.definition.notes
            for card in note.cards()
        ]
        library = cls(roots, fingerprint, areas, cache, today)
        library.problems = read.problems
        library._cards = tuple(cards)
        library._topics = {topic.name: topic.definition for topic in read.topics}
        if not read.problems:
            cache.put(_kept(library, cards), today)
        return library

    def cards(self) -> Iterator[Listed]:
        """Every card of the decks in teaching order; read from the cache only when somebody asks."""
        if self._cards is None:
            key = f"cards:{self.fingerprint}"
            kept = self._cache.get([key], self._today).get(key)
            if kept is None:
                self._again()
            else:
                self._cards = tuple(Listed._make((*card[:-1], tuple(card[-1]))) for card in json.loads(kept))
        return iter(self._cards or ())

    def _again(self) -> None:
        """Read the decks anew: the cache is disposable, also between two questions."""
        library = self._read(self._roots, self.fingerprint, self._cache, self._today)
        self._topics |= dict(library.read_topics())
        self._cards = tuple(library.cards())

    def area_title(self, area: str) -> str:
        """What a learner reads for an area's id."""
        return next((known.title for known in self.areas if known.id == area), area)

    def read_topics(self) -> Iterator[tuple[str, Definition]]:
        """The topics that are in memory: all of them when the decks were just read."""
        return iter(self._topics.items())

    def topic(self, name: str) -> Definition | None:
        """A topic by `namespace:id`."""
        if name not in self._topics:
            key = f"topic:{self.fingerprint}:{name}"
            kept = self._cache.get([key], self._today).get(key)
            if kept is None:
                if all(card.topic != name for card in self.cards()):
                    return None  # no deck has it
                self._again()
                return self._topics.get(name)
            file, plain = json.loads(kept)
            self._topics[name] = from_plain(plain, file)
        return self._topics[name]

    def texts(self) -> Iterator[tuple[str, str, str, str]]:
        """Every card with what its author wrote: id, front, back and title of the topic, for searching."""
        names = dict.fromkeys(card.topic for card in self.cards())
        for name, topic in self._all_topics(tuple(names)):
            namespace = name.partition(":")[0]
            for note in topic.notes:
                front, back = _written(note)
                for card in note.cards():
                    yield f"{namespace}:{card}", front, back, topic.title

    def _all_topics(self, names: Sequence[str]) -> Iterator[tuple[str, Definition]]:
        """The topics of these names; those that only the cache has are not kept in memory."""
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            keys = {name: f"topic:{self.fingerprint}:{name}" for name in part if name not in self._topics}
            kept = self._cache.get(tuple(keys.values()), self._today)
            for name in part:
                if keys.get(name, "") in kept:
                    file, plain = json.loads(kept[keys[name]])
                    yield name, from_plain(plain, file)
                elif (topic := self.topic(name)) is not None:
                    yield name, topic

    def find(self, card: str) -> Found | None:
        """A card's content; None if the decks no longer have it."""
        note_id, _, ordinal = card.partition("#c")
        name, _, key = note_id.partition("/")
        topic = self.topic(name)
        note = next((note for note in topic.notes if note.key == key), None) if topic else None
        if topic is None or note is None:
            return None
        number = int(ordinal) if ordinal else None
        if isinstance(note.content, Cloze) != (number is not None):
            return None
        if isinstance(note.content, Calc) and note.content.vary:
            return Found(card, topic, note, number, template=note.content).exercise(0)
        return Found(card, topic, note, number)


def _written(note: Note) -> tuple[str, str]:
    """The texts of a note's two sides, without the signs of its deletions."""
    match note.content:
        case Question(answer=back) | MissingBox(answer=back):
            pass
        case Cloze():
            back = ""
        case Calc() as calc:
            back = "\n".join([calc.shown, *calc.steps])
        case Checklist(points=points):
            back = "\n".join(points)
    front = _DELETION.sub(" ", note.front) if isinstance(note.content, Cloze) else note.front
    return front, f"{back}\n{note.extra}".strip()


def _tags(topic: Definition, note: Note) -> tuple[str, ...]:
    own = [*note.roles, *note.tags, *topic.tags]
    if isinstance(note.content, Calc) and note.content.vary:
        own.append(DRILL)
    return tuple(sorted({*own, topic.id, topic.area, topic.kind, f"priority-{topic.priority}"}))


def _kept(library: Library, cards: Sequence[Listed]) -> dict[str, str]:
    """What the cache keeps of a library: areas, cards, and each topic under a key of its own."""
    fingerprint = library.fingerprint
    values = {
        f"topic:{fingerprint}:{name}": json.dumps([topic.span.file, to_plain(topic)], ensure_ascii=False)
        for name, topic in library.read_topics()
    }
    values[f"cards:{fingerprint}"] = json.dumps(cards, ensure_ascii=False)
    values[f"library:{fingerprint}"] = json.dumps([[area.id, area.title] for area in library.areas])
    return values


def _fingerprint(roots: Sequence[Path]) -> str:
    """Hash of every deck file and lock, and of our code that reads them."""
    parts: list[str | bytes] = [code_hash(*_CODE)]
    for root in roots:
        paths = sorted(
            path for path in root.rglob("*") if path.suffix in {".yaml", ".yml", ".lock"} and path.is_file()
        )
        for path in paths:
            parts += (path.as_posix(), path.read_bytes())
    return content_hash(*parts)
