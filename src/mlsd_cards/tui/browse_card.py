"""A card's two sides: beside the browser's table, and in a window of their own where that is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.library import Found
from mlsd_cards.tui import cards
from mlsd_cards.tui.base import QUIET, Window, Words
from mlsd_cards.tui.describe import dot
from mlsd_cards.tui.drawing import Paper, draw_revealed

_WIDEST = 84  # cells of a window, as its style sheet says
_FRAME = 8  # cells of its border, padding and scroll bar


def both_sides(found: Found, paper: Paper) -> list[Content]:
    """The topic and the card's id, the question, a rule and the answer."""
    between = dot(ascii=paper.ascii)
    title = Content.assemble(
        (paper.text(found.topic.title), "bold"), (f"{between}{paper.text(found.card)}\n", QUIET)
    )
    rule = Content.styled(("-" if paper.ascii else "─") * paper.width, "$foreground-muted 50%")
    return [title, draw_revealed(found, paper), rule, cards.answer(found, paper)]


class CardWindow(Window[None]):
    """A whole card, to be scrolled."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "leave", "Close", show=False, id="window.close_too"),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll down", id="move.down"),
        Binding("pageup", "scroll(-10)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding("pagedown", "scroll(10)", "Page down", tooltip="Scroll a page down", id="page.down"),
    ]

    def __init__(self, found: Found, *, width: int, ascii: bool) -> None:  # noqa: A002  (the setting's name)
        """`width` is that of the terminal."""
        super().__init__()
        paper = Paper(max(20, min(_WIDEST, width * 9 // 10) - _FRAME), ascii)
        self._content = Content("\n").join(both_sides(found, paper))

    def compose(self) -> Iterable[Widget]:
        with VerticalScroll(classes="window", can_focus=False) as body:
            body.border_title = "Card"
            body.border_subtitle = "q closes"
            yield Words(self._content)

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)
