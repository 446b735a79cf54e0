"""Figures on a screen: their text in the theme's colours. Glyphs carry every value too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from textual.content import Content

from mlsd_cards.figures.model import Figure
from mlsd_cards.figures.text import HEIGHT, draw, draw_table
from mlsd_cards.tui.content import STYLES, to_content

CHARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **STYLES,
        "bar": "$text-primary",
        "bar-good": "$text-success",
        "bar-time": "$text-secondary",
        "bar-due": "$text-warning",
        "bar-memory": "$text-accent",
        "mark": "bold $foreground",
        "heat-0": "$foreground-muted",
        "heat-1": "$text-success",
        "heat-2": "$text-success",
        "heat-3": "bold $text-success",
        "heat-4": "bold $text-success",
        "part-0": "$text-success",
        "part-1": "$text-primary",
        "part-2": "$text-warning",
        "part-3": "$foreground-muted",
        "grade-0": "$text-error",
        "grade-1": "$text-warning",
        "grade-2": "$text-success",
        "grade-3": "$text-primary",
    }
)


def chart(figure: Figure, width: int, *, ascii: bool = False, height: int = HEIGHT) -> Content:  # noqa: A002
    """A figure with its title and note, at most `width` cells wide."""
    return to_content(draw(figure, width, ascii=ascii, height=height), CHARTS)


def chart_table(figure: Figure, width: int, *, ascii: bool = False) -> Content:  # noqa: A002
    """The same as a table."""
    return to_content(draw_table(figure, width, ascii=ascii), CHARTS)
