"""What stands around a card, in words: the head, the count line, the verdict on a number, news of an undo."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.content import Content

from mlsd_cards.answers import Remaining
from mlsd_cards.library import Found
from mlsd_cards.model.calc import read_number
from mlsd_cards.model.definition import Calc
from mlsd_cards.review.events import Event, Kind
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import Moment
from mlsd_cards.tui.sitting import Sitting
from mlsd_cards.tui.text import safe

_QUIET = "$foreground-muted"
_PHASES = {
    Phase.NEW: ("new", "$text-primary"),
    Phase.LEARNING: ("learning", "$text-warning"),
    Phase.REVIEW: ("review", "$text-success"),
    Phase.RELEARNING: ("relearning", "$text-warning"),
}


def dot(*, ascii: bool) -> str:  # noqa: A002  (the setting's name, here and below)
    return " - " if ascii else " · "


def minutes(value: float) -> str:
    """A duration as a person says it; never 0 while something is left."""
    whole = max(1, round(value)) if value > 0 else 0
    return f"{whole} min" if whole < 100 else f"{value / 60:.1f} h"


def count_line(left: Remaining, *, ascii: bool) -> Content:  # noqa: A002
    """`12 left · 3 new · 5 learning · ~6 min`."""
    parts = [
        f"{left.total} left",
        f"{left.new} new",
        f"{left.learning} learning",
        f"~{minutes(left.minutes)}",
    ]
    return Content.assemble((parts[0], "bold"), (dot(ascii=ascii) + dot(ascii=ascii).join(parts[1:]), _QUIET))


def head_of(sitting: Sitting, found: Found, area: str, *, named: bool, width: int, ascii: bool) -> Content:  # noqa: A002
    """Area, topic if it may be named, and role on the left; the card's state, flag and mark on the right."""
    between = dot(ascii=ascii)
    role = found.note.roles[0].replace("_", " ")
    left = [(safe(area, ascii=ascii), _QUIET)]
    if named:
        left.append((safe(found.topic.title, ascii=ascii), "bold"))
    left.append((role, _QUIET))
    right = _state(sitting, between)
    room = width - right.cell_length - 2
    line = Content(between).join(Content.styled(text, style) for text, style in left)
    line = line.truncate(room, ellipsis=not ascii)
    return Content.assemble(line, " " * max(2, width - line.cell_length - right.cell_length), right)


def _state(sitting: Sitting, between: str) -> Content:
    given = sitting.looking_at
    if given is not None:
        return Content.styled(
            f"looking back {sitting.back} of {len(sitting.given)}: {given.rating.name}", "bold"
        )
    assert sitting.shown is not None, "nothing is shown"
    record = sitting.shown.record
    word, style = _PHASES[record.schedule.phase]
    parts = [(word, style)]
    if record.flag:
        parts.insert(0, (f"flag {record.flag}", "bold $text-error"))
    if record.marked:
        parts.insert(0, ("marked", "bold $text-warning"))
    if record.leech:
        parts.insert(0, ("leech", "bold $text-error"))
    return Content(between).join(Content.styled(text, style) for text, style in parts)


def typed_line(calc: Calc, typed: str, *, ascii: bool) -> Content:  # noqa: A002
    """Where the number is typed."""
    cursor = Content.styled(" ", "reverse")
    before = Content.styled("Your number: ", _QUIET)
    hint = "" if typed else "  type it, or go on without"
    return Content.assemble(
        before, (typed, "bold"), cursor, (f" {safe(calc.unit, ascii=ascii)}{hint}".rstrip(), _QUIET)
    )


def verdict_line(calc: Calc, typed: str, *, right: bool, ascii: bool) -> Content:  # noqa: A002
    """Whether the number is right, in words and with a sign."""
    tolerance = f"{calc.tolerance * 100:g} %" if calc.factor is None else f"a factor of {calc.factor:g}"
    if right:
        sign = "+" if ascii else "✓"
        return Content.assemble(
            (f"{sign} {typed}", "bold $text-success"), (f" is within {tolerance}", _QUIET)
        )
    sign = "x" if ascii else "✗"
    return Content.assemble((f"{sign} {typed}", "bold $text-error"), (f" is off{_by(calc, typed)}", _QUIET))


def _by(calc: Calc, typed: str) -> str:
    value = read_number(typed)
    if value is None:
        return ""
    if calc.result == 0:
        return f" by {value:g}"
    ratio = value / calc.result
    if ratio >= 3:
        return f": {ratio:.3g} times too large"
    if 0 < ratio <= 1 / 3:
        return f": {1 / ratio:.3g} times too small"
    return f" by {(ratio - 1) * 100:+.1f} %"


_UNDONE = {
    Kind.SUSPEND: "the card is no longer suspended",
    Kind.UNSUSPEND: "the card is suspended again",
    Kind.BURY: "the card is no longer buried",
    Kind.UNBURY: "the card is buried again",
    Kind.FORGET: "the card stands where it did",
    Kind.SET_DUE: "the due date is as it was",
    Kind.FLAG: "the flag is as it was",
    Kind.MARK: "the mark is as it was",
    Kind.LIMIT_TODAY: "today's limit is as it was",
}


def undone(event: Event) -> str:
    """What an undo took back, in a sentence."""
    if event.kind == Kind.RATING and event.rating is not None:
        return f"undone: {event.rating.name}; the card is as it was before"
    known = next((words for kind, words in _UNDONE.items() if event.kind == kind), event.kind)
    return f"undone: {known}"


def clock_text(moment: Moment) -> str:
    """A moment on its own wall clock."""
    local = datetime.fromtimestamp(moment.utc_ms / 1000 + moment.offset_minutes * 60, UTC)
    return f"{local:%Y-%m-%d %H:%M}"
