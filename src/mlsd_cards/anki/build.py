"""From a deck folder to a package and an updated lock. The flow: read, check, compile, lock, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mlsd_cards.anki.compile import CompiledNote
from mlsd_cards.anki.compiler import Compiler
from mlsd_cards.anki.notetypes import NOTE_TYPES
from mlsd_cards.anki.package import PackageNote, guid, write_package
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile import lock as locking
from mlsd_cards.deckfile.deck import Folder, Loaded, display_name, load, open_folder
from mlsd_cards.errors import DeckError, ExitCode, MlsdError, Problem, Span
from mlsd_cards.files import write_atomically
from mlsd_cards.model.curriculum import teaching_order
from mlsd_cards.model.definition import Area, Deck
from mlsd_cards.model.drill import variant_ids


@dataclass(frozen=True, slots=True)
class Request:
    """What to build. `now` is unix time; `writable` says whether the deck's lock may be updated."""

    root: Path
    output: Path
    now: int
    area: str | None = None
    retire: tuple[str, ...] = ()
    locked: bool = False
    writable: bool = True
    published_types: Mapping[str, locking.LockedType] = field(default_factory=dict)
    """Note types as the shipped deck publishes them: all decks share them, so all share their times."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, for the summary."""

    deck: Deck
    output: Path
    notes: tuple[CompiledNote, ...]
    changes: locking.Changes
    types: tuple[str, ...]  # note types whose templates or style changed
    lock_written: bool

    @property
    def cards(self) -> int:
        return sum(len(note.ordinals) for note in self.notes)


class UnknownAreaError(MlsdError):
    """`--area` names none of the deck's areas."""

    exit_code = ExitCode.USAGE


class NothingToBuildError(MlsdError):
    """The package would be empty; an old one is left as it is."""

    exit_code = ExitCode.DECK


def build(request: Request, cache: Cache, progress: Callable[[str], None] = lambda _: None) -> Built:
    """Build a package. Raises `DeckError` with all problems; then neither package nor lock is touched."""
    folder = open_folder(request.root)
    areas = _chosen_areas(folder, request.area)
    lock_name = display_name(folder.lock_path)
    lock, lock_problems = locking.read_lock(folder.lock_path, lock_name)
    progress("reading the deck")
    compiler = Compiler(folder, cache, request.now // 86_400)
    loaded = load(folder, compiler.read)
    compiler.keep()
    if lock_problems or any(problem.is_error for problem in loaded.problems):
        errors = [problem for problem in loaded.problems if problem.is_error]
        raise DeckError([*lock_problems, *errors])
    progress("comparing with the lock")
    fresh = _fresh(loaded, compiler.compiled)
    chosen = {area.id for area in areas}
    members = [note for note in fresh if compiler.compiled[note.id].area in chosen]
    if not members:
        raise NothingToBuildError(
            f"{display_name(folder.root)} has no notes to build"
            + (f" in {request.area!r}" if request.area else "")
        )
    only = None if request.area is None else frozenset(note.id for note in members)
    new_lock, changes, problems = locking.update(
        lock, fresh, now=request.now, lock_name=lock_name, retire=request.retire, only=only
    )
    new_lock = locking.update_types(
        new_lock,
        _types(lock, fresh),
        now=request.now,
        published=request.published_types,
    )
    if request.locked and new_lock != lock:
        problems.append(_out_of_date(lock, new_lock, changes, lock_name))
    if problems:
        raise DeckError(problems)
    if not request.writable:
        new_lock = _published(lock, new_lock)
    progress("writing the package")
    notes = _package_notes(members, compiler.compiled, new_lock)
    media = _used_media(folder, loaded, chosen) | _drawings(notes)
    write_package(request.output, notes, areas, new_lock, media)
    lock_written = request.writable and new_lock != lock
    if lock_written:
        write_atomically(folder.lock_path, new_lock.text().encode())
    compiled = tuple(compiler.compiled[note.id] for note in members)
    types = tuple(key for key in lock.types if lock.types[key] != new_lock.types[key])
    return Built(loaded.deck, request.output, compiled, changes, types, lock_written)


def _chosen_areas(folder: Folder, name: str | None) -> tuple[Area, ...]:
    if name is None:
        return folder.areas
    chosen = tuple(area for area in folder.areas if area.id == name)
    if not chosen:
        raise UnknownAreaError(f"no area {name!r}; there are: {', '.join(area.id for area in folder.areas)}")
    return chosen


def _fresh(loaded: Loaded, compiled: Mapping[str, CompiledNote]) -> list[locking.Fresh]:
    """The notes in teaching order, as the lock compares them."""
    namespace = loaded.deck.namespace
    return [
        locking.Fresh(one.id, guid(namespace, one.id), one.notetype, one.hash, note.span)
        for definition in teaching_order(loaded.deck)
        for note in definition.notes
        if not note.replaces
        for name in variant_ids(note)
        for one in (compiled[name],)
    ]


def _types(lock: locking.Lock, fresh: Iterable[locking.Fresh]) -> dict[str, str]:
    """Hashes of the note types that the deck has or had: others have no line in its lock."""
    used = lock.types.keys() | {note.notetype for note in fresh}
    return {key: kind.hash for key, kind in NOTE_TYPES.items() if key in used}


def _published(lock: locking.Lock, new_lock: locking.Lock) -> locking.Lock:
    """A deck that may not be written keeps its published times, whatever the library versions here."""
    notes = {**new_lock.notes, **lock.notes}
    return replace(new_lock, notes=notes, types={**new_lock.types, **lock.types})


def _out_of_date(lock: locking.Lock, new: locking.Lock, changes: locking.Changes, name: str) -> Problem:
    parts = [
        f"{len(ids)} {word} ({', '.join(ids[:3])}{', …' if len(ids) > 3 else ''})"
        for word, ids in (
            ("new", changes.new),
            ("changed", changes.changed + changes.returned),
            ("retired", changes.retired),
        )
        if ids
    ]
    parts += [f"note type {key!r}" for key, kind in new.types.items() if lock.types.get(key) != kind]
    return Problem(
        Span(name), "E33", f"the lock is not up to date: {'; '.join(parts)}", "run mlsd build and commit it"
    )


def _package_notes(
    members: Iterable[locking.Fresh], compiled: Mapping[str, CompiledNote], lock: locking.Lock
) -> list[PackageNote]:
    notes = [
        PackageNote(compiled[note.id], note.guid, lock.notes[note.id].modified, lock.notes[note.id].position)
        for note in members
    ]
    return sorted(notes, key=lambda note: (note.position, note.note.id))


def _used_media(folder: Folder, loaded: Loaded, areas: set[str]) -> dict[str, bytes]:
    """The pictures that the package's notes show, by their names in the package."""
    used = {
        image.name
        for read in loaded.reads
        if any(definition.area in areas for definition in read.definitions)
        for image in read.images
    }
    return {folder.pictures[name].packaged: folder.pictures[name].content for name in sorted(used)}


def _drawings(notes: Iterable[PackageNote]) -> dict[str, bytes]:
    """The drawings that the package's notes show, by their names in the package."""
    return {name: picture.encode() for note in notes for name, picture in note.note.drawings}
