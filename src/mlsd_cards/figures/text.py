"""Figures as lines of text: eighth blocks for lengths, glyph and intensity for the calendar, ASCII if asked for.

Nothing is told by colour alone. No line is wider than the width asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mlsd_cards.figures.model import (
    WEEKDAYS,
    WEEKS,
    Bars,
    Columns,
    Figure,
    Heat,
    Row,
    Sentence,
    Stack,
    Table,
    lengths,
    month_names,
    number,
)
from mlsd_cards.markup.width import cells as width_of


class Piece(NamedTuple):
    """Text in one style; the styles are names that a theme gives colours to."""

    text: str
    style: str = ""


Line = list[Piece]

UP: Final = " ▁▂▃▄▅▆▇█"
UP_ASCII: Final = " ..::||##"
ALONG: Final = " ▏▎▍▌▋▊▉█"
ALONG_ASCII: Final = "    ----#"
HEAT: Final = "·░▒▓█"
HEAT_ASCII: Final = ".-+*#"
PARTS: Final = "█▓▒░"
PARTS_ASCII: Final = "#+-."
HEIGHT: Final = 6
"""Lines that columns have."""

_LABEL = 24  # cells that a name takes at most
_COLUMN = 5  # cells of the widest column


def draw(figure: Figure, width: int, *, ascii: bool = False, height: int = HEIGHT) -> list[Line]:  # noqa: A002
    """A figure's title, its note and itself."""
    return [*heading(figure, width), *_body(figure, width, height, ascii=ascii)]


def draw_table(figure: Figure, width: int, *, ascii: bool = False) -> list[Line]:  # noqa: A002, ARG001
    """A figure as title, note and table, for those who do not see charts."""
    head, rows = figure.table()
    return [*heading(figure, width), *_table(head, rows, width)]


def heading(figure: Figure, width: int) -> list[Line]:
    from textwrap import wrap  # noqa: PLC0415  (not at the start of the app)

    lines: list[Line] = [[Piece(figure.title, "heading")]]
    return lines + [[Piece(line, "quiet")] for line in wrap(figure.note, width)]


def _body(figure: Figure, width: int, height: int, *, ascii: bool) -> list[Line]:  # noqa: A002
    match figure:
        case Columns():
            return _columns(figure, width, height, ascii=ascii)
        case Bars():
            return list(_bars(figure, width, ascii=ascii))
        case Stack():
            return list(_stack(figure, width, ascii=ascii))
        case Heat():
            return list(_heat(figure, width, ascii=ascii))
        case Table():
            return _table(figure.head, figure.rows, width)
        case Sentence():
            return []


# ------------------------------------------------------------ columns


def _columns(figure: Columns, width: int, height: int, *, ascii: bool) -> list[Line]:  # noqa: A002
    """Columns on an axis that names its top; a value above nothing is never drawn as nothing."""
    full = figure.full or 1.0
    top, blocks = number(full), UP_ASCII if ascii else UP
    bar, foot, dash = ("|", "+", "-") if ascii else ("│", "└", "─")
    room = width - len(top) - 1
    cell = max(1, min(_COLUMN, room // max(1, len(figure.columns))))
    shown = figure.columns[-(room // cell) :]
    thick = max(1, cell - 1)
    eighths = [_eighths(column.value / full, height) for column in shown]
    lines: list[Line] = []
    for level in range(height - 1, -1, -1):
        text = "".join(
            blocks[min(max(each - level * 8, 0), 8)] * thick + " " * (cell - thick) for each in eighths
        )
        side = top if level == height - 1 else ""
        lines.append([Piece(f"{side:>{len(top)}}{bar}", "quiet"), Piece(text.rstrip(), figure.tone)])
    lines.append([Piece(f"{'0':>{len(top)}}{foot}{dash * (cell * len(shown))}", "quiet")])
    lines.append(
        [Piece(" " * (len(top) + 1) + _ticks([column.tick for column in shown], cell, room), "quiet")]
    )
    return lines


def _eighths(share: float, cells: int) -> int:
    """How many eighths of a cell a share of `cells` takes; 1 at least for anything above nothing."""
    return 0 if share <= 0 else max(1, min(round(share * cells * 8), cells * 8))


def _ticks(ticks: Sequence[str], cell: int, room: int) -> str:
    """Names below their columns, left out where they would touch; the last one stands at the end."""
    text = ""
    for place, tick in enumerate(ticks):
        at = min(place * cell, room - len(tick))
        if tick and (at > len(text) or not text):
            text = text.ljust(at) + tick
    return text


# ------------------------------------------------------------ bars


def _bars(figure: Bars, width: int, *, ascii: bool) -> Iterator[Line]:  # noqa: A002
    full = figure.full or 1.0
    label = min(_LABEL, width // 3, max((width_of(bar.label) for bar in figure.bars), default=0))
    text = max((len(bar.text) for bar in figure.bars), default=0)
    room = max(4, width - label - text - 2)
    for bar in figure.bars:
        name = Piece(_fitted(bar.label, label, ascii=ascii) + " ")
        length = _along(bar.value / full, room, ascii=ascii) if bar.known else " " * room
        mark = figure.mark if bar.mark is None else bar.mark
        at = None if mark is None else min(room - 1, int(mark / full * room))
        yield [
            name,
            *_marked(length, at, figure.tone, ascii=ascii),
            Piece(f" {bar.text:>{text}}", "" if bar.known else "quiet"),
        ]


def _along(share: float, cells: int, *, ascii: bool) -> str:  # noqa: A002
    eighths, blocks = _eighths(share, cells), ALONG_ASCII if ascii else ALONG
    return (blocks[8] * (eighths // 8) + (blocks[eighths % 8] if eighths % 8 else "")).ljust(cells)


def _marked(bar: str, at: int | None, tone: str, *, ascii: bool) -> Line:  # noqa: A002
    """A bar with the place that it ought to reach."""
    if at is None:
        return [Piece(bar, tone)]
    return [Piece(bar[:at], tone), Piece("|" if ascii else "┃", "mark"), Piece(bar[at + 1 :], tone)]


def _fitted(text: str, cells: int, *, ascii: bool) -> str:  # noqa: A002
    """Text in so many cells."""
    if width_of(text) > cells:
        end = "..." if ascii else "…"
        while text and width_of(text) + len(end) > cells:
            text = text[:-1]
        text = text.rstrip() + end
    return text + " " * (cells - width_of(text))


# ------------------------------------------------------------ stacks


def _stack(figure: Stack, width: int, *, ascii: bool) -> Iterator[Line]:  # noqa: A002
    glyphs = (PARTS_ASCII if ascii else PARTS)[: len(figure.names)]
    label = min(_LABEL, width // 3, max((width_of(row.label) for row in figure.rows), default=0))
    text = max((len(row.text) for row in figure.rows), default=0)
    kind = "grade" if figure.of_grades else "part"
    room = max(4, width - label - text - 2)
    yield from _legend(
        [
            (glyph * 2, f"{kind}-{at}", name)
            for at, (glyph, name) in enumerate(zip(glyphs, figure.names, strict=True))
        ],
        width,
    )
    for row in figure.rows:
        lengths_ = shares(row.counts, room)
        parts = [
            Piece(glyph * length, f"{kind}-{at}")
            for at, (glyph, length) in enumerate(zip(glyphs, lengths_, strict=True))
        ]
        yield [Piece(_fitted(row.label, label, ascii=ascii) + " "), *parts, Piece(f" {row.text:>{text}}")]


def shares(counts: Sequence[int], cells: int) -> list[int]:
    """Cells for each count, all of them together; what is there gets one if there is room."""
    whole = sum(counts)
    if not whole:
        return [0] * (len(counts) - 1) + [cells]
    found = [max(int(count > 0), count * cells // whole) for count in counts]
    found[found.index(max(found))] += cells - sum(found)
    return found


# ------------------------------------------------------------ the calendar


def _heat(figure: Heat, width: int, *, ascii: bool) -> Iterator[Line]:  # noqa: A002
    glyphs = HEAT_ASCII if ascii else HEAT
    weeks = list(figure.weeks(min(WEEKS, width - 4)))
    yield [Piece("    " + _ticks(month_names(weeks), 1, len(weeks)), "quiet")]
    for weekday, name in enumerate(WEEKDAYS):
        line = [Piece(f"{name if weekday % 2 == 0 else '':<4}", "quiet")]
        for _, days in weeks:
            value = days[weekday]
            level = None if value is None else figure.level(value)
            line.append(Piece(" ") if level is None else Piece(glyphs[level], f"heat-{level}"))
        yield line
    yield from _legend(
        [(glyphs[level], f"heat-{level}", words) for level, words in figure.ranges()], width, figure.unit
    )


def _legend(named: Sequence[tuple[str, str, str]], width: int, last: str = "") -> Iterator[Line]:
    """What glyphs stand for, in as many lines as it takes."""
    line: Line = []
    used = 0
    for glyph, style, words in named:
        entry = [Piece(glyph, style), Piece(f" {words}", "quiet")]
        room = len(glyph) + 1 + width_of(words)
        if line and used + 3 + room > width:
            yield line
            line, used = [], 0
        line += [Piece("   "), *entry] if line else entry
        used += (3 if used else 0) + room
    if last and used + 3 + len(last) <= width:
        line.append(Piece(f"   {last}", "quiet"))
    yield line


# ------------------------------------------------------------ tables


def _table(head: Row, rows: Sequence[Row], width: int) -> list[Line]:
    """The first column to the left, others to the right; the first gives way in a narrow window."""
    if not rows:
        return []
    widths = lengths([head, *rows])
    gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= width else 1
    widths[0] = max(8, min(widths[0], width - sum(widths[1:]) - gap * (len(widths) - 1)))

    def line(row: Row, style: str) -> Line:
        cells = [
            _fitted(cell, each, ascii=True) if place == 0 else " " * (each - width_of(cell)) + cell
            for place, (cell, each) in enumerate(zip(row, widths, strict=True))
        ]
        return [Piece((" " * gap).join(cells).rstrip(), style)]

    return [line(head, "quiet"), *(line(row, "") for row in rows)]


def plain(lines: Sequence[Line]) -> str:
    """Lines without their styles."""
    return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)
