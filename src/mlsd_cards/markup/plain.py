"""The words that a reader sees: for counting lengths, comparing fronts and one-line lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mlsd_cards.markup.parser import Parsed, Token
from mlsd_cards.markup.scan import without_deletions

_COMMAND = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\s*|\\.|[{}_^&~]")
_SPACE = re.compile(r"\s+")


def plain_text(parsed: Parsed, *, keep_latex: bool = False) -> str:
    """The text without Markdown; formulae without their TeX markup (or as typed with `keep_latex`).

    Blocks are separated by a newline; deletions read as when shown.
    """
    return "\n".join(line for line in _lines(parsed.tokens, keep_latex=keep_latex) if line)


def visible_maths(latex: str) -> str:
    """Roughly the characters that a formula shows, for counting its length."""
    return _SPACE.sub(" ", _COMMAND.sub("", without_deletions(latex))).strip()


def _lines(tokens: Iterable[Token], *, keep_latex: bool) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            text = "".join(_piece(child, keep_latex=keep_latex) for child in token.children or ())
            yield _SPACE.sub(" ", text).strip()
        elif token.type == "fence":
            yield token.content.strip("\n")


def _piece(token: Token, *, keep_latex: bool) -> str:
    match token.type:
        case "text" | "code_inline" | "image":
            return token.content
        case "maths":
            return without_deletions(token.content) if keep_latex else visible_maths(token.content)
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return ""
