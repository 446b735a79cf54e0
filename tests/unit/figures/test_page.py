"""The page: whole in itself, well formed, harmless, and styled wherever it has a shape."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from mlsd_cards.figures.model import Bar, Bars, Column, Columns, Heat
from mlsd_cards.figures.page import page
from mlsd_cards.figures.pages import pages
from mlsd_cards.figures.svg import svg
from mlsd_cards.markup.runs import shown
from mlsd_cards.standing import Standing
from unit.figures.standings import TODAY, learner, nothing

STANDINGS = {"nothing": nothing(), "one day": learner(1), "most of a year": learner(300)}


def harmless(text: str) -> str:
    return shown(text, ascii=False)


def document(found: Standing) -> str:
    return page("Where you stand", TODAY, pages(found, str, harmless))


class Tags(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("name", STANDINGS)
def test_a_page_loads_nothing_and_runs_nothing(name: str) -> None:
    tags = Tags()
    tags.feed(document(STANDINGS[name]))
    assert not {"script", "img", "iframe", "object", "style"} & set(tags.names) - {"style"}
    assert not [
        attribute for attribute, _ in tags.attributes if attribute.startswith("on") or attribute == "src"
    ]
    assert {value for attribute, value in tags.attributes if attribute == "href"} <= {
        "data:,", "#days", "#retention", "#memory", "#time", "#cards",
    }  # fmt: skip


def test_an_authors_words_stay_words() -> None:
    text = document(learner(1))
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in text


@pytest.mark.parametrize("name", STANDINGS)
def test_drawings_are_well_formed_and_every_shape_has_a_style(name: str) -> None:
    css = files("mlsd_cards.figures").joinpath("page.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.([a-z]+(?:-[a-z0-9]+)?) \{", css)) | {"name", "quiet"}
    for each in pages(STANDINGS[name], str, harmless):
        for figure in each.figures:
            if drawing := svg(figure):
                shapes = ET.fromstring(drawing)
                used = {shape.get("class", "") for shape in shapes.iter() if shape.tag in {"rect", "text"}}
                assert used <= known, used - known
                assert shapes.get("aria-label") == figure.title


def test_a_column_is_as_high_as_its_share() -> None:
    drawn = ET.fromstring(
        svg(Columns("T", "", ("", ""), (Column("a", 50), Column("b", 100), Column("c", 0))))
    )
    heights = [float(shape.get("height", "0")) for shape in drawn if shape.get("class") == "bar"]
    assert heights == [75.0, 150.0]


def test_a_bar_and_its_mark_are_as_long_as_their_shares() -> None:
    drawn = ET.fromstring(svg(Bars("T", "", ("", ""), (Bar("a", 0.5, "50 %"),), whole=1.0, mark=0.9)))
    track, bar, mark = (
        next(shape for shape in drawn if shape.get("class") == name) for name in ("track", "bar", "mark")
    )
    assert float(bar.get("width", "0")) * 2 == pytest.approx(float(track.get("width", "0")))
    middle = float(mark.get("x", "0")) + 1.5 - float(track.get("x", "0"))
    assert middle == pytest.approx(0.9 * float(track.get("width", "0")), abs=0.1)


def test_the_calendar_names_each_day() -> None:
    drawn = svg(Heat("T", "", TODAY, {TODAY: 12}))
    assert f"<title>{TODAY.isoformat()}: 12 answers</title>" in drawn
    assert drawn.count("<title>") == 52 * 7 + TODAY.weekday() + 1
