"""A sitting as the screens see it: which card, whether its answer shows, what was typed or ticked.

Every key becomes a method here, and each method asks the state before it does anything; so keys that
arrive in a burst are either meant for what is shown or ignored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from mlsd_cards.answers import check_number, suggested_for_points
from mlsd_cards.library import Found
from mlsd_cards.model.definition import Calc, Checklist
from mlsd_cards.review.events import Event, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.study import Shown, Study

_DAY_MS = 86_400_000
_TYPED_MOST = 40


class Stage(Enum):
    """What the sitting waits for."""

    QUESTION = auto()
    TICKING = auto()  # a checklist's points are shown, to be ticked
    ANSWER = auto()
    WAITING = auto()  # only learning cards are left, and none is due yet
    FINISHED = auto()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of this sitting, to look back at."""

    found: Found
    rating: Rating
    seconds: int  # until the card is due


class Sitting:
    """One person in front of one queue. Methods raise `StoreError` when nothing could be saved."""

    def __init__(self, study: Study, clock: Callable[[], Moment], minutes: int | None = None) -> None:
        self.study = study
        self.stage = Stage.FINISHED
        self.shown: Shown | None = None
        self.typed = ""
        self.ticked: set[int] = set()
        self.cursor = 0
        self.given: list[Given] = []
        self.back = 0  # how many cards the person looks back; 0: at the current one
        self.time_is_up = False
        self._clock = clock
        self._shown_at = clock().utc_ms
        self._last_ms = self._shown_at
        self._ends_at = None if minutes is None else self._shown_at + minutes * 60_000
        self._trusted = False
        self.advance()

    def now(self) -> Moment:
        return self._clock()

    # --- what is shown

    def advance(self) -> None:
        """Show the card that comes now, or say that there is none."""
        now = self.now()
        self.typed, self.cursor, self.back = "", 0, 0
        self.ticked = set()
        self.time_is_up = self._ends_at is not None and now.utc_ms >= self._ends_at
        self.shown = None if self.time_is_up else self.study.current(now)
        if self.shown is not None:
            self.stage = Stage.QUESTION
            self._shown_at = now.utc_ms
        elif not self.time_is_up and self.study.next_learning_at is not None:
            self.stage = Stage.WAITING
        else:
            self.stage = Stage.FINISHED

    def refresh(self) -> None:
        """Read the card on the screen again: its flag, or its text, changed."""
        shown = self.study.current(self.now())
        if shown is None or self.shown is None or shown.card != self.shown.card:
            self.advance()
        else:
            self.shown = shown

    def more_time(self) -> None:
        """Go on although the minutes asked for are over."""
        self._ends_at = None
        self.advance()

    def stop_waiting(self) -> None:
        if self.stage is Stage.WAITING:
            self.stage = Stage.FINISHED

    @property
    def revealed(self) -> bool:
        return self.stage in {Stage.ANSWER, Stage.TICKING}

    @property
    def calc(self) -> Calc | None:
        """The calculation on the screen, if it is one."""
        content = self.shown.found.note.content if self.shown is not None else None
        return content if isinstance(content, Calc) else None

    @property
    def points(self) -> int:
        """How many points the checklist on the screen has; 0 for other cards."""
        content = self.shown.found.note.content if self.shown is not None else None
        return len(content.points) if isinstance(content, Checklist) else 0

    @property
    def is_typing(self) -> bool:
        return self.stage is Stage.QUESTION and self.calc is not None and not self.back

    @property
    def verdict(self) -> bool | None:
        """Whether the number typed is right; None where none was typed or it is no number."""
        return check_number(self.calc, self.typed) if self.calc is not None and self.typed else None

    @property
    def suggested(self) -> Rating:
        """The grade that Space and Enter give: Good, but for points not said and a number that is off."""
        if self.points:
            return suggested_for_points(len(self.ticked), self.points)
        return Rating.Again if self.verdict is False else Rating.Good

    @property
    def looking_at(self) -> Given | None:
        """The earlier answer that the person looks at."""
        return self.given[-self.back] if self.back else None

    # --- before the answer

    @property
    def typed_now(self) -> bool:
        """Whether a number is being typed: then keys like `-` and `e` belong to it."""
        return self.is_typing and bool(self.typed)

    def takes(self, character: str) -> bool:
        """Whether the number takes a character now; on an empty line most keys stay commands."""
        if not self.is_typing or len(self.typed) >= _TYPED_MOST:
            return False
        negative = self.calc is not None and self.calc.result < 0
        return bool(self.typed) or character in "0123456789.(" or (character == "-" and negative)

    def type(self, character: str) -> None:
        """Add a character to the number."""
        if self.takes(character):
            self.typed += character

    def erase(self, *, everything: bool = False) -> None:
        if self.is_typing:
            self.typed = "" if everything else self.typed[:-1]

    def reveal(self) -> None:
        """Show the answer; of a checklist the points, to be ticked first."""
        if self.stage is Stage.QUESTION and not self.back:
            self.stage = Stage.TICKING if self.points else Stage.ANSWER

    # --- a checklist

    def tick(self, point: int) -> None:
        """Tick a point (from 0), or take the tick away."""
        if self.stage is Stage.TICKING and not self.back and 0 <= point < self.points:
            self.ticked ^= {point}
            self.cursor = point

    def move(self, step: int) -> None:
        if self.stage is Stage.TICKING:
            self.cursor = min(max(self.cursor + step, 0), self.points - 1)

    def done_ticking(self) -> None:
        if self.stage is Stage.TICKING and not self.back:
            self.stage = Stage.ANSWER

    # --- answers

    @property
    def can_rate(self) -> bool:
        return self.stage is Stage.ANSWER and not self.back

    def rate(self, rating: Rating) -> str | None:
        """Answer the card and show the next one; returns news for the message line.

        Does nothing before the answer is shown.
        """
        if not self.can_rate or self.shown is None:
            return None
        now = self.now()
        found, label = self.shown.found, self.shown.outcomes[rating - 1].seconds
        duration = max(0, now.utc_ms - self._shown_at)
        self._last_ms = now.utc_ms
        record = self.study.rate(rating, now, duration)
        news = None
        if record is None:
            news = "not saved: the card was answered elsewhere meanwhile; here it is as it stands now"
        else:
            self.given.append(Given(found, rating, label))
            if record.leech and not self.shown.record.leech:
                aside = " and is suspended" if record.suspended else ""
                news = f"that card is a leech{aside}: forgotten {record.schedule.lapses} times; reword or split it"
        self.advance()
        return news

    def clock_doubt(self) -> str | None:
        """Why the clock should not be trusted with an answer: it jumped. Asked once a sitting."""
        if self._trusted or self.shown is None:
            return None
        now = self.now().utc_ms
        before = max(self._last_ms, self.shown.record.schedule.last_review or 0)
        if now < before - _DAY_MS:
            return "the clock is more than a day behind the last answer"
        if now > before + 3653 * _DAY_MS:
            return "the clock is more than ten years ahead of the last answer"
        return None

    def trust_clock(self) -> None:
        self._trusted = True

    # --- everything else that a key does

    def put_aside(self, kind: Kind, *, whole_note: bool) -> None:
        """Bury or suspend the card, or its note, and show the next one."""
        if self.shown is None or self.back:
            return
        self.study.put_aside(kind, self.now(), whole_note=whole_note)
        self.advance()

    def set_flag(self, flag: int) -> None:
        if self.shown is not None:
            self.study.set_flag(flag, self.now())
            self.refresh()

    def toggle_mark(self) -> bool:
        marked = self.study.toggle_mark(self.now())
        self.refresh()
        return marked

    def undo(self) -> Event | None:
        """Take back the newest event and show its card; None if there is nothing to take back."""
        event = self.study.undo(self.now())
        if event is None:
            return None
        if event.kind == Kind.RATING and self.given and self.given[-1].found.card == event.card:
            self.given.pop()
        self._ends_at = None if self.time_is_up else self._ends_at
        self.advance()
        return event

    def look_back(self, step: int) -> None:
        """Look at earlier answers of this sitting: +1 one further back, -1 towards the current card."""
        self.back = min(max(self.back + step, 0), len(self.given))
