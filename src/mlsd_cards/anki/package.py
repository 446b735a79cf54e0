"""Write an `.apkg` whose bytes depend on the compiled notes and the lock alone.

genanki makes the collection; three things it does are replaced. It stamps one time on all notes
(an update would overwrite what learners edited, or never arrive), checks HTML with a regular
expression that is quadratic in `<`, and writes a zip with the machine's clock in it, uncompressed.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import genanki

from mlsd_cards.anki.compile import CompiledNote
from mlsd_cards.anki.notetypes import NOTE_TYPES, NoteType
from mlsd_cards.deckfile.lock import Lock
from mlsd_cards.files import write_atomically
from mlsd_cards.model.definition import Area

_FIRST_ID = 1_763_000_000_000
"""Note and card ids count from here; Anki moves an id that is taken and matches notes by GUID."""

_ZIP_TIME = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackageNote:
    """A compiled note with what the lock knows of it."""

    note: CompiledNote
    guid: str
    modified: int
    position: int


def guid(namespace: str, note_id: str) -> str:
    """The note's permanent identity in Anki, from its id alone."""
    return str(genanki.guid_for(namespace, note_id))


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A genanki model that carries the lock's time instead of the build's."""

    def __init__(self, notetype: NoteType, modified: int) -> None:
        self._modified = modified
        self._stock_kind = notetype.stock_kind
        super().__init__(
            notetype.id,
            notetype.name,
            fields=[
                {"name": name, "id": field_id, **(_stock(place) if place < notetype.stock_fields else {})}
                for place, (field_id, name) in enumerate(notetype.fields)
            ],
            templates=[
                {
                    "name": notetype.template_name,
                    "id": notetype.template_id,
                    "qfmt": notetype.front,
                    "afmt": notetype.back,
                }
            ],
            css=notetype.css,
            model_type=self.CLOZE if notetype.cloze else self.FRONT_BACK,
        )

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:  # noqa: ARG002  (genanki's signature)
        model: dict[str, Any] = super().to_json(self._modified, 1)
        return model | ({"originalStockKind": self._stock_kind} if self._stock_kind else {})


def _stock(place: int) -> dict[str, Any]:
    """How Anki marks the fields of its own note types, so that its editor finds them."""
    return {"tag": place, "preventDeletion": True}


class _Note(genanki.Note):  # type: ignore[misc]
    """A genanki note that writes the lock's time and our card numbers."""

    def __init__(self, model: _Model, note: PackageNote) -> None:
        super().__init__(
            model=model,
            fields=list(note.note.fields),
            tags=list(note.note.tags),
            guid=note.guid,
            due=note.position,
        )
        self._modified = note.modified
        self._ordinals = note.note.ordinals

    def write_to_db(
        self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]
    ) -> None:
        note_id = next(id_gen)
        cursor.execute(
            "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')",
            (
                note_id,
                self.guid,
                self.model.model_id,
                self._modified,
                self._format_tags(),
                self._format_fields(),
                self.fields[0],
            ),
        )
        for ordinal in self._ordinals:
            genanki.Card(ordinal).write_to_db(cursor, timestamp, deck_id, note_id, id_gen, self.due)


def write_package(
    path: Path,
    notes: Sequence[PackageNote],
    areas: Iterable[Area],
    lock: Lock,
    media: Mapping[str, bytes],
) -> None:
    """Write the package atomically: an interrupted build leaves the old file as it was."""
    collection = _collection(notes, areas, lock)
    content = _zip(collection, dict(sorted(media.items())))
    write_atomically(path, content)


def _collection(notes: Sequence[PackageNote], areas: Iterable[Area], lock: Lock) -> bytes:
    """The legacy collection database that every Anki client reads."""
    used = {note.note.notetype for note in notes}
    models = {key: _Model(NOTE_TYPES[key], lock.types[key].modified) for key in sorted(used)}
    decks = []
    for area in areas:
        members = [note for note in notes if note.note.area == area.id]
        if not members:
            continue
        deck = genanki.Deck(_deck_id(area.deck), area.deck)
        for note in members:
            deck.add_note(_Note(models[note.note.notetype], note))
        decks.append(deck)
    timestamp = max((note.modified for note in notes), default=0)
    connection = sqlite3.connect(":memory:")
    try:
        genanki.Package(decks).write_to_db(
            connection.cursor(), timestamp, iter(range(_FIRST_ID, 2 * _FIRST_ID))
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _deck_id(name: str) -> int:
    """A permanent id from the permanent name (Anki matches decks by name)."""
    digest = genanki.guid_for("deck", name).encode()
    return 1_700_000_000_000 + int.from_bytes(digest[:5], "big") % 60_000_000_000


def _zip(collection: bytes, media: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(_member("collection.anki2"), collection, compresslevel=1)
        names = {str(number): name for number, name in enumerate(media)}
        archive.writestr(_member("media"), json.dumps(names))
        for number, name in names.items():
            archive.writestr(_member(number), media[name])
    return buffer.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.create_system = 3  # Unix, wherever it is built
    info.external_attr = 0o600 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
