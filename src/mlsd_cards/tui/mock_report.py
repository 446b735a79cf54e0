"""The report of a mock interview: the grade and why, each step in numbers, and what to do about what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from mlsd_cards.mock.clock import clock_text, tone
from mlsd_cards.mock.report import Missed, Report, StopResult
from mlsd_cards.mock.words import caps, comparison, percent
from mlsd_cards.model.source import Source
from mlsd_cards.rehearsal import missed_cards, queue_missed
from mlsd_cards.review.studyday import Moment, date_of
from mlsd_cards.tui.base import QUIET, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.drawing import Paper
from mlsd_cards.tui.grades import GradeRow
from mlsd_cards.tui.mock_page import MockPageScreen
from mlsd_cards.tui.mock_words import GRADES, TONES, two_sides
from mlsd_cards.tui.page import Page

_POINTS, _TIME, _PLAN, _BEFORE = 12, 10, 8, 10  # cells of the columns
_ROOMY = 76  # cells in which the whole offer has room
_DAY_MS = 86_400_000


class MockReportScreen(MockPageScreen):
    """What can be done here is offered above the last line: the cards of what was missed."""

    HINTS = ("review.undo", "mock.open_source", "move.down", "page.down", "app.help", "mock.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,y",
            "add",
            "Add cards",
            tooltip="Add the cards of the missed points to today's queue",
            id="mock.add",
        ),
        Binding("n", "decline", "No cards", tooltip="Leave today's queue as it is", id="mock.decline"),
        Binding("u", "undo", "Undo", tooltip="Take the cards out of the queue again", id="review.undo"),
        Binding("o", "open", "Sources", tooltip="Open a text of the reading list", id="mock.open_source"),
        Binding("up", "move(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "move(1)", "Scroll", tooltip="Scroll down", id="move.down"),
        Binding("pageup", "page(-1)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding("pagedown,space", "page(1)", "Page", tooltip="Scroll a page down", id="page.down"),
        Binding("home", "edge(-1)", "Top", tooltip="Scroll to the top", id="page.top"),
        Binding("end", "edge(1)", "Bottom", tooltip="Scroll to the bottom", id="page.bottom"),
        Binding("q", "leave", "Back", tooltip="Go back to the cases", id="mock.leave"),
    ]

    def __init__(self, context: AppContext, told: Report) -> None:
        super().__init__(context)
        self.told = told
        self._cards = missed_cards(context.library, context.store, told, context.clock())
        self._answered = False  # whether the cards are wanted
        self._added = False

    # --- drawing

    @property
    def _paper(self) -> Paper:
        return Paper(self._width, self.ascii)

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        title = Content.styled(self.text(self.told.script.definition.title), "bold $text-primary")
        date = Content.styled(_date(self.told.session.touched, self.context.clock()), QUIET)
        self.query_one("#head", Words).put(two_sides(title, date, self._width, ascii=self.ascii))
        page = self.query_one(Page)
        parts = [*self._grade(), *self._table(), *self._red_flags(), *self._missed(), *self._reading()]
        page.show([Content("\n").join(parts)], top=page.top)
        self._draw_bottom()

    def _draw_bottom(self) -> None:
        count, row = len(self._cards), self.query_one(GradeRow)
        if self._offers:
            what = "the card" if count == 1 else f"the {count} cards"
            of = " of the missed points" if self._width >= _ROOMY else ""
            row.prompt("Enter", f"add {what}{of} to today's queue;  n: do not")
        else:
            row.prompt("q", "back to the cases")
        self._draw_foot()

    def _grade(self) -> Iterator[Content]:
        told, score = self.told, self.told.score
        share = f"{percent(score.all.share)} of the points"
        time = f"{clock_text(told.seconds)} of {clock_text(told.script.seconds)}"
        if score.grade is not None:
            name = Content.styled(score.grade.words, f"bold {GRADES[score.grade]}")
        else:
            name = Content.styled(told.script.stops[0].title, "bold")
        yield Content.assemble(name, f"   {share}", (f"   {time}", QUIET))
        for sentence in caps(told):
            yield Content.styled(sentence, QUIET)
        if told.before is not None:
            when = _date(told.before.session.touched, self.context.clock())
            yield Content.styled(comparison(told, when), QUIET)

    def _table(self) -> Iterator[Content]:
        compared = any(result.before is not None for result in self.told.results)
        before = f"{'before':>{_BEFORE}}" if compared else ""
        numbers = f"{'points':>{_POINTS}}{'time':>{_TIME}}{'plan':>{_PLAN}}{before}"
        width = min(self._width - 2, 76)
        yield Content("")
        yield Content.styled("Step".ljust(width - len(numbers)) + numbers, QUIET)
        for result in self.told.results:
            yield self._row(result, width, compared=compared)

    def _row(self, result: StopResult, width: int, *, compared: bool) -> Content:
        stop = result.stop
        earned = f"{result.earned.earned:g} of {result.earned.total:g}"
        style = TONES[tone(result.seconds, stop.seconds)] if result.seconds >= stop.seconds else ""
        cells: list[tuple[str, str]] = [
            (f"{'-' if not stop.points else earned:>{_POINTS}}", QUIET if stop.is_probe else ""),
            (f"{clock_text(result.seconds):>{_TIME}}", style),
            (f"{clock_text(stop.seconds):>{_PLAN}}", QUIET),
        ]
        if compared:
            before = f"{result.before.earned:g}" if result.before is not None else "-"
            cells.append((f"{before:>{_BEFORE}}", QUIET))
        skipped = " (skipped)" if result.skipped else ""
        title = Content.assemble(("  " if stop.is_probe else "") + stop.title, (skipped, QUIET))
        return two_sides(
            title, Content("").join(Content.styled(*cell) for cell in cells), width, ascii=self.ascii
        )

    def _red_flags(self) -> Iterator[Content]:
        if not self.told.red_flags:
            return
        yield Content.styled("\nRed flags", "bold")
        for flag in self.told.red_flags:
            box, style = ("[r] ", "$text-warning") if flag.repaired else ("[!] ", "bold $text-error")
            yield from self._item(Content.styled(box, style), flag.text)

    def _missed(self) -> Iterator[Content]:
        """Points by step; those that any hire makes are told apart by a word."""
        if not self.told.missed:
            yield Content.styled("\nYou made every point.", "bold $text-success")
            return
        yield Content.styled("\nMissed points", "bold")
        for stop, group in groupby(self.told.missed, key=lambda missed: missed.stop):
            heading = f"{stop.title}: {stop.say}" if stop.is_probe else stop.title
            yield Content.styled(self.text(heading), QUIET).truncate(self._width, ellipsis=not self.ascii)
            for missed in group:
                yield from self._item(self._box(missed), missed.point.text)

    def _box(self, missed: Missed) -> Content:
        box, style = ("[p]", "$text-warning") if missed.partly else ("[n]", "$text-error")
        level = "" if missed.stop.is_probe else str(missed.point.level)
        return Content.assemble((box, f"bold {style}"), (f" {level:<7}", QUIET))

    def _reading(self) -> Iterator[Content]:
        if self.told.reading:
            yield Content.styled("\nTo read", "bold")
        for source in self.told.reading:
            yield from self._item(Content("- "), f"{source.title}, {source.by}, {source.year}", plain=True)

    def _item(self, before: Content, text: str, *, plain: bool = False) -> Iterator[Content]:
        paper = self._paper.narrower(before.cell_length + 1)
        drawn = Content(paper.text(text)) if plain else paper.markdown(text)
        lines = drawn.wrap(paper.width) if plain else drawn.split("\n")
        for number, line in enumerate(lines):
            yield Content.assemble(before if not number else " " * before.cell_length, line)

    # --- keys

    @property
    def _offers(self) -> bool:
        return bool(self._cards) and not self._answered

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in {"add", "decline"}:
            return self._offers
        if action == "undo":
            return self._added
        return bool(self.told.reading) if action == "open" else True

    def action_add(self) -> None:
        with self.attempt():
            queue_missed(self.context.store, self._cards, self.context.clock())
            self._answered = self._added = True
            count = len(self._cards)
            self.say(f"{count} card{'s are' if count != 1 else ' is'} in today's queue")
            self._draw_bottom()

    def action_undo(self) -> None:
        with self.attempt():
            self.context.store.undo(self.context.clock(), among=[*self._cards])
            self._answered = self._added = False
            self.say("today's queue is as it was")
            self._draw_bottom()

    def action_decline(self) -> None:
        self._answered = True
        self.say("today's queue stays as it is")
        self._draw_bottom()

    def on_grade_row_chosen(self) -> None:
        if self._offers:
            self.action_add()
        else:
            self.action_leave()

    def action_open(self) -> None:
        from mlsd_cards.tui.link import offer_source  # noqa: PLC0415  (when it is asked for)

        sources: tuple[Source, ...] = self.told.reading
        offer_source(self, sources)

    def action_move(self, step: int) -> None:
        self.query_one(Page).scroll_lines(step)

    def action_leave(self) -> None:
        self.mlsd.leave_mock()


def _date(utc_ms: int, now: Moment) -> str:
    """A date on the learner's wall clock of today."""
    day = date_of((utc_ms + now.offset_minutes * 60_000) // _DAY_MS)
    return f"{day.day} {day:%B} {day.year}"
