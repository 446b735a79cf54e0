"""Room between neighbours in a row, by class as in TeX, in whole cells.

Relations and binary operators get one cell on each side, punctuation one behind it,
function names one towards their operands; letters touch, unless they would run
together into another word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlsd_cards.markup.mathglyphs import Kind
from mlsd_cards.markup.mathgrid import Box, Edge, beside
from mlsd_cards.markup.mathnodes import Fence, Node, Space, kind_of


@dataclass(frozen=True, slots=True)
class Style:
    """In which letters and with how much room a formula is set."""

    ascii: bool
    tight: bool = False  # in scripts: no room round operators
    letters: bool = True  # letters as small subscripts; else x_i throughout, as some letter has no small form
    nested: bool = False  # inside a fraction: short fractions are written with a slash


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a row, drawn, with the room before it."""

    box: Box
    kind: Kind
    gap: int
    depth: int = 0  # how many opened brackets stand around it


_OPERATORS: Final = frozenset({Kind.RELATION, Kind.BINARY})
_CLINGING: Final = frozenset({Kind.SIGN, Kind.SLASH})
_ROOMY: Final = frozenset({Kind.LARGE, Kind.NAME})


def pieces(items: Sequence[Node], boxes: Sequence[Box], *, tight: bool) -> list[Piece]:
    """Put room between the items of a row; the boxes of spaces are not looked at."""
    result: list[Piece] = []
    wanted = 0
    for item, box in zip(items, boxes, strict=True):
        if isinstance(item, Space):
            wanted += item.width
            continue
        kind = Kind.CLOSE if isinstance(item, Fence) and item.left in {"|", "‖"} else kind_of(item)
        gap = max(wanted, _gap(result[-1], box, kind, tight=tight)) if result else 0
        result.append(Piece(box, kind, gap))
        wanted = 0
    return result


def joined(row: Sequence[Piece]) -> Box:
    """Draw pieces as one box."""
    return beside([piece.box for piece in row], [piece.gap for piece in row])


def _gap(left: Piece, box: Box, kind: Kind, *, tight: bool) -> int:
    both = {left.kind, kind}
    if Kind.PUNCTUATION in both:
        return 0 if tight or kind is Kind.PUNCTUATION else 1
    if both & _OPERATORS:
        return _operator_gap(left, box, kind, tight=tight)
    if both & _CLINGING and left.kind not in _ROOMY:
        return int(box.tall or (left.box.tall and kind is Kind.SLASH))
    if both & _ROOMY:
        calls = left.kind is Kind.NAME and (kind is Kind.FENCE or box.lines[box.base].startswith("("))
        return 0 if calls else 1
    if Kind.INNER in both:
        return 0 if tight else 1
    return int(_would_touch(left, box, kind))


def _operator_gap(left: Piece, box: Box, kind: Kind, *, tight: bool) -> int:
    if left.kind is kind is Kind.RELATION:
        return 0  # :=
    words = any(_is_word(piece) for piece in (left, Piece(box, kind, 0)))
    return 1 if words or not tight else 0


def _is_word(piece: Piece) -> bool:
    return piece.kind in _OPERATORS and any(text.strip()[-1:].isalpha() for text in piece.box.lines)


def _would_touch(left: Piece, box: Box, kind: Kind) -> bool:
    """Tell whether two operands would read as one, or a fraction bar as a longer one."""
    if left.kind is kind is Kind.NUMBER:
        return True
    if (box.tall and kind is Kind.FRACTION) or (left.box.tall and left.kind is Kind.FRACTION):
        return True
    return bool(left.box.end and box.start) and Edge.WORD in {left.box.end, box.start}
