"""Choose a flag: a number from 1 to 7, or none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.tui.base import QUIET, Window, Words


class FlagWindow(Window[int]):
    """Waits for one digit."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            str(number), f"choose({number})", f"Flag {number}" if number else "No flag", id=f"flag.{number}"
        )
        for number in range(8)
    ]

    def compose(self) -> Iterable[Widget]:
        window = Words(
            Content.assemble(
                ("1", "bold"),
                " to ",
                ("7", "bold"),
                " sets a flag, ",
                ("0", "bold"),
                " takes it away.\n",
                ("q leaves it as it is.", QUIET),
            ),
            classes="window small",
        )
        window.border_title = "Flag"
        yield window

    def action_choose(self, number: int) -> None:
        self.dismiss(number)
