"""The keys of the browser; what is done to cards has the keys that it has in a review."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

BROWSE_BINDINGS: Final[list[BindingType]] = [
    Binding("slash", "search", "Search", tooltip="Type what to look for", id="browse.search"),
    Binding(
        "escape", "stop", "Stop", tooltip="Leave the search line; then, give up the choice", id="browse.stop"
    ),
    Binding("enter", "card", "Card", tooltip="Show the whole card", id="browse.card"),
    Binding("space", "tick", "Choose", tooltip="Choose the card, or no longer", id="browse.tick"),
    Binding("a", "tick_all", "All", tooltip="Choose all cards found, or none", id="browse.all"),
    Binding("o", "order", "Order", tooltip="Sort the cards by something else", id="browse.order"),
    Binding("at", "suspend", "Suspend", tooltip="Suspend the cards, or no longer", id="browse.suspend"),
    Binding("minus", "bury", "Bury", tooltip="Bury the cards until tomorrow", id="browse.bury"),
    Binding("f", "flag", "Flag", tooltip="Flag the cards with a number", id="browse.flag"),
    Binding("asterisk", "mark", "Mark", tooltip="Mark the cards, or no longer", id="browse.mark"),
    Binding("n", "forget", "New again", tooltip="Make the cards new again", id="browse.forget"),
    Binding("d", "due", "Due", tooltip="Choose when the cards come", id="browse.due"),
    Binding("i", "info", "Info", tooltip="Show the card's history and memory", id="browse.info"),
    Binding("e", "edit", "Edit", tooltip="Edit the cards in your editor", id="browse.edit"),
    Binding("u", "undo", "Undo", tooltip="Undo the last answer or action", id="browse.undo"),
    Binding("up", "move(-1)", "Up", tooltip="Go to the card above", id="move.up"),
    Binding("down", "move(1)", "Down", tooltip="Go to the card below", id="move.down"),
    Binding("pageup", "page(-1)", "Page up", tooltip="Go a page up", id="page.up"),
    Binding("pagedown", "page(1)", "Page down", tooltip="Go a page down", id="page.down"),
    Binding("home", "edge(-1)", "Top", tooltip="Go to the first card", id="page.top"),
    Binding("end", "edge(1)", "Bottom", tooltip="Go to the last card", id="page.bottom"),
    Binding("q", "leave", "Back", tooltip="Leave the browser", id="browse.leave"),
]
