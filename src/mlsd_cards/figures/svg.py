"""Figures as SVG: the same numbers as in the terminal, each shape named for those who point at it.

Colours are classes; the page's style sheet knows them for light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from mlsd_cards.figures.model import (
    WEEKDAYS,
    Bar,
    Bars,
    Columns,
    Figure,
    Heat,
    Stack,
    month_names,
    number,
    text_of,
)

WIDTH = 720
_LABEL = 190  # units for names beside bars
_TEXT = 150  # units for what stands at their ends
_ROW = 26
_HIGH = 150
_CELL = 12.4
_FOOT = 24


def svg(figure: Figure) -> str:
    """The drawing of a figure; empty for what is only text."""
    match figure:
        case Columns():
            return _frame(figure.title, _HIGH + _FOOT + 14, _columns(figure))
        case Bars():
            return _frame(figure.title, _ROW * len(figure.bars), _bars(figure))
        case Stack():
            return _frame(figure.title, _ROW * (len(figure.rows) + 1), _stack(figure))
        case Heat():
            return _frame(figure.title, _CELL * 8 + 34, _heat(figure))
        case _:
            return ""


def _frame(title: str, height: float, shapes: Iterable[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">{"".join(shapes)}</svg>'


def _box(
    x: float, y: float, width: float, height: float, tone: str, told: str = "", *, round_: float = 0
) -> str:
    """A rectangle; `told` shows when it is pointed at."""
    title = f"<title>{escape(told)}</title>" if told else ""
    corner = f' rx="{round_:g}"' if round_ else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"{corner}'
        f' class="{tone}">{title}</rect>'
    )


def _words(x: float, y: float, text: str, tone: str = "quiet", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{tone}" text-anchor="{anchor}">{escape(text)}</text>'


def _columns(figure: Columns) -> Iterator[str]:
    full, left, top = figure.full or 1.0, 44.0, 12.0
    step = (WIDTH - left) / max(1, len(figure.columns))
    thick = min(step * 0.8, 46)
    for share in (1.0, 0.5):
        y = top + _HIGH * (1 - share)
        yield _box(left, y, WIDTH - left, 1, "grid")
        yield _words(left - 6, y + 4, number(full * share), anchor="end")
    for place, column in enumerate(figure.columns):
        x = left + step * place
        if column.value > 0:
            high = max(_HIGH * column.value / full, 1.5)
            told = f"{column.label}: {text_of(column)}"
            yield _box(x + (step - thick) / 2, top + _HIGH - high, thick, high, figure.tone, told, round_=1.5)
        if column.tick:
            wide = place == len(figure.columns) - 1 and len(column.tick) * 7 > step
            at = (WIDTH, "end") if wide else (x + step / 2, "middle")
            yield _words(at[0], top + _HIGH + 17, column.tick, anchor=at[1])
    yield _box(left, top + _HIGH, WIDTH - left, 1, "axis")


def _bars(figure: Bars) -> Iterator[str]:
    full, room = figure.full or 1.0, WIDTH - _LABEL - _TEXT
    for place, bar in enumerate(figure.bars):
        y = _ROW * place
        yield _words(0, y + 17, _cut(bar.label), "name")
        yield _box(_LABEL, y + 5, room, 16, "track")
        if bar.known:
            yield _box(
                _LABEL, y + 5, room * bar.value / full, 16, figure.tone, f"{bar.label}: {bar.text}", round_=2
            )
        yield from _mark(figure, bar, y, room / full)
        yield _words(WIDTH, y + 17, bar.text, "name" if bar.known else "quiet", "end")


def _mark(figure: Bars, bar: Bar, y: float, scale: float) -> Iterator[str]:
    mark = figure.mark if bar.mark is None else bar.mark
    if mark is not None:
        yield _box(_LABEL + mark * scale - 1.5, y + 2, 3, 22, "mark")


def _stack(figure: Stack) -> Iterator[str]:
    kind, room = "grade" if figure.of_grades else "part", WIDTH - _LABEL - _TEXT
    x: float = _LABEL
    for place, name in enumerate(figure.names):
        yield _box(x, 7, 12, 12, f"{kind}-{place}", round_=2)
        yield _words(x + 17, 17, name)
        x += 36 + 7.5 * len(name)
    for line, row in enumerate(figure.rows, start=1):
        y, x, whole = _ROW * line, float(_LABEL), sum(row.counts)
        yield _words(0, y + 17, _cut(row.label), "name")
        yield _box(_LABEL, y + 5, room, 16, "track")
        for place, count in enumerate(row.counts if whole else ()):
            told = f"{row.label}, {figure.names[place]}: {count:,} ({count / whole:.0%})"
            yield _box(x, y + 5, room * count / whole, 16, f"{kind}-{place}", told if count else "")
            x += room * count / whole
        yield _words(WIDTH, y + 17, row.text, "name", "end")


def _heat(figure: Heat) -> Iterator[str]:
    left, top = 36.0, 18.0
    weeks = list(figure.weeks())
    for week, ((monday, days), month) in enumerate(zip(weeks, month_names(weeks), strict=True)):
        x = left + week * _CELL * 1.03
        if month:
            yield _words(x, 11, month)
        for weekday, value in enumerate(days):
            if value is not None:
                day = monday.toordinal() + weekday
                told = f"{monday.fromordinal(day).isoformat()}: {value} {figure.unit}"
                yield _box(
                    x,
                    top + weekday * _CELL,
                    _CELL - 2,
                    _CELL - 2,
                    f"heat-{figure.level(value)}",
                    told,
                    round_=2,
                )
    for weekday in (0, 2, 4, 6):
        yield _words(0, top + weekday * _CELL + 9, WEEKDAYS[weekday])
    yield from _legend(figure, left, top + _CELL * 7 + 8)


def _legend(figure: Heat, x: float, y: float) -> Iterator[str]:
    for level, words in figure.ranges():
        yield _box(x, y, _CELL - 2, _CELL - 2, f"heat-{level}", round_=2)
        yield _words(x + 15, y + 9.5, words)
        x += 30 + 7 * len(words)
    yield _words(x, y + 9.5, figure.unit)


def _cut(text: str) -> str:
    """A name in the room beside its bar."""
    most = _LABEL // 7
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
