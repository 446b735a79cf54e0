"""The Textual app: it opens the first screen, keeps the terminal in order, and ends cleanly."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from mlsd_cards.cache import Cache
from mlsd_cards.errors import MlsdError
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.fronts import Fronts
from mlsd_cards.tui.home import HomeScreen
from mlsd_cards.tui.keys import KEYMAPS
from mlsd_cards.tui.sitting import Sitting, Stage

if TYPE_CHECKING:
    from textual.command import Provider

    from mlsd_cards.rehearsal import Rehearsal

_SETTLED = 0.4  # seconds after the first frame; a person reads the question then
DEFAULT_THEME = "textual-dark"
COLOURLESS_THEME = "ansi-dark"


def _commands() -> type[Provider]:
    from mlsd_cards.tui.palette import CommandsNow  # noqa: PLC0415  (when the palette opens)

    return CommandsNow


class MlsdApp(App[int]):
    """Screens read and write through `context` alone."""

    TITLE = "mlsd-cards"
    COMMANDS: ClassVar = {_commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (44, "-narrow"), (80, "-usual"), (120, "-wide")]  # noqa: RUF012  (Textual's form)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (11, "-low"), (24, "-tall"), (36, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", "Quit", tooltip="Quit the app", show=False, id="app.quit"),
        Binding("ctrl+p", "command_palette", "Commands", tooltip="Find a command", id="app.palette"),
    ]

    def __init__(self, context: AppContext) -> None:
        # The first screen's own style sheet: Textual loads it only for screens that are pushed.
        sheets: list[str | PurePath] = ["app.tcss", f"{context.start.screen}.tcss", "finished.tcss"]
        # Without colours the theme must be an ANSI one from the beginning, or all turns black.
        super().__init__(css_path=sheets, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.context = context
        self.animation_level = "none"
        today = context.clock().utc_ms // 86_400_000
        self.fronts = Fronts(context.library, context.cache or Cache(None), today)
        self.rehearsal: Rehearsal | None = None  # the mock interview that is held
        self._hang_up: select.epoll | None = None
        self.use_settings()

    def use_settings(self) -> None:
        """Look and listen as the settings say."""
        wanted = self.context.settings.theme
        if self.no_color:
            self.theme = COLOURLESS_THEME
        else:
            self.theme = wanted if wanted in self.available_themes else DEFAULT_THEME
        self.set_keymap(KEYMAPS[self.context.settings.keymap])

    def _keep_theme(self, theme: Theme) -> None:
        """Keep a theme that was chosen in the palette."""
        if self.no_color or theme.name == self.context.settings.theme:
            return
        try:
            self.context.settings = self.context.save_setting("theme", theme.name)
        except MlsdError as error:
            self._warn(str(error))

    # --- screens

    def get_default_screen(self) -> Screen[None]:
        if self.context.start.screen == "review":
            return self.screen_for(self.new_sitting())
        if self.context.start.screen == "mock":
            from mlsd_cards.tui.mock import MockScreen  # noqa: PLC0415

            return MockScreen(self.context)
        return HomeScreen(self.context)

    def new_sitting(self) -> Sitting:
        start = self.context.start
        return Sitting(self.context.study(start), self.context.clock, start.minutes)

    def screen_for(self, sitting: Sitting) -> Screen[None]:
        """The screen that shows what a sitting waits for."""
        if sitting.stage is Stage.WAITING:
            from mlsd_cards.tui.waiting import WaitingScreen  # noqa: PLC0415

            return WaitingScreen(self.context, sitting)
        if sitting.stage is Stage.FINISHED:
            from mlsd_cards.tui.finished import FinishedScreen  # noqa: PLC0415

            return FinishedScreen(self.context, sitting)
        from mlsd_cards.tui.review import ReviewScreen  # noqa: PLC0415

        return ReviewScreen(self.context, sitting)

    def follow(self, sitting: Sitting, news: str = "") -> None:
        """Go from one screen of a sitting to the one that its stage needs now, and say the news there.

        The review stays below what comes after it, and is taken up again by going back to it.
        """
        from mlsd_cards.tui.review import ReviewScreen  # noqa: PLC0415

        below = self.screen_stack[-2] if len(self.screen_stack) > 1 else None
        shows_card = sitting.stage not in {Stage.WAITING, Stage.FINISHED}
        if shows_card and isinstance(below, ReviewScreen) and below.sitting is sitting:
            below.news = news
            self.pop_screen()
        elif below is None or isinstance(self.screen, ReviewScreen):
            self.push_screen(self.screen_for(sitting))
        else:
            self.switch_screen(self.screen_for(sitting))

    def follow_rehearsal(self, rehearsal: Rehearsal) -> None:
        """Go to the screen that a mock interview needs now."""
        from mlsd_cards.tui.mock_screens import screen_of  # noqa: PLC0415  (when one is held)

        self.rehearsal = rehearsal
        self.switch_screen(screen_of(self.context, rehearsal))

    def leave_mock(self, news: str = "") -> None:
        """Go back to the cases and say the news there."""
        from mlsd_cards.tui.mock import MockScreen  # noqa: PLC0415

        self.pop_screen()
        if isinstance(self.screen, MockScreen):
            self.screen.news = news

    def leave(self) -> None:
        """Go back to home; where there is none, out of the app."""
        if any(isinstance(screen, HomeScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, HomeScreen):
                self.pop_screen()
        else:
            self.exit(0)

    def go_home(self) -> None:
        """Go home, also from a review that was started by itself."""
        if any(isinstance(screen, HomeScreen) for screen in self.screen_stack):
            self.leave()
        else:
            self.push_screen(HomeScreen(self.context))

    async def action_quit(self) -> None:
        self.exit(0)

    # --- the terminal

    def on_load(self) -> None:
        """Obey signals before the first frame stands: one that comes earlier must find the way out as well."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError):
                    loop.add_signal_handler(number, self.exit, 128 + number)

    def on_ready(self) -> None:
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        if self.is_headless:
            return
        self._watch_terminal(asyncio.get_running_loop())
        self.set_timer(_SETTLED, self._after_first_paint)

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """End when the terminal goes away: at its end of file Textual's reader would spin for ever."""
        if not hasattr(select, "epoll"):
            return
        try:
            self._hang_up = select.epoll()
            self._hang_up.register(
                sys.__stdin__.fileno() if sys.__stdin__ else 0, 0
            )  # reports a hang-up only
            loop.add_reader(self._hang_up.fileno(), self._terminal_gone, loop)
        except OSError:
            self._hang_up = None

    def _terminal_gone(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._hang_up is not None:
            loop.remove_reader(self._hang_up.fileno())
        self.exit(128 + 1)

    def _after_first_paint(self) -> None:
        # What start-up made stays: the collector need not walk over it again and again.
        gc.freeze()
        gc.enable()
        self.run_worker(self._settle, thread=True, exit_on_error=False, name="settle")

    def _settle(self) -> None:
        """Load what draws answers, and back the log up if it changed; runs in a thread."""
        import mlsd_cards.markup.giveaway  # noqa: PLC0415
        import mlsd_cards.markup.terminal  # noqa: F401, PLC0415

        store, folder = self.context.store, self.context.backups
        try:
            store.check_later()
            if folder is not None and store.changed_since_backup():
                store.backup(folder, "session")
        except MlsdError as error:
            self.call_from_thread(self._warn, str(error))

    def _warn(self, message: str) -> None:
        from mlsd_cards.tui.base import AppScreen  # noqa: PLC0415

        for screen in reversed(self.screen_stack):
            if isinstance(screen, AppScreen):
                screen.say(message, error=True)
                return

    # --- the end

    def _handle_exception(self, error: Exception) -> None:
        """Leave the terminal first; `run` raises the error again for the command line to report."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def crash(self) -> Exception | None:
        """What ended the app, if it did not end by itself."""
        return self._exception


def run(home: AppContext) -> int:
    """Run the app until the person leaves; returns the process's exit code.

    Raises:
        Exception: something unexpected ended the app; the terminal is restored.
    """
    gc.disable()  # until the first frame stands
    try:
        app = MlsdApp(home)
        app.run()
    finally:
        gc.enable()
        if app.rehearsal is not None:
            with suppress(MlsdError):
                app.rehearsal.leave()
    app.fronts.save()
    if app.crash is not None:
        raise getattr(app.crash, "error", app.crash)  # what went wrong in a worker, not that a worker failed
    return app.return_value if app.return_value is not None else (app.return_code or 0)
