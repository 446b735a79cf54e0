"""Which cards today, and in which order: Anki's rules over rows that the store hands over. Pure.

Sources: Anki manual, "Deck Options" (daily limits, burying, display order) and the measured notes on its
scheduler; relative overdueness with FSRS is days since the review over stability, highest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from mlsd_cards.review.options import NewReviewOrder, Options, ReviewOrder
from mlsd_cards.review.scheduling import Phase


class QueueRow(NamedTuple):
    """What the queue needs of a card. `position` is its place in the curriculum; times as in `CardState`."""

    card: str
    note: str
    topic: str
    area: str
    position: int
    priority: int
    due_day: int | None = None
    due_at: int | None = None
    interval: int = 0
    stability: float | None = None
    last_review: int | None = None
    flag: int = 0
    difficulty: float | None = None
    phase: Phase = Phase.NEW
    queued: bool = False  # the learner asked for it today


@dataclass(frozen=True, slots=True)
class Room:
    """How many more cards may be shown today."""

    new: int
    reviews: int


def room_today(
    options: Options, *, introduced: int, reviewed: int, more_new: int = 0, more_reviews: int = 0
) -> Room:
    """Today's limits less what was done; new cards count toward the review limit unless the option says not."""
    reviews = max(0, options.reviews_per_day + more_reviews - reviewed)
    new = max(0, options.new_per_day + more_new - introduced)
    if not options.new_cards_ignore_review_limit:
        reviews = max(0, reviews - introduced)
        new = min(new, reviews)
    return Room(new, reviews)


def build_queue(
    due: Sequence[QueueRow],
    new: Sequence[QueueRow],
    *,
    options: Options,
    room: Room,
    day: int,
    busy_notes: frozenset[str] = frozenset(),
) -> tuple[QueueRow, ...]:
    """Choose and order today's reviews and new cards; learning cards are the session's own business.

    `busy_notes` are notes of which a card was answered today or is in learning: their siblings are
    buried. Siblings are buried before limits apply, so a limit counts cards that will really be shown.
    New cards that the learner asked for come before other new ones, whatever the limit.
    """
    taken = set(busy_notes)
    reviews = one_a_note(_by_order(due, options, day), taken, bury=options.bury_siblings)[: room.reviews]
    if options.bury_siblings:
        taken |= {row.note for row in reviews}
    allowed = (
        room.new if options.new_cards_ignore_review_limit else min(room.new, room.reviews - len(reviews))
    )
    asked_first = sorted(new, key=lambda row: (not row.queued, *_position(row)))
    fresh = one_a_note(asked_first, taken, bury=options.bury_siblings)
    asked = [row for row in fresh if row.queued]
    fresh = [row for row in fresh if not row.queued]
    if options.bury_siblings:
        fresh = spread_topics(fresh)
    chosen = (*asked, *fresh[: max(0, allowed - len(asked))])
    return mixed(reviews, chosen, options.new_review_order)


def _position(row: QueueRow) -> tuple[int, str]:
    return row.position, row.card


def _by_order(rows: Iterable[QueueRow], options: Options, day: int) -> list[QueueRow]:
    if options.review_order is ReviewOrder.RELATIVE_OVERDUENESS:
        return sorted(rows, key=lambda row: (-_overdueness(row, day), _shuffle(row.card, day)))
    return sorted(rows, key=lambda row: (row.due_day or 0, _shuffle(row.card, day)))


def _overdueness(row: QueueRow, day: int) -> float:
    """Days since the last review over stability: the FSRS curve depends on this ratio alone."""
    late = day - (row.due_day if row.due_day is not None else day)
    return (max(row.interval, 0) + late) / max(row.stability or 1e-3, 1e-3)


def _shuffle(card: str, day: int) -> bytes:
    """A random order that stays the same all day."""
    return blake2b(f"{day}:{card}".encode(), digest_size=8).digest()


def one_a_note(rows: Iterable[QueueRow], taken: Collection[str], *, bury: bool) -> list[QueueRow]:
    """The rows without siblings of an earlier one or of notes that are `taken`; all of them unless `bury`."""
    if not bury:
        return list(rows)
    seen = set(taken)
    kept = []
    for row in rows:
        if row.note not in seen:
            seen.add(row.note)
            kept.append(row)
    return kept


def spread_topics(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """First one new card of each topic, then a second one, and so on: notes of a topic are siblings too.

    Inside each round the curriculum's order holds, so a topic's notes still come in teaching order.
    """
    seen: Counter[str] = Counter()
    rounds: defaultdict[int, list[QueueRow]] = defaultdict(list)
    for row in rows:
        rounds[seen[row.topic]].append(row)
        seen[row.topic] += 1
    return [row for number in sorted(rounds) for row in rounds[number]]


def mixed(
    reviews: Sequence[QueueRow], new: Sequence[QueueRow], order: NewReviewOrder
) -> tuple[QueueRow, ...]:
    """Reviews and new cards in one line, each in their own order."""
    if order is NewReviewOrder.BEFORE:
        return (*new, *reviews)
    if order is NewReviewOrder.AFTER:
        return (*reviews, *new)
    total = len(reviews) + len(new)
    line: list[QueueRow] = []
    shown = 0
    for place in range(total):
        # Spread the new cards evenly, reviews first: at each place as many are out as their share says.
        if shown < len(new) and (place + 1) * len(new) >= (shown + 1) * total:
            line.append(new[shown])
            shown += 1
        else:
            line.append(reviews[place - shown])
    return tuple(line)
