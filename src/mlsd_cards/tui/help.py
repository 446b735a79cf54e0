"""Help: every key of the screen below, read off its live bindings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.tui.base import QUIET, AppScreen, Window, Words
from mlsd_cards.tui.keys import key_label

_GROUPS = {
    "review": "Review",
    "points": "Checklist",
    "number": "Calculation",
    "home": "Home",
    "plan": "Plan",
    "finished": "Go on",
    "waiting": "Waiting",
    "settings": "Settings",
    "browse": "Browse",
    "stats": "Statistics",
    "mock": "Mock interview",
    "ask": "Questions",
    "move": "Move",
    "page": "Move",
    "app": "Everywhere",
}


class HelpScreen(Window[None]):
    """A window over the screen that it explains."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,enter,space", "leave", "Close", show=False, id="window.close_too"),
        Binding("up", "scroll(-1)", "Up", tooltip="Scroll up", id="move.up"),
        Binding("down", "scroll(1)", "Down", tooltip="Scroll down", id="move.down"),
        Binding("pageup", "scroll(-10)", "Page up", tooltip="Scroll a page up", id="page.up"),
        Binding("pagedown", "scroll(10)", "Page down", tooltip="Scroll a page down", id="page.down"),
    ]

    def __init__(self, below: AppScreen) -> None:
        super().__init__()
        self._lines = list(_help(below))

    def compose(self) -> Iterable[Widget]:
        with VerticalScroll(classes="window", can_focus=False) as body:
            body.border_title = "Keys"
            body.border_subtitle = "q closes"
            yield Words(Content("\n").join(self._lines))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


def bindings_of(screen: AppScreen) -> Iterator[tuple[str, str, list[str]]]:
    """Every described binding of a screen, whether valid now or not: id, what it does, keys."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    words: dict[str, str] = {}
    for _node, bindings in screen._modal_binding_chain:  # noqa: SLF001  (the only list of all of them)
        for key, binding in bindings:
            if binding.id and binding.tooltip:
                keys[binding.id].append(key_label(key, ascii=screen.ascii))
                words[binding.id] = binding.tooltip
    order = [binding.id for binding in type(screen).BINDINGS if isinstance(binding, Binding)]
    for name in sorted(words, key=lambda name: order.index(name) if name in order else len(order)):
        yield name, words[name], keys[name]


def _help(screen: AppScreen) -> Iterator[Content]:
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, tooltip, keys in bindings_of(screen):
        group = _GROUPS.get(name.partition(".")[0], "Other")
        groups[group].append((" ".join(keys), tooltip))
    order = [*dict.fromkeys(_GROUPS.values()), "Other"]
    for number, (group, rows) in enumerate(sorted(groups.items(), key=lambda item: order.index(item[0]))):
        if number:
            yield Content("")
        yield Content.styled(group, "bold $text-primary")
        for keys_, tooltip in rows:
            yield Content.assemble((f"  {keys_:<14}", "bold"), (tooltip, QUIET))
