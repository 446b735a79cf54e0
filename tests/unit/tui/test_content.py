"""Lines become one Textual content: the same letters, styles by the theme, no markup."""

from __future__ import annotations

import asyncio

from textual.app import App
from textual.content import Content
from textual.style import Style
from textual.theme import BUILTIN_THEMES

from mlsd_cards.markup.parser import parse
from mlsd_cards.markup.terminal import Run, draw, plain
from mlsd_cards.markup.width import cells
from mlsd_cards.tui.content import STYLES, to_content

SOURCE = (
    "# E[X] [red]not red[/red]\n\nA *b* **c** `d` [e](https://a.org) \\(x^2\\) ![f](g.png) ~~h~~\n\n"
    "> quote\n\n| a | b |\n|---|---|\n| 漢 | \\(\\bar p\\) |\n\n```python\ndef f(x): return x + 1, 'a'  # c\n```"
)


def styles(content: Content) -> dict[str, str]:
    return {content.plain[span.start : span.end]: str(span.style) for span in content.spans}


def test_the_letters_are_those_of_the_lines() -> None:
    lines = draw(parse(SOURCE), width=76)
    content = to_content(lines)
    assert content.plain == "\n".join(plain(line) for line in lines)
    assert "[red]not red[/red]" in content.plain
    assert to_content(()).plain == ""


def test_textual_counts_the_same_cells() -> None:
    for line in draw(parse(SOURCE), width=76):
        assert Content(plain(line)).cell_length == cells(plain(line))


def test_styles_are_joined_from_outside_to_inside_and_unknown_names_are_plain() -> None:
    line = (Run("a", "strong emphasis"), Run("b", "nothing"), Run("c"), Run("d", "quote code"))
    looks = {"strong": "bold", "emphasis": "italic", "quote": "red", "code": "green"}
    assert styles(to_content([line], looks)) == {"a": "bold italic", "d": "red green"}


def test_an_answer_keeps_its_colour_whatever_it_is() -> None:
    content = to_content(draw(parse(r"a {{c1::\(x\)}}", cloze=True), width=76, reveal=1))
    assert styles(content)["x"].endswith(STYLES["cloze"])


def test_every_style_that_is_drawn_has_a_look() -> None:
    names = {name for line in draw(parse(SOURCE), width=76) for run in line for name in run.style.split()}
    assert names <= set(STYLES)
    assert len(names) >= 14


def test_every_theme_has_every_colour() -> None:
    async def unresolved() -> list[tuple[str, str]]:
        app: App[None] = App()
        async with app.run_test():
            found = []
            for app.theme in BUILTIN_THEMES:
                for look in STYLES.values():
                    style = app.stylesheet.parse_style(look)
                    if style == Style() or ("$" in look and style.foreground is None):
                        found.append((app.theme, look))
            return found

    assert asyncio.run(unresolved()) == []
