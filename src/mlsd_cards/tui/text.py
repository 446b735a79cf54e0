"""Foreign text on the screen, without loading what draws cards."""

from __future__ import annotations


def safe(text: str, *, ascii: bool) -> str:  # noqa: A002  (the setting's name)
    """The text as a terminal may have it: nothing in it is obeyed, and with `ascii` all of it is ASCII."""
    if text.isprintable() and (text.isascii() or not ascii):
        return text
    from mlsd_cards.markup.runs import shown  # noqa: PLC0415  (its tables cost a tenth of the start)

    return shown(text, ascii=ascii)
