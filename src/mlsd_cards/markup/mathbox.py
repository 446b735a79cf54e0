"""Formulae as text for a terminal: `render`, on one line or in two dimensions.

In display, fractions, limits, tall brackets, roots and tables become blocks with a
baseline (`mathgrid`); scripts and everything else that fits are written as on a line
(`mathline`). A formula too wide for its line is broken, never cut.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from mlsd_cards.markup.mathbreak import broken
from mlsd_cards.markup.mathglyphs import Kind
from mlsd_cards.markup.mathgrid import (
    Box,
    Edge,
    beside,
    bracket,
    horizontal,
    padded,
    paragraph,
    stacked,
    text_box,
)
from mlsd_cards.markup.mathline import (
    bracket_text,
    combined,
    fence_edge,
    is_bare,
    is_prime,
    is_simple_word,
    line,
    line_box,
    line_item,
    line_pieces,
    script_base,
    script_edge,
    script_texts,
    small_letters_serve,
    small_subscript,
    small_superscript,
)
from mlsd_cards.markup.mathnodes import Accent, Fence, Fraction, Node, Root, Row, Script, Space, Table
from mlsd_cards.markup.mathsource import FormulaError, unknown_commands
from mlsd_cards.markup.mathspace import Piece, Style, joined, pieces
from mlsd_cards.markup.mathtree import parse
from mlsd_cards.markup.width import cells

__all__ = ["FormulaError", "layout", "render", "unknown_commands"]

_SLASH_WIDTH: Final = 12  # a fraction inside a fraction is written with a slash up to this many cells
_MARKS: Final = {"hat": "^", "tilde": "~", "dot": ".", "ddot": "..", "check": "v", "acute": "'", "grave": "`"}


def render(latex: str, *, display: bool, width: int = 76, ascii: bool = False) -> tuple[str, ...]:  # noqa: A002  (what it asks for)
    """Draw a formula (without its delimiters) as lines of text, all equally wide.

    Inline it is exactly one line, as long as it has to be. In display it is broken at
    operators to stay within `width` cells; what has no place to break stays whole.
    With `ascii` every symbol is spelled in ASCII.

    Raises:
        FormulaError: unknown command, unbalanced braces, missing arguments.
    """
    try:
        tree = parse(latex)
        style = Style(ascii, letters=small_letters_serve(tree))
        if not display:
            return (line(tree, style),)
        box = layout(tree, style)
        return (box if box.width <= width else _narrowed(tree, style, width)).lines
    except RecursionError as error:
        raise FormulaError("nested too deeply") from error


def layout(node: Node, style: Style) -> Box:
    """Lay `node` out in two dimensions."""
    match node:
        case Row(items=items):
            box = joined(row_pieces(items, style))
        case Fraction():
            box = _fraction(node, style)
        case Script():
            box = _limits(node, style) if node.limits else _script(node, style)
        case Root():
            box = _root(node, style)
        case Fence():
            box = _fence(node, style)
        case Accent():
            box = _accent(node, style)
        case Table():
            box = _table(node, style)
        case _:
            box = line_box(node, style)
    return box


def row_pieces(items: Sequence[Node], style: Style) -> list[Piece]:
    boxes = [
        line_item(items, index, style) if _is_slashed(item, style) else layout(item, style)
        for index, item in enumerate(items)
    ]
    return pieces(items, boxes, tight=style.tight)


# Fractions, roots, brackets


def _is_slashed(node: Node, style: Style) -> bool:
    """Tell whether a fraction is written with a slash though there is room for a bar."""
    if not isinstance(node, Fraction) or not node.bar:
        return False
    return node.small or (style.nested and line_box(node, style).width <= _SLASH_WIDTH)


def _fraction(node: Fraction, style: Style) -> Box:
    if _is_slashed(node, style):
        return line_box(node, style)
    inner = replace(style, nested=True)
    above, below = layout(node.above, inner), layout(node.below, inner)
    width = max(above.width, below.width) + (2 if node.bar else 0)
    bar = ("-" if style.ascii else "─") if node.bar else " "
    return stacked([above, horizontal(bar, width), below], base=1)


def _root(node: Root, style: Style) -> Box:
    if node.index is not None or is_bare(node.body):
        return line_box(node, style)
    body = layout(node.body, style)
    sign = "\\/" if style.ascii else "√"
    if len(body.lines) == 1:
        over = " " * len(sign) + "_" * body.width
        return Box((over, sign + body.lines[0]), 1, len(over), 1, 1)
    sign += "|" if style.ascii else "│"
    left = [" " * (len(sign) - 1) + sign[-1]] * (len(body.lines) - 1) + [sign]
    over = " " * len(sign) + "_" * body.width
    lines = (over, *(stem + text for stem, text in zip(left, body.lines, strict=True)))
    return Box(lines, body.base + 1, len(sign) + body.width, 0, len(lines) - 1)


def _fence(node: Fence, style: Style) -> Box:
    body = layout(node.body, style)
    left, right = (_bracket(sign, body, style) for sign in (node.left, node.right))
    room = int(isinstance(node.body, Table) and not node.right)  # cases
    return replace(beside([left, body, right], [0, room, 0]), start=left.start, end=Edge.LETTER)


def _bracket(sign: str, body: Box, style: Style) -> Box:
    short = bracket_text(sign, style)
    if not sign or not body.tall:
        return text_box(short, fence_edge(short))
    return bracket(sign, body.bottom - body.top + 1, body.base - body.top, plain=style.ascii)


# Accents, scripts, limits


def _accent(node: Accent, style: Style) -> Box:
    if combined(node, style):
        return line_box(node, style)
    body = layout(node.body, style)
    if node.mark == "box":
        return _framed(body, style)
    if node.mark in {"overbrace", "underbrace"}:
        return _braced(body, style, over=node.mark == "overbrace")
    if node.mark == "underline":
        box = stacked([body, horizontal("-" if style.ascii else "‾", body.width)], base=0)
    else:
        box = stacked([_mark(node.mark, body.width, style), body], base=1)
    shift = box.base - body.base
    return replace(box, top=body.top + shift, bottom=body.bottom + shift, start=body.start, end=body.end)


def _mark(mark: str, width: int, style: Style) -> Box:
    if mark == "bar":
        return horizontal("_", width)
    if mark in {"vec", "left"}:
        shaft = ("-" if style.ascii else "─") * (width - 1)
        left, right = ("<", ">") if style.ascii else ("←", "→")
        return text_box(left + shaft if mark == "left" else shaft + right)
    return text_box(_MARKS.get(mark, "^"))


def _braced(body: Box, style: Style, *, over: bool) -> Box:
    width = max(body.width, 3)
    if over:
        brace = horizontal("/-^-\\" if style.ascii else "╭─┴─╮", width)
        return replace(stacked([brace, body], base=1), top=1)
    brace = horizontal("\\-v-/" if style.ascii else "╰─┬─╯", width)
    return stacked([body, brace], base=0)


def _framed(body: Box, style: Style) -> Box:
    top, side, bottom = ("+-+", "|", "+-+") if style.ascii else ("┌─┐", "│", "└─┘")
    lines = [f"{side} {text} {side}" for text in body.lines]
    width = body.width + 4
    rows = (horizontal(top, width).lines[0], *lines, horizontal(bottom, width).lines[0])
    return Box(rows, body.base + 1, width, 0, len(rows) - 1)


def _limits(node: Script, style: Style) -> Box:
    """Set scripts below and above their base."""
    base = layout(node.base, style)
    parts = [base]
    if node.sup is not None:
        parts.insert(0, _limit(node.sup, style))
    if node.sub is not None:
        parts.append(_limit(node.sub, style))
    index = int(node.sup is not None)
    box = stacked(parts, base=index)
    shift = box.base - base.base
    if node.sub is not None and node.sup is not None:
        return box  # tall enough for brackets to cover
    return replace(box, top=base.top + shift, bottom=base.bottom + shift)


def _limit(node: Node, style: Style) -> Box:
    tight = replace(style, tight=True)
    return layout(node, tight) if isinstance(node, Table) else line_box(node, tight)


def _script(node: Script, style: Style) -> Box:
    base = layout(node.base, style)
    if len(base.lines) == 1:
        base = script_base(node, style)
    sub, sup = script_texts(node, style)
    small_sub, small_sup = small_subscript(sub, style), small_superscript(sup, style)
    word = f"_{sub}" if not small_sub and not base.tall and is_simple_word(sub) else ""
    marks: dict[int, str] = {}
    if sub:
        low = _row_of_mark(base, base.bottom, base.below + 1, level=bool(small_sub or word))
        marks[low] = small_sub or word or sub
    if sup:
        level = bool(small_sup) and (not word or is_prime(sup))
        high = _row_of_mark(base, base.top, -base.base - 1, level=level)
        marks[high] = marks.get(high, "") + (small_sup if level else sup)
    end = script_edge(small_sup) if sup and not word else Edge.WORD if word else Edge.LETTER
    return replace(_with_marks(base, marks), start=base.start, end=end)


def _row_of_mark(base: Box, corner: int, outside: int, *, level: bool) -> int:
    """Return the row of a script from the base line: at the corner of something tall, else near the line."""
    if base.tall:
        return corner - base.base
    return 0 if level else outside


def _with_marks(base: Box, marks: dict[int, str]) -> Box:
    """Write `marks` behind `base`, each in the row given from its base line."""
    width = max(map(cells, marks.values()), default=0)
    first, last = min([-base.base, *marks]), max([base.below, *marks])
    rows = range(first, last + 1)
    blank = " " * base.width
    lines = tuple(
        (base.lines[row + base.base] if -base.base <= row <= base.below else blank)
        + padded(marks.get(row, ""), width)
        for row in rows
    )
    shift = -first - base.base
    return Box(lines, -first, base.width + width, base.top + shift, base.bottom + shift)


# Tables


def _table(node: Table, style: Style) -> Box:
    rows = _table_rows(node, style)
    if not rows:
        return text_box("")
    # Two rows get a blank one between them: the writing line passes through the middle.
    middle = len(rows) == 2 and not node.joined
    box = paragraph(rows, airy=not style.tight and (middle or any(len(row.lines) > 1 for row in rows)))
    return replace(box, base=(len(box.lines) - 1) // 2)


def _table_rows(node: Table, style: Style) -> list[Box]:
    inner = style if node.joined else replace(style, nested=True)
    drawn = [[layout(cell, inner) for cell in row] for row in node.rows]
    widths = [max(row[column].width for row in drawn) for column in range(len(node.align))]
    between = (0, 3) if node.joined else (3, 3) if "l" in node.align else (2, 2)
    gaps = [0, *(between[column % 2 - 1] for column in range(1, len(widths)))]
    return [
        beside([_cell(*cell) for cell in zip(row, widths, node.align, strict=True)], gaps) for row in drawn
    ]


def _cell(box: Box, width: int, align: str) -> Box:
    lines = tuple(padded(text, width, align) for text in box.lines)
    return replace(box, lines=lines, width=width)


# Formulae too wide for the line


def _narrowed(node: Node, style: Style, width: int) -> Box:
    """Break a formula: at the top, then inside its brackets too, at last in the one-line form."""
    if isinstance(node, Table) and node.joined:
        rows = [Row(tuple(item for cell in row for item in _items(cell))) for row in node.rows]
        return paragraph([_narrowed(row, style, width) for row in rows], airy=True)
    boxes = []
    for row in _attempts(node, style):
        boxes.append(broken(row, width))
        if boxes[-1].width <= width:
            return boxes[-1]
    return min(boxes, key=lambda box: box.width)


def _attempts(node: Node, style: Style) -> Iterator[list[Piece]]:
    yield row_pieces(_items(node), style)
    yield _opened(node, style, row_pieces)
    yield _opened(node, style, line_pieces)


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Row) else (node,)


def _opened(
    node: Node, style: Style, draw: Callable[[Sequence[Node], Style], list[Piece]], depth: int = 0
) -> list[Piece]:
    """Return the pieces of a row with its brackets as pieces of their own, to break inside them."""
    items = [item for item in _items(node) if not isinstance(item, Space)]
    result: list[Piece] = []
    for item, piece in zip(items, draw(_items(node), style), strict=True):
        if not isinstance(item, Fence) or piece.box.tall:
            result.append(replace(piece, depth=depth))
            continue
        inside = _opened(item.body, style, draw, depth + 1)
        left, right = (text_box(bracket_text(sign, style)) for sign in (item.left, item.right))
        result += [Piece(left, Kind.OPEN, piece.gap, depth), *inside, Piece(right, Kind.CLOSE, 0, depth)]
    return result
