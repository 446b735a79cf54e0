"""Choose the day on which cards come: so many days from today, or a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from mlsd_cards.review.studyday import date_of
from mlsd_cards.tui.base import QUIET, Window, Words
from mlsd_cards.tui.line import Line

_FARTHEST = 36_500  # days


class DueWindow(Window[int]):
    """Says the study day."""

    CSS_PATH = "windows.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", tooltip="Leave the day as it is", id="due.close"),
    ]

    def __init__(self, what: str, today: int) -> None:
        """`what` comes then, in words."""
        super().__init__()
        self._what = what
        self._today = today

    def compose(self) -> Iterable[Widget]:
        with Vertical(classes="window small") as window:
            window.border_title = "Set due date"
            yield Words(
                Content.assemble(
                    f"The day on which {self._what} will be due.\n",
                    ("0 is today, 7 in a week; or a date: 2030-12-31", QUIET),
                )
            )
            yield Line(id="day", compact=True)
            yield Words(classes="message")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        day = read_day(event.value, self._today)
        if day is not None:
            self.dismiss(day)
            return
        line = self.query_one(".message", Words)
        line.update(f"{event.value!r} is no day from today on: write 0, 7 or {date_of(self._today + 30)}")
        line.add_class("shown", "error")


def read_day(text: str, today: int) -> int | None:
    """A study day from days or an ISO date; None if it is neither, past, or more than a century away."""
    cleaned = text.strip()
    if cleaned.isascii() and cleaned.isdigit() and len(cleaned) < 9:
        days = int(cleaned)
    else:
        try:
            days = (date.fromisoformat(cleaned) - date_of(today)).days
        except ValueError:
            return None
    return today + days if 0 <= days <= _FARTHEST else None
