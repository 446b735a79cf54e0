"""The order in which new cards come: priority, prerequisites, and areas interleaved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlsd_cards.model.definition import Deck, Definition


def teaching_order(deck: Deck) -> tuple[Definition, ...]:
    """Order definitions for a learner.

    Priority 1 of every area comes first, then 2, then 3; what a topic requires comes before it
    (and counts as no less urgent); inside a priority the areas take turns in proportion to their
    sizes, so that a day's new cards span several. Ties follow the deck's own order.
    """
    by_id = {definition.id: definition for definition in deck.definitions}
    urgency = _urgency(deck.definitions, by_id)
    ordered: list[Definition] = []
    done: set[str] = set()
    for level in sorted(set(urgency.values())):
        topics = [definition for definition in deck.definitions if urgency[definition.id] == level]
        for definition in _interleaved(topics, [area.id for area in deck.areas]):
            ordered += _with_prerequisites(definition, by_id, done)
    return tuple(ordered)


def _urgency(definitions: Sequence[Definition], by_id: Mapping[str, Definition]) -> dict[str, int]:
    """Priority, lowered to that of the most urgent topic that builds on it."""
    urgency: dict[str, int] = {}
    reached: set[str] = set()  # most urgent first: who is reached once keeps that urgency
    for definition in sorted(definitions, key=lambda definition: definition.priority):
        for needed in _with_prerequisites(definition, by_id, reached):
            urgency[needed.id] = definition.priority
    return urgency


def _interleaved(topics: Sequence[Definition], areas: Sequence[str]) -> Iterator[Definition]:
    """Areas take turns: the one whose share of topics shown is smallest comes next."""
    queues = {area: [topic for topic in topics if topic.area == area] for area in areas}
    sizes = {area: len(queue) for area, queue in queues.items() if queue}
    shown = dict.fromkeys(sizes, 0)
    for _ in range(sum(sizes.values())):
        area = min(
            (area for area in sizes if shown[area] < sizes[area]),
            key=lambda area: shown[area] / sizes[area],
        )
        yield queues[area][shown[area]]
        shown[area] += 1


def _with_prerequisites(
    definition: Definition, by_id: Mapping[str, Definition], done: set[str]
) -> Iterator[Definition]:
    """What a topic requires, deepest first, then the topic; a circle is walked once."""
    if definition.id in done:
        return
    done.add(definition.id)
    stack = [(definition, iter(definition.requires))]
    while stack:
        topic, needs = stack[-1]
        needed = next((by_id[name] for name in needs if name in by_id and name not in done), None)
        if needed is None:
            stack.pop()
            yield topic
        else:
            done.add(needed.id)
            stack.append((needed, iter(needed.requires)))
