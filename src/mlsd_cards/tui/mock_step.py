"""A step of a mock interview: what the interviewer says, two clocks, and the candidate's notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import TextArea

from mlsd_cards.errors import MlsdError
from mlsd_cards.rehearsal import Rehearsal
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.drawing import Paper
from mlsd_cards.tui.mock_words import bar, clock_line, hanging, head_line
from mlsd_cards.tui.text import safe

_SECOND = 1.0


class Notes(TextArea):
    """Free text in which nothing that was pasted steers the terminal."""

    async def _on_paste(self, event: events.Paste) -> None:
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        event.text = "\n".join(safe(line.replace("\t", "    "), ascii=False) for line in lines)


class MockStepScreen(AppScreen):
    """Keys are text while the notes have the focus; Tab gives them to the screen and back."""

    CSS_PATH = "mock_step.tcss"
    HINTS = ("mock.done", "mock.ask", "mock.keys", "mock.brief_down", "mock.notes", "app.help", "mock.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,n", "done", "Done", tooltip="End this step and check it", id="mock.done"),
        Binding("ctrl+o,a", "ask", "Ask", tooltip="Ask the interviewer a question", id="mock.ask"),
        Binding(
            "tab,escape", "keys", "Keys", tooltip="Leave the notes: keys are commands then", id="mock.keys"
        ),
        Binding("tab,enter,i", "notes", "Notes", tooltip="Go on writing notes", id="mock.notes"),
        Binding("ctrl+up", "scroll(-2)", "Brief up", tooltip="Scroll the brief up", id="mock.brief_up"),
        Binding("ctrl+down", "scroll(2)", "More", tooltip="Scroll the brief down", id="mock.brief_down"),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll the brief up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll the brief down", id="move.down"),
        Binding("pageup", "scroll(-5)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding("pagedown", "scroll(5)", "Page down", tooltip="Scroll a page down", id="page.down"),
        Binding("q", "leave", "Leave", tooltip="Leave the interview; it is saved", id="mock.leave"),
    ]

    def __init__(self, context: AppContext, rehearsal: Rehearsal) -> None:
        super().__init__(context)
        self.rehearsal = rehearsal

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        yield Words(id="clock", classes="column")
        yield Words(id="bar", classes="column")
        with VerticalScroll(id="brief", classes="column", can_focus=False):
            yield Words(id="said")
        notes = Notes(self.rehearsal.notes, id="notes", classes="column", soft_wrap=True)
        notes.cursor_blink = False
        notes.highlight_cursor_line = False
        notes.border_title = "Notes"
        yield notes
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self.set_class(self.ascii, "-ascii")
        notes = self.query_one(Notes)
        notes.move_cursor(notes.document.end)
        notes.focus()
        self.set_interval(_SECOND, self._tick)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    # --- drawing

    @property
    def _width(self) -> int:
        return min(self.size.width, 100) - 4

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        title = self.text(self.rehearsal.script.definition.title)
        head = head_line(self.rehearsal, self._width, ascii=self.ascii, title=title)
        self.query_one("#head", Words).put(head)
        self._draw_clock()
        self.query_one("#said", Words).update(Content("\n").join(self._said()))
        self.call_after_refresh(self._draw_foot)  # when it is known whether the brief has room

    def _draw_clock(self) -> None:
        rehearsal, width = self.rehearsal, self._width
        self.query_one("#clock", Words).put(clock_line(rehearsal, width, ascii=self.ascii))
        line = bar(rehearsal.seconds, rehearsal.stop.seconds, width, ascii=self.ascii)
        self.query_one("#bar", Words).put(line)

    def _draw_foot(self) -> None:
        """The hint at scrolling stands only where the brief is longer than its room, and there is a cell for it."""
        shorter = [name for name in self.HINTS if name != "mock.brief_down"]
        hints = self.hints() if self.query_one("#brief", VerticalScroll).max_scroll_y else self.hints(shorter)
        self.query_one("#foot", Words).put(hints if hints.cell_length <= self._width else self.hints(shorter))

    def _said(self) -> Iterator[Content]:
        """What the interviewer said so far that matters now, the newest on top."""
        rehearsal, stop = self.rehearsal, self.rehearsal.stop
        paper, study = Paper(self._width - 1, self.ascii), rehearsal.script.study
        yield paper.markdown(stop.say).stylize("bold")
        if rehearsal.script.shows_requirements(stop.key) and not stop.is_probe:
            yield Content("")
            yield from self._block("Required", study.requirements.functional)
            yield from self._block("Quality", study.requirements.nonfunctional)
        if rehearsal.asked:
            yield Content("")
        for question in rehearsal.asked:
            yield Content.assemble(("You: ", QUIET), paper.narrower(5).markdown(question.ask).stylize(QUIET))
            yield hanging(Content("  "), paper.narrower(2).markdown(question.assume).split("\n"))
        if not stop.is_probe:
            yield Content("")
            yield paper.markdown(study.prompt).stylize(QUIET)

    def _block(self, title: str, items: tuple[str, ...]) -> Iterator[Content]:
        paper = Paper(self._width - 11, self.ascii)
        for number, item in enumerate(items):
            name = Content.styled(f"{title if not number else '':<10}", QUIET)
            yield hanging(name, paper.markdown(item).split("\n"))

    # --- the clock

    def _tick(self) -> None:
        """Each second: the clock's line, and what was typed since the last one is saved."""
        if not self.is_current and not self.app.screen.is_modal:
            return
        self._draw_clock()
        try:
            self.rehearsal.tick()
        except MlsdError as error:
            self.say(str(error), error=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self.rehearsal.type(event.text_area.text)

    # --- keys

    @property
    def _typing(self) -> bool:
        return self.focused is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "keys":
            return self._typing
        if action in {"notes", "leave", "help"}:
            return not self._typing
        if action == "ask":
            return not self.rehearsal.stop.is_probe
        return True

    def action_keys(self) -> None:
        self.set_focus(None)
        self._draw_foot()

    def action_notes(self) -> None:
        self.query_one(Notes).focus()
        self.call_after_refresh(self._draw_foot)

    def on_descendant_focus(self) -> None:
        self._draw_foot()

    def action_scroll(self, step: int) -> None:
        self.query_one("#brief", VerticalScroll).scroll_relative(y=step, animate=False)

    def _take_notes(self) -> None:
        """Read the notes now: the message that they changed may still be on its way."""
        self.rehearsal.type(self.query_one(Notes).text)

    def action_ask(self) -> None:
        from mlsd_cards.tui.mock_ask import AskWindow  # noqa: PLC0415  (when it is asked for)

        questions = self.rehearsal.open_questions
        if not questions:
            self.say("you have asked everything that this interviewer can answer")
            return

        def asked(key: str) -> None:
            self._take_notes()
            with self.attempt():
                self.rehearsal.ask(key)
                self._draw()

        self.ask(AskWindow(questions, ascii=self.ascii), asked)

    def action_done(self) -> None:
        from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (when it is asked for)

        self._take_notes()
        if self.rehearsal.has_notes:
            self._reveal()
            return
        question = "Nothing is noted here. Skip it and see the points all the same?"
        self.ask(ConfirmWindow(question, "Skip"), lambda _: self._reveal())

    def _reveal(self) -> None:
        with self.attempt():
            self.rehearsal.reveal()
            self.mlsd.follow_rehearsal(self.rehearsal)

    def action_leave(self) -> None:
        self._take_notes()
        with self.attempt():
            self.rehearsal.leave()
            self.mlsd.leave_mock("saved; Enter takes the interview up again")
