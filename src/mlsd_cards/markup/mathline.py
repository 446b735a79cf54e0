"""The one-line form: everything in a row, with brackets wherever a reader could go wrong.

Fractions become slashes, scripts small letters where Unicode has them, else _ and ^
with braces round anything longer than a word. Never ambiguous: `(a + b)/c`, `(1/N) ∑`,
`√(x + 1)`, `e^{−λt}`.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mlsd_cards.markup.mathglyphs import COMBINING, SUBSCRIPTS, SUPERSCRIPTS, VULGAR, Kind, to_ascii
from mlsd_cards.markup.mathgrid import Box, Edge, text_box
from mlsd_cards.markup.mathnodes import (
    Accent,
    Atom,
    Fence,
    Fraction,
    Node,
    Root,
    Row,
    Script,
    Space,
    Table,
    atom_text,
    kind_of,
)
from mlsd_cards.markup.mathspace import Piece, Style, joined, pieces
from mlsd_cards.markup.width import cells

# How firmly a node holds together when it stands next to a slash.
_LOOSE, _PRODUCT, _FIRM = range(3)

_OPERANDS: Final = frozenset({Kind.LETTER, Kind.NUMBER, Kind.WORD, Kind.FENCE})
_FREE_BEFORE: Final = frozenset({Kind.BINARY, Kind.SIGN, Kind.RELATION, Kind.PUNCTUATION, Kind.LARGE})
_FREE_AFTER: Final = frozenset({Kind.BINARY, Kind.RELATION, Kind.PUNCTUATION})
_SPELLED: Final = frozenset({Kind.LETTER, Kind.NUMBER, Kind.WORD, Kind.NAME})
_DIFFERENTIALS: Final = frozenset("∂Δ")
_SIMPLE_WORD: Final = re.compile("[0-9A-Za-z\u0391-\u03c9]+")
_ROOT_SIGNS: Final = {"": "√", "3": "∛", "4": "∜"}


def line(node: Node, style: Style) -> str:
    """Write `node` on one line."""
    return line_box(node, style).lines[0]


def line_box(node: Node, style: Style) -> Box:
    match node:
        case Atom():
            box = atom_box(node, style)
        case Space(width=width):
            box = text_box(" " * width)
        case Row(items=items):
            box = joined(line_pieces(items, style))
        case Fraction():
            box = slashed(node, style)
        case Script():
            box = _script(node, style)
        case Root():
            box = _root(node, style)
        case Fence():
            box = _fence(node, style)
        case Accent():
            box = _accent(node, style)
        case Table():
            box = text_box(_table(node, style))
    return box


def line_pieces(items: Sequence[Node], style: Style) -> list[Piece]:
    boxes = [line_item(items, index, style) for index in range(len(items))]
    return pieces(items, boxes, tight=style.tight)


def line_item(items: Sequence[Node], index: int, style: Style) -> Box:
    """Write one item of a row: a fraction next to another operand takes brackets."""
    item = items[index]
    if not isinstance(item, Fraction):
        return line_box(item, style)
    before = next((kind_of(node) for node in items[:index][::-1] if not isinstance(node, Space)), None)
    after = next((kind_of(node) for node in items[index + 1 :] if not isinstance(node, Space)), None)
    if Kind.NUMBER not in {before, after} and (vulgar := vulgar_fraction(item, style)):
        return text_box(vulgar, Edge.LETTER, Edge.LETTER)
    if (before is None or before in _FREE_BEFORE) and (after is None or after in _FREE_AFTER):
        return slashed(item, style)
    return bracketed(slashed(item, style))


# Brackets only where needed


def operand(node: Node, style: Style, firmness: int = _FIRM) -> Box:
    """Write `node` as an operand of something that binds more tightly than a sum."""
    box = line_box(node, style)
    return box if _firmness(node) >= firmness else bracketed(box)


def bracketed(box: Box) -> Box:
    return text_box(f"({box.lines[0]})", Edge.CLEAR, Edge.LETTER)


def _firmness(node: Node) -> int:
    match node:
        case Atom(text=text, kind=kind):
            split = kind is Kind.WORD and re.search(r"[\s/+-]", text)
            return _LOOSE if split or kind is Kind.LARGE else _FIRM
        case Script(base=base):
            return _LOOSE if kind_of(node) in {Kind.NAME, Kind.LARGE} else _firmness(base)
        case Fraction() | Table():
            return _LOOSE
        case Row(items=items):
            return _row_firmness([item for item in items if not isinstance(item, Space)])
    return _FIRM


def _row_firmness(items: list[Node]) -> int:
    if len(items) == 2 and (_is_call(*items) or atom_text(items[0]) in _DIFFERENTIALS):
        return _FIRM
    product = all(kind_of(item) in _OPERANDS and _firmness(item) == _FIRM for item in items)
    return _PRODUCT if product else _LOOSE


def _is_call(name: Node, brackets: Node) -> bool:
    """Tell f(x) from N(a + b), as well as one can: a sum in the brackets makes it a product."""
    if not isinstance(brackets, Fence) or brackets.left not in {"(", "["}:
        return False
    if kind_of(name) is Kind.NAME:
        return True
    inside = brackets.body.items if isinstance(brackets.body, Row) else ()
    return kind_of(name) in {Kind.LETTER, Kind.WORD} and all(
        kind_of(item) is not Kind.BINARY for item in inside
    )


# Atoms, fractions, roots, brackets


def atom_box(atom: Atom, style: Style) -> Box:
    text = to_ascii(atom.text) if style.ascii else atom.text
    if atom.kind not in _SPELLED or not text:
        return text_box(text)
    edge = Edge.WORD if len(text) > 1 and atom.kind is not Kind.NUMBER else Edge.LETTER
    return text_box(
        text,
        edge if text[0].isalnum() else Edge.CLEAR,
        edge if text[-1].isalnum() else Edge.CLEAR,
    )


def vulgar_fraction(node: Fraction, style: Style) -> str:
    """Return ½ and its like, nothing for other fractions and in ASCII."""
    if style.ascii or not (isinstance(node.above, Atom) and isinstance(node.below, Atom)):
        return ""
    return VULGAR.get(f"{node.above.text}/{node.below.text}", "")


def slashed(node: Fraction, style: Style) -> Box:
    if not node.bar:
        return text_box(f"{line(node.above, style)}; {line(node.below, style)}")
    above = operand(node.above, style, _PRODUCT).lines[0]
    return text_box(f"{above}/{operand(node.below, style).lines[0]}")


def _root(node: Root, style: Style) -> Box:
    index = line(node.index, style) if node.index is not None else ""
    body = line(node.body, style)
    if style.ascii:
        return text_box(f"root({index}, {body})" if index else f"sqrt({body})", Edge.WORD, Edge.LETTER)
    sign = _ROOT_SIGNS.get(index) or f"{_small(index, SUPERSCRIPTS) or f'{{{index}}}'}√"
    if is_bare(node.body):
        return text_box(f"{sign}{body}", Edge.CLEAR, Edge.WORD)
    return text_box(f"{sign}({body})", Edge.CLEAR, Edge.LETTER)


def is_bare(node: Node) -> bool:
    """Tell whether a root sign before `node` needs neither brackets nor a bar: √n, √d₂."""
    base = node.base if isinstance(node, Script) and node.sup is None else node
    return isinstance(base, Atom) and base.kind in {Kind.LETTER, Kind.NUMBER} and not isinstance(base, Script)


def _fence(node: Fence, style: Style) -> Box:
    if isinstance(node.body, Fraction) and not node.body.bar and node.left == "(":
        above, below = line(node.body.above, style), line(node.body.below, style)
        return text_box(f"binom({above}, {below})", Edge.WORD, Edge.LETTER)
    if not node.left:
        return text_box(f"{operand(node.body, style).lines[0]}{bracket_text(node.right, style)}")
    right = node.right or {"{": "}"}.get(node.left, "")
    left = bracket_text(node.left, style)
    start = fence_edge(left)
    return text_box(f"{left}{line(node.body, style)}{bracket_text(right, style)}", start, Edge.LETTER)


def fence_edge(left: str) -> Edge:
    """Keep words apart from floor(x) and |x|, but not from (x)."""
    return Edge.WORD if left[:1].isalpha() else Edge.LETTER if left[:1] in {"|", "‖"} else Edge.CLEAR


def bracket_text(sign: str, style: Style) -> str:
    return to_ascii(sign) if style.ascii else sign


def _table(node: Table, style: Style) -> str:
    """Write rows with semicolons, as in [a, b; c, d]."""
    rows = [[line(cell, style) for cell in row] for row in node.rows]
    if node.joined:  # aligned: the columns are parts of one formula
        return "; ".join(" ".join(cell.strip() for cell in row if cell) for row in rows)
    return "; ".join(", ".join(row) for row in rows)


# Accents and scripts


def _accent(node: Accent, style: Style) -> Box:
    if accented := combined(node, style):
        return text_box(accented, Edge.LETTER, Edge.LETTER)
    body = line(node.body, style)
    if node.mark == "box":
        return text_box(f"[{body}]")
    if node.mark in {"overbrace", "underbrace"}:
        return operand(node.body, style)
    return text_box(f"{node.mark}({body})", Edge.WORD, Edge.LETTER)


def combined(node: Accent, style: Style) -> str:
    """Return an accented letter as the terminal composes it, nothing where it cannot."""
    mark = COMBINING.get(node.mark)
    if style.ascii or mark is None or not isinstance(node.body, Atom) or cells(node.body.text) != 1:
        return ""
    return unicodedata.normalize("NFC", node.body.text + mark)


def _script(node: Script, style: Style) -> Box:
    base = script_base(node, style)
    sub, sup = script_texts(node, style)
    text, end = base.lines[0], base.end
    small_sub = small_subscript(sub, style)
    if sub:
        text, end = text + (small_sub or f"_{_braced(sub)}"), Edge.LETTER if small_sub else Edge.WORD
    if sup:
        small = small_superscript(sup, style) if small_sub or not sub or is_prime(sup) else ""
        text, end = text + (small or f"^{_braced(sup)}"), script_edge(small)
    return text_box(text, base.start, end)


def script_base(node: Script, style: Style) -> Box:
    """Write the base of a script, in brackets unless the script can belong to nothing less."""
    nested = isinstance(node.base, Script) and (node.base.sup is not None or node.sub is not None)
    if isinstance(node.base, Atom):
        return line_box(node.base, style)
    return (
        bracketed(line_box(node.base, style))
        if nested or isinstance(node.base, Root | Row)  # a(b)² would square the last factor only
        else operand(node.base, style)
    )


def script_texts(node: Script, style: Style) -> tuple[str, str]:
    """Return sub- and superscript as written on a line, without room round operators."""
    tight = replace(style, tight=True)
    sub = line(node.sub, tight) if node.sub is not None else ""
    sup = line(node.sup, tight) if node.sup is not None else ""
    return sub, sup


def script_edge(small: str) -> Edge:
    return Edge.LETTER if small and not small.endswith("*") else Edge.WORD


def small_subscript(text: str, style: Style) -> str:
    """Return `text` in Unicode's lowered letters, nothing if one is lacking or it is a longer word."""
    if style.ascii or (text.isalpha() and not style.letters):
        return ""
    return _small(text, SUBSCRIPTS)


def small_superscript(text: str, style: Style) -> str:
    if style.ascii:
        return text if is_prime(text) else ""
    return _small(text, SUPERSCRIPTS).replace("′′", "″")


def is_prime(text: str) -> bool:
    return bool(text) and set(text) <= {"'", "′"}


def small_letters_serve(node: Node) -> bool:
    """Tell whether every letter in a subscript has a small form: w_c next to pᵢ would look odd."""
    match node:
        case Script(base=base, sub=sub, sup=sup):
            if sub is not None:
                text = line(sub, Style(ascii=False, tight=True))
                if is_simple_word(text) and not _small(text, SUBSCRIPTS):
                    return False
            children = [child for child in (base, sub, sup) if child is not None]
        case Row(items=items):
            children = list(items)
        case Fraction(above=above, below=below):
            children = [above, below]
        case Root(body=body) | Fence(body=body) | Accent(body=body):
            children = [body]
        case Table(rows=rows):
            children = [cell for row in rows for cell in row]
        case _:
            return True
    return all(map(small_letters_serve, children))


def _small(text: str, letters: dict[str, str]) -> str:
    if len(text) > 4 or (len(text) > 2 and text.isalpha() and text.isascii()):
        return ""
    return "".join(letters[letter] for letter in text) if all(letter in letters for letter in text) else ""


def is_simple_word(text: str) -> bool:
    return _SIMPLE_WORD.fullmatch(text) is not None


def _braced(text: str) -> str:
    return text if cells(text) == 1 or is_simple_word(text) else f"{{{text}}}"
