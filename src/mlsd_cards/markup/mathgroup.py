"""From the flat row of signs MathML has to what they mean: brackets, words, signs.

LaTeX says nothing about any of these. `(` and `)` are two signs, `|` opens, closes or
means "given", `avgdl` is five letters, `-` has an operand before it or not. Each rule
here is one a reader applies without noticing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mlsd_cards.markup.mathglyphs import Kind
from mlsd_cards.markup.mathnodes import Atom, Fence, Node, Row, Script, Space, atom_text, kind_of

_AWAITS_OPERAND: Final = frozenset(
    {
        Kind.BINARY, Kind.SIGN, Kind.SLASH, Kind.RELATION, Kind.PUNCTUATION, Kind.LARGE, Kind.NAME, Kind.OPEN,
    }
)  # fmt: skip
_BRACKETS: Final = frozenset({Kind.OPEN, Kind.CLOSE, Kind.BAR})


@dataclass(slots=True)
class _Frame:
    """What has been read since an opening bracket."""

    opener: Atom | None
    items: list[Node]


def grouped(nodes: Sequence[Node]) -> Node:
    """Return one node for a row of them; a single bracket waits for the row it stands in."""
    if len(nodes) == 1:
        return nodes[0]
    items = _arranged(_fenced(nodes))
    return items[0] if len(items) == 1 else Row(items)


def _arranged(items: list[Node]) -> tuple[Node, ...]:
    return tuple(_signed(_named(_worded(items)))) if len(items) > 1 else tuple(items)


# Brackets


def _fenced(nodes: Sequence[Node]) -> list[Node]:
    frames = [_Frame(None, [])]
    for index, node in enumerate(nodes):
        bracket = _bracket(node)
        role = bracket and _role(bracket, nodes, index, frames[-1])
        if bracket is None or role is Kind.RELATION:
            frames[-1].items.append(_mid_bar(node))
        elif role is Kind.OPEN:
            frames.append(_Frame(bracket, []))
        else:
            _close(frames, node, bracket)
    while len(frames) > 1:
        _give_up(frames)
    return frames[0].items


def _bracket(node: Node) -> Atom | None:
    """Return the bracket a node is; a closing one may carry scripts, as in (1 - q)^n."""
    core = node.base if isinstance(node, Script) else node
    return core if isinstance(core, Atom) and core.kind in _BRACKETS else None


def _role(bracket: Atom, nodes: Sequence[Node], index: int, frame: _Frame) -> Kind:
    """Tell what a bracket does here; for a bar that depends on what stands before and after it."""
    scripted = isinstance(nodes[index], Script)
    if bracket.kind is not Kind.BAR or scripted:
        return Kind.CLOSE if scripted else bracket.kind  # only what closes carries scripts: f(x)|_{x=0}
    last = next((node for node in reversed(frame.items) if not isinstance(node, Space)), None)
    if last is None or kind_of(last) in _AWAITS_OPERAND:
        return Kind.OPEN
    if frame.opener is not None and frame.opener.text == bracket.text:
        return Kind.CLOSE
    # After an operand and with none open: a partner further on makes it n|x|, else it is P(y|x).
    return Kind.OPEN if _bars_ahead(bracket, nodes[index + 1 :]) % 2 else Kind.RELATION


def _bars_ahead(bracket: Atom, nodes: Sequence[Node]) -> int:
    """Count the bars like `bracket` up to the end of the brackets around it."""
    count = depth = 0
    for node in nodes:
        other = _bracket(node)
        if other is None:
            continue
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(other.kind, 0)
        if depth < 0:
            break
        count += depth == 0 and other.text == bracket.text
    return count


def _mid_bar(node: Node) -> Node:
    if isinstance(node, Atom) and node.kind is Kind.BAR:
        return Atom(node.text, Kind.RELATION)
    return node


def _close(frames: list[_Frame], node: Node, bracket: Atom) -> None:
    while _is_bar(frames[-1].opener) and bracket.kind is not Kind.BAR:
        _give_up(frames)
    opener = frames[-1].opener
    if opener is None or (bracket.kind is Kind.BAR) != _is_bar(opener):
        frames[-1].items.append(_rebased(node, Atom(bracket.text, Kind.LETTER)))
        return
    body = _arranged(frames.pop().items)
    fence = Fence(opener.text, body[0] if len(body) == 1 else Row(body), bracket.text)
    frames[-1].items.append(_rebased(node, fence))


def _give_up(frames: list[_Frame]) -> None:
    """Turn a bracket that nothing closes into an ordinary sign."""
    frame = frames.pop()
    if frame.opener is not None:
        kind = Kind.RELATION if _is_bar(frame.opener) else Kind.LETTER
        frames[-1].items += [Atom(frame.opener.text, kind), *frame.items]


def _is_bar(opener: Atom | None) -> bool:
    return opener is not None and opener.kind is Kind.BAR


def _rebased(node: Node, base: Node) -> Node:
    return replace(node, base=base) if isinstance(node, Script) else base


# Words


def _worded(items: list[Node]) -> list[Node]:
    """Join letters meant as a name: three or more (rel, P@k), or two capitals that are called: KL(…)."""
    result: list[Node] = []
    run: list[Node] = []
    for item in [*items, None]:
        if item is not None and _is_letter(item):
            run.append(item)
            continue
        scripted = isinstance(item, Script) and _is_letter(item.base)
        result += _joined(run, item if scripted else None, called=isinstance(item, Fence))
        run = []
        if item is not None and not scripted:
            result.append(item)
    return result


def _is_letter(node: Node) -> bool:
    text = atom_text(node)
    return text == "@" or text.endswith("@") or (len(text) == 1 and text.isascii() and text.isalpha())


def _joined(run: list[Node], last: Node | None, *, called: bool) -> list[Node]:
    bases = [*run, *([last.base] if isinstance(last, Script) else [])]
    text = "".join(map(atom_text, bases))
    if len(text) >= 3 or (len(text) == 2 and called and text.isupper()):
        word = Atom(text, Kind.WORD)
        return [word if last is None else _rebased(last, word)]
    return [*run, *([last] if last is not None else [])]


def _named(items: list[Node]) -> list[Node]:
    r"""Join \arg\max_i to one name, so that the limit stands below both words."""
    result: list[Node] = []
    for item in items:
        if result and atom_text(result[-1]) == "arg":
            core = item.base if isinstance(item, Script) else item
            if kind_of(core) is Kind.NAME:
                result[-1] = _rebased(item, Atom(f"arg {atom_text(core)}", Kind.NAME))
                continue
        if not (isinstance(item, Space) and result and atom_text(result[-1]) == "arg"):
            result.append(item)
    return result


# Signs


def _signed(items: list[Node]) -> list[Node]:
    """Tell -x from a - x, and the raised or trailing + of s^+ from an addition."""
    result = list(items)
    before = Kind.OPEN
    for index, item in enumerate(items):
        if isinstance(item, Space):
            continue
        kind = kind_of(item)
        if kind is Kind.BINARY and isinstance(item, Atom):
            after = next((kind_of(node) for node in items[index + 1 :] if not isinstance(node, Space)), None)
            if after in {None, Kind.RELATION, Kind.PUNCTUATION}:
                kind = Kind.LETTER
            elif before in _AWAITS_OPERAND:
                kind = Kind.SIGN
            result[index] = Atom(item.text, kind)
        before = kind
    return result
