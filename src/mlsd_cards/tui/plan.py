"""The plan screen: the interview's date, minutes and job, and what they lead to by the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from mlsd_cards import advice
from mlsd_cards.model.profiles import GENERAL, PROFILES, profile_of
from mlsd_cards.preparation import Prepared, gather, work_out
from mlsd_cards.review.goal import FURTHEST_DAYS, MINUTES, Goal, day_of
from mlsd_cards.review.plan import LADDER
from mlsd_cards.review.studyday import date_of, study_day
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.confirm import ConfirmWindow
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.line import Line

_NUMBER = 8  # cells a column of numbers takes
_MOST_BAR = 30
_BARS_FROM = 70  # cells below which names need the room more than bars
_PARTS = " ▏▎▍▌▋▊▉█"
_JOBS: tuple[str | None, ...] = (None, *PROFILES)
_TYPING = (
    ("Enter", "bold $foreground"),
    (" take it   ", QUIET),
    ("Esc", "bold $foreground"),
    (" leave it", QUIET),
)


class PlanScreen(AppScreen):
    """What is changed here is tried first; Enter puts it in force."""

    CSS_PATH = "plan.tcss"
    HINTS = ("plan.keep", "plan.date", "plan.more", "plan.job", "app.help", "plan.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Put in force", tooltip="Put this plan in force", id="plan.keep"),
        Binding("d", "date", "Date", tooltip="Set the date of the interview", id="plan.date"),
        Binding(
            "plus,equals_sign,right", "minutes(1)", "More time", tooltip="Try more minutes", id="plan.more"
        ),
        Binding("minus,left", "minutes(-1)", "Less time", tooltip="Try fewer minutes", id="plan.less"),
        Binding("f", "job", "Job", tooltip="Weigh areas and topics for another job", id="plan.job"),
        Binding("t", "table", "Table", tooltip="Numbers instead of bars, or bars again", id="plan.table"),
        Binding("x", "drop", "Drop", tooltip="Drop the plan", id="plan.drop"),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll down", id="move.down"),
        Binding("escape", "stop", "Stop", tooltip="Leave the date as it was", id="plan.stop"),
        Binding("q", "leave", "Back", tooltip="Leave the plan", id="plan.leave"),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._today = 0
        self._kept: Goal | None = None
        self._goal: Goal | None = None  # what is tried
        self._found: Prepared | None = None
        self._table = False

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="areas")
            yield Words(id="said")
        yield Words(classes="message column")
        yield Line(id="typed", classes="column", compact=True)
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        store = self.context.store
        with self.attempt():
            self._today = study_day(self.context.clock(), store.options().rollover_hour)
            goal = store.goal()
            self._kept = self._goal = goal if goal is not None and goal.holds(self._today) else None
        self._work_out()

    def on_resize(self) -> None:
        self._draw()

    def _work_out(self) -> None:
        """Plan in a thread: the screen answers keys meanwhile."""
        self._draw()
        if self._goal is None:
            return
        with self.attempt():
            facts = gather(self.context.store, self._goal, self.context.clock())
            self.run_worker(lambda: work_out(facts), thread=True, exclusive=True, exit_on_error=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        found = event.worker.result if event.state is WorkerState.SUCCESS else None
        if isinstance(found, Prepared) and found.goal == self._goal:
            self._found = found
            self._draw()

    # --- drawing

    @property
    def _typing(self) -> bool:
        return self.focused is not None

    def _draw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        width = min(self.size.width, 100) - 5
        self.query_one("#head", Words).update(self._head())
        found = self._found if self._found is not None and self._found.goal == self._goal else None
        self.query_one("#areas", Words).update(
            Content("\n").join(self._areas(found, width)) if found and found.cards else ""
        )
        self.query_one("#said", Words).update(Content("\n").join(self._said(found)))
        self.query_one("#foot", Words).put(self._foot())

    def _foot(self) -> Content:
        if self._typing:
            return Content.assemble(*_TYPING)
        room = self.size.width - 4
        for gone in ((), ("app.help",), ("app.help", "plan.job"), ("app.help", "plan.job", "plan.more")):
            foot = self.hints([name for name in self.HINTS if name not in gone])
            if foot.cell_length <= room:
                return foot
        return self.hints(("plan.keep", "plan.leave"))

    def _head(self) -> Content:
        if self._goal is None:
            return Content.styled("Plan", "bold $text-primary")
        state = "" if self._goal == self._kept else "   not in force yet"
        words = advice.heading(self._goal, self._today)
        return Content.assemble((words, "bold $text-primary"), (state, "bold $text-warning"))

    def _areas(self, found: Prepared, width: int) -> Iterator[Content]:
        bar = min(width // 3, _MOST_BAR)
        bar = 0 if self._table or width < _BARS_FROM else bar
        numbers = 3 * _NUMBER
        name = width - numbers - (bar + 2 if bar else 0)
        names = "".join(f"{word:>{_NUMBER}}" for word in ("cards", "now", "then"))
        yield Content.styled(f"{'Predicted recall'.ljust(name)}{names}", QUIET)
        rows = [
            (area.title, found.ready[area.id].cards, found.ready[area.id].recall, found.plan.areas[area.id])
            for area in self.context.library.areas
            if area.id in found.plan.areas and area.id in found.ready
        ]
        now = sum(cards * recall for _, cards, recall, _ in rows) / max(found.cards, 1)
        for title, cards, before, then in [*rows, ("All cards", found.cards, now, found.plan.recall)]:
            if title == "All cards":
                yield Content("")
            left = Content(self.text(title)).truncate(name - 1, ellipsis=not self.ascii)
            yield Content.assemble(
                left.pad_right(name - left.cell_length),
                (f"{cards:>{_NUMBER},}", QUIET),
                (advice.percent(before).rjust(_NUMBER), QUIET),
                (advice.percent(then).rjust(_NUMBER), "bold"),
                *(("  ", _bar(before, then, bar, ascii=self.ascii)) if bar else ()),
            )

    def _said(self, found: Prepared | None) -> Iterator[Content]:
        if self._goal is None:
            yield Content("There is no interview to prepare for yet.")
            yield Content("")
            if not self._typing:
                yield Content.assemble((self.key_of("plan.date"), "bold"), " sets its date.")
            return
        if found is None:
            yield Content.styled("Working it out…" if not self.ascii else "Working it out...", QUIET)
            return
        if not found.cards:
            yield Content(advice.NO_CARDS)
            return
        titles = {area.id: self.text(area.title) for area in self.context.library.areas}
        yield Content("")
        if self._goal.profile:
            yield Content(profile_of(self._goal.profile).why)
        lines = [advice.course(found), advice.step(found), *advice.left_out(found, titles)]
        yield from (Content(line) for line in (*lines, *advice.alternatives(found)) if line)
        yield Content("")
        yield Content.styled(advice.caution(found), QUIET)
        yield Content.styled(advice.rules(self._goal, self._today), QUIET)

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "stop":
            return self._typing
        if self._typing:
            return action not in {
                "keep",
                "date",
                "minutes",
                "job",
                "table",
                "drop",
                "scroll",
                "leave",
                "help",
            }
        if action == "keep":
            return self._goal is not None and self._goal != self._kept
        if action == "drop":
            return self._kept is not None
        return self._goal is not None or action not in {"minutes", "job", "table"}

    def action_scroll(self, step: int) -> None:
        self.query_one("#body", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_table(self) -> None:
        self._table = not self._table
        self._draw()

    def action_minutes(self, step: int) -> None:
        """Go to the next step of the ladder."""
        if self._goal is None:
            return
        steps = [one for one in LADDER if (one - self._goal.minutes) * step > 0]
        if steps:
            self._try(replace(self._goal, minutes=min(steps) if step > 0 else max(steps)))

    def action_job(self) -> None:
        if self._goal is None:
            return
        here = _JOBS.index(self._goal.profile) if self._goal.profile in _JOBS else 0
        job = _JOBS[(here + 1) % len(_JOBS)]
        self._try(replace(self._goal, profile=job))
        self.say(f"Weighed for {profile_of(job).title if job else GENERAL.title}.")

    def _try(self, goal: Goal) -> None:
        self.say("")
        self._goal = goal
        self._work_out()
        self.refresh_bindings()

    def action_keep(self) -> None:
        with self.attempt():
            self.context.store.set_goal(self._goal, self.context.clock())
            self._kept = self._goal
            self.say("The plan is in force.")
        self.refresh_bindings()
        self._draw()

    def action_drop(self) -> None:
        window = ConfirmWindow("Drop the plan? Ordinary scheduling returns; answers stay.", "Drop it")
        self.ask(window, lambda _: self._drop())

    def _drop(self) -> None:
        with self.attempt():
            self.context.store.set_goal(None, self.context.clock())
            self._kept = self._goal = self._found = None
            self.say("The plan is dropped.")
        self.refresh_bindings()
        self._draw()

    def action_leave(self) -> None:
        self.app.pop_screen()

    # --- the date

    def action_date(self) -> None:
        self.say("")
        typed = self.query_one("#typed", Line)
        typed.value = str(self._goal.date if self._goal is not None else date_of(self._today + 30))
        typed.border_title = "date of the interview"
        typed.add_class("shown")
        typed.focus()

    def on_descendant_focus(self) -> None:
        self._draw()

    def action_stop(self) -> None:
        self.say("")
        self._close_line()

    def _close_line(self) -> None:
        self.query_one("#typed", Line).remove_class("shown")
        self.set_focus(None)
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        wrong = self._wrong_date(event.value)
        if wrong:
            self.say(wrong, error=True)
            return
        day = day_of(date.fromisoformat(event.value.strip()))
        self._close_line()
        self._try(replace(self._goal, day=day) if self._goal is not None else Goal(day, MINUTES))

    def _wrong_date(self, text: str) -> str:
        """Why a date cannot be that of the interview; empty if it can."""
        try:
            day = day_of(date.fromisoformat(text.strip()))
        except ValueError:
            return f"{text!r} is no date: write {date_of(self._today + 30)}"
        if day <= self._today:
            return "the interview must be after today"
        if day > self._today + FURTHEST_DAYS:
            return f"that is more than {FURTHEST_DAYS} days away: too far to plan for"
        return ""


def _bar(now: float, then: float, width: int, *, ascii: bool) -> Content:  # noqa: A002  (the setting's name)
    """What is recalled now, and lighter what comes on top of it by the day."""
    if ascii:
        first, second = round(min(now, then) * width), round(then * width)
        return Content.assemble(
            ("#" * first, "$text-success"),
            ("=" * (second - first), "$text-primary"),
            ("." * (width - second), QUIET),
        )
    first, eighths = int(min(now, then) * width), round(then * width * 8)
    full, part = divmod(eighths, 8)
    tail = _PARTS[part].strip()
    rest = "█" * max(0, full - first) + tail
    return Content.assemble(
        ("█" * first, "$text-success"),
        (rest, "$text-primary"),
        ("·" * max(0, width - first - len(rest)), QUIET),
    )
