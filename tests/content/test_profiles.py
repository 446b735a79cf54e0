"""Job profiles name what the shipped decks have, and weigh as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.model.definition import Deck
from mlsd_cards.model.profiles import GENERAL, PROFILES, Profile, profile_of


@pytest.fixture(scope="module")
def deck() -> Deck:
    return load(open_folder(Path(__file__).resolve().parents[2] / "decks")).deck


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_names_areas_and_topics_of_the_decks(deck: Deck, profile: Profile) -> None:
    assert set(profile.areas) <= {area.id for area in deck.areas}
    unknown = set(profile.topics) - {definition.id for definition in deck.definitions}
    assert not unknown, sorted(unknown)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_has_something_to_say(profile: Profile) -> None:
    assert profile.why.endswith(".")
    assert any(weight > 1 for weight in profile.topics.values())
    assert all(0 < weight < 3 for weight in (*profile.areas.values(), *profile.topics.values()))


def test_priority_area_and_topic_multiply() -> None:
    ads = PROFILES["ads"]
    assert ads.weight("metrics", "ctr", 1) == pytest.approx(3 * 1.2 * 1.8)
    assert ads.weight("own", "topic", 3) == 1
    assert GENERAL.weight("metrics", "ctr", 2) == 2


def test_an_unknown_job_weighs_like_none() -> None:
    assert profile_of("chess") is profile_of(None) is GENERAL
