"""What the screens of a mock interview draw alike: lines of two sides, the clock, the colours of grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from mlsd_cards.mock.clock import Tone, clock_text, tone
from mlsd_cards.mock.score import Grade
from mlsd_cards.rehearsal import Rehearsal
from mlsd_cards.tui.base import QUIET

TONES: Final = {Tone.FINE: "bold", Tone.AMBER: "bold $text-warning", Tone.RED: "bold $text-error"}
GRADES: Final = {
    Grade.STRONG_HIRE: "$text-success",
    Grade.HIRE: "$text-success",
    Grade.LEAN_NO: "$text-warning",
    Grade.NO_HIRE: "$text-error",
}


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
    """The step, its time of its share, and all of the time; beyond a share it says by how much.

    Where a line is short, the step's name goes before the plan for all of the time.
    """
    stop, script = rehearsal.stop, rehearsal.script
    title, right = Content.styled(stop.title, "bold"), _of(rehearsal.seconds, stop.seconds)
    if len(script.stops) > 1:
        before = Content.assemble(right, ("  in all ", QUIET))
        right = Content.assemble(before, _of(rehearsal.total_seconds, script.seconds))
        if title.cell_length + 2 + right.cell_length > width:
            right = Content.assemble(before, _clock(rehearsal.total_seconds, script.seconds))
    return two_sides(title, right, width, ascii=ascii)


def _of(seconds: float, planned: float) -> Content:
    return Content.assemble(_clock(seconds, planned), (f" of {clock_text(planned)}", QUIET))


def _clock(seconds: float, planned: float) -> Content:
    over = f" +{clock_text(seconds - planned)}" if seconds >= planned + 1 else ""
    return Content.styled(clock_text(seconds) + over, TONES[tone(seconds, planned)])


def bar(seconds: float, planned: float, width: int, *, ascii: bool) -> Content:  # noqa: A002
    """The step's share as a line that fills up."""
    full, empty = ("=", "-") if ascii else ("━", "─")
    done = min(width, int(seconds / planned * width)) if planned else width
    style = {Tone.FINE: "$text-primary", Tone.AMBER: "$text-warning", Tone.RED: "$text-error"}
    return Content.assemble(
        (full * done, style[tone(seconds, planned)]), (empty * (width - done), "$foreground-muted 40%")
    )
