"""Which keys do what, as data: a keymap gives keys to the ids of bindings; what it leaves out keeps its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KEYMAPS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "anki": MappingProxyType({}),
        "vim": MappingProxyType(
            {
                "move.down": "j,down",
                "move.up": "k,up",
                "review.back": "h,left",
                "review.forth": "l,right",
                "stats.back": "h,left",
                "stats.forth": "l,right",
                "page.down": "ctrl+d,pagedown",
                "page.up": "ctrl+u,pageup",
                "page.top": "g,home",
                "page.bottom": "G,end",
                "finished.home": "H",
            }
        ),
    }
)

_WORDS = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "backspace": "Backspace",
    "question_mark": "?",
    "asterisk": "*",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "at": "@",
    "exclamation_mark": "!",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
}
_ASCII = {"up": "Up", "down": "Down", "left": "Left", "right": "Right"}


def key_label(key: str, *, ascii: bool = False) -> str:  # noqa: A002  (the setting's name)
    """What is printed on a key: `question_mark` reads `?`, `ctrl+p` reads `Ctrl+P`."""
    *modifiers, name = key.split("+")
    label = (_ASCII.get(name) if ascii else None) or _WORDS.get(name, name)
    if modifiers:
        return "+".join(
            [*(part.capitalize() for part in modifiers), label.upper() if len(label) == 1 else label]
        )
    return label
