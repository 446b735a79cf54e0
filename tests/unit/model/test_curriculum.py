"""The order of new cards: urgent first, foundations before what stands on them, areas mixed."""

from __future__ import annotations

from mlsd_cards.errors import Span
from mlsd_cards.model.curriculum import teaching_order
from mlsd_cards.model.definition import Area, Deck, Definition

AREAS = (Area("a", "A", "D::A"), Area("b", "B", "D::B"))


def topic(id_: str, priority: int = 1, requires: tuple[str, ...] = ()) -> Definition:
    return Definition(id_, "topic", id_, id_[0], priority, "", Span("f"), requires=requires)


def order(*topics: Definition) -> list[str]:
    return [definition.id for definition in teaching_order(Deck("D", "d", AREAS, topics))]


def test_priority_comes_before_the_decks_own_order() -> None:
    assert order(topic("a1", 3), topic("a2", 1), topic("a3", 2)) == ["a2", "a3", "a1"]


def test_what_a_topic_requires_comes_first_even_at_a_lower_priority() -> None:
    assert order(topic("a1", 1, ("a2",)), topic("a2", 3), topic("a3", 1)) == ["a2", "a1", "a3"]


def test_areas_take_turns() -> None:
    found = order(*(topic(f"a{n}") for n in range(4)), *(topic(f"b{n}") for n in range(2)))
    assert found == ["a0", "b0", "a1", "a2", "b1", "a3"]


def test_a_chain_of_thousands_is_no_problem() -> None:
    topics = [topic(f"a{n}", 1, (f"a{n + 1}",)) for n in range(3_000)]
    assert order(*topics)[0] == "a2999"


def test_a_circle_ends_and_nothing_is_lost_or_doubled() -> None:
    assert sorted(order(topic("a1", 1, ("a2",)), topic("a2", 1, ("a1",)))) == ["a1", "a2"]
