"""Rows of a table that may be long: only those that are seen are drawn, and only changed ones painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

_WHEEL = 3  # rows a turn of the mouse wheel moves


class Rows(Widget):
    """Shows the lines it is given, and beside them where they stand among all; knows nothing of the rest."""

    DEFAULT_CSS = "Rows { height: 1fr; } Rows > .rows--bar { color: $foreground-muted; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--bar"}

    class Clicked(Message):
        """A row was clicked; the one on top is 0."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Scrolled(Message):
        """The wheel was turned by so many rows."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Resized(Message):
        """There is room for more or fewer rows, or for longer ones."""

    def __init__(self, *, id: str, ascii: bool = False) -> None:  # noqa: A002  (Textual's name, and the setting's)
        super().__init__(id=id)
        self._bar = "|" if ascii else "▐"
        self._contents: tuple[Content, ...] = ()
        self._painted: list[tuple[Strip, bool]] = []  # each line, and whether the bar stands beside it
        self._top = self._total = 0

    @property
    def text_width(self) -> int:
        """Cells for text: one is the scroll bar's."""
        return max(1, self.content_size.width - 1)

    @property
    def room(self) -> int:
        return self.content_size.height

    def show(self, lines: Sequence[Content], *, top: int, total: int) -> None:
        """Show these lines, the first of which is number `top` of `total`."""
        self._contents, self._top, self._total = tuple(lines), top, total
        before, width = self._painted, self.content_size.width
        self._painted = [(self._draw(line), self._is_bar(y)) for y, line in enumerate(lines)]
        if len(before) != len(self._painted):
            self.refresh()
            return
        changed = [Region(0, y, width, 1) for y, line in enumerate(self._painted) if line != before[y]]
        if changed:
            self.refresh(*changed)

    def redraw(self) -> None:
        """Draw all anew: the theme changed."""
        self._painted = []
        self.show(self._contents, top=self._top, total=self._total)

    def _draw(self, line: Content) -> Strip:
        return Visual.to_strips(self, line, self.text_width, 1, self.visual_style, apply_selection=False)[0]

    def render_line(self, y: int) -> Strip:
        style = self.visual_style.rich_style
        strip = self._painted[y][0] if y < len(self._painted) else Strip.blank(self.text_width, style)
        strip = strip.adjust_cell_length(self.text_width, style)
        bar = (self._bar, self.get_component_rich_style("rows--bar")) if self._is_bar(y) else (" ", style)
        return Strip([*strip, Segment(*bar)], self.text_width + 1)

    def _is_bar(self, y: int) -> bool:
        total, room = self._total, self.room
        if total <= room or not room:
            return False
        size = max(1, room * room // total)
        start = round(self._top * (room - size) / (total - room))
        return start <= y < start + size

    def on_resize(self) -> None:
        self._painted = []
        self.post_message(self.Resized())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Scrolled(_WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Scrolled(-_WHEEL))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._contents):
            self.post_message(self.Clicked(offset.y))
