"""What every screen has: the context, a message line, and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from mlsd_cards.errors import MlsdError
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.keys import key_label
from mlsd_cards.tui.text import safe

if TYPE_CHECKING:
    from mlsd_cards.tui.app import MlsdApp

QUIET = "$foreground-muted"
_Answer = TypeVar("_Answer")


class Words(Static):
    """Text that is never read as markup."""

    def __init__(
        self,
        content: Content | str = "",
        *,
        id: str | None = None,  # noqa: A002  (Textual's name)
        classes: str | None = None,
    ) -> None:
        super().__init__(content, markup=False, id=id, classes=classes)
        self._last: Content | None = None

    def put(self, content: Content) -> None:
        """Change a line that keeps its height; nothing is drawn if it reads the same."""
        if self._last is None or not self._last.is_same(content):
            self._last = content
            self.update(content, layout=False)


class AppScreen(Screen[None]):
    """A full screen. Its `bindings` are what the help, the palette and the hints are made of."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", tooltip="Show all keys of this screen", id="app.help"),
    ]
    HINTS: ClassVar[tuple[str, ...]] = ()
    """Ids of the bindings that the last line names."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context

    @property
    def mlsd(self) -> MlsdApp:
        from mlsd_cards.tui.app import MlsdApp  # noqa: PLC0415  (the app imports its screens)

        assert isinstance(self.app, MlsdApp)
        return self.app

    @property
    def ascii(self) -> bool:
        return self.context.settings.ascii

    def text(self, text: str) -> str:
        """Foreign text without anything that a terminal would obey."""
        return safe(text, ascii=self.ascii)

    def compose(self) -> Iterable[Widget]:
        yield from self.compose_screen()
        yield Words(
            "The terminal is too small: mlsd needs 44 columns and 11 lines. q goes back.", id="too-small"
        )

    def compose_screen(self) -> Iterable[Widget]:
        return ()

    # --- the message line

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a sentence until the next key."""
        try:
            line = self.query_one(".message", Words)
        except NoMatches:
            return
        if not message and not line.has_class("shown"):
            return
        line.update("\n".join(self.text(part) for part in message.split("\n")))
        line.set_class(bool(message), "shown")
        line.set_class(error, "error")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Do something that may fail to be saved: the sentence why stands on the message line."""
        self.say("")
        try:
            yield
        except MlsdError as error:
            self.say(str(error), error=True)

    # --- keys

    def key_of(self, binding_id: str) -> str:
        """The key that a binding has in the keymap in use, as printed on the keyboard; empty if none now."""
        for key, active in self.active_bindings.items():
            if active.binding.id == binding_id:
                return key_label(key, ascii=self.ascii)
        return ""

    def hints(self, ids: Iterable[str] | None = None) -> Content:
        """The most useful keys in one line."""
        active = {
            each.binding.id: (key, each.binding) for key, each in reversed(self.active_bindings.items())
        }
        parts: list[str | tuple[str, str]] = []
        for name in self.HINTS if ids is None else ids:
            if name not in active:
                continue
            key, binding = active[name]
            parts += [("   ", "") if parts else "", (key_label(key, ascii=self.ascii), "bold $foreground")]
            parts.append((f" {binding.description.lower()}", QUIET))
        return Content.assemble(*parts)

    def action_help(self) -> None:
        from mlsd_cards.tui.help import HelpScreen  # noqa: PLC0415  (when it is asked for)

        self.app.push_screen(HelpScreen(self))

    def ask(self, modal: ModalScreen[_Answer], then: Callable[[_Answer], None]) -> None:
        """Open a small window and go on with what it says; nothing happens if it is left."""

        def closed(answer: _Answer | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(modal, closed)


class Window(ModalScreen[_Answer]):
    """A small window over a screen; `q` and Escape leave it."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "leave", "Close", tooltip="Close this window", id="window.close"),
    ]

    def action_leave(self) -> None:
        self.dismiss(None)
