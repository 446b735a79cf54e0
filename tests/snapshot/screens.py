"""Screens as text: what stands on each line, and the styles of every piece of it."""

from __future__ import annotations

import os
from pathlib import Path

from rich.style import Style
from textual.app import App

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "MLSD_UPDATE_SNAPSHOTS"


def screen_text(app: App[int]) -> str:
    """The lines, and below them a line of letters a line: the same letter is the same style."""
    strips = app.screen._compositor.render_strips()
    letters: dict[Style | None, str] = {}
    lines, styles = [], []
    for strip in strips:
        lines.append(strip.text.rstrip())
        row = ""
        for text, style, _ in strip:
            plain = (
                None
                if style is None
                else style.without_color + Style(color=style.color, bgcolor=style.bgcolor)
            )
            letter = letters.setdefault(plain, _letter(len(letters)))
            row += letter * len(text)
        styles.append(row.rstrip(_letter(0)))
    legend = [f"{letter} {_words(style)}" for style, letter in letters.items()]
    return "\n".join([*lines, "", *styles, "", *legend]) + "\n"


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[number % 62]


def _words(style: Style | None) -> str:
    return str(style) if style is not None else "none"


def compare(name: str, found: str) -> None:
    """Hold a screen against its golden file; `MLSD_UPDATE_SNAPSHOTS=1` writes it anew."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), f"no snapshot yet: run with {UPDATE}=1 and look at {path}"
    assert found == path.read_text(encoding="utf-8"), f"{path} differs; if it is meant: {UPDATE}=1"
