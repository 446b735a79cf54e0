"""Open a card's source in the browser: the target is shown first, and only http and https are opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from mlsd_cards.model.source import Source
from mlsd_cards.tui.base import QUIET, AppScreen, Window, Words
from mlsd_cards.tui.text import safe


def is_openable(address: str) -> bool:
    """Whether an address may be handed to the browser."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and address.isprintable()
        and " " not in address
    )


def offer_source(screen: AppScreen, sources: Sequence[Source]) -> None:
    """Ask which source to open, and open it."""
    openable = [source for source in sources if is_openable(source.url)][:9]
    if not openable:
        screen.say("this card's source has no address that can be opened")
        return

    def chosen(number: int) -> None:
        import webbrowser  # noqa: PLC0415  (when it is asked for)

        address = openable[number].url
        opened = webbrowser.open(address)
        screen.say(f"opened {address}" if opened else f"no browser was found for {address}", error=not opened)

    screen.ask(LinkWindow(openable, ascii=screen.ascii), chosen)


class LinkWindow(Window[int]):
    """Each source with its whole address; its number opens it."""

    CSS_PATH = "windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"choose({number})", f"Open {number}", id=f"link.{number}")
        for number in range(1, 10)
    ]

    def __init__(self, sources: Sequence[Source], *, ascii: bool) -> None:  # noqa: A002  (the setting's name)
        super().__init__()
        self._sources = sources
        self._ascii = ascii

    def compose(self) -> Iterable[Widget]:
        rows = []
        for number, source in enumerate(self._sources, 1):
            title = safe(f"{source.title}, {source.by}, {source.year}", ascii=self._ascii)
            rows.append(
                Content.assemble(
                    (f"{number}", "bold"), f"  {title}\n", (f"   {safe(source.url, ascii=True)}", QUIET)
                )
            )
        rows.append(Content.styled("A number opens the address in your browser; q leaves it.", QUIET))
        window = Words(Content("\n\n").join(rows), classes="window")
        window.border_title = "Open source"
        yield window

    def action_choose(self, number: int) -> None:
        if number <= len(self._sources):
            self.dismiss(number - 1)
