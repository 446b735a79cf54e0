"""What holds for every plan: it keeps to the time, is always the same, and more minutes never predict less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, Memory
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Seconds
from mlsd_cards.review.plan import PlanCard, plan

memories = st.none() | st.builds(Memory, st.floats(0.01, 500), st.floats(1, 10))
cards = st.lists(
    st.builds(
        PlanCard,
        st.just("card"),
        st.sampled_from("abc"),
        st.sampled_from([0.6, 1.0, 2.0, 5.4]),
        memories,
        st.integers(-60, 0),
        st.integers(-10, 40),
    ),
    max_size=60,
)
seconds = st.builds(Seconds, st.floats(5, 240), st.floats(2, 120), st.floats(5, 180))


def named(some: list[PlanCard]) -> list[PlanCard]:
    return [card._replace(card=f"card-{number}") for number, card in enumerate(some)]


@given(cards, seconds, st.integers(1, 30), st.integers(5, 45))
def test_a_plan_keeps_to_its_minutes_and_is_always_the_same(
    some: list[PlanCard], costs: Seconds, days: int, minutes: int
) -> None:
    deck = named(some)
    found = plan(deck, 0, days, minutes, Outlook(DEFAULT_PARAMETERS, USUAL, costs))
    assert len(found.days) == days
    assert all(0 <= day.seconds <= minutes * 60 + 1e-6 for day in found.days)
    assert found == plan(deck, 0, days, minutes, Outlook(DEFAULT_PARAMETERS, USUAL, costs))


@given(cards, seconds, st.integers(1, 20), st.integers(5, 40), st.integers(1, 30))
def test_more_minutes_never_predict_less(
    some: list[PlanCard], costs: Seconds, days: int, minutes: int, more: int
) -> None:
    deck, outlook = named(some), Outlook(DEFAULT_PARAMETERS, USUAL, costs)
    assert plan(deck, 0, days, minutes, outlook).recall <= plan(deck, 0, days, minutes + more, outlook).recall


@given(cards, st.integers(1, 20), st.integers(5, 60))
def test_each_card_is_seen_or_named_and_recall_is_a_chance(
    some: list[PlanCard], days: int, minutes: int
) -> None:
    deck = named(some)
    found = plan(deck, 0, days, minutes, Outlook(DEFAULT_PARAMETERS, USUAL, Seconds(40, 15, 30)))
    new = sum(day.new for day in found.days)
    assert new + len(found.unseen) == sum(card.memory is None for card in deck)
    assert len(set(found.unseen)) == len(found.unseen)
    assert 0 <= found.recall <= 1
    assert set(found.areas) == {card.area for card in deck}
