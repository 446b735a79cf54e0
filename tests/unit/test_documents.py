"""Documents that cannot lie: every YAML block is read by the program, every named file exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decks import write_deck
from mlsd_cards.deckfile.deck import load, open_folder

BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
DECK = "name: Documents\nnamespace: documents\nareas:\n  - {id: notes, title: Notes}\n  - {id: metrics, title: Metrics}\n"


def documents(project: Path) -> list[Path]:
    return [*project.glob("*.md"), *(project / "docs").glob("*.md")]


@pytest.mark.parametrize("name", ["README.md", "docs/deck-format.md"])
def test_every_definition_in_the_documents_is_sound(project: Path, tmp_path: Path, name: str) -> None:
    blocks = BLOCK.findall((project / name).read_text(encoding="utf-8"))
    definitions = [
        block for block in blocks if block.lstrip("# \n").startswith(("area:", "yaml-language-server"))
    ]
    assert definitions
    for number, block in enumerate(definitions):
        root = write_deck(tmp_path / str(number), {"a.yaml": block}, DECK)
        assert load(open_folder(root)).problems == ()


def test_every_file_that_a_document_links_to_exists(project: Path) -> None:
    for document in documents(project):
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document}: {target}"


def test_the_two_commands_stand_at_the_top_of_the_readme(project: Path) -> None:
    top = (project / "README.md").read_text(encoding="utf-8")[:200]
    assert "make run" in top
    assert "make test" in top
