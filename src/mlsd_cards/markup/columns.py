"""Tables as lines: columns side by side with rules, wrapped where narrow, one below the other where too narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlsd_cards.markup.runs import Part, Word, fill, natural_width
from mlsd_cards.markup.width import cells

_BETWEEN = 3  # cells between two columns: a rule with room on both sides
_RULE = "table-rule"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row being the head; `align` is l, c or r for each column."""

    rows: Sequence[Sequence[Sequence[Word]]]
    align: Sequence[str]


def table_lines(table: Table, width: int, *, ascii: bool) -> Iterator[list[Part]]:  # noqa: A002  (what it asks for)
    """Draw a table within `width` cells."""
    widths = _widths(table, width - _BETWEEN * (len(table.align) - 1))
    if widths is None:
        yield from _one_below_the_other(table, width)
        return
    rows = [
        [list(fill(cell, column)) for cell, column in zip(row, widths, strict=True)] for row in table.rows
    ]
    head, *body = rows
    bar, cross, dash = ("|", "+", "-") if ascii else ("│", "┼", "─")
    yield from _row(head, widths, table.align, bar)
    yield [((dash + cross + dash).join(dash * column for column in widths), _RULE)]
    airy = any(len(cell) > 1 for row in body for cell in row)
    for index, row in enumerate(body):
        if index and airy:
            yield [(f" {bar} ".join(" " * column for column in widths), _RULE)]
        yield from _row(row, widths, table.align, bar)


def _widths(table: Table, room: int) -> list[int] | None:
    """How wide each column is; None if there is not even room for the longest words."""
    columns = list(zip(*table.rows, strict=True))
    natural = [max(map(natural_width, column)) for column in columns]
    if sum(natural) <= room:
        return [max(width, 1) for width in natural]
    widths = [max([1, *(word.width for cell in column for word in cell)]) for column in columns]
    missing = room - sum(widths)
    if missing < 0:
        return None
    # A column that needs no more than its share is not wrapped; the rest goes where text is squeezed most.
    for column in sorted(range(len(widths)), key=natural.__getitem__):
        wanted = natural[column] - widths[column]
        if natural[column] <= room // len(widths) and wanted <= missing:
            widths[column] += wanted
            missing -= wanted
    for _ in range(missing):
        squeezed = max(range(len(widths)), key=lambda column: natural[column] / widths[column])
        widths[squeezed] += 1
    return [max(1, min(pair)) for pair in zip(widths, natural, strict=True)]


def _row(
    row: Sequence[Sequence[list[Part]]], widths: Sequence[int], align: Sequence[str], bar: str
) -> Iterator[list[Part]]:
    for index in range(max(map(len, row))):
        line: list[Part] = []
        for column, cell in enumerate(row):
            if column:
                line += [(" ", ""), (bar, _RULE), (" ", "")]
            line += _padded(cell[index] if index < len(cell) else [], widths[column], align[column])
        yield line


def _padded(parts: list[Part], width: int, align: str) -> list[Part]:
    missing = width - sum(cells(text) for text, _ in parts)
    before = {"l": 0, "r": missing}.get(align, missing // 2)
    return [(" " * before, ""), *parts, (" " * (missing - before), "")]


def _one_below_the_other(table: Table, width: int) -> Iterator[list[Part]]:
    """Each row as lines of "head: cell", with a blank line between two rows."""
    head, *body = table.rows
    for index, row in enumerate(body or [head]):
        if index:
            yield []
        for name, cell in zip(head, row, strict=True):
            label = [*name[:-1], _with_colon(name[-1])] if name and body else []
            value = [Word("", cell[0].parts, cell[0].width), *cell[1:]] if cell else []
            yield from fill([*label, *value], width, hang=2)


def _with_colon(word: Word) -> Word:
    return Word(word.space, [*word.parts, (":", word.parts[-1][1])], word.width + 1)
