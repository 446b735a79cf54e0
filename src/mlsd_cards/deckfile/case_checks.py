"""What a case's blocks must satisfy beyond their shape: sums, counts, keys, and names that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from mlsd_cards.deckfile.calculations import calculation_findings
from mlsd_cards.deckfile.drawings import drawing_findings
from mlsd_cards.deckfile.reporter import Finding, Path, did_you_mean
from mlsd_cards.deckfile.schema_case import BLOCKS
from mlsd_cards.deckfile.sources import HINT, is_reference
from mlsd_cards.model.case import Architecture, CaseStudy, Level, MetricRole
from mlsd_cards.model.diagram import Diagram, Mode, NodeKind
from mlsd_cards.model.recipes import RECIPES, Generated, calculation, candidates, chooses, generated, leads_to

STEPS = ("clarify", "framing", "sketch", "data", "model", "serving", "operate", "close")
"""The steps of every interview, in order."""

_NEEDS_FALLBACK = frozenset({NodeKind.SERVICE, NodeKind.MODEL, NodeKind.STORE})


@dataclass(frozen=True, slots=True)
class CaseText:
    """A case, what its file says (`value`: the definition as plain values), and what was not readable."""

    title: str
    case: CaseStudy
    value: dict[str, Any]
    absent: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The keys of the hand-written notes."""
        return tuple(key for key in _keys(self.value.get("notes")) if isinstance(key, str))

    @property
    def drawing(self) -> Diagram | None:
        """The drawing, if there is one that can be drawn."""
        drawing = self.case.architecture.diagram
        return None if "architecture" in self.absent or any(drawing_findings(drawing)) else drawing

    def cards(self) -> tuple[Generated, ...]:
        """The notes that the blocks give, as far as these can be read."""
        without = self.absent if self.drawing is not None else (*self.absent, "architecture")
        return generated(self.title, self.case, without)


def case_findings(text: CaseText) -> Iterator[Finding]:
    """Everything that is wrong with the blocks; paths begin at the definition."""
    for name in text.absent:
        if name not in text.value:
            yield Finding((), "E01", f"{name!r} is missing")
    for name in BLOCKS:
        yield from _duplicate_keys(text.value.get(name), (name,))
    yield from _counts(text)
    yield from _sums(text)
    yield from _estimates(text.case)
    yield from _drawing(text)
    yield from _published(text.case)
    yield from _generate(text)
    yield from _interview(text)


def _duplicate_keys(value: Any, path: Path) -> Iterator[Finding]:
    """E02: in each list, a key stands once."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _duplicate_keys(item, (*path, name))
    elif isinstance(value, list) and path != ("architecture", "nodes"):
        seen: set[Any] = set()
        for number, item in enumerate(value):
            key = item.get("key") if isinstance(item, dict) else None
            if isinstance(key, str):
                if key in seen:
                    yield Finding((*path, number, "key"), "E02", f"duplicate key {key!r} in {path[-1]!r}")
                seen.add(key)
            yield from _duplicate_keys(item, (*path, number))


def _counts(text: CaseText) -> Iterator[Finding]:
    """E14: what a case cannot do without."""
    case = text.case
    least: tuple[tuple[Path, int, int, str], ...] = (
        (("clarify",), sum(question.must for question in case.clarify), 3, "questions with `must: true`"),
        (("metrics", "online"), len(case.metrics.of_role(MetricRole.GUARDRAIL)), 2, "guardrails"),
        (("failures",), len(case.failures), 3, "failures"),
        (("followups",), len(case.followups), 3, "follow-ups"),
        (("published",), len(case.published), 1, "published systems"),
    )
    for path, count, needed, what in least:
        if path[0] not in text.absent and count < needed:
            yield Finding(path, "E14", f"{count} {what}, not at least {needed}")
    if "metrics" not in text.absent:
        primaries = len(case.metrics.of_role(MetricRole.PRIMARY))
        if primaries != 1:
            yield Finding(("metrics", "online"), "E14", f"{primaries} primary metrics, not one")
        if len(case.metrics.of_role(MetricRole.NORTH_STAR)) > 1:
            yield Finding(("metrics", "online"), "E14", "more than one north star")


def _sums(text: CaseText) -> Iterator[Finding]:
    """E14: the hops take the whole budget, the steps the whole interview."""
    budget = text.case.budget
    if budget is not None:
        total = sum(hop.time for hop in budget.hops)
        if not isclose(total, budget.total, rel_tol=1e-6):
            message = f"the hops take {total:g} {budget.unit}, not {budget.total:g}"
            yield Finding(("budget", "total"), "E14", message)
    if "interview" in text.absent:
        return
    steps = text.case.interview.steps
    for key, total, length in (
        ("minutes", sum(step.minutes for step in steps), 45),
        ("minutes_60", sum(step.minutes_60 for step in steps), 60),
    ):
        if total != length:
            yield Finding(("interview", "steps"), "E14", f"`{key}` sums to {total}, not {length}")
    keys = tuple(step.key for step in steps)
    if keys != STEPS:
        place = next((n for n, key in enumerate(keys) if STEPS[n : n + 1] != (key,)), None)
        path: Path = ("interview", "steps") if place is None else ("interview", "steps", place, "key")
        yield Finding(path, "E14", "not the eight steps in order", ", ".join(STEPS))
    grades = text.case.interview.grading
    if not grades.lean_no <= grades.hire <= grades.strong_hire:
        yield Finding(("interview", "grading"), "E14", "grades that do not rise: lean_no, hire, strong_hire")


def _estimates(case: CaseStudy) -> Iterator[Finding]:
    """E10: every estimate, whether it is a card or not."""
    for number, estimate in enumerate(case.scale):
        for finding in calculation_findings(calculation(estimate)):
            yield finding.below("scale", number)


def _drawing(text: CaseText) -> Iterator[Finding]:
    """E17 and E18: the drawing, its boxes, and who serves when a part of the online path is down."""
    if "architecture" in text.absent:
        return
    drawing = text.case.architecture.diagram
    for finding in drawing_findings(drawing):
        yield finding.below("architecture")
    yield from _boxes(text.case.architecture)
    yield from _fallbacks(text.case.architecture)


def _boxes(architecture: Architecture) -> Iterator[Finding]:
    nodes = {node.key: node for node in architecture.diagram.nodes}
    for number, box in enumerate(architecture.boxes):
        place = ("architecture", "boxes", number, "key")
        if box.key not in nodes:
            yield Finding(place, "E15", f"no node {box.key!r}", did_you_mean(box.key, nodes))
        elif nodes[box.key].kind is NodeKind.CLIENT:
            yield Finding(place, "E17", f"{box.key!r} is the client: nobody would ask for it")


def _fallbacks(architecture: Architecture) -> Iterator[Finding]:
    drawing, without = architecture.diagram, architecture.no_fallback
    nodes = {node.key for node in drawing.nodes}
    for number, key in enumerate(without):
        if key not in nodes:
            hint = did_you_mean(key, nodes)
            yield Finding(("architecture", "no_fallback", number), "E15", f"no node {key!r}", hint)
    online = {key for edge in drawing.edges if edge.mode is Mode.SYNC for key in (edge.start, edge.end)}
    for number, node in enumerate(drawing.nodes):
        needs = node.key in online and node.kind in _NEEDS_FALLBACK
        if needs and not node.fallback and node.key not in without:
            message = f"{node.key!r} is on the online path and has no `fallback`"
            hint = "say what serves when it is down, or list it in `no_fallback`"
            yield Finding(("architecture", "nodes", number), "E18", message, hint)


def _published(case: CaseStudy) -> Iterator[Finding]:
    for number, source in enumerate(case.published):
        if not is_reference(source.ref):
            yield Finding(("published", number, "ref"), "E09", f"{source.ref!r} is no address", HINT)


def _generate(text: CaseText) -> Iterator[Finding]:
    """E15: what `generate` names gives a note, and E02: each one once."""
    keys = [note.key for note in candidates(text.title, text.case, text.absent)]
    blocks = {recipe.name: recipe.block for recipe in RECIPES}
    chosen: set[str] = set()
    for number, name in enumerate(text.case.generate or ()):
        recipe, dot, _ = name.partition(".")
        meant = {key for key in keys if chooses(name, key)}
        if not meant and blocks.get(recipe) not in text.absent:
            hint = _without_front(name, text.case) or did_you_mean(name, keys if dot else blocks)
            yield Finding(("generate", number), "E15", f"{name!r} gives no card", hint)
        if meant & chosen:
            yield Finding(("generate", number), "E02", f"{min(meant & chosen)!r} is chosen twice")
        chosen |= meant


def _without_front(name: str, case: CaseStudy) -> str:
    """The hint for a block that is there but has no `ask`."""
    recipe, _, key = name.partition(".")
    lacks = any(recipe == "estimate" and estimate.key == key for estimate in case.scale)
    return "it needs `ask`" if lacks or name == "metric.guardrails" else ""


def _interview(text: CaseText) -> Iterator[Finding]:
    """E15: probes and refs lead somewhere; E16: every must point to a card at least."""
    case = text.case
    known = [followup.key for followup in case.followups]
    for number, probe in enumerate(case.interview.probes):
        if probe not in known and "followups" not in text.absent:
            hint = did_you_mean(probe, known)
            yield Finding(("interview", "probes", number), "E15", f"no follow-up {probe!r}", hint)
    notes = generated(text.title, case, text.absent)
    for number, step in enumerate(case.interview.steps):
        for place, point in enumerate(step.points):
            path: Path = ("interview", "steps", number, "expect", place)
            lost = [ref for ref in point.refs if not _is_there(ref, text)]
            for ref in lost:
                yield Finding((*path, "ref"), "E15", f"{ref!r} leads nowhere", _where_instead(ref, text))
            if point.level is Level.MUST and not lost and not _has_card(point.refs, text, notes):
                hint = "choose its block in `generate`, or name a `note:` or `topic:` too"
                yield Finding((*path, "ref"), "E16", f"no card teaches the must point {point.key!r}", hint)


def _is_there(ref: str, text: CaseText) -> bool:
    if ref.startswith("topic:"):
        return True  # only the whole deck shows it
    if ref.startswith("note:"):
        return ref.removeprefix("note:") in text.notes
    first, *rest = ref.split(".")
    if first not in BLOCKS:
        return False
    found = text.value.get(first)
    for step in rest:
        found = _below(found, step)
    return found is not None


def _below(value: Any, step: str) -> Any:
    """What a step of a path leads to: the value of a key, or the element of a list with that key."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, dict) and item.get("key") == step), None)
    return None


def _where_instead(ref: str, text: CaseText) -> str:
    if ref.startswith("note:"):
        return did_you_mean(ref.removeprefix("note:"), text.notes)
    found: Any = {name: text.value[name] for name in BLOCKS if name in text.value}
    for step in ref.split("."):
        inside = _below(found, step)
        if inside is None:
            keys = found.keys() if isinstance(found, dict) else _keys(found)
            return did_you_mean(step, [key for key in keys if isinstance(key, str)])
        found = inside
    return ""


def _keys(value: Any) -> Sequence[Any]:
    return [item.get("key") for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def _has_card(refs: Sequence[str], text: CaseText, notes: Sequence[Generated]) -> bool:
    """Whether one of the refs leads to a card; blocks that could not be read get the benefit of the doubt."""
    return any(
        ref.startswith(("topic:", "note:"))
        or ref.partition(".")[0] in text.absent
        or any(leads_to(ref, note) for note in notes)
        for ref in refs
    )
