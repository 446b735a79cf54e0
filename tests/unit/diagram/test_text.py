"""Drawings in the terminal: boxes where there is room, words where there is none, and nothing left out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mlsd_cards.diagram.text import to_lines, to_pieces
from mlsd_cards.model.diagram import Diagram, Edge, Mode
from unit.diagram.example import RECOMMENDER

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("name", "width", "ascii_only", "hide"),
    [
        ("boxes-85", 85, False, None),
        ("boxes-80-ascii-hidden", 80, True, "rank"),
        ("boxes-76", 76, False, None),
        ("list-60-hidden", 60, False, "rank"),
    ],
)
def test_a_real_drawing_looks_like_this(name: str, width: int, ascii_only: bool, hide: str | None) -> None:
    lines = to_lines(RECOMMENDER, width, ascii=ascii_only, hide=hide)
    assert "\n".join(lines) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [200, 85, 84, 80, 79, 76, 75, 70, 69, 40, 20])
def test_no_line_is_wider_than_the_paper_or_85_cells(width: int) -> None:
    assert max(len(line) for line in to_lines(RECOMMENDER, width)) <= min(width, 85)


@pytest.mark.parametrize("width", [85, 60])
def test_a_hidden_box_is_named_nowhere(width: int) -> None:
    told = "\n".join(to_lines(RECOMMENDER, width, hide="rank"))
    assert "Ranker" not in told
    assert "Registry ..> ?  (deploy)" in told


def test_with_ascii_every_character_is_ascii() -> None:
    assert all(line.isascii() for line in to_lines(RECOMMENDER, 85, ascii=True))
    assert not all(line.isascii() for line in to_lines(RECOMMENDER, 85))


def test_each_mode_has_an_arrow_of_its_own_and_points_where_it_goes() -> None:
    nodes = RECOMMENDER.nodes[1:5]
    edges = tuple(
        Edge(start.key, end.key, mode, "")
        for (start, end), mode in zip(
            [(nodes[0], nodes[1]), (nodes[2], nodes[1]), (nodes[2], nodes[3])],
            [Mode.ASYNC, Mode.STREAM, Mode.BATCH],
            strict=True,
        )
    )
    (row,) = [line for line in to_lines(Diagram("", ("online",), nodes, edges), 85) if "Retrieval" in line]
    assert "│ ..> │" in row
    assert "│ <~~ │" in row
    assert "│ ==> │" in row


def test_an_answer_between_neighbours_is_told_as_well() -> None:
    back = Edge("retr", "gw", Mode.SYNC, "errors")
    lines = to_lines(replace(RECOMMENDER, edges=(*RECOMMENDER.edges, back)), 85)
    assert "  Retrieval --> Rec svc  (errors)" in lines


def test_an_arrow_over_an_empty_cell_reaches_its_box() -> None:
    nodes = tuple(replace(node, column=2 * node.column) for node in RECOMMENDER.nodes[1:3])
    lines = to_lines(Diagram("", ("online",), nodes, RECOMMENDER.edges[1:2]), 85)
    assert re.fullmatch("│  Rec svc  │ -+> │ Retrieval │", lines[3])


def test_pieces_mark_what_stands_in_the_box() -> None:
    for width in (85, 60):
        pieces = to_pieces(RECOMMENDER, width, node="rank", name="Ranker")
        assert ["".join(text for text, _ in line) for line in pieces] == to_lines(RECOMMENDER, width)
        assert {text for line in pieces for text, marked in line if marked} == {"Ranker"}
