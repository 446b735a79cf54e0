"""E10: a calculation gives its result, its answer shows it, and its inputs may take all of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from mlsd_cards.deckfile.reporter import Finding, Path
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.model.calc import FUNCTIONS, CalcError, agrees, evaluate
from mlsd_cards.model.definition import Calc
from mlsd_cards.model.drill import RESULT, instance, names_in, placeholders

_INPUT = re.compile(r"^[a-z][a-z_]+$")
_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SUFFIXES = {"K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}


def numbers_in(text: str) -> Iterator[float]:
    """Numbers as people write them: `1,200`, `12 000`, `0.83`, `.5`, `3e8`, `17.4M`."""
    for found in _NUMBER.finditer(text):
        cleaned = re.sub(r"[,\s\u00a0\u202f]", "", found[0]).replace("−", "-")
        if any(character.isdigit() for character in cleaned):
            yield float(cleaned)
            suffix = re.match(r"([kKMBGT])\b", text[found.end() :])
            if suffix:
                yield float(cleaned) * _SUFFIXES[suffix[1]]


def calculation_findings(calc: Calc) -> Iterator[Finding]:
    """What is wrong with a calculation; paths begin at the keys of its note or estimate."""
    if not calc.vary:
        yield from _without_inputs(calc)
        yield from _result(calc, {}, calc.answer)
        return
    broken = list(_inputs(calc))
    yield from broken
    if broken:
        return
    first = {name: values[0] for name, values in calc.vary}
    wrong = list(_result(calc, first, ""))
    wrong = wrong or list(_figures(calc, first))
    wrong = wrong or list(_result(calc, first, instance(calc, 0).answer))
    yield from wrong or _extremes(calc)


def shown(calc: Calc) -> Calc:
    """The calculation that checks look at: of a template the first exercise, if it has one."""
    if not calc.vary:
        return calc
    try:
        return instance(calc, 0)
    except CalcError:
        return calc


def _texts(calc: Calc) -> Iterator[tuple[Path, str]]:
    yield ("ask",), calc.ask
    yield ("answer",), calc.answer
    for number, step in enumerate(calc.steps):
        yield ("steps", number), step


def _result(calc: Calc, inputs: Mapping[str, float], answer: str) -> Iterator[Finding]:
    """The expression gives the result, and the answer (if there is one) shows it."""
    try:
        value = evaluate(calc.expression, inputs)
    except CalcError as error:
        yield Finding(("calc",), "E10", f"cannot be calculated: {error}")
        return
    if not agrees(value, calc.result):
        yield Finding(("result",), "E10", f"the calculation gives {value:.6g}, not {calc.result:g}")
    elif answer and not any(agrees(number, calc.result) for number in numbers_in(plain_text(parse(answer)))):
        yield Finding(("answer",), "E10", f"the answer does not show {calc.result:g}")


def _without_inputs(calc: Calc) -> Iterator[Finding]:
    for path, text in _texts(calc):
        for inside in placeholders(text):
            if inside == RESULT or inside.startswith("="):
                hint = "without it, write the number"
                yield Finding(path, "E10", f"{{{inside}}} is only written in where `vary` is given", hint)


def _inputs(calc: Calc) -> Iterator[Finding]:
    """Names are names, stand in the expression and in the question, and no other ones are used."""
    names = {name for name, _ in calc.vary}
    for name, values in calc.vary:
        place = ("vary", name)
        if not _INPUT.match(name) or name in FUNCTIONS or name == RESULT:
            hint = "two or more lower-case letters, no function and not 'result'"
            yield Finding(place, "E10", f"{name!r} cannot be a name", hint, key=True)
        elif name not in names_in(calc.expression):
            yield Finding(place, "E10", f"{name!r} does not stand in `calc`", key=True)
        elif calc.ask and name not in placeholders(calc.ask):
            yield Finding(place, "E10", f"`ask` does not show {{{name}}}", key=True)
        elif len(set(values)) < len(values):
            yield Finding(place, "E10", f"{name!r} has the same value twice")
    for name in sorted(names_in(calc.expression) - names - FUNCTIONS):
        yield Finding(("calc",), "E10", f"{name!r} is not declared in `vary`")
    for path, text in _texts(calc):
        for inside in placeholders(text):
            if not inside.startswith("=") and inside not in names | {RESULT} and _stands_alone(inside, text):
                yield Finding(path, "E10", f"{{{inside}}} is not declared in `vary`")


def _stands_alone(inside: str, text: str) -> bool:
    r"""Whether the braces are no argument of a formula, as in `\mathrm{ideal}`."""
    return re.search(r"(?<![A-Za-z}_^])" + re.escape(f"{{{inside}}}"), text) is not None


def _figures(calc: Calc, inputs: Mapping[str, float]) -> Iterator[Finding]:
    """The figures on the way, `{= expression}`, can be calculated."""
    names = {**inputs, RESULT: calc.result}
    for path, text in _texts(calc):
        for inside in placeholders(text):
            if inside.startswith("="):
                try:
                    evaluate(inside[1:], names)
                except CalcError as error:
                    yield Finding(path, "E10", f"{{{inside}}} cannot be calculated: {error}")


def _extremes(calc: Calc) -> Iterator[Finding]:
    """Every combination of first and last values gives a positive number."""
    for values in product(*((values[0], values[-1]) for _, values in calc.vary)):
        inputs = {name: value for (name, _), value in zip(calc.vary, values, strict=True)}
        told = ", ".join(f"{name} = {value:g}" for name, value in inputs.items())
        try:
            value = evaluate(calc.expression, inputs)
        except CalcError as error:
            yield Finding(("vary",), "E10", f"cannot be calculated for {told}: {error}", key=True)
            return
        if value <= 0:
            yield Finding(("vary",), "E10", f"gives {value:g} for {told}, not a positive number", key=True)
            return
