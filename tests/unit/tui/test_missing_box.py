"""A drawing with a hidden box in the terminal: a question mark in front, what stands there behind."""

from __future__ import annotations

import pytest

from mlsd_cards import faces
from mlsd_cards.errors import Span
from mlsd_cards.library import Found
from mlsd_cards.markup.terminal import plain
from mlsd_cards.model.definition import Definition, Note
from mlsd_cards.model.plain import from_plain, to_plain
from mlsd_cards.tui import cards
from mlsd_cards.tui.drawing import Paper, draw_front, draw_revealed, is_filled_in
from unit.diagram.example import QUESTION

NOTE = Note("video-rec/box.rank", ("mechanism",), QUESTION, Span("a.yaml", 1, 1))
TOPIC = Definition("video-rec", "case_study", "Videos", "cases", 1, "", Span("a.yaml", 1, 1), notes=(NOTE,))
FOUND = Found("test:video-rec/box.rank", TOPIC, NOTE, None)
WIDTHS = (96, 85, 78, 76, 60, 40)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_drawing_is_wider_than_the_paper(width: int, ascii_only: bool) -> None:
    paper = Paper(width, ascii_only)
    for content in (draw_front(FOUND, paper).content, draw_revealed(FOUND, paper)):
        lines = content.plain.split("\n")
        assert max(map(len, lines)) <= width
        assert lines.count("ONLINE") == (1 if width >= 76 else 0)
        assert content.plain.isascii() or not ascii_only


@pytest.mark.parametrize("width", WIDTHS)
def test_the_front_does_not_name_the_box_and_the_back_marks_it(width: int) -> None:
    front, back = draw_front(FOUND, Paper(width)).content, draw_revealed(FOUND, Paper(width))
    assert "Which part is it?" in front.plain.replace("\n", " ")
    assert "Ranker" not in front.plain
    marked = {
        content.plain[span.start : span.end]
        for content in (front, back)
        for span in content.spans
        if "reverse" in str(span.style) or "bold" in str(span.style)
    }
    assert marked == {"?", "Ranker"}
    assert is_filled_in(FOUND)


def test_the_answer_follows_the_drawing() -> None:
    assert cards.answer(FOUND, Paper(80)).plain.startswith("Ranker: scores 500 candidates")


def test_without_the_app_the_back_has_the_drawing_and_the_answer() -> None:
    asked = "\n".join(map(plain, faces.question(FOUND, width=80)))
    told = "\n".join(map(plain, faces.answer(FOUND, width=80)))
    assert "Ranker" not in asked
    assert "│    ?     │" in asked
    assert "│  Ranker  │" in told
    assert told.endswith("Ranker: scores 500 candidates with the heavy model.")


def test_a_drawing_survives_the_cache() -> None:
    assert from_plain(to_plain(TOPIC), "a.yaml") == TOPIC
