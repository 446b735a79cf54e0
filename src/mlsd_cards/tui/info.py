"""Card info: what the log and the memory model know of a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.answers import interval_label
from mlsd_cards.library import Found
from mlsd_cards.review.events import Event, Kind
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import Moment, date_of
from mlsd_cards.study import Study
from mlsd_cards.tui import cards
from mlsd_cards.tui.base import QUIET, Window, Words
from mlsd_cards.tui.describe import clock_text
from mlsd_cards.tui.text import near, safe

_NAME = 12  # cells of the names' column
_WIDEST = 84
_NAMES = {
    Phase.NEW: "new",
    Phase.LEARNING: "learning",
    Phase.REVIEW: "review",
    Phase.RELEARNING: "relearning",
}


class InfoWindow(Window[None]):
    """The card's numbers above its history."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter,space", "leave", "Close", show=False, id="window.close_too"),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll down", id="move.down"),
    ]

    def __init__(
        self,
        study: Study,
        found: Found,
        now: Moment,
        *,
        width: int,
        ascii: bool,  # noqa: A002  (the setting's name)
    ) -> None:
        """`width` is that of the terminal."""
        super().__init__()
        room = min(_WIDEST, width * 9 // 10) - 8
        facts = [
            line
            for name, value in _facts(study, found, now)
            for line in _fact(name, safe(value, ascii=ascii), room)
        ]
        self._content = Content("\n").join([*facts, Content(""), *_history(study, found)])

    def compose(self) -> Iterable[Widget]:
        with VerticalScroll(classes="window", can_focus=False) as body:
            body.border_title = "Card info"
            body.border_subtitle = "q closes"
            yield Words(self._content)

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


def _facts(study: Study, found: Found, now: Moment) -> Iterator[tuple[str, str]]:
    record = study.store.record(found.card)
    schedule, memory = record.schedule, record.schedule.memory
    yield "Card", found.card
    yield "Topic", found.topic.title
    yield "State", ", ".join(_states(study, found))
    if schedule.due_day is not None:
        interval = interval_label(schedule.interval * 86_400)
        yield "Due", f"{date_of(schedule.due_day):%Y-%m-%d} (interval {interval})"
    elif schedule.due_at is not None:
        yield "Due", clock_text(now._replace(utc_ms=schedule.due_at))
    if memory is not None:
        yield "Stability", f"{memory.stability:.4g} days until recall falls to 90 %"
        yield "Difficulty", f"{memory.difficulty:.3g} of 10"
        yield "Recall now", f"{study.recall(found.card, now) * 100:.1f} %"
    yield "Reviews", f"{schedule.reps}, lapses {schedule.lapses}"
    for source in cards.citations(found):
        yield "Source", f"{source.title}, {source.by}, {source.year}"
        yield "", source.url
    yield "File", f"{near(found.note.span.file)}:{found.note.span.line}"


def _fact(name: str, value: str, room: int) -> Iterator[Content]:
    """A fact with its value hanging beside its name."""
    from textwrap import wrap  # noqa: PLC0415  (only here)

    for number, line in enumerate(wrap(value, max(10, room - _NAME)) or [""]):
        yield Content.assemble((f"{name if number == 0 else '':<{_NAME}}", QUIET), line)


def _states(study: Study, found: Found) -> Iterator[str]:
    record = study.store.record(found.card)
    yield _NAMES[record.schedule.phase]
    if record.suspended:
        yield "suspended"
    if record.buried_on == study.day:
        yield "buried today"
    if record.leech:
        yield "leech"
    if record.marked:
        yield "marked"
    if record.flag:
        yield f"flag {record.flag}"


def _history(study: Study, found: Found) -> Iterator[Content]:
    events = study.store.history(found.card)
    if not events:
        yield Content.styled("No history yet.", QUIET)
        return
    yield Content.styled(f"{'Date':<18}{'What':<12}{'Next':<18}Time", QUIET)
    for event in reversed(events):
        yield _line(event)


def _line(event: Event) -> Content:
    if event.kind == Kind.RATING and event.rating is not None:
        what = f"{int(event.rating)} {event.rating.name}"
        due = (event.due or "")[:16].replace("T", " ")
        return Content(f"{clock_text(event.at):<18}{what:<12}{due:<18}{event.duration_ms / 1000:.1f} s")
    value = "" if event.value is None or event.kind == Kind.BURY else f" {event.value}"
    return Content.styled(f"{clock_text(event.at):<18}{event.kind}{value}", QUIET)
