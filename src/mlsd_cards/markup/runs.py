"""Styled text in lines: words are filled into a width counted in terminal cells.

Knows nothing of Markdown. A style is one or more names from outside to inside ("quote strong"); what
they look like is the reader's business, and without them the lines read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mlsd_cards.markup.width import cells


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style: names with spaces between, the outermost first; "" is plain."""

    text: str
    style: str = ""


Line = tuple[Run, ...]
Part = tuple[str, str]  # text and style, on the way to a run


def plain(line: Line) -> str:
    """The line without its styles."""
    return "".join(run.text for run in line)


def merged(parts: Iterable[Part]) -> Line:
    """Make a line of parts: neighbours of one style become one run, trailing spaces go."""
    runs: list[list[str]] = []
    for text, style in parts:
        if runs and runs[-1][1] == style:
            runs[-1][0] += text
        elif text:
            runs.append([text, style])
    while runs and not (stripped := runs[-1][0].rstrip(" ")):
        runs.pop()
    if runs:
        runs[-1][0] = stripped
    return tuple(Run(text, style) for text, style in runs)


def styled(outer: str, inner: str) -> str:
    """Put one style inside another."""
    return f"{outer} {inner}" if outer and inner else outer or inner


# What a terminal would obey, or hide: C0, C1, marks of direction, separators, lone surrogates.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(text: str, *, ascii: bool) -> str:  # noqa: A002  (what it asks for)
    r"""The text as a terminal may have it: control characters written out (`\x1b`), perhaps all in ASCII."""
    if not text.isprintable():
        text = _UNSHOWN.sub(_written_out, text)
    if not ascii:
        return text
    from mlsd_cards.markup.mathglyphs import to_ascii  # noqa: PLC0415  (tables that few need)

    return to_ascii(text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


@dataclass(slots=True)
class Word:
    """What stays together on a line. `space` is the style of the space before it, None without one."""

    space: str | None = None
    parts: list[Part] = field(default_factory=list)
    width: int = 0

    def add(self, text: str, style: str) -> None:
        self.parts.append((text, style))
        self.width += cells(text)


def natural_width(words: Sequence[Word]) -> int:
    """How wide the words are on one line."""
    return sum(word.width for word in words) + sum(word.space is not None for word in words[1:])


def fill(words: Iterable[Word], width: int, *, hang: int = 0) -> Iterator[list[Part]]:
    """Set words into lines of at most `width` cells; all lines but the first begin `hang` cells in.

    A word wider than that is cut: at a space inside it, else behind punctuation, else anywhere.
    """
    line: list[Part] = []
    used, room = 0, width
    for word in words:
        gap = int(word.space is not None and used > 0)
        if used and used + gap + word.width > room:
            yield line
            line, used, gap, room = _margin(hang), 0, 0, width - hang
        if gap:
            line.append((" ", word.space or ""))
        if word.width <= room - used - gap:
            line += word.parts
            used += gap + word.width
            continue
        *full, last = _cut(word, room, width - hang)
        for parts in full:
            yield line + parts
            line, room = _margin(hang), width - hang
        line += last
        used = sum(cells(text) for text, _ in last)
    if any(text.strip(" ") for text, _ in line):
        yield line


def _margin(cells_: int) -> list[Part]:
    return [(" " * cells_, "")] if cells_ else []


_BREAK_AFTER = frozenset("/-–—_.,;:&?=)]}|")
_RELATIONS = frozenset("=≤≥≈≠≡∝∼~→⇒∈<>:")
_OPERATORS = frozenset("+−-·×*/|∑∏")


def _cut(word: Word, first: int, width: int) -> Iterator[list[Part]]:
    """Cut a word into pieces of at most `width` cells (the first one: `first`), without a space at a cut."""
    letters = [(letter, style) for text, style in word.parts for letter in text]
    start, room = 0, first
    while (end := _reach(letters, start, room)) < len(letters):
        end = _best_cut(letters, start, end)
        yield letters[start:end]
        start, room = end, width
        while start < len(letters) and letters[start][0] == " ":
            start += 1
    yield letters[start:]


def _reach(letters: Sequence[Part], start: int, room: int) -> int:
    """The end of what fits into `room` cells from `start` on; at least one letter."""
    used = 0
    for index in range(start, len(letters)):
        used += cells(letters[index][0])
        if used > room and index > start:
            return index
    return len(letters)


def _best_cut(letters: Sequence[Part], start: int, end: int) -> int:
    """The best place to cut behind the first third of a line, `end` if there is none."""
    best = (0, 0, 0, end)
    depth = 0
    for index in range(start + 1, end + 1):
        letter, style = letters[index - 1]
        maths = "maths" in style
        depth += maths * ((letter in "([{⟨") - (letter in ")]}⟩"))
        if index - start <= (end - start) // 3:
            continue
        if letters[index][0] == " ":
            best = max(best, (2, -depth, _strength(letters, index) if maths else 0, index))
        elif letter in _BREAK_AFTER:
            best = max(best, (1, -depth, 0, index))
    return best[-1]


def _strength(letters: Sequence[Part], index: int) -> int:
    """How well a formula breaks at this space: before a relation, an operator, elsewhere, behind one."""
    sign = letters[index + 1][0] if index + 1 < len(letters) else ""
    if letters[index - 1][0] in _OPERATORS | _RELATIONS:
        return -1
    return 2 if sign in _RELATIONS else int(sign in _OPERATORS)
