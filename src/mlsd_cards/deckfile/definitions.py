"""From a located document to definitions: shape, notes, and the blocks of case studies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from mlsd_cards.deckfile import reading
from mlsd_cards.deckfile.case_checks import CaseText, case_findings
from mlsd_cards.deckfile.case_model import absent_blocks, case_study
from mlsd_cards.deckfile.notes import NoteReader, NoteText, Owner
from mlsd_cards.deckfile.reading import Document
from mlsd_cards.deckfile.reporter import Image, Path, Reporter, did_you_mean
from mlsd_cards.deckfile.schema import CaseStudyYaml, DefinitionYaml, ExtensionYaml, NoteYaml
from mlsd_cards.deckfile.schema_case import BLOCKS, CaseBlocks
from mlsd_cards.deckfile.shape import has_list, kept_indices, sound_blocks, valid_part
from mlsd_cards.deckfile.sources import HINT, is_reference
from mlsd_cards.errors import Problem
from mlsd_cards.model.definition import Definition, Note
from mlsd_cards.model.kinds import CASE_STUDY, KINDS


@dataclass(frozen=True, slots=True)
class Read:
    """What one file gave: its definitions, the texts behind them, the pictures it uses, its problems."""

    document: Document | None
    definitions: tuple[Definition, ...] = ()
    texts: Mapping[str, NoteText] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    ids: frozenset[str] = frozenset()  # also of definitions that are broken
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier reading found of a definition without a problem: its notes need no parsing again."""

    ordinals: Mapping[str, tuple[int, ...]]  # of its cloze notes, by key
    images: tuple[tuple[str, Path], ...]  # pictures, with the path inside the definition


Recall = Callable[[str, Any], Known | None]
"""Takes the area and the raw value of a definition."""


def read_definitions(text: str, name: str, recall: Recall = lambda _area, _raw: None) -> Read:
    """Read a deck file's text. Every problem is reported; what is sound is returned all the same."""
    document, problems = reading.parse(text, name)
    if document is None:
        return Read(None, problems=tuple(problems))
    problems += [
        Problem(document.span(path), "E21", f"control character U+{ord(character):04X}")
        for path, character in reading.control_characters(document.value)
    ]
    shape = valid_part(document, problems)
    if _are_fatal(problems):
        return Read(document, ids=_raw_ids(document.value), problems=tuple(problems))
    builder = _Builder(Reporter(document, problems), recall)
    kept = [] if shape is None else kept_indices(document, shape)
    definitions = tuple(
        builder.definition(index, raw, shape.area)
        for index, raw in zip(kept, shape.definitions if shape is not None else (), strict=True)
        if shape is not None
    )
    images = tuple(builder.reporter.images)
    builder.check_headless(document.value, set(kept))
    return Read(document, definitions, builder.texts, images, _raw_ids(document.value), tuple(problems))


def _are_fatal(problems: Sequence[Problem]) -> bool:
    """Control characters poison every later message; nothing else does."""
    return any(problem.code == "E21" for problem in problems)


def _raw_ids(value: Any) -> frozenset[str]:
    definitions = value.get("definitions", ()) if isinstance(value, dict) else ()
    items = definitions if isinstance(definitions, list) else ()
    return frozenset(str(item["id"]) for item in items if isinstance(item, dict) and "id" in item)


class _Builder:
    """Turns validated models of one file into definitions, collecting problems with their places."""

    def __init__(self, reporter: Reporter, recall: Recall) -> None:
        self.reporter = reporter
        self._recall = recall
        self._notes = NoteReader(reporter)
        self.texts = self._notes.texts

    def definition(self, index: int, raw: DefinitionYaml | ExtensionYaml, area: str) -> Definition:
        path: Path = ("definitions", index)
        value = self.reporter.value(path)
        if isinstance(raw, ExtensionYaml):
            notes = tuple(
                self._hand_written(path, Owner(raw.extends, raw.extends, 0), raw.notes, extends=True)
            )
            span = self.reporter.span((*path, "extends"))
            return Definition(
                raw.extends, "extension", raw.extends, area, 2, "", span, notes=notes, extends=True
            )
        text = _case_text(raw.title, raw, value) if isinstance(raw, CaseStudyYaml) else None
        owner = _owner(raw.id, raw.title, len(raw.sources), text)
        known = self._recall(area, value)
        if known is None:
            self._head(path, raw)
            notes = (*self._blocks(path, owner, text), *self._hand_written(path, owner, raw.notes))
        else:
            notes = tuple(self._recalled(path, owner, raw, text, known))
        return Definition(
            id=raw.id,
            kind=raw.kind,
            title=raw.title,
            area=area,
            priority=raw.priority,
            gist=raw.gist or "",
            span=self.reporter.span((*path, "id")),
            requires=tuple(raw.requires),
            contrast=tuple(raw.contrast),
            sources=tuple(source.model() for source in raw.sources),
            notes=notes,
            tags=tuple(raw.tags),
            case=None if text is None or text.absent else text.case,
        )

    def check_headless(self, value: Any, kept: set[int]) -> None:
        """Check what stands in definitions whose own keys are wrong, so that every problem shows at once."""
        texts = dict(self.texts)
        for index, raw in enumerate(value["definitions"] if has_list(value, "definitions") else ()):
            if not isinstance(raw, dict) or index in kept:
                continue
            path: Path = ("definitions", index)
            title, is_case = str(raw.get("title", "Topic")), raw.get("kind") == CASE_STUDY
            text = _case_text(title, sound_blocks(raw), raw) if is_case else None
            owner = _owner(str(raw.get("id", "topic")), title, 1_000, text)
            self._blocks(path, owner, text)
            for number, note in enumerate(raw["notes"] if has_list(raw, "notes") else ()):
                with suppress(ValidationError):  # reported with the file's shape
                    self._notes.read((*path, "notes", number), owner, NoteYaml.model_validate(note))
        self.texts.clear()
        self.texts |= texts  # nothing of it is used

    def _head(self, path: Path, raw: DefinitionYaml) -> None:
        report = self.reporter.report
        if raw.kind not in KINDS:
            report((*path, "kind"), "E01", f"unknown kind {raw.kind!r}", did_you_mean(raw.kind, KINDS))
        for number, source in enumerate(raw.sources):
            if not is_reference(source.ref):
                place = (*path, "sources", number, "ref")
                report(place, "E09", f"{source.ref!r} is no address", HINT)
        if raw.gist is not None:
            self.reporter.parse((*path, "gist"), raw.gist)

    def _blocks(self, path: Path, owner: Owner, text: CaseText | None) -> tuple[Note, ...]:
        """Check a case's blocks, and every text in them where it stands; the notes that they give."""
        if text is None:
            return ()
        self.reporter.report_all(path, case_findings(text))
        for name in BLOCKS:
            if name in text.value and name not in {*text.absent, "published"}:
                for inside, words in _texts(text.value[name], (*path, name)):
                    self.reporter.parse(inside, words)
        return tuple(self._notes.generated(path, owner, made) for made in text.cards())

    def _recalled(
        self, path: Path, owner: Owner, raw: DefinitionYaml, text: CaseText | None, known: Known
    ) -> Iterator[Note]:
        for name, inside in known.images:
            place = (*path, *inside)
            self.reporter.images.append(Image(name, self.reporter.span(place), place))
        for made in text.cards() if text is not None else ():
            yield self._notes.recalled_generated(path, owner, made)
        for number, note in enumerate(raw.notes):
            yield self._notes.recalled((*path, "notes", number), owner, note, known.ordinals)

    def _hand_written(
        self, path: Path, owner: Owner, notes: Sequence[NoteYaml], *, extends: bool = False
    ) -> Iterator[Note]:
        seen: set[str | None] = set()
        numbers = _note_numbers(self.reporter.value((*path, "notes")), notes)
        for number, note in zip(numbers, notes, strict=True):
            note_path = (*path, "notes", number)
            if not self._identified(note_path, owner, note, extends=extends):
                continue
            if note.key is not None and note.key in seen:
                message = f"duplicate key {note.key!r} in {owner.id!r}"
                self.reporter.report((*note_path, "key"), "E02", message)
                continue
            seen.add(note.key)
            built = self._notes.read(note_path, owner, note)
            if built is not None:
                yield built

    def _identified(self, path: Path, owner: Owner, note: NoteYaml, *, extends: bool) -> bool:
        """A note has a key, or it replaces a note of the topic that is extended."""
        report = self.reporter.report
        if note.key is None and note.replaces is None:
            report(path, "E01", "'key' is missing")
        elif note.replaces is not None and not extends:
            report((*path, "replaces"), "E01", "'replaces' goes below `extends: TOPIC` only", key=True)
        elif note.replaces is not None and note.key is not None:
            report((*path, "key"), "E01", "'key' does not go with 'replaces': the id stays", key=True)
        elif note.replaces is not None and note.replaces.partition("/")[0] != owner.id:
            report((*path, "replaces"), "E08", f"{note.replaces!r} is no note of {owner.id!r}")
        else:
            return True
        return False


def _case_text(title: str, blocks: CaseBlocks, value: dict[str, Any]) -> CaseText:
    return CaseText(title, case_study(title, blocks), value, absent_blocks(blocks))


def _owner(id_: str, title: str, sources: int, text: CaseText | None) -> Owner:
    return Owner(id_, title, sources, text is not None, text.drawing if text else None)


_NO_TEXTS = frozenset({"calc", "ref", "key"})


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts inside a block that Markdown could find something wrong with."""
    if isinstance(value, str):
        if any(character in value for character in "\\[<"):
            yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _NO_TEXTS:
                yield from _texts(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))


def _note_numbers(raw: Any, kept: Sequence[NoteYaml]) -> list[int]:
    """Positions in the file of the notes that validation kept."""
    numbers, start = [], 0
    keys = [(note.get("key"), note.get("replaces")) if isinstance(note, dict) else None for note in raw]
    for note in kept:
        start = keys.index((note.key, note.replaces), start)
        numbers.append(start)
        start += 1
    return numbers
