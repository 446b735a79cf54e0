"""Formulae as styled parts of lines: what is asked for stands as a blank, what was asked for is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mlsd_cards.markup.runs import Part, shown, styled
from mlsd_cards.markup.scan import split_deletions
from mlsd_cards.markup.width import cells

BLANK = "[...]"
_PROBE = r"{\text{§}}"  # stands for a deletion to find where it is; no formula of ours holds this sign


@dataclass(frozen=True, slots=True)
class View:
    """How a side is looked at: deletions numbered `hide` are asked for, those numbered `reveal` are answers."""

    ascii: bool = False
    hide: int | None = None
    reveal: int | None = None
    cloze: bool = False  # formulae may hold deletions


def formula(
    content: str, view: View, *, style: str = "", display: bool = False, width: int = 0
) -> list[list[Part]]:
    """Draw a formula as lines of parts, one line unless in display. What cannot be drawn stands as typed."""
    pieces = _pieces(content, view)
    hidden = any(number == view.hide for number, _ in pieces if number)
    latex = _latex(pieces, view.hide, rf"{{\text{{{BLANK}}}}}") if hidden else _latex(pieces)
    maths = styled(style, "maths")
    drawn = _drawn(latex, view, display=display, width=width)
    if drawn is None:
        typed = _latex(pieces, view.hide, BLANK) if hidden else latex
        return [[(shown(" ".join(typed.split()), ascii=view.ascii), maths)]]
    lines = tuple(shown(line, ascii=view.ascii) for line in drawn)
    if hidden:
        return [_with_blanks(line, maths, styled(style, "cloze-hidden")) for line in lines]
    if view.reveal is not None and any(number == view.reveal for number, _ in pieces):
        places = _answers(pieces, lines, view, display=display, width=width)
        return [_marked(line, places.get(row, []), style) for row, line in enumerate(lines)]
    return [[(line, maths)] for line in lines]


def _drawn(latex: str, view: View, *, display: bool = False, width: int = 76) -> tuple[str, ...] | None:
    """A formula's lines; None if it cannot be drawn."""
    # The engine and its tables take 30 ms to load: a start-up that shows no formula goes without.
    from mlsd_cards.markup.mathbox import FormulaError, render  # noqa: PLC0415

    try:
        return render(latex, display=display, width=width, ascii=view.ascii)
    except FormulaError:
        return None


_Piece = tuple[int | None, str]  # the number of a deletion, and LaTeX


def _pieces(content: str, view: View) -> list[_Piece]:
    if not view.cloze or "{{c" not in content:
        return [(None, content)]
    return [(None, part) if isinstance(part, str) else part for part in split_deletions(content)]


def _latex(pieces: Sequence[_Piece], number: int | None = None, blank: str = "") -> str:
    """The formula with its deletions shown, but for those that are asked for."""
    return "".join(blank if number is not None and at == number else latex for at, latex in pieces)


def _with_blanks(line: str, maths: str, blank: str) -> list[Part]:
    parts: list[Part] = []
    for index, text in enumerate(line.split(BLANK)):
        if index:
            parts.append((BLANK, blank))
        parts.append((text, maths))
    return parts


def _marked(line: str, places: Sequence[tuple[int, int]], style: str) -> list[Part]:
    """The line with the letters at `places` (start and end) as answers."""
    parts: list[Part] = []
    done = 0
    for start, end in sorted(places):
        if end <= done:
            continue
        parts.append((line[done:start], styled(style, "maths")))
        parts.append((line[max(start, done) : end], styled(style, "cloze maths")))
        done = end
    parts.append((line[done:], styled(style, "maths")))
    return parts


def _answers(
    pieces: Sequence[_Piece], lines: Sequence[str], view: View, *, display: bool, width: int
) -> dict[int, list[tuple[int, int]]]:
    """Where the answers stand, by row; nothing for an answer whose place is not certain."""
    places: dict[int, list[tuple[int, int]]] = {}
    for index, (number, latex) in enumerate(pieces):
        if number is None or number != view.reveal:
            continue
        if len(lines) == 1:
            probe = [*pieces[:index], (None, _PROBE), *pieces[index + 1 :]]
            found = _difference(lines[0], probe, view)
        else:
            found = _block(lines, latex, view, display=display, width=width)
        for row, start, end in found:
            places.setdefault(row, []).append((start, end))
    return places


def _difference(line: str, probe: Sequence[_Piece], view: View) -> Iterator[tuple[int, int, int]]:
    """What of a one-line formula is not there when the answer is taken out."""
    drawn = _drawn(_latex(probe), view)
    if drawn is None:
        return
    (other,) = drawn
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False)))
    room = min(len(line), len(other)) - start
    backwards = zip(reversed(line), reversed(other), strict=False)
    end = len(line) - min(room, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards)))
    if line[start:end].strip():
        yield 0, start, end


def _block(
    lines: Sequence[str], latex: str, view: View, *, display: bool, width: int
) -> Iterator[tuple[int, int, int]]:
    """Where the answer stands as a block, if that is in one place only."""
    for two_dimensional in (display, False):
        block = _drawn(latex, view, display=two_dimensional, width=width)
        if block is None:
            return
        found = list(_occurrences(lines, block))
        if len(found) == 1:
            row, column = found[0]
            yield from ((row + index, column, column + len(text)) for index, text in enumerate(block))
            return


def _occurrences(lines: Sequence[str], block: Sequence[str]) -> Iterator[tuple[int, int]]:
    if not block[0].strip():
        return
    for row in range(len(lines) - len(block) + 1):
        column = lines[row].find(block[0])
        while column >= 0:
            if all(
                lines[row + index][column : column + len(text)] == text for index, text in enumerate(block)
            ):
                yield row, column
            column = lines[row].find(block[0], column + 1)


def too_wide(lines: Sequence[Sequence[Part]], width: int) -> bool:
    return any(sum(cells(text) for text, _ in line) > width for line in lines)
