"""The review screen: question, answer, grade. It hands keys to the sitting and draws what that says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual import events, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.library import Found
from mlsd_cards.model.definition import Checklist
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.tui import cards
from mlsd_cards.tui.base import AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.describe import clock_text, count_line, head_of, typed_line, undone, verdict_line
from mlsd_cards.tui.drawing import Front, Paper, draw_revealed, is_filled_in
from mlsd_cards.tui.grades import GradeRow, Rule
from mlsd_cards.tui.page import Page
from mlsd_cards.tui.review_keys import REVIEW_BINDINGS, TYPED
from mlsd_cards.tui.sitting import Sitting, Stage

_ANSWER = 2  # the part of the page that the answer is
_MARGIN = 2
_WIDEST = 100


class ReviewScreen(AppScreen):
    """One card at a time."""

    CSS_PATH = "review.tcss"
    HINTS = ("review.info", "review.edit", "review.undo", "app.help", "review.leave")
    BINDINGS: ClassVar[list[BindingType]] = REVIEW_BINDINGS

    def __init__(self, context: AppContext, sitting: Sitting) -> None:
        super().__init__(context)
        self.sitting = sitting
        self.news = ""  # to be said when the screen is come back to
        self._face: Front | None = None
        self._face_of = ""  # the card and the paper that the front was drawn for
        self._question = Content("")

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        yield Rule(classes="column")
        yield Page(id="page", ascii=self.ascii, classes="column")
        yield Words(classes="message column")
        yield Rule(classes="column low")
        yield GradeRow(id="grades", classes="column")
        yield Rule(classes="column low")
        yield Words(id="foot", classes="column")

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._restyle, init=False)

    def on_resize(self) -> None:
        self.draw()

    def on_screen_resume(self) -> None:
        self.draw(keep_place=True)
        if self.news:
            self.say(self.news)
            self.news = ""

    def _restyle(self) -> None:
        self.call_after_refresh(self.query_one(Page).redraw)

    # --- drawing

    @property
    def found(self) -> Found | None:
        """The card to draw: the current one, or an earlier one looked back at."""
        given = self.sitting.looking_at
        if given is not None:
            return given.found
        return self.sitting.shown.found if self.sitting.shown is not None else None

    @property
    def width(self) -> int:
        """Cells for text."""
        return min(self.size.width, _WIDEST) - 2 * _MARGIN

    @property
    def paper(self) -> Paper:
        return Paper(self.width, self.ascii)

    def draw(self, *, keep_place: bool = False) -> None:
        """Draw what the sitting shows; only lines that differ are painted."""
        found = self.found
        if not self.is_mounted or not self.size.width or found is None:
            return
        page, open_ = self.query_one(Page), self.sitting.revealed or bool(self.sitting.back)
        front = self._front(found)
        parts = [self._question]
        if open_:
            revealed = draw_revealed(found, self.paper) if is_filled_in(found) else self._question
            parts = [revealed, self._rule(), self._answer(found)]
        elif self.sitting.calc is not None:
            parts += [Content(""), typed_line(self.sitting.calc, self.sitting.typed, ascii=self.ascii)]
        page.show(parts, top=page.top if keep_place else 0)
        self.query_one("#head", Words).put(self._head(found, named=open_ or front.may_name))
        self._draw_bottom()

    def _front(self, found: Found) -> Front:
        key = f"{found.card} {found.number} {self.width} {self.ascii}"
        if self._face is None or self._face_of != key:
            self._face, self._face_of = self.mlsd.fronts.front(found, self.paper), key
            self._question = self._face.content
        return self._face

    def _rule(self) -> Content:
        line = ("-" if self.ascii else "─") * self.width
        return Content.assemble("\n", (line, "$foreground-muted 50%"))

    def _answer(self, found: Found) -> Content:
        sitting = self.sitting
        if sitting.back:
            return cards.answer(found, self.paper)
        cursor = sitting.cursor if sitting.stage is Stage.TICKING else None
        answer = cards.answer(found, self.paper, cards.Ticks(frozenset(sitting.ticked), cursor))
        if sitting.calc is not None and sitting.typed:
            line = verdict_line(sitting.calc, sitting.typed, right=bool(sitting.verdict), ascii=self.ascii)
            return Content("\n\n").join([line, answer])
        return answer

    def _head(self, found: Found, *, named: bool) -> Content:
        area = self.context.library.area_title(found.topic.area)
        return head_of(self.sitting, found, area, named=named, width=self.width, ascii=self.ascii)

    def _draw_bottom(self) -> None:
        sitting, row = self.sitting, self.query_one(GradeRow)
        if sitting.back:
            row.prompt(self.key_of("review.forth"), "return towards the current card")
        elif sitting.stage is Stage.QUESTION:
            typed = sitting.typed_now
            row.prompt("Enter" if typed else "Space", "compare your number" if typed else "show the answer")
        elif sitting.stage is Stage.TICKING:
            row.prompt("Enter", f"grade;  tick what you said: 1-{min(9, sitting.points)} or Space")
        elif sitting.shown is not None:
            row.offer(sitting.shown, sitting.suggested, self.width, ascii=self.ascii)
        self.query_one("#foot", Words).put(self._foot())

    def _foot(self) -> Content:
        left = count_line(self.sitting.study.remaining(), ascii=self.ascii)
        for dropped in range(len(self.HINTS)):
            hints = self.hints(self.HINTS[dropped:])
            room = self.width - left.cell_length - hints.cell_length
            if room >= 2:
                return Content.assemble(left, " " * room, hints)
        return left

    def _show_next(self, news: str = "", *, error: bool = False) -> None:
        """Draw what the sitting came to: the next card, or another screen."""
        if self.sitting.stage in {Stage.WAITING, Stage.FINISHED}:
            self.mlsd.follow(self.sitting)
            return
        self.draw()
        if news:
            self.say(news, error=error)

    # --- keys: what they mean now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say what is valid now. Of several bindings of one key at most one is."""
        sitting = self.sitting
        at_card = not sitting.back
        if self.has_class("-tiny") or self.has_class("-flat"):
            return action in {"leave", "help", "undo"}  # no card can be seen, so none can be answered
        valid = {
            "type": lambda: sitting.takes(str(parameters[0])),
            "erase": lambda: sitting.typed_now,
            "tick": lambda: sitting.stage is Stage.TICKING and at_card,
            "tick_here": lambda: sitting.stage is Stage.TICKING and at_card,
            "rate": lambda: sitting.can_rate,
            "forward": lambda: at_card,
            "flag": lambda: at_card,
            "aside": lambda: at_card and not sitting.typed_now,
            "mark": lambda: at_card and not sitting.typed_now,
            "edit": lambda: self.context.edit is not None and at_card and not sitting.typed_now,
            "open": lambda: self.found is not None and bool(cards.citations(self.found)),
            "look": lambda: sitting.back < len(sitting.given) if parameters == (1,) else not at_card,
        }
        return valid[action]() if action in valid else True

    def action_type(self, character: str) -> None:
        self.sitting.type(character)
        self._redraw_question()

    def on_paste(self, event: events.Paste) -> None:
        for character in event.text.strip():
            if character in TYPED:
                self.sitting.type(character)
        self._redraw_question()

    def action_erase(self) -> None:
        self.sitting.erase()
        self._redraw_question()

    def _redraw_question(self) -> None:
        self.say("")
        self.draw(keep_place=True)

    def action_forward(self) -> None:
        sitting = self.sitting
        if sitting.stage is Stage.QUESTION:
            self.say("")
            if sitting.is_typing and sitting.typed and sitting.verdict is None:
                self.say(f"{sitting.typed!r} is no number; mend it, or erase it to see the answer")
                return
            sitting.reveal()
            self.draw()
            self._scroll_to_answer()
        elif sitting.stage is Stage.TICKING:
            self.say("")
            sitting.done_ticking()
            self.draw()
        else:
            self.action_rate(int(sitting.suggested))

    def _scroll_to_answer(self) -> None:
        """Bring a long answer into view without losing more of the question than it needs."""
        page = self.query_one(Page)
        if page.hidden_below and len(page.starts) > 1:
            page.scroll_lines(min(page.hidden_below, page.starts[1] + 1))

    def action_rate(self, value: int) -> None:
        if not self.sitting.can_rate:
            return
        doubt = self.sitting.clock_doubt()
        if doubt is not None:
            self._ask_about_clock(doubt, value)
            return
        with self.attempt():
            news = self.sitting.rate(Rating(value))
            self._show_next(news or "", error=news is not None)

    def _ask_about_clock(self, doubt: str, value: int) -> None:
        from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (a clock seldom jumps)

        def trusted(_: bool) -> None:
            self.sitting.trust_clock()
            self.action_rate(value)

        question = f"Save answers with this time? {doubt[0].upper()}{doubt[1:]}: it says {clock_text(self.sitting.now())}."
        self.ask(ConfirmWindow(question, "Save"), trusted)

    def on_grade_row_chosen(self, message: GradeRow.Chosen) -> None:
        if message.rating is None:
            if self.sitting.back:
                self.action_look(-1)
            else:
                self.action_forward()
            return
        self.sitting.done_ticking()
        self.action_rate(int(message.rating))

    # --- a checklist

    def action_tick(self, number: int) -> None:
        self._ticked(number - 1)

    def action_tick_here(self) -> None:
        self._ticked(self.sitting.cursor)

    def _ticked(self, point: int) -> None:
        self.sitting.tick(point)
        self._redraw_answer()

    def _redraw_answer(self) -> None:
        self.draw(keep_place=True)

    def on_page_clicked(self, message: Page.Clicked) -> None:
        """A click on a point ticks it."""
        content = self.found.note.content if self.found is not None else None
        if isinstance(content, Checklist) and self.sitting.stage is Stage.TICKING and message.part == _ANSWER:
            point = cards.point_at(content, self.paper, message.line)
            if point is not None:
                self._ticked(point)

    # --- moving

    def action_move(self, step: int) -> None:
        if self.sitting.stage is Stage.TICKING and not self.sitting.back:
            self.sitting.move(step)
            self._redraw_answer()
        else:
            self.query_one(Page).scroll_lines(step)

    def action_page(self, step: int) -> None:
        self.query_one(Page).scroll_page(step)

    def action_edge(self, step: int) -> None:
        self.query_one(Page).scroll_edge(step)

    def action_look(self, step: int) -> None:
        self.say("")
        self.sitting.look_back(step)
        self._show_next()

    # --- the card

    def action_undo(self) -> None:
        with self.attempt():
            event = self.sitting.undo()
            if event is None:
                self.say("there is nothing to undo")
            else:
                self._show_next(undone(event))

    def action_mark(self) -> None:
        with self.attempt():
            self.sitting.toggle_mark()
            self.draw(keep_place=True)

    def action_flag(self) -> None:
        from mlsd_cards.tui.flag import FlagWindow  # noqa: PLC0415  (when it is asked for)

        def chosen(flag: int) -> None:
            with self.attempt():
                self.sitting.set_flag(flag)
                self._show_next() if self.sitting.stage is Stage.FINISHED else self.draw(keep_place=True)

        self.ask(FlagWindow(), chosen)

    def action_aside(self, what: Literal["bury", "suspend"], whole_note: bool = False) -> None:
        kind = Kind.BURY if what == "bury" else Kind.SUSPEND
        with self.attempt():
            self.sitting.put_aside(kind, whole_note=whole_note)
            thing = "note" if whole_note else "card"
            done = "buried until tomorrow" if what == "bury" else "suspended"
            self._show_next(f"{thing} {done}; {self.key_of('review.undo')} takes it back")

    def action_info(self) -> None:
        from mlsd_cards.tui.info import InfoWindow  # noqa: PLC0415  (when it is asked for)

        if self.found is not None:
            with self.attempt():
                now, width = self.sitting.now(), self.size.width
                window = InfoWindow(self.sitting.study, self.found, now, width=width, ascii=self.ascii)
                self.app.push_screen(window)

    def action_open(self) -> None:
        from mlsd_cards.tui.link import offer_source  # noqa: PLC0415  (when it is asked for)

        if self.found is not None:
            offer_source(self, cards.citations(self.found))

    @work(exclusive=True)
    async def action_edit(self) -> None:
        from mlsd_cards.tui.edit import edit_card  # noqa: PLC0415  (when it is asked for)

        if self.found is not None:
            message, failed = edit_card(self, self.sitting, self.found)
            self._face_of = ""
            self._show_next() if self.sitting.stage is Stage.FINISHED else self.draw()
            self.say(message, error=failed)

    def action_leave(self) -> None:
        if self.sitting.back:
            self.action_look(-self.sitting.back)
        else:
            self.mlsd.leave()
