"""The table of the browser: which columns fit, and a card as a row of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from mlsd_cards import listing
from mlsd_cards.library import Library
from mlsd_cards.store import Match
from mlsd_cards.store.search import At
from mlsd_cards.tui.base import QUIET
from mlsd_cards.tui.text import safe

_ROOMY, _USUAL = 96, 72  # cells from which columns are wide, and from which all are shown
_PHASES = {
    "new": "$text-primary",
    "learning": "$text-warning",
    "relearn": "$text-warning",
    "review": "$text-success",
}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in cells; numbers stand on the right."""

    name: str
    width: int
    right: bool = False


def columns(width: int) -> tuple[Column, ...]:
    """What stands beside the front, which takes the rest of `width`."""
    numbers = (Column("due", 6, right=True), Column("stab.", 5, right=True), Column("recall", 6, right=True))
    if width < _USUAL:
        return (Column("state", 9), *numbers)
    area, role = (16, 12) if width >= _ROOMY else (10, 10)
    return (Column("area", area), Column("role", role), Column("state", 9), *numbers)


@dataclass(slots=True)
class Drawer:
    """Draws rows; fronts are kept, since the same cards are drawn again and again."""

    library: Library
    ascii: bool
    _fronts: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, library: Library, *, ascii: bool) -> Drawer:  # noqa: A002  (the setting's name)
        return cls(library, ascii, {})

    def head(self, width: int) -> Content:
        """The names of the columns."""
        cells = [_cell(column.name, column) for column in columns(width)]
        front = "   front".ljust(_front_width(width))
        return Content.styled(" ".join([front, *cells])[:width], QUIET)

    def row(self, match: Match, at: At, width: int, *, here: bool, ticked: bool) -> Content:
        """A card: under the cursor or not, chosen or not."""
        pointer, tick = (">", "x") if self.ascii else ("›", "✓")
        record = match.record
        front, role = self._front(match)
        signs = "".join(_signs(record.flag, marked=record.marked, leech=record.leech))
        before = f"{pointer if here else ' '}{tick if ticked else ' '} "
        room = _front_width(width) - len(before) - (len(signs) + 1 if signs else 0)
        text = Content(front).truncate(room, ellipsis=not self.ascii)
        state = listing.state(record, at.day)
        values = {
            "area": (match.area, QUIET),
            "role": (role, QUIET),
            "state": (state, _PHASES.get(state, QUIET)),
            "due": (listing.due(record, at), ""),
            "stab.": (listing.stability(record), ""),
            "recall": (listing.recall_label(record, at), ""),
        }
        cells = [(_cell(self._text(values[c.name][0]), c), values[c.name][1]) for c in columns(width)]
        line = Content.assemble(
            (before, "bold"),
            text.pad_right(max(0, room - text.cell_length)),
            (f" {signs}" if signs else "", "bold $text-warning"),
            *(part for cell, style in cells for part in (" ", (cell, style))),
        )
        return line.stylize("bold $block-cursor-foreground on $block-cursor-background") if here else line

    def _front(self, match: Match) -> tuple[str, str]:
        """The front's first line, and the card's role."""
        if match.card not in self._fronts:
            found = self.library.find(match.card)
            role = found.note.roles[0].replace("_", " ") if found else ""
            text = listing.front(found, ascii=self.ascii) if found else self._text(match.card)
            self._fronts[match.card] = text, role
        return self._fronts[match.card]

    def _text(self, text: str) -> str:
        return safe(text, ascii=self.ascii)


def _front_width(width: int) -> int:
    return max(8, width - sum(column.width + 1 for column in columns(width)))


def _cell(text: str, column: Column) -> str:
    cut = text[: column.width]
    return cut.rjust(column.width) if column.right else cut.ljust(column.width)


def _signs(flag: int, *, marked: bool, leech: bool) -> Iterator[str]:
    if flag:
        yield str(flag)
    if marked:
        yield "*"
    if leech:
        yield "!"
