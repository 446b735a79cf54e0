"""Break a row that is too wide: before relations first, before other operators if need be.

Continuation lines stand under what follows the first relation, each with its own
baseline; a blank line parts them where they are taller than one row.
"""

from collections.abc import Sequence
from typing import Final

from mlsd_cards.markup.mathglyphs import Kind
from mlsd_cards.markup.mathgrid import Box, beside, paragraph, text_box
from mlsd_cards.markup.mathspace import Piece, joined

_INDENT: Final = 4
_DEEPEST: Final = 12  # a longer left-hand side does not push the rest to the right
_OPERATORS: Final = frozenset({Kind.RELATION, Kind.BINARY})


def broken(row: Sequence[Piece], width: int) -> Box:
    """Draw a row on as many lines as it takes to stay within `width`, if it can."""
    indent = min(_indent(row), width // 2)
    lines: list[Box] = []
    rest = list(row)
    while rest:
        room = width - (indent if lines else 0)
        count = _fitting(rest, room)
        box = _joined(rest[:count])
        lines.append(beside([text_box(" " * indent), box], [0, 0]) if lines else box)
        rest = rest[count:]
    return paragraph(lines, airy=any(len(box.lines) > 1 for box in lines)) if len(lines) > 1 else lines[0]


def _indent(row: Sequence[Piece]) -> int:
    column = 0
    for piece in row:
        column += piece.gap + piece.box.width
        if column > _DEEPEST:
            break
        if piece.kind is Kind.RELATION:
            return column + 1
    return _INDENT


def _fitting(row: Sequence[Piece], room: int) -> int:
    """Return how many pieces to put on this line: all, or up to the best place to break."""
    used = 0
    breaks: list[tuple[bool, int, int, int]] = []  # is the line well filled, outermost, strongest, last
    for index, piece in enumerate(row):
        if index and used <= room and (strength := _strength(row, index)):
            breaks.append((used >= room // 3, -piece.depth, strength, index))
        used += (piece.gap if index else 0) + piece.box.width
    if used <= room:
        return len(row)
    return max(breaks)[-1] if breaks else _shortest(row)


def _strength(row: Sequence[Piece], index: int) -> int:
    """Grade the place before piece `index`: 2 for a relation, 1 for an operator, 0 for none."""
    piece = row[index]
    given = piece.box.lines[piece.box.base] in {"|", "‖", "||"}
    if given or piece.kind not in _OPERATORS or row[index - 1].kind in {*_OPERATORS, Kind.OPEN}:
        return 0
    return 2 if piece.kind is Kind.RELATION else 1


def _shortest(row: Sequence[Piece]) -> int:
    """Return the first break there is when not even that fits."""
    return next((index for index in range(1, len(row)) if _strength(row, index)), len(row))


def _joined(row: Sequence[Piece]) -> Box:
    first = Piece(row[0].box, row[0].kind, 0)
    return joined([first, *row[1:]])
