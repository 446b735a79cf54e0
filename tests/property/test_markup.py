"""Whatever an author types: formulae reach MathJax byte for byte, text stays text, nothing crashes."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import assume, given
from hypothesis import strategies as st

from mlsd_cards.markup.html import to_html
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.markup.scan import scan

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85")
PROSE = st.text(st.sampled_from("ab *_|$<>&{}:#-\n`[]().,\\") | CHARACTERS, max_size=30)
MATHS_PIECES = st.sampled_from(
    ["x", "a<b", "P(a|b)", "_i", "^{2}", r"\frac{a}{b}", r"\\", r"\{", r"\}", "&", "*", "__", "\n", "{{a}}", "::", "-", "#", " ", "|", "~", "}}{{", "`"]
)  # fmt: skip
LATEX = st.lists(MATHS_PIECES, min_size=1, max_size=8).map("".join)


class Texts(HTMLParser):
    """The text of a page as a browser (and so MathJax) sees it, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def balanced(latex: str) -> bool:
    """Whether a formula's braces balance, as MathJax counts them."""
    depth, position = 0, 0
    while position < len(latex):
        if latex[position] == "\\":
            position += 2
            continue
        depth += (latex[position] == "{") - (latex[position] == "}")
        if depth < 0:
            return False
        position += 1
    return depth == 0 and position == len(latex)


@given(LATEX, st.booleans())
def test_what_mathjax_reads_is_what_the_author_typed(latex: str, display: bool) -> None:
    assume(balanced(latex) and r"\(" not in latex and r"\[" not in latex)
    typed = f"\\[{latex}\\]" if display else f"\\({latex}\\)"
    html = to_html(parse(f"before {typed} after"))
    assert typed in Texts(html).text


@given(LATEX)
def test_the_same_holds_inside_a_deletion(latex: str) -> None:
    assume(balanced(latex) and "{{c" not in latex)
    typed = f"\\({latex}\\)"
    html = to_html(parse(f"before {{{{c1::{typed}}}}} after", cloze=True), cloze=True)
    # Anki takes the first }} and the first :: of a deletion; what is between is what it shows.
    inside = html.partition("{{c1::")[2].partition("}}")[0]
    assert "::" not in inside
    assert Texts(inside).text == typed


@given(PROSE)
def test_only_our_own_tags_come_out(text: str) -> None:
    allowed = set(
        "p strong em s ul ol li blockquote table thead tbody tr th td a img code pre span br hr".split()
    )
    allowed |= {f"h{n}" for n in range(1, 7)}
    assert Texts(to_html(parse(text))).tags <= allowed


@given(PROSE, st.booleans())
def test_parsing_never_fails_and_faults_lie_inside_the_text(text: str, cloze: bool) -> None:
    parsed = parse(text, cloze=cloze)
    plain_text(parsed)
    to_html(parsed, cloze=cloze)
    assert all(0 <= fault.offset <= len(text) for fault in parsed.faults)


@given(PROSE)
def test_taking_formulae_out_and_putting_them_back_is_the_identity(text: str) -> None:
    scanned = scan(text)
    assert scanned.restore(scanned.text) == text


@given(st.text(st.sampled_from("ab $<>&{}:#.,'\"/;=+") | CHARACTERS, min_size=1, max_size=40))
def test_words_without_markdown_are_shown_as_they_are(text: str) -> None:
    assume(text.strip() and not any(mark in text for mark in "*_`[]\\~|\n") and "&" not in text)
    assume(text.lstrip()[0] not in "#>+-=0123456789" and text == text.strip() and "  " not in text)
    assume(text.isprintable())
    assert Texts(to_html(parse(text))).text == text
