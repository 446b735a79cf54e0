"""LaTeX to a tree: latex2mathml's MathML, element by element, into our nodes.

MathML says how a formula is typeset, the tree says what belongs together
(`mathgroup`), so that layout has nothing left to guess. `parse` is the one way in.
"""

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

from mlsd_cards.markup.mathglyphs import ACCENTS, ALPHABETS, LIMIT_NAMES, SYMBOLS, Kind, plain
from mlsd_cards.markup.mathgroup import grouped
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
    kind_of,
)
from mlsd_cards.markup.mathsource import FormulaError, prepared

_REFUSALS: Final[dict[type[Exception], str]] = {
    exceptions.NumeratorNotFoundError: "nothing before \\over",
    exceptions.DenominatorNotFoundError: "nothing after \\over",
    exceptions.ExtraLeftOrMissingRightError: "\\left and \\right do not pair",
    exceptions.MissingSuperScriptOrSubscriptError: "nothing after _ or ^",
    exceptions.DoubleSubscriptsError: "two subscripts on one base",
    exceptions.DoubleSuperscriptsError: "two superscripts on one base",
    exceptions.NoAvailableTokensError: "a command lacks its argument",
    exceptions.MissingEndError: "\\begin without \\end",
    exceptions.InvalidAlignmentError: "columns of {array} are l, c, r or |",
    exceptions.LimitsMustFollowMathOperatorError: "\\limits follows an operator only",
    StopIteration: "a command lacks its argument",
    IndexError: "a command lacks its argument",
    RuntimeError: "a command lacks its argument",  # a StopIteration inside a generator
    RecursionError: "nested too deeply",
}
_SIGNS: Final = frozenset(
    {Kind.PUNCTUATION, Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.CLOSE, Kind.BAR, Kind.SLASH}
)
_PRIMES: Final = {"″": "′′", "‴": "′′′", "⁗": "′′′′"}
_CELLS: Final = {"0.5em": 1, "1em": 3, "2em": 6, "negativethinmathspace": 0}
_DECIMAL: Final = re.compile(r"\d+(\.\d+)?|\.\d+")


def parse(latex: str) -> Node:
    """Read a formula (without its delimiters).

    Raises:
        FormulaError: unknown command, unbalanced braces, missing arguments.
    """
    source = prepared(latex)
    if not source.strip():
        return Row(())
    try:
        return _row(convert_to_element(source, display="block"))
    except tuple(_REFUSALS) as error:
        reason = next(text for kind, text in reversed(_REFUSALS.items()) if isinstance(error, kind))
        raise FormulaError(reason) from error


def _row(elements: Iterable[Element]) -> Node:
    return grouped([node for element in elements for node in _read(element)])


def _read(element: Element) -> list[Node]:
    """Read one element; those that only style their content give way to it."""
    if element.tag in {"math", "mstyle", "mpadded"}:
        if element.get("displaystyle") == "false" and [child.tag for child in element] == ["mfrac"]:
            return [_fraction(element[0], small=True)]
        return [node for child in element for node in _read(child)]
    reader = _READERS.get(element.tag)
    if reader is None:
        raise FormulaError(f"no terminal form for <{element.tag}>")
    node = reader(element)
    return [] if node is None or node == Row(()) else [node]


def _arguments(element: Element, count: int) -> list[Node]:
    if len(element) != count:
        raise FormulaError("a command lacks its argument")
    return [_row([child]) for child in element]


# Letters and signs


def _identifier(element: Element) -> Node:
    raw = element.text or ""
    if raw in {"&", "{", "}"}:
        raise FormulaError(f"misplaced {raw}")
    text = plain(unescape(raw))
    text = _PRIMES.get(text, text)
    text = ALPHABETS.get(element.get("mathvariant", ""), {}).get(text, text)
    if not text:
        return Atom("", Kind.LETTER)
    if symbol := SYMBOLS.get(text):
        return Atom(symbol.glyph, symbol.kind)
    if _DECIMAL.fullmatch(text):
        return Atom(text, Kind.NUMBER)
    if text.isalpha():
        return Atom(text, Kind.NAME if len(text) > 1 else Kind.LETTER)
    if set(text) == {"′"}:
        return Atom(text, Kind.LETTER)
    raise FormulaError(f"unknown command {text}" if text[0] == "\\" else f"no terminal form for {text!r}")


def _operator(element: Element) -> Node | None:
    if len(element):
        kind = Kind.RELATION if element.get("lspace") else Kind.NAME  # \\mathbin, \\mathop
        return Atom(_inner_text(element), kind)
    if not element.text:
        if element.get("form"):
            return None
        raise FormulaError("\\operatorname takes plain letters")
    name = unescape(element.text).replace("\u2009", " ").replace("\u2006", " ")
    if name in LIMIT_NAMES or (len(name) > 1 and name not in SYMBOLS):
        return Atom(name, Kind.NAME)
    atom = _identifier(element)
    if element.get("lspace") and kind_of(atom) is Kind.BAR:  # \middle|
        return Atom(unescape(element.text), Kind.RELATION)
    return atom


def _inner_text(element: Element) -> str:
    text = plain(unescape("".join(element.itertext()))).replace("\u00a0", " ")
    return SYMBOLS[text].glyph if text in SYMBOLS else text


def _text(element: Element) -> Node:
    text = re.sub(r"\\([%#&_$ ])", r"\1", unescape(element.text or "")).replace("\u00a0", " ")
    return Space(len(text)) if text.isspace() else Atom(plain(text), Kind.WORD)


def _space(element: Element) -> Node | None:
    if element.get("linebreak"):
        raise FormulaError("\\\\ stands in an environment only")
    width = _CELLS.get(element.get("width", ""), 1)
    return Space(width) if width else None


# Structures


def _group(element: Element) -> Node:
    children = list(element)
    if children and children[0].get("form") == "prefix":
        last = children[-1] if children[-1].get("form") == "postfix" else None
        body = children[1:-1] if last is not None else children[1:]
        return Fence(_delimiter(children[0]), _row(body), _delimiter(last))
    if word := _upright_word(children):
        return Atom(word, Kind.WORD)
    node = _row(children)
    # A sign in braces is no operator any more: 10{,}000.
    if isinstance(node, Atom) and node.kind in _SIGNS:
        return Atom(node.text, Kind.LETTER)
    return node


def _delimiter(element: Element | None) -> str:
    text = unescape(element.text or "") if element is not None else ""
    if text in {"<", ">"}:
        return {"<": "⟨", ">": "⟩"}[text]
    symbol = SYMBOLS.get(text)
    return symbol.glyph if symbol else text


def _upright_word(children: list[Element]) -> str:
    r"""Return the text of \mathrm{nDCG@} or \mathrm{top-k}, nothing for other groups."""
    if len(children) < 2 or children[0].get("mathvariant") != "normal":
        return ""
    texts = [unescape(child.text or "") for child in children]
    upright = [
        child.get("mathvariant") == "normal" or child.tag == "mn" or text in {"−", "/", "."}
        for child, text in zip(children, texts, strict=True)
    ]
    return "".join(texts).replace("−", "-") if all(upright) else ""


def _fraction(element: Element, *, small: bool = False) -> Node:
    above, below = _arguments(element, 2)
    return Fraction(above, below, bar=element.get("linethickness") != "0", small=small)


def _script(element: Element) -> Node | None:
    if not len(element):  # \limits with nothing after it
        return None
    over, under = "over" in element.tag, "under" in element.tag
    if len(element) == 2 and (over or under) and (mark := _mark(element[1], under=under)):
        return Accent(_row([element[0]]), mark)
    count = 2 if element.tag in {"msubsup", "munderover"} else 1
    children = list(element)
    if len(children) <= count:
        raise FormulaError("a command lacks its argument")
    # Several elements for a matrix or binomial, whose brackets stand beside it.
    bases = children[:-count]
    if (over or under) and [child.tag for child in bases] == ["mrow"] and [c.tag for c in bases[0]] == ["mo"]:
        bases = list(bases[0])  # \\stackrel{a}{=} is still a relation
    base = _row(bases)
    scripts = [_row([child]) for child in children[-count:]]
    sub = None if element.tag in {"msup", "mover"} else scripts[0]
    sup = None if element.tag in {"msub", "munder"} else scripts[-1]
    return Script(base, sub, sup, limits=over or under or _takes_limits(base))


def _mark(element: Element, *, under: bool) -> str:
    mark = ACCENTS.get(unescape(element.text or ""), "") if element.tag == "mo" else ""
    return "underline" if under and mark == "bar" else mark


def _takes_limits(base: Node) -> bool:
    if not isinstance(base, Atom):
        return False
    return (base.kind is Kind.LARGE and base.text not in {"∫", "∬", "∮"}) or (
        base.kind is Kind.NAME and base.text in LIMIT_NAMES
    )


def _root(element: Element) -> Node:
    if element.tag == "msqrt":
        return Root(_row(element))
    return Root(*_arguments(element, 2))


def _table(element: Element) -> Node:
    rows = tuple(tuple(_row(cell) for cell in line) for line in element)
    columns = max((len(row) for row in rows), default=0)
    first = next((list(line) for line in element if len(line) == columns), [])
    align = "".join(cell.get("columnalign", "center")[0] for cell in first)
    padded = tuple(row + (Row(()),) * (columns - len(row)) for row in rows)
    return Table(padded, align, joined=element.get("displaystyle") == "true")


def _enclosed(element: Element) -> Node:
    return Accent(_row(element), "box")


_READERS: Final[dict[str, Callable[[Element], Node | None]]] = {
    "mi": _identifier,
    "mn": lambda element: Atom(unescape(element.text or ""), Kind.NUMBER),
    "mo": _operator,
    "mtext": _text,
    "mspace": _space,
    "mrow": _group,
    "mfrac": _fraction,
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _script),
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    "menclose": _enclosed,
    "mphantom": lambda element: Space(len(_inner_text(element))),
}
