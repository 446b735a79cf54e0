r"""Say what is wrong with a formula before Anki, the terminal or the sheet has to draw it.

A formula is right when its braces and environments balance, its commands stand on the allow-list
and latex2mathml converts it. latex2mathml alone would accept `\foo` and `a}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from latex2mathml import converter

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho "
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi "
    "Psi Omega"
)
FUNCTIONS = (
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan min max sup inf lim limsup liminf "
    "arg det dim gcd ker Pr deg hom operatorname"
)
BIG = "sum prod int iint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge coprod"
RELATIONS = (
    "le leq ge geq ne neq lt gt ll gg approx sim simeq cong equiv propto prec succ preceq succeq subset supset "
    "subseteq supseteq in ni notin mid nmid parallel perp models vdash doteq leqslant geqslant to gets mapsto "
    "rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow longrightarrow longleftarrow iff "
    "implies uparrow downarrow hookrightarrow rightharpoonup lesssim gtrsim triangleq"
)
BINARY = (
    "cdot times div pm mp ast star circ bullet oplus ominus otimes oslash odot cup cap setminus wedge vee land lor "
    "dagger wr amalg lnot neg"
)
DELIMITERS = (
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr lvert rvert lVert rVert langle rangle lfloor "
    "rfloor lceil rceil vert Vert lbrace rbrace lbrack rbrack backslash"
)
LAYOUT = (
    "frac dfrac tfrac cfrac binom dbinom tbinom sqrt overline underline overbrace underbrace overset underset "
    "stackrel hat widehat bar tilde widetilde vec dot ddot check acute grave breve mathring overrightarrow "
    "overleftarrow substack limits nolimits begin end phantom boxed"
)
FONTS = (
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol text textbf textit textrm texttt "
    "mathop mathbin mathrel displaystyle textstyle scriptstyle"
)
SYMBOLS = (
    "infty partial nabla forall exists nexists emptyset varnothing ldots cdots vdots ddots dots dotsc dotsb prime "
    "ell hbar Re Im aleph angle top bot triangle square quad qquad therefore because colon checkmark "
    "lim max degree"
)
PUNCTUATION = frozenset(",;:!>%_#&{}$|\\ ")

COMMANDS = frozenset(
    " ".join((GREEK, FUNCTIONS, BIG, RELATIONS, BINARY, DELIMITERS, LAYOUT, FONTS, SYMBOLS)).split()
)
ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix cases aligned align align* gathered array split smallmatrix".split()
)
_DANGEROUS = frozenset(
    "href style class cssId require unicode def let newcommand renewcommand data url".split()
)


_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")


def formula_faults(latex: str, *, display: bool) -> tuple[tuple[str, str], ...]:
    """What is wrong with a formula, as (message, hint) pairs; empty if nothing is.

    Which digit or single letter stands somewhere changes nothing, so formulae of one shape are
    checked once: conversion costs as much as all of Markdown.
    """
    return _shape_faults(_LETTER.sub("x", _DIGIT.sub("1", latex)), display)


@lru_cache(maxsize=8192)
def _shape_faults(latex: str, display: bool) -> tuple[tuple[str, str], ...]:
    if not latex.strip():
        return (("an empty formula", ""),)
    faults = [*_command_faults(latex), *_balance_faults(latex)]
    return tuple(faults or _conversion_faults(latex, display=display))


def _command_faults(latex: str) -> Iterator[tuple[str, str]]:
    for command in dict.fromkeys(_COMMAND.findall(latex)):
        if command in COMMANDS or command in PUNCTUATION:
            continue
        if command in _DANGEROUS:
            yield f"\\{command} is not allowed in a formula", ""
        elif command == "\n":
            yield "a backslash at the end of a line", r"a line break in a formula is \\"
        else:
            close = get_close_matches(command, COMMANDS, 1)
            yield f"unknown command \\{command}", f"did you mean \\{close[0]}?" if close else ""
    if latex.endswith("\\") and not latex.endswith("\\\\"):
        yield "a backslash at the end of the formula", ""


def _balance_faults(latex: str) -> Iterator[tuple[str, str]]:
    bare = latex.replace("\\\\", "  ").replace("\\{", "  ").replace("\\}", "  ")
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            break
    if depth:
        yield "braces do not balance", ""
    yield from _environment_faults(latex)
    if bare.count("\\left") - bare.count("\\leftarrow") - bare.count("\\leftrightarrow") != bare.count(
        "\\right"
    ) - bare.count("\\rightarrow") - bare.count("\\rightharpoonup"):
        yield "\\left and \\right do not pair", "use \\left. or \\right. for an invisible one"


def _environment_faults(latex: str) -> Iterator[tuple[str, str]]:
    if "\\begin" not in latex and "\\end" not in latex:
        return
    stack: list[str] = []
    for which, name in _ENVIRONMENT.findall(latex):
        if name not in ENVIRONMENTS:
            close = get_close_matches(name, ENVIRONMENTS, 1)
            yield f"unknown environment {name!r}", f"did you mean {close[0]}?" if close else ""
        if which == "begin":
            stack.append(name)
        elif not stack or stack.pop() != name:
            yield f"\\end{{{name}}} closes no \\begin{{{name}}}", ""
            return
    for name in stack:
        yield f"\\begin{{{name}}} is never ended", ""


def _conversion_faults(latex: str, *, display: bool) -> Iterator[tuple[str, str]]:
    try:
        converter.convert_to_element(latex, display="block" if display else "inline")
    except Exception as error:  # noqa: BLE001  (it raises whatever its parser stumbles over)
        reason = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        yield f"the formula does not parse: {reason}", "check that each command has its arguments"
