"""The end of a mock interview: score and time of each step, what was missed, and what to read and repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mlsd_cards.mock.score import Earned, Score, earned_at, score
from mlsd_cards.mock.script import Script, Stop, script_of
from mlsd_cards.mock.session import Flag, Mark, Session
from mlsd_cards.model.case import Point
from mlsd_cards.model.definition import Definition
from mlsd_cards.model.recipes import cards_of
from mlsd_cards.model.source import Source

_TOPIC = "topic:"
_NOTES_OF_TOPIC = 3


@dataclass(frozen=True, slots=True)
class StopResult:
    """A stop in numbers; `before` is what it earned in the attempt that this one is compared with."""

    stop: Stop
    seconds: float
    earned: Earned
    before: Earned | None
    skipped: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """A point that was not made in full."""

    stop: Stop
    point: Point
    partly: bool


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A red flag that was raised."""

    stop: Stop
    text: str
    repaired: bool


@dataclass(frozen=True, slots=True)
class Before:
    """A finished attempt that the report is compared with; `score` is what it made in the same steps."""

    session: Session
    score: Score


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report screen, the command line and JSON show."""

    script: Script
    session: Session
    score: Score
    results: tuple[StopResult, ...]
    missed: tuple[Missed, ...]  # also of probes, whose points are no part of the score
    red_flags: tuple[RedFlag, ...]
    before: Before | None
    reading: tuple[Source, ...]

    @property
    def seconds(self) -> float:
        return self.session.total_seconds


def report(script: Script, session: Session, before: Session | None = None) -> Report:
    """Tell a session against its script, compared with an earlier one on the same case."""
    earlier = None
    if before is not None:
        same = [stop.key for stop in script.steps if stop.key in before.stops]
        old = script_of(before.case, script.definition, before.minutes, same)
        earlier = Before(before, score(old, before))
    return Report(
        script,
        session,
        score(script, session),
        tuple(_result(stop, session, before) for stop in script.stops),
        tuple(_missed(script, session)),
        tuple(_red_flags(script, session)),
        earlier,
        tuple(dict.fromkeys((*script.study.published, *script.definition.sources))),
    )


def _result(stop: Stop, session: Session, before: Session | None) -> StopResult:
    earlier = earned_at(stop, before) if before is not None and stop.key in before.stops else None
    return StopResult(
        stop,
        session.seconds.get(stop.key, 0.0),
        earned_at(stop, session),
        earlier,
        stop.key in session.skipped,
    )


def _missed(script: Script, session: Session) -> Iterator[Missed]:
    for stop in script.stops:
        for point in stop.points:
            mark = session.mark_of(point.key, stop.key)
            if mark is not Mark.YES:
                yield Missed(stop, point, mark is Mark.PARTIAL)


def _red_flags(script: Script, session: Session) -> Iterator[RedFlag]:
    for stop in script.steps:
        for text in stop.red_flags:
            flag = session.flag_of(text, stop.key)
            if flag is not Flag.OFF:
                yield RedFlag(stop, text, flag is Flag.REPAIRED)


def cards_of_missed(
    definition: Definition, points: Iterable[Point], topic: Callable[[str], Definition | None]
) -> tuple[str, ...]:
    """The ids of the cards that teach these points, each once, in the order of the points.

    A point leads to cards of the case's blocks, to its hand-written notes, and to the first notes of topics
    (`topic` finds one by id; one that the decks do not have leads nowhere).
    """
    found: dict[str, None] = {}
    notes = {note.id: note for note in definition.notes}
    for point in points:
        for ref in point.refs:
            if ref.startswith(_TOPIC):
                other = topic(ref.removeprefix(_TOPIC))
                taught = other.notes[:_NOTES_OF_TOPIC] if other is not None else ()
            else:
                taught = tuple(notes[name] for name in cards_of(definition, ref) if name in notes)
            found |= dict.fromkeys(card for note in taught for card in note.cards())
    return tuple(found)
