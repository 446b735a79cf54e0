"""The tree says what belongs together: brackets, words, signs, scripts."""

import pytest

from mlsd_cards.markup.mathglyphs import Kind
from mlsd_cards.markup.mathnodes import Accent, Atom, Fence, Fraction, Node, Root, Row, Script, Space, Table
from mlsd_cards.markup.mathsource import FormulaError, unknown_commands
from mlsd_cards.markup.mathtree import parse


def letter(text: str) -> Atom:
    return Atom(text, Kind.LETTER)


def items(latex: str) -> tuple[Node, ...]:
    node = parse(latex)
    assert isinstance(node, Row)
    return node.items


def kinds(latex: str) -> list[Kind]:
    return [item.kind for item in items(latex) if isinstance(item, Atom)]


def test_a_fraction_has_two_parts() -> None:
    assert parse(r"\frac{a}{b}") == Fraction(letter("a"), letter("b"))


def test_a_text_style_fraction_is_small() -> None:
    assert parse(r"\tfrac12") == Fraction(Atom("1", Kind.NUMBER), Atom("2", Kind.NUMBER), small=True)


def test_a_binomial_is_a_fraction_without_a_bar_in_brackets() -> None:
    assert parse(r"\binom{n}{k}") == Fence("(", Fraction(letter("n"), letter("k"), bar=False), ")")


def test_plain_brackets_are_matched_and_carry_the_scripts_of_the_closing_one() -> None:
    _, power = items("1(x)^2")
    assert power == Script(Fence("(", letter("x"), ")"), None, Atom("2", Kind.NUMBER))


def test_left_and_right_may_be_invisible() -> None:
    assert parse(r"\left. x \right|") == Fence("", letter("x"), "|")


def test_brackets_without_partner_are_letters() -> None:
    assert letter("(") in items("(x")
    assert letter(")") in items("x)")


@pytest.mark.parametrize(
    "latex", [r"|x|", r"2|x|", r"2\,|x|", r"-|x|", r"\ln|x|", r"\lvert x\rvert", r"y\left|x\right|"]
)
def test_bars_around_something_are_brackets(latex: str) -> None:
    node = parse(latex)
    fence = node.items[-1] if isinstance(node, Row) else node
    assert fence == Fence("|", letter("x"), "|")


@pytest.mark.parametrize("latex", [r"y|x", r"y\mid x", r"y\middle|x"])
def test_a_bar_between_operands_means_given(latex: str) -> None:
    fence = parse(rf"\left({latex}\right)")
    assert isinstance(fence, Fence)
    assert fence.body == Row((letter("y"), Atom("|", Kind.RELATION), letter("x")))


def test_given_and_absolute_value_in_one_row_are_told_apart() -> None:
    fence = items(r"P(y|x,|z|)")[1]
    assert isinstance(fence, Fence)
    assert isinstance(fence.body, Row)
    assert fence.body.items[1] == Atom("|", Kind.RELATION)
    assert fence.body.items[-1] == Fence("|", letter("z"), "|")


def test_nested_bars_pair_from_inside() -> None:
    outer = parse(r"||x|-|y||")
    assert isinstance(outer, Fence)
    assert isinstance(outer.body, Row)
    assert [type(item) for item in outer.body.items] == [Fence, Atom, Fence]


def test_three_letters_are_a_word_with_its_script_on_the_whole() -> None:
    assert parse("rel_i") == Script(Atom("rel", Kind.WORD), letter("i"), None)


def test_two_letters_are_a_product_unless_capitals_are_called() -> None:
    assert parse("nd") == Row((letter("n"), letter("d")))
    assert items("KL(p)")[0] == Atom("KL", Kind.WORD)


def test_upright_letters_are_a_word() -> None:
    assert parse(r"\mathrm{BM25}") == Atom("BM25", Kind.WORD)
    assert parse(r"\mathrm{top-k}") == Atom("top-k", Kind.WORD)


def test_a_word_ending_in_at_takes_what_follows() -> None:
    assert parse(r"\mathrm{nDCG@}k") == Atom("nDCG@k", Kind.WORD)


def test_minus_without_left_operand_is_a_sign() -> None:
    assert kinds("-a-b")[::2] == [Kind.SIGN, Kind.BINARY]
    assert kinds("a=-b")[2] is Kind.SIGN


def test_plus_with_nothing_after_it_is_no_operator() -> None:
    assert kinds("a+,b") == [Kind.LETTER, Kind.LETTER, Kind.PUNCTUATION, Kind.LETTER]


def test_a_comma_in_braces_is_no_punctuation() -> None:
    assert kinds("10{,}000") == [Kind.NUMBER, Kind.LETTER, Kind.NUMBER]


@pytest.mark.parametrize(
    "latex",
    [r"\operatorname*{arg\,max}_x", r"\arg\max_x", r"\arg\,\max_x", r"\operatorname*{arg max}\limits_x"],
)
def test_arg_max_is_one_name_with_its_limit_below(latex: str) -> None:
    assert parse(latex) == Script(Atom("arg max", Kind.NAME), letter("x"), None, limits=True)


def test_sums_take_limits_even_inside_a_fraction_and_integrals_do_not() -> None:
    fraction = parse(r"\frac{\sum_i}{\int_i}")
    assert isinstance(fraction, Fraction)
    assert fraction.above == Script(Atom("∑", Kind.LARGE), letter("i"), None, limits=True)
    assert fraction.below == Script(Atom("∫", Kind.LARGE), letter("i"), None, limits=False)


def test_a_matrix_with_an_exponent_keeps_its_brackets() -> None:
    node = parse(r"\begin{pmatrix} a \\ b \end{pmatrix}^\top")
    assert node == Script(Fence("(", Table(((letter("a"),), (letter("b"),)), "c"), ")"), None, letter("⊤"))


def test_aligned_columns_are_joined_and_cells_may_be_missing() -> None:
    node = parse(r"\begin{aligned} a &= b \\ c \end{aligned}")
    assert isinstance(node, Table)
    assert node.joined
    assert node.align == "rl"
    assert [len(row) for row in node.rows] == [2, 2]


def test_cases_are_open_to_the_right() -> None:
    node = parse(r"\begin{cases} a & x<0 \\ b & x>0 \end{cases}")
    assert isinstance(node, Fence)
    assert (node.left, node.right) == ("{", "")


def test_accents_braces_and_boxes_are_marks() -> None:
    assert parse(r"\hat{p}") == Accent(letter("p"), "hat")
    assert parse(r"\overline{x}") == Accent(letter("x"), "bar")
    assert parse(r"\underline{x}") == Accent(letter("x"), "underline")
    assert parse(r"\boxed{x}") == Accent(letter("x"), "box")
    assert parse(r"\underbrace{x}_n") == Script(
        Accent(letter("x"), "underbrace"), letter("n"), None, limits=True
    )


def test_a_relation_in_braces_under_something_is_still_one() -> None:
    assert parse(r"\stackrel{a}{=}") == Script(Atom("=", Kind.RELATION), None, letter("a"), limits=True)


def test_roots_have_an_index_or_none() -> None:
    assert parse(r"\sqrt x") == Root(letter("x"))
    assert parse(r"\sqrt[3]{x}") == Root(letter("x"), Atom("3", Kind.NUMBER))


def test_spaces_are_cells_and_thin_negative_ones_nothing() -> None:
    assert items(r"a\,b\quad c\!d") == (
        letter("a"),
        Space(1),
        letter("b"),
        Space(3),
        letter("c"),
        letter("d"),
    )


def test_text_keeps_its_spaces_and_escapes() -> None:
    assert parse(r"\text{50\% of x_i < y & z}") == Atom("50% of x_i < y & z", Kind.WORD)


def test_mathematical_alphabets_become_letters_every_terminal_has() -> None:
    assert parse(r"\mathbb{E}") == letter("E")
    assert parse(r"\mathbf{x}") == letter("x")
    assert parse(r"\mathcal{L}") == parse(r"\mathcal L") == letter("ℒ")
    assert parse(r"\mathbb 1") == Atom("1", Kind.NUMBER)


def test_letters_behind_a_number_are_not_taken_for_a_unit() -> None:
    assert items("a-2pc") == (
        letter("a"),
        Atom("−", Kind.BINARY),
        Atom("2", Kind.NUMBER),
        letter("p"),
        letter("c"),
    )


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"a+\foo", r"unknown command \foo"),
        (r"\argmax_x", r"unknown command \argmax"),
        (r"\href{a}{b}", r"unknown command \href"),
        (r"\begin{tikz} a \end{tikz}", r"unknown command \begin{tikz}"),
        (r"\text{a \emph{b}}", r"unknown command \emph"),
        (r"\text{a {b} c}", r"braces inside \text cannot be read"),
        ("a}", "unbalanced }"),
        ("{a", "unbalanced {"),
        ("a & b", "misplaced &"),
        (r"a \\ b", r"\\ stands in an environment only"),
        (r"\frac{a}", "a command lacks its argument"),
        (r"\left( a", r"\left and \right do not pair"),
        ("x_", "nothing after _ or ^"),
        ("x^a^b", "two superscripts on one base"),
        (r"\begin{matrix} a", r"\begin without \end"),
        ("{" * 2000 + "}" * 2000, "nested too deeply"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(latex: str, message: str) -> None:
    with pytest.raises(
        FormulaError, match="^" + "".join(f"[{c}]" if c not in "\\^" else f"\\{c}" for c in message)
    ):
        parse(latex)


def test_unknown_commands_are_listed_once_in_order() -> None:
    assert unknown_commands(r"\foo\alpha\bar{x}\foo\text{\baz}\begin{x}") == (r"\foo", r"\baz", r"\begin{x}")
    assert unknown_commands(r"\frac{a}{b}\,\{\}\%\\text") == ()
