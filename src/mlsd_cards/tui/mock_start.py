"""Before the clock starts: the prompt, how long, and whether the whole interview or one step is held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.mock.script import PROBE_SECONDS, TITLES, script_of, stops_of
from mlsd_cards.model.case import LENGTHS
from mlsd_cards.rehearsal import Case, Place, Rehearsal
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.drawing import Paper


class Choice(NamedTuple):
    """A line that can be started: an unfinished session, all steps, or one of them."""

    words: str
    about: str
    session: str = ""
    step: str | None = None


class MockStartScreen(AppScreen):
    """Enter starts what is under the cursor."""

    CSS_PATH = "mock_start.tcss"
    HINTS = ("mock.begin", "mock.minutes", "mock.discard", "app.help", "mock.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Start", tooltip="Start what is under the cursor", id="mock.begin"),
        Binding(
            "m", "minutes", "45 or 60 min", tooltip="Change between 45 and 60 minutes", id="mock.minutes"
        ),
        Binding("d", "discard", "Discard", tooltip="Discard the unfinished interview", id="mock.discard"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the line above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the line below", id="move.down"),
        Binding("q", "leave", "Back", tooltip="Go back to the cases", id="mock.leave"),
    ]

    def __init__(self, context: AppContext, case: Case) -> None:
        super().__init__(context)
        self.case = case
        wanted = context.start if context.start.screen == "mock" else None
        self.minutes = wanted.minutes if wanted is not None and wanted.minutes in LENGTHS else LENGTHS[0]
        self._cursor = 0
        if wanted is not None and wanted.step:
            steps = [choice.step for choice in self.choices]
            self._cursor = steps.index(wanted.step) if wanted.step in steps else 0

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="prompt")
            yield Words(id="choices")
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    @property
    def choices(self) -> list[Choice]:
        """What can be started, an unfinished session first."""
        case, open_ = self.case, self.case.unfinished
        script = script_of(case.name, case.definition, self.minutes, stops_of(case.definition))
        probes = len(script.stops) - len(script.steps)
        about = f"{self.minutes} min"
        if probes:
            about += f" and {probes} interruption{'s' if probes > 1 else ''} of {PROBE_SECONDS} s"
        found = [Choice("The whole interview", about)]
        found += [
            Choice(f"Only {stop.title}", f"{stop.seconds // 60} min", step=stop.key) for stop in script.steps
        ]
        if open_ is not None:
            what = "the interview" if open_.is_whole else TITLES.get(open_.stops[0], open_.stops[0])
            found.insert(0, Choice(f"Go on with {what}", "unfinished", session=open_.id))
        return found

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        width = min(self.size.width, 100) - 5
        definition, study = self.case.definition, self.case.study
        about = f"   {study.family}, {', '.join(study.level)}, priority {definition.priority}"
        head = Content.assemble((self.text(definition.title), "bold $text-primary"), (about, QUIET))
        self.query_one("#head", Words).put(head.truncate(width, ellipsis=not self.ascii))
        prompt = Paper(width, self.ascii).markdown(study.prompt)
        self.query_one("#prompt", Words).update(prompt)
        self.query_one("#choices", Words).update(Content("\n").join(self._lines(width)))
        self.query_one("#foot", Words).put(self.hints())

    def _lines(self, width: int) -> Iterable[Content]:
        pointer = ">" if self.ascii else "›"
        for number, choice in enumerate(self.choices):
            here = number == self._cursor
            line = Content.assemble(
                f"{pointer if here else ' '} {choice.words:<29}",
                (choice.about, "bold $text-warning" if choice.session else QUIET),
            )
            line = line.truncate(width, ellipsis=not self.ascii)
            line = line.pad_right(max(0, width - line.cell_length))
            yield line.stylize("bold $block-cursor-foreground on $block-cursor-background") if here else line

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self.case.unfinished is not None if action == "discard" else True

    def action_move(self, step: int) -> None:
        self.say("")
        self._cursor = min(max(self._cursor + step, 0), len(self.choices) - 1)
        self._draw()
        body, lines = self.query_one("#body", VerticalScroll), self.query_one("#choices", Words)
        line = lines.virtual_region.y + self._cursor
        if not body.scroll_y <= line < body.scroll_y + body.size.height:
            body.scroll_to(y=line - body.size.height // 2, animate=False)

    def action_minutes(self) -> None:
        self.say("")
        self.minutes = LENGTHS[1] if self.minutes == LENGTHS[0] else LENGTHS[0]
        self._draw()

    @property
    def _place(self) -> Place:
        return Place(self.context.store, self.context.clock, self.context.ticks)

    def action_begin(self) -> None:
        from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (when it is asked for)

        choice = self.choices[self._cursor]
        if choice.session:
            with self.attempt():
                self.mlsd.follow_rehearsal(Rehearsal.resume(self._place, self.case, choice.session))
        elif self.case.unfinished is not None:
            question = "There is an unfinished interview on this case. Discard it and start anew?"
            self.ask(ConfirmWindow(question, "Start anew"), lambda _: self._begin(choice))
        else:
            self._begin(choice)

    def _begin(self, choice: Choice) -> None:
        with self.attempt():
            rehearsal = Rehearsal.begin(self._place, self.case, minutes=self.minutes, step=choice.step)
            self.mlsd.follow_rehearsal(rehearsal)

    def action_discard(self) -> None:
        from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (when it is asked for)

        def discarded(_: bool) -> None:
            open_ = self.case.unfinished
            if open_ is not None:
                with self.attempt():
                    Rehearsal.resume(self._place, self.case, open_.id).discard()
                    self.mlsd.leave_mock("the unfinished interview is discarded")

        self.ask(ConfirmWindow("Discard the unfinished interview for good?", "Discard"), discarded)

    def on_click(self, event: events.Click) -> None:
        """A click on a line goes there; a second one starts it."""
        lines = self.query_one("#choices", Words)
        offset = event.get_content_offset(lines) if event.widget is lines else None
        if offset is None or offset.y >= len(self.choices):
            return
        if offset.y == self._cursor:
            self.action_begin()
        else:
            self.action_move(offset.y - self._cursor)

    def action_leave(self) -> None:
        self.mlsd.leave_mock()
