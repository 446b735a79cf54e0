"""The browser: every card in a table, found as one types, and changed one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import ClassVar, Literal

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
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
from mlsd_cards.tui.browse_results import Results
from mlsd_cards.tui.browse_table import Drawer
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.describe import dot, undone
from mlsd_cards.tui.drawing import Paper
from mlsd_cards.tui.page import Page
from mlsd_cards.tui.rows import Rows

_FIRST = 200  # rows that are shown before the rest is known
_PROMPT = 8  # cells before what is typed
_MANY = 20  # cards from which a change is asked about first
_WORDS = 'is:due  tag:formula  deck:metrics  prop:r<0.8  rated:1  "two words"  -not  or  ( )'


class BrowseScreen(AppScreen):
    """Searches run in a thread; what is drawn is what the newest one found."""

    CSS_PATH = "browse.tcss"
    HINTS = (
        *("browse.search", "browse.tick", "browse.suspend", "browse.flag", "browse.order"),
        *("browse.undo", "app.help", "browse.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = BROWSE_BINDINGS

    class Came(Message):
        """A search found its first cards, or all of them."""

        def __init__(self, ticket: int, numbers: list[int], first: Sequence[Match], *, whole: bool) -> None:
            super().__init__()
            self.ticket = ticket
            self.numbers = numbers
            self.first = first
            self.whole = whole

    class Failed(Message):
        """A search could not be made."""

        def __init__(self, ticket: int, reason: str) -> None:
            super().__init__()
            self.ticket = ticket
            self.reason = reason

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._query: Query = EVERYTHING
        self._wrong: SearchError | None = None  # why what is typed is no search
        self._order = Order.PLACE
        self._ticket = 0  # of the newest search
        self._at = At(context.clock(), context.store.options())
        self._drawer = Drawer.of(context.library, ascii=self.ascii)
        self._searching = Searching(context.store.path)
        self._results = Results(self._searching)

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head")
        with Horizontal(id="search"):
            yield Words("Search", id="prompt")
            yield Input(id="typed", compact=True, select_on_focus=False)
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
        self._at = At(self.context.clock(), self.context.store.options())
        self._find(self._ticket, self._query, self._order, self._at)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _find(self, ticket: int, query: Query, order: Order, at: At) -> None:
        try:
            with closing(Searching(self.context.store.path)) as searching:
                first = searching.first(query, order, at, _FIRST)
                whole = len(first) < _FIRST
                numbers = [match.number for match in first]
                self.post_message(self.Came(ticket, numbers, first, whole=whole))
                if not whole and ticket == self._ticket:
                    numbers = searching.numbers(query, order, at)
                    self.post_message(self.Came(ticket, numbers, first, whole=True))
        except MlsdError as error:
            self.post_message(self.Failed(ticket, str(error)))

    def on_browse_screen_came(self, message: Came) -> None:
        if message.ticket == self._ticket:
            self._results.take(message.numbers, message.first, whole=message.whole)
            self._draw()

    def on_browse_screen_failed(self, message: Failed) -> None:
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
        width = rows.text_width
        lines = [
            self._drawer.row(
                match,
                self._at,
                width,
                here=results.top + y == results.cursor,
                ticked=match.number in results.chosen,
            )
            for y, match in enumerate(results.seen(rows.room))
        ]
        if not lines and results.whole:
            lines = [Content.styled(f"   {self._nothing()}", QUIET)]
        rows.show(lines, top=results.top, total=len(results.numbers))
        self.query_one("#columns", Words).put(
            self._drawer.head(width) if self._wrong is None else self._caret(self._wrong, width)
        )
        self.query_one("#head", Words).put(self._head())
        self._draw_preview()
        self._draw_foot()

    def _caret(self, error: SearchError, width: int) -> Content:
        """What cannot be read, pointed at from the line below it."""
        typed = self.query_one("#typed", Input)
        at = max(0, min(_PROMPT + error.at - round(typed.scroll_offset.x), width - 1))
        message = self.text(error.message)
        line = f"{' ' * at}^ {message}"
        if len(line) > width and at > len(message):
            line = f"{' ' * (at - len(message) - 1)}{message} ^"
        return Content.styled(line, "bold $text-error").truncate(width, ellipsis=not self.ascii)

    def _nothing(self) -> str:
        return (
            "No card is found." if self._query != EVERYTHING else "There are no cards: mlsd check says why."
        )

    def _head(self) -> Content:
        results = self._results
        more = "" if results.whole else "+"
        parts = [
            f"{len(results.numbers):,}{more} card{'s' if len(results.numbers) != 1 else ''}",
            self._order,
        ]
        if results.chosen:
            parts.insert(0, f"{len(results.chosen):,} chosen")
        name = Content.styled("Browse", "bold $text-primary")
        right = Content.styled(dot(ascii=self.ascii).join(parts), QUIET)
        room = self.size.width - 4 - name.cell_length - right.cell_length
        return Content.assemble(name, " " * max(2, room), right)

    def _draw_preview(self) -> None:
        page, found = self.query_one(Page), self.found
        if page.display and page.content_size.width:
            paper = Paper(page.text_width, self.ascii)
            page.show(both_sides(found, paper) if found is not None else [])

    def _draw_foot(self) -> None:
        room, dropped = self.size.width - 4, 0
        hint = self._wrong.hint if self._wrong is not None else ""
        foot = Content.styled(self.text(hint) or _WORDS, QUIET) if self._typing else self.hints()
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
        self.action_move(step * len(self._results.numbers))

    def _go(self, cursor: int) -> None:
        self.set_focus(None)
        with self.attempt():
            self._results.go(cursor)
            self._draw()

    def on_rows_scrolled(self, message: Rows.Scrolled) -> None:
        self.action_move(message.step)

    def on_rows_clicked(self, message: Rows.Clicked) -> None:
        self._go(self._results.top + message.row)

    def action_tick(self) -> None:
        if self._results.here is not None:
            self._results.chosen ^= {self._results.here.number}
            self.action_move(1)

    def action_tick_all(self) -> None:
        self._results.choose_all()
        self._draw()

    def action_order(self) -> None:
        orders = list(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._results.from_the_top()
        self._look()

    # --- what is done to cards

    def _apply(self, cards: Sequence[Match], change: changes.Change) -> None:
        """Log the same of these cards, after asking if they are many."""

        def write(_: bool) -> None:
            with self.attempt():
                names = [card.card for card in cards]
                self.context.store.append_many(names, change.kind, change.value, self.context.clock())
                undo = self.key_of("browse.undo")
                self.say(f"{changes.count(cards)} {change.done}; {undo} takes it back")
                self._look()

        if len(cards) > _MANY:
            from mlsd_cards.tui.confirm import ConfirmWindow  # noqa: PLC0415  (when many are changed)

            self.ask(ConfirmWindow(f"{changes.count(cards)} will be {change.done}.", "Go on"), write)
        elif cards:
            write(True)

    def action_aside(self, what: Literal["bury", "suspend"]) -> None:
        cards = self._results.concerned
        self._apply(
            cards, changes.suspending(cards) if what == "suspend" else changes.burying(cards, self._at.day)
        )

    def action_mark(self) -> None:
        cards = self._results.concerned
        self._apply(cards, changes.marking(cards))

    def action_forget(self) -> None:
        self._apply(self._results.concerned, changes.NEW_AGAIN)

    def action_flag(self) -> None:
        from mlsd_cards.tui.flag import FlagWindow  # noqa: PLC0415  (when it is asked for)

        if cards := self._results.concerned:
            self.ask(FlagWindow(), lambda number: self._apply(cards, changes.flagging(number)))

    def action_due(self) -> None:
        from mlsd_cards.tui.browse_due import DueWindow  # noqa: PLC0415  (when it is asked for)

        if cards := self._results.concerned:
            window = DueWindow(changes.count(cards), self._at.day)
            self.ask(window, lambda day: self._apply(cards, changes.coming(day)))

    def action_undo(self) -> None:
        with self.attempt():
            gone = self.context.store.undo(self.context.clock())
            if gone is None:
                self.say("there is nothing to undo")
                return
            many = f"undone: {gone.event.kind} of {changes.count(gone.events)}"
            self.say(undone(gone.event) if len(gone.events) == 1 else many)
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

    @work(exclusive=True, group="edit")
    async def action_edit(self) -> None:
        from mlsd_cards.tui.edit import edit_found  # noqa: PLC0415  (when it is asked for)

        if self.found is not None:
            message, failed = edit_found(self, self.found)
            self._drawer = Drawer.of(self.context.library, ascii=self.ascii)
            self._look()
            self.say(message, error=failed)

    def action_leave(self) -> None:
        self.app.pop_screen()
