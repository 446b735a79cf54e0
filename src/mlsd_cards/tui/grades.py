"""The row of grades: number, word and next interval each, in one line that also takes clicks."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mlsd_cards.answers import interval_label
from mlsd_cards.review.memory import Rating
from mlsd_cards.study import Shown

_COLOURS = {
    Rating.Again: "$text-error",
    Rating.Hard: "$text-warning",
    Rating.Good: "$text-success",
    Rating.Easy: "$text-primary",
}


class Rule(Static):
    """A line across that is painted once."""

    DEFAULT_CSS = "Rule { height: 1; border-top: solid $foreground-muted 30%; }"


class GradeRow(Static):
    """Shows one prompt before the answer and four grades after it."""

    class Chosen(Message):
        """A grade, or with None the prompt, was clicked."""

        def __init__(self, rating: Rating | None) -> None:
            super().__init__()
            self.rating = rating

    def __init__(self, *, id: str, classes: str) -> None:  # noqa: A002  (Textual's name)
        super().__init__("", markup=False, id=id, classes=classes)
        self._last: Content | None = None
        self._cells: tuple[tuple[Rating, int], ...] = ()

    def prompt(self, key: str, words: str) -> None:
        """Say which key goes on."""
        self._cells = ()
        self._put(Content.assemble((f" {key} ", "bold reverse"), f"  {words}"))

    def _put(self, content: Content) -> None:
        if self._last is None or not self._last.is_same(content):
            self._last = content
            self.update(content, layout=False)

    def offer(self, shown: Shown, suggested: Rating, width: int, *, ascii: bool) -> None:  # noqa: A002  (the setting's name)
        """Offer the grades; `suggested` is the one that Space gives."""
        each = width // 4
        pointer = ">" if ascii else "›"
        parts: list[Content] = []
        cells = []
        for rating, outcome in zip(Rating, shown.outcomes, strict=True):
            chosen = rating is suggested
            label = interval_label(outcome.seconds)
            word = f"{int(rating)} {rating.name}"
            if chosen:
                cell = Content.styled(f" {pointer}{word} {label} ", f"bold reverse {_COLOURS[rating]}")
            else:
                cell = Content.assemble((f"{word} ", f"bold {_COLOURS[rating]}"), label)
            cells.append((rating, each))
            parts.append(_padded(cell, each))
        self._cells = tuple(cells)
        self._put(Content("").join(parts))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if not self._cells:
            self.post_message(self.Chosen(None))
            return
        index = min(max(event.x - self.gutter.left, 0) // self._cells[0][1], len(self._cells) - 1)
        self.post_message(self.Chosen(self._cells[index][0]))


def _padded(cell: Content, width: int) -> Content:
    room = max(0, width - cell.cell_length)
    return Content.assemble(" " * (room // 2), cell, " " * (room - room // 2))
