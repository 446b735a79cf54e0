"""Whatever the formula, the terminal shows all of it, in straight blocks, and means the same."""

import re
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_cards.markup.mathbox import FormulaError, layout, render
from mlsd_cards.markup.mathspace import Style
from mlsd_cards.markup.mathtree import parse
from mlsd_cards.markup.width import cells

ATOMS = st.sampled_from(
    [
        "x", "y_i", "z^2", "\\alpha", "\\hat p", "\\bar y_c", "12", "0.5", "n_{out}", "e^{-\\lambda t}", "\\mathbb{E}",
        "\\mathcal{L}", "\\text{if so}", "\\mathrm{Var}", "s'", "x_{<t}", "p_t^{(T)}", "\\infty", "\\dots", "rel",
    ]
)  # fmt: skip
OPERATORS = st.sampled_from(["+", "-", "\\cdot", "=", "\\le", "\\in", ",", "\\mid", "/", "\\to", " "])


def composed(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(parts, OPERATORS, parts).map(" ".join),
        two.map(lambda p: f"\\frac{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"\\binom{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"\\begin{{cases}} {p[0]} & x<0 \\\\ {p[1]} & y \\end{{cases}}"),
        two.map(lambda p: f"\\begin{{bmatrix}} {p[0]} & b \\\\ c & {p[1]} \\end{{bmatrix}}"),
        two.map(lambda p: f"\\begin{{aligned}} a &= {p[0]} \\\\ b &= {p[1]} \\end{{aligned}}"),
        two.map(lambda p: f"\\sum_{{{p[0]}}}^n {p[1]}"),
        two.map(lambda p: f"{{{p[0]}}}^{{{p[1]}}}"),
        parts.map("\\sqrt{{{}}}".format),
        parts.map("\\left( {} \\right)_i".format),
        parts.map("\\ln | {} |".format),
        parts.map("\\overline{{{}}}".format),
        parts.map("\\underbrace{{{}}}_{{\\text{{all}}}}".format),
        parts.map("\\max_{{j\\in S}} [{}]".format),
        parts.map("\\boxed{{{}}}".format),
    )


FORMULAE = st.recursive(ATOMS, composed, max_leaves=6)


@given(FORMULAE, st.booleans(), st.integers(20, 90))
def test_all_lines_are_equally_wide(latex: str, plain: bool, width: int) -> None:
    lines = render(latex, display=True, width=width, ascii=plain)
    assert len({cells(line) for line in lines}) == 1


@given(FORMULAE, st.booleans())
def test_a_box_is_as_wide_as_it_says_and_stands_on_one_of_its_rows(latex: str, plain: bool) -> None:
    box = layout(parse(latex), Style(plain))
    assert {cells(line) for line in box.lines} == {box.width}
    assert 0 <= box.top <= box.base <= box.bottom < len(box.lines)


@given(FORMULAE)
def test_inline_is_one_line(latex: str) -> None:
    (line,) = render(latex, display=False)
    assert line.strip()
    assert "\n" not in line


@given(FORMULAE, st.booleans())
def test_ascii_is_ascii(latex: str, display: bool) -> None:
    assert all(line.isascii() for line in render(latex, display=display, ascii=True))


@given(FORMULAE, st.booleans())
def test_no_letter_is_one_that_terminals_draw_badly(latex: str, display: bool) -> None:
    text = "".join(render(latex, display=display))
    assert not [c for c in text if 0x1D400 <= ord(c) <= 0x1D7FF or c == "\ufe0f" or ord(c) >= 0x1F000]


@given(FORMULAE, st.booleans(), st.booleans())
def test_the_same_formula_looks_the_same_every_time(latex: str, display: bool, plain: bool) -> None:
    assert render(latex, display=display, ascii=plain) == render(latex, display=display, ascii=plain)


TERMS = st.sampled_from(
    ["a", "b_i", "\\frac{a}{b+c}", "x^2", "\\sum_i x_i", "(u-v)", "e^{-t}", "\\sqrt{p+q}"]
)
SUMS = st.lists(st.tuples(st.sampled_from([" + ", " - ", " = ", " \\cdot "]), TERMS), min_size=1, max_size=14)


@given(SUMS, st.integers(24, 80), st.booleans())
def test_what_can_be_broken_stays_within_the_width(
    terms: list[tuple[str, str]], width: int, plain: bool
) -> None:
    latex = "y" + "".join(sign + term for sign, term in terms)
    assert all(cells(line) <= width for line in render(latex, display=True, width=width, ascii=plain))


@given(SUMS, st.integers(24, 80))
def test_breaking_loses_nothing(terms: list[tuple[str, str]], width: int) -> None:
    latex = "y" + "".join(sign + term for sign, term in terms)
    broken, whole = (render(latex, display=True, width=limit) for limit in (width, 10_000))
    assert sorted("".join(broken).replace(" ", "")) == sorted("".join(whole).replace(" ", ""))


TYPED = st.lists(
    st.sampled_from(list("\\{}^_&|()[]xn12+-=. '"))
    | st.sampled_from(["\\frac", "\\left(", "\\right)", "\\sqrt", "\\sum"]),
    max_size=12,
).map("".join)


@given(TYPED)
def test_anything_typed_is_drawn_or_refused(latex: str) -> None:
    try:
        lines = render(latex, display=True)
    except FormulaError:
        return
    assert len({cells(line) for line in lines}) == 1


# One line means what the formula means: both are computed and compared.


@dataclass(frozen=True)
class Sum:
    latex: str
    value: Fraction


VALUES = {"a": Fraction(2), "b": Fraction(3), "c": Fraction(5), "u": Fraction(7), "v": Fraction(11)}


def root(value: Fraction) -> Fraction:
    """Stand in for a square root by something exact that is no homomorphism."""
    return value * value + 1


def extended(parts: st.SearchStrategy[Sum]) -> st.SearchStrategy[Sum]:
    two, three = st.tuples(parts, parts), st.tuples(parts, parts, parts)
    return st.one_of(
        two.map(lambda p: Sum(f"\\frac{{{p[0].latex} + {p[1].latex}}}{{c}}", (p[0].value + p[1].value) / 5)),
        three.filter(lambda p: p[1].value + p[2].value != 0).map(
            lambda p: Sum(
                f"\\frac{{{p[0].latex}}}{{{p[1].latex} + {p[2].latex}}}",
                p[0].value / (p[1].value + p[2].value),
            )
        ),
        two.map(lambda p: Sum(f"\\sqrt{{{p[0].latex} - {p[1].latex}}}", root(p[0].value - p[1].value))),
        two.map(lambda p: Sum(f"{{{p[0].latex} + {p[1].latex}}}^2", (p[0].value + p[1].value) ** 2)),
        two.map(lambda p: Sum(f"\\left({p[0].latex} + {p[1].latex}\\right)", p[0].value + p[1].value)),
        two.map(lambda p: Sum(f"\\left({p[0].latex} - {{{p[1].latex}}}\\right)", p[0].value - p[1].value)),
        two.map(lambda p: Sum(f"{p[0].latex}\\,{p[1].latex}", p[0].value * p[1].value)),
        two.map(lambda p: Sum(f"{p[0].latex} \\cdot {p[1].latex}", p[0].value * p[1].value)),
        two.filter(lambda p: p[1].value != 0).map(
            lambda p: Sum(f"\\frac{{{p[0].latex}}}{{{p[1].latex}}}", p[0].value / p[1].value)
        ),
        parts.map(lambda p: Sum(f"{{{p.latex}}}^2", p.value**2)),
        parts.map(lambda p: Sum(f"\\sqrt{{{p.latex}}}", root(p.value))),
        parts.map(lambda p: Sum(f"\\left(-\\frac{{{p.latex}}}{{c}}\\right)", -p.value / 5)),
    )


SUMMANDS = st.recursive(
    st.sampled_from(sorted(VALUES)).map(lambda name: Sum(name, VALUES[name])), extended, max_leaves=6
)


class Reading:
    """A number whose operators have the precedence a reader of formulae gives them.

    Powers bind most, then a product without a sign (`*`), then · and slash (`+`, `-`
    here), then plus and minus (`<<`, `>>`).
    """

    def __init__(self, value: Fraction) -> None:
        self.value = value

    def __invert__(self) -> "Reading":
        return Reading(-self.value)

    def __pow__(self, exponent: int) -> "Reading":
        return Reading(self.value**exponent)

    def __mul__(self, other: "Reading") -> "Reading":
        return Reading(self.value * other.value)

    __add__ = __mul__

    def __sub__(self, other: "Reading") -> "Reading":
        return Reading(self.value / other.value)

    def __lshift__(self, other: "Reading") -> "Reading":
        return Reading(self.value + other.value)

    def __rshift__(self, other: "Reading") -> "Reading":
        return Reading(self.value - other.value)


SIGNS = {"(−": "(~", " − ": " >> ", " + ": " << ", "/": " - ", " · ": " + ", "²": "**2", "√": "R"}


def read(line: str, *, product: str) -> Fraction:
    """Compute a line; `product` says how tightly the reader binds two operands without a sign."""
    for sign, operator in SIGNS.items():
        line = line.replace(sign, operator)
    line = re.sub(r"R([a-z])", r"R(\1)", line)
    line = re.sub(r"(?<=[a-z2)])\s*(?=[a-zR(])", product, line)
    names = {name: Reading(value) for name, value in VALUES.items()}
    result = eval(line, {"__builtins__": {}}, {**names, "R": lambda body: Reading(root(body.value))})
    assert isinstance(result, Reading)
    return result.value


@settings(max_examples=500)
@given(SUMMANDS)
def test_one_line_means_the_same_to_every_reader(formula: Sum) -> None:
    """Some read a/b c as (a/b) c, others as a/(b c): both must find the right value."""
    (line,) = render(formula.latex, display=False)
    assert read(line, product="*") == formula.value, line
    assert read(line, product=" + ") == formula.value, line


def test_the_readers_disagree_on_an_ambiguous_line() -> None:
    assert read("a/b c", product="*") != read("a/b c", product=" + ")
