"""The end of a step: its points, marked by the candidate against their own notes, and its red flags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from mlsd_cards.mock.score import earned_at
from mlsd_cards.mock.session import Flag, Mark
from mlsd_cards.model.case import Point
from mlsd_cards.rehearsal import Rehearsal
from mlsd_cards.tui.base import QUIET, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.drawing import Paper
from mlsd_cards.tui.grades import GradeRow
from mlsd_cards.tui.mock_page import MockPageScreen
from mlsd_cards.tui.mock_words import clock_line, hanging, head_line
from mlsd_cards.tui.page import Page

_POINT = 13  # cells before a point: cursor, box and level
_FLAG = 6  # cells before a red flag: cursor and box
_BOXES: Final = {None: "[ ]", Mark.YES: "[y]", Mark.PARTIAL: "[p]", Mark.NO: "[n]"}
_STYLES: Final = {
    None: QUIET,
    Mark.YES: "bold $text-success",
    Mark.PARTIAL: "bold $text-warning",
    Mark.NO: "bold $text-error",
}
_FLAG_BOXES: Final = {Flag.OFF: "[ ]", Flag.TICKED: "[!]", Flag.REPAIRED: "[r]"}
_FLAG_STYLES: Final = {
    Flag.OFF: QUIET,
    Flag.TICKED: "bold $text-error",
    Flag.REPAIRED: "bold $text-warning",
}
_FOLLOWS: Final = {Mark.YES: Mark.PARTIAL, Mark.PARTIAL: Mark.NO, Mark.NO: Mark.YES}
_FLAG_FOLLOWS: Final = {Flag.OFF: Flag.TICKED, Flag.TICKED: Flag.REPAIRED, Flag.REPAIRED: Flag.OFF}


class MockCheckScreen(MockPageScreen):
    """The clock stands here. The cursor goes over the points and then over the red flags."""

    HEAD = ("head", "clock")
    HINTS = (
        *("mock.yes", "mock.partly", "mock.no", "mock.raised", "mock.repaired", "mock.clear"),
        *("page.down", "app.help", "mock.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", tooltip="Go on to the next step", id="mock.go_on"),
        Binding("y", "mark('y')", "Yes", tooltip="Mark the point: I made it", id="mock.yes"),
        Binding("p", "mark('partial')", "Partly", tooltip="Mark the point: in part", id="mock.partly"),
        Binding("n", "mark('n')", "No", tooltip="Mark the point: I did not make it", id="mock.no"),
        Binding(
            "y", "flag('ticked')", "It happened", tooltip="Mark the red flag: it happened", id="mock.raised"
        ),
        Binding(
            "r", "flag('repaired')", "Repaired", tooltip="Mark the red flag: repaired", id="mock.repaired"
        ),
        Binding("n", "flag('off')", "It did not", tooltip="Take the red flag away", id="mock.clear"),
        Binding("space", "turn", "Turn", tooltip="Turn the mark under the cursor", id="mock.turn"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the point above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the point below", id="move.down"),
        Binding("pageup", "page(-1)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding("pagedown", "page(1)", "More", tooltip="Scroll a page down", id="page.down"),
        Binding("home", "edge(-1)", "Top", tooltip="Scroll to the top", id="page.top"),
        Binding("end", "edge(1)", "Bottom", tooltip="Scroll to the bottom", id="page.bottom"),
        Binding("q", "leave", "Leave", tooltip="Leave the interview; it is saved", id="mock.leave"),
    ]

    def __init__(self, context: AppContext, rehearsal: Rehearsal) -> None:
        super().__init__(context)
        self.rehearsal = rehearsal
        self._cursor = 0
        self._warned = False  # that points are not marked yet

    # --- drawing

    @property
    def _points(self) -> tuple[Point, ...]:
        return self.rehearsal.stop.points

    @property
    def _flags(self) -> tuple[str, ...]:
        return self.rehearsal.stop.red_flags

    @property
    def _flag(self) -> str | None:
        """The red flag under the cursor."""
        number = self._cursor - len(self._points)
        return self._flags[number] if 0 <= number < len(self._flags) else None

    def _draw(self, *, follow: bool = False) -> None:
        if not self.is_mounted or not self.size.width:
            return
        width, ascii_ = self._width, self.ascii
        title = self.text(self.rehearsal.script.definition.title)
        self.query_one("#head", Words).put(head_line(self.rehearsal, width, ascii=ascii_, title=title))
        self.query_one("#clock", Words).put(clock_line(self.rehearsal, width, ascii=ascii_))
        page = self.query_one(Page)
        page.show(list(self._parts()), top=page.top)
        if follow:
            self._follow(page)
        earned = earned_at(self.rehearsal.stop, self.rehearsal.session)
        sum_ = f"   {earned.earned:g} of {earned.total:g} here" if not self.rehearsal.stop.is_probe else ""
        self.query_one(GradeRow).prompt("Enter", f"{self._next_words()}{sum_}")
        self._draw_foot()

    def _draw_foot(self) -> None:
        """Hints as far as there is room; help and leaving always stand there."""
        more = self.query_one(Page).hidden_below > 0
        names = [name for name in self.HINTS if more or name != "page.down"]
        for kept in range(len(names) - 2, -1, -1):
            hints = self.hints((*names[:kept], *names[-2:]))
            if hints.cell_length <= self._width:
                break
        self.query_one("#foot", Words).put(hints)

    def _next_words(self) -> str:
        following = self.rehearsal.session.next_stop
        if following is None:
            return "finish: the report"
        stop = self.rehearsal.script.stop(following)
        return "go on: the interviewer interrupts" if stop.is_probe else f"go on: {stop.title}"

    def _parts(self) -> Iterator[Content]:
        """A heading, the points, the red flags, and below them what they are held against."""
        probe = self.rehearsal.stop.is_probe
        yield self._heading("What of this did you say?" + (" It does not count." if probe else ""))
        for number, point in enumerate(self._points):
            yield self._point(point, here=number == self._cursor)
        if self._flags:
            yield self._heading("\nRed flags: did one of these happen?")
        for number, flag in enumerate(self._flags, len(self._points)):
            yield self._red_flag(flag, here=number == self._cursor)
        notes = self.rehearsal.notes.strip()
        if notes:
            yield self._heading("\nYour notes")
            yield Content("\n".join(self.text(line) for line in notes.split("\n")))
        if self.rehearsal.stop.shows_drawing:
            yield self._heading("\nOne good sketch")
            yield self._drawing()

    def _heading(self, text: str) -> Content:
        return Content.styled(text, QUIET)

    def _point(self, point: Point, *, here: bool) -> Content:
        mark = self.rehearsal.session.mark_of(point.key)
        pointer = (">" if self.ascii else "›") if here else " "
        level = "" if self.rehearsal.stop.is_probe else str(point.level)
        before = Content.assemble(
            (f"{pointer} ", "bold"), (_BOXES[mark], _STYLES[mark]), (f" {level:<7}", QUIET)
        )
        text = Paper(self._width, self.ascii).narrower(_POINT + 4).markdown(point.text)
        if point.weight > 1:
            text = Content.assemble(text, (f" {'x' if self.ascii else '×'}{point.weight}", QUIET))
        return hanging(before, (text.stylize("bold") if here else text).split("\n"))

    def _red_flag(self, text: str, *, here: bool) -> Content:
        flag = self.rehearsal.session.flag_of(text)
        pointer = (">" if self.ascii else "›") if here else " "
        before = Content.assemble((f"{pointer} ", "bold"), (_FLAG_BOXES[flag], _FLAG_STYLES[flag]), " ")
        drawn = Paper(self._width, self.ascii).narrower(_FLAG).markdown(text)
        return hanging(before, (drawn.stylize("bold") if here else drawn).split("\n"))

    def _drawing(self) -> Content:
        from mlsd_cards.diagram.text import to_lines  # noqa: PLC0415  (one step of ten needs it)

        diagram = self.rehearsal.script.study.architecture.diagram
        return Content("\n".join(to_lines(diagram, self._width, ascii=self.ascii)))

    def _place_of_cursor(self) -> int:
        """The part of the page that is under the cursor."""
        return 1 + self._cursor + (1 if self._flag is not None else 0)

    def _follow(self, page: Page) -> None:
        """Bring the line under the cursor into view."""
        place = self._place_of_cursor()
        if place >= len(page.starts):
            return
        first = 0 if self._cursor == 0 else page.starts[place]
        last = page.starts[place + 1] - 1 if place + 1 < len(page.starts) else first
        if first < page.top:
            page.scroll_lines(first - page.top)
        elif last >= page.top + page.room:
            page.scroll_lines(last - page.top - page.room + 1)

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Of two bindings of one key one is valid: that for a point, or that for a red flag."""
        if action in {"mark", "flag"}:
            return (self._flag is not None) == (action == "flag")
        return True

    def action_move(self, step: int) -> None:
        self.say("")
        self._cursor = min(max(self._cursor + step, 0), len(self._points) + len(self._flags) - 1)
        self._draw(follow=True)

    def action_mark(self, mark: str) -> None:
        """Mark the point under the cursor and go to the next line."""
        with self.attempt():
            self.rehearsal.mark(self._points[self._cursor].key, Mark(mark))
            self.action_move(1)

    def action_flag(self, flag: str) -> None:
        with self.attempt():
            if self._flag is not None:
                self.rehearsal.flag(self._flag, Flag(flag))
            self.action_move(1)

    def action_turn(self) -> None:
        """Give the line under the cursor its next mark."""
        with self.attempt():
            if self._flag is not None:
                self.rehearsal.flag(self._flag, _FLAG_FOLLOWS[self.rehearsal.session.flag_of(self._flag)])
            elif self._points:
                point = self._points[self._cursor]
                mark = self.rehearsal.session.mark_of(point.key)
                self.rehearsal.mark(point.key, Mark.YES if mark is None else _FOLLOWS[mark])
            self._draw(follow=True)

    def on_page_clicked(self, message: Page.Clicked) -> None:
        """A click on a point or a red flag turns its mark."""
        number = message.part - 1
        if number > len(self._points):
            number -= 1  # the heading of the red flags
        elif number == len(self._points):
            return
        if 0 <= number < len(self._points) + len(self._flags):
            self._cursor = number
            self.action_turn()

    def on_grade_row_chosen(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        left = self.rehearsal.unmarked
        if left and not self._warned:
            self._warned = True
            what = "1 point is" if left == 1 else f"{left} points are"
            self.say(f"{what} not marked and would count as missed; Enter again goes on")
            return
        with self.attempt():
            self.rehearsal.go_on()
            self.mlsd.follow_rehearsal(self.rehearsal)

    def action_leave(self) -> None:
        with self.attempt():
            self.rehearsal.leave()
            self.mlsd.leave_mock("saved; Enter takes the interview up again")
