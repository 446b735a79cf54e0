"""Several decks studied as one: own notes beside a topic's, own versions in place of its notes."""

from __future__ import annotations

from pathlib import Path

from decks import TOPIC, write_deck
from mlsd_cards.anki.build import Request, build
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile.studied import read_decks
from mlsd_cards.library import Library
from mlsd_cards.model.definition import Question

MINE = "name: Mine\nnamespace: mine\nareas:\n  - {id: notes, title: Notes}\n"
EXTENSION = """area: notes
definitions:
  - extends: ndcg
    notes:
      - replaces: ndcg/formula
        role: formula
        ask: Which two corrections make nDCG?
        answer: Rank and ideal.
      - key: own
        role: use
        ask: Where do we use nDCG at work?
        answer: In the search team.
"""


def decks(folder: Path, extension: str = EXTENSION) -> list[Path]:
    return [write_deck(folder / "shipped"), write_deck(folder / "mine", {"edits/ndcg.yaml": extension}, MINE)]


def test_a_replacement_keeps_card_ids_and_an_own_note_joins_its_topic(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    library = Library.open(decks(tmp_path), cache, 1)
    assert library.problems == ()
    names = [listed.card for listed in library.cards()]
    assert names[0] == "test:ndcg/formula"
    assert "mine:ndcg/own" in names
    for opened in (library, Library.open(decks(tmp_path), cache, 1)):  # read, then from the cache
        found = opened.find("test:ndcg/formula")
        assert found is not None
        assert found.note.content == Question("Which two corrections make nDCG?", "Rank and ideal.")
        assert found.note.span.file.endswith("mine/edits/ndcg.yaml")
        own = opened.find("mine:ndcg/own")
        assert own is not None
        assert own.topic.title == "nDCG@k"


def test_a_replacement_that_would_change_the_cards_is_refused(tmp_path: Path) -> None:
    broken = EXTENSION.replace(
        "ask: Which two corrections make nDCG?\n        answer: Rank and ideal.",
        "cloze: It is {{c1::ranked}}.",
    )
    read = read_decks(decks(tmp_path, broken))
    assert [problem.code for problem in read.problems] == ["E32"]


def test_unknown_targets_are_reported(tmp_path: Path) -> None:
    read = read_decks(decks(tmp_path, EXTENSION.replace("ndcg/formula", "ndcg/nothing")))
    assert [problem.code for problem in read.problems] == ["E08"]
    read = read_decks(decks(tmp_path / "b", EXTENSION.replace("ndcg", "mdcg")))
    assert [problem.code for problem in read.problems] == ["E08"]


def test_replaces_outside_extends_is_an_error(tmp_path: Path) -> None:
    text = TOPIC.replace("- key: formula", "- replaces: ndcg/formula")
    read = read_decks([write_deck(tmp_path / "d", {"one/a.yaml": text})])
    assert [problem.code for problem in read.problems] == ["E01"]


def test_a_broken_deck_leaves_the_others_to_study(tmp_path: Path) -> None:
    shipped, mine = decks(tmp_path)
    (mine / "deck.yaml").write_text("name: [")
    library = Library.open([shipped, mine], Cache(None), 1)
    assert library.problems
    assert library.find("test:ndcg/formula") is not None


def test_a_package_of_an_extension_holds_ones_own_notes_only(tmp_path: Path) -> None:
    mine = decks(tmp_path)[1]
    built = build(Request(mine, tmp_path / "x.apkg", 1), Cache(None))
    assert [note.id for note in built.notes] == ["ndcg/own"]
    again = build(Request(mine, tmp_path / "x.apkg", 2), Cache(tmp_path / "c.sqlite"))
    warm = build(Request(mine, tmp_path / "x.apkg", 3), Cache(tmp_path / "c.sqlite"))
    assert again.notes == warm.notes == built.notes
