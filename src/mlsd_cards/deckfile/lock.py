"""`deck.lock`: what learners already have, so that an update never loses their reviews.

Sorted text, one line a note, so that git shows what a build changed. A note's time rises when, and
only when, its compiled content changes; its position stays once assigned; a retired id is never
given to something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mlsd_cards.errors import Problem, Span

HEADER = (
    "# What learners have: note, id, GUID, note type, content hash, modified (unix time), position.\n"
    "# Written by `mlsd build`. Commit it with the decks; never edit ids or GUIDs by hand.\n"
)
STEP = 10
MAX_POSITION = 1_000_000
MAX_TIME = 2**32  # a time in the far future would block every later update


@dataclass(frozen=True, slots=True)
class Locked:
    """A note as learners have it. `modified` is unix time; `position` orders new cards."""

    id: str
    guid: str
    notetype: str
    hash: str
    modified: int
    position: int
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LockedType:
    """An Anki note type as learners have it: hash of fields, templates and style; unix time."""

    name: str
    hash: str
    modified: int


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole lock file; `lines` tells where each note stands, for messages."""

    notes: Mapping[str, Locked] = field(default_factory=dict)
    types: Mapping[str, LockedType] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def text(self) -> str:
        """The file's content: byte for byte the same for the same lock."""
        lines = [f"notetype {kind.name} {kind.hash} {kind.modified}" for kind in self.types.values()]
        for note in self.notes.values():
            word = "retired" if note.retired else "note"
            lines.append(
                f"{word} {note.id} {note.guid} {note.notetype} {note.hash} {note.modified} {note.position}"
            )
        return HEADER + "".join(line + "\n" for line in sorted(lines))


@dataclass(frozen=True, slots=True)
class Fresh:
    """A note as it was compiled just now."""

    id: str
    guid: str
    notetype: str
    hash: str
    span: Span


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build does to the notes that learners have; ids in deck order."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    unchanged: int = 0


def read_lock(path: Path, name: str) -> tuple[Lock, list[Problem]]:
    """Read a lock file; a missing one is an empty lock."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Lock(), []
    except (OSError, UnicodeDecodeError) as error:
        return Lock(), [
            Problem(Span(name), "E30", f"the lock cannot be read: {error}", "restore it from git")
        ]
    if not text.startswith("# "):
        return Lock(), [
            Problem(Span(name), "E30", "this is no lock file, or an emptied one", "restore it from git")
        ]
    notes: dict[str, Locked] = {}
    types: dict[str, LockedType] = {}
    lines: dict[str, int] = {}
    guids: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        entry = _entry(line)
        if entry is None:
            problems.append(
                Problem(Span(name, number), "E30", "not a line of a lock file", "restore it from git")
            )
        elif isinstance(entry, LockedType):
            types[entry.name] = entry
        elif entry.id in notes or entry.guid in guids:
            other = entry.id if entry.id in notes else guids[entry.guid]
            problems.append(
                Problem(Span(name, number), "E30", f"stands twice: {other}", "keep the older line")
            )
        else:
            notes[entry.id], guids[entry.guid], lines[entry.id] = entry, entry.id, number
    return Lock(notes, types, lines), problems


def _entry(line: str) -> Locked | LockedType | None:
    try:
        match line.split(" "):
            case ["notetype", name, digest, modified] if 0 < int(modified) < MAX_TIME:
                return LockedType(name, digest, int(modified))
            case ["note" | "retired" as word, note, guid, notetype, digest, modified, position] if (
                0 < int(modified) < MAX_TIME and 0 <= int(position) <= MAX_POSITION
            ):
                return Locked(note, guid, notetype, digest, int(modified), int(position), word == "retired")
            case _:
                return None
    except ValueError:
        return None


def update(
    lock: Lock,
    fresh: Sequence[Fresh],
    *,
    now: int,
    lock_name: str,
    retire: Iterable[str] = (),
    only: frozenset[str] | None = None,
) -> tuple[Lock, Changes, list[Problem]]:
    """Compare freshly compiled notes, in teaching order, with the lock.

    `now` is unix time. `retire` names vanished notes that are meant to be gone. With `only`,
    lines of other notes are not touched, and vanished notes are not looked for.
    """
    problems = _conflicts(lock, fresh, lock_name)
    positions = positions_of([note.id for note in fresh], lock)
    notes = dict(lock.notes)
    new: list[str] = []
    changed: list[str] = []
    returned: list[str] = []
    for note in fresh:
        if only is not None and note.id not in only:
            continue
        old = lock.notes.get(note.id)
        position = positions[note.id]
        if old is None:
            new.append(note.id)
            notes[note.id] = Locked(note.id, note.guid, note.notetype, note.hash, now, position)
        elif old.hash != note.hash or old.retired:
            (returned if old.retired else changed).append(note.id)
            modified = max(now, old.modified + 1)
            notes[note.id] = replace(old, hash=note.hash, modified=modified, retired=False)
    gone = set(retire)
    if only is None:
        problems += _retire(notes, {note.id for note in fresh}, gone, lock, lock_name)
    retired = [note for note in notes if notes[note].retired and not lock.notes[note].retired]
    unchanged = (
        sum(1 for note in fresh if only is None or note.id in only) - len(new) - len(changed) - len(returned)
    )
    changes = Changes(tuple(new), tuple(changed), tuple(sorted(retired)), tuple(returned), unchanged)
    return replace(lock, notes=notes), changes, problems


def update_types(
    lock: Lock, hashes: Mapping[str, str], *, now: int, published: Mapping[str, LockedType] | None = None
) -> Lock:
    """Raise the time of each note type whose fields, templates or style changed.

    A type that was published as it is keeps the published time, in every deck: a later time of one's own
    would keep the next look from arriving.
    """
    types = dict(lock.types)
    for name, digest in hashes.items():
        old = types.get(name)
        known = (published or {}).get(name)
        if known is not None and known.hash == digest:
            types[name] = known
        elif old is None:
            types[name] = LockedType(name, digest, now)
        elif old.hash != digest:
            types[name] = LockedType(name, digest, max(now, old.modified + 1))
    return replace(lock, types=types)


def _conflicts(lock: Lock, fresh: Iterable[Fresh], lock_name: str) -> list[Problem]:
    problems = []
    for note in fresh:
        old = lock.notes.get(note.id)
        if old is None:
            continue
        if old.notetype != note.notetype:
            state = "was retired as" if old.retired else "is"
            message = f"{note.id!r} {state} note type {old.notetype!r} and would become {note.notetype!r}"
            problems.append(Problem(note.span, "E32", message, "Anki refuses that: give the note a new key"))
        elif old.guid != note.guid:
            span = Span(lock_name, lock.lines.get(note.id, 1))
            message = f"the GUID of {note.id!r} is not the one its id gives"
            problems.append(Problem(span, "E30", message, "restore the lock, or the deck's namespace"))
    return problems


def _retire(
    notes: dict[str, Locked], present: set[str], gone: set[str], lock: Lock, lock_name: str
) -> list[Problem]:
    problems = []
    for name in sorted(notes):
        if notes[name].retired or name in present:
            continue
        if name in gone:
            notes[name] = replace(notes[name], retired=True)
        else:
            hint = f"put it back, or say so: mlsd build --retire {name}"
            problems.append(Problem(Span(lock_name, lock.lines[name]), "E31", f"{name!r} has vanished", hint))
    for name in sorted(gone):
        if name in present:
            problems.append(
                Problem(Span(lock_name), "E31", f"{name!r} is still in the deck", "delete it there first")
            )
        elif name not in notes:
            problems.append(Problem(Span(lock_name), "E31", f"--retire {name}: no such note in the lock"))
    return problems


def positions_of(order: Sequence[str], lock: Lock) -> dict[str, int]:
    """Positions of new cards: old ones stay; new notes go between their neighbours, or to the end."""
    known = {name: lock.notes[name].position for name in order if name in lock.notes}
    taken = sorted(note.position for note in lock.notes.values())
    positions = dict(known)
    previous, start = 0, 0
    while start < len(order):
        if order[start] in known:
            previous = max(previous, known[order[start]])
            start += 1
            continue
        end = start
        while end < len(order) and order[end] not in known:
            end += 1
        after = bisect_right(taken, previous)
        upper = taken[after] if after < len(taken) else previous + STEP * (end - start + 1)
        gap = upper - previous
        for place in range(start, end):
            positions[order[place]] = min(
                previous + gap * (place - start + 1) // (end - start + 1), MAX_POSITION - 1
            )
        previous = positions[order[end - 1]]
        start = end
    return positions
