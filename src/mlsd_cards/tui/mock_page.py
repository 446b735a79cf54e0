"""What the points of a step and the report have in common: a page between a head and a line that offers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from mlsd_cards.tui.base import AppScreen, Words
from mlsd_cards.tui.grades import GradeRow, Rule
from mlsd_cards.tui.page import Page


class MockPageScreen(AppScreen):
    """The page is drawn anew whenever the terminal's size or the theme changes."""

    CSS_PATH = "mock_page.tcss"
    HEAD: ClassVar[tuple[str, ...]] = ("head",)
    """Ids of the lines above the page."""

    def compose_screen(self) -> Iterable[Widget]:
        for name in self.HEAD:
            yield Words(id=name, classes="column")
        yield Rule(classes="column")
        yield Page(id="page", ascii=self.ascii, classes="column")
        yield Words(classes="message column")
        yield Rule(classes="column low")
        yield GradeRow(id="grades", classes="column")
        yield Rule(classes="column low")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._restyle, init=False)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _restyle(self) -> None:
        self.call_after_refresh(self.query_one(Page).redraw)

    @property
    def _width(self) -> int:
        """Cells of a line."""
        return min(self.size.width, 100) - 4

    @abstractmethod
    def _draw(self) -> None:
        """Draw everything, if there is a screen to draw on."""

    def _draw_foot(self) -> None:
        self.query_one("#foot", Words).put(self.hints())

    def action_page(self, step: int) -> None:
        self.query_one(Page).scroll_page(step)
        self._draw_foot()

    def action_edge(self, step: int) -> None:
        self.query_one(Page).scroll_edge(step)
        self._draw_foot()
