"""Draw parsed text as HTML for Anki: only our own tags, every character of the author escaped once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from mlsd_cards.markup.code import highlight
from mlsd_cards.markup.parser import Parsed, Token
from mlsd_cards.markup.scan import split_deletions

_ANKI_TAGS = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$\$?\])", re.IGNORECASE)
_PLAIN_TAGS = frozenset(
    "p strong em s ul ol li blockquote table thead tbody tr th td h1 h2 h3 h4 h5 h6".split()
)


def to_html(parsed: Parsed, media: Mapping[str, str] | None = None, *, cloze: bool = False) -> str:
    """Render tokens as a field of an Anki note.

    `media` maps an image's name in the deck to its name in the package. A single paragraph
    comes without its `<p>`: that is how Anki's own editor writes fields.
    """
    drawing = _Drawing(media or {}, cloze=cloze)
    tokens = parsed.tokens
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return drawing.finish("".join(drawing.block(token) for token in tokens))


def text_to_html(text: str) -> str:
    """Escape plain text (a title, a source) for a field; it holds no maths."""
    return _ANKI_TAGS.sub("&#91;", escape(text, quote=False)).replace("\\", "\\<span></span>")


class _Drawing:
    """One field being drawn; inside a deletion `}}` and `::` must not be seen by Anki's cloze parser."""

    def __init__(self, media: Mapping[str, str], *, cloze: bool) -> None:
        self._media = media
        self._cloze = cloze
        self._inside = 0

    def finish(self, html: str) -> str:
        return _ANKI_TAGS.sub("&#91;", html).rstrip("\n")

    def block(self, token: Token) -> str:
        if token.type == "inline":
            return self._inline(token.children or ())
        if token.type == "fence":
            return self._fence(token)
        if token.type == "hr":
            return "<hr>\n"
        if token.hidden:  # the paragraph of a tight list item
            return ""
        return self._tag(token) + ("\n" if token.block and token.nesting != 1 else "")

    def _inline(self, tokens: Iterable[Token]) -> str:
        return "".join(_INLINE.get(token.type, _Drawing._tag)(self, token) for token in tokens)

    def _tag(self, token: Token) -> str:
        assert token.tag in _PLAIN_TAGS or token.tag == "a", f"no drawing for {token.type}"
        if token.nesting < 0:
            return f"</{token.tag}>"
        attributes = ""
        if token.tag == "a":
            attributes = f' href="{escape(str(token.attrs["href"]))}"'
        elif token.tag in {"th", "td"} and "style" in token.attrs:
            attributes = f' style="{escape(str(token.attrs["style"]))}"'
        elif token.tag == "ol" and "start" in token.attrs:
            attributes = f' start="{int(token.attrs["start"])}"'
        return f"<{token.tag}{attributes}>"

    def _text(self, text: str) -> str:
        html = escape(text, quote=False)
        if self._inside:
            html = html.replace("}", "&#125;").replace(":", "&#58;")
        if self._cloze:
            html = html.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
        return html

    def _draw_text(self, token: Token) -> str:
        # A backslash outside formulae is text: the empty span keeps MathJax from reading `\\(` there.
        return self._text(token.content).replace("\\", "\\<span></span>")

    def _maths(self, token: Token) -> str:
        opening, closing = (r"\[", r"\]") if token.meta["display"] else (r"\(", r"\)")
        if self._cloze and not self._inside:
            body = "".join(self._maths_part(part) for part in split_deletions(token.content))
        else:
            body = self._text(token.content)
        return opening + body + closing

    def _maths_part(self, part: str | tuple[int, str]) -> str:
        if isinstance(part, str):
            return self._text(part)
        self._inside += 1
        content = self._text(part[1])
        self._inside -= 1
        return f"{{{{c{part[0]}::{content}}}}}"

    def _cloze_open(self, token: Token) -> str:
        self._inside += 1
        return f"{{{{c{token.meta['number']}::"

    def _cloze_hint(self, token: Token) -> str:
        return "::" + self._text(token.content)

    def _cloze_close(self, _token: Token) -> str:
        self._inside -= 1
        return "}}"

    def _code_inline(self, token: Token) -> str:
        return f"<code>{self._text(token.content)}</code>"

    def _fence(self, token: Token) -> str:
        language = token.info.split()[0] if token.info.strip() else ""
        pieces = (
            f'<span class="{css}">{self._text(text)}</span>' if css else self._text(text)
            for css, text in highlight(token.content.rstrip("\n"), language)
        )
        return f'<pre class="code"><code>{"".join(pieces)}</code></pre>\n'

    def _image(self, token: Token) -> str:
        name = str(token.attrs["src"])
        return f'<img src="{escape(self._media.get(name, name))}" alt="{escape(token.content)}">'

    def _break(self, token: Token) -> str:
        return "<br>\n" if token.type == "hardbreak" else "\n"


_INLINE: dict[str, Callable[[_Drawing, Token], str]] = {
    "text": _Drawing._draw_text,  # noqa: SLF001  (the table belongs to the class)
    "maths": _Drawing._maths,  # noqa: SLF001
    "code_inline": _Drawing._code_inline,  # noqa: SLF001
    "image": _Drawing._image,  # noqa: SLF001
    "softbreak": _Drawing._break,  # noqa: SLF001
    "hardbreak": _Drawing._break,  # noqa: SLF001
    "cloze_open": _Drawing._cloze_open,  # noqa: SLF001
    "cloze_hint": _Drawing._cloze_hint,  # noqa: SLF001
    "cloze_close": _Drawing._cloze_close,  # noqa: SLF001
}
