"""The shipped case studies: complete, and their drawings within a terminal and a phone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from content.topics import TOPICS
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.diagram.svg import to_svg
from mlsd_cards.diagram.text import to_lines
from mlsd_cards.model.case import CaseStudy, Level
from mlsd_cards.model.definition import Calc, Definition, MissingBox
from mlsd_cards.model.recipes import cards_of

_DECKS = load(open_folder(Path(__file__).resolve().parents[2] / "decks")).deck
CASES = {definition.id: definition for definition in _DECKS.definitions if definition.case is not None}
TOPIC_IDS = {definition.id for definition in _DECKS.definitions}


@pytest.fixture(params=sorted(TOPICS["cases"]))
def definition(request: pytest.FixtureRequest) -> Definition:
    return CASES[request.param]


@pytest.fixture
def case(definition: Definition) -> CaseStudy:
    assert definition.case is not None
    return definition.case


def test_all_28_are_there() -> None:
    assert len(CASES) == 28
    assert set(CASES) == set(TOPICS["cases"])


def test_a_case_yields_the_cards_that_it_should(definition: Definition) -> None:
    generated = [note for note in definition.notes if "." in note.key]
    written = len(definition.notes) - len(generated)
    fewest = 8 if definition.priority == 1 else 6
    assert fewest <= len(generated) <= 12
    assert (2 if definition.priority == 1 else 1) <= written <= 4
    assert any(isinstance(note.content, MissingBox) for note in definition.notes)
    assert any(isinstance(note.content, Calc) and note.content.vary for note in definition.notes)


def test_the_interview_is_whole(case: CaseStudy) -> None:
    steps = case.interview.steps
    assert sum(step.minutes for step in steps) == 45
    assert sum(step.minutes_60 for step in steps) == 60
    levels = Counter(point.level for _, point in case.interview.points())
    assert 20 <= levels.total() <= 32
    assert levels[Level.MUST] >= 10
    assert levels[Level.SENIOR] >= 3
    assert len(case.interview.probes) >= 2


def test_every_missed_must_point_leads_to_a_card(definition: Definition, case: CaseStudy) -> None:
    for _, point in case.interview.points():
        if point.level is Level.MUST:
            topics = [ref.removeprefix("topic:") for ref in point.refs if ref.startswith("topic:")]
            assert set(topics) <= TOPIC_IDS
            assert topics or any(cards_of(definition, ref) for ref in point.refs), point.text


def test_each_names_published_systems_that_can_be_found(case: CaseStudy) -> None:
    assert len(case.published) >= 2
    assert all(source.url.startswith("https://") for source in case.published)


def test_the_drawing_fits_terminals_of_every_width(case: CaseStudy) -> None:
    for width, limit in ((100, 85), (80, 80), (76, 76), (60, 60)):
        for ascii_only in (False, True):
            lines = to_lines(case.architecture.diagram, width, ascii=ascii_only)
            assert max(map(len, lines)) <= limit
            told = "\n".join(lines)
            assert all(node.short in told for node in case.architecture.diagram.nodes)


def test_the_picture_is_drawn_the_same_twice_and_readable_on_a_phone(case: CaseStudy) -> None:
    picture = to_svg(case.architecture.diagram)
    assert picture == to_svg(case.architecture.diagram)
    root = ET.fromstring(picture)
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(size) for node in root.iter() if (size := node.attrib.get("font-size")) is not None]
    assert min(sizes) * 360 / width >= 9  # pixels on a card as wide as a phone
    assert len(picture) < 30_000
