"""A session is what its entries say: `apply` is the only way in which one changes, live as after a crash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from mlsd_cards.mock.entries import Do, Entry

_Value = TypeVar("_Value")


class Phase(StrEnum):
    """What a session waits for."""

    ANSWERING = "answering"  # the clock runs, notes are taken
    CHECKING = "checking"  # the points are shown, to be marked; the clock stands
    FINISHED = "finished"
    DISCARDED = "discarded"


class Mark(StrEnum):
    """How far a point was made."""

    YES = "y"
    PARTIAL = "partial"
    NO = "n"


class Flag(StrEnum):
    """A red flag that was raised, and whether it was put right before the end."""

    TICKED = "ticked"
    REPAIRED = "repaired"
    OFF = "off"


def _nothing() -> Mapping[str, _Value]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Session:
    """One attempt at a case. `stops` are its steps and the probes between them, by key, in order.

    Points are called `stop/point`, red flags `stop/text`; times are in active seconds.
    """

    id: str
    case: str
    minutes: int
    stops: tuple[str, ...]
    stop: str
    started: int  # UTC ms, as `touched`
    touched: int
    phase: Phase = Phase.ANSWERING
    asked: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=_nothing)
    seconds: Mapping[str, float] = field(default_factory=_nothing)
    marks: Mapping[str, Mark] = field(default_factory=_nothing)
    flags: Mapping[str, Flag] = field(default_factory=_nothing)
    skipped: frozenset[str] = frozenset()
    score: float | None = None  # as it was recorded at the end
    grade: str = ""

    @property
    def is_open(self) -> bool:
        return self.phase in {Phase.ANSWERING, Phase.CHECKING}

    @property
    def number(self) -> int:
        """The place of the current stop, from 0."""
        return self.stops.index(self.stop)

    @property
    def next_stop(self) -> str | None:
        """The stop that comes after this one; None at the last."""
        after = self.number + 1
        return self.stops[after] if after < len(self.stops) else None

    @property
    def total_seconds(self) -> float:
        """Active time over all stops."""
        return sum(self.seconds.values())

    def mark_of(self, point: str, stop: str | None = None) -> Mark | None:
        """How a point of a stop (the current one) was marked; None if it was not."""
        return self.marks.get(f"{stop or self.stop}/{point}")

    def flag_of(self, text: str, stop: str | None = None) -> Flag:
        """Whether a red flag of a stop (the current one) was raised."""
        return self.flags.get(f"{stop or self.stop}/{text}", Flag.OFF)


def begin(entry: Entry) -> Session | None:
    """The session that a start opens; None if it names no stop, or one twice."""
    if entry.do is not Do.START or not entry.stops or len(set(entry.stops)) < len(entry.stops):
        return None
    return Session(entry.session, entry.case, entry.minutes, entry.stops, entry.stops[0], entry.at, entry.at)


def apply(session: Session, entry: Entry) -> Session:
    """The session after an entry; what does not fit the session as it stands changes nothing."""
    if not session.is_open or entry.session != session.id:
        return session
    after = _moved(session, entry)
    if after is None:
        return session
    clock = session.seconds
    if entry.stop == session.stop and session.phase is Phase.ANSWERING:
        clock = _with(clock, entry.stop, max(entry.seconds, clock.get(entry.stop, 0.0)))
    return replace(after, seconds=clock, touched=max(session.touched, entry.at))


def _moved(session: Session, entry: Entry) -> Session | None:  # noqa: PLR0911  (one return a kind of entry)
    """What an entry does besides the clock; None if it does not fit."""
    here, answering = entry.stop == session.stop, session.phase is Phase.ANSWERING
    match entry.do:
        case Do.NOTES if here:
            return replace(session, notes=_with(session.notes, entry.stop, entry.text))
        case Do.ASK if here and answering and entry.key and entry.key not in session.asked:
            return replace(session, asked=(*session.asked, entry.key))
        case Do.REVEAL if here and answering:
            skipped = session.skipped | {entry.stop} if entry.skipped else session.skipped
            return replace(session, phase=Phase.CHECKING, skipped=skipped)
        case Do.MARK if here and not answering and entry.mark in set(Mark):
            return replace(session, marks=_with(session.marks, _name(entry), Mark(entry.mark)))
        case Do.FLAG if here and not answering and entry.mark in set(Flag):
            return replace(session, flags=_with(session.flags, _name(entry), Flag(entry.mark)))
        case Do.NEXT if here and not answering and entry.key == session.next_stop:
            return replace(session, stop=entry.key, phase=Phase.ANSWERING)
        case Do.FINISH if here and not answering and session.next_stop is None:
            return replace(session, phase=Phase.FINISHED, score=entry.score, grade=entry.grade)
        case Do.DISCARD:
            return replace(session, phase=Phase.DISCARDED)
        case Do.PAUSE | Do.RESUME | Do.BEAT if here:
            return session
    return None


def _name(entry: Entry) -> str:
    return f"{entry.stop}/{entry.key}"


def _with(mapping: Mapping[str, _Value], key: str, value: _Value) -> Mapping[str, _Value]:
    return MappingProxyType({**mapping, key: value})


@dataclass(frozen=True, slots=True)
class Attempt:
    """A session by its beginning and its end alone: what a list of cases needs."""

    id: str
    case: str
    minutes: int
    stops: tuple[str, ...]
    started: int  # UTC ms
    ended: int | None = None
    discarded: bool = False
    score: float | None = None
    grade: str = ""

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def is_finished(self) -> bool:
        return self.ended is not None and not self.discarded

    @property
    def is_whole(self) -> bool:
        """Whether it is more than one step on trial."""
        return len(self.stops) > 1


def attempts(entries: Iterable[Entry]) -> list[Attempt]:
    """The sessions in the order in which they began, by entries that begin and end them."""
    known: dict[str, Attempt] = {}
    for entry in entries:
        there = known.get(entry.session)
        if there is None:
            if begin(entry) is not None:
                known[entry.session] = Attempt(
                    entry.session, entry.case, entry.minutes, entry.stops, entry.at
                )
        elif entry.do in {Do.FINISH, Do.DISCARD} and there.is_open:
            known[entry.session] = replace(
                there,
                ended=entry.at,
                discarded=entry.do is Do.DISCARD,
                score=entry.score,
                grade=entry.grade,
            )
    return list(known.values())


def replay(entries: Iterable[Entry]) -> dict[str, Session]:
    """All sessions by id, in the order in which they began. Whatever the log holds, this answers."""
    sessions: dict[str, Session] = {}
    for entry in entries:
        there = sessions.get(entry.session)
        if there is not None:
            sessions[entry.session] = apply(there, entry)
        elif (begun := begin(entry)) is not None:
            sessions[entry.session] = begun
    return sessions
