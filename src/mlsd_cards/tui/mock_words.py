"""What the screens of a mock interview say alike: the clock, the grades, an attempt in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from mlsd_cards.mock.clock import Tone, clock_text, tone
from mlsd_cards.mock.score import Grade
from mlsd_cards.mock.script import TITLES
from mlsd_cards.mock.session import Attempt
from mlsd_cards.rehearsal import Rehearsal

QUIET = "$foreground-muted"
TONES: Final = {Tone.FINE: "bold", Tone.AMBER: "bold $text-warning", Tone.RED: "bold $text-error"}
GRADES: Final = {
    Grade.STRONG_HIRE: "$text-success",
    Grade.HIRE: "$text-success",
    Grade.LEAN_NO: "$text-warning",
    Grade.NO_HIRE: "$text-error",
}


def grade_words(grade: str) -> str:
    """A grade as a person says it; a word that this version does not know stays as it is."""
    return Grade(grade).words if grade in set(Grade) else grade


def percent(share: float) -> str:
    return f"{round(share * 100)} %"


def attempt_words(attempt: Attempt) -> str:
    """`Lean no 58 %`, or for a single step `Data 80 %`."""
    what = grade_words(attempt.grade) if attempt.grade else TITLES.get(attempt.stops[0], attempt.stops[0])
    return what if attempt.score is None else f"{what.split(' and ')[0]} {percent(attempt.score)}"


def two_sides(left: Content, right: Content, width: int, *, ascii: bool) -> Content:  # noqa: A002  (the setting's name, here and below)
    """One line: what does not fit is taken from the left side."""
    left = left.truncate(max(0, width - right.cell_length - 2), ellipsis=not ascii)
    return Content.assemble(left, " " * max(2, width - left.cell_length - right.cell_length), right)


def hanging(before: Content, lines: Sequence[Content]) -> Content:
    """Lines after a head of their own, the further ones below the first."""
    indent = " " * before.cell_length
    return Content("\n").join(
        Content.assemble(indent if number else before, line) for number, line in enumerate(lines)
    )


def head_line(rehearsal: Rehearsal, width: int, *, ascii: bool, title: str) -> Content:  # noqa: A002
    """The case, and how far the interview is."""
    session = rehearsal.session
    place = f"{session.number + 1} of {len(session.stops)}" if len(session.stops) > 1 else "one step"
    return two_sides(
        Content.styled(title, "bold $text-primary"), Content.styled(place, QUIET), width, ascii=ascii
    )


def clock_line(rehearsal: Rehearsal, width: int, *, ascii: bool) -> Content:  # noqa: A002
    """The step, its time of its share, and all of the time; beyond a share it says by how much."""
    stop, seconds = rehearsal.stop, rehearsal.seconds
    parts = [_of(seconds, stop.seconds)]
    if len(rehearsal.script.stops) > 1:
        parts.append(Content.styled("  in all ", QUIET))
        parts.append(_of(rehearsal.total_seconds, rehearsal.script.seconds))
    return two_sides(Content.styled(stop.title, "bold"), Content("").join(parts), width, ascii=ascii)


def _of(seconds: float, planned: float) -> Content:
    style = TONES[tone(seconds, planned)]
    over = f" +{clock_text(seconds - planned)}" if seconds >= planned + 1 else ""
    return Content.assemble((clock_text(seconds) + over, style), (f" of {clock_text(planned)}", QUIET))


def bar(seconds: float, planned: float, width: int, *, ascii: bool) -> Content:  # noqa: A002
    """The step's share as a line that fills up."""
    full, empty = ("=", "-") if ascii else ("━", "─")
    done = min(width, int(seconds / planned * width)) if planned else width
    style = {Tone.FINE: "$text-primary", Tone.AMBER: "$text-warning", Tone.RED: "$text-error"}
    return Content.assemble(
        (full * done, style[tone(seconds, planned)]), (empty * (width - done), "$foreground-muted 40%")
    )
