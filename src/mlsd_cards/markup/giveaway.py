"""Whether a topic's title above a question would tell (part of) the answer."""

from __future__ import annotations

import re

from mlsd_cards.markup.parser import Parsed, walk
from mlsd_cards.markup.plain import plain_text

_WORD = re.compile(r"[a-z0-9@+-]{3,}", re.IGNORECASE)
_FILLER = frozenset({"and", "the", "for", "with"})


def gives_away(title: str, front: Parsed, back: Parsed | None) -> bool:
    """Whether the title shares a word with the answer that the question does not have; no `back`: a cloze."""
    if back is None:
        shown, hidden = _outside_and_inside(front)
    else:
        shown, hidden = plain_text(front, keep_latex=True), plain_text(back, keep_latex=True)
    return bool((_stems(title) - _FILLER) & _stems(hidden) - _stems(shown))


def _stems(text: str) -> set[str]:
    return {word.casefold().rstrip("s")[:8] for word in _WORD.findall(text)}


def _outside_and_inside(parsed: Parsed) -> tuple[str, str]:
    """The words outside and inside the deletions of a cloze."""
    shown: list[str] = []
    hidden: list[str] = []
    depth = 0
    for token in walk(parsed.tokens):
        depth += (token.type == "cloze_open") - (token.type == "cloze_close")
        if token.type in {"text", "code_inline", "maths"}:
            (hidden if depth else shown).append(token.content)
    return " ".join(shown), " ".join(hidden)
