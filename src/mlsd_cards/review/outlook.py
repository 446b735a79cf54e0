"""What an answer today adds to recall on a day to come: FSRS-6 in expected values. Pure.

A card's future branches with every grade. Planning needs one number, so a card keeps one expected memory. The
stabilities after passing grades are averaged in their logarithm, difficulties plainly; recalled or forgotten, the
stability is the one that leads to the mean recall on the day. Formulas are FSRS-6's as in
`review.memory`, in ordinary floats: a forecast needs no agreement in the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import exp, log, log1p
from typing import NamedTuple

from mlsd_cards.review.memory import STABILITY_MAX, Memory
from mlsd_cards.review.options import Options
from mlsd_cards.review.pace import Mix, Pace, Seconds, seconds_of

_LEAST = 0.001  # days of stability, as FSRS has it
_memory = _prospect = tuple.__new__  # calling a named tuple is slow


class Prospect(NamedTuple):
    """Answering a card today: `gain` in the chance of recall on the day, its `seconds`, and the memory after it."""

    gain: float
    seconds: float
    after: Memory


class Outlook:
    """Forecasts with one person's FSRS `parameters`, mix of grades and pace."""

    def __init__(
        self, parameters: Sequence[float], mix: Mix, seconds: Seconds, *, retention: float = 0.9
    ) -> None:
        self._w = w = tuple(float(parameter) for parameter in parameters)
        self._mix = mix
        self._seconds = seconds
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._growth, self._lapse = exp(w[8]), exp(w[17] * w[18])
        self._easy_difficulty = w[4] - exp(w[5] * 3) + 1
        self._interval = (retention ** (1 / self._decay) - 1) / self._factor
        self._known: dict[tuple[float, float, int, int], Prospect] = {}

    @classmethod
    def of(cls, options: Options, mix: Mix, pace: Pace) -> Outlook:
        """With the parameters, the desired retention and the steps of these options."""
        seconds = seconds_of(mix, pace, options)
        return cls(options.fsrs_parameters, mix, seconds, retention=options.desired_retention)

    def recall(self, memory: Memory, days: float) -> float:
        """The chance of recall so many days after the last answer (FSRS-6 forgetting curve)."""
        faded: float = (1 + self._factor * max(days, 0) / memory.stability) ** self._decay
        return faded

    @property
    def seconds(self) -> Seconds:
        """What answers take."""
        return self._seconds

    @property
    def least_seconds(self) -> float:
        """No answer to a card that was seen takes less."""
        return min(self._seconds.recalled, self._seconds.forgotten)

    def interval(self, memory: Memory) -> int:
        """Days until recall falls to the desired retention, at least one."""
        days: int = max(1, round(memory.stability * self._interval))
        return days

    def new(self, ahead: int) -> Prospect:
        """Seeing a card for the first time, `ahead` days before the day that counts."""
        return Prospect(self.recall(self.first, ahead), self._seconds.new, self.first)

    def again(self, memory: Memory, elapsed: int, ahead: int) -> Prospect:
        """Answering a card `elapsed` days after its last answer, `ahead` days before the day that counts."""
        key = (memory.stability, memory.difficulty, elapsed, ahead)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._prospect(memory, elapsed, ahead)
        return found

    @cached_property
    def first(self) -> Memory:
        """The expected memory after a card's first day, learning steps included.

        With the usual two steps Again and Hard are followed by two Good answers, Good by one; Easy graduates at once.
        """
        w, shares = self._w, self._mix.first
        again, hard, good, easy = (max(start, _LEAST) for start in w[:4])
        stabilities = (
            self._same_day(self._same_day(again)),
            self._same_day(self._same_day(hard)),
            self._same_day(good),
            easy,
        )
        difficulties = (min(max(w[4] - exp(w[5] * grade) + 1, 1.0), 10.0) for grade in range(4))
        return Memory(
            exp(sum(share * log(one) for share, one in zip(shares, stabilities, strict=True))),
            sum(share * one for share, one in zip(shares, difficulties, strict=True)),
        )

    def _same_day(self, stability: float) -> float:
        """After Good on the same day; it never falls."""
        w = self._w
        after: float = stability * max(1.0, self._lapse * stability ** -w[19])
        return after

    def _prospect(self, memory: Memory, elapsed: int, ahead: int) -> Prospect:
        """Thousands of these make a plan, so the formulas stand here in one piece."""
        w, (stability, difficulty) = self._w, memory
        decay, pace, factor = self._decay, self._seconds, self._factor / stability
        now = (1 + factor * elapsed) ** decay
        missed = 1 - now
        ahead_factor = self._factor * ahead
        without = (1 + factor * (elapsed + ahead)) ** decay
        if elapsed <= 0:
            after = Memory(self._same_day(stability), difficulty)
            then = (1 + ahead_factor / after[0]) ** decay
        else:
            growth = self._growth * (11 - difficulty) * stability ** -w[9] * (exp(missed * w[10]) - 1)
            lapsed = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(missed * w[14])
            lapsed = self._same_day(max(_LEAST, min(lapsed, stability / self._lapse)))
            hard, good, easy = self._mix.passing
            # A mean over the passing grades, in the logarithm: they differ by factors.
            growth = hard * log1p(growth * w[15]) + good * log1p(growth) + easy * log1p(growth * w[16])
            then = now * (1 + ahead_factor / (stability * exp(growth))) ** decay
            then += missed * (1 + ahead_factor / lapsed) ** decay
            step = -w[6] * (now * (easy - hard) - 2 * missed)
            moved = difficulty + (10 - difficulty) * step / 9
            moved = w[7] * self._easy_difficulty + (1 - w[7]) * moved
            stable = ahead_factor / (then ** (1 / decay) - 1)
            after = _memory(
                Memory, (min(stable, STABILITY_MAX), 10.0 if moved > 10 else 1.0 if moved < 1 else moved)
            )
        return _prospect(Prospect, (then - without, now * pace.recalled + missed * pace.forgotten, after))
