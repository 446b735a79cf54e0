"""Whatever is drawn: arrows pass no box, run over no other arrow, and no word is lost or covered."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_cards.diagram.captions import captions
from mlsd_cards.diagram.layout import Layout, Rect, Spot, lay_out
from mlsd_cards.diagram.svg import to_svg
from mlsd_cards.diagram.text import to_lines
from mlsd_cards.model.diagram import Diagram, Edge, Mode, Node, NodeKind

WORDS = st.text("abcdefghijklm +/-", min_size=1).map(lambda text: " ".join(text.split()))


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    lanes = tuple(f"lane {number}" for number in range(draw(st.integers(1, 4))))
    cells = [(lane, column) for lane in lanes for column in range(5)]
    chosen = draw(st.lists(st.sampled_from(cells), unique=True, min_size=2, max_size=14))
    nodes = tuple(
        Node(
            f"n{number}",
            lane,
            column,
            draw(WORDS.map(lambda text: text[:16].strip() or "x")),
            f"n{number}",
            draw(st.sampled_from(NodeKind)),
        )
        for number, (lane, column) in enumerate(chosen)
    )
    keys = st.sampled_from([node.key for node in nodes])
    pairs = draw(
        st.lists(
            st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1]),
            unique=True,
            min_size=1,
            max_size=18,
        )
    )
    edges = tuple(
        Edge(start, end, draw(st.sampled_from(Mode)), draw(WORDS.map(lambda text: text[:22].strip())))
        for start, end in pairs
    )
    return Diagram("Anything", lanes, nodes, edges)


def pieces(layout: Layout) -> list[tuple[int, Spot, Spot]]:
    return [(number, *ends) for number, way in enumerate(layout.ways) for ends in pairwise(way)]


@given(diagrams())
@settings(max_examples=150, deadline=None)
def test_arrows_are_straight_pieces_that_pass_no_box_and_begin_and_end_at_theirs(diagram: Diagram) -> None:
    layout = lay_out(diagram)
    for _, start, end in pieces(layout):
        assert start.x == end.x or start.y == end.y
        way = Rect(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y))
        assert not any(way.touches(box.grown(-0.01)) for box in layout.boxes.values())
        assert layout.canvas.holds(way)
    for edge, line in zip(diagram.edges, layout.ways, strict=True):
        for key, spot in ((edge.start, line[0]), (edge.end, line[-1])):
            box = layout.boxes[key]
            assert box.grown(0.01).touches(Rect.around(spot, 0.001, 0.001))


@given(diagrams())
@settings(max_examples=150, deadline=None)
def test_no_arrow_runs_over_another(diagram: Diagram) -> None:
    found = pieces(lay_out(diagram))
    for place, (edge, start, end) in enumerate(found):
        for other, first, last in found[place + 1 :]:
            if edge == other:
                continue
            for across, along in ((0, 1), (1, 0)):
                if start[across] == end[across] == first[across] == last[across]:
                    low, high = sorted((start[along], end[along]))
                    begin, stop = sorted((first[along], last[along]))
                    assert high < begin or stop < low


@given(diagrams())
@settings(max_examples=150, deadline=None)
def test_words_stand_inside_the_picture_on_no_box_and_not_on_each_other(diagram: Diagram) -> None:
    layout = lay_out(diagram)
    found = captions(diagram, layout)
    assert {caption.edge for caption in found} == {
        number for number, edge in enumerate(diagram.edges) if edge.label
    }
    for place, caption in enumerate(found):
        assert layout.canvas.holds(caption.place)
        assert not any(caption.place.touches(box) for box in layout.boxes.values())
        assert not any(caption.place.touches(other.place) for other in found[place + 1 :])
        label = diagram.edges[caption.edge].label
        assert caption.number or "".join(caption.lines).replace(" ", "") == label.replace(" ", "")
    numbers = sorted(caption.number for caption in found if caption.number)
    assert numbers == list(range(1, len(numbers) + 1))


@given(diagrams())
@settings(max_examples=60, deadline=None)
def test_the_same_drawing_gives_the_same_bytes(diagram: Diagram) -> None:
    copy = Diagram(diagram.title, diagram.lanes, diagram.nodes, diagram.edges)
    assert to_svg(diagram) == to_svg(copy)


@given(diagrams(), st.integers(20, 100), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_text_form_tells_every_box_and_every_edge(diagram: Diagram, width: int, ascii_only: bool) -> None:
    lines = to_lines(diagram, width, ascii=ascii_only)
    assert all(len(line) <= min(width, 85) for line in lines)
    told = "".join("".join(lines).split())
    assert all(node.short in told for node in diagram.nodes)
    single = [edge.label for edge in diagram.edges if " " not in edge.label and len(edge.label) < 10]
    assert all(label in told for label in single)
    arrows = sum(
        line.count(sign) for line in lines for sign in ("->", ".>", "~>", "=>", "<-", "<.", "<~", "<=")
    )
    assert arrows >= len(diagram.edges)
