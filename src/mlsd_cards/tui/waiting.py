"""Only learning cards are left and none is due yet: say when the next one comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.describe import undone
from mlsd_cards.tui.sitting import Sitting, Stage

_TICK_SECONDS = 10


def waiting_text(seconds: int) -> str:
    """How long a wait still is, in steps that need no clock on the screen."""
    if seconds <= 0:
        return "now"
    if seconds < 60:
        return f"in less than {-(-seconds // 10) * 10} seconds"
    minutes = -(-seconds // 60)
    if minutes < 100:
        return f"in {minutes} minute{'s' if minutes > 1 else ''}"
    return f"in {round(seconds / 3600)} hours"


class WaitingScreen(AppScreen):
    """Counts down in steps of ten seconds; nothing is drawn while the words stay the same."""

    CSS_PATH = "finished.tcss"
    HINTS = ("waiting.skip", "review.undo", "app.help", "review.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,w",
            "skip",
            "Finish",
            tooltip="Finish without the cards that are not due",
            id="waiting.skip",
        ),
        Binding("u", "undo", "Undo", tooltip="Undo the last answer or action", id="review.undo"),
        Binding("q", "leave", "Back", tooltip="Leave the review", id="review.leave"),
    ]

    def __init__(self, context: AppContext, sitting: Sitting) -> None:
        super().__init__(context)
        self.sitting = sitting
        self._words = ""

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        yield Words(id="body", classes="column")
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self.query_one("#head", Words).update(Content.styled("Waiting", "bold $text-primary"))
        self._tick()
        self.set_interval(_TICK_SECONDS, self._tick)

    def on_resize(self) -> None:
        self.query_one("#foot", Words).update(self.hints(), layout=False)

    def _waits(self) -> bool:
        return self.sitting.stage is Stage.WAITING

    def _tick(self) -> None:
        if not self._waits():
            return
        at = self.sitting.study.next_learning_at
        seconds = 0 if at is None else (at - self.sitting.now().utc_ms + 999) // 1000
        if seconds <= self.sitting.study.options.learn_ahead_minutes * 60:
            with self.attempt():
                self.sitting.advance()
            if not self._waits():
                self.mlsd.follow(self.sitting)
                return
        words = waiting_text(seconds)
        if words != self._words:
            self._words = words
            self._draw(words)

    def _draw(self, words: str) -> None:
        left = self.sitting.study.remaining().learning
        text = Content.assemble(
            (f"The next card comes {words}.\n\n", "bold"),
            f"{left} card{'s are' if left != 1 else ' is'} being learned; nothing else is due.\n",
            ("It appears by itself. Leaving is safe: every answer is saved.", QUIET),
        )
        self.query_one("#body", Words).update(text)

    def action_skip(self) -> None:
        self.sitting.stop_waiting()
        self.mlsd.follow(self.sitting)

    def action_undo(self) -> None:
        with self.attempt():
            event = self.sitting.undo()
            if event is None:
                self.say("there is nothing to undo")
                return
            if self.sitting.stage is Stage.WAITING:
                self.say(undone(event))
            else:
                self.mlsd.follow(self.sitting, undone(event))

    def action_leave(self) -> None:
        self.mlsd.leave()
