"""Several deck folders read as one collection for studying: what is sound in them, with positions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mlsd_cards.deckfile.deck import Loaded, absolute_name, display_name, load, open_folder
from mlsd_cards.deckfile.lock import positions_of, read_lock
from mlsd_cards.errors import DeckError, FileError, Problem, Span
from mlsd_cards.model.curriculum import teaching_order
from mlsd_cards.model.definition import Area, Deck, Definition
from mlsd_cards.model.drill import variant_ids


@dataclass(frozen=True, slots=True)
class StudiedTopic:
    """A topic to study: `namespace` of its notes, places of its notes in the curriculum by note id."""

    namespace: str
    definition: Definition
    positions: Mapping[str, int]

    @property
    def name(self) -> str:
        return f"{self.namespace}:{self.definition.id}"


@dataclass(frozen=True, slots=True)
class StudiedDecks:
    """All sound topics in teaching order, the areas of all decks, and the errors that were found."""

    areas: tuple[Area, ...]
    topics: tuple[StudiedTopic, ...]
    problems: tuple[Problem, ...]


def read_decks(roots: Sequence[Path]) -> StudiedDecks:
    """Read the folders in order; a later deck may extend topics of an earlier one.

    A deck that cannot be opened at all is one of the problems, not an exception.
    """
    areas: dict[str, Area] = {}
    topics: dict[str, StudiedTopic] = {}
    problems: list[Problem] = []
    for root in roots:
        try:
            loaded = load(open_folder(root, absolute_name), name=absolute_name)
        except DeckError as error:
            problems += error.problems
            continue
        except FileError as error:
            problems.append(Problem(Span(absolute_name(root)), "E20", str(error)))
            continue
        problems += (problem for problem in loaded.problems if problem.is_error)
        for area in loaded.deck.areas:
            areas.setdefault(area.id, area)
        for topic in _topics(loaded):
            topics[topic.name] = topic
        for extension in (definition for definition in loaded.deck.definitions if definition.extends):
            problems += _extend(topics, extension, loaded.deck.namespace)
    ordered = sorted(topics.values(), key=lambda topic: min(topic.positions.values(), default=0))
    return StudiedDecks(tuple(areas.values()), tuple(ordered), tuple(problems))


def _topics(loaded: Loaded) -> Iterable[StudiedTopic]:
    folder = loaded.folder
    sound = _sound(loaded.deck, {problem.span.file for problem in loaded.problems if problem.is_error})
    lock, _ = read_lock(folder.lock_path, display_name(folder.lock_path))
    order = [
        name
        for definition in teaching_order(sound)
        for note in definition.notes
        for name in variant_ids(note)
    ]
    positions = positions_of(order, lock)
    for definition in sound.definitions:
        places = {note.id: positions[note.id] for note in definition.notes}
        yield StudiedTopic(loaded.deck.namespace, definition, places)


def _extend(topics: dict[str, StudiedTopic], extension: Definition, namespace: str) -> Iterable[Problem]:
    """Put a learner's own notes beside a topic's, and their versions in the place of its notes."""
    target = next((topic for topic in topics.values() if topic.definition.id == extension.id), None)
    if target is None:
        yield Problem(extension.span, "E08", f"'extends' names unknown topic {extension.id!r}")
        return
    notes = {note.id: note for note in target.definition.notes}
    for note in (note for note in extension.notes if note.replaces):
        old = notes.get(note.id)
        if old is None:
            yield Problem(note.span, "E08", f"'replaces' names unknown note {note.id!r}")
        elif list(old.cards()) != list(note.cards()):
            yield Problem(
                note.span, "E32", f"{note.id!r} would have other cards", "keep its form and deletions"
            )
        else:
            notes[note.id] = replace(note, source=old.source)
    topics[target.name] = replace(target, definition=replace(target.definition, notes=tuple(notes.values())))
    own = tuple(note for note in extension.notes if not note.replaces)
    if own:
        last = max(target.positions.values(), default=0)
        definition = replace(target.definition, notes=own)
        name = f"{namespace}:{extension.id}"
        before = topics[name].definition.notes if name in topics and namespace != target.namespace else ()
        definition = replace(definition, notes=(*before, *own))
        topics[name] = StudiedTopic(namespace, definition, {note.id: last for note in definition.notes})


def _sound(deck: Deck, broken: Collection[str]) -> Deck:
    """The deck without second copies of an id and without topics of unknown areas.

    A case whose file is among the `broken` ones keeps its cards, but nobody is interviewed with it.
    """
    areas = {area.id for area in deck.areas}
    kept = {d.id: d for d in reversed(deck.definitions) if d.area in areas and d.notes and not d.extends}
    sound = (d for d in deck.definitions if kept.get(d.id) is d)
    return replace(
        deck, definitions=tuple(replace(d, case=None) if d.span.file in broken else d for d in sound)
    )
