"""What formulae look like in a terminal: in blocks, on one line, in ASCII, on narrow lines."""

from textwrap import dedent

import pytest

from mlsd_cards.markup.mathbox import FormulaError, render
from mlsd_cards.markup.width import cells


def picture(latex: str, *, width: int = 76, plain: bool = False) -> str:
    return "\n".join(line.rstrip() for line in render(latex, display=True, width=width, ascii=plain))


def drawn(text: str) -> str:
    return dedent(text).strip("\n")


def inline(latex: str, *, plain: bool = False) -> str:
    (line,) = render(latex, display=False, ascii=plain)
    return line


PICTURES = {
    r"\text{Precision}=\frac{TP}{TP+FP}": """
                       TP
        Precision = ─────────
                     TP + FP
    """,
    r"\mathrm{DCG@}k=\sum_{i=1}^{k}\frac{2^{rel_i}-1}{\log_2(i+1)}": """
                       relᵢ
                 k    2     − 1
        DCG@k =  ∑  ─────────────
                i=1  log₂(i + 1)
    """,
    r"\mathcal L=-\ln\frac{e^{z_y}}{\sum_j e^{z_j}}": """
                   z_y
                  e
        ℒ = −ln ────────
                    z_j
                 ∑ e
                 j
    """,
    r"f(x)=\begin{cases} \frac12x^2 & |x|\le\delta \\ \delta|x| & \text{otherwise} \end{cases}": """
               ⎧ ½x²    |x| ≤ δ
        f(x) = ⎨
               ⎩ δ|x|   otherwise
    """,
    r"\hat\theta=\operatorname*{arg\,max}_{\theta\in\Theta}\prod_{t=1}^{T}p(x_t\mid x_{<t})": """
                     T
        θ̂ = arg max  ∏  p(xₜ | x  )
              θ∈Θ   t=1         <t
    """,
    r"\text{Attention}=\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": """
                           ⎛ QKᵀ ⎞
        Attention = softmax⎜─────⎟V
                           ⎝ √dₖ ⎠
    """,
    r"\mu+c\sqrt{2\ln t}": """
              ______
        μ + c√2 ln t
    """,
    r"\left\|x\right\|=\sqrt{\frac{a}{b}}": """
                ___
               │ a
        ‖x‖ =  │───
              √│ b
    """,
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^\top": """
        ⎛a  b⎞ᵀ
        ⎜    ⎟
        ⎝c  d⎠
    """,
    r"\begin{aligned} a+b &= c \\ d &= \frac{e}{f} \end{aligned}": """
        a + b = c

                 e
            d = ───
                 f
    """,
    r"1-\binom{n-c}{k}/\binom{n}{k}": """
            ⎛n − c⎞   ⎛n⎞
        1 − ⎜     ⎟ / ⎜ ⎟
            ⎝  k  ⎠   ⎝k⎠
    """,
    r"\underbrace{a+b+c}_{\text{three}}+\overline{x+y}": """
                    _____
        a + b + c + x + y
        ╰───┬───╯
          three
    """,
    r"\boxed{x=\frac{a}{b}}": """
        ┌─────────┐
        │      a  │
        │ x = ─── │
        │      b  │
        └─────────┘
    """,
    r"\left.\frac{a}{b}\right|_{x=0}^2": """
         a │²
        ───│
         b │x=0
    """,
}


@pytest.mark.parametrize("latex", PICTURES)
def test_display_formulae_are_drawn_in_blocks(latex: str) -> None:
    assert picture(latex) == drawn(PICTURES[latex])


INLINE = {
    r"\frac{a+b}{c}": "(a + b)/c",
    r"\frac{2TP}{2TP+FP+FN}": "2TP/(2TP + FP + FN)",
    r"\frac{a}{bc}": "a/(bc)",
    r"\frac{a}{b}c": "(a/b)c",
    r"c\frac{a}{b}": "c(a/b)",
    r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
    r"\frac{a}{\frac{b}{c}}": "a/(b/c)",
    r"\frac{a}{b}^2": "(a/b)²",
    r"{a+b}^2": "(a + b)²",
    r"\frac{\ln t}{n}": "(ln t)/n",
    r"\frac{x}{\log_2(i+1)}": "x/log₂(i + 1)",
    r"\frac{p(x)}{N(a+b)}": "p(x)/(N(a + b))",
    r"\frac{\partial L}{\partial w}": "∂L/∂w",
    r"\frac{\text{peak FLOP/s}}{n}": "(peak FLOP/s)/n",
    r"\ln\frac{a}{b}": "ln(a/b)",
    r"-\frac1N\sum_i x_i": "−(1/N) ∑ᵢ xᵢ",
    r"\tfrac12\delta": "½δ",
    r"2\tfrac12": "2(1/2)",
    r"\sqrt{x+1}": "√(x + 1)",
    r"\sqrt x y": "√x y",
    r"\sqrt{x}^2+\sqrt{x^2}": "(√x)² + √(x²)",
    r"\sqrt[3]{x}": "∛x",
    r"x^2+x_{ij}+x_{i+1}": "x² + xᵢⱼ + xᵢ₊₁",
    r"x_c^2 y": "x_c^2 y",
    r"w_c p_i": "w_c p_i",
    r"p_i q_j": "pᵢqⱼ",
    r"e^{-\lambda\Delta t}": "e^{−λΔt}",
    r"{x^a}^b": "(xᵃ)ᵇ",
    r"x_{i_j}": "x_{iⱼ}",
    r"A^{-1}x^\top s^+ p^{(T)}": "A⁻¹xᵀs⁺p⁽ᵀ⁾",
    r"\pi^* y": "π* y",
    r"f'(x)+g''": "f′(x) + g″",
    r"\sum_{i=1}^{n} i": "∑_{i=1}^n i",
    r"\max_{j\in S}s(i,j)": "max_{j∈S} s(i, j)",
    r"\lambda\,rel(i)": "λ rel(i)",
    r"y\ln\hat y": "y ln ŷ",
    r"\text{top}k": "top k",
    r"\text{pass@}k": "pass@k",
    r"6\,|V|^{1/4}": "6 |V|^{1/4}",
    r"KL(p\|q)": "KL(p ‖ q)",
    r"P(y=1\mid x)": "P(y = 1 | x)",
    r"\{-1,1\}": "{−1, 1}",
    r"f := -x": "f := −x",
    r"x\bmod n": "x mod n",
    r"1,\dots,n": "1, …, n",
    r"\binom{n}{k}p": "binom(n, k)p",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}": "[a, b; c, d]",
    r"\begin{cases} a & x<0 \\ b & y \end{cases}": "{a, x < 0; b, y}",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a = b; c = d",
    r"\overline{x+y}": "bar(x + y)",
    r"\mathbb{E}_{x\sim p}[x]\in\mathbb{R}": "E_{x~p}[x] ∈ ℝ",
    r"\epsilon\le\varepsilon": "ε ≤ ε",
    r"10{,}000": "10,000",
    r"50\%\_\#": "50%_#",
    r"\big(\Bigl[x\Bigr]\big)": "([x])",
    r"\Sigma\neq\sum": "Σ ≠ ∑",
}


@pytest.mark.parametrize("latex", INLINE)
def test_inline_formulae_are_one_line_with_the_brackets_they_need(latex: str) -> None:
    assert inline(latex) == INLINE[latex]


ASCII = {
    r"\alpha\beta t": "alpha beta t",
    r"\frac1N\sum_{i=1}^n x_i^2": "(1/N) sum_{i=1}^n x_i^2",
    r"\hat y\le\bar y_c": "hat(y) <= bar(y)_c",
    r"\sqrt{x}+\sqrt[3]{y}": "sqrt(x) + root(3, y)",
    r"\lfloor x\rfloor\cdot\lVert w\rVert": "floor(x) * ||w||",
    r"x\in A\cup B": "x in A union B",
    r"\lambda|x|": "lambda |x|",
    r"y'_i\to\infty": "y_i' -> inf",
    r"\tfrac12\mathcal{L}": "(1/2)L",
    r"\text{café}": "cafe",
}


@pytest.mark.parametrize("latex", ASCII)
def test_ascii_spells_every_symbol(latex: str) -> None:
    assert inline(latex, plain=True) == ASCII[latex]


def test_ascii_display_draws_with_what_there_is() -> None:
    assert picture(r"\hat y=\left(\frac{x^2}{\sqrt{ab}}\right)", plain=True) == drawn(
        r"""
            /   2  \
        ^   |  x   |
        y = |------|
            |   __ |
            \ \/ab /
        """
    )


LONG = r"L=\frac{a}{b}+\beta\,\mathrm{KL}(p\|q)+\lambda\lVert w\rVert^2=c-d"


def test_a_wide_formula_is_broken_before_a_relation_or_operator() -> None:
    assert picture(LONG, width=30) == drawn(
        """
             a
        L = ─── + β KL(p ‖ q) + λ‖w‖²
             b

            = c − d
        """
    )


def test_continuation_lines_stand_behind_the_first_relation() -> None:
    lines = picture("x = a + b + c + d + e + f", width=14).splitlines()
    assert lines == ["x = a + b + c", "    + d + e", "    + f"]


def test_a_bracket_too_wide_is_broken_inside_at_its_outermost_operator() -> None:
    assert picture(r"x = [y\ln p+(1-y)\ln(1-p)]", width=24).splitlines() == [
        "x = [y ln p",
        "    + (1 − y) ln(1 − p)]",
    ]


def test_no_line_breaks_at_given() -> None:
    assert picture(r"P(click\mid query)", width=10) == "P(click | query)"


def test_what_has_no_place_to_break_stays_whole() -> None:
    assert picture(r"\frac{aaaaaaaaaa}{b}", width=5).splitlines()[0].strip() == "aaaaaaaaaa"


def test_lines_of_an_aligned_environment_are_broken_each_for_itself() -> None:
    lines = picture(r"\begin{aligned} a &= b + c + d + e \\ f &= g \end{aligned}", width=12).splitlines()
    assert lines == ["a = b + c", "    + d + e", "", "f = g"]


def test_wide_letters_count_two_cells() -> None:
    top, bar, _ = render(r"\frac{\text{検索}}{x}", display=True)
    assert bar == "─" * 6
    assert cells(top) == 6


def test_an_empty_formula_is_an_empty_line() -> None:
    assert render("", display=False) == render("", display=True) == ("",)


def test_unknown_commands_are_refused_by_name() -> None:
    with pytest.raises(FormulaError, match=r"unknown command \\foo"):
        render(r"\frac{\foo}{b}", display=True)


def test_a_formula_error_is_a_value_error() -> None:
    assert issubclass(FormulaError, ValueError)
