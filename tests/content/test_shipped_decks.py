"""The shipped decks keep their promises: coverage, roles, true arithmetic, mix, lengths, sources."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from content.topics import NEVER_MISSING, PRIORITY_1, TOPICS
from mlsd_cards.deckfile.deck import Loaded, load, open_folder
from mlsd_cards.deckfile.lint import lint, sides
from mlsd_cards.deckfile.topic_lint import mix
from mlsd_cards.markup.mathbox import render
from mlsd_cards.markup.scan import without_deletions
from mlsd_cards.markup.width import cells
from mlsd_cards.model.calc import agrees, evaluate
from mlsd_cards.model.definition import Calc, Checklist, Cloze
from mlsd_cards.model.kinds import JUDGEMENT_ROLES, KINDS, MIX, MIX_TOLERANCE


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(open_folder(Path(__file__).resolve().parents[2] / "decks"))


def test_there_is_no_error_and_every_warning_is_waived(loaded: Loaded) -> None:
    found = lint(loaded)
    assert not loaded.problems, loaded.problems[0]
    assert not found.warnings, found.warnings[0]
    cards = sum(1 for _, note in loaded.deck.notes() for _ in note.cards())
    assert len(found.waived) <= 0.03 * cards


@pytest.mark.parametrize("area", sorted(TOPICS))
def test_every_topic_of_the_area_is_there(loaded: Loaded, area: str) -> None:
    have = {definition.id for definition in loaded.deck.definitions if definition.area == area}
    assert set(TOPICS[area]) <= have, sorted(set(TOPICS[area]) - have)


def test_no_area_is_listed_without_topics(loaded: Loaded) -> None:
    assert {definition.area for definition in loaded.deck.definitions} == set(TOPICS)


@pytest.mark.parametrize("item", sorted(NEVER_MISSING))
def test_what_an_interviewer_is_sure_to_ask_is_there(loaded: Loaded, item: str) -> None:
    cards = Counter(definition.id for definition, note in loaded.deck.notes() for _ in note.cards())
    assert all(cards[topic] >= 3 for topic in NEVER_MISSING[item]), item


def test_the_decks_have_no_topic_that_the_map_does_not_know(loaded: Loaded) -> None:
    known = {topic for topics in TOPICS.values() for topic in topics}
    assert {definition.id for definition in loaded.deck.definitions} == known
    assert len(known) == 199 + 28


def test_every_topic_has_its_suggested_number_of_cards(loaded: Loaded) -> None:
    counts = Counter(definition.id for definition, note in loaded.deck.notes() for _ in note.cards())
    few = {
        topic: (counts[topic], least)
        for topics in TOPICS.values()
        for topic, least in topics.items()
        if counts[topic] < least
    }
    assert not few


def test_must_know_topics_are_marked_so(loaded: Loaded) -> None:
    found = {definition.id for definition in loaded.deck.definitions if definition.priority == 1}
    assert found == PRIORITY_1 & {definition.id for definition in loaded.deck.definitions}


def test_must_know_topics_train_judgement_and_numbers(loaded: Loaded) -> None:
    for definition in loaded.deck.definitions:
        roles = {role for note in definition.notes for role in note.roles}
        if definition.priority == 1:
            assert roles & JUDGEMENT_ROLES, definition.id
        if definition.kind == "estimation":
            assert sum("estimate" in note.roles for note in definition.notes) >= 2, definition.id
        if definition.priority == 1 and definition.kind in {"metric", "loss"}:
            assert "scenario" in roles, definition.id
            assert roles & {"contrast", "choice"}, definition.id
            assert roles & {"example", "number", "estimate"}, definition.id
        for alternatives in KINDS[definition.kind].required:
            assert alternatives & roles, (definition.id, sorted(alternatives))


def test_every_calculation_gives_its_result(loaded: Loaded) -> None:
    calcs = [(note.id, note.content) for _, note in loaded.deck.notes() if isinstance(note.content, Calc)]
    assert len(calcs) >= 150
    for name, content in calcs:
        first = {name: values[0] for name, values in content.vary}
        assert agrees(evaluate(content.expression, first), content.result), name


def test_the_mix_is_that_of_talking_through_a_design(loaded: Loaded) -> None:
    counts = mix(loaded.deck)
    total = sum(counts.values())
    for bucket, share in MIX.items():
        assert abs(counts[bucket.value] / total - share) <= MIX_TOLERANCE, counts


def test_fronts_and_backs_are_short(loaded: Loaded) -> None:
    measured = [sides(text) for read in loaded.reads for text in read.texts.values()]
    assert median(len(s.front) for s in measured) <= 110
    backs = [len(s.back) for s in measured if not isinstance(s.text.note.content, (Cloze, Checklist))]
    assert median(backs) <= 140


def test_every_topic_has_a_gist_of_one_sentence(loaded: Loaded) -> None:
    for definition in loaded.deck.definitions:
        assert definition.gist.endswith("."), definition.id
        assert 20 <= len(definition.gist) <= 200, definition.id
        assert not re.search(r"[a-z)]\. [A-Z]", definition.gist), definition.id


def test_every_source_has_a_reachable_form(loaded: Loaded) -> None:
    for definition in loaded.deck.definitions:
        assert 1 <= len(definition.sources) <= 3, definition.id
        for source in definition.sources:
            assert source.url.startswith(("https://", "http://")), definition.id
            assert 1900 <= source.year <= 2027, definition.id


def test_no_two_fronts_in_the_whole_deck_ask_nearly_the_same(loaded: Loaded) -> None:
    words = {
        note.id: frozenset(re.findall(r"[a-z0-9]+", note.front.casefold())) for _, note in loaded.deck.notes()
    }
    names = sorted(words)
    near = [
        (a, b)
        for number, a in enumerate(names)
        for b in names[number + 1 :]
        if len(words[a] & words[b]) / max(len(words[a] | words[b]), 1) >= 0.8
    ]
    assert not near


def test_every_formula_draws_in_a_terminal_of_80_columns(loaded: Loaded) -> None:
    formulas = {
        (without_deletions(formula.latex), formula.display)
        for read in loaded.reads
        for text in read.texts.values()
        for parsed in (text.front, text.back, text.extra)
        if parsed is not None
        for formula in parsed.formulas
    }
    assert len(formulas) >= 400
    for latex, display in formulas:
        for ascii_only in (False, True):
            lines = render(latex, display=display, ascii=ascii_only)
            assert max(cells(line) for line in lines) <= 76, latex
            assert not ascii_only or all(line.isascii() for line in lines), latex
