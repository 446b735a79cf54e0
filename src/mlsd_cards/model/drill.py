"""Calculations with changing numbers: one template, as many exercises as its values have combinations.

A text of a template holds `{name}` for an input, `{result}` for the result and `{= expression}` for a
figure on the way. What is scheduled is the template; which numbers it shows follows from a count alone,
so the same count shows the same exercise on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from math import prod

from mlsd_cards.model.calc import evaluate
from mlsd_cards.model.definition import Calc, Note

RESULT = "result"
"""The name under which a template's texts show its result."""

DRILL = "drill"
"""The tag of cards whose numbers change."""

VARIANTS = 3
"""Exercises that a package holds of each template: Anki's cards cannot change their numbers."""

_PLACEHOLDER = re.compile(r"\{(=[^{}]+|[a-z][a-z_]+)\}")
_NAME = re.compile(r"\b[a-z][a-z_]+\b")
_SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_WHOLE = 1e6
_LARGEST = 1e15  # beyond it powers of ten read better


def placeholders(text: str) -> Iterator[str]:
    """Yield what stands between braces in a template's text: a name, or `=` and an expression."""
    for found in _PLACEHOLDER.finditer(text):
        yield found[1]


def names_in(expression: str) -> set[str]:
    """The words of an expression: names of inputs, and of functions."""
    return set(_NAME.findall(expression))


def instance(calc: Calc, number: int) -> Calc:
    """The exercise of that number; number 0 takes each input's first value.

    Raises:
        CalcError: the expression has no value for these inputs.
    """
    inputs = _inputs(calc, number)
    result = evaluate(calc.expression, inputs)
    texts = {**inputs, RESULT: result}
    answer = calc.answer or f"About {{{RESULT}}} {calc.unit}".strip()
    return replace(
        calc,
        ask=_written(calc.ask, texts),
        expression=_NAME.sub(
            lambda found: _plain(inputs[found[0]]) if found[0] in inputs else found[0], calc.expression
        ),
        result=result,
        answer=_written(answer, texts),
        steps=tuple(_written(step, texts) for step in calc.steps),
        vary=(),
    )


def variants(calc: Calc, count: int = VARIANTS) -> tuple[Calc, ...]:
    """The first exercises that differ from each other, number 0 first; fewer if there are not so many."""
    found: dict[str, Calc] = {}
    combinations = prod(len(values) for _, values in calc.vary)
    for number in range(20 * combinations):
        exercise = instance(calc, number)
        found.setdefault(exercise.expression, exercise)
        if len(found) == min(count, combinations):
            break
    return tuple(found.values())


def variant_ids(note: Note) -> Iterator[str]:
    """The ids of the notes that a package holds for a note: its own and, of a template, those of its variants."""
    yield note.id
    if isinstance(note.content, Calc) and note.content.vary:
        for number in range(2, len(variants(note.content)) + 1):
            yield f"{note.id}.v{number}"


def _inputs(calc: Calc, number: int) -> dict[str, float]:
    """The value of each input: by a hash, so that neighbouring numbers do not resemble each other."""
    if number == 0:
        return {name: values[0] for name, values in calc.vary}
    return {
        name: values[int.from_bytes(sha256(f"{number}/{name}".encode()).digest()[:4], "big") % len(values)]
        for name, values in calc.vary
    }


def _written(text: str, names: Mapping[str, float]) -> str:
    """A template's text with its numbers; what is no placeholder stays as it is."""

    def number(found: re.Match[str]) -> str:
        inside = found[1]
        if inside.startswith("="):
            return rounded(evaluate(inside[1:], names))
        if inside not in names:
            return found[0]
        return rounded(names[inside]) if inside == RESULT else exact(names[inside])

    return _PLACEHOLDER.sub(number, text)


def exact(value: float) -> str:
    """An input as a person reads it: `100M`, `86,400`, `0.5`."""
    for unit, suffix in _SUFFIXES:
        if unit <= abs(value) < _LARGEST:
            return f"{value / unit:,.10g}{suffix}"
    return f"{value:,.10g}"


def rounded(value: float) -> str:
    """A figure to three significant digits: `17.4M`, `23,100`, `0.0425`; whole numbers below a million in full."""
    whole = value == round(value) and abs(value) < _WHOLE
    return exact(value if whole else float(f"{value:.3g}")).replace("e+", "e")


def _plain(value: float) -> str:
    """An input as an expression holds it, so that it can be typed into a calculator."""
    for power in (9, 6):
        if abs(value) >= 10**power and value % 10 ** (power - 1) == 0:
            return f"{value / 10**power:.10g}e{power}"
    return f"{value:.10g}"
