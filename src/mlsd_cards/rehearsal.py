"""A mock interview while it is held: whatever happens is in the review log before the screen shows it.

Screens hold a `Rehearsal` and ask it what to show; the command line asks for cases and reports. `clock`
says when something happens, `ticks` counts the seconds of the interview's own clock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from mlsd_cards.errors import ExitCode, MlsdError
from mlsd_cards.library import Library
from mlsd_cards.mock.clock import Stopwatch
from mlsd_cards.mock.entries import Do, Entry, read_entry
from mlsd_cards.mock.report import Report, cards_of_missed, report
from mlsd_cards.mock.score import score
from mlsd_cards.mock.script import Script, Stop, script_of, stops_of, study_of
from mlsd_cards.mock.session import Attempt, Flag, Mark, Phase, Session, apply, attempts, begin, replay
from mlsd_cards.model.case import CaseStudy, Clarification
from mlsd_cards.model.definition import Definition
from mlsd_cards.review.events import Event
from mlsd_cards.review.studyday import Moment, study_day
from mlsd_cards.store import Store

HEARTBEAT = 15.0
"""Active seconds after which the time is saved although nothing else happened."""

_CASE_STUDY = "case_study"


class MockError(MlsdError):
    """There is no such case, step or session; the sentence says what there is."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the decks and what was tried on it. `name` is `namespace:id`."""

    name: str
    definition: Definition
    attempts: tuple[Attempt, ...] = ()

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def study(self) -> CaseStudy:
        return study_of(self.definition)

    @property
    def last(self) -> Attempt | None:
        """The newest finished attempt."""
        return next((one for one in reversed(self.attempts) if one.is_finished), None)

    @property
    def unfinished(self) -> Attempt | None:
        """The newest attempt that can be taken up again."""
        return next((one for one in reversed(self.attempts) if one.is_open), None)


def cases(library: Library, store: Store) -> list[Case]:
    """The cases of all decks by priority and title; those with an unfinished interview first, the newest on top."""
    tried: dict[str, list[Attempt]] = {}
    for attempt in attempts(_entries(store.mock_events())):
        tried.setdefault(attempt.case, []).append(attempt)
    names = dict.fromkeys(card.topic for card in library.cards() if _CASE_STUDY in card.tags)
    found = []
    for name in names:
        definition = library.topic(name)
        if definition is not None and definition.case is not None:
            found.append(Case(name, definition, tuple(tried.get(name, ()))))
    return sorted(found, key=_place)


def _place(case: Case) -> tuple[int, int, str]:
    started = case.unfinished.started if case.unfinished else 0
    return -started, case.definition.priority, case.definition.title


def case_of(name: str, among: Iterable[Case]) -> Case:
    """The case of that id, with its namespace or without.

    Raises:
        MockError: there is none; the sentence names those that read nearly the same.
    """
    from difflib import get_close_matches  # noqa: PLC0415  (for a mistyped name)

    known = list(among)
    for case in known:
        if name in {case.id, case.name}:
            return case
    close = get_close_matches(name, [case.id for case in known], 3)
    way_out = f"did you mean {', '.join(close)}?" if close else "mlsd mock --list names all"
    raise MockError(f"no case {name!r}; {way_out}")


class Place(NamedTuple):
    """Where a rehearsal writes and what tells it the time."""

    store: Store
    clock: Callable[[], Moment]
    ticks: Callable[[], float]


class Rehearsal:
    """One session. Methods raise `StoreError` when nothing could be saved; then nothing has changed."""

    def __init__(self, place: Place, script: Script, session: Session, newest: int) -> None:
        """Use `begin` or `resume`."""
        self.script = script
        self.session = session
        self._place = place
        self._newest = newest  # place of the session's last event in the log
        self._typed: str | None = None  # notes that are not saved yet
        self._saved_at = self.session.seconds.get(session.stop, 0.0)
        self._watch = Stopwatch(self._saved_at)
        self._left = False
        if session.phase is Phase.ANSWERING:
            self._watch = self._watch.running(place.ticks())

    @classmethod
    def begin(cls, place: Place, case: Case, *, minutes: int, step: str | None = None) -> Rehearsal:
        """Start the clock on a case; what is unfinished on it is discarded.

        Raises:
            ValueError: the case has no such step.
        """
        for attempt in case.attempts:
            if attempt.is_open:
                cls.resume(place, case, attempt.id).discard()
        stops = stops_of(case.definition, step=step, attempt=len(case.attempts))
        at = place.clock()
        name = f"{max(at.utc_ms, 0):x}-{secrets.token_hex(4)}"
        start = Entry(name, case.name, Do.START, at=at.utc_ms, minutes=minutes, stops=stops)
        session = begin(start)
        assert session is not None, "a script has stops"
        newest = place.store.append_mock(start.value(), at, after=0)
        return cls(place, script_of(case.name, case.definition, minutes, stops), session, newest)

    @classmethod
    def resume(cls, place: Place, case: Case, session_id: str) -> Rehearsal:
        """Take a session up where it was left, or where its last saved second was."""
        events = place.store.mock_events(session_id)
        session = replay(_entries(events)).get(session_id)
        if session is None:
            raise MockError(f"no mock interview {session_id!r} in the review log")
        script = script_of(case.name, case.definition, session.minutes, session.stops)
        rehearsal = cls(place, script, session, events[-1].seq)
        rehearsal._write(Do.RESUME)
        return rehearsal

    # --- what to show

    @property
    def phase(self) -> Phase:
        return self.session.phase

    @property
    def stop(self) -> Stop:
        return self.script.stop(self.session.stop)

    @property
    def seconds(self) -> float:
        """Active seconds at this stop."""
        return self._watch.read(self._place.ticks())

    @property
    def total_seconds(self) -> float:
        others = (time for key, time in self.session.seconds.items() if key != self.session.stop)
        return sum(others) + self.seconds

    @property
    def notes(self) -> str:
        """What is noted for this stop, saved or not yet."""
        return self.session.notes.get(self.session.stop, "") if self._typed is None else self._typed

    @property
    def has_notes(self) -> bool:
        return bool(self.notes.strip())

    @property
    def asked(self) -> list[Clarification]:
        """The questions that were asked, in that order."""
        known = {question.key: question for question in self.script.study.clarify}
        return [known[key] for key in self.session.asked if key in known]

    @property
    def open_questions(self) -> list[Clarification]:
        """The questions that can still be asked."""
        return [question for question in self.script.study.clarify if question.key not in self.session.asked]

    @property
    def unmarked(self) -> int:
        """How many points of this stop were not marked."""
        return sum(self.session.mark_of(point.key) is None for point in self.stop.points)

    # --- while the clock runs

    def type(self, text: str) -> None:
        """Take in all of this stop's notes; the next tick or move saves them."""
        if self.phase is Phase.ANSWERING:
            self._typed = text

    def tick(self) -> None:
        """Save what was typed since the last tick, or the time if nothing was saved for long; once a second."""
        if self._left or self.phase is not Phase.ANSWERING:
            return
        if self._typed is not None:
            self._save()
        elif self.seconds - self._saved_at >= HEARTBEAT:
            self._write(Do.BEAT)

    def ask(self, key: str) -> None:
        """Ask one of the open questions."""
        self._save()
        self._write(Do.ASK, key=key)

    def reveal(self) -> None:
        """Stop the clock and show the points; without notes that is a skip."""
        self._save()
        if self._write(Do.REVEAL, skipped=not self.has_notes):
            self._watch = self._watch.standing(self._place.ticks())

    # --- the points

    def mark(self, point: str, mark: Mark) -> None:
        self._write(Do.MARK, key=point, mark=str(mark))

    def flag(self, text: str, flag: Flag) -> None:
        self._write(Do.FLAG, key=text, mark=str(flag))

    def go_on(self) -> None:
        """Go to the next stop, whose clock starts; after the last one the interview is finished."""
        if self.phase is not Phase.CHECKING:
            return
        following = self.session.next_stop
        if following is None:
            result = score(self.script, self.session)
            self._write(Do.FINISH, score=round(result.all.share, 4), grade=str(result.grade or ""))
        elif self._write(Do.NEXT, key=following):
            self._saved_at = 0.0
            self._watch = Stopwatch().running(self._place.ticks())

    # --- leaving

    def leave(self) -> None:
        """Save everything and let the clock stand; a second time does nothing."""
        if self._left or not self.session.is_open:
            return
        self._save()
        self._write(Do.PAUSE)
        self._watch = self._watch.standing(self._place.ticks())
        self._left = True

    def discard(self) -> None:
        """Give the session up for good; the log keeps it."""
        self._write(Do.DISCARD)

    # --- writing

    def _save(self) -> None:
        if self._typed is not None and self._typed != self.session.notes.get(self.session.stop, ""):
            self._write(Do.NOTES, text=self._typed)
        self._typed = None

    def _write(self, do: Do, **details: Any) -> bool:
        """Log an entry and be what the session is after it; False if it would change nothing."""
        at, seconds = self._place.clock(), round(self.seconds, 1)
        session = self.session
        entry = Entry(
            session.id, session.case, do, at=at.utc_ms, stop=session.stop, seconds=seconds, **details
        )
        after = apply(session, entry)
        if after == session and do not in {Do.PAUSE, Do.RESUME, Do.BEAT}:
            return False
        self._newest = self._place.store.append_mock(entry.value(), at, after=self._newest)
        self.session, self._saved_at = after, seconds
        return True


def _entries(events: Iterable[Event]) -> Iterator[Entry]:
    for event in events:
        entry = read_entry(event.value, event.at.utc_ms)
        if entry is not None:
            yield entry


# --- afterwards


def report_of(store: Store, case: Case, session_id: str) -> Report:
    """The report of a session, compared with the newest finished one before it that held all of its steps.

    Raises:
        MockError: the log has no such session.
    """
    session = _session(store, session_id)
    if session is None:
        raise MockError(f"no mock interview {session_id!r} in the review log")
    script = script_of(case.name, case.definition, session.minutes, session.stops)
    steps = {stop.key for stop in script.steps}
    before = [
        one
        for one in case.attempts
        if one.is_finished and one.started < session.started and steps <= set(one.stops)
    ]
    return report(script, session, _session(store, before[-1].id) if before else None)


def _session(store: Store, session_id: str) -> Session | None:
    return replay(_entries(store.mock_events(session_id))).get(session_id)


def missed_cards(library: Library, store: Store, told: Report, now: Moment) -> list[str]:
    """The cards that teach the missed points, one a note: a note's cards never come on the same day.

    Suspended cards are left out: the learner put them aside. So are notes of which a card was put into
    today's queue already.
    """
    today = study_day(now, store.options().rollover_hour)
    namespace = told.script.case.partition(":")[0]
    names = cards_of_missed(
        told.script.definition,
        [missed.point for missed in told.missed],
        lambda topic: library.topic(f"{namespace}:{topic}"),
    )
    chosen: dict[str, str] = {}  # by note
    queued: set[str] = set()  # notes
    for card in (f"{namespace}:{name}" for name in names):
        row, record = store.row(card), store.record(card)
        if row is None or record.suspended:
            continue
        if record.queued_on == today:
            queued.add(row.note)
        chosen.setdefault(row.note, card)
    return [card for note, card in chosen.items() if note not in queued]


def queue_missed(store: Store, cards: list[str], now: Moment) -> None:
    """Put cards into today's queue, beyond the day's limit."""
    store.queue_today(cards, study_day(now, store.options().rollover_hour), now)
