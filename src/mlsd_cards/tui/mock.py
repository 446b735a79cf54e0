"""The cases of a mock interview: what each is about, how the last attempt went, and what is unfinished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.errors import MlsdError
from mlsd_cards.mock.words import attempt_words
from mlsd_cards.model.case import FAMILIES
from mlsd_cards.rehearsal import Case, case_of, cases, report_of
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext

_LAST, _LEVEL, _FAMILY, _PRIORITY = 17, 20, 16, 6  # cells of the columns on the right


class MockScreen(AppScreen):
    """One case is under the cursor; an unfinished interview stands on top."""

    CSS_PATH = "mock.tcss"
    HINTS = ("mock.open", "mock.family", "mock.report", "app.help", "mock.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Open", tooltip="Open the case under the cursor", id="mock.open"),
        Binding("f", "family(1)", "Family", tooltip="Show the next family of cases", id="mock.family"),
        Binding(
            "F",
            "family(-1)",
            "Family before",
            tooltip="Show the family of cases before",
            id="mock.family_back",
        ),
        Binding("r", "report", "Last report", tooltip="Show how the last attempt went", id="mock.report"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the case above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the case below", id="move.down"),
        Binding("pageup", "move(-10)", "Page up", tooltip="Go ten cases up", id="page.up"),
        Binding("pagedown", "move(10)", "Page down", tooltip="Go ten cases down", id="page.down"),
        Binding("q", "leave", "Back", tooltip="Leave the mock interviews", id="mock.leave"),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.news = ""  # to be said when the screen is come back to
        self._cases: list[Case] = []
        self._family: str | None = None
        self._cursor = 0

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        yield Words(id="columns", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="cases")
        yield Words(id="gist", classes="column")
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self._read()
        start = self.context.start
        if start.screen == "mock" and start.case:
            with self.attempt():
                case = case_of(start.case, self._cases)
                self._cursor = self._cases.index(case)
                self.action_open()

    def on_screen_resume(self) -> None:
        self._read()
        if self.news:
            self.say(self.news)
            self.news = ""

    def on_resize(self) -> None:
        self._draw()

    # --- what is shown

    @property
    def shown(self) -> list[Case]:
        """The cases of the family that is looked at."""
        return [case for case in self._cases if self._family in (None, case.study.family)]

    @property
    def case(self) -> Case | None:
        """The case under the cursor."""
        shown = self.shown
        return shown[self._cursor] if self._cursor < len(shown) else None

    def _read(self) -> None:
        at = self.case.name if self.case is not None else ""
        try:
            self._cases = cases(self.context.library, self.context.store)
        except MlsdError as error:
            self.say(str(error), error=True)
        names = [case.name for case in self.shown]
        self._cursor = names.index(at) if at in names else min(self._cursor, max(0, len(names) - 1))
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        width = min(self.size.width, 100) - 5  # one cell for the scrollbar, there or not
        self.query_one("#head", Words).update(self._head(), layout=False)
        self.query_one("#columns", Words).update(self._columns(width), layout=False)
        self.query_one("#cases", Words).update(Content("\n").join(self._lines(width)))
        self.query_one("#gist", Words).update(self._gist())
        self.query_one("#foot", Words).put(self.hints())

    def _head(self) -> Content:
        family = "all families" if self._family is None else f"family {self._family}"
        count = len(self.shown)
        return Content.assemble(
            ("Mock interview", "bold $text-primary"),
            (f"   {count} case{'s' if count != 1 else ''}, {family}", QUIET),
        )

    def _columns(self, width: int) -> Content:
        if not self._cases:
            return Content("")
        level = f"{'level':<{_LEVEL}}" if self._is_wide else ""
        words = f"{'prio':<{_PRIORITY}}{'family':<{_FAMILY}}{level}{'last attempt':<{_LAST}}"
        if self.has_class("-narrow"):
            words = f"{'last attempt':<{_LAST}}"
        return Content.styled("  Case".ljust(max(0, width - len(words))) + words, QUIET)

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= 100

    def _lines(self, width: int) -> Iterable[Content]:
        if not self._cases:
            yield Content(self._none())
        elif not self.shown:
            yield Content("No case of this family.")
        pointer = ">" if self.ascii else "›"
        for number, case in enumerate(self.shown):
            here = number == self._cursor
            right = self._right(case)
            left = Content(f"{pointer if here else ' '} {self.text(case.definition.title)}")
            left = left.truncate(width - right.cell_length - 1, ellipsis=not self.ascii)
            line = Content.assemble(left.pad_right(width - right.cell_length - left.cell_length), right)
            yield line.stylize("bold $block-cursor-foreground on $block-cursor-background") if here else line

    def _none(self) -> str:
        if self.context.library.problems:
            return "No case study can be read: mlsd check lists the problems."
        return "The decks hold no case studies yet."

    def _right(self, case: Case) -> Content:
        if case.unfinished is not None:
            last, style = "unfinished", "bold $text-warning"
        elif case.last is not None:
            last, style = attempt_words(case.last), ""
        else:
            last, style = "-", QUIET
        cell = Content.styled(f"{last:<{_LAST}}"[:_LAST], style)
        if self.has_class("-narrow"):
            return cell
        level = f"{', '.join(case.study.level):<{_LEVEL}}"[:_LEVEL] if self._is_wide else ""
        about = f"{case.definition.priority:<{_PRIORITY}}{case.study.family:<{_FAMILY}}{level}"
        return Content.assemble((about, QUIET), cell)

    def _gist(self) -> Content:
        case = self.case
        if case is None:
            return Content("")
        level = "" if self._is_wide else f"For {', '.join(case.study.level)}. "
        return Content.assemble((level, "bold"), (self.text(case.definition.gist), QUIET))

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in {"open", "move"}:
            return self.case is not None
        if action == "report":
            return self.case is not None and self.case.last is not None
        return bool(self._cases) if action == "family" else True

    def action_move(self, step: int) -> None:
        self.say("")
        self._cursor = min(max(self._cursor + step, 0), len(self.shown) - 1)
        self._draw()
        body = self.query_one("#body", VerticalScroll)
        if not body.scroll_y <= self._cursor < body.scroll_y + body.size.height:
            body.scroll_to(y=self._cursor - body.size.height // 2, animate=False)

    def action_family(self, step: int) -> None:
        """Go round the families that have cases."""
        self.say("")
        there = {case.study.family for case in self._cases}
        round_ = [None, *(family for family in FAMILIES if family in there)]
        self._family = round_[(round_.index(self._family) + step) % len(round_)]
        self._cursor = 0
        self._draw()

    def action_open(self) -> None:
        from mlsd_cards.tui.mock_start import MockStartScreen  # noqa: PLC0415  (when it is asked for)

        if self.case is not None:
            self.say("")
            self.app.push_screen(MockStartScreen(self.context, self.case))

    def action_report(self) -> None:
        from mlsd_cards.tui.mock_report import MockReportScreen  # noqa: PLC0415  (when it is asked for)

        case = self.case
        if case is not None and case.last is not None:
            with self.attempt():
                told = report_of(self.context.store, case, case.last.id)
                self.app.push_screen(MockReportScreen(self.context, told))

    def on_click(self, event: events.Click) -> None:
        """A click on a case opens it."""
        lines = self.query_one("#cases", Words)
        offset = event.get_content_offset(lines) if event.widget is lines else None
        if offset is not None and offset.y < len(self.shown):
            self._cursor = offset.y
            self._draw()
            self.action_open()

    def action_leave(self) -> None:
        self.mlsd.leave()
