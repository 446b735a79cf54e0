"""Ask the interviewer: the candidate picks a question, and hears the answer to that one alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.model.case import Clarification
from mlsd_cards.tui.base import QUIET, Window, Words
from mlsd_cards.tui.mock_words import hanging
from mlsd_cards.tui.text import safe

_WIDEST = 84  # cells of a window, as its style sheet says
_FRAME = 6  # cells of its border and padding


class AskWindow(Window[str]):
    """Says the key of the question that was chosen."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "Ask", tooltip="Ask the question under the cursor", id="ask.take"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the question above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the question below", id="move.down"),
        *(
            Binding(str(number), f"choose({number})", f"Ask {number}", id=f"ask.{number}")
            for number in range(1, 10)
        ),
    ]

    def __init__(self, questions: Sequence[Clarification], *, ascii: bool) -> None:  # noqa: A002  (the setting's name)
        super().__init__()
        self._questions = questions
        self._ascii = ascii
        self._cursor = 0

    def compose(self) -> Iterable[Widget]:
        window = Words(self._lines(), classes="window")
        window.border_title = "Ask the interviewer"
        yield window

    def _lines(self) -> Content:
        pointer = ">" if self._ascii else "›"
        width = min(_WIDEST, self.app.size.width * 9 // 10) - _FRAME
        rows = []
        for number, question in enumerate(self._questions):
            here = number == self._cursor
            before = Content.styled(f"{pointer if here else ' '} {number + 1}  ", "bold")
            text = Content.styled(safe(question.ask, ascii=self._ascii), "bold" if here else "")
            rows.append(hanging(before, text.wrap(width - before.cell_length)))
        hint = Content.styled("A number asks; so does Enter. q leaves it.", QUIET)
        return Content("\n").join([*rows, Content(""), hint])

    def action_move(self, step: int) -> None:
        self._cursor = min(max(self._cursor + step, 0), len(self._questions) - 1)
        self.query_one(".window", Words).update(self._lines())

    def action_take(self) -> None:
        self.dismiss(self._questions[self._cursor].key)

    def action_choose(self, number: int) -> None:
        if number <= len(self._questions):
            self.dismiss(self._questions[number - 1].key)

    def on_click(self, event: events.Click) -> None:
        """A click on a question of one line asks it."""
        window = self.query_one(".window", Words)
        offset = event.get_content_offset(window) if event.widget is window else None
        if offset is not None and window.content_size.height == len(self._questions) + 2:
            self.action_choose(offset.y + 1)
