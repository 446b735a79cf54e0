"""A question to be answered with y or n."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.tui.base import QUIET, Window, Words


class ConfirmWindow(Window[bool]):
    """Says True for y; leaving it says nothing. Enter is no answer: it may be left over from reviewing."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", tooltip="Yes, do it", id="confirm.yes"),
        Binding("n", "leave", "No", tooltip="No, leave it", id="confirm.no"),
    ]

    def __init__(self, question: str, verb: str) -> None:
        super().__init__()
        self._question = question
        self._verb = verb

    def compose(self) -> Iterable[Widget]:
        keys = Content.assemble(
            ("y", "bold"), (f" {self._verb.lower()}   ", QUIET), ("n", "bold"), (" do not", QUIET)
        )
        window = Words(Content.assemble(self._question, "\n\n", keys), classes="window")
        window.border_title = self._verb
        yield window

    def action_yes(self) -> None:
        self.dismiss(True)
