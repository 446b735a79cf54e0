"""The forms of a note: from validated keys to content, and what each note's own texts must satisfy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mlsd_cards.deckfile.calculations import calculation_findings, shown
from mlsd_cards.deckfile.codes import WAIVABLE
from mlsd_cards.deckfile.drawings import diagram, drawing_findings
from mlsd_cards.deckfile.reporter import Path, Reporter, did_you_mean
from mlsd_cards.deckfile.schema import FORM_KEYS, FORMS, NoteYaml
from mlsd_cards.deckfile.schema_drawing import DiagramYaml
from mlsd_cards.errors import Span
from mlsd_cards.markup.parser import Parsed, parse
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.model.definition import Calc, Checklist, Cloze, Content, MissingBox, Note, Question
from mlsd_cards.model.diagram import Diagram
from mlsd_cards.model.kinds import ROLES
from mlsd_cards.model.recipes import Generated


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's texts, parsed once: checks and exporters read the same tokens.

    Of a calculation with changing numbers they are those of its first exercise. `path` leads to the note in
    its document; `allow` are the codes that its author waived. `front_span` and `back_span` are where the
    sides stand if that is not the note's own place.
    """

    note: Note
    path: Path
    front: Parsed
    back: Parsed
    extra: Parsed | None = None
    allow: frozenset[str] = frozenset()
    front_span: Span | None = None
    back_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The definition that a note belongs to. `drawing` is its case's (None: it has none, or a broken one)."""

    id: str
    title: str
    sources: int
    is_case: bool = False
    drawing: Diagram | None = None


class _Sides(NamedTuple):
    content: Content
    front: Parsed
    back: Parsed


class NoteReader:
    """Reads the notes of one file; `texts` holds what was parsed, by note id."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self.texts: dict[str, NoteText] = {}

    def read(self, path: Path, owner: Owner, raw: NoteYaml) -> Note | None:
        """Check a hand-written note and build it; None if its keys make no note."""
        if not self._labels(path, owner, raw):
            return None
        form = self._form(path, raw)
        if form is None:
            return None
        extra = self._reporter.parse((*path, "extra"), raw.extra) if raw.extra is not None else None
        sides = self._sides(form, path, owner, raw)
        if sides is None:
            return None
        note = self._note(path, owner, raw, sides.content)
        self._same_sides((*path, "cloze" if form == "cloze" else "ask"), (*path, "answer"), sides)
        allow = frozenset(raw.lint.allow) if raw.lint else frozenset()
        self.texts[note.id] = NoteText(note, path, sides.front, sides.back, extra, allow)
        return note

    def recalled(
        self, path: Path, owner: Owner, raw: NoteYaml, ordinals: Mapping[str, tuple[int, ...]]
    ) -> Note:
        """A note that was found sound before: its form is clear and its texts need no parsing."""
        content: Content
        if raw.cloze is not None:
            content = Cloze(raw.cloze, ordinals[raw.key or ""])
        elif raw.calc is not None:
            content = _calc(raw)
        elif raw.points is not None:
            content = Checklist(raw.ask or "", tuple(raw.points))
        elif raw.diagram is not None:
            drawing = _own_drawing(owner, raw.diagram) or owner.drawing
            assert drawing is not None
            content = MissingBox(raw.ask or "", raw.answer or "", drawing, raw.diagram.hide)
        else:
            content = Question(raw.ask or "", raw.answer or "")
        return self._note(path, owner, raw, content)

    def generated(self, path: Path, owner: Owner, made: Generated) -> Note:
        """A note that a block of the case gives. Its texts were checked where they stand in the file."""
        span = self._reporter.span
        place = (*path, *made.place)
        note = Note(f"{owner.id}/{made.key}", (made.role,), made.content, span(place), made.extra)
        sides = _parsed(made.content)
        front_span, back_span = span((*path, *made.front_place)), span((*path, *made.back_place))
        extra = parse(made.extra) if made.extra else None
        self.texts[note.id] = NoteText(
            note, place, sides.front, sides.back, extra, frozenset(), front_span, back_span
        )
        self._same_sides((*path, *made.front_place), (*path, *made.back_place), sides)
        return note

    def recalled_generated(self, path: Path, owner: Owner, made: Generated) -> Note:
        """A note of a block that was found sound before."""
        span = self._reporter.span((*path, *made.place))
        return Note(f"{owner.id}/{made.key}", (made.role,), made.content, span, made.extra)

    def _labels(self, path: Path, owner: Owner, raw: NoteYaml) -> bool:
        """Role, source and waivers name what exists."""
        report = self._reporter.report
        for role in raw.role:
            if role not in ROLES:
                report((*path, "role"), "E01", f"unknown role {role!r}", did_you_mean(role, ROLES))
                return False
        if raw.source is not None and raw.replaces is None and raw.source > owner.sources:
            report((*path, "source"), "E09", f"there is no source {raw.source} in {owner.id!r}")
        for code in raw.lint.allow if raw.lint else ():
            if code not in WAIVABLE:
                hint = f"only these can: {', '.join(sorted(WAIVABLE))}"
                report((*path, "lint", "allow"), "E01", f"{code} cannot be waived by a note", hint)
        return True

    def _note(self, path: Path, owner: Owner, raw: NoteYaml, content: Content) -> Note:
        return Note(
            id=raw.replaces or f"{owner.id}/{raw.key}",
            roles=tuple(raw.role),
            content=content,
            span=self._reporter.span((*path, "replaces" if raw.replaces else "key")),
            extra=raw.extra or "",
            tags=tuple(raw.tags),
            source=raw.source,
            replaces=raw.replaces is not None,
        )

    def _form(self, path: Path, raw: NoteYaml) -> str | None:
        """Which form the note has; a mixture or half of one is reported."""
        report = self._reporter.report
        given = {key for key in FORM_KEYS if getattr(raw, key) is not None}
        deciding = [form for form in FORMS if form in given]
        if len(deciding) > 1 and "answer" in deciding and "answer" in frozenset().union(*FORMS[deciding[0]]):
            deciding.remove("answer")
        if len(deciding) > 1:
            keys = " and ".join(repr(form) for form in deciding)
            report((*path, deciding[1]), "E01", f"{keys} in one note", "make two notes of it", key=True)
            return None
        if not deciding:
            report(path, "E01", "a note needs `answer`, `cloze`, `calc`, `points` or `diagram`")
            return None
        form = deciding[0]
        needs, may = FORMS[form]
        for key in sorted(needs - given):
            hint = f"a note with {form!r} needs {', '.join(sorted(needs))}"
            report(path, "E01", f"{key!r} is missing", hint)
        for key in sorted(given - needs - may):
            report((*path, key), "E01", f"{key!r} does not go with {form!r}", key=True)
        if raw.factor is not None and raw.vary is None and form == "calc":
            report((*path, "factor"), "E01", "'factor' goes with 'vary' only", key=True)
        return form if needs <= given <= needs | may else None

    def _sides(self, form: str, path: Path, owner: Owner, raw: NoteYaml) -> _Sides | None:
        """The note's content and both sides, parsed; faults are reported where they stand."""
        parse_at = self._reporter.parse
        if form == "cloze":
            parsed = parse_at((*path, "cloze"), raw.cloze or "", cloze=True)
            return _Sides(Cloze(raw.cloze or "", parsed.ordinals), parsed, parsed)
        ask, answer = raw.ask or "", raw.answer or ""
        front = parse_at((*path, "ask"), ask)
        if form == "calc":
            return self._calc(path, raw, front)
        if form == "points":
            for number, point in enumerate(raw.points or ()):
                parse_at((*path, "points", number), point)
            return _parsed(Checklist(ask, tuple(raw.points or ())), front)
        back = parse_at((*path, "answer"), answer)
        if raw.diagram is None:
            return _Sides(Question(ask, answer), front, back)
        drawing = self._drawing((*path, "diagram"), owner, raw.diagram)
        if drawing is None:
            return None
        return _Sides(MissingBox(ask, answer, drawing, raw.diagram.hide), front, back)

    def _calc(self, path: Path, raw: NoteYaml, front: Parsed) -> _Sides:
        calc = _calc(raw)
        back = self._reporter.parse((*path, "answer"), calc.answer) if calc.answer else None
        for number, step in enumerate(calc.steps):
            self._reporter.parse((*path, "steps", number), step)
        self._reporter.report_all(path, calculation_findings(calc))
        return _parsed(calc) if calc.vary else _parsed(calc, front, back)

    def _drawing(self, path: Path, owner: Owner, raw: DiagramYaml) -> Diagram | None:
        """The note's own drawing, or the one of its case; None where neither can be drawn."""
        report = self._reporter.report
        drawing = _own_drawing(owner, raw)
        parts = {name: getattr(raw, name) is not None for name in ("lanes", "nodes", "edges")}
        if raw.case is not None and any(parts.values()):
            report((*path, "case"), "E01", "'case' and a drawing of its own in one note", key=True)
        elif raw.case is not None and raw.case != owner.id:
            hint = f"write the note in {raw.case!r}"
            report((*path, "case"), "E15", f"{raw.case!r} is not the case that this note stands in", hint)
        elif any(parts.values()) or not owner.is_case:
            for name in (name for name, given in parts.items() if not given):
                report(path, "E01", f"{name!r} is missing", "a drawing has lanes, nodes and edges")
            if drawing is not None:
                broken = self._reporter.report_all(path, drawing_findings(drawing))
                drawn = self._with_box(path, drawing, raw.hide)
                return None if broken else drawn
        elif owner.drawing is not None:
            return self._with_box(path, owner.drawing, raw.hide)
        return None

    def _with_box(self, path: Path, drawing: Diagram, hide: str) -> Diagram | None:
        keys = [node.key for node in drawing.nodes]
        if hide in keys:
            return drawing
        self._reporter.report((*path, "hide"), "E15", f"no node {hide!r}", did_you_mean(hide, keys))
        return None

    def _same_sides(self, front_path: Path, back_path: Path, sides: _Sides) -> None:
        """E03: both sides show something, and not the same."""
        report = self._reporter.report
        front = plain_text(sides.front, keep_latex=True).strip()
        if not front:
            report(front_path, "E03", "the front shows nothing")
        if isinstance(sides.content, Question | MissingBox):
            back = plain_text(sides.back, keep_latex=True).strip()
            if not back and not sides.back.images:
                report(back_path, "E03", "the back shows nothing")
            elif back.casefold() == front.casefold():
                report(back_path, "E03", "front and back are the same")


def _own_drawing(owner: Owner, raw: DiagramYaml) -> Diagram | None:
    if raw.lanes is None or raw.nodes is None or raw.edges is None:
        return None
    return diagram(owner.title, raw.lanes, raw.nodes, raw.edges)


def _parsed(content: Content, front: Parsed | None = None, back: Parsed | None = None) -> _Sides:
    """Both sides of a content that is no cloze; what was parsed already is not parsed again."""
    match content:
        case Cloze(text):
            parsed = front or parse(text, cloze=True)
            return _Sides(content, parsed, parsed)
        case Calc():
            calc = shown(content)
            answer = calc.answer or f"{calc.result:g}"
            return _Sides(content, front or parse(calc.ask), back or parse(answer))
        case Checklist(ask, points):
            rows = "\n".join(f"- {point}" for point in points)
            return _Sides(content, front or parse(ask), back or parse(rows))
        case Question(ask, answer) | MissingBox(ask, answer):
            return _Sides(content, front or parse(ask), back or parse(answer))


def _calc(raw: NoteYaml) -> Calc:
    return Calc(
        ask=raw.ask or "",
        expression=raw.calc or "",
        result=raw.result if raw.result is not None else 0.0,
        answer=raw.answer or "",
        unit=raw.unit or "",
        tolerance=raw.tolerance if raw.tolerance is not None else Calc.DEFAULT_TOLERANCE,
        steps=tuple(raw.steps or ()),
        vary=tuple((name, tuple(values)) for name, values in (raw.vary or {}).items()),
        factor=raw.factor or (Calc.DEFAULT_FACTOR if raw.vary else None),
    )
