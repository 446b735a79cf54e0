"""The home screen: what waits in each area, what today costs, and where to begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.answers import Remaining
from mlsd_cards.errors import MlsdError
from mlsd_cards.model.drill import DRILL
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.studyday import Moment, date_of, study_day
from mlsd_cards.store import Scope
from mlsd_cards.study import Study
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext, Start
from mlsd_cards.tui.describe import dot, minutes
from mlsd_cards.tui.sitting import Sitting
from mlsd_cards.tui.text import near

if TYPE_CHECKING:
    from mlsd_cards.preparation import Ready

_DRILLED = 10  # questions
_NUMBER = 10  # cells a column of numbers takes
_READY_WIDTH = 60  # cells below which there is no column for what is recalled now


class AreaRow(NamedTuple):
    """An area's line: `id` None is all of them."""

    id: str | None
    title: str
    due: int
    new: int
    learning: int


class HomeScreen(AppScreen):
    """The areas in teaching order; one is under the cursor."""

    CSS_PATH = "home.tcss"
    HINTS = ("home.study", "home.all", "home.settings", "app.help", "home.quit")
    PLACES = ("home.browse", "home.drill", "home.mock", "home.plan", "home.stats")
    """Where else one can go from here: a line of its own above the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "study", "Study area", tooltip="Study the area under the cursor", id="home.study"),
        Binding("s,space", "study_all", "Study all", tooltip="Study everything that is due", id="home.all"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the area above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the area below", id="move.down"),
        Binding("b", "browse", "Browse", tooltip="Browse and search all cards", id="home.browse"),
        Binding("d", "drill", "Drill", tooltip="Drill estimates with fresh numbers", id="home.drill"),
        Binding("m", "mock", "Mock", tooltip="Hold a mock interview on a case", id="home.mock"),
        Binding("t", "stats", "Statistics", tooltip="Look at your statistics", id="home.stats"),
        Binding("p", "plan", "Plan", tooltip="Prepare for an interview on a date", id="home.plan"),
        Binding("comma", "settings", "Settings", tooltip="Change settings", id="home.settings"),
        Binding("q", "quit", "Quit", tooltip="Quit the app", id="home.quit"),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._rows: list[AreaRow] = []
        self._cursor = 0
        self._left = Remaining(0, 0, 0, 0.0)
        self._goal: Goal | None = None
        self._ready: dict[str, Ready] = {}  # by area, while an interview is prepared for

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        yield Words(id="today", classes="column")
        yield Words(id="columns", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="areas")
        yield Words(id="notes", classes="column")
        yield Words(classes="message column")
        yield Words(id="places", classes="hints column")
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        self._read()

    def on_screen_resume(self) -> None:
        self._read()

    def on_resize(self) -> None:
        self._draw()

    # --- what is shown

    def _read(self) -> None:
        """Ask the store anew: something may have been studied, here or elsewhere."""
        context = self.context
        now = context.clock()
        try:
            day = study_day(now, context.store.options().rollover_hour)
            counts = context.store.counts(day, now.utc_ms)
            study = Study(context.store, context.library, Scope(), now)
            self._left, self._goal = study.remaining(), study.goal
            self._read_readiness(now)
        except MlsdError as error:
            self.say(str(error), error=True)
            return
        self._rows = [
            AreaRow(area.id, area.title, *counts[area.id])
            for area in context.library.areas
            if area.id in counts
        ]
        if len(self._rows) > 1:
            rows = self._rows
            sums = (
                sum(row.due for row in rows),
                sum(row.new for row in rows),
                sum(row.learning for row in rows),
            )
            self._rows.append(AreaRow(None, "All areas", *sums))
        self._cursor = min(self._cursor, max(0, len(self._rows) - 1))
        self._draw()

    def _read_readiness(self, now: Moment) -> None:
        """What would be recalled now, while an interview is prepared for."""
        self._ready = {}
        if self._goal is not None:
            from mlsd_cards.preparation import readiness  # noqa: PLC0415  (with a plan only)

            self._ready = readiness(self.context.store, now)

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        width = min(self.size.width, 100) - 5  # one cell for the scrollbar, there or not
        self.query_one("#head", Words).update(self._head(width), layout=False)
        self.query_one("#today", Words).update(Content("\n").join([*self._countdown(), self._today()]))
        self.query_one("#columns", Words).update(self._columns(width), layout=False)
        self.query_one("#areas", Words).update(Content("\n").join(self._lines(width)))
        self.query_one("#notes", Words).update(self._notes())
        room = self.size.width - 4  # the foot stands beside no scrollbar
        self.query_one("#places", Words).update(self._fitting(self.PLACES, room), layout=False)
        self.query_one("#foot", Words).update(self._fitting(self.HINTS, room), layout=False)

    def _fitting(self, names: tuple[str, ...], room: int) -> Content:
        """As many of the hints as have room; settings and places can be reached from the help as well."""
        left = [name for name in names if name not in {"app.help", "home.quit"}]
        while (line := self.hints(names)).cell_length > room and left:
            gone = left.pop()
            names = tuple(name for name in names if name != gone)
        return line

    def _head(self, width: int) -> Content:
        now = self.context.clock()
        day = study_day(now, self.context.store.options().rollover_hour)
        streak = self.context.store.streak(day)
        right = f"{date_of(day):%A} {date_of(day).day} {date_of(day):%B}"
        if streak:
            right += f"{dot(ascii=self.ascii)}{streak} {'days' if streak > 1 else 'day'} in a row"
        name = Content.styled("mlsd-cards", "bold $text-primary")
        room = width - name.cell_length - len(right)
        return Content.assemble(name, " " * max(2, room), (right, QUIET))

    def _countdown(self) -> Iterable[Content]:
        """When the interview is, and how much would be recalled now."""
        if self._goal is None or not self._ready:
            return
        from mlsd_cards.advice import countdown, percent  # noqa: PLC0415  (with a plan only)

        cards = sum(ready.cards for ready in self._ready.values())
        now = sum(ready.recall * ready.cards for ready in self._ready.values()) / cards
        on = self._goal.date
        today = study_day(self.context.clock(), self.context.store.options().rollover_hour)
        between = dot(ascii=self.ascii)
        parts = [f"{on.day} {on:%B}", f"{percent(now)} recalled now"]
        if self.size.width >= _READY_WIDTH + 10:
            parts.insert(1, f"{self._goal.minutes} min a day")
        yield Content.assemble(
            ("Interview ", ""),
            (countdown(self._goal, today), "bold $text-primary"),
            (between + between.join(parts), QUIET),
        )

    def _today(self) -> Content:
        left = self._left
        if not self._rows:
            return Content.assemble(
                ("There are no cards yet.\n", "bold"),
                "mlsd check lists what is wrong with the decks; mlsd new writes a first topic.",
            )
        if not left.total:
            today = self.context.store.today(
                study_day(self.context.clock(), self.context.store.options().rollover_hour)
            )
            done = (
                f"{today.answers} answer{'s' if today.answers != 1 else ''} given"
                if today.answers
                else "Nothing is due"
            )
            return Content.assemble(
                ("Done for today. ", "bold $text-success"), (f"{done}; s offers more to study.", QUIET)
            )
        between = dot(ascii=self.ascii)
        parts = [
            f"{left.review} due",
            f"{left.new} new",
            f"{left.learning} learning",
            f"~{minutes(left.minutes)}",
        ]
        return Content.assemble(
            ("Today ", ""),
            (f"{left.total} card{'s' if left.total != 1 else ''}", "bold"),
            (between + between.join(parts), QUIET),
        )

    def _columns(self, width: int) -> Content:
        if not self._rows:
            return Content("")
        names = ("due", "new", "learning", *(("recalled",) if self._shows_ready(width) else ()))
        words = "".join(f"{word:>{_NUMBER}}" for word in names)
        return Content.styled("  Area".ljust(width - len(words)) + words, QUIET)

    def _shows_ready(self, width: int) -> bool:
        return bool(self._ready) and width >= _READY_WIDTH

    def _lines(self, width: int) -> Iterable[Content]:
        pointer = ">" if self.ascii else "›"
        columns = 3 + self._shows_ready(width)
        for number, row in enumerate(self._rows):
            here = number == self._cursor
            left = Content(f"{pointer if here else ' '} {self.text(row.title)}")
            left = left.truncate(width - columns * _NUMBER - 1, ellipsis=not self.ascii, pad=False)
            line = Content.assemble(
                left.pad_right(width - columns * _NUMBER - left.cell_length),
                *(
                    _number(value, style)
                    for value, style in (
                        (row.due, "$text-success"),
                        (row.new, "$text-primary"),
                        (row.learning, "$text-warning"),
                    )
                ),
                self._readiness(row.id) if columns > 3 else "",
            )
            if row.id is None and number:
                yield Content("")
            yield line.stylize("bold $block-cursor-foreground on $block-cursor-background") if here else line

    def _readiness(self, area: str | None) -> tuple[str, str]:
        """What would be recalled of an area now; None is all of them."""
        parts = [ready for name, ready in self._ready.items() if area in {None, name}]
        cards = sum(ready.cards for ready in parts)
        share = sum(ready.recall * ready.cards for ready in parts) / max(cards, 1)
        return f"{share * 100:.0f} %".rjust(_NUMBER), "$text-success" if share >= 0.5 else QUIET

    def _notes(self) -> Content:
        problems = self.context.library.problems
        if not problems:
            return Content("")
        span = problems[0].span
        first = replace(problems[0], span=replace(span, file=near(span.file)))
        many = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        sign = "!" if self.ascii else "▲"
        return Content.assemble(
            (f"{sign} The decks have {many}", "bold $text-warning"),
            (f"; mlsd check lists {'them' if len(problems) > 1 else 'it'}. First:\n", QUIET),
            (self.text(str(first)), QUIET),
        )

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in {"study", "study_all", "move"}:
            return bool(self._rows)
        return True

    def action_move(self, step: int) -> None:
        self._cursor = min(max(self._cursor + step, 0), len(self._rows) - 1)
        self._draw()
        line = self._cursor + (self._rows[self._cursor].id is None)
        body = self.query_one("#body", VerticalScroll)
        if not body.scroll_y <= line < body.scroll_y + body.size.height:
            body.scroll_to(y=line - body.size.height // 2, animate=False)

    def action_study(self) -> None:
        self._study(self._rows[self._cursor].id)

    def action_study_all(self) -> None:
        self._study(None)

    def action_drill(self) -> None:
        seed = self.context.clock().utc_ms % 1_000_003  # other numbers each time
        self._open(Start("review", Scope(tags=frozenset({DRILL})), drill=_DRILLED, seed=seed))

    def _study(self, area: str | None) -> None:
        self._open(Start("review", Scope() if area is None else Scope(areas=frozenset({area}))))

    def _open(self, start: Start) -> None:
        with self.attempt():
            sitting = Sitting(self.context.study(start), self.context.clock)
            self.app.push_screen(self.mlsd.screen_for(sitting))

    def on_click(self, event: events.Click) -> None:
        """A click on an area studies it."""
        areas = self.query_one("#areas", Words)
        offset = event.get_content_offset(areas) if event.widget is areas else None
        if offset is None:
            return
        number = min(offset.y, len(self._rows) - 1)
        if offset.y == len(self._rows) - 1 and self._rows[number].id is None:
            return  # the blank line above the sums
        self._cursor = number
        self.action_study()

    def action_browse(self) -> None:
        from mlsd_cards.tui.browse import BrowseScreen  # noqa: PLC0415  (when it is asked for)

        with self.attempt():
            self.app.push_screen(BrowseScreen(self.context))

    def action_mock(self) -> None:
        from mlsd_cards.tui.mock import MockScreen  # noqa: PLC0415  (when it is asked for)

        self.app.push_screen(MockScreen(self.context))

    def action_stats(self) -> None:
        from mlsd_cards.tui.stats import StatsScreen  # noqa: PLC0415  (when it is asked for)

        self.app.push_screen(StatsScreen(self.context))

    def action_plan(self) -> None:
        from mlsd_cards.tui.plan import PlanScreen  # noqa: PLC0415  (when it is asked for)

        self.app.push_screen(PlanScreen(self.context))

    def action_settings(self) -> None:
        from mlsd_cards.tui.settings import SettingsScreen  # noqa: PLC0415  (when it is asked for)

        self.app.push_screen(SettingsScreen(self.context))

    async def action_quit(self) -> None:
        self.app.exit(0)


def _number(value: int, style: str) -> tuple[str, str]:
    return (f"{value:>{_NUMBER}}", style) if value else (f"{'0':>{_NUMBER}}", QUIET)
