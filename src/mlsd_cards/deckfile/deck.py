"""A deck folder: `deck.yaml`, deck files below it, pictures in `media/`, one lock."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from mlsd_cards.deckfile import reading
from mlsd_cards.deckfile.case_topics import case_problems
from mlsd_cards.deckfile.definitions import Read, read_definitions
from mlsd_cards.deckfile.media import Picture, read_pictures
from mlsd_cards.deckfile.reporter import nearest
from mlsd_cards.deckfile.rules import content_problems
from mlsd_cards.deckfile.schema import AreaYaml, DeckYaml
from mlsd_cards.deckfile.shape import shape_problems
from mlsd_cards.errors import DeckError, FileError, Problem, Span
from mlsd_cards.model.definition import Area, Deck, Definition

DECK_FILE = "deck.yaml"
LOCK_FILE = "deck.lock"
GLOSSARY_FILE = "glossary.yaml"
CONFUSIONS_FILE = "confusions.yaml"
_NO_DECK_FILES = frozenset({DECK_FILE, GLOSSARY_FILE, CONFUSIONS_FILE})

Reader = Callable[[str, str], Read]
"""Reads a deck file's text under a display name; the cache puts itself in front of `read_definitions`."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A deck folder before its deck files are read."""

    root: Path
    name: str
    namespace: str
    areas: tuple[Area, ...]
    files: tuple[Path, ...]
    pictures: Mapping[str, Picture]
    problems: tuple[Problem, ...]

    @property
    def lock_path(self) -> Path:
        return self.root / LOCK_FILE

    @property
    def media(self) -> dict[str, str]:
        """A picture's name in the deck → its name in a package."""
        return {name: picture.packaged for name, picture in self.pictures.items()}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deck as far as it could be read, and everything that is wrong with it."""

    folder: Folder
    deck: Deck
    reads: Sequence[Read]
    problems: tuple[Problem, ...]

    def require_sound(self) -> None:
        """Raise `DeckError` with every problem if one of them is an error."""
        if any(problem.is_error for problem in self.problems):
            raise DeckError(self.problems)


def display_name(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def absolute_name(path: Path) -> str:
    """The path from the root: for places that outlive this process's working folder."""
    return str(path.absolute())


Namer = Callable[[Path], str]


def open_folder(root: Path, name: Namer = display_name) -> Folder:
    """Read `deck.yaml` and the pictures. Raises `FileError` if it is no deck, `DeckError` if it is broken.

    `name` says how files are called in the places of problems and notes.
    """
    shape = _deck_yaml(root)
    pictures, problems = read_pictures(root / "media", name)
    areas = tuple(_area(shape.name, area) for area in shape.areas)
    return Folder(
        root,
        shape.name,
        shape.namespace,
        areas,
        tuple(deck_files(root, shape.areas)),
        pictures,
        tuple(problems),
    )


def load(folder: Folder, read: Reader = read_definitions, name: Namer = display_name) -> Loaded:
    """Read and check every deck file of the folder."""
    problems: list[Problem] = list(folder.problems)
    reads: list[Read] = []
    for path in folder.files:
        text = read_text(path, folder.root)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            reads.append(read(text, name(path)))
    problems += (problem for found in reads for problem in found.problems)
    definitions = tuple(definition for found in reads for definition in found.definitions)
    deck = Deck(folder.name, folder.namespace, folder.areas, definitions)
    known = frozenset().union(*(found.ids for found in reads)) if reads else frozenset()
    problems += _picture_use(reads, folder.pictures)
    problems += _identity_problems(deck)
    problems += _reference_problems(deck, known)
    problems += (problem for found in reads for problem in case_problems(found, known))
    problems += content_problems(deck)
    return Loaded(folder, deck, reads, tuple(sorted(set(problems))))


def read_text(path: Path, root: Path) -> str | Problem:
    """A deck file's text, after the checks of size, kind and encoding."""
    name = display_name(path)
    content = reading.read_bytes(path, name, root)
    return content if isinstance(content, Problem) else reading.decode(content, name)


def deck_files(root: Path, areas: Iterable[AreaYaml]) -> list[Path]:
    """The deck files in teaching order: as deck.yaml lists them, then by name."""
    rank = {
        (area.id, name): (number, place)
        for number, area in enumerate(areas)
        for place, name in enumerate([*area.files, ""])
    }
    last = (len(rank), 0)

    def order(path: Path) -> tuple[tuple[int, int], str]:
        folder = path.parent.name
        return rank.get((folder, path.stem), rank.get((folder, ""), last)), path.as_posix()

    found = (
        path
        for path in root.rglob("*.y*ml")
        if path.suffix in {".yaml", ".yml"} and not (path.parent == root and path.name in _NO_DECK_FILES)
    )
    return sorted((path for path in found if not _hidden(path.relative_to(root))), key=order)


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _deck_yaml(root: Path) -> DeckYaml:
    path = root / DECK_FILE
    if not path.is_file():
        raise FileError(f"{display_name(root)} is no deck folder: it has no {DECK_FILE}")
    text = read_text(path, root)
    if isinstance(text, Problem):
        raise DeckError([text])
    document, problems = reading.parse(text, display_name(path))
    if document is None or any(problem.is_error for problem in problems):
        raise DeckError(problems)
    try:
        shape = DeckYaml.model_validate(document.value)
    except ValidationError as error:
        raise DeckError(shape_problems(document, error)) from error
    for key in ("id", "deck"):
        seen: set[str] = set()
        for number, area in enumerate(shape.areas):
            name = area.id if key == "id" else area.deck or area.title
            if name in seen:
                raise DeckError(
                    [Problem(document.span(("areas", number)), "E02", f"two areas with {key} {name!r}")]
                )
            seen.add(name)
    return shape


def _area(deck: str, area: AreaYaml) -> Area:
    return Area(area.id, area.title, f"{deck}::{area.deck or area.title}")


def _identity_problems(deck: Deck) -> Iterator[Problem]:
    """E02: definition ids are unique in the deck (keys in a definition were checked with the file)."""
    first: dict[str, Definition] = {}
    notes: dict[str, Span] = {}
    for definition in deck.definitions:
        for note in definition.notes:
            span = notes.setdefault(note.id, note.span)
            if span is not note.span and (definition.extends or first.get(definition.id, definition).extends):
                yield Problem(note.span, "E02", f"duplicate note {note.id!r}", f"first at {span}")
        if definition.extends:
            continue
        other = first.setdefault(definition.id, definition)
        if other is not definition:
            yield Problem(definition.span, "E02", f"duplicate id {definition.id!r}", f"first at {other.span}")


def _reference_problems(deck: Deck, known: frozenset[str]) -> Iterator[Problem]:
    """E08: areas and topics that are named exist, and `requires` has no circle."""
    areas = {area.id for area in deck.areas}
    for definition in deck.definitions:
        own_notes = not definition.extends or any(not note.replaces for note in definition.notes)
        if definition.area not in areas and own_notes:
            hint = nearest(definition.area, areas)
            yield Problem(Span(definition.span.file), "E08", f"unknown area {definition.area!r}", hint)
        for relation, targets in (("requires", definition.requires), ("contrast", definition.contrast)):
            for target in targets:
                if target == definition.id:
                    yield Problem(definition.span, "E08", f"{definition.id!r} is in its own {relation!r}")
                elif target not in known:
                    hint = nearest(target, known)
                    yield Problem(
                        definition.span, "E08", f"{relation!r} names unknown topic {target!r}", hint
                    )
    yield from _circles(deck)


def _circles(deck: Deck) -> Iterator[Problem]:
    by_id = {definition.id: definition for definition in deck.definitions}
    finished: set[str] = set()
    for definition in deck.definitions:
        trail: list[str] = []
        stack = [(definition.id, iter(definition.requires))]
        while stack:
            name, needs = stack[-1]
            if name not in trail:
                trail.append(name)
            needed = next(
                (need for need in needs if need in by_id and need not in finished and need != name), None
            )
            if needed is None:
                finished.add(name)
                trail.remove(name)
                stack.pop()
            elif needed in trail:
                circle = " → ".join([*trail[trail.index(needed) :], needed])
                yield Problem(by_id[name].span, "E08", f"'requires' goes in a circle: {circle}")
            else:
                stack.append((needed, iter(by_id[needed].requires)))


def _picture_use(reads: Iterable[Read], pictures: Mapping[str, Picture]) -> Iterator[Problem]:
    """E13: pictures that are named exist, and those that exist are named."""
    used: Counter[str] = Counter()
    for found in reads:
        for image in found.images:
            name, span = image.name, image.span
            used[name] += 1
            if "://" in name or "/" in name or name.startswith("data:"):
                yield Problem(span, "E07", f"picture {name!r} is not in media/", "give a file name in media/")
            elif name not in pictures:
                yield Problem(span, "E13", f"no picture media/{name}", nearest(name, pictures))
    if any(found.document is None and not found.definitions for found in reads):
        return  # a file that cannot be read may use them
    for name, picture in pictures.items():
        if name not in used:
            yield Problem(
                Span(picture.file), "E13", f"media/{name} is used by no note", "delete it or use it"
            )
