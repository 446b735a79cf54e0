"""Which LaTeX we accept, and the rewriting that keeps latex2mathml from misreading it.

latex2mathml swallows nearly everything: `\\foo` becomes an identifier, a lone brace a
letter, `2pc` a length, `{aligned}` a row with stray ampersands. So the source is checked
against an allow-list first (a subset of what MathJax, hence Anki, draws) and then
spelled the way latex2mathml gets right.
"""

import re
from collections.abc import Iterator
from typing import Final

from mlsd_cards.markup.mathglyphs import FUNCTIONS, SYMBOL_COMMANDS


class FormulaError(ValueError):
    """A formula that cannot be drawn; the message names the command or the construct."""


_TEXT: Final = ("text", "textbf", "textit", "textrm", "texttt", "textsf", "textnormal", "mbox")
_STRUCTURES: Final = """
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt left right middle limits nolimits operatorname
    mathrm mathbf mathbb mathcal mathit mathsf mathtt mathscr mathfrak boldsymbol mathop mathbin mathrel rm
    big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm
    hat bar tilde vec dot ddot check acute grave breve mathring widehat widetilde overline underline overbrace underbrace
    overrightarrow overleftarrow phantom
    overset underset stackrel substack xrightarrow xleftarrow boxed bmod pmod begin end
    quad qquad enspace thinspace displaystyle textstyle scriptstyle over choose
"""
COMMANDS: Final = SYMBOL_COMMANDS | {
    f"\\{name}" for name in (*_STRUCTURES.split(), *_TEXT, *FUNCTIONS, *r"\ , ; : ! >".split(), " ")
}
# Our spelling of an environment: latex2mathml knows only some, and numbers the lines of `align`.
_ENVIRONMENTS: Final = {
    **{name: name for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "array", "cases")},
    **dict.fromkeys(("aligned", "align", "align*", "split"), "align*"),
    "gathered": "matrix", "gather": "matrix", "gather*": "matrix", "smallmatrix": "matrix", "dcases": "cases",
}  # fmt: skip

_TEXT_ARGUMENT = re.compile(rf"\\\\|(\\(?:{'|'.join(_TEXT)})\s*\{{[^{{}}]*\}}?)")
_COMMAND = re.compile(r"\\(?:(?:begin|end)\s*\{([^{}]*)\}|[A-Za-z]+|.)", re.DOTALL)
_OPERATOR_NAME = re.compile(r"\\operatorname\s*(\*?)\s*\{((?:[^{}\\]|\\[^A-Za-z])*)\}(\s*\\limits)?")
_LENGTH = re.compile(r"(\d)(?=\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu))")
_ROW_GAP = re.compile(r"\\\\\s*\[[-\d.]+\s*[a-z]{2}\]")


def unknown_commands(latex: str) -> tuple[str, ...]:
    """Return the commands and environments of a formula that we cannot draw, each once, in order."""
    unknown = dict.fromkeys(found for found in _commands(latex) if found not in COMMANDS)
    return tuple(unknown)


def prepared(latex: str) -> str:
    """Check `latex` and return what latex2mathml should read.

    Raises:
        FormulaError: unknown command or environment, unbalanced or misplaced braces.
    """
    if unknown := unknown_commands(latex):
        raise FormulaError(f"unknown command {unknown[0]}")
    _check_braces(latex)
    return "".join(part if is_text else _respelled(part) for part, is_text in _parts(latex))


def _parts(latex: str) -> Iterator[tuple[str, bool]]:
    r"""Split a formula into maths and the arguments of \text, which have rules of their own."""
    end = 0
    for found in _TEXT_ARGUMENT.finditer(latex):
        if not found[1]:  # a new row, perhaps with "text" behind it
            continue
        yield latex[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield latex[end:], False


def _commands(latex: str) -> Iterator[str]:
    for part, _ in _parts(latex):
        for found in _COMMAND.finditer(part):
            environment = found[1]
            if environment is None:
                yield found[0]
            elif environment.strip() not in _ENVIRONMENTS:
                yield f"{found[0].split('{')[0].strip()}{{{environment.strip()}}}"


def _check_braces(latex: str) -> None:
    for part, is_text in _parts(latex):
        if is_text and not part.endswith("}"):
            raise FormulaError(f"braces inside {part.split('{')[0].strip()} cannot be read")
    depth = 0
    for found in re.finditer(r"\\.|[{}]", latex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            raise FormulaError("unbalanced }")
    if depth:
        raise FormulaError("unbalanced {")


def _respelled(maths: str) -> str:
    maths = _ROW_GAP.sub(r"\\\\", maths)
    maths = _COMMAND.sub(_environment, maths)
    maths = _OPERATOR_NAME.sub(_operator, maths)
    maths = maths.replace("\\nolimits", "").replace("\\mathrel", "\\mathbin")
    return _LENGTH.sub(r"\1{}", maths)  # "2pc" is a product, not a length


def _environment(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[0]
    return f"{found[0].split('{')[0]}{{{_ENVIRONMENTS[found[1].strip()]}}}"


def _operator(found: re.Match[str]) -> str:
    r"""Spell \operatorname as \mathop, whose argument may hold more than letters."""
    name = re.sub(r"\\[,;: ]|~|\s+", " ", found[2])
    return rf"\mathop{{\text{{{name}}}}}" + (r"\limits " if found[1] or found[3] else "")
