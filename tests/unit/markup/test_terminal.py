"""Card sides in a terminal: what a reader sees at a width, with and without styles."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest

from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.markup.parser import Parsed, Token, parse
from mlsd_cards.markup.terminal import Line, draw, plain
from mlsd_cards.markup.width import cells


def text(source: str, width: int = 40) -> str:
    return shown(draw(parse(source), width=width))


def cloze(source: str, *, hide: int | None = None, reveal: int | None = None) -> str:
    return shown(draw(parse(source, cloze=True), width=76, hide=hide, reveal=reveal))


def answers(source: str, *, reveal: int = 1, width: int = 76) -> str:
    """What is marked as the answer."""
    lines = draw(parse(source, cloze=True), width=width, reveal=reveal)
    return "|".join(run.text for line in lines for run in line if "cloze" in run.style.split())


def styles(source: str) -> dict[str, str]:
    return {run.text: run.style for line in draw(parse(source), width=76) for run in line}


def shown(lines: tuple[Line, ...]) -> str:
    return "\n".join(plain(line) for line in lines)


# Text


def test_words_are_set_into_lines_without_trailing_spaces() -> None:
    assert text("one two three four five six seven eight nine\nten") == (
        "one two three four five six seven eight\nnine ten"
    )


def test_paragraphs_are_one_blank_line_apart_and_none_stands_at_the_ends() -> None:
    assert text("\n\na\n\n\nb\n\n") == "a\n\nb"
    assert text("") == ""


def test_a_hard_break_begins_a_line() -> None:
    assert text("a\\\nb  \nc") == "a\nb\nc"


def test_styles_say_what_the_words_are() -> None:
    found = styles(r"a **b *c*** `d` ~~e~~ \(f\)")
    assert found["b "] == "strong"
    assert found["c"] == "strong emphasis"
    assert found["d"] == "code"
    assert found["~~e~~"] == "struck"
    assert found["f"] == "maths"
    assert styles("## h *i*") == {"h ": "heading", "i": "heading emphasis"}


def test_what_is_struck_out_shows_without_styles_too() -> None:
    assert text("~~wrong~~ right") == "~~wrong~~ right"


def test_a_long_word_is_cut_behind_punctuation_if_it_has_some() -> None:
    address = "https://example.org/" + "path/" * 8
    assert text(address).split("\n")[0] == "https://example.org/path/path/path/path/"
    assert text("x" * 90) == "\n".join(["x" * 40, "x" * 40, "x" * 10])


def test_wide_letters_take_two_cells_and_may_end_a_line_anywhere() -> None:
    lines = text("漢字仮名交じり文は空白がないので、どこでも改行できる。").split("\n")
    assert [cells(line) for line in lines] == [40, 14]
    assert not re.search("^[、。]", "\n".join(lines), re.MULTILINE)


def test_control_characters_are_written_out() -> None:
    assert text("a\x1b[31mb\x9bc\u202ed\x07") == "a\\x1b[31mb\\x9bc\\u202ed\\x07"
    assert text("`\x1b]52;c;x`\n\n```\n\x1b[2J\n```") == "\\x1b]52;c;x\n\n│ \\x1b[2J"
    assert text("&#x202e; x") == "&#x202e; x"  # entities are text
    assert text(r"\(\text{" + "\x9b" + r"}\)") == "\\x9b"


def test_console_markup_is_text() -> None:
    assert text("E[X] and [red]x[/red]") == "E[X] and [red]x[/red]"


# Links and pictures


def test_a_link_shows_where_it_goes() -> None:
    assert text("see [the paper](https://a.org/x).") == "see the paper (https://a.org/x)."
    assert styles("[b](https://a.org)") == {"b": "link", " ": "", "(https://a.org)": "quiet"}
    assert text("[https://a.org](https://a.org)") == "https://a.org"


def test_other_links_are_only_text() -> None:
    assert text("[a](mailto:x@y) [b](c.html)") == "a b"


def test_a_picture_is_its_description() -> None:
    assert text(r"![two *towers* \(x\)](towers.png)") == "[picture: two towers x]"
    assert text("![](towers.png)") == "[picture: towers.png]"


# Blocks


def test_lists_hang_and_nest() -> None:
    assert text("- one two three four five six seven eight\n  - b\n    - c\n- d") == (
        "• one two three four five six seven\n  eight\n  – b\n    · c\n• d"
    )


def test_ordered_lists_count_from_their_start_and_align() -> None:
    assert text("9. a\n10. b\n11. c") == " 9. a\n10. b\n11. c"
    assert text("1) a\n\n2) b") == "1) a\n\n2) b"


def test_an_empty_item_keeps_its_mark() -> None:
    assert text("-\n- b\n\n1.\n2. - c") == "•\n• b\n\n1.\n2. • c"


def test_quotes_have_a_bar_through_their_blank_lines() -> None:
    assert text("a\n\n> b\n>\n> - c\n\nd") == "a\n\n▎ b\n▎\n▎ • c\n\nd"


def test_code_keeps_its_lines_and_has_colours() -> None:
    source = '```python\ndef f(x):\n\treturn "a"  # b\n```'
    assert text(source) == '│ def f(x):\n│     return "a"  # b'
    found = styles(source)
    assert found["def"] == "source keyword"
    assert found['"a"'] == "source string"
    assert found["# b"] == "source comment"


def test_code_that_is_too_wide_goes_on_behind_another_bar() -> None:
    assert text("```\n" + "word " * 10 + "\n```") == "│ " + "word " * 6 + "word\n┆ word word word"


def test_tables_align_their_columns() -> None:
    assert text("| a | bb | c |\n|---|--:|:-:|\n| long | \\(x|y\\) | mid |\n| | 2 | z |") == (
        "a    │    bb │  c\n─────┼───────┼────\nlong │ x | y │ mid\n     │     2 │  z"
    )


def test_cells_are_wrapped_in_a_table_too_wide() -> None:
    drawn = text("| name | words |\n|---|---|\n| a | " + "word " * 10 + "|\n| b | c |")
    assert drawn.split("\n") == [
        "name │ words",
        "─────┼──────────────────────────────────",
        "a    │ word word word word word word",
        "     │ word word word word",
        "     │",
        "b    │ c",
    ]


def test_a_table_without_room_for_its_words_is_written_as_records() -> None:
    head = "| measurement | considerations | recommendation |\n|---|---|---|\n"
    assert text(head + "| a | b | c |\n| d | e | |") == (
        "measurement: a\nconsiderations: b\nrecommendation: c\n\n"
        "measurement: d\nconsiderations: e\nrecommendation:"
    )


def test_deep_nesting_begins_at_the_margin_again() -> None:
    drawn = text("- " * 9 + "words enough for a line, and more", 20)
    assert all(cells(line) <= 20 for line in drawn.split("\n"))
    assert drawn.count("•") + drawn.count("–") + drawn.count("·") == 9
    assert drawn.split()[-7:] == "words enough for a line, and more".split()


def test_no_depth_of_tokens_is_too_deep() -> None:
    opening, closing = Token("blockquote_open", "blockquote", 1), Token("blockquote_close", "blockquote", -1)
    inline = Token("inline", "", 0, children=[Token("text", "", 0, content="deep")])
    strong = [Token("strong_open", "strong", 1)] * 5_000
    inline.children = [*strong, *(inline.children or ())]
    lines = draw(Parsed((*[opening] * 5_000, inline, *[closing] * 5_000)), width=40)
    assert plain(lines[-1]).endswith("deep")


# Formulae


def test_an_inline_formula_is_never_broken_if_it_fits_on_a_line() -> None:
    assert text(r"some words in front of \(a + b = c + d + e + f\), and behind") == (
        "some words in front of\na + b = c + d + e + f, and behind"
    )


def test_an_inline_formula_wider_than_the_line_is_broken_before_a_relation() -> None:
    assert text(r"\(P(aaaa, bbbb) + Q(cccc, dddd) = R(eeee, ffff) + 1\)") == (
        "P(aaaa, bbbb) + Q(cccc, dddd)\n= R(eeee, ffff) + 1"
    )


def test_a_display_formula_stands_apart_as_a_block() -> None:
    assert text("Then\n\\[ x = \\frac{a}{b} \\]\nholds.") == (
        "Then\n\n       a\n  x = ───\n       b\n\nholds."
    )


def test_punctuation_behind_a_display_formula_stays_with_it() -> None:
    assert text("\\[ x = \\frac{a}{b} \\], where") == "       a\n  x = ───,\n       b\n\nwhere"


def test_a_display_formula_too_wide_in_two_dimensions_is_written_like_text() -> None:
    numerator = " + ".join("abcdefghij")
    drawn = text(rf"\[ \frac{{{numerator} + {numerator}}}{{2}} \]")
    assert drawn.split("\n")[1].startswith("  ")
    assert all(cells(line) <= 40 for line in drawn.split("\n"))


def test_a_formula_that_cannot_be_drawn_stands_as_typed() -> None:
    assert text(r"so \(\foo{a}\)") == r"so \foo{a}"


# Deletions


@pytest.mark.parametrize(
    ("hide", "reveal", "expected"),
    [
        (1, None, "A [...] and a [kind], two."),
        (2, None, "A dog and a cat, [...]."),
        (None, 1, "A dog and a cat, two."),
        (None, None, "A dog and a cat, two."),
    ],
)
def test_deletions_are_hidden_by_number(hide: int | None, reveal: int | None, expected: str) -> None:
    source = "A {{c1::dog}} and a {{c1::cat::kind}}, {{c2::**two**}}."
    assert cloze(source, hide=hide, reveal=reveal) == expected


def test_answers_are_marked_and_other_deletions_are_not() -> None:
    source = "A {{c1::dog}} and a {{c2::cat}}, {{c1::`two` *more*::n}}."
    assert answers(source) == "dog|two| |more"
    assert answers(source, reveal=2) == "cat"
    assert "cloze-hidden" in {
        run.style for line in draw(parse(source, cloze=True), width=76, hide=1) for run in line
    }


def test_a_deletion_inside_a_formula_is_a_blank_in_it() -> None:
    source = r"so \(x = \frac{ {{c1::a}} }{b} + {{c2::c}}\) and \[ y = \frac{1}{ {{c1::z}} } \]"
    assert cloze(source, hide=1) == ("so x = [...]/b + c and\n\n         1\n  y = ───────\n       [...]")
    assert cloze(source, hide=2) == "so x = a/b + [...] and\n\n       1\n  y = ───\n       z"
    assert shown(draw(parse(source, cloze=True), width=76, hide=1, ascii=True)).startswith("so x = [...]/b")


def test_an_answer_inside_a_formula_is_marked_where_it_stands() -> None:
    assert answers(r"\(a = {{c1::a + b}} + a\)") == "a + b"
    assert answers(r"\(a + {{c1::a}} + a\)") == "a"
    assert answers(r"\[ x = \frac{ {{c1::n^2}} }{ {{c1::m}} } \]") == "n²|m"
    # The place is not certain: nothing is marked rather than something wrong.
    assert answers(r"\[ x = \frac{n}{ {{c1::n}} } \]") == ""


def test_a_formula_inside_a_deletion_is_hidden_with_it() -> None:
    source = r"It is {{c1::\(x^2\)}} or {{c1::\[ \frac{a}{b} \]}}."
    assert cloze(source, hide=1) == "It is [...] or [...]."
    assert answers(source).startswith("x²|")


def test_deletions_and_emphasis_may_overlap() -> None:
    lines = draw(parse("**a {{c1::b** c}} d", cloze=True), width=76, hide=1)
    assert shown(lines).endswith("d")
    assert not lines[0][-1].style


def test_braces_are_no_deletion_outside_clozes() -> None:
    assert text("{{c1::x}}") == "{{c1::x}}"


# ASCII and the shipped decks


def test_ascii_has_a_spelling_for_everything() -> None:
    source = "- “é” ≥ → …\n\n> q\n\n| a | b |\n|-|-|\n| \\(\\sum_i x_i^2\\) | 漢 |\n\n```\nx\n```\n***"
    drawn = shown(draw(parse(source), width=40, ascii=True))
    assert drawn.isascii()
    assert drawn.split("\n")[0] == '- "e" >= -> ...'


@pytest.fixture(scope="module")
def shipped() -> list[tuple[str, Parsed]]:
    loaded = load(open_folder(Path(__file__).resolve().parents[3] / "decks"))
    return [
        (name, side)
        for found in loaded.reads
        for name, note in found.texts.items()
        for side in (note.front, note.back, note.extra)
        if side
    ]


@pytest.mark.parametrize("width", [40, 76, 100])
def test_every_shipped_note_draws_within_the_width(shipped: list[tuple[str, Parsed]], width: int) -> None:
    for name, side in shipped:
        for number in (None, *side.ordinals):
            for plain_letters in (False, True):
                for views in ({"hide": number}, {"reveal": number}):
                    lines = draw(side, width=width, ascii=plain_letters, **views)
                    wide = [plain(line) for line in lines if cells(plain(line)) > width]
                    assert not wide, (name, wide)
                    assert shown(lines).isascii() if plain_letters else "\\" not in shown(lines), name


def test_every_answer_of_a_shipped_cloze_is_marked(shipped: list[tuple[str, Parsed]]) -> None:
    for name, side in shipped:
        for number in side.ordinals:
            hidden = draw(side, width=76, hide=number)
            assert any("cloze-hidden" in run.style for line in hidden for run in line), name
            revealed = draw(side, width=76, reveal=number)
            assert any("cloze" in run.style.split() for line in revealed for run in line), name


def test_a_typical_side_takes_less_than_a_millisecond(shipped: list[tuple[str, Parsed]]) -> None:
    took = []
    for _, side in shipped:
        start = perf_counter()
        draw(side, width=76)
        took.append(perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.001
