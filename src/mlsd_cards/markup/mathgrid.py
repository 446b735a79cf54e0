"""Blocks of text with a baseline, and the ways to put them together.

Knows lines and cells, nothing of formulae. All lines of a box are equally wide, so
boxes can be joined without looking inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from mlsd_cards.markup.width import cells


class Edge(IntEnum):
    """How a box begins or ends; what would run together is kept apart (2 TPR, w_c p)."""

    CLEAR = 0
    LETTER = 1
    WORD = 2


@dataclass(frozen=True, slots=True)
class Box:
    """Equally wide lines; `base` is the row that stands on the writing line.

    `top` and `bottom` delimit the rows that brackets must cover: a raised exponent
    is not among them.
    """

    lines: tuple[str, ...]
    base: int
    width: int
    top: int
    bottom: int
    start: Edge = Edge.CLEAR
    end: Edge = Edge.CLEAR

    @property
    def tall(self) -> bool:
        return self.top != self.bottom

    @property
    def below(self) -> int:
        return len(self.lines) - self.base - 1


def text_box(text: str, start: Edge = Edge.CLEAR, end: Edge = Edge.CLEAR) -> Box:
    return Box((text,), 0, cells(text), 0, 0, start, end)


def padded(text: str, width: int, align: str = "l") -> str:
    """Fill `text` up to `width` cells: l(eft), r(ight) or c(entred)."""
    missing = max(0, width - cells(text))
    before = {"l": 0, "r": missing}.get(align, missing // 2)
    return " " * before + text + " " * (missing - before)


def beside(boxes: Sequence[Box], gaps: Sequence[int]) -> Box:
    """Set boxes on one writing line, `gaps[i]` cells before box i."""
    if len(boxes) == 1 and not gaps[0]:
        return boxes[0]
    if not boxes:
        return text_box("")
    above = max(box.base for box in boxes)
    below = max(box.below for box in boxes)
    rows = []
    for row in range(-above, below + 1):
        parts = []
        for box, gap in zip(boxes, gaps, strict=True):
            index = row + box.base
            inside = 0 <= index < len(box.lines)
            parts.append(" " * gap + (box.lines[index] if inside else " " * box.width))
        rows.append("".join(parts))
    return Box(
        tuple(rows),
        above,
        sum(gaps) + sum(box.width for box in boxes),
        min(above - box.base + box.top for box in boxes),
        max(above - box.base + box.bottom for box in boxes),
        boxes[0].start if not gaps[0] else Edge.CLEAR,
        boxes[-1].end,
    )


def stacked(boxes: Sequence[Box], *, base: int, align: str = "c") -> Box:
    """Set boxes below each other; the base of the box numbered `base` becomes the base."""
    width = max(box.width for box in boxes)
    lines = tuple(padded(line, width, align) for box in boxes for line in box.lines)
    row = sum(len(box.lines) for box in boxes[:base]) + boxes[base].base
    return Box(lines, row, width, 0, len(lines) - 1)


def paragraph(boxes: Sequence[Box], *, airy: bool) -> Box:
    """Set boxes below each other from the left, with blank lines between them if `airy`."""
    blank = [text_box("")] if airy else []
    parts = [part for box in boxes[1:] for part in (*blank, box)]
    return stacked([boxes[0], *parts], base=0, align="l")


def horizontal(pattern: str, width: int) -> Box:
    """Return a line of `width` cells, drawn from left, fill and right.

    A pattern of one sign repeats; of three is left, fill, right; of five has a middle too.
    """
    if len(pattern) == 1:
        return text_box(pattern * width)
    left, fill, right = pattern[0], pattern[1], pattern[-1]
    if len(pattern) == 3:
        return text_box(left + fill * (width - 2) + right)
    half = (width - 3) // 2
    return text_box(left + fill * half + pattern[2] + fill * (width - 3 - half) + right)


# Brackets taller than a line: top, fill, middle, bottom.
_TALL: Final[dict[str, str]] = {
    "(": "⎛⎜⎜⎝", ")": "⎞⎟⎟⎠", "[": "⎡⎢⎢⎣", "]": "⎤⎥⎥⎦", "{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭", "|": "││││", "‖": "║║║║",
    "⌊": "⎢⎢⎢⎣", "⌋": "⎥⎥⎥⎦", "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "⟨": "╱│⟨╲", "⟩": "╲│⟩╱",
}  # fmt: skip
_TALL_ASCII: Final[dict[str, str]] = {
    "(": "/||\\", ")": "\\||/", "[": "[[[[", "]": "]]]]", "{": "/|<\\", "}": "\\|>/", "|": "||||", "‖": "||||",
    "⌊": "|||[", "⌋": "|||]", "⌈": "[|||", "⌉": "]|||", "⟨": "/|<\\", "⟩": "\\|>/",
}  # fmt: skip


def bracket(sign: str, rows: int, base: int, *, plain: bool) -> Box:
    """Draw `sign` over two or more rows, the one numbered `base` on the writing line."""
    shape = (_TALL_ASCII if plain else _TALL).get(sign, sign * 4)
    inner = [shape[1]] * (rows - 2)
    if inner:
        inner[min(max(base - 1, 0), len(inner) - 1)] = shape[2]
    return Box((shape[0], *inner, shape[3]), base, 1, 0, rows - 1)
