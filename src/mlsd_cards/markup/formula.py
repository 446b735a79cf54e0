r"""Say what is wrong with a formula before Anki, the terminal or the sheet has to draw it.

A formula is right when every target can draw it: its commands stand on the allow-list, braces and
environments balance, each command has its arguments, and latex2mathml converts it. latex2mathml alone
would accept `\foo`, `a}` and `\frac{a}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from mlsd_cards.markup.mathsource import COMMANDS, FormulaError, unknown_commands
from mlsd_cards.markup.mathtree import parse

_DANGEROUS = frozenset(
    rf"\{name}"
    for name in "href style class cssId require unicode def let newcommand renewcommand data url".split()
)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")


def formula_faults(latex: str) -> tuple[tuple[str, str], ...]:
    """What is wrong with a formula, as (message, hint) pairs; empty if nothing is.

    Which digit or single letter stands somewhere changes nothing, so formulae of one shape are
    checked once: conversion costs as much as all of Markdown.
    """
    return _shape_faults(_LETTER.sub("x", _DIGIT.sub("1", latex)))


@lru_cache(maxsize=8192)
def _shape_faults(latex: str) -> tuple[tuple[str, str], ...]:
    if not latex.strip():
        return (("an empty formula", ""),)
    try:
        if faults := (*_command_faults(latex), *_anki_faults(latex)):
            return faults
        parse(latex)
    except FormulaError as error:
        return (
            (
                f"the formula does not parse: {error}",
                "check its braces and that each command has its arguments",
            ),
        )
    return ()


_TEXT = re.compile(r"\\(?:text|mbox|textrm|textbf|textit|texttt)\s*\{([^{}]*)\}")
_ACCENT = re.compile(
    r"\\(?:hat|bar|tilde|vec|dot|ddot|check|breve|acute|grave|widehat|widetilde)\s*\\[dt]?frac"
)


def _anki_faults(latex: str) -> Iterator[tuple[str, str]]:
    """What our own drawing forgives and Anki's MathJax does not."""
    for text in _TEXT.findall(latex):
        if "$" in text or "\\" in text:
            yield r"$ or a backslash inside \text", "write % and other signs there as they are"
    maths = _TEXT.sub("", latex).replace("\\\\", "")
    for sign in "%#":
        if re.search(rf"(?<!\\){sign}", maths):
            yield f"a bare {sign} in a formula", f"write \\{sign}"
    if re.search(r"\\begin\s*\{array\}(?!\s*\{)", latex):
        yield r"\begin{array} without its columns", r"\begin{array}{cc}"
    if _ACCENT.search(latex):
        yield "an accent on a bare fraction", r"\hat{\frac{a}{b}}"


def _command_faults(latex: str) -> Iterator[tuple[str, str]]:
    for command in unknown_commands(latex):
        if command in _DANGEROUS:
            yield f"{command} is not allowed in a formula", ""
        elif command == "\\\n":
            yield "a backslash at the end of a line", r"a line break in a formula is \\"
        else:
            close = get_close_matches(command, COMMANDS, 1)
            yield f"unknown command {command}", f"did you mean {close[0]}?" if close else ""
