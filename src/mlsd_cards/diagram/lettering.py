"""How wide words are in the picture, and how they break into lines.

Widths are those of Helvetica and Arial; the picture fixes each line to its width (`textLength`), so that
another font changes the letters and never the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

# Thousandths of the font size for the characters from space to tilde (Adobe's metrics of Helvetica).
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 700  # a character that is not in the table
BOLD = 1.07
"""How much wider a word is in bold, on the average."""

_PIECE = re.compile(r"[^\s/+-]*[/+-]?\s*")


def width(text: str, size: float) -> float:
    """How wide a line is at a font size, in the size's unit."""
    return sum(_WIDTHS[ord(c) - 32] if " " <= c <= "~" else _OTHER for c in text) * size / 1000


def wraps(text: str, size: float, most: int = 3) -> Iterator[tuple[str, ...]]:
    """Yield the most even way to set a text on one line, on two, and so on."""
    pieces = [piece for piece in _PIECE.findall(text.strip()) if piece]
    for lines in range(1, most + 1):
        breaks = combinations(range(1, len(pieces)), lines - 1)
        ways = [_joined(pieces, (0, *places, len(pieces))) for places in breaks]
        if ways:
            yield min(ways, key=lambda way: widest(way, size))


def _joined(pieces: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple("".join(pieces[low:high]).strip() for low, high in pairwise(places))


def widest(lines: Sequence[str], size: float) -> float:
    """The width of the widest line."""
    return max((width(line, size) for line in lines), default=0.0)


def longest_word(text: str, size: float) -> float:
    """The width of the widest part that is not divided."""
    return max((width(piece.strip(), size) for piece in _PIECE.findall(text)), default=0.0)


def fitted(text: str, size: float, room: float, most: int = 3) -> tuple[str, ...]:
    """A text on as few lines as it needs; a word that is wider than `room` is divided."""
    ways = list(wraps(text, size, most))
    for way in ways:
        if widest(way, size) <= room:
            return way
    return tuple(line for part in ways[-1] for line in _divided(part, size, room))


def _divided(word: str, size: float, room: float) -> Iterator[str]:
    while width(word, size) > room:
        end = len(word) - 1
        while end > 1 and width(word[:end] + "-", size) > room:
            end -= 1
        yield word[:end] + "-"
        word = word[end:]
    yield word
