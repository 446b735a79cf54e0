"""How many terminal cells a text takes."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Return how many terminal cells `text` takes: none for combining marks, two for wide letters."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
