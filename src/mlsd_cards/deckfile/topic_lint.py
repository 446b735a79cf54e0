"""The warnings of whole topics and of the deck: how many cards, and of which sorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mlsd_cards.errors import Problem, Span
from mlsd_cards.model.definition import Deck, Definition
from mlsd_cards.model.kinds import JUDGEMENT_ROLES, KINDS, MIX, MIX_TOLERANCE

MIX_NEEDS = 200
"""A deck with fewer cards has no mix to speak of."""


def topic_warnings(definitions: Sequence[Definition]) -> Iterator[Problem]:
    """W12 and W18: few or many cards, and nothing to judge by."""
    for definition in definitions:
        kind = KINDS.get(definition.kind)
        if kind is None or not kind.content_rules:
            continue
        cards = sum(1 for note in definition.notes for _ in note.cards())
        if not 2 <= cards <= kind.most_cards:
            message = f"{definition.id!r} has {cards} cards, not 2 to {kind.most_cards}"
            yield Problem(definition.span, "W12", message)
        roles = {role for note in definition.notes for role in note.roles}
        if definition.priority == 1 and not roles & JUDGEMENT_ROLES:
            yield Problem(
                definition.span, "W18", f"{definition.id!r} has no choice, contrast or scenario card"
            )


def mix(deck: Deck) -> dict[str, int]:
    """Cards by bucket, over the kinds that have content rules."""
    counts: Counter[str] = Counter()
    for definition, note in deck.notes():
        kind = KINDS.get(definition.kind)
        if kind is not None and kind.content_rules:
            counts[note.bucket.value] += sum(1 for _ in note.cards())
    return dict(counts)


def mix_warnings(deck: Deck, place: str) -> Iterator[Problem]:
    """W17: the deck trains too much of one sort."""
    counts = mix(deck)
    total = sum(counts.values())
    if total < MIX_NEEDS:
        return
    for bucket, share in MIX.items():
        actual = counts.get(bucket.value, 0) / total
        if abs(actual - share) > MIX_TOLERANCE:
            message = f"{actual:.0%} of the cards are of bucket {bucket.value!r}, not {share:.0%} ± 8"
            yield Problem(Span(place), "W17", message)
