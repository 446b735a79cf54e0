"""Lines of styled runs as one Textual `Content`; the theme gives the colours, no markup is ever read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from textual.content import Content, Span

# Only variables that every theme has, the ANSI ones too; `$text-muted` is no dimmer than text in a Content.
STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "heading": "bold $text-primary",
        "strong": "bold",
        "emphasis": "italic",
        "struck": "strike",
        "link": "underline $text-primary",
        "maths": "$text-primary",
        "quote": "italic",
        "quiet": "$foreground-muted",
        "picture": "italic $foreground-muted",
        "marker": "$foreground-muted",
        "table-rule": "$foreground-muted",
        "code": "$text-secondary",
        "source": "$foreground",
        "keyword": "bold $text-primary",
        "name": "$text-secondary",
        "string": "$text-success",
        "number": "$text-warning",
        "operator": "$text-error",
        "comment": "italic $foreground-muted",
        "cloze": "bold $text-accent",
        "cloze-hidden": "bold $text-accent",
    }
)


class Styled(Protocol):
    """A piece of a line in one style, as `markup.runs.Run` is; not that, because drawing loads a lot."""

    @property
    def text(self) -> str: ...
    @property
    def style(self) -> str: ...


def to_content(lines: Iterable[Iterable[Styled]], styles: Mapping[str, str] = STYLES) -> Content:
    """Make one `Content` of lines as `markup.terminal.draw` gives them; names without a style stay plain."""
    texts: list[str] = []
    spans: list[Span] = []
    known: dict[str, str] = {"": ""}
    position = 0
    for number, line in enumerate(lines):
        if number:
            texts.append("\n")
            position += 1
        for run in line:
            style = known.get(run.style)
            if style is None:
                style = known[run.style] = _style(run.style, styles)
            end = position + len(run.text)
            if style:
                spans.append(Span(position, end, style))
            texts.append(run.text)
            position = end
    return Content("".join(texts), spans)


def _style(names: str, styles: Mapping[str, str]) -> str:
    """One Textual style for names from outside to inside: the last colour holds, and an answer keeps its own."""
    ordered = sorted(names.split(), key=lambda name: name.startswith("cloze"))
    return " ".join(filter(None, (styles.get(name) for name in ordered)))
