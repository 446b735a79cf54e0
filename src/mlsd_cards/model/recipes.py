"""What the blocks of a case give as notes: each recipe is data, a note's key is `recipe.block-key`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mlsd_cards.model.case import CaseStudy, Estimate, MetricRole
from mlsd_cards.model.definition import Calc, Checklist, Content, Definition, MissingBox, Question

Path = tuple[str | int, ...]
"""The way to a block's text in its case: keys and list positions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's element as a recipe takes it.

    `address` is where refs find it, `place` the way to it in the file; `texts` fill the recipe's templates.
    """

    key: str
    address: str
    place: Path
    texts: dict[str, str]
    content: Content | None = None  # where it is no plain question
    covers: tuple[str, ...] = ()  # addresses of what else stands on its card


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the elements of a block become notes.

    Templates name the element's texts. `front` stands in for an `ask` that the author did not write; "" means
    that only a written one will do. `front_text` and `back_text` are the keys of the texts that the sides are
    made of. `key` is what stands after the dot in a note's key, where that is not the element's own.
    """

    name: str
    block: str
    role: str
    pieces: Callable[[CaseStudy], Iterator[Piece]]
    back: str
    back_text: str
    front: str = ""
    front_text: str = "ask"
    extra: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Generated:
    """A note of a block, before its texts are parsed. `front_place` and `back_place` lead to what caused them."""

    key: str
    role: str
    content: Content
    extra: str
    place: Path
    front_place: Path
    back_place: Path
    has_own_front: bool
    addresses: tuple[str, ...]


def _stopped(text: str) -> str:
    """The text as a sentence or several: with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "!", "?", "…", "\\]")) else f"{text}."


def _objective(case: CaseStudy) -> Iterator[Piece]:
    it = case.objective
    rows = [
        f"- Input: {it.input}",
        f"- Output: {it.output}",
        *([f"- Value: {it.formula}"] if it.formula else []),
    ]
    texts = {"ask": it.ask, "business": _lowered(it.business), "ml": it.ml, "rows": "\n".join(rows)}
    covers = ("objective.business", "objective.io", "objective.formula")
    yield Piece("", "objective.ml", ("objective",), texts, covers=covers)


def _rejected(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.objective.rejected):
        texts = {"ask": it.ask, "option": _lowered(it.option), "because": it.because}
        yield Piece(it.key, f"objective.rejected.{it.key}", ("objective", "rejected", number), texts)


def _label(case: CaseStudy) -> Iterator[Piece]:
    it = case.data.label
    rows = "\n".join(f"- {negative.what}" for negative in it.negatives)
    texts = {"ask": it.ask, "positive": it.positive, "window": it.window, "rows": rows}
    yield Piece("", "data.label", ("data", "label"), texts)


def _traps(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.data.traps):
        texts = {"ask": it.ask, "trap": it.trap, "fix": it.fix}
        yield Piece(it.key, f"data.traps.{it.key}", ("data", "traps", number), texts)


def _models(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.models):
        texts = {"ask": it.ask, "stage": it.stage, "model": it.model, "why": it.why, "loss": it.loss}
        yield Piece(it.key, f"models.{it.key}", ("models", number), texts)


def calculation(estimate: Estimate) -> Calc:
    """The calculation that an estimate is."""
    it = estimate
    factor = (it.factor or Calc.DEFAULT_FACTOR) if it.vary else None
    return Calc(
        it.ask, it.expression, it.result, it.answer, it.unit, steps=it.steps, vary=it.vary, factor=factor
    )


def _estimates(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.scale):
        yield Piece(it.key, f"scale.{it.key}", ("scale", number), {"ask": it.ask}, calculation(it))


def _failures(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.failures):
        texts = {"ask": it.ask, "when": it.when, "detect": it.detect, "do": it.do}
        yield Piece(it.key, f"failures.{it.key}", ("failures", number), texts)


def _followups(case: CaseStudy) -> Iterator[Piece]:
    for number, it in enumerate(case.followups):
        content = Checklist(it.ask, it.points)
        yield Piece(it.key, f"followups.{it.key}", ("followups", number), {"ask": it.ask}, content)


def _guardrails(case: CaseStudy) -> Iterator[Piece]:
    it, guardrails = case.metrics, case.metrics.of_role(MetricRole.GUARDRAIL)
    rows = tuple(f"{_raised(rail.name)}{f': {rail.limit}' if rail.limit else ''}" for rail in guardrails)
    covers = tuple(f"metrics.online.{rail.key}" for rail in guardrails)
    content = Checklist(it.ask, rows)
    yield Piece("", "metrics.ask", ("metrics",), {"ask": it.ask}, content, covers)


def _boxes(case: CaseStudy) -> Iterator[Piece]:
    diagram = case.architecture.diagram
    for number, it in enumerate(case.architecture.boxes):
        label = next((node.label for node in diagram.nodes if node.key == it.key), it.key)
        yield Piece(
            it.key,
            f"architecture.boxes.{it.key}",
            ("architecture", "boxes", number),
            {"ask": it.ask, "label": label, "why": it.why},
            MissingBox(it.ask, "", diagram, it.key),
            covers=(f"architecture.nodes.{it.key}",),
        )


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        name="objective",
        block="objective",
        key="ml",
        role="definition",
        pieces=_objective,
        front="{title}: the business wants {business}. What should the model predict?",
        back="{ml}",
        extra="{rows}",
        front_text="business",
        back_text="ml",
    ),
    Recipe(
        name="rejected",
        block="objective",
        role="misuse",
        pieces=_rejected,
        front="{title}: why not {option}?",
        back="Because {because}",
        front_text="option",
        back_text="because",
    ),
    Recipe(
        name="label",
        block="data",
        key="definition",
        role="definition",
        pieces=_label,
        front="{title}: what is a positive example, and how long does its label wait?",
        back="Label: {positive}. Window: {window}",
        extra="Negatives and exclusions:\n\n{rows}",
        front_text="positive",
        back_text="positive",
    ),
    Recipe(
        name="trap",
        block="data",
        role="failure",
        pieces=_traps,
        front="{title}: {trap}. What is the fix?",
        back="{fix}",
        front_text="trap",
        back_text="fix",
    ),
    Recipe(
        name="model",
        block="models",
        role="choice",
        pieces=_models,
        front="{title}: which model serves the {stage} stage, and why?",
        back="{model}, because {why}",
        extra="Loss: {loss}",
        front_text="stage",
        back_text="model",
    ),
    Recipe(
        name="estimate",
        block="scale",
        role="estimate",
        pieces=_estimates,
        back="{answer}",
        back_text="answer",
    ),
    Recipe(
        name="failure",
        block="failures",
        role="scenario",
        pieces=_failures,
        front="{title}: {when}. What do you do first?",
        back="{do}",
        extra="Seen by: {detect}",
        front_text="when",
        back_text="do",
    ),
    Recipe(
        name="followup",
        block="followups",
        role="followup",
        pieces=_followups,
        back="{points}",
        back_text="points",
    ),
    Recipe(
        name="metric",
        block="metrics",
        key="guardrails",
        role="choice",
        pieces=_guardrails,
        back="{guardrails}",
        back_text="online",
    ),
    Recipe(
        name="box",
        block="architecture",
        role="mechanism",
        pieces=_boxes,
        front="{title}: which part belongs in the box marked ?",
        back="{label}: {why}",
        front_text="key",
        back_text="why",
    ),
)
"""All recipes, in the order in which their notes stand when the author chose none."""

DESIGN_CHOICES = frozenset({"label", "metric"})
"""Recipes whose figures are thresholds that the design sets, not facts that need a source."""


def generated(title: str, case: CaseStudy, without: Sequence[str] = ()) -> tuple[Generated, ...]:
    """The notes that the blocks give: those that `generate` names, in that order, else all.

    Names that lead to nothing are left out here; the deck's checks report them. `without` are blocks
    that could not be read.
    """
    notes = {note.key: note for note in candidates(title, case, without)}
    if case.generate is None:
        return tuple(notes.values())
    chosen = dict.fromkeys(key for name in case.generate for key in notes if chooses(name, key))
    return tuple(notes[key] for key in chosen)


def chooses(name: str, key: str) -> bool:
    """Whether an entry of `generate` means that note: its key, or its recipe alone."""
    return name in {key, key.partition(".")[0]}


def candidates(title: str, case: CaseStudy, without: Sequence[str] = ()) -> Iterator[Generated]:
    """Yield every note that the blocks can give, in the order of the recipes."""
    for recipe in (recipe for recipe in RECIPES if recipe.block not in without):
        for piece in recipe.pieces(case):
            if piece.texts["ask"] or recipe.front:
                yield _note(title, recipe, piece)


def _note(title: str, recipe: Recipe, piece: Piece) -> Generated:
    texts = {"title": title, **piece.texts}
    ask = texts["ask"] or _filled(recipe.front, texts)
    back = _filled(recipe.back, texts)
    match piece.content:
        case None:
            content: Content = Question(ask, back)
        case MissingBox(diagram=diagram, hide=hide):
            content = MissingBox(ask, back, diagram, hide)
        case _:
            content = piece.content
    return Generated(
        key=f"{recipe.name}.{recipe.key or piece.key}",
        role=recipe.role,
        content=content,
        extra=_filled(recipe.extra, texts),
        place=piece.place,
        front_place=(*piece.place, "ask" if texts["ask"] else recipe.front_text),
        back_place=(*piece.place, recipe.back_text),
        has_own_front=bool(texts["ask"]),
        addresses=(piece.address, *piece.covers),
    )


def _filled(template: str, texts: dict[str, str]) -> str:
    """The template with its texts; empty where all that it tells is empty."""
    names = [name for name in texts if f"{{{name}}}" in template]
    if not any(texts[name] for name in names):
        return ""
    filled = template.format_map(texts)
    return filled if "{rows}" in template or filled.endswith("?") else _stopped(filled)


def _lowered(text: str) -> str:
    """The text inside a sentence: only a capital that begins a plain word goes down."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _raised(text: str) -> str:
    """The text at the beginning of a row; names such as `p99` stay as they are."""
    return text[:1].upper() + text[1:] if text[1:2].islower() else text


def cards_of(definition: Definition, ref: str) -> tuple[str, ...]:
    """The ids of the notes that teach what a point's ref names inside the case.

    A path to a block leads to all notes of it, a path to an element to its note; what gives no note, and
    `topic:` refs, which the caller resolves, lead to ().
    """
    ids = {note.key: note.id for note in definition.notes}
    if ref.startswith("note:"):
        key = ref.removeprefix("note:")
        return (ids[key],) if key in ids else ()
    if definition.case is None or ref.startswith("topic:"):
        return ()
    notes = generated(definition.title, definition.case)
    return tuple(ids[note.key] for note in notes if note.key in ids and leads_to(ref, note))


def leads_to(ref: str, note: Generated) -> bool:
    """Whether the path names what stands on the note, a block around it, or a part of it."""
    return any(
        f"{ref}.".startswith(f"{address}.") or f"{address}.".startswith(f"{ref}.")
        for address in note.addresses
    )
