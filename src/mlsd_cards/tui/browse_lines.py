"""The lines around the browser's table: how many cards there are, and where a search cannot be read."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from mlsd_cards.review.query import EVERYTHING, Query
from mlsd_cards.review.search import SearchError
from mlsd_cards.tui.base import QUIET
from mlsd_cards.tui.browse_results import Results
from mlsd_cards.tui.describe import dot
from mlsd_cards.tui.text import safe

PROMPT = 8  # cells before what is typed
WORDS = 'is:due  tag:formula  deck:metrics  prop:r<0.8  rated:1  "two words"  -not  or  ( )'


def nothing(query: Query) -> str:
    """Why the table is empty."""
    return "No card is found." if query != EVERYTHING else "There are no cards: mlsd check says why."


def head(results: Results, order: str, width: int, *, ascii: bool) -> Content:  # noqa: A002  (the setting's name, as below)
    """How many cards are found and chosen, and what they are sorted by."""
    more = "" if results.whole else "+"
    parts = [
        f"{len(results.numbers):,}{more} card{'s' if len(results.numbers) != 1 else ''}",
        order,
    ]
    if results.chosen:
        parts.insert(0, f"{len(results.chosen):,} chosen")
    name = Content.styled("Browse", "bold $text-primary")
    right = Content.styled(dot(ascii=ascii).join(parts), QUIET)
    return Content.assemble(name, " " * max(2, width - name.cell_length - right.cell_length), right)


def caret(error: SearchError, width: int, scrolled: int, *, ascii: bool) -> Content:  # noqa: A002
    """What cannot be read, pointed at from the line below it; `scrolled` cells of it are out of sight."""
    before = cell_len(error.text[: error.at])
    at = max(0, min(PROMPT + before - scrolled, width - 1))
    message = safe(error.message, ascii=ascii)
    line = f"{' ' * at}^ {message}"
    if cell_len(line) > width and at > cell_len(message):
        line = f"{' ' * (at - cell_len(message) - 1)}{message} ^"
    return Content.styled(line, "bold $text-error").truncate(width, ellipsis=not ascii)
