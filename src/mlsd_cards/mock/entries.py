"""What happens in a mock interview, as the review log keeps it: small JSON objects, read tolerantly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Do(StrEnum):
    """What happened. Later versions add to it; an unknown one is kept and ignored."""

    START = "start"  # minutes, stops
    NOTES = "notes"  # text: all of the stop's notes
    ASK = "ask"  # key: a question to clarify
    REVEAL = "reveal"  # skipped: nothing had been noted
    MARK = "mark"  # key: a point; mark: y, partial or n
    FLAG = "flag"  # key: the red flag's text; mark: ticked, repaired or off
    NEXT = "next"  # key: the stop that comes, a step or a probe
    PAUSE = "pause"
    RESUME = "resume"
    BEAT = "beat"  # nothing but the time went on
    FINISH = "finish"  # score, grade: for audit, they are computed anew
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened in a session, at the stop `stop` after `seconds` of its active time."""

    session: str
    case: str  # namespace:case
    do: Do
    at: int = 0  # UTC ms; the log's own column
    stop: str = ""
    seconds: float = 0.0
    minutes: int = 0
    stops: tuple[str, ...] = ()
    text: str = ""
    key: str = ""
    mark: str = ""
    skipped: bool = False
    score: float | None = None
    grade: str = ""

    def value(self) -> dict[str, Any]:
        """What the log stores: what is not said stays away."""
        value: dict[str, Any] = {"session": self.session, "case": self.case, "do": str(self.do)}
        for field in fields(self)[4:]:
            said = getattr(self, field.name)
            if said != field.default or (field.name == "text" and self.do is Do.NOTES):
                value[field.name] = list(said) if isinstance(said, tuple) else said
        return value


def read_entry(value: object, at: int) -> Entry | None:
    """The entry that an event's value holds; None if this version cannot know what it means."""
    if not isinstance(value, Mapping):
        return None
    do = value.get("do")
    if not isinstance(do, str) or do not in set(Do):
        return None
    texts = {
        name: value.get(name, "") for name in ("session", "case", "stop", "text", "key", "mark", "grade")
    }
    seconds, minutes, score = value.get("seconds", 0.0), value.get("minutes", 0), value.get("score")
    stops = value.get("stops", ())
    sound = (
        all(isinstance(text, str) for text in texts.values())
        and bool(texts["session"] and texts["case"])
        and _is_number(seconds)
        and 0 <= seconds <= _LONGEST
        and isinstance(minutes, int)
        and (score is None or _is_number(score))
        and isinstance(stops, list | tuple)
        and all(isinstance(stop, str) for stop in stops)
    )
    if not sound:
        return None
    return Entry(
        **texts,
        do=Do(do),
        at=at,
        seconds=float(seconds),
        minutes=minutes,
        stops=tuple(stops),
        skipped=value.get("skipped") is True,
        score=score,
    )


_LONGEST = 10_000_000.0  # seconds at one stop; no clock says more


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
