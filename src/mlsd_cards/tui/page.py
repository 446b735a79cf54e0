"""A scrolling page of drawn lines that repaints only the lines that changed: no layout, few bytes."""

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

_WHEEL = 3  # lines a turn of the mouse wheel moves


class Page(Widget):
    """Shows parts one below the other; `starts` are the lines on which they begin."""

    DEFAULT_CSS = "Page { height: 1fr; } Page > .page--bar { color: $foreground-muted; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--bar"}

    class Clicked(Message):
        """A line of a part was clicked; both count from 0."""

        def __init__(self, part: int, line: int) -> None:
            super().__init__()
            self.part = part
            self.line = line

    def __init__(self, *, id: str, ascii: bool = False, classes: str | None = None) -> None:  # noqa: A002  (Textual's name, and the setting's)
        super().__init__(id=id, classes=classes)
        self.starts: tuple[int, ...] = ()
        self._bar = "|" if ascii else "▐"
        self._parts: tuple[Content, ...] = ()
        self._known: dict[int, list[Strip]] = {}  # drawn parts, by the identity of their content
        self._lines: list[Strip] = []
        self._top = 0
        self._drawn_for = 0
        self._painted: list[tuple[Strip | None, bool]] = []

    @property
    def text_width(self) -> int:
        """Cells for text: one is the scroll bar's."""
        return max(1, self.content_size.width - 1)

    @property
    def top(self) -> int:
        """The first line shown."""
        return self._top

    @property
    def room(self) -> int:
        return self.content_size.height

    def show(self, parts: Sequence[Content], *, top: int = 0) -> None:
        """Show these parts from line `top` on, or as near to it as the page can be moved."""
        if self._drawn_for != self.text_width:
            self._known, self._drawn_for = {}, self.text_width
        self._known = {id(part): self._known.get(id(part)) or self._draw(part) for part in parts}
        self._parts = tuple(parts)  # keeps them alive, so that identities stay theirs
        lines: list[Strip] = []
        starts = []
        for part in parts:
            starts.append(len(lines))
            lines += self._known[id(part)]
        self.starts, self._lines = tuple(starts), lines
        self._top = self._clamped(top)
        self._repaint()

    def on_resize(self) -> None:
        self.show(self._parts, top=self._top)

    def redraw(self) -> None:
        """Draw all parts anew: the theme or the size changed."""
        self._known = {}
        self.show(self._parts, top=self._top)
        self.refresh()

    def _draw(self, part: Content) -> list[Strip]:
        return Visual.to_strips(self, part, self.text_width, None, self.visual_style, apply_selection=False)

    def scroll_lines(self, step: int) -> None:
        before = self._top
        self._top = self._clamped(before + step)
        if self._top != before:
            self._repaint()

    def scroll_page(self, step: int) -> None:
        self.scroll_lines(step * max(1, self.room - 2))

    def scroll_edge(self, step: int) -> None:
        self.scroll_lines(step * len(self._lines))

    @property
    def hidden_below(self) -> int:
        """Lines that do not fit below."""
        return max(0, len(self._lines) - self._top - self.room)

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.room))

    def _repaint(self) -> None:
        """Mark the lines that look different now."""
        before, width = self._painted, self.content_size.width
        self._painted = [(_at(self._lines, self._top + y), self._is_bar(y)) for y in range(self.room)]
        if len(before) != len(self._painted):
            self.refresh()
            return
        changed = [Region(0, y, width, 1) for y, line in enumerate(self._painted) if line != before[y]]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        style = self.visual_style.rich_style
        line = _at(self._lines, self._top + y)
        strip = (
            Strip.blank(self.text_width, style)
            if line is None
            else line.adjust_cell_length(self.text_width, style)
        )
        if not self._is_bar(y):
            return Strip([*strip, Segment(" ", style)], self.text_width + 1)
        colour = self.get_component_rich_style("page--bar")
        return Strip([*strip, Segment(self._bar, colour)], self.text_width + 1)

    def _is_bar(self, y: int) -> bool:
        total, room = len(self._lines), self.room
        if total <= room or not room:
            return False
        size = max(1, room * room // total)
        start = round(self._top * (room - size) / (total - room))
        return start <= y < start + size

    # --- the mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = self._top + offset.y
        for part in reversed(range(len(self.starts))):
            if self.starts[part] <= line < len(self._lines):
                self.post_message(self.Clicked(part, line - self.starts[part]))
                return


def _at(lines: Sequence[Strip], index: int) -> Strip | None:
    return lines[index] if 0 <= index < len(lines) else None
