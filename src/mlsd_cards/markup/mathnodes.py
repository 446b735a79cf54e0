"""The nodes of a formula tree.

A tree says what belongs together, not how it looks: one tree serves the box layout,
the one-line form and ASCII.
"""

from dataclasses import dataclass
from typing import TypeAlias

from mlsd_cards.markup.mathglyphs import Kind


@dataclass(frozen=True, slots=True)
class Atom:
    """A letter, number, word or sign. An empty text is a place holder for an operand."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Space:
    """Room the author asked for, in cells."""

    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another, with a bar or (in binomials) without; `small` is \\tfrac."""

    above: "Node"
    below: "Node"
    bar: bool = True
    small: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A base with sub- and superscript; as `limits` they stand below and above it in display."""

    base: "Node"
    sub: "Node | None"
    sup: "Node | None"
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or the root an index names."""

    body: "Node"
    index: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A body between brackets; either may be empty (\\left. or the right side of cases)."""

    left: str
    body: "Node"
    right: str


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark on the body: hat, bar, tilde, vec, dot, ddot, check, underline, a brace, or a box."""

    body: "Node"
    mark: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows; `align` has a letter (l, c, r) for each column; `joined` columns touch."""

    rows: tuple[tuple["Node", ...], ...]
    align: str
    joined: bool = False


Node: TypeAlias = Atom | Space | Row | Fraction | Script | Root | Fence | Accent | Table


def kind_of(node: Node) -> Kind:
    """Return what `node` is to its neighbours."""
    match node:
        case Atom(kind=kind):
            return kind
        case Script(base=base, limits=limits):
            kind = kind_of(base)
            return Kind.LARGE if limits and kind is Kind.NAME else kind
        case Fence():
            return Kind.FENCE
        case Fraction():
            return Kind.FRACTION
        case Row(items=(only,)):
            return kind_of(only)
    return Kind.LETTER


def atom_text(node: Node) -> str:
    """Return the text of an atom, nothing for any other node."""
    return node.text if isinstance(node, Atom) else ""
