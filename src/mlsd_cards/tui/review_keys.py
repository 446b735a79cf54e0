"""The keys of the review screen, which are Anki's. Of several bindings of one key at most one is valid at a time."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

TYPED = "0123456789.,()+-*/%e"

_TYPING = [
    Binding("comma" if sign == "," else sign, f"type({sign!r})", "Type", show=False, id=f"number.{place}")
    for place, sign in enumerate(TYPED)
]
_TICKING = [
    Binding(str(number), f"tick({number})", "Tick", show=False, id=f"points.{number}")
    for number in range(1, 10)
]

REVIEW_BINDINGS: Final[list[BindingType]] = [
    Binding("space", "tick_here", "Tick", tooltip="Tick the point under the cursor", id="points.here"),
    Binding("space,enter", "forward", "Go on", tooltip="Show the answer, then grade it", id="review.forward"),
    Binding("1", "rate(1)", "Again", tooltip="Grade Again: forgotten", id="review.again"),
    Binding("2", "rate(2)", "Hard", tooltip="Grade Hard: with effort", id="review.hard"),
    Binding("3", "rate(3)", "Good", tooltip="Grade Good: recalled", id="review.good"),
    Binding("4", "rate(4)", "Easy", tooltip="Grade Easy: at once", id="review.easy"),
    Binding("u", "undo", "Undo", tooltip="Undo the last answer or action", id="review.undo"),
    Binding("e", "edit", "Edit", tooltip="Edit this card in your editor", id="review.edit"),
    Binding("i", "info", "Info", tooltip="Show the card's history and memory", id="review.info"),
    Binding("asterisk", "mark", "Mark", tooltip="Mark the note, or take the mark away", id="review.mark"),
    Binding("minus", "aside('bury')", "Bury", tooltip="Bury the card until tomorrow", id="review.bury"),
    Binding(
        "equals_sign",
        "aside('bury', True)",
        "Bury note",
        tooltip="Bury the note until tomorrow",
        id="review.bury_note",
    ),
    Binding("at", "aside('suspend')", "Suspend", tooltip="Suspend the card", id="review.suspend"),
    Binding(
        "exclamation_mark",
        "aside('suspend', True)",
        "Suspend note",
        tooltip="Suspend the note",
        id="review.suspend_note",
    ),
    Binding("f", "flag", "Flag", tooltip="Flag the card with a number", id="review.flag"),
    Binding("o", "open", "Source", tooltip="Open the card's source in the browser", id="review.open"),
    Binding("left", "look(1)", "Look back", tooltip="Look back at earlier cards", id="review.back"),
    Binding("right", "look(-1)", "Look forth", tooltip="Return towards the current card", id="review.forth"),
    Binding("up", "move(-1)", "Up", tooltip="Scroll up, or to the point above", id="move.up"),
    Binding("down", "move(1)", "Down", tooltip="Scroll down, or to the point below", id="move.down"),
    Binding("pageup", "page(-1)", "Page up", tooltip="Scroll a page up", id="page.up"),
    Binding("pagedown", "page(1)", "Page down", tooltip="Scroll a page down", id="page.down"),
    Binding("home", "edge(-1)", "Top", tooltip="Scroll to the top", id="page.top"),
    Binding("end", "edge(1)", "Bottom", tooltip="Scroll to the bottom", id="page.bottom"),
    Binding("q", "leave", "Back", tooltip="Leave the review", id="review.leave"),
    *_TICKING,
    *_TYPING,
    Binding("backspace", "erase", "Erase", tooltip="Erase the last character", id="number.erase"),
]
