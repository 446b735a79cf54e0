"""The end of a sitting: what was learned, what is weak, what tomorrow brings, and more if one likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.errors import MlsdError
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.describe import dot, undone
from mlsd_cards.tui.drawing import Paper, draw_revealed
from mlsd_cards.tui.sitting import Sitting, Stage

_MORE_NEW = 10
_MORE_REVIEWS = 50
_WEAKEST_SHOWN = 5
_CHOICES = (
    "finished.go_on",
    "finished.ahead",
    "finished.weakest",
    "finished.new",
    "finished.reviews",
    "finished.home",
)


class FinishedScreen(AppScreen):
    """Nothing here is done by Space, Enter or a digit: keys left over from reviewing do no harm."""

    CSS_PATH = "finished.tcss"
    HINTS = ("review.undo", "app.palette", "app.help", "review.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c", "go_on", "Continue", tooltip="Continue beyond the minutes asked for", id="finished.go_on"
        ),
        Binding("a", "ahead", "Ahead", tooltip="Study the reviews of the next 7 days", id="finished.ahead"),
        Binding(
            "w", "weakest", "Weakest", tooltip="Study the 20 cards you recall least", id="finished.weakest"
        ),
        Binding(
            "n",
            f"more({_MORE_NEW}, 0)",
            "More new",
            tooltip=f"Learn {_MORE_NEW} more new cards today",
            id="finished.new",
        ),
        Binding(
            "r",
            f"more(0, {_MORE_REVIEWS})",
            "More reviews",
            tooltip=f"Allow {_MORE_REVIEWS} more reviews today",
            id="finished.reviews",
        ),
        Binding("h", "home", "Home", tooltip="Go home", id="finished.home"),
        Binding("u", "undo", "Undo", tooltip="Undo the last answer or action", id="review.undo"),
        Binding("q", "leave", "Back", tooltip="Leave the review", id="review.leave"),
    ]

    def __init__(self, context: AppContext, sitting: Sitting) -> None:
        super().__init__(context)
        self.sitting = sitting

    def compose_screen(self) -> Iterable[Widget]:
        yield Words(id="head", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="summary")
            yield Words(id="weak")
            yield Words(id="choices")
        yield Words(classes="message column")
        yield Words(id="foot", classes="hints column")

    def on_resize(self) -> None:
        with self.attempt():
            self._draw()

    def _draw(self) -> None:
        title = "The minutes are over" if self.sitting.time_is_up else "Finished"
        if not self.sitting.study.tally.answers and not self.sitting.time_is_up:
            title = "Nothing is due"
        self.query_one("#head", Words).update(Content.styled(title, "bold $text-success"))
        self.query_one("#summary", Words).update(self._summary())
        self.query_one("#weak", Words).update(self._weakest())
        self.query_one("#choices", Words).update(Content("\n").join(self._choices()))
        self.query_one("#foot", Words).update(self.hints(), layout=False)

    def _summary(self) -> Content:
        tally, study = self.sitting.study.tally, self.sitting.study
        between = dot(ascii=self.ascii)
        tomorrow = len(study.store.due(study.day + 1, study.scope))
        lines = []
        if tally.answers:
            parts = [f"{tally.answers} answer{'s' if tally.answers != 1 else ''}", f"{tally.new} new"]
            if tally.again:
                parts.append(f"{tally.again} forgotten")
            parts.append(_time(tally.milliseconds))
            lines.append(Content.styled(between.join(parts), "bold"))
        left = study.remaining()
        if self.sitting.time_is_up and left.total:
            lines.append(Content(f"{left.total} cards are left for today."))
        elif left.learning:
            lines.append(
                Content(f"{left.learning} card{'s' if left.learning > 1 else ''} still in learning.")
            )
        word = "review" if tomorrow == 1 else "reviews"
        goal, new = study.goal, study.options.new_per_day
        if goal is not None and goal.holds(study.day + 1):
            coming = f"Tomorrow: {goal.minutes} minutes of your plan; {tomorrow} {word} due."
        else:
            coming = f"Tomorrow: {tomorrow} {word} and up to {new} new cards."
        lines.append(Content.styled(coming, QUIET))
        return Content("\n").join(lines)

    def _weakest(self) -> Content:
        study = self.sitting.study
        weak = study.weakest_of_sitting(_WEAKEST_SHOWN)
        if not weak:
            return Content("")
        paper = Paper(min(self.size.width, 100) - 4, self.ascii)
        rows = [Content.styled("Weakest of this sitting", QUIET)]
        for card in weak:
            found = study.library.find(card)
            memory = study.store.record(card).schedule.memory
            if found is None or memory is None:
                continue
            days = f"{memory.stability:.1f} d" if memory.stability < 10 else f"{memory.stability:.0f} d"
            name = paper.text(f"{found.topic.title}{dot(ascii=self.ascii)}{found.note.roles[0]}")
            front = draw_revealed(found, paper).plain.split("\n")[0]
            line = Content.assemble(f"  {days:>7}  ", (name, "bold"), ("  " + front, QUIET))
            rows.append(line.truncate(paper.width, ellipsis=not self.ascii))
        return Content("\n").join(rows)

    def _choices(self) -> Iterator[Content]:
        active = {each.binding.id: each.binding for each in self.active_bindings.values()}
        yield Content.styled("Go on", QUIET)
        for name in _CHOICES:
            if name in active:
                yield Content.assemble(
                    "  ", (f" {self.key_of(name)} ", "bold reverse"), "  ", active[name].tooltip
                )

    def _shown_choices(self) -> list[str]:
        active = {each.binding.id for each in self.active_bindings.values()}
        return [name for name in _CHOICES if name in active]

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self.sitting.time_is_up if action == "go_on" else True

    def _study_more(self, added: int, nothing: str) -> None:
        if not added:
            self.say(nothing)
            return
        self.sitting.more_time()
        self.mlsd.follow(self.sitting)

    def action_go_on(self) -> None:
        with self.attempt():
            self.sitting.more_time()
            self.mlsd.follow(self.sitting)

    def action_ahead(self) -> None:
        with self.attempt():
            self._study_more(self.sitting.study.study_ahead(), "no reviews are due in the next 7 days")

    def action_weakest(self) -> None:
        with self.attempt():
            self._study_more(
                self.sitting.study.study_weakest(self.sitting.now()), "no card has been learned yet"
            )

    def action_more(self, new: int, reviews: int) -> None:
        with self.attempt():
            self.sitting.study.more_today(self.sitting.now(), new=new, reviews=reviews)
            left = self.sitting.study.remaining().total
            what = "new cards" if new else "reviews"
            self._study_more(left, f"there are no more {what}; today's limit is raised all the same")

    def action_undo(self) -> None:
        try:
            event = self.sitting.undo()
        except MlsdError as error:
            self.say(str(error), error=True)
            return
        if event is None:
            self.say("there is nothing to undo")
        elif self.sitting.stage is Stage.FINISHED:
            self._draw()
            self.say(undone(event))
        else:
            self.mlsd.follow(self.sitting, undone(event))

    def action_home(self) -> None:
        self.mlsd.go_home()

    def action_leave(self) -> None:
        self.mlsd.leave()

    async def on_click(self, event: events.Click) -> None:
        """A click on a choice takes it."""
        choices = self.query_one("#choices", Words)
        offset = event.get_content_offset(choices) if event.widget is choices else None
        names = self._shown_choices()
        if offset is None or not 1 <= offset.y <= len(names):
            return
        for active in self.active_bindings.values():
            if active.binding.id == names[offset.y - 1]:
                await self.app.run_action(active.binding.action, active.node)
                return


def _time(milliseconds: int) -> str:
    seconds = round(milliseconds / 1000)
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"
