"""Anki HTML: the author's text arrives as typed, and nothing else does."""

from __future__ import annotations

import re
from html import unescape

import pytest

from mlsd_cards.markup.html import to_html
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.plain import plain_text


def html(text: str) -> str:
    return to_html(parse(text))


def cloze(text: str) -> str:
    return to_html(parse(text, cloze=True), cloze=True)


@pytest.mark.parametrize(
    "text",
    [
        "from $5 to $10 a month",
        "a<b and b>a & c",
        "the mean E[X] of X[0]",
        "{{mustache}} and {{c1::no cloze here}}",
        "1 * 2 * 3 and snake_case_name",
        "<script>alert(1)</script>",
        "<b>not bold</b> &amp; literal",
    ],
)
def test_text_stays_the_text_that_was_typed(text: str) -> None:
    drawn = unescape(re.sub(r"</?(p|em|strong)>", "", html(text)))
    assert drawn == text


def test_no_markup_of_an_author_reaches_the_card() -> None:
    drawn = html('<img src=x onerror=alert(1)> <a href="javascript:x">y</a> <style>*{}</style>')
    assert not re.search(r"<(img|a|style)", drawn)


@pytest.mark.parametrize(
    "tag", ["[latex]x[/latex]", "[sound:a.mp3]", "[anki:play:q:0]", "[$]x[/$]", "[$$]x[/$$]"]
)
def test_anki_tags_are_broken_in_text_code_and_formulae(tag: str) -> None:
    for drawn in (html(f"say {tag}"), html(f"`{tag}`"), html(f"```\n{tag}\n```")):
        assert tag not in drawn
        assert tag in unescape(drawn)


def test_formulae_are_escaped_once_and_otherwise_left_alone() -> None:
    assert html(r"if \(a<b\) & \[ x_1 * y_2 * z|w \]") == r"if \(a&lt;b\) &amp; \[ x_1 * y_2 * z|w \]"


def test_a_display_formula_may_follow_text_span_lines_and_hold_what_markdown_would_eat() -> None:
    drawn = html("the sum:\n\\[ a\n- b\n# c\n\n= d \\]\nand more")
    assert "\\[ a\n- b\n# c\n\n= d \\]" in drawn
    assert "<ul>" not in drawn
    assert "<h1>" not in drawn


def test_a_bar_inside_a_formula_does_not_split_a_table_cell() -> None:
    drawn = html("| quantity | form |\n|---|---|\n| chance | \\(P(a|b)\\) |")
    assert r"<td>\(P(a|b)\)</td>" in drawn


def test_a_backslash_in_text_never_starts_a_formula() -> None:
    drawn = html(r"write \\(x\\) for maths")
    assert r"\(" not in drawn
    assert "\\<span></span>(x\\<span></span>)" in drawn


def test_delimiters_inside_code_are_code() -> None:
    assert html(r"`\(x\)`") == r"<code>\(x\)</code>"
    assert r"\[ y \]" in html("```\n\\[ y \\]\n```")


def test_code_blocks_are_coloured_with_static_spans() -> None:
    drawn = html("```python\nfor i in range(3): print('<x>')  # go\n```")
    assert '<pre class="code"><code><span class="k">for</span>' in drawn
    assert "&lt;x&gt;" in drawn
    assert "style=" not in drawn


def test_an_unknown_language_is_plain_code() -> None:
    assert html("```nolang\nx = 1\n```") == '<pre class="code"><code>x = 1</code></pre>'


def test_lists_tables_links_and_pictures() -> None:
    drawn = to_html(
        parse("- a\n- b\n\n1. c\n\n[l](https://a.b/c?d=1&e=2)\n\n![alt](p.png)"), {"p.png": "mlsd-p-1.png"}
    )
    assert "<ul><li>a</li>" in drawn
    assert "<ol><li>c</li>" in drawn
    assert '<a href="https://a.b/c?d=1&amp;e=2">l</a>' in drawn
    assert '<img src="mlsd-p-1.png" alt="alt">' in drawn


def test_a_formula_in_a_pictures_description_is_its_source() -> None:
    assert to_html(parse(r"![a \(x\)](p.png)")) == r'<img src="p.png" alt="a \(x\)">'


def test_entities_are_text_so_no_character_enters_behind_the_readers_back() -> None:
    assert html("a &#x202e; b &amp; c") == "a &amp;#x202e; b &amp;amp; c"


def test_a_single_paragraph_has_no_wrapper_and_several_have() -> None:
    assert html("one *line*") == "one <em>line</em>"
    assert html("one\n\ntwo") == "<p>one</p>\n<p>two</p>"


def test_clozes_with_formulae_inside_and_round_them() -> None:
    drawn = cloze(r"root {{c1::\(\sqrt{x^{2}}\)}} of \(\frac{ {{c2::a^{2}}} }{b}\)")
    assert drawn == (r"root {{c1::\(\sqrt{x^{2&#125;&#125;\)}} of \(\frac{ {{c2::a^{2&#125;}} }{b}\)")


def test_clozes_with_code_keep_double_colons_and_braces() -> None:
    drawn = cloze("call {{c1::`std::map<K, {V}>`}} here")
    assert drawn == "call {{c1::<code>std&#58;&#58;map&lt;K, {V&#125;&gt;</code>}} here"


def test_a_hint_is_ankis_hint() -> None:
    assert cloze("the {{c1::mode::not the mean}} of it") == "the {{c1::mode::not the mean}} of it"


def test_a_literal_opening_outside_deletions_is_no_deletion() -> None:
    assert cloze("`{{c9::x}}` is {{c1::how}}").count("{{c") == 1


def test_emphasis_inside_a_deletion_stays_inside() -> None:
    assert cloze("a {{c1::**b** c}} d") == "a {{c1::<strong>b</strong> c}} d"


def test_ordinals_are_those_that_anki_will_see() -> None:
    assert parse(r"{{c1::a}} {{c2::b}} \(x^{ {{c3::2}} }\)", cloze=True).ordinals == (1, 2, 3)


def test_plain_text_counts_what_a_reader_sees() -> None:
    assert plain_text(parse(r"**Bold** \(\frac{a}{b}\) `code` [link](https://a.b)")) == "Bold ab code link"
    assert plain_text(parse("a {{c1::hidden::hint}} word", cloze=True)) == "a hidden word"
