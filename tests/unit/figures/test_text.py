"""Figures as text: never wider than asked, ASCII when asked, a sentence where there is nothing to draw."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_cards.figures.model import (
    WEEKDAYS,
    Bar,
    Bars,
    Column,
    Columns,
    Figure,
    Heat,
    Sentence,
    Stack,
    Stacked,
)
from mlsd_cards.figures.pages import pages
from mlsd_cards.figures.text import draw, draw_table, plain, shares
from mlsd_cards.markup.runs import shown
from mlsd_cards.standing import Standing
from unit.figures.standings import NASTY, TODAY, YESTERDAY, learner, nothing

STANDINGS = {"nothing": nothing(), "one day": learner(1), "most of a year": learner(300)}


def lines(figure: Figure, width: int = 60, *, only_ascii: bool = False) -> list[str]:
    return plain(draw(figure, width, ascii=only_ascii)).split("\n")


def all_figures(found: Standing, *, only_ascii: bool = False) -> list[Figure]:
    return [
        figure
        for page in pages(found, lambda card: f"Ranking: {card}", lambda text: shown(text, ascii=only_ascii))
        for figure in page.figures
    ]


@pytest.mark.parametrize("width", [40, 60, 76, 95])
@pytest.mark.parametrize("name", STANDINGS)
def test_no_line_is_wider_than_asked(name: str, width: int) -> None:
    for figure in all_figures(STANDINGS[name]):
        for drawing in (draw, draw_table):
            for only_ascii in (False, True):
                too_wide = [
                    line
                    for line in plain(drawing(figure, width, ascii=only_ascii)).split("\n")
                    if len(line) > width
                ]
                assert not too_wide, figure.title


@pytest.mark.parametrize("name", STANDINGS)
def test_ascii_is_nothing_but_ascii(name: str) -> None:
    for figure in all_figures(STANDINGS[name], only_ascii=True):
        assert plain(draw(figure, 76, ascii=True)).isascii(), figure.title
        assert plain(draw_table(figure, 76, ascii=True)).isascii(), figure.title


def test_nothing_in_a_title_is_obeyed_by_a_terminal() -> None:
    text = "\n".join(plain(draw(figure, 95)) for figure in all_figures(STANDINGS["one day"]))
    assert "\x1b" not in text
    assert "<script>" in text


def test_before_the_first_answer_every_chart_is_a_sentence() -> None:
    figures = all_figures(nothing())
    assert all(isinstance(figure, Sentence) for figure in figures)
    assert all(figure.note.endswith(".") or figure.note.endswith("study.") for figure in figures)


def test_every_chart_has_a_table_with_all_of_its_values() -> None:
    for figure in all_figures(STANDINGS["most of a year"]):
        head, rows = figure.table()
        assert rows, figure.title
        assert all(len(row) == len(head) for row in rows), figure.title


def test_columns_stand_in_eighths_and_a_little_is_more_than_nothing() -> None:
    figure = Columns(
        "T", "", ("Day", "Cards"), (Column("a", 16), Column("b", 8.4), Column("c", 0.01), Column("d", 0))
    )
    drawn = [line.rstrip() for line in plain(draw(figure, 11, height=2)).split("\n")]
    assert drawn == ["T", "16│█", "  │█ █ ▁", " 0└────────", ""]


def test_bars_carry_a_mark_where_they_ought_to_reach() -> None:
    figure = Bars(
        "T", "", ("", ""), (Bar("a", 0.5, "50"), Bar("b", 0, "none", known=False)), whole=1.0, mark=0.9
    )
    _, first, second = lines(figure, 28)
    assert first == "a ██████████▌       ┃     50"
    assert second == "b                   ┃   none"


def test_a_stack_shows_each_part_that_is_there() -> None:
    figure = Stack("T", "", ("seen", "left"), (Stacked("a", (1, 999), "1 of 1000"),))
    bar = lines(figure, 40)[2]
    assert bar.count("█") == 1
    assert bar.count("▓") > 20


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5), st.integers(8, 200))
def test_shares_fill_the_room(counts: list[int], cells: int) -> None:
    found = shares(counts, cells)
    assert sum(found) == cells
    assert all((share > 0) >= (count > 0) for share, count in zip(found, counts, strict=True))


def test_the_calendar_has_a_column_a_week_and_ends_today() -> None:
    figure = Heat("T", "", TODAY, {TODAY: 50, YESTERDAY: 1})
    drawn = lines(figure, 57)
    days = drawn[2:9]
    assert max(map(len, days)) == 57
    weekday = TODAY.weekday()
    assert days[weekday][-1] == "█"
    assert days[weekday - 1][-1] == "░"
    assert all(len(days[later]) == 56 for later in range(weekday + 1, 7))
    assert [row[:3] for row in days[::2]] == list(WEEKDAYS[::2])


def test_a_narrow_calendar_shows_the_latest_weeks() -> None:
    figure = Heat("T", "", TODAY, {TODAY: 5})
    drawn = lines(figure, 30)
    assert len(drawn[2 + TODAY.weekday()]) == 30
    assert drawn[2 + TODAY.weekday()][-1] == "█"


def test_the_calendars_table_names_each_week_with_answers() -> None:
    figure = Heat("T", "", date(2024, 10, 4), {date(2024, 10, 1): 7, date(2024, 3, 5): 2})
    _, rows = figure.table()
    assert rows == [
        ("2024-03-04", "0", "2", "0", "0", "0", "0", "0"),
        ("2024-09-30", "0", "7", "0", "0", "0", "", ""),
    ]


def test_names_that_harm_nobody_are_cut_to_their_room() -> None:
    figure = Bars("T", "", ("", ""), (Bar(NASTY.replace("\x1b", ""), 1, "1"),))
    assert "…" in lines(figure, 60)[1]
