"""Drawings as pictures: they look as they did, tell their text, and need nothing from the page around them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mlsd_cards.diagram import svg
from mlsd_cards.diagram.captions import captions
from mlsd_cards.diagram.layout import NOTE, lay_out
from mlsd_cards.diagram.svg import box_share, to_svg
from mlsd_cards.diagram.text import to_lines
from unit.diagram.example import RECOMMENDER

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("name", "hide"), [("recommender", None), ("recommender-hidden", "rank")])
def test_a_real_drawing_looks_like_this(name: str, hide: str | None) -> None:
    assert to_svg(RECOMMENDER, hide) == (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")


def test_the_bytes_do_not_depend_on_the_run() -> None:
    code = "from unit.diagram.example import *; from mlsd_cards.diagram.svg import to_svg; print(to_svg(RECOMMENDER), end='')"
    for seed in ("1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == to_svg(RECOMMENDER)


def test_it_tells_its_title_and_its_text_form() -> None:
    root = ET.fromstring(to_svg(RECOMMENDER, "rank"))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Video recommendation"
    assert root.findtext(f"{SVG}desc") == "\n".join(to_lines(RECOMMENDER, 85, ascii=True, hide="rank"))


def test_a_hidden_box_is_named_nowhere() -> None:
    assert "Ranker" in to_svg(RECOMMENDER)
    assert "Ranker" not in to_svg(RECOMMENDER, "rank")
    assert ">?</text>" in to_svg(RECOMMENDER, "rank")


def test_it_runs_nothing_and_fetches_nothing() -> None:
    text = to_svg(RECOMMENDER)
    assert not re.search(r"<script|<style|href|url\(|\bid=|\bon\w+=|@import|<image|<foreignObject", text)
    assert text.count("http") == 1  # the name space


def test_texts_are_escaped() -> None:
    title = 'a <b> & "c"'
    root = ET.fromstring(to_svg(type(RECOMMENDER)(title, RECOMMENDER.lanes, RECOMMENDER.nodes, ())))
    assert root.findtext(f"{SVG}title") == title


def test_letters_stay_readable_on_a_phone() -> None:
    width = lay_out(RECOMMENDER).canvas.width
    assert NOTE * 360 / width >= 9
    assert NOTE * 0.95 * 360 / width >= 9  # lane names


def test_every_arrow_has_its_words_or_a_number_that_the_legend_explains() -> None:
    root = ET.fromstring(to_svg(RECOMMENDER))
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    said = " ".join(texts)
    for caption in captions(RECOMMENDER, lay_out(RECOMMENDER)):
        label = RECOMMENDER.edges[caption.edge].label
        if caption.number:
            assert label in texts
            assert texts.count(str(caption.number)) == 2
        else:
            assert label in said


def test_a_mask_covers_its_box_and_no_other() -> None:
    layout, share = lay_out(RECOMMENDER), box_share(RECOMMENDER, "rank")
    root = ET.fromstring(to_svg(RECOMMENDER))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    box = layout.boxes["rank"]
    assert share.left * width < box.left < box.right < share.right * width
    assert share.top * height < box.top < box.bottom < share.bottom * height
    for key, other in layout.boxes.items():
        assert key == "rank" or not (
            share.left * width < other.right
            and other.left < share.right * width
            and share.top * height < other.bottom
            and other.top < share.bottom * height
        )


def contrast(one: str, two: str) -> float:
    """WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_all_words_have_the_contrast_of_wcag_aa() -> None:
    for ink in (*svg.INKS.values(), svg.QUIET, svg.INK):
        assert contrast(ink, svg.PANEL) >= 4.5
        assert contrast(ink, svg.BAND) >= 4.5
    for ink in svg.INKS.values():
        assert contrast(svg.PAPER, ink) >= 4.5  # numbers
    for fill in svg.FILLS.values():
        assert contrast(svg.INK, fill) >= 4.5
    assert contrast(svg.ASKED, svg.PAPER) >= 4.5
