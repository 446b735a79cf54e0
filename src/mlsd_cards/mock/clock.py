"""The interview's clock: active seconds at a stop, and how they stand against its share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

OVER = 1.3
"""From this part of its share on, a stop takes time from those that follow."""


class Tone(StrEnum):
    """How the time stands: within the share, beyond it (amber), far beyond it (red)."""

    FINE = "fine"
    AMBER = "amber"
    RED = "red"


def tone(seconds: float, planned: float) -> Tone:
    """Amber at the whole share, red at 130 % of it."""
    if seconds >= planned * OVER:
        return Tone.RED
    return Tone.AMBER if seconds >= planned else Tone.FINE


def clock_text(seconds: float) -> str:
    """Whole seconds as a clock shows them: `4:05`, also beyond the hour (`64:05`)."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Seconds gathered so far; running since the tick `since` (None: it stands)."""

    gathered: float = 0.0
    since: float | None = None

    def read(self, tick: float) -> float:
        """The seconds at a tick; ticks that run backwards count nothing."""
        return self.gathered + (0.0 if self.since is None else max(0.0, tick - self.since))

    def running(self, tick: float) -> Stopwatch:
        return self if self.since is not None else replace(self, since=tick)

    def standing(self, tick: float) -> Stopwatch:
        return Stopwatch(self.read(tick))
