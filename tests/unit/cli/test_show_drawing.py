"""`mlsd show` draws a case's architecture; a note with a hidden box keeps it hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cases import FILES
from decks import write_deck
from mlsd_cards.cli import cli


@pytest.fixture
def deck(tmp_path: Path) -> str:
    return str(write_deck(tmp_path / "deck", FILES))


def test_a_case_shows_its_drawing_once(deck: str) -> None:
    shown = CliRunner().invoke(cli, ["show", "feed", "--decks", deck]).output
    assert shown.count("  OFFLINE\n") == 1
    assert "│  Ranker  │" in shown or "│   Ranker  │" in shown
    assert "  ? --> " not in shown


def test_a_template_is_shown_with_numbers(deck: str) -> None:
    shown = CliRunner().invoke(cli, ["show", "feed", "--decks", deck]).output
    estimate = shown[shown.index("── feed/estimate.") :].split("── ")[1]
    assert "{" not in estimate
    assert "10M daily readers" in estimate


def test_a_note_shows_its_drawing_with_the_box_hidden_and_then_the_answer(deck: str) -> None:
    shown = CliRunner().invoke(cli, ["show", "feed/box.rank", "--decks", deck]).output
    drawing, _, answer = shown.partition("→ ")
    assert "? --> Feed  (scores)" in drawing
    assert "Ranker" not in drawing
    assert answer.startswith("Ranker: ")
