"""What a key does to cards: set it, or take it back where all of them have it; and undo, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mlsd_cards.review.events import NO_CARD, Kind
from mlsd_cards.review.studyday import date_of
from mlsd_cards.store import Match, Undone
from mlsd_cards.tui.describe import undone


class Change(NamedTuple):
    """The event that each card gets, and in words what it is then."""

    kind: Kind
    value: Any
    done: str


NEW_AGAIN = Change(Kind.FORGET, None, "new again")


def suspending(cards: Sequence[Match]) -> Change:
    if all(card.record.suspended for card in cards):
        return Change(Kind.UNSUSPEND, None, "no longer suspended")
    return Change(Kind.SUSPEND, None, "suspended")


def burying(cards: Sequence[Match], day: int) -> Change:
    if all(card.record.buried_on == day for card in cards):
        return Change(Kind.UNBURY, None, "no longer buried")
    return Change(Kind.BURY, day, "buried until tomorrow")


def marking(cards: Sequence[Match]) -> Change:
    if all(card.record.marked for card in cards):
        return Change(Kind.MARK, False, "no longer marked")
    return Change(Kind.MARK, True, "marked")


def flagging(number: int) -> Change:
    return Change(Kind.FLAG, number, f"flagged {number}" if number else "no longer flagged")


def coming(day: int) -> Change:
    return Change(Kind.SET_DUE, day, f"due on {date_of(day)}")


def count(cards: Sequence[object]) -> str:
    """`1 card`, `1,234 cards`."""
    return "1 card" if len(cards) == 1 else f"{len(cards):,} cards"


def taken_back(gone: Undone | None, here: Match | None) -> str:
    """What an undo did, in a sentence; a card that the cursor is not on is named."""
    if gone is None:
        return "there is nothing to undo"
    if len(gone.events) > 1:
        return f"undone: {gone.event.kind} of {count(gone.events)}"
    card = gone.event.card
    elsewhere = card not in {NO_CARD, here.card if here is not None else NO_CARD}
    return undone(gone.event) + (f" ({card})" if elsewhere else "")
