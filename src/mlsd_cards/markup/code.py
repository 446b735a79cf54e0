"""Colour source code with static spans; the classes are styled by each target's own style sheet."""

from __future__ import annotations

from collections.abc import Iterator

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound


def highlight(source: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield (short class, text) pieces that together are `source`; an unknown language is one plain piece."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        yield "", source
        return
    pending_class, pending = "", ""
    for kind, text in lexer.get_tokens(source):
        css = _short_class(kind)
        if css == pending_class:
            pending += text
        else:
            if pending:
                yield pending_class, pending
            pending_class, pending = css, text
    if pending:
        yield pending_class, pending


def _short_class(kind: _TokenType) -> str:
    """Pygments' class, cut to the few that the style sheets know."""
    css = STANDARD_TYPES.get(kind, "")
    return "" if css in {"", "w", "n", "p"} else css[0]
