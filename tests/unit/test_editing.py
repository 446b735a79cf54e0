"""Editing in place: the right file at the right line, and a broken result changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from decks import write_deck
from mlsd_cards import paths
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.deckfile.scaffold import replacement_yaml
from mlsd_cards.editing import edit
from mlsd_cards.library import Found, Library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "deck")


def found(root: Path, card: str = "test:ndcg/formula") -> Found:
    content = Library.open([root], Cache(None), 1).find(card)
    assert content is not None
    return content


class Editor:
    """An editor that replaces one text by another."""

    def __init__(self, old: str, new: str, code: int = 0) -> None:
        self.old, self.new, self.code = old, new, code
        self.command: list[str] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.command = list(command)
        file = Path(command[-1].partition(":")[0] if command[0] == "code" else command[-1])
        file.write_text(file.read_text().replace(self.old, self.new))
        return self.code


def test_the_editor_opens_at_the_notes_line_and_the_change_is_taken_over(root: Path) -> None:
    editor = Editor("A rank discount", "A discount by rank")
    result = edit(found(root), "vim", editor)
    assert result.changed
    assert editor.command[:2] == ["vim", "+11"]
    assert "A discount by rank" in str(found(root).note.content)


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("nano", ["nano", "+11", "FILE"]),
        ("code", ["code", "--wait", "--goto", "FILE:11"]),
        ("hx", ["hx", "FILE:11"]),
        ("emacsclient -t", ["emacsclient", "-t", "+11", "FILE"]),
        ("my-editor", ["my-editor", "FILE"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(root: Path, editor: str, command: list[str]) -> None:
    calls: list[list[str]] = []

    def note(given: Sequence[str]) -> int:
        calls.append(list(given))
        return 0

    edit(found(root), editor, note)
    file = found(root).note.span.file
    assert calls == [[part.replace("FILE", file) for part in command]]


def test_a_deck_that_vanished_is_a_sentence(root: Path) -> None:
    card = found(root)
    shutil.rmtree(root)
    result = edit(card, "vi", Editor("", ""))
    assert not result.changed
    assert "cannot be read" in result.message


def test_an_editor_that_deletes_the_file_is_a_sentence(root: Path) -> None:
    def delete(command: Sequence[str]) -> int:
        Path(command[-1]).unlink()
        return 0

    result = edit(found(root), "vi", delete)
    assert not result.changed
    assert "is gone" in result.message


def test_an_edit_is_taken_back_unless_the_file_was_changed_since(root: Path) -> None:
    file = Path(found(root).note.span.file)
    before = file.read_bytes()
    first = edit(found(root), "vim", Editor("A rank discount", "A discount by rank"))
    second = edit(found(root), "vim", Editor("A discount by rank", "One discount"))
    assert first.take_back is not None
    assert second.take_back is not None
    refused = first.take_back()
    assert not refused.changed
    assert "was changed after the edit" in refused.message
    assert b"One discount" in file.read_bytes()
    assert second.take_back().changed
    assert first.take_back().changed
    assert file.read_bytes() == before
    file.unlink()
    assert "cannot be put back" in second.take_back().message


def test_broken_yaml_is_not_taken_over_and_nothing_typed_is_lost(root: Path) -> None:
    result = edit(found(root), "vi", Editor("role: formula", "rule: formula"))
    assert not result.changed
    assert "not taken over" in result.message
    assert any("did you mean 'role'" in problem.hint for problem in result.problems)
    assert "rule: formula" in Path(found_file(root)).read_text()


def found_file(root: Path) -> str:
    return str(root / "one" / "ranking.yaml")


def test_an_editor_that_fails_or_changes_nothing_changes_nothing(root: Path) -> None:
    assert "code 3" in edit(found(root), "vi", Editor("", "", 3)).message
    assert edit(found(root), "vi", Editor("never there", "x")).message == "nothing changed"
    assert "cannot start" in edit(found(root), "/nowhere/editor").message


def test_a_note_of_an_installed_deck_is_copied_to_the_learners_folder(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "shipped_decks", lambda: root)
    monkeypatch.setattr(paths, "shipped_decks_are_writable", lambda: False)
    before = (root / "one" / "ranking.yaml").read_text()
    assert not edit(found(root), "vi", Editor("never there", "x")).changed
    assert not list(paths.learner_decks().rglob("ndcg--*.yaml"))
    changed = edit(found(root), "vi", Editor("A rank discount", "My own words"))
    assert (root / "one" / "ranking.yaml").read_text() == before
    library = Library.open([root, paths.learner_decks()], Cache(None), 1)
    assert library.problems == ()
    edited = library.find("test:ndcg/formula")
    assert edited is not None
    assert "My own words" in str(edited.note.content)
    assert changed.take_back is not None
    assert changed.take_back().changed
    assert not list(paths.learner_decks().rglob("ndcg--*.yaml"))


@pytest.mark.parametrize("card", ["formula", "discount#c2", "worked", "steps"])
def test_a_copied_note_reads_back_as_it_was(root: Path, card: str) -> None:
    original = found(root, f"test:ndcg/{card}")
    read = read_definitions(replacement_yaml(original.topic, original.note), "copy.yaml")
    assert not read.problems
    (copy,) = read.definitions[0].notes
    assert (copy.content, copy.extra, copy.roles) == (
        original.note.content,
        original.note.extra,
        original.note.roles,
    )
