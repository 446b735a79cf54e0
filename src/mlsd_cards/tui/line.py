"""A line to type in that holds nothing which a terminal would obey."""

from __future__ import annotations

from textual.widgets import Input


class Line(Input):
    """What is typed or pasted goes in without control characters; a tab is a blank."""

    def replace(self, text: str, start: int, end: int) -> None:
        kept = (" " if character.isspace() else character for character in text)
        super().replace("".join(character for character in kept if character.isprintable()), start, end)
