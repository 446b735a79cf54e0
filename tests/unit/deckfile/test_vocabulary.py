"""Words over the whole deck: acronyms that nobody explains, confusable pairs that nobody contrasts."""

from __future__ import annotations

from pathlib import Path

from decks import topic, write_deck
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.vocabulary import vocabulary_problems

HEAD = "    sources: [{title: T, by: B, year: 2000, ref: 'https://a.b/c'}]\n"
NOTES = (
    "- {key: a, role: contrast, ask: 'Platt or isotonic: which fits 500 labels, and why?', answer: 'Platt, because it has two parameters.'}\n"
    "- {key: b, role: scenario, ask: 'The XYZ of a queue rises. What is checked first?', answer: 'The lag (QLAG) of consumers, GraphSAGE or not.'}"
)


def problems(folder: Path, glossary: str, confusions: str) -> list[tuple[str, str]]:
    root = write_deck(folder / "deck", {"one/a.yaml": topic(NOTES, kind="data", head=HEAD)})
    (root / "glossary.yaml").write_text(glossary)
    (root / "confusions.yaml").write_text(confusions)
    return [(problem.code, problem.message) for problem, _ in vocabulary_problems(load(open_folder(root)))]


def test_an_acronym_must_be_in_the_glossary_or_expanded_on_the_spot(tmp_path: Path) -> None:
    found = problems(tmp_path / "a", "acronyms: {}", "pairs: []")
    assert found == [("W13", "topic/b: XYZ is explained nowhere")]
    assert problems(tmp_path / "b", "acronyms: {XYZ: some length}", "pairs: []") == []


def test_a_confusable_pair_needs_a_contrast_card_that_names_both(tmp_path: Path) -> None:
    pairs = (
        "pairs: [{terms: [Platt, isotonic], topics: [topic]}, {terms: [precision, recall], topics: [topic]}]"
    )
    found = problems(tmp_path, "acronyms: {XYZ: some length}", pairs)
    assert found == [("W19", "no contrast card between precision and recall in topic")]


def test_a_broken_list_says_where(tmp_path: Path) -> None:
    found = problems(tmp_path, "acronyms: [XYZ]", "pairs: [{terms: [a, b], topics: [nowhere]}]")
    assert [code for code, _ in found] == ["E01", "E08"]
