"""Decks with cases: builds, the lock, the cache, the library and the scaffold know them like any topic."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from yaml import CSafeLoader
from yaml import load as load_yaml

from cases import CASE, FILES, TOPICS, case_study
from decks import write_deck
from mlsd_cards.anki.build import Request, build
from mlsd_cards.cache import Cache
from mlsd_cards.cli import cli
from mlsd_cards.cli.check import run as check
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.deckfile.lock import read_lock
from mlsd_cards.deckfile.scaffold import replacement_yaml
from mlsd_cards.deckfile.schema import json_schema
from mlsd_cards.errors import DeckError
from mlsd_cards.library import Library
from mlsd_cards.model.definition import MissingBox


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "deck", FILES)


def test_a_case_is_built_once_and_found_unchanged_from_then_on(root: Path, tmp_path: Path) -> None:
    first = build(Request(root, tmp_path / "x.apkg", 100), Cache(None))
    assert {"feed/trap.position", "feed/box.rank", "feed/late-labels"} <= set(first.changes.new)
    again = build(Request(root, tmp_path / "y.apkg", 200, locked=True), Cache(None))
    assert again.changes.unchanged == len(first.changes.new)
    assert (tmp_path / "x.apkg").read_bytes() == (tmp_path / "y.apkg").read_bytes()


def test_the_cache_gives_the_same_package_and_the_same_case(root: Path, tmp_path: Path) -> None:
    build(Request(root, tmp_path / "cold.apkg", 100), Cache(None))
    for name in ("filled.apkg", "warm.apkg"):
        build(Request(root, tmp_path / name, 100), Cache(tmp_path / "cache.sqlite"))
    # The file changed, its case did not: only the case's notes come from the cache.
    (root / "one" / "feed.yaml").write_text("# a comment\n" + CASE, encoding="utf-8")
    build(Request(root, tmp_path / "moved.apkg", 100), Cache(tmp_path / "cache.sqlite"))
    packages = {path.read_bytes() for path in tmp_path.glob("*.apkg")}
    assert len(packages) == 1


def test_the_app_finds_a_case_and_its_blocks_from_its_cache(root: Path, tmp_path: Path) -> None:
    for _ in range(2):
        library = Library.open([root], Cache(tmp_path / "cache.sqlite"), 1)
        assert library.problems == ()
        found = library.find("test:feed/trap.position")
        assert found is not None
        assert found.topic.case == case_study().case
        boxed = library.find("test:feed/box.rank")
        assert boxed is not None
        assert isinstance(boxed.note.content, MissingBox)


@pytest.mark.parametrize(
    ("old", "new", "has_box"), [("total: 150", "total: 151", True), ("to: train", "to: nowhere", False)]
)
def test_a_case_with_an_error_is_no_interview_and_shows_no_broken_drawing(
    root: Path, old: str, new: str, has_box: bool
) -> None:
    (root / "one" / "feed.yaml").write_text(CASE.replace(old, new, 1), encoding="utf-8")
    library = Library.open([root], Cache(None), 1)
    assert library.problems
    found = library.find("test:feed/trap.position")
    assert found is not None
    assert found.topic.case is None
    assert (library.find("test:feed/box.rank") is not None) == has_box


def test_a_card_that_is_chosen_no_more_is_an_error_until_it_is_retired(root: Path, tmp_path: Path) -> None:
    build(Request(root, tmp_path / "x.apkg", 100), Cache(None))
    assert check([root])[0] == []
    file = root / "one" / "feed.yaml"
    file.write_text(CASE.replace("      - rejected.clicks\n", ""), encoding="utf-8")
    assert [problem.code for problem in check([root])[0]] == ["E31"]
    with pytest.raises(DeckError) as caught:
        build(Request(root, tmp_path / "x.apkg", 200), Cache(None))
    assert [problem.code for problem in caught.value.problems] == ["E31"]
    built = build(Request(root, tmp_path / "x.apkg", 300, retire=("feed/rejected.clicks",)), Cache(None))
    assert built.changes.retired == ("feed/rejected.clicks",)


def test_a_block_that_is_chosen_too_leaves_all_others_as_they_are(root: Path, tmp_path: Path) -> None:
    build(Request(root, tmp_path / "x.apkg", 100), Cache(None))
    before, _ = read_lock(root / "deck.lock", "deck.lock")
    text = CASE.replace("    generate:\n", "    generate:\n      - trap.future\n")
    (root / "one" / "feed.yaml").write_text(text, encoding="utf-8")
    built = build(Request(root, tmp_path / "x.apkg", 200), Cache(None))
    after, _ = read_lock(root / "deck.lock", "deck.lock")
    assert built.changes.new == ("feed/trap.future",)
    assert {name: after.notes[name] for name in before.notes} == before.notes


def test_a_scaffold_passes_but_for_what_is_to_be_filled_in(tmp_path: Path) -> None:
    made = CliRunner().invoke(cli, ["new", "case_study", "photo-search", "--decks", str(tmp_path / "mine")])
    assert made.exit_code == 0, made.output
    problems, _, cards = check([tmp_path / "mine"])
    assert [(problem.code, problem.message) for problem in problems] == [
        ("W27", "'photo-search': 0 topics, not 5 to 12")
    ]
    assert cards == 12


def test_a_learner_can_replace_every_card_of_a_case() -> None:
    case = case_study()
    for note in case.notes:
        read = read_definitions(replacement_yaml(case, note), "mine.yaml")
        assert read.problems == (), note.id
        (version,) = read.definitions[0].notes
        assert (version.id, version.roles, version.front) == (note.id, note.roles, note.front)
        assert type(version.content) is type(note.content)


def test_two_cases_of_a_deck_do_not_disturb_each_other(tmp_path: Path) -> None:
    other = CASE.replace("id: feed", "id: news").replace("feed", "news page")
    other = (
        other.replace("id: news page", "id: news").replace("Feed", "News").replace("Reading", "Page reading")
    )
    files = {"one/feed.yaml": CASE, "one/news.yaml": other, "two/topics.yaml": TOPICS}
    loaded = load(open_folder(write_deck(tmp_path / "deck", files)))
    assert {problem.code for problem in loaded.problems} <= {"E04"}  # some fronts are the same words
    assert sum(definition.case is not None for definition in loaded.deck.definitions) == 2


def test_an_editor_finds_the_case_valid_and_marks_what_is_wrong_in_it() -> None:
    validator = Draft202012Validator(json_schema())
    assert validator.is_valid(load_yaml(CASE, CSafeLoader))
    for old, new in (
        ("kind: job}", "kind: jobs}"),
        ("col: 3", "col: 5"),
        ("    family: recommendation\n", ""),
        ("trap: Top", "trp: Top"),
        ("loads: [5, 10, 20]", "loads: [5, 10]"),
    ):
        assert old in CASE
        errors = list(validator.iter_errors(load_yaml(CASE.replace(old, new), CSafeLoader)))
        assert {error.absolute_path[0] for error in errors} == {"definitions"}, old
