"""The browser: every card in a table, found as one types, and changed one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from mlsd_cards.errors import MlsdError
from mlsd_cards.library import Found
from mlsd_cards.review.query import EVERYTHING, Query
from mlsd_cards.review.search import SearchError, parse
from mlsd_cards.store import Match, Scope
from mlsd_cards.store.search import At, Order, Searching
from mlsd_cards.study import Study
from mlsd_cards.tui import browse_changes as changes
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.browse_card import CardWindow, both_sides
from mlsd_cards.tui.browse_keys import BROWSE_BINDINGS
from mlsd_cards.tui.browse_lines import WORDS, caret, head, nothing
from mlsd_cards.tui.browse_results import Came, Failed, Results
from mlsd_cards.tui.browse_table import Drawer
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.drawing import Paper
from mlsd_cards.tui.line import Line
from mlsd_cards.tui.page import Page
from mlsd_cards.tui.rows import Rows

if TYPE_CHECKING:
    from mlsd_cards.tui.edit import Said, TakeBack

_FIRST = 200  # rows that are shown before the rest is known
_MANY = 20  # cards from which a change is asked about first


class BrowseScreen(AppScreen):
    """Searches run in a thread; what is drawn is what the newest one found."""

    CSS_PATH = "browse.tcss"
    HINTS = (
        *("browse.search", "browse.tick", "browse.suspend", "browse.flag", "browse.order"),
        *("browse.undo", "app.help", "browse.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = BROWSE_BINDINGS

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._query: Query = EVERYTHING
        self._wrong: SearchError | None = None  # why what is typed is no search
        self._order = Order.PLACE
        self._ticket = 0  # of the newest search
        self._at = self._moment()
        self._drawer = Drawer.of(context.library, ascii=self.ascii)
        self._searching = Searching(context.store.path)
        self._results = Results(self._searching)
        self._edits: list[tuple[TakeBack, ...]] = []  # for each thing done here; () stands in the log

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head")
        with Horizontal(id="search"):
            yield Words("Search", id="prompt")
            yield Line(id="typed", compact=True, select_on_focus=False)
        with Vertical(id="main"):
            with Vertical(id="table"):
                yield Words(id="columns")
                yield Rows(id="rows", ascii=self.ascii)
            yield Page(id="preview", ascii=self.ascii)
        yield Words(classes="message")
        yield Words(id="foot", classes="hints")

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._restyle, init=False)
        self._look()

    def on_unmount(self) -> None:
        self._searching.close()

    def _restyle(self) -> None:
        self.call_after_refresh(self.query_one(Rows).redraw)
        self.call_after_refresh(self.query_one(Page).redraw)

    # --- searching

    def _look(self) -> None:
        """Search anew: other words, another order, or cards that changed."""
        self._ticket += 1
        try:
            self._at = self._moment()
        except MlsdError as error:
            self.say(str(error), error=True)
            return
        self._find(self._ticket, self._query, self._order, self._at)

    def _moment(self) -> At:
        return At(self.context.clock(), self.context.store.options())

    def _complete(self) -> None:
        """Know all cards that the search finds: a key was faster than it."""
        if not self._results.whole:
            numbers = self._searching.numbers(self._query, self._order, self._at)
            self._results.take(numbers, (), whole=True)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _find(self, ticket: int, query: Query, order: Order, at: At) -> None:
        try:
            with closing(Searching(self.context.store.path)) as searching:
                first = searching.first(query, order, at, _FIRST)
                whole = len(first) < _FIRST
                numbers = [match.number for match in first]
                self.post_message(Came(ticket, numbers, first, whole=whole))
                if not whole and ticket == self._ticket:
                    numbers = searching.numbers(query, order, at)
                    self.post_message(Came(ticket, numbers, first, whole=True))
        except MlsdError as error:
            self.post_message(Failed(ticket, str(error)))

    def on_came(self, message: Came) -> None:
        if message.ticket == self._ticket:
            self._results.take(message.numbers, message.first, whole=message.whole)
            self._draw()

    def on_failed(self, message: Failed) -> None:
        if message.ticket == self._ticket:
            self.say(message.reason, error=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        try:
            self._query = parse(event.value)
        except SearchError as error:
            self._wrong = error
            self._draw()
            return
        self._wrong = None
        self.say("")
        self._results.from_the_top()
        self._look()

    def on_input_submitted(self) -> None:
        self.action_stop()

    # --- drawing

    def on_rows_resized(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows, results = self.query_one(Rows), self._results
        if not rows.room or not self.size.width:
            return
        try:
            seen = results.seen(rows.room)
        except MlsdError as error:
            self.say(str(error), error=True)
            return
        width = rows.text_width
        lines = [
            self._drawer.row(
                match,
                self._at,
                width,
                here=results.top + y == results.cursor,
                ticked=match.number in results.chosen,
            )
            for y, match in enumerate(seen)
        ]
        if not lines and results.whole:
            lines = [Content.styled(f"   {nothing(self._query)}", QUIET)]
        rows.show(lines, top=results.top, total=len(results.numbers))
        columns = self._drawer.head(width)
        if self._wrong is not None:
            scrolled = round(self.query_one("#typed", Input).scroll_offset.x)
            columns = caret(self._wrong, width, scrolled, ascii=self.ascii)
        self.query_one("#columns", Words).put(columns)
        self.query_one("#head", Words).put(head(results, self._order, self.size.width - 4, ascii=self.ascii))
        self._draw_preview()
        self._draw_foot()

    def _draw_preview(self) -> None:
        page, found = self.query_one(Page), self.found
        if page.display and page.content_size.width:
            paper = Paper(page.text_width, self.ascii)
            page.show(both_sides(found, paper) if found is not None else [])

    def _draw_foot(self) -> None:
        room, dropped = self.size.width - 4, 0
        hint = self._wrong.hint if self._wrong is not None else ""
        foot = Content.styled(self.text(hint) or WORDS, QUIET) if self._typing else self.hints()
        while not self._typing and foot.cell_length > room and dropped < len(self.HINTS) - 2:
            dropped += 1
            foot = self.hints((*self.HINTS[: -2 - dropped], *self.HINTS[-2:]))
        self.query_one("#foot", Words).put(foot.truncate(room, ellipsis=not self.ascii))

    @property
    def found(self) -> Found | None:
        """The content of the card under the cursor."""
        here = self._results.here
        return self.context.library.find(here.card) if here is not None else None

    # --- keys

    @property
    def _typing(self) -> bool:
        return self.focused is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "stop":
            return self._typing or bool(self._results.chosen)
        if action == "edit" and self.context.edit is None:
            return False
        return action in {"move", "page", "quit", "command_palette"} or not self._typing

    def on_descendant_focus(self) -> None:
        self._draw_foot()

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._draw_foot)

    def action_search(self) -> None:
        self.query_one("#typed", Input).focus()

    def action_stop(self) -> None:
        """Leave the search line; then, give up the choice."""
        if self._typing:
            self.set_focus(None)
        else:
            self._results.chosen.clear()
            self._draw()

    def action_move(self, step: int) -> None:
        self._go(self._results.cursor + step)

    def action_page(self, step: int) -> None:
        self.action_move(step * max(1, self.query_one(Rows).room - 1))

    def action_edge(self, step: int) -> None:
        with self.attempt():
            self._complete()
        self.action_move(step * len(self._results.numbers))

    def _go(self, cursor: int) -> None:
        self.set_focus(None)
        with self.attempt():
            self._complete()
            self._results.go(cursor)
            self._draw()

    def on_rows_scrolled(self, message: Rows.Scrolled) -> None:
        self.action_move(message.step)

    def on_rows_clicked(self, message: Rows.Clicked) -> None:
        self._go(self._results.top + message.row)

    def action_tick(self) -> None:
        self._results.choose()
        self.action_move(1)

    def action_tick_all(self) -> None:
        with self.attempt():
            self._complete()
            self._results.choose_all()
            self._draw()

    def action_order(self) -> None:
        orders = list(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._results.from_the_top()
        self._look()

    # --- what is done to cards

    def _sure(self, cards: Sequence[Match], question: str, then: Callable[[], None]) -> None:
        """Go on, after asking if the cards are many."""
        if len(cards) > _MANY:
            from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (when many are changed)

            self.ask(ConfirmWindow(question, "Go on"), lambda _: then())
        elif cards:
            then()

    def _apply(self, cards: Sequence[Match], change: changes.Change) -> None:
        """Log the same of these cards."""

        def write() -> None:
            with self.attempt():
                names = [card.card for card in cards]
                self.context.store.append_many(names, change.kind, change.value, self.context.clock())
                self._edits.append(())
                undo = self.key_of("browse.undo")
                self.say(f"{changes.count(cards)} {change.done}; {undo} takes it back")
                self._look()

        self._sure(cards, f"{changes.count(cards)} will be {change.done}.", write)

    def _concerned(self) -> list[Match]:
        self._complete()
        return self._results.concerned

    def _change(self, change_of: Callable[[Sequence[Match]], changes.Change]) -> None:
        with self.attempt():
            cards = self._concerned()
            self._apply(cards, change_of(cards))

    def action_suspend(self) -> None:
        self._change(changes.suspending)

    def action_bury(self) -> None:
        self._change(lambda cards: changes.burying(cards, self._moment().day))

    def action_mark(self) -> None:
        self._change(changes.marking)

    def action_forget(self) -> None:
        self._change(lambda _: changes.NEW_AGAIN)

    def action_flag(self) -> None:
        from mlsd_cards.tui.flag import FlagWindow  # noqa: PLC0415  (when it is asked for)

        with self.attempt():
            if cards := self._concerned():
                self.ask(FlagWindow(), lambda number: self._apply(cards, changes.flagging(number)))

    def action_due(self) -> None:
        from mlsd_cards.tui.browse_due import DueWindow  # noqa: PLC0415  (when it is asked for)

        with self.attempt():
            if cards := self._concerned():
                window = DueWindow(changes.count(cards), self._moment().day)
                self.ask(window, lambda day: self._apply(cards, changes.coming(day)))

    def action_undo(self) -> None:
        with self.attempt():
            if any(self._edits[-1:]):
                from mlsd_cards.tui.edit import take_back  # noqa: PLC0415  (when it is asked for)

                self._read_anew(take_back(self, self._edits.pop()))
                return
            gone = self.context.store.undo(self.context.clock())
            del self._edits[-1:]
            self.say(changes.taken_back(gone, self._results.here))
            self._look()

    def action_card(self) -> None:
        if self.found is not None:
            self.app.push_screen(CardWindow(self.found, width=self.size.width, ascii=self.ascii))

    def action_info(self) -> None:
        from mlsd_cards.tui.info import InfoWindow  # noqa: PLC0415  (when it is asked for)

        if self.found is not None:
            with self.attempt():
                context, now = self.context, self.context.clock()
                study = Study(context.store, context.library, Scope(areas=frozenset()), now)
                window = InfoWindow(study, self.found, now, width=self.size.width, ascii=self.ascii)
                self.app.push_screen(window)

    def action_edit(self) -> None:
        with self.attempt():
            cards = self._concerned()
            question = f"{changes.count(cards)} will be edited, one note after another."
            self._sure(cards, question, lambda: self._edit([card.card for card in cards]))

    def _edit(self, names: Sequence[str]) -> None:
        from mlsd_cards.tui.edit import edit_notes  # noqa: PLC0415  (when it is asked for)

        said = edit_notes(self, names)
        if said.undos:
            self._edits.append(said.undos)
        self._read_anew(said)

    def _read_anew(self, said: Said) -> None:
        self._drawer = Drawer.of(self.context.library, ascii=self.ascii)
        self._look()
        self.say(said.message, error=said.failed)

    def action_leave(self) -> None:
        self.app.pop_screen()
