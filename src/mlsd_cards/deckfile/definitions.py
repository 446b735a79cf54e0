"""From a located document to definitions: shape, forms, and what each note's own text must satisfy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mlsd_cards.deckfile import reading
from mlsd_cards.deckfile.codes import WAIVABLE
from mlsd_cards.deckfile.reading import Document
from mlsd_cards.deckfile.schema import FORM_KEYS, FORMS, DefinitionYaml, ExtensionYaml, NoteYaml
from mlsd_cards.deckfile.shape import Path, has_list, kept_indices, valid_part
from mlsd_cards.errors import Fault, Problem, Span
from mlsd_cards.markup.parser import Parsed, parse
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.model.calc import CalcError, agrees, evaluate
from mlsd_cards.model.definition import Calc, Checklist, Cloze, Content, Definition, Note, Question
from mlsd_cards.model.source import Source
from mlsd_cards.model.kinds import KINDS, ROLES


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's texts, parsed once: checks and exporters read the same tokens.

    `path` leads to the note in its document; `allow` are the codes that its author waived.
    """

    note: Note
    path: Path
    front: Parsed
    back: Parsed
    extra: Parsed | None = None
    allow: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a text shows, and where; `path` leads to the text inside the file."""

    name: str
    span: Span
    path: Path = ()


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
    builder = _Builder(document, problems, recall)
    kept = [] if shape is None else kept_indices(document, shape)
    definitions = tuple(
        builder.definition(index, raw, shape.area)
        for index, raw in zip(kept, shape.definitions if shape is not None else (), strict=True)
        if shape is not None
    )
    builder.check_headless(document.value, set(kept))
    return Read(
        document,
        definitions,
        builder.texts,
        tuple(builder.images),
        _raw_ids(document.value),
        tuple(problems),
    )


def _are_fatal(problems: Sequence[Problem]) -> bool:
    """Control characters poison every later message; nothing else does."""
    return any(problem.code == "E21" for problem in problems)


def _raw_ids(value: Any) -> frozenset[str]:
    definitions = value.get("definitions", ()) if isinstance(value, dict) else ()
    items = definitions if isinstance(definitions, list) else ()
    return frozenset(str(item["id"]) for item in items if isinstance(item, dict) and "id" in item)


class _Builder:
    """Turns validated models of one file into definitions, collecting problems with their places."""

    def __init__(self, document: Document, problems: list[Problem], recall: Recall) -> None:
        self._document = document
        self._problems = problems
        self._recall = recall
        self.texts: dict[str, NoteText] = {}
        self.images: list[Image] = []

    def definition(self, index: int, raw: DefinitionYaml | ExtensionYaml, area: str) -> Definition:
        path: Path = ("definitions", index)
        value = self._document.value["definitions"][index]
        if isinstance(raw, ExtensionYaml):
            notes = tuple(self._notes(path, _stand_in(raw), value["notes"], extends=True))
            span = self._document.span((*path, "extends"))
            return Definition(
                raw.extends, "extension", raw.extends, area, 2, "", span, notes=notes, extends=True
            )
        known = self._recall(area, value)
        if known is None:
            self._head(path, raw)
            notes = tuple(self._notes(path, raw, value["notes"]))
        else:
            self.images += [
                Image(image, self._document.span((*path, *inside)), (*path, *inside))
                for image, inside in known.images
            ]
            notes = tuple(
                self._known_note((*path, "notes", n), raw, note, known) for n, note in enumerate(raw.notes)
            )
        return Definition(
            id=raw.id,
            kind=raw.kind,
            title=raw.title,
            area=area,
            priority=raw.priority,
            gist=raw.gist or "",
            span=self._document.span((*path, "id")),
            requires=tuple(raw.requires),
            contrast=tuple(raw.contrast),
            sources=tuple(Source(source.title, source.by, source.year, source.ref) for source in raw.sources),
            notes=notes,
            tags=tuple(raw.tags),
        )

    def check_headless(self, value: Any, kept: set[int]) -> None:
        """Check the notes of definitions whose own keys are wrong, so that every problem shows at once."""
        texts, images = dict(self.texts), list(self.images)
        for index, raw in enumerate(value["definitions"] if has_list(value, "definitions") else ()):
            notes = raw.get("notes") if isinstance(raw, dict) and index not in kept else None
            for number, note in enumerate(notes if isinstance(notes, list) else ()):
                with suppress(ValidationError):  # reported with the file's shape
                    shape = NoteYaml.model_validate(note).model_copy(update={"source": None})
                    name = str(raw.get("id", "topic"))
                    stand_in = DefinitionYaml.model_construct(
                        id=name, kind="topic", title=name, notes=[], sources=[]
                    )
                    self._note(("definitions", index, "notes", number), stand_in, shape)
        self.texts, self.images = texts, images  # nothing of it is used

    def _head(self, path: Path, raw: DefinitionYaml) -> None:
        if raw.kind not in KINDS:
            self._report((*path, "kind"), "E01", f"unknown kind {raw.kind!r}", _did_you_mean(raw.kind, KINDS))
        for number, source in enumerate(raw.sources):
            if not _REFERENCE.match(source.ref):
                hint = "https://…, doi:10.… or arXiv:1234.56789"
                self._report((*path, "sources", number, "ref"), "E09", f"{source.ref!r} is no address", hint)
        if raw.gist is not None:
            self._parse((*path, "gist"), raw.gist)

    def _notes(
        self, path: Path, raw: DefinitionYaml, values: Any, *, extends: bool = False
    ) -> Iterator[Note]:
        seen: set[str | None] = set()
        for number, note in zip(_note_numbers(values, raw.notes), raw.notes, strict=True):
            note_path = (*path, "notes", number)
            if not self._identified(note_path, raw, note, extends=extends):
                continue
            if note.key is not None and note.key in seen:
                self._report((*note_path, "key"), "E02", f"duplicate key {note.key!r} in {raw.id!r}")
                continue
            seen.add(note.key)
            built = self._note(note_path, raw, note)
            if built is not None:
                yield built

    def _identified(self, path: Path, raw: DefinitionYaml, note: NoteYaml, *, extends: bool) -> bool:
        """A note has a key, or it replaces a note of the topic that is extended."""
        if note.key is None and note.replaces is None:
            self._report(path, "E01", "'key' is missing")
        elif note.replaces is not None and not extends:
            self._report((*path, "replaces"), "E01", "'replaces' goes below `extends: TOPIC` only", key=True)
        elif note.replaces is not None and note.key is not None:
            self._report((*path, "key"), "E01", "'key' does not go with 'replaces': the id stays", key=True)
        elif note.replaces is not None and note.replaces.partition("/")[0] != raw.id:
            self._report((*path, "replaces"), "E08", f"{note.replaces!r} is no note of {raw.id!r}")
        else:
            return True
        return False

    def _report(self, path: Path, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
        self._problems.append(Problem(self._document.span(path, key=key), code, message, hint))

    def _note(self, path: Path, definition: DefinitionYaml, raw: NoteYaml) -> Note | None:
        for role in raw.role:
            if role not in ROLES:
                self._report((*path, "role"), "E01", f"unknown role {role!r}", _did_you_mean(role, ROLES))
                return None
        if raw.source is not None and raw.replaces is None and raw.source > len(definition.sources):
            self._report((*path, "source"), "E09", f"there is no source {raw.source} in {definition.id!r}")
        for code in raw.lint.allow if raw.lint else ():
            if code not in WAIVABLE:
                hint = f"only these can: {', '.join(sorted(WAIVABLE))}"
                self._report((*path, "lint", "allow"), "E01", f"{code} cannot be waived by a note", hint)
        form = self._form(path, raw)
        if form is None:
            return None
        extra = self._parse((*path, "extra"), raw.extra) if raw.extra is not None else None
        content, front, back = getattr(self, f"_{form}")(path, raw)
        note = self._model(path, definition, raw, content)
        self._same_sides(path, front, back, form)
        allow = frozenset(raw.lint.allow) if raw.lint else frozenset()
        self.texts[note.id] = NoteText(note, path, front, back, extra, allow)
        return note

    def _model(self, path: Path, definition: DefinitionYaml, raw: NoteYaml, content: Content) -> Note:
        return Note(
            id=raw.replaces or f"{definition.id}/{raw.key}",
            roles=tuple(raw.role),
            content=content,
            span=self._document.span((*path, "replaces" if raw.replaces else "key")),
            extra=raw.extra or "",
            tags=tuple(raw.tags),
            source=raw.source,
            replaces=raw.replaces is not None,
        )

    def _known_note(self, path: Path, definition: DefinitionYaml, raw: NoteYaml, known: Known) -> Note:
        """A note that was found sound before: its form is clear and its texts need no parsing."""
        content: Content
        if raw.cloze is not None:
            content = Cloze(raw.cloze, known.ordinals[raw.key or ""])
        elif raw.calc is not None:
            content = _calc(raw)
        elif raw.points is not None:
            content = Checklist(raw.ask or "", tuple(raw.points))
        else:
            content = Question(raw.ask or "", raw.answer or "")
        return self._model(path, definition, raw, content)

    def _form(self, path: Path, raw: NoteYaml) -> str | None:
        """Which form the note has; a mixture or half of one is reported."""
        given = {key for key in FORM_KEYS if getattr(raw, key) is not None}
        deciding = [form for form in FORMS if form in given]
        if "calc" in deciding and "answer" in deciding:
            deciding.remove("answer")
        if len(deciding) > 1:
            keys = " and ".join(repr(form) for form in deciding)
            self._report((*path, deciding[1]), "E01", f"{keys} in one note", "make two notes of it", key=True)
            return None
        if not deciding:
            self._report(path, "E01", "a note needs `answer`, `cloze`, `calc` or `points`")
            return None
        form = deciding[0]
        needs, may = FORMS[form]
        for key in sorted(needs - given):
            self._report(
                path, "E01", f"{key!r} is missing", f"a note with {form!r} needs {', '.join(sorted(needs))}"
            )
        for key in sorted(given - needs - may):
            self._report((*path, key), "E01", f"{key!r} does not go with {form!r}", key=True)
        return form if needs <= given <= needs | may else None

    def _parse(self, path: Path, text: str, *, cloze: bool = False) -> Parsed:
        """Parse a text of the file; its faults become problems, its pictures are noted."""
        parsed = parse(text, cloze=cloze)
        self._faults(path, parsed.faults)
        self.images += [Image(image, self._document.span(path), path) for image in parsed.images]
        return parsed

    def _faults(self, path: Path, faults: Sequence[Fault]) -> None:
        for fault in faults:
            span = self._document.span_in(path, fault.offset)
            self._problems.append(Problem(span, fault.code, fault.message, fault.hint))

    def _cloze(self, path: Path, raw: NoteYaml) -> tuple[Content, Parsed, Parsed]:
        assert raw.cloze is not None
        parsed = self._parse((*path, "cloze"), raw.cloze, cloze=True)
        return Cloze(raw.cloze, parsed.ordinals), parsed, parsed

    def _answer(self, path: Path, raw: NoteYaml) -> tuple[Content, Parsed, Parsed]:
        assert raw.ask is not None
        assert raw.answer is not None
        front, back = self._parse((*path, "ask"), raw.ask), self._parse((*path, "answer"), raw.answer)
        return Question(raw.ask, raw.answer), front, back

    def _points(self, path: Path, raw: NoteYaml) -> tuple[Content, Parsed, Parsed]:
        assert raw.ask is not None
        assert raw.points is not None
        front = self._parse((*path, "ask"), raw.ask)
        for number, point in enumerate(raw.points):
            self._parse((*path, "points", number), point)
        back = parse("\n".join(f"- {point}" for point in raw.points))
        return Checklist(raw.ask, tuple(raw.points)), front, back

    def _calc(self, path: Path, raw: NoteYaml) -> tuple[Content, Parsed, Parsed]:
        assert raw.ask is not None
        assert raw.calc is not None
        assert raw.result is not None
        front = self._parse((*path, "ask"), raw.ask)
        back = self._parse((*path, "answer"), raw.answer) if raw.answer else parse(f"{raw.result:g}")
        for number, step in enumerate(raw.steps or ()):
            self._parse((*path, "steps", number), step)
        self._calculation(path, raw, back)
        return _calc(raw), front, back

    def _calculation(self, path: Path, raw: NoteYaml, answer: Parsed) -> None:
        assert raw.calc is not None
        assert raw.result is not None
        try:
            value = evaluate(raw.calc)
        except CalcError as error:
            self._report((*path, "calc"), "E10", f"cannot be calculated: {error}")
            return
        if not agrees(value, raw.result):
            self._report((*path, "result"), "E10", f"the calculation gives {value:.6g}, not {raw.result:g}")
        elif raw.answer and not any(agrees(number, raw.result) for number in numbers_in(plain_text(answer))):
            self._report((*path, "answer"), "E10", f"the answer does not show {raw.result:g}")

    def _same_sides(self, path: Path, front: Parsed, back: Parsed, form: str) -> None:
        """E03: both sides show something, and not the same."""
        front_text = plain_text(front, keep_latex=True).strip()
        if not front_text:
            self._report((*path, "cloze" if form == "cloze" else "ask"), "E03", "the front shows nothing")
        if form == "answer":
            back_text = plain_text(back, keep_latex=True).strip()
            if not back_text and not back.images:
                self._report((*path, "answer"), "E03", "the back shows nothing")
            elif back_text.casefold() == front_text.casefold():
                self._report((*path, "answer"), "E03", "front and back are the same")


def _calc(raw: NoteYaml) -> Calc:
    return Calc(
        ask=raw.ask or "",
        expression=raw.calc or "",
        result=raw.result if raw.result is not None else 0.0,
        answer=raw.answer or "",
        unit=raw.unit or "",
        tolerance=raw.tolerance if raw.tolerance is not None else Calc.DEFAULT_TOLERANCE,
        steps=tuple(raw.steps or ()),
    )


_REFERENCE = re.compile(
    r"^(https?://[^\s/]+\S*|(https://doi\.org/|doi:)10\.\d{4,9}/\S+|arXiv:(\d{4}\.\d{4,5}|[a-z-]+/\d{7}))$"
)
_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?")


def numbers_in(text: str) -> Iterator[float]:
    """Numbers as people write them: `1,200`, `12 000`, `0.83`, `.5`, `3e8`."""
    for found in _NUMBER.findall(text):
        cleaned = re.sub(r"[,\s\u00a0\u202f]", "", found).replace("−", "-")
        if any(character.isdigit() for character in cleaned):
            yield float(cleaned)


def _stand_in(raw: ExtensionYaml) -> DefinitionYaml:
    """An extension in the shape that notes are read with."""
    return DefinitionYaml.model_construct(
        id=raw.extends, kind="extension", title=raw.extends, notes=raw.notes, sources=[]
    )


def _note_numbers(raw: Any, kept: Sequence[NoteYaml]) -> list[int]:
    """Positions in the file of the notes that validation kept."""
    numbers, start = [], 0
    keys = [(note.get("key"), note.get("replaces")) if isinstance(note, dict) else None for note in raw]
    for note in kept:
        start = keys.index((note.key, note.replaces), start)
        numbers.append(start)
        start += 1
    return numbers


def _did_you_mean(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known))}"
