"""Compile deck files, and recall from the cache what did not change since the last time.

Two levels: a file whose bytes are known needs no YAML; in a file that changed, a definition whose
values are known needs no Markdown and no checks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mlsd_cards.anki.compile import CompiledNote, compile_notes
from mlsd_cards.cache import Cache, library_versions
from mlsd_cards.deckfile.deck import Folder
from mlsd_cards.deckfile.definitions import Known, Read, read_definitions
from mlsd_cards.deckfile.reporter import Image
from mlsd_cards.errors import Span
from mlsd_cards.hashing import code_hash, content_hash
from mlsd_cards.model.definition import Cloze, Definition
from mlsd_cards.model.plain import from_plain, to_plain

_CODE = ("anki/compile", "anki/compiler", "deckfile", "diagram", "markup", "model", "errors")
"""Whose source decides what a compiled note is: an edit there makes every kept note stale."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the cache keeps of a sound definition."""

    notes: tuple[CompiledNote, ...]
    known: Known

    @classmethod
    def of(cls, definition: Definition, notes: Sequence[CompiledNote], images: Sequence[Image]) -> _Entry:
        ordinals = {n.key: n.content.ordinals for n in definition.notes if isinstance(n.content, Cloze)}
        # The path of a picture starts with ("definitions", index): the rest stays true when topics move.
        return cls(tuple(notes), Known(ordinals, tuple((image.name, image.path[2:]) for image in images)))

    def text(self) -> str:
        notes = [[n.id, n.area, n.notetype, n.fields, n.tags, n.ordinals, n.drawings] for n in self.notes]
        return json.dumps(
            [notes, self.known.ordinals, self.known.images], ensure_ascii=False, separators=(",", ":")
        )

    @classmethod
    def from_text(cls, text: str) -> _Entry:
        notes, ordinals, images = json.loads(text)
        compiled = tuple(
            CompiledNote(
                id_,
                area,
                notetype,
                tuple(fields),
                tuple(tags),
                tuple(cards),
                tuple((drawing, picture) for drawing, picture in drawings),
            )
            for id_, area, notetype, fields, tags, cards, drawings in notes
        )
        known = Known(
            {key: tuple(numbers) for key, numbers in ordinals.items()},
            tuple((name, tuple(path)) for name, path in images),
        )
        return cls(compiled, known)


class Compiler:
    """Reads deck files for `deckfile.deck.load` and holds the compiled notes by id."""

    def __init__(self, folder: Folder, cache: Cache, today: int) -> None:
        self.compiled: dict[str, CompiledNote] = {}
        self._folder = folder
        self._cache = cache
        self._today = today
        self._media = folder.media
        self._areas = {area.id: area for area in folder.areas}
        self._new: dict[str, str] = {}
        self._context = content_hash(
            library_versions(),
            code_hash(*_CODE),
            folder.namespace,
            json.dumps([[area.id, area.title] for area in folder.areas]),
            json.dumps(self._media, sort_keys=True),
        )

    def read(self, text: str, name: str) -> Read:
        """Read one file's text, from the cache where possible."""
        key = content_hash(self._context, text)
        kept = self._cache.get([key], self._today).get(key)
        recalled = self._recall_file(json.loads(kept), name) if kept is not None else None
        return recalled if recalled is not None else self._compile_file(key, text, name)

    def keep(self) -> None:
        """Store what had to be compiled."""
        self._cache.put(self._new, self._today)

    def _recall_file(self, rows: Sequence[Any], name: str) -> Read | None:
        kept = self._cache.get([key for key, *_ in rows], self._today)
        if any(key not in kept for key, *_ in rows):
            return None
        definitions, images = [], []
        for key, plain in rows:
            entry = _Entry.from_text(kept[key])
            definition = from_plain(plain, name)
            definitions.append(definition)
            span = Span(name, definition.span.line, definition.span.column)
            images += [Image(image, span, path) for image, path in entry.known.images]
            self._remember(entry.notes)
        ids = frozenset(definition.id for definition in definitions)
        return Read(None, tuple(definitions), images=tuple(images), ids=ids)

    def _compile_file(self, file_key: str, text: str, name: str) -> Read:
        hits: dict[str, tuple[str, _Entry]] = {}
        keys: dict[str, str] = {}

        def recall(area: str, raw: Any) -> Known | None:
            key = content_hash(self._context, area, json.dumps(raw, ensure_ascii=False))
            keys[raw["id"]] = key
            kept = self._cache.get([key], self._today).get(key)
            if kept is None:
                return None
            hits[raw["id"]] = key, _Entry.from_text(kept)
            return hits[raw["id"]][1].known

        read = read_definitions(text, name, recall)
        sound = not any(problem.is_error for problem in read.problems)
        rows = []
        for index, definition in enumerate(read.definitions):
            hit = None if definition.extends else hits.get(definition.id)
            entry = hit[1] if hit else self._compile(definition, read, index)
            key = f"{file_key}.{index}" if definition.extends else keys[definition.id]
            self._remember(entry.notes)
            if sound and hit is None:
                self._new[key] = entry.text()
            rows.append([key, to_plain(definition)])
        if sound:
            self._new[file_key] = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        # Tokens are heavy: 100,000 notes must fit in memory.
        return replace(read, document=None, texts={})

    def _compile(self, definition: Definition, read: Read, index: int) -> _Entry:
        area = self._areas.get(definition.area)
        if area is None:  # reported by `load`
            return _Entry((), Known({}, ()))
        namespace = self._folder.namespace
        notes = [
            compiled
            for note in definition.notes
            for compiled in compile_notes(read.texts[note.id], definition, area, namespace, self._media)
        ]
        images = [image for image in read.images if image.path[:2] == ("definitions", index)]
        return _Entry.of(definition, notes, images)

    def _remember(self, notes: Sequence[CompiledNote]) -> None:
        self.compiled |= {note.id: note for note in notes}
