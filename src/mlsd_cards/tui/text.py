"""Foreign text on the screen, without loading what draws cards."""

from __future__ import annotations

import os
from pathlib import Path


def safe(text: str, *, ascii: bool) -> str:  # noqa: A002  (the setting's name)
    """The text as a terminal may have it: nothing in it is obeyed, and with `ascii` all of it is ASCII."""
    if text.isprintable() and (text.isascii() or not ascii):
        return text
    from mlsd_cards.markup.runs import shown  # noqa: PLC0415  (its tables cost a tenth of the start)

    return shown(text, ascii=ascii)


def near(file: str) -> str:
    """A file's path as a person would type it: from the current folder, or from home."""
    path = Path(file)
    if not path.is_absolute():
        return file
    if path.is_relative_to(Path.cwd()):
        return os.path.relpath(path)
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else file
