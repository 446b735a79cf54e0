"""Plain-text tables: words to the left, columns of numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Align rows under a head, with a rule above the last row if it is a total."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    numbers = [_holds_numbers([row[column] for row in cells]) for column in range(len(head))]
    widths = [max(len(row[column]) for row in [list(head), *cells]) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        aligned = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        )
        return "  ".join(aligned).rstrip()

    rule = "  ".join("─" * width for width in widths)
    body = [line(row) for row in cells]
    if cells and cells[-1][0] == "Total":
        body.insert(-1, rule)
    return "\n".join([line(list(head)), rule, *body])


def _holds_numbers(cells: Sequence[str]) -> bool:
    """Whether every cell begins as a number does; a dash or nothing stands for one that is not there."""
    return any(cell[:1].isdigit() for cell in cells) and all(
        not cell or cell[0].isdigit() or cell[0] in "-+–" for cell in cells
    )
