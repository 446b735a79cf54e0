"""Days, decks and answers that are easy to write down."""

from __future__ import annotations

from mlsd_cards.review.memory import Rating
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import DeckCard, Store

DAY = 20_000  # a study day of 2024


def noon(day: int = DAY, minutes: float = 0) -> Moment:
    return Moment(round((day * 1440 + 720 + minutes) * 60_000), 0)


def deck(count: int, area: str = "metrics", start: int = 0) -> list[DeckCard]:
    return [
        DeckCard(
            *(f"mlsd:{area}/n{number}", f"{area}/n{number}", area, area, 1, start + number),
            tags=(f"mlsd::{area}::t{number}", "mlsd::priority::1"),
            deck="mlsd",
        )
        for number in range(count)
    ]


def answer(
    store: Store, card: str, rating: Rating = Rating.Good, at: Moment | None = None, ms: int = 9000
) -> CardRecord:
    return store.rate(card, rating, at or noon(), ms, expected=store.record(card))
