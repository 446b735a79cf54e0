"""A card in one line of a table: what it asks, how it stands, and when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from mlsd_cards.answers import interval_label
from mlsd_cards.library import Found
from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.terminal import draw, plain
from mlsd_cards.model.definition import Cloze
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.review.scheduling import Phase, retrievability
from mlsd_cards.review.studyday import date_of
from mlsd_cards.store.search import At

_ONE_LINE = 1000  # cells: no front is wrapped

STATES = {
    Phase.NEW: "new",
    Phase.LEARNING: "learning",
    Phase.REVIEW: "review",
    Phase.RELEARNING: "relearn",
}


def front(found: Found, *, ascii: bool = False) -> str:  # noqa: A002  (the setting's name)
    """The first line of the question, or of the sentence with its deletion left out."""
    note = found.note
    is_cloze = isinstance(note.content, Cloze)
    parsed = parse(note.front, cloze=is_cloze)
    lines = draw(parsed, width=_ONE_LINE, ascii=ascii, hide=found.ordinal if is_cloze else None)
    return next((text for text in (plain(line).strip() for line in lines) if text), "")


def state(record: CardRecord, day: int) -> str:
    """In one word: what keeps a card away comes first."""
    if record.suspended:
        return "suspended"
    return "buried" if record.buried_on == day else STATES[record.schedule.phase]


def marks(record: CardRecord) -> Iterator[str]:
    """What a learner or a lapse put on a card."""
    if record.flag:
        yield f"flag {record.flag}"
    if record.marked:
        yield "marked"
    if record.leech:
        yield "leech"


def due(record: CardRecord, at: At) -> str:
    """How far away its time is: `now`, `10m`, `today`, `3d`, `-2d`; nothing for an unseen card."""
    schedule = record.schedule
    if schedule.due_at is not None:
        seconds = (schedule.due_at - at.now.utc_ms) // 1000
        return "now" if seconds <= 0 else interval_label(seconds)
    if schedule.due_day is None:
        return ""
    days = schedule.due_day - at.day
    if days == 0:
        return "today"
    return ("-" if days < 0 else "") + _days(abs(days))


def due_date(record: CardRecord) -> str | None:
    """When a card is due, for programs: an ISO date, or a time in UTC within the day."""
    schedule = record.schedule
    if schedule.due_at is not None:
        return datetime.fromtimestamp(schedule.due_at / 1000, UTC).isoformat(timespec="seconds")
    return None if schedule.due_day is None else date_of(schedule.due_day).isoformat()


def stability(record: CardRecord) -> str:
    """Days until recall falls to 90 %, as an interval."""
    memory = record.schedule.memory
    return "" if memory is None else _days(memory.stability)


def _days(days: float) -> str:
    """In five characters at most: `3d`, `0.4d`, `45d`, `4.2mo`, `11mo`, `2.5y`, `100y`."""
    if days < 100:
        return f"{days:.1f}d".replace(".0d", "d") if days < 9.95 else f"{days:.0f}d"
    number, unit = (days / 30, "mo") if days < 365 else (days / 365, "y")
    return f"{number:.1f}{unit}" if number < 9.95 else f"{number:.0f}{unit}"


def recall(record: CardRecord, at: At) -> float | None:
    """The chance of recall now; None for an unseen card."""
    return retrievability(record.schedule, at.now, at.options)


def recall_label(record: CardRecord, at: At) -> str:
    chance = recall(record, at)
    return "" if chance is None else f"{chance * 100:.0f}%"
