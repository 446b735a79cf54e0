"""A card in one line: its front, how it stands and when it comes; and the texts that it is searched by."""

from __future__ import annotations

from pathlib import Path

import pytest

from decks import TOPIC, write_deck
from mlsd_cards import listing
from mlsd_cards.cache import Cache
from mlsd_cards.library import Library
from mlsd_cards.review.memory import Memory
from mlsd_cards.review.options import Options
from mlsd_cards.review.replay import CardRecord
from mlsd_cards.review.scheduling import CardState, Phase
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store.search import At

DAY = 20_000
NOON = DAY * 86_400_000 + 43_200_000
AT = At(Moment(NOON), Options())


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(
        [write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC})], Cache(tmp_path / "c"), 1
    )


def review(due_day: int, stability: float = 3.0) -> CardRecord:
    state = CardState("c", Phase.REVIEW, due_day=due_day, memory=Memory(stability, 5), last_review=NOON)
    return CardRecord(state)


@pytest.mark.parametrize(
    ("days", "label"),
    [(0, "today"), (3, "3d"), (-2, "-2d"), (99, "99d"), (126, "4.2mo"), (-340, "-11mo"), (912, "2.5y"), (36_500, "100y")],
)  # fmt: skip
def test_a_due_day_is_told_from_today_in_six_characters(days: int, label: str) -> None:
    assert listing.due(review(DAY + days), AT) == label
    assert len(label) <= 6


def test_steps_are_told_in_minutes() -> None:
    step = CardRecord(CardState("c", Phase.LEARNING, due_at=NOON + 600_000))
    assert listing.due(step, AT) == "10m"
    assert listing.due(step, AT._replace(now=Moment(NOON + 600_000))) == "now"
    assert listing.due_date(step) == "2024-10-04T12:10:00+00:00"
    assert listing.due_date(review(DAY + 1)) == "2024-10-05"


def test_an_unseen_card_has_no_day_and_no_memory() -> None:
    new = CardRecord.new("c")
    assert (listing.due(new, AT), listing.due_date(new), listing.stability(new)) == ("", None, "")
    assert (listing.recall_label(new, AT), listing.state(new, DAY)) == ("", "new")


def test_what_keeps_a_card_away_is_its_state() -> None:
    card = review(DAY)._replace(suspended=True, buried_on=DAY, flag=2, marked=True, leech=True)
    assert listing.state(card, DAY) == "suspended"
    assert listing.state(card._replace(suspended=False), DAY) == "buried"
    assert listing.state(card._replace(suspended=False), DAY + 1) == "review"
    assert list(listing.marks(card)) == ["flag 2", "marked", "leech"]


@pytest.mark.parametrize(("stability", "label"), [(0.42, "0.4d"), (3.0, "3d"), (45.4, "45d"), (130, "4.3mo")])
def test_stability_is_an_interval(stability: float, label: str) -> None:
    assert listing.stability(review(DAY, stability)) == label


def test_a_front_is_one_line_with_its_deletion_left_out(library: Library) -> None:
    fronts = {card.card: library.find(card.card) for card in library.cards()}
    cloze = fronts["test:ndcg/discount#c2"]
    assert cloze is not None
    assert listing.front(cloze) == "The log discount weights ranks 1 to 3 by 1, [...] and 0.5."
    worked = fronts["test:ndcg/worked"]
    assert worked is not None
    assert listing.front(worked, ascii=True).isascii()


def test_texts_come_from_the_cache_as_from_the_files(library: Library, tmp_path: Path) -> None:
    texts = list(library.texts())
    again = Library.open([tmp_path / "deck"], Cache(tmp_path / "c"), 1)
    assert list(again.texts()) == texts
    assert list(again.read_topics()) == [], "topics that nobody looks at are not kept"
    assert {text[0] for text in texts} == {card.card for card in library.cards()}


def test_texts_hold_both_sides_and_no_signs_of_deletions(library: Library) -> None:
    texts = {card: (front, back, title) for card, front, back, title in library.texts()}
    front, back, title = texts["test:ndcg/discount#c1"]
    assert "c1" not in front
    assert front.split() == "The log discount weights ranks 1 to 3 by 1 , 0.63 and 0.5 .".split()
    assert (back, title) == ("", "nDCG@k")
    assert "A rank discount" in texts["test:ndcg/formula"][1]
    assert "highest grades first" in texts["test:ndcg/formula"][1]
    assert "Divide by the ideal" in texts["test:ndcg/steps"][1]
