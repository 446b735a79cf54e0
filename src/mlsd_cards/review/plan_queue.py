"""Today's queue while an interview is prepared for: what adds most to recall on the day, in the time there is. Pure.

The same choice as a day of `review.plan` makes, with real cards: siblings are buried as in `review.queue`,
and what the learner asked for comes first, whatever it adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from mlsd_cards.review.memory import Memory
from mlsd_cards.review.options import Options
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.plan import WORTH, new_today
from mlsd_cards.review.queue import QueueRow, mixed, one_a_note, spread_topics
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.studyday import days_elapsed

Weigh = Callable[[QueueRow], float]
"""What recalling a card on the day is worth."""


@dataclass(frozen=True, slots=True)
class Room:
    """What may still come today: seconds of study, and new cards."""

    seconds: float
    new: int


class Asked(NamedTuple):
    """More cards that the learner asked for today, beyond the minutes."""

    new: int = 0
    reviews: int = 0

    def seconds(self, outlook: Outlook) -> float:
        """The time that they take."""
        return self.new * outlook.seconds.new + self.reviews * outlook.seconds.recalled


def room_left(
    minutes: int, unseen: int, ahead: int, *, spent: float, introduced: int, asked: Asked, outlook: Outlook
) -> Room:
    """What is left of a day's minutes, `spent` seconds and so many `introduced` cards being done.

    New cards have an even share of the days left, counted from those that were unseen this morning.
    """
    share = new_today(unseen + introduced, ahead) + asked.new
    return Room(minutes * 60 + asked.seconds(outlook) - spent, max(0, share - introduced))


def build_plan_queue(
    reviews: Sequence[QueueRow],
    new: Sequence[QueueRow],
    *,
    room: Room,
    ahead: int,
    rollover: int,
    weigh: Weigh,
    outlook: Outlook,
    options: Options,
    queued: frozenset[str] = frozenset(),
    busy_notes: frozenset[str] = frozenset(),
) -> tuple[QueueRow, ...]:
    """Choose and order today's cards, `ahead` days before the interview.

    `reviews` are those that may come: the due ones, in the last week all. `rollover` (UTC ms) ends today.
    `queued` are reviews that the learner asked for.
    """
    bury = options.bury_siblings
    asked = [row for row in reviews if row.card in queued], [row for row in new if row.queued]
    first = one_a_note((*asked[0], *asked[1]), busy_notes, bury=bury)
    taken = busy_notes | {row.note for row in first} if bury else busy_notes
    offers = [
        *_reviews((row for row in reviews if row.card not in queued), ahead, rollover, weigh, outlook),
        *islice(_unseen(new, taken, ahead, weigh, outlook, bury=bury), room.new),
    ]
    offers.sort(key=lambda offer: -offer.value)
    kept = {row.card for row in one_a_note((offer.row for offer in offers), taken, bury=bury)}
    left = room.seconds
    known: list[QueueRow] = []
    fresh: list[QueueRow] = []
    for offer in offers:
        if offer.seconds <= left and offer.row.card in kept:
            left -= offer.seconds
            (fresh if offer.row.phase is Phase.NEW else known).append(offer.row)
    return (*first, *mixed(known, fresh, options.new_review_order))


class _Offer(NamedTuple):
    """What a card gains per second, weighed; and its seconds."""

    value: float
    seconds: float
    row: QueueRow


def _reviews(
    rows: Iterable[QueueRow], ahead: int, rollover: int, weigh: Weigh, outlook: Outlook
) -> Iterator[_Offer]:
    for row in rows:
        if row.stability is None or row.difficulty is None or row.last_review is None:
            prospect = outlook.new(ahead)  # a date was set for it before it was ever seen
        else:
            elapsed = days_elapsed(row.last_review, rollover)
            prospect = outlook.again(Memory(row.stability, row.difficulty), elapsed, ahead)
        if prospect.gain > WORTH:
            yield _Offer(weigh(row) * prospect.gain / prospect.seconds, prospect.seconds, row)


def _unseen(
    rows: Sequence[QueueRow],
    taken: frozenset[str],
    ahead: int,
    weigh: Weigh,
    outlook: Outlook,
    *,
    bury: bool,
) -> Iterator[_Offer]:
    """New cards by weight, and among those of one weight as on an ordinary day."""
    fresh = one_a_note((row for row in rows if not row.queued), taken, bury=bury)
    prospect = outlook.new(ahead)
    for row in sorted(spread_topics(fresh) if bury else fresh, key=lambda row: -weigh(row)):
        yield _Offer(weigh(row) * prospect.gain / prospect.seconds, prospect.seconds, row)
