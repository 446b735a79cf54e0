"""Whatever stands on a card: no line is too wide, no word is lost, nothing steers the terminal."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.terminal import draw, plain
from mlsd_cards.markup.width import cells

WIDTHS = st.integers(20, 100)
FORMULAE = st.sampled_from(
    [
        "x", "a+b=c", "\\frac{a+b}{c}", "\\sum_{i=1}^n x_i", "\\sqrt{p+q}", "\\foo", "{{c1::x}}+y", "\\bar p", "a}", "",
        "\\frac{ {{c2::aaaa+bbbb+cccc+dddd+eeee+ffff}} }{\\sum_j gggg_j + hhhh_j + kkkk_j}", "\\text{漢字 and words}",
        "\\begin{cases} a & b \\\\ c & d \\end{cases}", "P(\\text{clicks and conversions} \\mid \\text{user, item, time})",
    ]
).flatmap(lambda latex: st.sampled_from([f"\\({latex}\\)", f"\\[{latex}\\]"]))  # fmt: skip
WORDS = st.sampled_from(
    ["word", "*it*", "**bold**", "`code`", "~~s~~", "[a](https://a.org/b)", "漢字仮名", "é", "x" * 45]
)
DELETIONS = st.sampled_from(
    ["{{c1::one}}", "{{c2::two words::hint here}}", "{{c1::\\(x\\)}}", "{{c3::**b**", "}}"]
)
MARKS = st.sampled_from(
    ["\n", "\n\n", "- ", "  - ", "1. ", "> ", "# ", "|", "|-|-|\n", "```\n", "***", "\\\n", "![p](q)"]
)
TYPED = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x1b\x9b\u202e\u0301\t\x00"), max_size=6
)
PIECES = st.one_of(WORDS, FORMULAE, DELETIONS, MARKS, TYPED)
DOCUMENTS = st.lists(PIECES, max_size=25).map(" ".join)
NUMBERS = st.sampled_from([None, 1, 2, 3])


@given(DOCUMENTS, WIDTHS, st.booleans(), NUMBERS, NUMBERS, st.booleans())
def test_no_line_is_wider_than_the_width_and_none_steers_the_terminal(
    source: str, width: int, plain_letters: bool, hide: int | None, reveal: int | None, cloze: bool
) -> None:
    lines = draw(parse(source, cloze=cloze), width=width, ascii=plain_letters, hide=hide, reveal=reveal)
    for line in lines:
        text = plain(line)
        assert cells(text) <= width
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", text)
        assert text.isascii() or not plain_letters
        assert not text.endswith(" ")
        assert all(run.text for run in line)
        assert all(one.style != two.style for one, two in pairwise(line))


@given(DOCUMENTS, WIDTHS)
def test_the_same_text_is_drawn_the_same_every_time(source: str, width: int) -> None:
    assert draw(parse(source), width=width) == draw(parse(source), width=width)


NAMES = st.integers(0, 999).map("w{}q".format)
SENTENCES = st.lists(NAMES, min_size=1, max_size=20).map(" ".join)
BLOCKS = st.recursive(
    SENTENCES
    | SENTENCES.map("## {}".format)
    | SENTENCES.map("```python\n{}\n```".format)
    | SENTENCES.map("a *{}* `b`".format)
    | SENTENCES.map("[{}](https://a.org)".format),
    lambda blocks: st.one_of(
        st.lists(blocks, min_size=1, max_size=3).map("\n\n".join),
        st.lists(blocks.map(lambda text: "- " + text.replace("\n", "\n  ")), min_size=1, max_size=3).map(
            "\n".join
        ),
        blocks.map(lambda text: "1. " + text.replace("\n", "\n   ")),
        blocks.map(lambda text: "> " + text.replace("\n", "\n> ")),
    ),
    max_leaves=6,
)


@given(BLOCKS, WIDTHS, st.booleans())
def test_all_words_appear_in_order(source: str, width: int, plain_letters: bool) -> None:
    lines = draw(parse(source), width=width, ascii=plain_letters)
    assert re.findall(r"w\d+q", "\n".join(map(plain, lines))) == re.findall(r"w\d+q", source)


@given(st.lists(st.lists(SENTENCES, min_size=3, max_size=3), min_size=1, max_size=4), WIDTHS)
def test_a_table_holds_all_words_of_each_column_in_order(rows: list[list[str]], width: int) -> None:
    head = "| h | i | j |\n|---|:-:|--:|\n"
    lines = draw(parse(head + "\n".join(f"| {' | '.join(row)} |" for row in rows)), width=width)
    drawn = [plain(line).split("│") for line in lines]
    if len(drawn[0]) == 3:
        for column in range(3):
            found = " ".join(line[column] for line in drawn if len(line) == 3)
            assert re.findall(r"w\d+q", found) == " ".join(row[column] for row in rows).split()
    else:
        found = " ".join(map(plain, lines))
        assert re.findall(r"w\d+q", found) == " ".join(" ".join(row) for row in rows).split()


@given(SENTENCES, SENTENCES, SENTENCES, st.sampled_from([1, 2]))
def test_what_is_asked_for_is_hidden_and_all_else_is_not(one: str, two: str, three: str, hide: int) -> None:
    parsed = parse(f"{one} {{{{c1::{two}}}}} and {{{{c2::{three}}}}}", cloze=True)
    hidden = " ".join(map(plain, draw(parsed, width=76, hide=hide)))
    kept = [one, three if hide == 1 else two]
    assert re.findall(r"w\d+q", hidden) == " ".join(kept).split()
    assert hidden.count("[...]") == 1
    asked = [run.text for line in draw(parsed, width=76, reveal=hide) for run in line if run.style == "cloze"]
    assert " ".join(asked) == (two if hide == 1 else three)
