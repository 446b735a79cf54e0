"""The statistics: a page of charts at a time, or the same numbers as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.errors import MlsdError
from mlsd_cards.figures.model import Page
from mlsd_cards.figures.pages import pages
from mlsd_cards.standing import card_name, standing
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.charts import chart, chart_table
from mlsd_cards.tui.context import AppContext

_TALL = 36  # from this height on columns are higher


class StatsScreen(AppScreen):
    """Pages stand side by side; one is shown."""

    CSS_PATH = "stats.tcss"
    HINTS = ("stats.forth", "stats.back", "stats.table", "app.help", "stats.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "Next", tooltip="Go to the next page", id="stats.forth"),
        Binding("left", "turn(-1)", "Previous", tooltip="Go to the page before", id="stats.back"),
        Binding(
            "t", "table", "Table", tooltip="Show tables instead of charts, or charts again", id="stats.table"
        ),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll down", id="move.down"),
        Binding("pageup", "scroll_page(-1)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding(
            "pagedown,space", "scroll_page(1)", "Page down", tooltip="Scroll a page down", id="page.down"
        ),
        Binding("home", "top", "Top", tooltip="Scroll to the top", id="page.top"),
        Binding("end", "bottom", "Bottom", tooltip="Scroll to the bottom", id="page.bottom"),
        Binding("q", "leave", "Back", tooltip="Go back", id="stats.leave"),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._pages: tuple[Page, ...] = ()
        self._at = 0
        self._as_table = False

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="figures")
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self.query_one("#figures", Words).update(Content.styled("Reading the log.", QUIET))
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        context = self.context
        try:
            found = standing(context.store, context.library, context.clock())
        except MlsdError as error:
            self.say(str(error), error=True)
            return
        self._pages = pages(found, lambda card: card_name(context.library, card), self.text)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width or not self._pages:
            return
        width = min(self.size.width, 100) - 5  # one cell for the scrollbar, there or not
        self.query_one("#head", Words).update(self._tabs(), layout=False)
        self.query_one("#figures", Words).update(self._figures(width))
        self.query_one("#foot", Words).update(self._foot(), layout=False)

    def _tabs(self) -> Content:
        """The pages' names; brackets tell the one that is shown where colours do not."""
        parts: list[tuple[str, str]] = []
        for number, page in enumerate(self._pages):
            here = number == self._at
            parts.append(
                (f"[{page.name}]" if here else f" {page.name} ", "bold $text-primary" if here else QUIET)
            )
            parts.append((" ", ""))
        return Content.assemble(*parts)

    def _figures(self, width: int) -> Content:
        height = 8 if self.size.height >= _TALL else 5
        figures = self._pages[self._at].figures
        if self._as_table:
            drawn = [chart_table(figure, width, ascii=self.ascii) for figure in figures]
        else:
            drawn = [chart(figure, width, ascii=self.ascii, height=height) for figure in figures]
        return Content("\n\n").join(drawn)

    def _foot(self) -> Content:
        hints = self.hints()
        room = min(self.size.width, 100) - 4
        return hints if hints.cell_length <= room else self.hints(("stats.forth", "app.help", "stats.leave"))

    # --- keys

    def action_turn(self, step: int) -> None:
        if self._pages:
            self._at = (self._at + step) % len(self._pages)
            self.query_one("#body", VerticalScroll).scroll_home(animate=False)
            self._draw()

    def action_table(self) -> None:
        self._as_table = not self._as_table
        self._draw()

    def action_scroll(self, step: int) -> None:
        self.query_one("#body", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_scroll_page(self, step: int) -> None:
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=step * max(1, body.size.height - 2), animate=False)

    def action_top(self) -> None:
        self.query_one("#body", VerticalScroll).scroll_home(animate=False)

    def action_bottom(self) -> None:
        self.query_one("#body", VerticalScroll).scroll_end(animate=False)

    def action_leave(self) -> None:
        self.mlsd.leave()
